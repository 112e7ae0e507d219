import { Button } from 'antd'
import { durationText, shortInstant } from '#ui/format.ts'
import { Quantity } from '#ui/Quantity.tsx'
import { useNow } from '#ui/useNow.ts'
import type { TransferDetail } from './contract.ts'
import { unitOf } from './words.tsx'

const forHow = (ms: number) => (ms < 60_000 ? '刚刚发出' : `已 ${durationText(ms)}`)

/** What is in transit is the loudest thing on the page: how much, since when, and why it is still there. */
export function OnItsWay({
  of: t,
  sender,
  onReturn,
}: {
  of: TransferDetail
  sender: boolean
  onReturn?: () => void
}) {
  const now = useNow(30_000)
  const short = t.state === 'short'
  const waiting = t.items.filter((i) => i.inTransitUnits > 0)
  return (
    <section className={`rq-way-now z-tone-${short ? 'red' : 'amber'}`} role={short ? 'alert' : 'status'}>
      <Quantity
        value={t.inTransitUnits}
        unit={unitOf(waiting)}
        size="headline"
        tone={short ? 'red' : 'amber'}
      />
      <div>
        <b>
          {short ? '签收有差异，尚在途' : '在途'}　{shortInstant(t.sentAt)} 起，
          {forHow(now - Date.parse(t.sentAt))}
        </b>
        <span>
          {waiting.length} 个码，{t.source} → {t.destination}。
          {short
            ? `签收说明：${t.note ?? '无'}。查明后补签收，或退回${t.source}`
            : t.carrier && !t.takenAt
              ? `等待运送人 ${t.carrier} 签字带走`
              : sender
                ? `等待${t.destination}点收；发出人不能替对方签收`
                : `等待${t.destination}点收`}
        </span>
      </div>
      {onReturn && (
        <Button danger onClick={onReturn}>
          退回在途
        </Button>
      )}
    </section>
  )
}
