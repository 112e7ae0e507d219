import { num } from './format.ts'
import './words.css'

interface Props {
  done: number
  total: number
  unit: string
  /** Registered as short: an amber piece, not a gap. */
  short?: number
  /** One piece each; for small sets that are known. */
  segments?: boolean
  bar?: boolean
}

/** The count in words first, the bar second. */
export function Progress({ done, total, unit, short = 0, segments, bar = true }: Props) {
  return (
    <div className="z-progress" role="group" aria-label={`${done} / ${total} ${unit}`}>
      <span className="z-progress-words">
        <b>{num(done)}</b> / {num(total)} {unit}
      </span>
      {bar &&
        (segments ? (
          <Segments done={done} total={total} short={short} />
        ) : (
          <Bar {...{ done, total, short }} />
        ))}
    </div>
  )
}

type Counts = { done: number; total: number; short: number }

function Bar({ done, total, short }: Counts) {
  const share = (n: number) => `${total > 0 ? Math.min(100, (n / total) * 100) : 0}%`
  return (
    <span className="z-progress-bar">
      <i style={{ width: share(done) }} />
      {short > 0 && <i style={{ width: share(short) }} />}
    </span>
  )
}

function Segments({ done, total, short }: Counts) {
  const state = (i: number) => (i < done ? 'done' : i < done + short ? 'short' : 'open')
  return (
    <span className="z-progress-segments">
      {Array.from({ length: total }, (_, i) => (
        <i key={i} data-state={state(i)} />
      ))}
    </span>
  )
}
