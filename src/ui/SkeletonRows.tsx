import './states.css'

const widths = [40, 34, 38, 26, 44, 30]

/** Rows of the final height, drawn only when loading takes longer than 200 ms. */
export function SkeletonRows({ rows = 6, height }: { rows?: number; height?: number }) {
  return (
    <div className="z-skeleton" role="status" aria-label="正在读取">
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} style={{ height: height ?? 'var(--row-height)' }}>
          <i style={{ width: 24 }} />
          <i style={{ width: `${widths[i % widths.length]}%` }} />
          <i />
        </div>
      ))}
    </div>
  )
}
