import { useState, type CSSProperties } from 'react'
import { flushSync } from 'react-dom'
import type { ReportMeta } from '#core/reports/contract.ts'
import { ActButton } from '#ui/ActButton.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { num } from '#ui/format.ts'
import { useSearch } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { refusedText } from '#ui/refused.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import { useFit } from '#ui/useFit.ts'
import { useReveal } from './Reveal.tsx'
import { Sheet } from './Sheet.tsx'
import type { SheetOf } from './sheets.ts'
import type { Filters } from './useReport.ts'
import { allSheets, mostSheets, useSheets } from './useSheets.ts'

interface Props {
  report: ReportMeta
  input: Record<string, unknown>
  filters: Filters
  org: number | undefined
}

const periodOf = (filters: Filters): string =>
  filters['from'] || filters['to'] ? `${filters['from'] ?? ''} 至 ${filters['to'] ?? ''}` : ''

/** The codes below the sheets are pictures; a printer does not wait for them. */
async function drawn(sheets: number): Promise<void> {
  const ready = () =>
    [...document.querySelectorAll<HTMLImageElement>('.rp-sheet img')].filter((i) => i.complete).length >=
    sheets
  for (let tries = 0; tries < 60 && !ready(); tries++) await new Promise((next) => setTimeout(next, 50))
}

/** The screen is the sheet of paper: one at a time, or all of them for the printer. */
export function SheetView({ report, input, filters, org }: Props) {
  const reveal = useReveal({ report, filters, org })
  const { query, sheet, next, back } = useSheets(report, input)
  const [all, setAll] = useState<SheetOf[]>()
  const [busy, setBusy] = useState(false)
  async function printAll() {
    setBusy(true)
    try {
      const sheets = await allSheets(report, input)
      if (sheets) {
        flushSync(() => setAll(sheets))
        await drawn(sheets.length)
        window.print()
        setAll(undefined)
      } else toast(`超过一次可打印的 ${mostSheets} 页，请缩短期间`, 'amber')
    } catch (error) {
      toast(refusedText(error), 'red')
    } finally {
      setBusy(false)
    }
  }
  const { ground, zoom } = useFit(report.print?.paper === 'portrait' ? 794 : 1123)
  if (query.error && !sheet) return <ErrorState error={query.error} retry={query.refetch} />
  if (!sheet) return <SkeletonRows rows={14} />
  const place = `${sheet.number} ${sheet.after ?? ''}`
  const shown = all ?? [{ ...sheet, page: reveal.clear(place) ?? sheet.page }]
  return (
    <>
      <header className="rp-bar" data-screen>
        <span className="z-caption">
          A4 {report.print?.paper === 'portrait' ? '纵向' : '横向'}，按打印样式显示；点一行看原始记录
        </span>
        <div className="rp-pages">
          <button type="button" disabled={sheet.number === 1} onClick={back} aria-label="上一页">
            ‹
          </button>
          <span>第 {num(sheet.number)} 页</span>
          <button type="button" disabled={sheet.page.next === null} onClick={next} aria-label="下一页">
            ›
          </button>
        </div>
        <div className="rp-acts">
          {reveal.button(place, { after: sheet.after, limit: 50, sheet: '1' })}
          <ActButton onClick={() => void printAll()} busy={busy}>
            打印全部
          </ActButton>
          <ActButton kind="filled" k="Ctrl+P" onClick={() => window.print()}>
            打印本页
          </ActButton>
        </div>
      </header>
      <Compared sheet={sheet} />
      <div className="rp-ground" ref={ground} style={{ '--zoom': zoom } as CSSProperties}>
        {sheet.page.rows.length === 0 ? (
          <EmptyState title="所选条件下没有记录" text="换一个期间，或去掉一个条件" />
        ) : (
          shown.map((s) => (
            <Sheet key={s.number} report={report} sheet={s} of={all?.length} period={periodOf(filters)} />
          ))
        )}
      </div>
    </>
  )
}

/** Opened by a printed sheet's code: does the paper still say what the books say? */
function Compared({ sheet }: { sheet: SheetOf }) {
  const [search] = useSearch()
  const printed = search['fp']
  if (!printed || sheet.number !== 1) return null
  return sheet.page.fingerprint.startsWith(printed) ? (
    <Notice tone="green">账页指纹相符：纸上这一页与账上现在的记录一致</Notice>
  ) : (
    <Notice tone="red">账页指纹不符：纸上这一页与账上现在的记录不同，请逐行核对</Notice>
  )
}
