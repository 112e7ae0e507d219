import type { ReactNode } from 'react'
import { classTitle } from '#core/contract.ts'
import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { num, timeText } from '#ui/format.ts'
import { go, Link } from '#ui/nav.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { limitStateTitle, listStanding, type StandingRow } from '#features/stockLimit/contract.ts'
import { summariseStock, type SummaryRow } from './contract.ts'

interface Props {
  org: number | undefined
}

/** 库存一览: per drug, where everything is; every figure leads to its lines. */
export function StockSummary({ org }: Props) {
  const query = useCall(summariseStock, { org })
  const suffix = org === undefined ? '' : `&org=${org}`
  const crossed = useCall(listStanding, { org, state: 'crossed', pageSize: 500 })
  const limits = Map.groupBy(crossed.data?.rows ?? [], (r) => r.drugId)
  if (query.error) return <ErrorState error={query.error} retry={query.refetch} />
  const data = query.data
  return (
    <Card
      grow
      flush
      title="各级库存"
      scope={data ? `${data.total} 个品种，账面 ${timeText(data.at)}` : undefined}
      extra={data?.classes.map((c) => (
        <span key={`${c.drugClass}${c.unit}`}>
          {classTitle[c.drugClass]} {c.drugs} 种 <b>{num(c.units)}</b> {c.unit}
        </span>
      ))}
    >
      {data ? (
        <PlainTable
          columns={columnsFor(suffix, limits)}
          rows={data.rows}
          rowKey={(r) => r.drugId}
          tone={(r) => (isLow(r) || limits.has(r.drugId) ? 'amber' : undefined)}
          onOpen={(r) => go(`/stock?drugId=${r.drugId}${suffix}`)}
          empty={<EmptyState title="药品档案里还没有品种" text="先在药品档案里登记，再收货" />}
        />
      ) : (
        <SkeletonRows rows={12} />
      )}
    </Card>
  )
}

type Limits = ReadonlyMap<number, readonly StandingRow[]>

/** The whole hospital's own lower limit first; then where a place's limit is crossed, which leads to these places. */
function State({
  of,
  limits,
  suffix,
}: {
  of: SummaryRow
  limits: readonly StandingRow[]
  suffix: string
}): ReactNode {
  if (isLow(of)) return <StatusTag tone="amber">{`全院低于 ${num(of.lowUnits)}`}</StatusTag>
  const [first] = limits
  const state = first?.states[0]
  if (!first || !state) return null
  const words = limits.length > 1 ? `${limits.length} 处不在限量内` : limitStateTitle[state]
  return (
    <Link to={`/stock?view=limits&state=crossed&drugId=${of.drugId}${suffix}`} title={first.place}>
      <StatusTag tone="amber">{words}</StatusTag>
    </Link>
  )
}

/** A drug without a lower limit is never low. */
const isLow = (r: SummaryRow): boolean => r.lowUnits > 0 && r.totalUnits < r.lowUnits

function columnsFor(suffix: string, limits: Limits): Column<SummaryRow>[] {
  const figure = (key: keyof SummaryRow, title: string, filter: string): Column<SummaryRow> => ({
    key,
    title,
    align: 'right',
    width: 84,
    render: (r) => <Figure value={r[key] as number} to={`/stock?drugId=${r.drugId}&${filter}${suffix}`} />,
  })
  return [
    { key: 'drug', title: '药品', render: (r) => <Drug of={r} /> },
    figure('tier1Units', '一级库', 'kind=location&tier=1'),
    figure('tier2Units', '二级库', 'kind=location&tier=2'),
    figure('tier3Units', '三级库', 'kind=location&tier=3'),
    figure('transitUnits', '在途', 'kind=transit'),
    figure('custodyUnits', '在手', 'kind=custody'),
    figure('quarantineUnits', '待查', 'kind=quarantine'),
    {
      key: 'total',
      title: '合计',
      align: 'right',
      width: 110,
      render: (r) => <Quantity value={r.totalUnits} unit={r.unit} strong />,
    },
    {
      key: 'issued',
      title: '近 30 天领用',
      align: 'right',
      width: 100,
      render: (r) => <Quantity value={r.issuedUnits} unit={r.unit} />,
    },
    {
      key: 'days',
      title: '可用天数',
      align: 'right',
      width: 88,
      render: (r) => <Quantity value={r.supplyDays} unit="天" />,
    },
    {
      key: 'expiry',
      title: '最近效期',
      align: 'right',
      width: 104,
      render: (r) => r.nextExpiry ?? <span className="z-caption">无库存</span>,
    },
    {
      key: 'low',
      title: '状态',
      width: 132,
      render: (r) => <State of={r} limits={limits.get(r.drugId) ?? []} suffix={suffix} />,
    },
  ]
}

function Figure({ value, to }: { value: number; to: string }): ReactNode {
  if (value === 0) return <Quantity value={0} />
  return <Link to={to}>{num(value)}</Link>
}
