import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { Drug } from '#ui/Drug.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import type { Plan, PlanLine } from './contract.ts'

export const lineColumns = (of: Pick<Plan, 'year'>): readonly Column<PlanLine>[] => [
  { key: 'name', title: '药品', render: (r) => <Drug of={r} /> },
  figure('lastAsked', `${of.year - 1} 年申请`),
  figure('lastUsed', `${of.year - 1} 年实际用量`),
  figure('asked', `${of.year} 年申请`),
]

function figure(key: 'lastAsked' | 'lastUsed' | 'asked', title: string): Column<PlanLine> {
  return {
    key,
    title,
    width: 130,
    align: 'right',
    render: (r) => <Quantity value={r[key]} unit={r.unit} />,
  }
}

/** A plan as it was sent and decided; a line that was cut stands out. */
export function PlanLines({ of }: { of: Plan }) {
  const columns: readonly Column<PlanLine>[] = [
    ...lineColumns(of),
    {
      key: 'approved',
      title: '核定用量',
      width: 130,
      align: 'right',
      render: (r) =>
        r.approved === null ? (
          <span className="z-caption">待核定</span>
        ) : (
          <Quantity
            value={r.approved}
            unit={r.unit}
            tone={r.approved < r.asked ? 'amber' : undefined}
            strong
          />
        ),
    },
    { key: 'reason', title: '说明', width: 220, text: (r) => r.reason ?? '' },
  ]
  return (
    <Card title="品种" scope={`${of.planLines.length} 个品种`} flush grow>
      <PlainTable rows={of.planLines} rowKey={(r) => r.productId} columns={columns} />
    </Card>
  )
}
