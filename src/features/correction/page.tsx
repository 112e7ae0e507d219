import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import type { Column as Col } from '#ui/column.ts'
import { Drug } from '#ui/Drug.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { instantText } from '#ui/format.ts'
import { useMe } from '#ui/me.ts'
import { go, Link, useParams } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { toast } from '#ui/toast.tsx'
import { readReversal, type Reversal } from './contract.ts'
import { ReverseAct } from './ReverseAct.tsx'

/** 申请红冲: what would be taken back and what stands in the way, before anybody signs. */
export function Page() {
  const id = Number(useParams()['id'])
  const read = useCall(readReversal, { id })
  const crumb = [{ title: '出入账', to: `/movements/${id}` }, { title: '红冲' }]
  if (read.error && !read.data)
    return (
      <Frame title="申请红冲" crumb={crumb}>
        <ErrorState title="没有读到这笔出入账" error={read.error} retry={read.refetch} />
      </Frame>
    )
  if (!read.data)
    return (
      <Frame title="申请红冲" crumb={crumb}>
        <SkeletonRows rows={8} />
      </Frame>
    )
  return <Work of={read.data} crumb={crumb} />
}

/** What must be done first. */
function obstacle(of: Reversal, orgId: number): string | undefined {
  if (of.orgId !== orgId) return '只有本单位能红冲自己的账'
  if (of.later.length > 0) return `先冲后面的 ${of.later.length} 笔`
  return undefined
}

function Work({ of, crumb }: { of: Reversal; crumb: { title: string; to?: string }[] }) {
  const me = useMe()
  const blocked = obstacle(of, me.org.orgId)
  const closed = of.reversedById !== null || of.reversesId !== null
  return (
    <Frame
      title={`红冲 ${of.title}`}
      no={of.causeNo}
      crumb={crumb}
      facts={[
        { label: '发生', value: instantText(of.occurredAt) },
        { label: '经手', value: `${of.actor} ${of.actorTitle}` },
        { label: '第二人', value: of.witness ? `${of.witness} ${of.witnessTitle ?? ''}` : '无' },
        { label: '入证编号', value: of.eventId },
      ]}
      fit
    >
      <Columns widths={closed ? 'minmax(0, 1fr)' : 'minmax(0, 1fr) 440px'}>
        <Column>
          {of.reversedById !== null && (
            <Notice tone="grey" action={<Link to={`/movements/${of.reversedById}`}>看红冲的那一笔</Link>}>
              这笔已经红冲过。
            </Notice>
          )}
          {of.reversesId !== null && (
            <Notice tone="grey" action={<Link to={`/movements/${of.reversesId}`}>看原来的一笔</Link>}>
              这笔本身就是红冲，不再冲；记错了请重新办理原来的业务。
            </Notice>
          )}
          {of.later.length > 0 && <Later rows={of.later} />}
          <Card
            title="红冲后的账"
            scope="原来的一笔不改，按原路记一笔负数"
            flush
            grow
            foot={
              of.relabelledUnits > 0 && (
                <span>
                  拆零贴码的 {of.relabelledUnits} 支同时换回原盒码，请当场撕下瓶上的标签，再领用时重新贴
                </span>
              )
            }
          >
            <PlainTable
              columns={columns}
              rows={of.lines}
              rowKey={(r) => `${r.item}|${r.lotNo}|${r.source}|${r.destination}`}
            />
          </Card>
        </Column>
        {!closed && (
          <ReverseAct
            movementId={of.id}
            blocked={blocked}
            onDone={(id) => {
              toast('已红冲')
              go(`/movements/${id}`)
            }}
          />
        )}
      </Columns>
    </Frame>
  )
}

const columns: readonly Col<Reversal['lines'][number]>[] = [
  { key: 'name', title: '药品', render: (r) => <Drug of={r} /> },
  { key: 'lotNo', title: '批号', width: 110 },
  {
    key: 'quantity',
    title: '数量',
    width: 100,
    align: 'right',
    render: (r) => <Quantity value={-r.quantity} unit={r.quantityUnit} strong tone="red" />,
  },
  {
    key: 'codes',
    title: '码',
    width: 70,
    align: 'right',
    render: (r) =>
      r.codes.length > 0 ? (
        <span title={r.codes.join('\n')}>{r.codes.length} 个</span>
      ) : (
        <span className="z-caption">无码</span>
      ),
  },
  { key: 'source', title: '退出', render: (r) => <Account of={r.destination} /> },
  { key: 'destination', title: '退回', render: (r) => <Account of={r.source} /> },
]

/** The number of an issue stands in the page's head already; here it is enough whose hand it is. */
function Account({ of }: { of: string }) {
  return (
    <div title={of} style={{ maxWidth: 140, overflow: 'hidden', textOverflow: 'ellipsis' }}>
      {of.replace(/ 领用账户 \S+$/, ' 在手')}
    </div>
  )
}

const laterColumns: readonly Col<Reversal['later'][number]>[] = [
  { key: 'occurredAt', title: '时间', width: 140, text: (r) => instantText(r.occurredAt) },
  { key: 'title', title: '事项', width: 120 },
  { key: 'causeNo', title: '单号', width: 160 },
  { key: 'actor', title: '经手' },
  {
    key: 'act',
    title: '',
    width: 90,
    align: 'right',
    render: (r) => <Link to={`/movements/${r.id}/reverse`}>先冲这笔</Link>,
  },
]

function Later({ rows }: { rows: Reversal['later'] }) {
  return (
    <Card title="先冲后面的" scope="同一批药之后又有变动，按下面的顺序从上往下冲" tone="amber" flush>
      <PlainTable columns={laterColumns} rows={rows} rowKey={(r) => r.id} />
    </Card>
  )
}
