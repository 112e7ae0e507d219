import type { ReportMeta, ReportRow } from '#core/reports/contract.ts'
import type { Sum } from '#core/reports/rules.ts'
import type { Column } from '#ui/column.ts'
import { EmptyState } from '#ui/EmptyState.tsx'
import { num, unitText } from '#ui/format.ts'
import { go, Link } from '#ui/nav.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import { cellText, type ReportColumn } from './cells.ts'
import { sumLines } from './sheets.ts'

function Cell({ column, row }: { column: ReportColumn; row: ReportRow }) {
  const value = row.cells[column.key]
  const to = row.links[column.key] ?? (column.kind === 'quantity' ? row.link : null)
  if (column.kind === 'quantity') {
    const figure = (
      <Quantity
        value={value === null || value === undefined ? null : Number(value)}
        unit={unitText(row.units[column.key] ?? '')}
        {...(row.red ? { tone: 'red' as const } : {})}
      />
    )
    return to && value !== null ? <Link to={to}>{figure}</Link> : figure
  }
  if (column.kind === 'code' && value) return <TraceCode code={String(value)} short />
  const text = cellText(column, row)
  return to && text ? <Link to={to}>{text}</Link> : <span title={text}>{text}</span>
}

interface Props {
  report: ReportMeta
  rows: readonly ReportRow[]
  sums: readonly Sum[]
  total: number | null
}

/** The rows as a list: a figure opens its entries, a row its document. */
export function ReportTable({ report, rows, sums, total }: Props) {
  const columns: Column<ReportRow>[] = report.columns.map((c) => ({
    key: c.key,
    title: c.title,
    ...(c.kind === 'quantity' ? { align: 'right' as const } : {}),
    render: (row: ReportRow) => <Cell column={c} row={row} />,
  }))
  if (report.retention)
    columns.push({
      key: 'keepUntil',
      title: '保存至',
      render: (row) => <span className="z-caption">{row.keepUntil}</span>,
    })
  return (
    <PlainTable
      columns={columns}
      rows={rows}
      rowKey={(row) => row.key}
      tone={(row) => (row.red ? 'red' : undefined)}
      onOpen={(row) => {
        if (row.link) go(row.link)
      }}
      empty={<EmptyState title="所选条件下没有记录" text="换一个期间，或去掉一个条件" />}
      foot={sums.length > 0 && <Sums report={report} sums={sums} total={total} />}
    />
  )
}

/** Below the columns that they add. */
function Sums({ report, sums, total }: { report: ReportMeta; sums: readonly Sum[]; total: number | null }) {
  return sumLines(sums).map((line, row) => (
    <tr key={line.map((s) => s.key + s.unit).join()}>
      {report.columns.map((c, i) => {
        const sum = line.find((s) => s.key === c.key)
        return (
          <td key={c.key} data-align={c.kind === 'quantity' ? 'right' : undefined}>
            {sum
              ? `${num(sum.sum)} ${unitText(sum.unit)}`
              : i === 0 && row === 0 && `合计 ${total === null ? '' : `${num(total)} 行`}`}
          </td>
        )
      })}
      {report.retention && <td />}
    </tr>
  ))
}
