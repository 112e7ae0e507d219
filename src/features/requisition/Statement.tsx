import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/DataTable.tsx'
import { Drug } from '#ui/Drug.tsx'
import { shortInstant } from '#ui/format.ts'
import { PlainTable } from '#ui/PlainTable.tsx'
import { ProofBadge } from '#ui/ProofBadge.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { transferActTitle, type TransferDetail, type TransferMovement } from './contract.ts'

const shortPlace = (title: string) => (title.startsWith('在途') ? '在途' : title)

const columns: readonly Column<TransferMovement>[] = [
  { key: 'at', title: '时间', width: 96, text: (m) => shortInstant(m.at) },
  {
    key: 'act',
    title: '事由',
    width: 110,
    render: (m) => (
      <span
        className={m.reversal ? 'rq-late' : undefined}
      >{`${m.reversal ? '红冲 ' : ''}${transferActTitle[m.kind] ?? m.kind}`}</span>
    ),
  },
  { key: 'drug', title: '药品', render: (m) => <Drug of={m} plain /> },
  {
    key: 'way',
    title: '从 → 到',
    width: 190,
    text: (m) => `${shortPlace(m.source)} → ${shortPlace(m.destination)}`,
  },
  {
    key: 'units',
    title: '数量',
    align: 'right',
    width: 80,
    render: (m) => (
      <Quantity
        value={m.reversal ? -m.units : m.units}
        unit={m.unit}
        strong
        {...(m.reversal ? { tone: 'red' as const } : {})}
      />
    ),
  },
  { key: 'people', title: '经手', width: 130, text: (m) => [m.actor, m.witness].filter(Boolean).join('、') },
  {
    key: 'reason',
    title: '说明',
    render: (m) => (
      <span className="rq-reason" title={m.reason ?? undefined}>
        {m.reason}
      </span>
    ),
  },
  { key: 'proof', title: '证', width: 80, align: 'right', render: (m) => <ProofBadge no={m.eventId} /> },
]

/** The same movements as the picture, in double entry, each with the number of the event that proves it. */
export function Statement({ of: t, narrow }: { of: TransferDetail; narrow: boolean }) {
  // Beside the station the act says which way it went; the proof must not slide out of sight.
  const shown = narrow ? columns.filter((c) => c.key !== 'way') : columns
  return (
    <Card title="出入账" scope="在途账户的每一笔" flush>
      <PlainTable columns={shown} rows={t.movements} rowKey={(m) => `${m.movementId}-${m.drugId}`} />
    </Card>
  )
}
