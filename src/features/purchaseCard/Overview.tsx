import { Card as Box } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { go } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { overviewCards, type OverviewRow } from './contract.ts'
import { CardTag } from './words.tsx'

const columns: readonly Column<OverviewRow>[] = [
  { key: 'org', title: '机构', width: 240 },
  {
    key: 'cardNo',
    title: '卡号',
    width: 180,
    render: (r) => <span className="z-code">{r.card?.cardNo ?? ''}</span>,
  },
  { key: 'validTo', title: '有效期至', width: 110, text: (r) => r.card?.validTo ?? '' },
  {
    key: 'state',
    title: '状态',
    width: 190,
    render: (r) => (r.card ? <CardTag of={r.card} /> : <StatusTag tone="grey">没有登记</StatusTag>),
  },
  { key: 'purchasers', title: '采购人员' },
  {
    key: 'open',
    title: '未办结变更',
    width: 150,
    render: (r) =>
      r.open === 0 ? (
        ''
      ) : (
        <StatusTag tone={r.late > 0 ? 'red' : 'amber'}>
          {`${r.open} 项${r.late > 0 ? `，${r.late} 项超期` : ''}`}
        </StatusTag>
      ),
  },
]

/** 辖区印鉴卡: which hospital holds which card, which ends soon, what is not settled. */
export function Overview() {
  const query = useCall(overviewCards, {}, { refetchInterval: 60_000 })
  const rows = query.data?.rows ?? []
  const soon = rows.filter((r) => r.card?.state === 'renewalDue').length
  const over = rows.filter((r) => !r.card || r.card.state === 'expired').length
  return (
    <Frame
      fit
      title="印鉴卡"
      scope="辖区医疗机构的麻醉药品、第一类精神药品购用印鉴卡，最早到期的在前"
      facts={[
        { label: '机构', value: `${rows.length} 家` },
        { label: '90 天内到期', value: `${soon} 家`, ...(soon > 0 ? { tone: 'amber' as const } : {}) },
        { label: '到期或没有登记', value: `${over} 家`, ...(over > 0 ? { tone: 'red' as const } : {}) },
      ]}
    >
      <Box flush grow>
        {query.error && !query.data ? (
          <ErrorState error={query.error} retry={query.refetch} />
        ) : query.data ? (
          <PlainTable
            rows={rows}
            rowKey={(r) => r.orgId}
            columns={columns}
            onOpen={(r) => r.card && go(`/seal-cards/${r.card.cardId}`)}
            empty={<EmptyState title="辖区里没有医疗机构" text="登记辖区监管后，各机构的印鉴卡列在这里" />}
          />
        ) : (
          <SkeletonRows rows={8} />
        )}
      </Box>
    </Frame>
  )
}
