import { Card } from '#ui/Card.tsx'
import type { Column as Col } from '#ui/column.ts'
import { EmptyState } from '#ui/EmptyState.tsx'
import { instantText } from '#ui/format.ts'
import { go } from '#ui/nav.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { ProofBadge } from '#ui/ProofBadge.tsx'
import { Sums } from '#ui/Sums.tsx'
import type { RecordDetail } from './contract.ts'

const wayColumns: readonly Col<RecordDetail['movements'][number]>[] = [
  { key: 'at', title: '时间', width: 140, text: (r) => instantText(r.at) },
  { key: 'title', title: '去向', width: 110 },
  { key: 'to', title: '到' },
  { key: 'units', title: '数量', width: 100, align: 'right', render: (r) => <Sums of={r.sums} /> },
  { key: 'actor', title: '经办', width: 80 },
  { key: 'witness', title: '第二人', width: 80, text: (r) => r.witness ?? '' },
  {
    key: 'proof',
    title: '入证',
    width: 110,
    render: (r) => <ProofBadge no={r.eventId} onOpen={() => go(`/movements/${r.movementId}`)} />,
  },
]

/** What became of a record's stock. */
export function Ways({ of }: { of: RecordDetail }) {
  return (
    <Card title="去向" scope="解除、报损销毁、退货" flush grow>
      <PlainTable
        columns={wayColumns}
        rows={of.movements}
        rowKey={(r) => r.movementId}
        empty={<EmptyState title="还没有去向" text="检验合格可解除待查；其余按报损销毁或退货办理" />}
      />
    </Card>
  )
}
