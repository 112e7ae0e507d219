import { Card } from '#ui/Card.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { Figures } from '#ui/Figures.tsx'
import { Freshness } from '#ui/Freshness.tsx'
import { shortInstant } from '#ui/format.ts'
import { go } from '#ui/nav.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { Column } from '#ui/column.ts'
import { listWards, type WardRow } from './contract.ts'

/** The wards move while the pharmacy looks. */
const every = 15_000

const count = (n: number, tone: 'red' | 'amber', text: string) =>
  n > 0 ? <StatusTag tone={tone}>{`${n} ${text}`}</StatusTag> : <span className="z-caption">无</span>

const columns: readonly Column<WardRow>[] = [
  { key: 'place', title: '储位', width: 170 },
  { key: 'department', title: '科室', width: 120, text: (r) => r.department ?? '' },
  { key: 'drugs', title: '品种', width: 60, align: 'right', render: (r) => <Quantity value={r.drugs} /> },
  {
    key: 'baseUnits',
    title: '基数',
    width: 70,
    align: 'right',
    render: (r) => <Quantity value={r.baseUnits} />,
  },
  {
    key: 'inPlace',
    title: '剩余',
    width: 70,
    align: 'right',
    render: (r) => <Quantity value={r.inPlace} strong />,
  },
  {
    key: 'outside',
    title: '已用待补',
    width: 80,
    align: 'right',
    render: (r) => <Quantity value={r.outside} />,
  },
  {
    key: 'state',
    title: '等式',
    width: 110,
    render: (r) =>
      r.broken > 0 ? (
        <StatusTag tone="red">{`${r.broken} 种不符`}</StatusTag>
      ) : r.filling > 0 ? (
        <StatusTag tone="amber">{`${r.filling} 种待补足`}</StatusTag>
      ) : (
        <StatusTag tone="green">相符</StatusTag>
      ),
  },
  { key: 'low', title: '低库存', width: 80, render: (r) => count(r.low, 'amber', '种') },
  { key: 'near', title: '近效期', width: 90, render: (r) => count(r.near, 'amber', '批') },
  {
    key: 'used',
    title: '今日领用',
    width: 130,
    render: (r) => (
      <span>
        <Quantity value={r.usedToday} unit="单" />{' '}
        <span className="z-caption">{r.lastUseAt ? `最近 ${shortInstant(r.lastUseAt)}` : ''}</span>
      </span>
    ),
  },
  {
    key: 'handover',
    title: '上次交接',
    width: 100,
    render: (r) =>
      r.lastHandoverAt ? shortInstant(r.lastHandoverAt) : <span className="z-caption">没有</span>,
  },
  {
    key: 'check',
    title: '月检查',
    render: (r) =>
      r.checkDue ? (
        <StatusTag tone="amber">待检查</StatusTag>
      ) : (
        <span className="z-caption">{r.checkedMonth ? `${r.checkedMonth.slice(0, 7)} 已查` : '未到'}</span>
      ),
  },
]

/** 三级库总览: what is left in every ward, what was used, what runs low or out of date, and whether it adds up. */
export function WardTable({ org }: { org: { org?: number } }) {
  const read = useCall(listWards, org, { refetchInterval: every })
  const rows = read.data?.rows ?? []
  const sum = (pick: (r: WardRow) => number) => rows.reduce((n, r) => n + pick(r), 0)
  if (read.error && !read.data) return <ErrorState error={read.error} retry={read.refetch} />
  if (!read.data) return <SkeletonRows rows={8} />
  return (
    <>
      <Figures
        items={[
          { key: 'places', title: '有基数的储位', figure: rows.length, words: '处' },
          {
            key: 'broken',
            title: '与基数不符',
            figure: sum((r) => r.broken),
            words: '种',
            ...(sum((r) => r.broken) > 0 ? { tone: 'red' as const } : {}),
            to: '/base-stock?tab=drugs&show=broken',
          },
          {
            key: 'low',
            title: '低库存',
            figure: sum((r) => r.low),
            words: '种',
            ...(sum((r) => r.low) > 0 ? { tone: 'amber' as const } : {}),
            to: '/base-stock?tab=drugs&show=low',
          },
          {
            key: 'near',
            title: '近效期',
            figure: sum((r) => r.near),
            words: '批',
            ...(sum((r) => r.near) > 0 ? { tone: 'amber' as const } : {}),
            to: '/base-stock?tab=drugs&show=near',
          },
          { key: 'used', title: '今日领用', figure: sum((r) => r.usedToday), words: '单' },
        ]}
      />
      <Card
        title="储位"
        scope="剩余＋已用待补＝基数"
        extra={<Freshness at={read.dataUpdatedAt} />}
        flush
        grow
      >
        <PlainTable
          columns={columns}
          rows={rows}
          rowKey={(r) => r.placeId}
          tone={(r) => (r.broken > 0 ? 'red' : undefined)}
          onOpen={(r) => go(`/base-stock/${r.placeId}`)}
          empty={
            <EmptyState
              title="还没有核定基数的储位"
              text="在“基数申请”里为病区药柜、周转柜申请，药学部负责人批准后这里开始核对"
            />
          }
        />
      </Card>
    </>
  )
}
