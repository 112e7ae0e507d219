import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { instantText } from '#ui/format.ts'
import { Link, useSearch } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { aheadDays, listChanges, type ChangeRow } from './contract.ts'
import { DayView } from './DayView.tsx'
import { Became, StateTag } from './words.tsx'

const columns: readonly Column<ChangeRow>[] = [
  { key: 'effectiveOn', title: '生效日', width: 110 },
  {
    key: 'drugs',
    title: '药品',
    render: (r) => (
      <>
        {r.drugs.map((d) => (
          <div key={d.drugId}>
            {`${d.name} ${d.spec}　`}
            <Became of={d} />
          </div>
        ))}
      </>
    ),
  },
  {
    key: 'lines',
    title: '库存行',
    width: 76,
    align: 'right',
    text: (r) => (r.state === 'past' ? '' : r.lines),
  },
  {
    key: 'unfitLines',
    title: '要移库',
    width: 76,
    align: 'right',
    render: (r) =>
      r.state === 'past' ? null : (
        <span className={r.unfitLines > 0 ? 'z-tone-red' : ''}>{r.unfitLines}</span>
      ),
  },
  {
    key: 'confirmed',
    title: '确认',
    width: 250,
    text: (r) =>
      r.confirmedAt ? `${r.confirmedBy ?? ''}、${r.witness ?? ''} ${instantText(r.confirmedAt)}` : '',
  },
  { key: 'state', title: '状态', width: 150, render: (r) => <StateTag of={r.state} /> },
]

/** 重分类: drugs whose class changes on a day, and the list of what lies where at 00:00 of it. */
export function Page() {
  const [search, change] = useSearch()
  const org = search['org'] ? { org: Number(search['org']) } : {}
  const list = useCall(listChanges, org, { refetchInterval: 60_000 })
  if (search['day']) return <DayView day={search['day']} {...org} />
  return (
    <Frame
      fit
      title="重分类"
      scope={`药品换管制分类前 ${aheadDays} 天起移库，两人确认；分类由平台目录更新`}
      actions={<Link to="/reports/reclassStock">重分类库存清单</Link>}
    >
      <Card title="目录调整" scope="本院药品档案中的品种" flush grow>
        {list.error && !list.data ? (
          <ErrorState error={list.error} retry={list.refetch} />
        ) : !list.data ? (
          <SkeletonRows rows={6} />
        ) : (
          <PlainTable
            columns={columns}
            rows={list.data.rows}
            rowKey={(r) => r.effectiveOn}
            onOpen={(r) => change({ day: r.effectiveOn })}
            empty={
              <EmptyState title="没有换分类的药品" text="平台目录调整管制分类后，本院有的品种在这里列出" />
            }
          />
        )}
      </Card>
    </Frame>
  )
}
