import { ActButton } from '#ui/ActButton.tsx'
import { Card } from '#ui/Card.tsx'
import { Column, Columns } from '#ui/Columns.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { instantText } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { go, Link, useParams } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { ProofBadge } from '#ui/ProofBadge.tsx'
import { useCall } from '#ui/query.ts'
import { SignatureSlot } from '#ui/SignatureSlot.tsx'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { StatusTag } from '#ui/StatusTag.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { quarantineReasonTitle, readRecord, type RecordDetail } from './contract.ts'
import { Lines } from './Lines.tsx'
import { Ways } from './Ways.tsx'
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
  if (of.leftSums.length === 0) return <StatusTag tone="green">去向已定</StatusTag>
  return <StatusTag tone="amber">{`待查 ${sumText(of.leftSums)}`}</StatusTag>
}

function Detail({ of }: { of: RecordDetail }) {
  const me = useMe()
  const own = of.orgId === me.org.orgId
  const mayReverse =
    useMay('correction.work') && own && !of.reversed && sumText(of.leftSums) === sumText(of.sums)
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
