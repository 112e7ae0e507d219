import './web.css'

/** A ring left open at the upper left, a point in the gap: the loop waits for its last point. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden>
      <path
        d="M14.9 4.3A8.2 8.2 0 1 1 4.1 9.8"
        fill="none"
        stroke="currentColor"
        strokeWidth="3.1"
        strokeLinecap="round"
      />
      <circle cx="8.2" cy="4.6" r="2.6" fill="currentColor" />
    </svg>
  )
}

export function Wordmark({ large }: { large?: boolean }) {
  return (
    <span className={`w-mark${large ? ' w-mark-large' : ''}`}>
      <Mark size={large ? 26 : 22} />
      <b>追溯</b>
      <span>Zhuisu</span>
    </span>
  )
}
