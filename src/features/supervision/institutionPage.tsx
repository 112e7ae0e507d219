import { readLoops } from '#features/home/contract.ts'
import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { Column as Stack, Columns } from '#ui/Columns.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { Figures } from '#ui/Figures.tsx'
import { shortInstant, timeText } from '#ui/format.ts'
import { go, Link, useParams } from '#ui/nav.tsx'
import { Page as PageFrame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { Sums } from '#ui/Sums.tsx'
import { AlertStream } from './AlertStream.tsx'
import { readInstitution, type DocumentRow, type Institution, type MovementRow } from './contract.ts'
import { figures } from './figures.tsx'
import { OpenLoops } from './OpenLoops.tsx'
import { documentPath, documentTitle, urgentOf } from './rules.ts'
import './supervision.css'

type Place = Institution['places'][number]

const tiers = ['一级库', '二级库', '三级库']
const places = (org: number): Column<Place>[] => [
  {
    key: 'place',
    title: '储位',
    render: (r) => (
      <Link
        to={`/stock?accountId=${r.accountId}${r.kind === 'recovery' ? '&item=container' : ''}&org=${org}`}
      >
        {r.place}
      </Link>
    ),
  },
  { key: 'tier', title: '级别', width: 60, text: (r) => tiers[r.tier - 1] },
  { key: 'drugs', title: '品种', width: 64, align: 'right', render: (r) => <Quantity value={r.drugs} /> },
  { key: 'sums', title: '未开启', width: 130, align: 'right', render: (r) => <Sums of={r.sums} /> },
  {
    key: 'containers',
    title: '空容器',
    width: 72,
    align: 'right',
    render: (r) => <Quantity value={r.containers} unit="个" />,
  },
  {
    key: 'last',
    title: '最近变动',
    width: 92,
    align: 'right',
    text: (r) => (r.lastAt ? shortInstant(r.lastAt) : '无'),
  },
]

const movements: Column<MovementRow>[] = [
  { key: 'at', title: '时间', width: 92, text: (r) => shortInstant(r.at) },
  {
    key: 'title',
    title: '事项',
    width: 92,
    render: (r) => (r.reversed ? <span className="v-red">{r.title}</span> : r.title),
  },
  { key: 'drugs', title: '药品', text: (r) => r.drugs },
  { key: 'no', title: '凭证号', width: 132, text: (r) => r.causeNo },
  {
    key: 'people',
    title: '经办、第二人',
    width: 120,
    text: (r) => [r.actor, r.witness].filter(Boolean).join('、'),
  },
]

const documents: Column<DocumentRow>[] = [
  { key: 'at', title: '时间', width: 92, text: (r) => shortInstant(r.at) },
  { key: 'kind', title: '单据', width: 76, text: (r) => documentTitle[r.kind] },
  { key: 'no', title: '单号', width: 150, text: (r) => r.no },
  { key: 'text', title: '内容', text: (r) => r.text },
]

const lists = [
  ['/stock', '库存'],
  ['/ledger', '专用账册'],
  ['/receipts', '收货'],
  ['/requisitions', '请领调拨'],
  ['/issues', '领用'],
  ['/recovery', '空安瓿'],
  ['/destruction', '销毁'],
  ['/staff', '人员'],
  ['/places', '储位'],
  ['/reports/closure', '闭环核对'],
] as const

/** One institution as its authority sees it: its own books, read only. */
export function Page() {
  const org = Number(useParams()['org'])
  const query = useCall(readInstitution, { org }, { refetchInterval: 30_000 })
  const loops = useCall(readLoops, { org }, { refetchInterval: 30_000 })
  const data = query.data
  if (query.error && !data) return <Missing error={query.error} retry={query.refetch} />
  if (!data) return <SkeletonRows rows={14} />
  const urgent = urgentOf(data, data.now)
  return (
    <PageFrame
      title={data.name}
      crumb={[{ title: '辖区总览', to: '/supervision' }, { title: data.district }]}
      tag={urgent.tone && <StatusTag tone={urgent.tone}>{urgent.text}</StatusTag>}
      scope={`${data.grade ?? ''}　数据截至 ${timeText(data.now, true)}，只读`}
      actions={lists.map(([path, title]) => (
        <Link key={path} to={`${path}?org=${org}`}>
          {title}
        </Link>
      ))}
    >
      <Figures look="strip" items={figures([data], data.now).filter((f) => f.key !== 'silent')} />
      <Columns widths="minmax(0, 1fr) 530px">
        <Stack>
          <Card flush title="未闭环">
            {loops.error ? (
              <ErrorState error={loops.error} retry={loops.refetch} />
            ) : loops.data ? (
              <OpenLoops loops={loops.data} org={org} />
            ) : (
              <SkeletonRows rows={4} />
            )}
          </Card>
          <Card
            flush
            title="最近出入账"
            scope={`最近 ${data.movements.length} 笔`}
            extra={<Link to={`/ledger?org=${org}`}>专用账册</Link>}
          >
            <PlainTable
              columns={movements}
              rows={data.movements}
              rowKey={(r) => r.movementId}
              onOpen={(r) => go(`/movements/${r.movementId}`)}
            />
          </Card>
          <Card flush title="最近单据" scope={`最近 ${data.documents.length} 份`}>
            <PlainTable
              columns={documents}
              rows={data.documents}
              rowKey={(r) => `${r.kind}${r.id}`}
              onOpen={(r) => go(documentPath(r, org))}
            />
          </Card>
        </Stack>
        <Stack>
          <Card flush title="各储位库存" scope={`${data.places.length} 处`}>
            <PlainTable columns={places(org)} rows={data.places} rowKey={(r) => r.accountId} />
          </Card>
          <AlertStream org={org} />
        </Stack>
      </Columns>
    </PageFrame>
  )
}

function Missing({ error, retry }: { error: unknown; retry: () => unknown }) {
  return (
    <PageFrame title="机构" crumb={[{ title: '辖区总览', to: '/supervision' }]}>
      <Card>
        <ErrorState error={error} retry={retry} title="没有读到这家机构" />
      </Card>
    </PageFrame>
  )
}
