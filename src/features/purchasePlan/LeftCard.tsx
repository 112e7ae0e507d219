import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { planLeft, type LeftRow } from './contract.ts'
import { LeftBar } from './LeftBar.tsx'

const columns: readonly Column<LeftRow>[] = [
  { key: 'name', title: '药品', render: (r) => <Drug of={r} /> },
  {
    key: 'approved',
    title: '核定用量',
    width: 120,
    align: 'right',
    render: (r) => <Quantity value={r.approved} unit={r.unit} />,
  },
  {
    key: 'supplemented',
    title: '其中增补',
    width: 100,
    align: 'right',
    render: (r) => (r.supplemented > 0 ? <Quantity value={r.supplemented} unit={r.unit} /> : ''),
  },
  { key: 'left', title: '采购', width: 260, render: (r) => <LeftBar of={r} /> },
  {
    key: 'used',
    title: '已使用（按账册）',
    width: 140,
    align: 'right',
    render: (r) => <Quantity value={r.used} unit={r.unit} />,
  },
]

/** What the year approved, what is ordered of it, and what the books say was used. */
export function LeftCard({ year, org }: { year: number; org?: number | undefined }) {
  const query = useCall(planLeft, { year, withUsed: true, ...(org === undefined ? {} : { org }) })
  return (
    <Card title={`${year} 年核定用量`} scope="超过核定的采购单不能录入；用量不够时申请增补" flush>
      {query.error && !query.data ? (
        <ErrorState error={query.error} retry={query.refetch} />
      ) : query.data ? (
        <PlainTable
          rows={query.data.rows}
          rowKey={(r) => r.productId}
          columns={columns}
          empty={
            <EmptyState
              title={`${year} 年还没有核定的购用计划`}
              text="没有核定计划的年度不限采购数量；计划核定后，超量的采购单会被拒绝"
            />
          }
        />
      ) : (
        <SkeletonRows rows={5} />
      )}
    </Card>
  )
}
