import { num } from './format.ts'

interface Props {
  page: number
  pageSize: number
  total: number
  onPage: (page: number) => void
}

/** The first, the last and the neighbours; -1 stands for a gap. */
export function shownPages(page: number, last: number): number[] {
  const near = [1, page - 1, page, page + 1, last].filter((p) => p >= 1 && p <= last)
  const sorted = [...new Set(near)].toSorted((a, b) => a - b)
  return sorted.flatMap((p, i) => {
    const before = sorted[i - 1]
    return before !== undefined && p - before > 1 ? [-1, p] : [p]
  })
}

export function Pages({ page, pageSize, total, onPage }: Props) {
  const last = Math.max(1, Math.ceil(total / pageSize))
  const from = (page - 1) * pageSize + 1
  if (total === 0) return null
  return (
    <div className="z-list-foot">
      <span>
        第 {num(from)}–{num(Math.min(total, page * pageSize))} 条，共 {num(total)} 条
      </span>
      <nav className="z-pages" aria-label="翻页">
        <button type="button" disabled={page <= 1} onClick={() => onPage(page - 1)} aria-label="上一页">
          ‹
        </button>
        {shownPages(page, last).map((p, i) =>
          p < 0 ? (
            <span key={`gap${i}`}>…</span>
          ) : (
            <button
              key={p}
              type="button"
              aria-current={p === page ? 'page' : undefined}
              onClick={() => onPage(p)}
            >
              {p}
            </button>
          ),
        )}
        <button type="button" disabled={page >= last} onClick={() => onPage(page + 1)} aria-label="下一页">
          ›
        </button>
      </nav>
    </div>
  )
}
