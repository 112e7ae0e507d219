import { Card } from '#ui/Card.tsx'
import { shortInstant, timeText, unitText, dateText, signed } from '#ui/format.ts'
import { useMay } from '#ui/me.ts'
import { go } from '#ui/nav.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { ProofBadge } from '#ui/ProofBadge.tsx'
import type { Column } from '#ui/column.ts'
import type { IssueDetail, IssueDrug, StatementRow } from './contract.ts'

/** The act's word on the statement; the ledger's own title where there is none. */
const acts: Record<string, string> = { issue: '领出', recover: '交空安瓿' }

function destination(row: StatementRow, issue: IssueDetail, unit: string): string {
  if (row.reversed) return `冲回，${row.counterparty}`
  if (row.kind === 'issue') return `${row.counterparty} → ${issue.holder}`
  if (row.kind === 'open') return `${-row.intact} ${unit}`
  if (row.kind === 'administer') return [row.route, row.place ?? '患者'].filter(Boolean).join('，')
  if (row.kind === 'returnUnopened' || row.kind === 'recover') return `${issue.holder} → ${row.counterparty}`
  return row.place ?? row.counterparty
}

function people(row: StatementRow): string {
  if (row.reversed) return `${row.actor} 申请，${row.witness ?? ''} 批准`
  if (!row.witness) return row.actor
  if (row.kind === 'issue') return `${row.actor} 发药，${row.witness} 核对`
  if (row.kind === 'recover') return `${row.witness} 送回，${row.actor} 回收`
  if (row.kind === 'returnUnopened') return `${row.witness} 送回，${row.actor} 接收`
  return `${row.actor}，见证 ${row.witness}`
}

const cellOf = (n: number) => (n === 0 ? '' : signed(n))
/** 红冲 is red and with its minus, so that a black-and-white copy stays right. */
const toned = (row: StatementRow, text: string) =>
  row.reversed ? <span className="i-reversed">{text}</span> : text

function columnsOf(issue: IssueDetail, drug: IssueDrug): Column<StatementRow>[] {
  const sameDay = new Set(issue.statement.map((s) => dateText(s.at))).size === 1
  const right = (key: 'intact' | 'content' | 'containers', title: string): Column<StatementRow> => ({
    key,
    title,
    width: 76,
    align: 'right',
    render: (r) => toned(r, cellOf(r[key])),
  })
  return [
    {
      key: 'at',
      title: '时间',
      width: sameDay ? 64 : 100,
      text: (r) => (sameDay ? timeText(r.at) : shortInstant(r.at)),
    },
    {
      key: 'title',
      title: '事项',
      width: 96,
      render: (r) => toned(r, r.reversed ? r.title : (acts[r.kind] ?? r.title)),
    },
    { key: 'to', title: '去向', text: (r) => destination(r, issue, drug.unit) },
    right('intact', drug.unit),
    ...(drug.contentPerUnit > 0 && drug.container
      ? [right('content', `药液 ${unitText(drug.contentUnit)}`)]
      : []),
    ...(drug.container ? [right('containers', drug.container)] : []),
    { key: 'people', title: '经手', width: 178, text: people },
  ]
}

/** The custody account of one drug, in double entry: its last line is the headline. */
export function Statement({ issue, drug }: { issue: IssueDetail; drug: IssueDrug }) {
  const rows = issue.statement.filter((s) => s.drugId === drug.drugId)
  const columns = columnsOf(issue, drug)
  const mayOpen = useMay('stock.read')
  const sum = (key: 'intact' | 'content' | 'containers') => rows.reduce((n, r) => n + r[key], 0)
  const last = Math.max(...rows.map((r) => r.eventId))
  return (
    <Card
      title="账户流水"
      scope={drug.name}
      extra={
        <>
          <ProofBadge no={last} /> {rows.length} 条均已入证
        </>
      }
      flush
      grow
    >
      <div className="i-statement">
        <PlainTable
          columns={columns}
          rows={rows}
          rowKey={(r) => r.movementId}
          {...(mayOpen ? { onOpen: (r: StatementRow) => go(`/movements/${r.movementId}`) } : {})}
          foot={
            <tr>
              {columns.map((c) => (
                <td key={c.key} data-align={c.align}>
                  {c.key === 'at' ? '尚余' : <Sum of={c.key} sum={sum} />}
                </td>
              ))}
            </tr>
          }
        />
      </div>
    </Card>
  )
}

function Sum({ of, sum }: { of: string; sum: (key: 'intact' | 'content' | 'containers') => number }) {
  if (of !== 'intact' && of !== 'content' && of !== 'containers') return null
  const n = sum(of)
  return <span className={n === 0 ? 'i-zero' : 'i-owed'}>{n}</span>
}
