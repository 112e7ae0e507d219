import { useState } from 'react'
import { Card } from '#ui/Card.tsx'
import { deadlineText, durationText, shortInstant } from '#ui/format.ts'
import { useMay, useMe } from '#ui/me.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { toast } from '#ui/toast.tsx'
import { TwoSignatures } from '#ui/TwoSignatures.tsx'
import { useNow } from '#ui/useNow.ts'
import { useSigned } from '#ui/useSigned.ts'
import { handOver } from './carrierContract.ts'
import { CarrierPanel } from './CarrierPanel.tsx'
import type { TransferDetail } from './contract.ts'

interface Link {
  readonly key: string
  readonly role: string
  readonly who: string
  readonly at: string | null
  readonly text: string
  readonly tone?: 'amber' | 'red' | undefined
}

/** Who had it, one after the other: sent, carried, received. */
function linksOf(t: TransferDetail): Link[] {
  const carried = t.carriers
    // Who was named and replaced before taking it never had it.
    .filter((c, i) => c.takenAt !== null || i === t.carriers.length - 1)
    .map((c, i) => ({
      key: `c${i}`,
      role: '运送',
      who: `${c.carrier} ${c.title}`,
      at: c.takenAt,
      text: [c.handedBy ? `${c.handedBy} 交出` : '还没有签字带走', c.reason].filter(Boolean).join('，'),
      tone: c.takenAt === null && t.inTransitUnits > 0 ? ('amber' as const) : undefined,
    }))
  return [
    { key: 'sent', role: '发出', who: `${t.sentBy}、${t.checkedBy}`, at: t.sentAt, text: t.source },
    ...carried,
    {
      key: 'accepted',
      role: '签收',
      who: t.acceptedAt ? (t.acceptedBy ?? '') : '尚未签收',
      at: t.acceptedAt,
      text: t.destination,
    },
  ]
}

/** Who answers for it at this moment. */
function scopeOf(t: TransferDetail, hand: string | undefined): string {
  if (t.inTransitUnits === 0) return t.acceptedAt ? '已由接收方签收' : '已退回发出方'
  if (t.acceptedAt) return `差额未查明前由 ${hand ?? '发出人'} 说明`
  return hand ? `现由 ${hand} 负责` : '交接前由发出人负责'
}

/** How long it was underway, or is; late in amber. */
function Underway({ of: t }: { of: TransferDetail }) {
  const now = useNow(15_000)
  const taken = t.carriers.find((c) => c.takenAt !== null)?.takenAt
  if (!taken) return <StatusTag tone="amber">待运送人签字</StatusTag>
  const due = t.carryDueAt === null ? Number.POSITIVE_INFINITY : Date.parse(t.carryDueAt)
  const end = t.acceptedAt ? Date.parse(t.acceptedAt) : now
  const way = `路上 ${durationText(end - Date.parse(taken))}`
  if (t.acceptedAt)
    return <StatusTag tone={end > due ? 'amber' : 'green'}>{end > due ? `${way}，超时` : way}</StatusTag>
  if (t.inTransitUnits === 0) return <StatusTag tone="grey">已退回</StatusTag>
  return (
    <StatusTag tone={end > due ? 'amber' : 'blue'}>
      {t.carryDueAt === null ? way : `${way}，${deadlineText(due, now)}`}
    </StatusTag>
  )
}

/** 运送: the chain of hands with its times, and the place where the carrier signs for the parcel. */
export function Carriage({ of: t }: { of: TransferDetail }) {
  const me = useMe()
  const [carries, sends] = [useMay('requisition.carry'), useMay('requisition.send')]
  const [changing, setChanging] = useState(false)
  if (t.carriers.length === 0) return null
  const own = me.org.orgId === t.orgId
  const open = own && t.inTransitUnits > 0 && t.acceptedAt === null
  const hand = t.carriers.findLast((c) => c.takenAt !== null)
  const waits = t.carriers.at(-1)?.takenAt === null
  const answers = [t.sentById, t.checkedById, hand?.carrierId].includes(me.userId)
  return (
    <Card
      title="运送"
      scope={scopeOf(t, hand?.carrier)}
      extra={
        <span className="rq-carry-extra">
          {open && sends && (
            <button type="button" className="z-link" onClick={() => setChanging(true)}>
              换运送人
            </button>
          )}
          <Underway of={t} />
        </span>
      }
    >
      <ol className="rq-chain">
        {linksOf(t).map((l) => (
          <li key={l.key} data-open={l.at === null ? '' : undefined}>
            <span className="z-caption">
              {l.role}
              {l.at && `　${shortInstant(l.at)}`}
            </span>
            <b className={l.tone && `z-tone-${l.tone}`}>{l.who}</b>
            <small>{l.text}</small>
          </li>
        ))}
      </ol>
      {open && waits && carries && answers && <Giving of={t} />}
      <CarrierPanel of={t} open={changing} onClose={() => setChanging(false)} />
    </Card>
  )
}

/** Given by who answers for it, taken by the carrier with an own credential. */
function Giving({ of: t }: { of: TransferDetail }) {
  const named = t.carriers.at(-1)
  const signed = useSigned(
    handOver,
    { id: t.id },
    { onDone: () => toast(`${named?.carrier ?? ''} 已签字带走`) },
  )
  return (
    <div className="rq-giving">
      <TwoSignatures
        of={signed}
        title="交出"
        who={`运送人 ${named?.carrier ?? ''} `}
        lack={[]}
        verb="交给运送人"
        beside="rq-slots"
      />
    </div>
  )
}
