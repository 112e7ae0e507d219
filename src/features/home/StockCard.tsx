import { summariseStock, type SummaryRow as Row } from '#features/stock/contract.ts'
import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { dateText, timeText } from '#ui/format.ts'
import { go, Link } from '#ui/nav.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'

const lowDays = 14
const shown = 7

const figure = (
  key: 'tier1Units' | 'tier2Units' | 'tier3Units' | 'transitUnits' | 'custodyUnits' | 'quarantineUnits',
  title: string,
): Column<Row> => ({
  key,
  title,
  align: 'right',
  width: 68,
  render: (r) => <Quantity value={r[key]} />,
})

const columns: Column<Row>[] = [
  { key: 'drug', title: '药品', render: (r) => <Drug of={r} /> },
  figure('tier1Units', '一级库'),
  figure('tier2Units', '二级库'),
  figure('tier3Units', '三级库'),
  figure('transitUnits', '在途'),
  figure('custodyUnits', '在手'),
  figure('quarantineUnits', '待查'),
  {
    key: 'total',
    title: '合计',
    align: 'right',
    width: 96,
    render: (r) => <Quantity value={r.totalUnits} unit={r.unit} strong />,
  },
  {
    key: 'days',
    title: '可用天数',
    align: 'right',
    width: 84,
    render: (r) => (
      <Quantity
        value={r.supplyDays}
        unit="天"
        {...(r.supplyDays !== null && r.supplyDays < lowDays ? { tone: 'amber' as const } : {})}
      />
    ),
  },
]

/** 库存一览: the drugs that moved today; 在途 and 在手 are in the sum. */
export function StockCard() {
  const since = `${dateText(Date.now())}T00:00:00+08:00`
  const query = useCall(summariseStock, { movedSince: since, limit: shown }, { refetchInterval: 30_000 })
  const data = query.data
  return (
    <Card
      flush
      grow
      title="库存一览"
      scope={data ? `账面，${timeText(data.at)}` : undefined}
      extra={
        <>
          {data && data.rows.length > 0 && (
            <span>
              {data.total > shown
                ? `今日有出入的 ${data.total} 种，先列 ${shown} 种`
                : `今日有出入的 ${data.total} 种`}
            </span>
          )}
          <Link to="/stock">全部品种</Link>
        </>
      }
    >
      {query.error ? (
        <ErrorState error={query.error} retry={query.refetch} />
      ) : data ? (
        <PlainTable
          columns={columns}
          rows={data.rows}
          rowKey={(r) => r.drugId}
          onOpen={(r) => go(`/stock?drugId=${r.drugId}`)}
          empty={
            <EmptyState title="今天还没有出入账" text="有收货、调拨或领用后，这里列出当天有变动的品种" />
          }
        />
      ) : (
        <SkeletonRows rows={5} />
      )}
    </Card>
  )
}
