import type { Column } from '#ui/column.ts'
import { Card } from '#ui/Card.tsx'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { deadlineText, shortInstant } from '#ui/format.ts'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { listReturnBoxes, type BoxRow } from './contract.ts'
import { RollUp } from './RollUp.tsx'

const columns: readonly Column<BoxRow>[] = [
  { key: 'location', title: '在', width: 140 },
  { key: 'name', title: '药品', render: (r) => <Drug of={r} /> },
  { key: 'lotNo', title: '批号', width: 120 },
  { key: 'expiry', title: '有效期', width: 110 },
  {
    key: 'units',
    title: '结存',
    width: 90,
    align: 'right',
    render: (r) => <Quantity value={r.units} unit={r.unit} strong />,
  },
  { key: 'since', title: '最早收于', width: 120, text: (r) => shortInstant(r.since) },
  {
    key: 'due',
    title: '上交期限',
    width: 170,
    render: (r) =>
      r.dueAt === null ? (
        '在药库，待报损销毁'
      ) : (
        <StatusTag tone={Date.parse(r.dueAt) < Date.now() ? 'red' : 'grey'}>
          {deadlineText(r.dueAt)}
        </StatusTag>
      ),
  },
]

/** What patients brought back, by place: the pharmacies' go to the vault, the vault's to destruction. */
export function Boxes({ input, may }: { input: { org?: number }; may: boolean }) {
  const rows = useCall(listReturnBoxes, input).data?.rows ?? []
  return (
    <>
      {may && <RollUp rows={rows} />}
      <Card title="结存" scope="严禁再次使用，只能报损销毁" flush grow>
        <PlainTable
          columns={columns}
          rows={rows}
          rowKey={(r) => `${r.accountId}|${r.lotId}`}
          empty={<EmptyState title="没有交回药品结存" />}
        />
      </Card>
    </>
  )
}
