import type { ReportMeta, ReportRow } from '#core/reports/contract.ts'
import { capital, type Sum } from '#core/reports/rules.ts'
import { instantText, num, unitText } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { useQrCode } from '#ui/useQrCode.ts'
import { brokenDay, cellText, fitOf, type ReportColumn } from './cells.ts'
import { pageSums, sumLines, type SheetOf } from './sheets.ts'

interface Props {
  report: ReportMeta
  sheet: SheetOf
  /** Of how many, where they were counted. */
  of?: number | undefined
  period: string
}

const printed = (report: ReportMeta): ReportColumn[] =>
  report.columns.filter((c) => c.print && !report.print?.head.includes(c.key))

/** One sheet of A4 as it is printed: head, 承前页, the lines, 本页合计 written out, blanks crossed out, proof. */
export function Sheet({ report, sheet, of, period }: Props) {
  const columns = printed(report)
  const { rows } = sheet.page
  const whole = columns.reduce((n, c) => n + c.width, 0)
  const paperMm = report.print?.paper === 'portrait' ? 186 : 273
  const empty = Math.max(0, (report.print?.lines ?? 0) - rows.length)
  return (
    <article className="rp-sheet" data-paper={report.print?.paper}>
      <Head report={report} sheet={sheet} period={period} />
      <table>
        <colgroup>
          {columns.map((c) => (
            <col key={c.key} style={{ width: `${(100 * c.width) / whole}%` }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map((c) => (
              <th key={c.key}>{c.title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sheet.carried.length > 0 && <SumRows columns={columns} sums={sheet.carried} title="承前页累计" />}
          {rows.map((row) => (
            <Line key={row.key} columns={columns} row={row} unitMm={paperMm / whole} />
          ))}
          {empty > 0 && (
            <tr className="rp-blank">
              <td colSpan={columns.length} style={{ height: `${empty * 9}mm` }}>
                以下空白
              </td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <SumRows columns={columns} sums={pageSums(report, sheet.page)} title="本页合计" written />
        </tfoot>
      </table>
      <Foot report={report} sheet={sheet} of={of} />
    </article>
  )
}

function Head({ report, sheet, period }: { report: ReportMeta; sheet: SheetOf; period: string }) {
  const first = sheet.page.rows[0]
  const above = report.columns.filter((c) => report.print?.head.includes(c.key))
  return (
    <>
      <header>
        <span>{sheet.page.org}</span>
        <h2>{report.title}</h2>
        <span>
          {/^R\d+$/.test(report.code) && `${report.code}　`}
          {period}
        </span>
      </header>
      {above.length > 0 && first && (
        <p>
          {above.map((c) => (
            <span key={c.key}>
              {c.title} <b>{cellText(c, first)}</b>
            </span>
          ))}
        </p>
      )}
    </>
  )
}

interface LineProps {
  columns: readonly ReportColumn[]
  row: ReportRow
  /** Width of a column of width 1, in mm. */
  unitMm: number
}

function Line({ columns, row, unitMm }: LineProps) {
  const { link } = row
  return (
    <tr
      data-red={row.red ? '' : undefined}
      data-open={link ? '' : undefined}
      onClick={() => link && go(link)}
    >
      {columns.map((c) => {
        const text = cellText(c, row)
        const fit = fitOf(text, c.width * unitMm)
        const day = fit === 'three' ? brokenDay(text) : undefined
        return (
          <td key={c.key} data-figure={c.kind === 'quantity' ? '' : undefined} data-fit={fit}>
            {day ? day.map((part) => <div key={part}>{part}</div>) : text}
          </td>
        )
      })}
    </tr>
  )
}

interface SumProps {
  columns: readonly ReportColumn[]
  sums: readonly Sum[]
  title: string
  written?: boolean
}

/** Below the columns that they add; under the sheet they are also written out. */
function SumRows({ columns, sums, title, written }: SumProps) {
  const first = columns.findIndex((c) => c.total)
  const last = columns.findLastIndex((c) => c.total)
  if (first < 0) return null
  if (sums.length === 0)
    return (
      <tr>
        <td colSpan={columns.length}>{title}　零</td>
      </tr>
    )
  const from = Math.max(1, first)
  const named = new Set(sums.map((s) => s.key)).size > 1
  const wordOf = (s: Sum) =>
    `${named ? `${columns.find((c) => c.key === s.key)?.title ?? ''} ` : ''}${capital(s.sum)}${unitText(s.unit)}`
  return sumLines(sums).map((line) => (
    <tr key={line.map((s) => s.key + s.unit).join()}>
      <td colSpan={from}>{title}</td>
      {columns.slice(from, last + 1).map((c) => {
        const sum = line.find((s) => s.key === c.key)
        return (
          <td key={c.key} data-figure>
            {sum && num(sum.sum)}
          </td>
        )
      })}
      {last + 1 < columns.length && (
        <td colSpan={columns.length - last - 1}>{written && line.map(wordOf).join('，')}</td>
      )}
    </tr>
  ))
}

const short = (hash: string): string => hash.slice(0, 24).replace(/(.{4})(?=.)/g, '$1 ')

/** The address under which this very sheet is recomputed and compared with the fingerprint. */
function addressOf(report: ReportMeta, sheet: SheetOf): string {
  const url = new URL(window.location.href)
  url.pathname = `${report.group === 'register' ? '/registers' : '/reports'}/${report.code}`
  url.searchParams.set('look', 'sheet')
  if (sheet.after) url.searchParams.set('after', sheet.after)
  url.searchParams.set('fp', sheet.page.fingerprint.slice(0, 24))
  return url.href
}

function Foot({ report, sheet, of }: Omit<Props, 'period'>) {
  const me = useMe()
  const code = useQrCode(addressOf(report, sheet))
  return (
    <footer>
      {code && <img src={code} alt="核验本页的二维码" />}
      <div>
        <span>扫码核验本页。账页指纹 {short(sheet.page.fingerprint)}</span>
        <span>红字为红冲，原记录保留。签字均为本人电子签名。{report.retention ?? ''}</span>
      </div>
      <div>
        <span>
          打印 {me.name} {instantText(sheet.page.at)}
        </span>
        <span>
          第 {num(sheet.number)} 页{of !== undefined && `，共 ${num(of)} 页`}
        </span>
      </div>
    </footer>
  )
}
