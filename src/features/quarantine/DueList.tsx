import { DataTable, type Column } from '#ui/DataTable.tsx'
import { Drug } from '#ui/Drug.tsx'
import { deadlineText } from '#ui/format.ts'
import { go } from '#ui/nav.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { listDue, type DueRow } from './contract.ts'

/** Days ahead that count as 近效期 (stock marks the same lots). */
const nearDays = 180

function State({ of }: { of: DueRow }) {
  if (of.overdue) return <StatusTag tone="red">{`过期未移入，${deadlineText(of.dueAt)}`}</StatusTag>
  if (of.expired) return <StatusTag tone="amber">{`已过期，${deadlineText(of.dueAt)}`}</StatusTag>
  return <StatusTag tone="grey">近效期</StatusTag>
}

const columns = (may: boolean): readonly Column<DueRow>[] => [
  { key: 'name', title: '药品', render: (r) => <Drug of={r} />, exportText: (r) => `${r.name} ${r.spec}` },
  { key: 'lotNo', title: '批号', width: 120 },
  { key: 'expiry', title: '有效期', width: 110 },
  { key: 'location', title: '在', width: 160 },
  {
    key: 'units',
    title: '数量',
    width: 90,
    align: 'right',
    render: (r) => <Quantity value={r.units} unit={r.unit} strong />,
    exportText: (r) => r.units,
  },
  {
    key: 'state',
    title: '状态',
    width: 240,
    render: (r) => <State of={r} />,
    exportText: (r) => (r.overdue ? '过期未移入' : r.expired ? '已过期' : '近效期'),
  },
  {
    key: 'act',
    title: '',
    width: 90,
    render: (r) =>
      may && (
        <button
          type="button"
          className="z-link"
          onClick={() =>
            go(
              `/quarantine/new?place=${r.locationId}&lot=${r.lotId}&reason=${r.expired ? 'expired' : 'nearExpiry'}`,
            )
          }
        >
          移入待查
        </button>
      ),
  },
]

/** 过期与近效期: what still lies in a place although its time is over, or soon will be. */
export function DueList({ input, may }: { input: { org?: number }; may: boolean }) {
  return (
    <DataTable
      endpoint={listDue}
      input={{ ...input, days: nearDays }}
      columns={columns(may)}
      rowKey={(r) => `${r.accountId}|${r.lotId}`}
      tone={(r) => (r.overdue ? 'red' : r.expired ? 'amber' : undefined)}
      search="药品、批号、储位"
      exportName="过期与近效期"
      empty={`${nearDays} 天内没有到期的批号`}
      emptyText="过期药品须在 24 小时内移入待查"
    />
  )
}
