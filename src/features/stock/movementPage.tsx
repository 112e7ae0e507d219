import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import type { Column } from '#ui/column.ts'
import { Column as Stack, Columns } from '#ui/Columns.tsx'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { FactList } from '#ui/FactList.tsx'
import { instantText, num } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { go, Link, useParams } from '#ui/nav.tsx'
import { Notice } from '#ui/Notice.tsx'
import { Page as PageFrame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { ProofBadge } from '#ui/ProofBadge.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import { readMovement, stockItemTitle, type MovementDetail } from './contract.ts'
import { EvidencePhotos } from './EvidencePhotos.tsx'
import { causePath, roadTitle } from './rules.ts'

type Line = MovementDetail['lines'][number]

const columns: Column<Line>[] = [
  { key: 'line', title: '行', width: 44, align: 'right', text: (r) => r.line },
  { key: 'drug', title: '药品', render: (r) => <Drug of={r} /> },
  { key: 'item', title: '形态', width: 64, text: (r) => stockItemTitle[r.item] },
  { key: 'lotNo', title: '批号', width: 110, text: (r) => r.lotNo },
  {
    key: 'code',
    title: '追溯码',
    width: 120,
    render: (r) =>
      r.code ? (
        <Link to={`/trace/${encodeURIComponent(r.code)}`}>
          <TraceCode code={r.code} short />
        </Link>
      ) : (
        <span className="z-caption">无码</span>
      ),
  },
  { key: 'source', title: '从', text: (r) => roadTitle(r.source) },
  { key: 'destination', title: '到', text: (r) => roadTitle(r.destination) },
  {
    key: 'quantity',
    title: '数量',
    align: 'right',
    width: 104,
    render: (r) => <Quantity value={r.quantity} unit={r.quantityUnit} strong />,
  },
]

/** One movement: its entries, its people, its proof. */
export function Page() {
  const { id } = useParams()
  const query = useCall(readMovement, { id: Number(id) })
  const m = query.data
  if (query.error) return <Missing error={query.error} retry={query.refetch} />
  if (!m) return <SkeletonRows rows={10} />
  const reversal = m.reversesId !== null
  return (
    <PageFrame
      fit
      title={`${reversal ? '红冲 ' : ''}${m.title}`}
      no={`第 ${m.id} 笔`}
      crumb={[{ title: '专用账册', to: '/ledger' }, { title: '一笔出入账' }]}
      tag={
        reversal ? (
          <StatusTag tone="red">红冲</StatusTag>
        ) : m.reversedById === null ? undefined : (
          <StatusTag tone="grey">已红冲</StatusTag>
        )
      }
      facts={[
        { label: '凭证号', value: <Cause of={m} /> },
        { label: '发生', value: instantText(m.occurredAt, 'second') },
        { label: '入账', value: instantText(m.recordedAt, 'second') },
        { label: '单位', value: m.org },
      ]}
      actions={<Reverse of={m} />}
    >
      <Reversal of={m} />
      <Columns widths="minmax(0, 1fr) 300px">
        <Card
          grow
          flush
          title="明细"
          scope={`${num(m.totalLines)} 行${m.totalLines > m.lines.length ? `，只显示前 ${num(m.lines.length)} 行` : ''}`}
        >
          <PlainTable columns={columns} rows={m.lines} rowKey={(r) => r.line} />
        </Card>
        <Stack>
          <People of={m} />
          <Proof of={m} />
          <Photos of={m} />
        </Stack>
      </Columns>
    </PageFrame>
  )
}

function Missing({ error, retry }: { error: unknown; retry: () => unknown }) {
  return (
    <PageFrame title="一笔出入账" crumb={[{ title: '专用账册', to: '/ledger' }]}>
      <Card>
        <ErrorState error={error} retry={retry} title="没有读到这笔出入账" />
      </Card>
    </PageFrame>
  )
}

/** Only one's own movement, once, and never a reversal itself. */
function Reverse({ of: m }: { of: MovementDetail }) {
  const me = useMe()
  const may =
    useMay('correction.work') && m.orgId === me.org.orgId && m.reversesId === null && m.reversedById === null
  if (!may) return null
  return (
    <ActButton kind="red" onClick={() => go(`/movements/${m.id}/reverse`)}>
      申请红冲
    </ActButton>
  )
}

function Cause({ of: m }: { of: MovementDetail }) {
  const path = causePath(m.causeKind, m.causeId)
  return path ? <Link to={path}>{m.causeNo}</Link> : <>{m.causeNo}</>
}

function Reversal({ of: m }: { of: MovementDetail }) {
  const other = m.reversesId ?? m.reversedById
  if (other === null) return null
  return (
    <Notice
      tone={m.reversesId === null ? 'grey' : 'red'}
      action={<Link to={`/movements/${other}`}>{`看第 ${other} 笔`}</Link>}
    >
      {m.reversesId === null
        ? `这笔已由第 ${other} 笔红冲，原记录保留`
        : `这笔红冲第 ${other} 笔，数量方向相反`}
      {m.reason && `。原因：${m.reason}`}
    </Notice>
  )
}

function People({ of: m }: { of: MovementDetail }) {
  const second = m.witness ? `${m.witness}　${m.witnessTitle ?? ''}` : '这类出入账不需要第二人'
  const items = [
    { label: '经办', value: `${m.actor}　${m.actorTitle}` },
    { label: '第二人', value: second },
    ...(m.reason && m.reversesId === null && m.reversedById === null
      ? [{ label: '说明', value: m.reason }]
      : []),
  ]
  return (
    <Card title="人员">
      <FactList items={items} />
    </Card>
  )
}

function Proof({ of: m }: { of: MovementDetail }) {
  return (
    <Card title="记录" extra={<ProofBadge no={m.eventId} state={m.eventHash ? 'logged' : 'mismatch'} />}>
      <FactList
        items={[
          { label: '事件', value: String(m.eventId) },
          { label: '指纹', value: <span className="z-code">{m.eventHash ?? '没有找到事件'}</span> },
        ]}
      />
    </Card>
  )
}

function Photos({ of: m }: { of: MovementDetail }) {
  return (
    <Card title="照片" scope={m.evidence.length > 0 ? `${m.evidence.length} 张` : undefined}>
      {m.evidence.length === 0 ? (
        <EmptyState title="这笔没有照片" text="残余、破碎、销毁才要求拍照" />
      ) : (
        <EvidencePhotos
          photos={m.evidence}
          facts={[
            { label: '凭证号', value: m.causeNo },
            { label: '事件', value: String(m.eventId) },
          ]}
          org={m.orgId}
        />
      )}
    </Card>
  )
}
