import { DownloadOutlined } from '@ant-design/icons'
import { Button, Segmented } from 'antd'
import { askReportXlsx, type ReportMeta } from '#core/reports/contract.ts'
import { callUrl } from '#ui/call.ts'
import { ErrorState } from '#ui/ErrorState.tsx'
import { num } from '#ui/format.ts'
import { useSearch } from '#ui/nav.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { FilterBar } from './FilterBar.tsx'
import { ReportTable } from './ReportTable.tsx'
import { useReveal } from './Reveal.tsx'
import { SheetView } from './SheetView.tsx'
import { useChoices, useFilters, useReportPages, type Filters } from './useReport.ts'

interface Props {
  report: ReportMeta
  org: number | undefined
  /** What stands first: the list, or the sheet of paper. */
  look: 'table' | 'sheet'
}

function useLook({ report, look: usual }: Props): 'table' | 'sheet' {
  const [search] = useSearch()
  const asked = search['look']
  if (report.print === null) return 'table'
  return asked === 'table' || asked === 'sheet' ? asked : usual
}

/** Right of the title: how it is shown, and the workbook of the whole selection. */
export function ReportActions(props: Props) {
  const [filters, change] = useFilters(props.report)
  const look = useLook(props)
  const input = { ...filters, org: props.org }
  return (
    <>
      {props.report.print && (
        <Segmented
          options={[
            { value: 'sheet', label: '账页' },
            { value: 'table', label: '列表' },
          ]}
          value={look}
          onChange={(to) => change({ look: to === props.look ? undefined : to })}
        />
      )}
      <Button icon={<DownloadOutlined />} href={callUrl(askReportXlsx(props.report.code), input)}>
        导出 Excel
      </Button>
    </>
  )
}

/** One report: its filters, then its rows as a list or as the sheet that is printed. */
export function ReportView(props: Props) {
  const { report, org } = props
  const [filters, change] = useFilters(report)
  const choices = useChoices(org)
  const look = useLook(props)
  const input = { ...filters, org }
  const key = JSON.stringify([report.code, input])
  return (
    <section className="z-card z-card-grow rp-view">
      <div className="z-filter" data-screen>
        <FilterBar report={report} filters={filters} change={change} choices={choices.data} />
      </div>
      {look === 'sheet' ? (
        <SheetView key={key} report={report} input={input} filters={filters} org={org} />
      ) : (
        <Listing key={key} report={report} filters={filters} org={org} />
      )}
    </section>
  )
}

const listed = 50

interface ListingProps {
  report: ReportMeta
  filters: Filters
  org: number | undefined
}

function Listing({ report, filters, org }: ListingProps) {
  const input = { ...filters, org }
  const reveal = useReveal({ report, filters, org })
  const pages = useReportPages(report.code, input, listed)
  const { query, page } = pages
  if (query.error && !page) return <ErrorState error={query.error} retry={query.refetch} />
  if (!page) return <SkeletonRows rows={12} />
  const from = (pages.number - 1) * listed
  const next = page.next
  return (
    <>
      <div className="rp-table">
        <ReportTable
          report={report}
          rows={(reveal.clear(pages.after ?? '') ?? page).rows}
          sums={next === null ? pages.sums : []}
          total={pages.total}
        />
      </div>
      <footer className="z-card-foot">
        <span className="z-caption">
          {report.retention ?? report.basis}
          {report.note && `。${report.note}`}
        </span>
        {reveal.button(pages.after ?? '', { after: pages.after, limit: listed })}
        <div className="z-list-foot">
          <span>
            第 {num(Math.min(from + 1, pages.total ?? 0))}–{num(from + page.rows.length)} 条
            {pages.total !== null && `，共 ${num(pages.total)} 条`}
          </span>
          <nav className="z-pages" aria-label="翻页">
            <button type="button" disabled={pages.number === 1} onClick={pages.back} aria-label="上一页">
              ‹
            </button>
            <button
              type="button"
              disabled={next === null}
              onClick={() => next && pages.next(next)}
              aria-label="下一页"
            >
              ›
            </button>
          </nav>
        </div>
      </footer>
    </>
  )
}
