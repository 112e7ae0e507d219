import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import type { Column as Col } from '#ui/column.ts'
import { Drug } from '#ui/Drug.tsx'
import { EmptyState } from '#ui/EmptyState.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { instantText } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { go, Link, useParams } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { PlainTable } from '#ui/PlainTable.tsx'
import { ProofBadge } from '#ui/ProofBadge.tsx'
import { Quantity } from '#ui/Quantity.tsx'
import { useCall } from '#ui/query.ts'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { TraceCode } from '#ui/TraceCode.tsx'
import { quarantineReasonTitle, readRecord, type RecordDetail } from './contract.ts'
import './quarantine.css'

const crumb = [{ title: '待查', to: '/quarantine' }, { title: '待查单' }]

export function Page() {
  const { id } = useParams()
  const read = useCall(readRecord, { id: Number(id) })
  if (read.error && !read.data)
    return (
      <Frame title="待查单" crumb={crumb}>
        <ErrorState title="没有读到待查单" error={read.error} retry={read.refetch} />
      </Frame>
    )
  if (!read.data)
    return (
      <Frame title="待查单" crumb={crumb}>
        <SkeletonRows rows={10} />
      </Frame>
    )
  return <Detail of={read.data} />
}

function StateTag({ of }: { of: RecordDetail }) {
  if (of.reversed) return <StatusTag tone="grey">已红冲</StatusTag>
  if (of.leftUnits === 0) return <StatusTag tone="green">去向已定</StatusTag>
  return <StatusTag tone="amber">{`待查 ${of.leftUnits}`}</StatusTag>
}

function Detail({ of }: { of: RecordDetail }) {
  const me = useMe()
  const own = of.orgId === me.org.orgId
  const mayReverse = useMay('correction.work') && own && !of.reversed && of.leftUnits === of.units
  return (
    <Frame
      fit
      title={of.no}
      crumb={crumb}
      tag={<StateTag of={of} />}
      facts={[
        { label: '原因', value: quarantineReasonTitle[of.reasonKind] },
        { label: '从', value: of.location },
        { label: '在', value: of.box },
        { label: '移入时间', value: instantText(of.movedAt) },
      ]}
      actions={
        mayReverse && (
          <ActButton kind="red" onClick={() => go(`/movements/${of.movementId}/reverse`)}>
            申请红冲
          </ActButton>
        )
      }
    >
      <Columns widths="minmax(0, 1fr) 400px">
        <Column>
          <Lines of={of} />
          <Ways of={of} />
        </Column>
        <Signatures of={of} />
      </Columns>
    </Frame>
  )
}

const lineColumns: readonly Col<RecordDetail['lines'][number]>[] = [
  { key: 'name', title: '药品', render: (r) => <Drug of={r} /> },
  { key: 'lotNo', title: '批号', width: 120 },
  { key: 'expiry', title: '有效期', width: 110 },
  { key: 'manufacturer', title: '生产单位', width: 130, text: (r) => r.manufacturer ?? '' },
  {
    key: 'units',
    title: '移入',
    width: 80,
    align: 'right',
    render: (r) => <Quantity value={r.units} unit={r.unit} />,
  },
  {
    key: 'leftUnits',
    title: '仍待查',
    width: 90,
    align: 'right',
    render: (r) => <Quantity value={r.leftUnits} unit={r.unit} strong />,
  },
]

function Lines({ of }: { of: RecordDetail }) {
  const codes = of.lines.flatMap((l) => l.codes)
  return (
    <Card title="待查药品" scope={`${of.lines.length} 个批号，${codes.length} 个码`} flush>
      <PlainTable columns={lineColumns} rows={of.lines} rowKey={(r) => r.lotId} />
      {codes.length > 0 && (
        <div className="q-codes">
          {codes.map((code) => (
            <Link key={code} to={`/trace/${encodeURIComponent(code)}`}>
              <TraceCode code={code} />
            </Link>
          ))}
        </div>
      )}
    </Card>
  )
}

const wayColumns: readonly Col<RecordDetail['movements'][number]>[] = [
  { key: 'at', title: '时间', width: 140, text: (r) => instantText(r.at) },
  { key: 'title', title: '去向', width: 110 },
  { key: 'to', title: '到' },
  { key: 'units', title: '数量', width: 70, align: 'right', render: (r) => <Quantity value={r.units} /> },
  { key: 'actor', title: '经办', width: 80 },
  { key: 'witness', title: '第二人', width: 80, text: (r) => r.witness ?? '' },
  {
    key: 'proof',
    title: '入证',
    width: 110,
    render: (r) => <ProofBadge no={r.eventId} onOpen={() => go(`/movements/${r.movementId}`)} />,
  },
]

function Ways({ of }: { of: RecordDetail }) {
  return (
    <Card title="去向" scope="解除、报损销毁、退货" flush grow>
      <PlainTable
        columns={wayColumns}
        rows={of.movements}
        rowKey={(r) => r.movementId}
        empty={<EmptyState title="还没有去向" text="检验合格可解除待查；其余按报损销毁或退货办理" />}
      />
    </Card>
  )
}

function Signatures({ of }: { of: RecordDetail }) {
  return (
    <Card
      title="签字"
      scope="两人签字即生效"
      grow
      foot={
        <>
          <ProofBadge no={of.eventId} />
          <Link to={`/movements/${of.movementId}`}>这笔出入账</Link>
        </>
      }
    >
      <div className="z-column">
        <SignatureSlot order="第一人" title="经办" state="signed" name={of.movedBy} at={of.movedAt} />
        <SignatureSlot order="第二人" title="复核" state="signed" name={of.witnessedBy} at={of.movedAt} />
        <div>
          <span className="z-caption">说明</span>
          <div>{of.reason}</div>
        </div>
      </div>
    </Card>
  )
}
