import { useState } from 'react'
import { Column, Columns } from '#ui/Columns.tsx'
import { ErrorState } from '#ui/ErrorState.tsx'
import { instantText } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { Link, useParams } from '#ui/nav.tsx'
import { Page as Frame } from '#ui/Page.tsx'
import { useCall } from '#ui/query.ts'
import { SkeletonRows } from '#ui/SkeletonRows.tsx'
import { Acceptance } from './Acceptance.tsx'
import { Carriage } from './Carriage.tsx'
import { useCounting } from './counting.tsx'
import { readTransfer, type TransferDetail } from './contract.ts'
import { OnItsWay } from './OnItsWay.tsx'
import { SendBackPanel } from './SendBackPanel.tsx'
import { Statement } from './Statement.tsx'
import { TransferFlow } from './TransferFlow.tsx'
import { TransferItems } from './TransferItems.tsx'
import { TransferTag } from './words.tsx'
import './requisition.css'

const crumb = [
  { title: '请领调拨', to: '/requisitions' },
  { title: '调拨单', to: '/requisitions?tab=transfers' },
]
const every = 8_000

/** One transfer in its two phases: what left, what is on its way, what arrived; and the station that takes it in. */
export function Page() {
  const id = Number(useParams()['id'])
  const read = useCall(readTransfer, { id }, { refetchInterval: every })
  if (read.data) return <Transfer key={id} of={read.data} />
  return (
    <Frame title="调拨单" crumb={crumb}>
      {read.error ? (
        <ErrorState error={read.error} title="没有读到调拨单" retry={read.refetch} />
      ) : (
        <SkeletonRows rows={12} />
      )}
    </Frame>
  )
}

function useRights(t: TransferDetail) {
  const me = useMe()
  const [accepts, sends] = [useMay('requisition.accept'), useMay('requisition.send')]
  const moving = me.org.orgId === t.orgId && t.inTransitUnits > 0
  return {
    accepts:
      moving &&
      accepts &&
      t.sentById !== me.userId &&
      !t.carriers.some((c) => c.carrierId === me.userId && (c.takenAt !== null || c === t.carriers.at(-1))),
    sender: t.sentById === me.userId,
    returns: moving && sends,
  }
}

function Transfer({ of: t }: { of: TransferDetail }) {
  const rights = useRights(t)
  const [returning, setReturning] = useState(false)
  const counting = useCounting(t)
  const left = (
    <>
      {t.inTransitUnits > 0 && (
        <OnItsWay
          of={t}
          sender={rights.sender}
          {...(rights.returns ? { onReturn: () => setReturning(true) } : {})}
        />
      )}
      <Carriage of={t} />
      <TransferFlow of={t} />
      <TransferItems of={t} {...(rights.accepts ? { counting } : {})} />
      <Statement of={t} narrow={rights.accepts} />
    </>
  )
  return (
    <Frame
      fit
      title={t.no}
      crumb={crumb}
      tag={<TransferTag of={t} />}
      facts={[
        {
          label: '请领单',
          value: t.requisitionId ? (
            <Link to={`/requisitions/${t.requisitionId}`}>{t.requisitionNo}</Link>
          ) : (
            '直接调拨'
          ),
        },
        { label: '发出、复核', value: `${t.sentBy}、${t.checkedBy}` },
        ...(t.carrier
          ? [
              {
                label: '运送',
                value: t.takenAt ? t.carrier : `${t.carrier}　未带走`,
                ...(t.takenAt ? {} : { tone: 'amber' as const }),
              },
            ]
          : []),
        { label: '发出时间', value: instantText(t.sentAt) },
        {
          label: '签收',
          value:
            t.acceptedUnits > 0 && t.acceptedAt
              ? `${t.acceptedBy}　${instantText(t.acceptedAt)}`
              : '尚未签收',
          ...(t.acceptedUnits > 0 ? {} : { tone: 'amber' as const }),
        },
      ]}
    >
      {rights.accepts ? (
        <Columns widths="minmax(0, 1fr) 400px">
          <div className="rq-scroll">{left}</div>
          <Column>
            <Acceptance of={t} counting={counting} />
          </Column>
        </Columns>
      ) : (
        <div className="rq-scroll">{left}</div>
      )}
      <SendBackPanel of={t} open={returning} onClose={() => setReturning(false)} />
    </Frame>
  )
}
