import type { EventV1 } from '#core/audit/event.ts'
import type { Tx } from '#core/db.ts'
import type { Follower } from '#core/follow.ts'
import {
  discrepancyAlert,
  fileAlerts,
  handoverAlert,
  qualificationAlert,
  receiptAlerts,
  refusalAlert,
  transferAlert,
  type Alert,
  incidentAlert,
  limitAlert,
  overdueAlert,
} from './rules.ts'
import { dueAlertsIn } from './due.ts'
import { discrepanciesOf, raise, refusalFacts } from './store.ts'
import { baseAlerts, missedAlerts, saidAlready } from './ward.ts'

async function alertsOf(tx: Tx, event: EventV1): Promise<Alert[]> {
  const opened = discrepancyAlert(event.data['discrepancies'])
  return [...(opened ? [opened] : []), ...(await actAlerts(tx, event))]
}

async function actAlerts(tx: Tx, event: EventV1): Promise<Alert[]> {
  const subject = event.subject
  if (!subject) return []
  if (event.type === 'refused') {
    const refusal = await refusalFacts(tx, event.org, subject.id)
    const alert = refusal && refusalAlert(refusal.code, refusal.endpoint, refusal.facts)
    return alert ? [alert] : []
  }
  if (event.type === 'receipt.takeFile') return fileAlerts(event.data['refused'], subject.no)
  // A signed receipt can no longer change, so what is read now is what was signed.
  if (event.type === 'receipt.sign')
    return receiptAlerts(subject.no, await discrepanciesOf(tx, event.org, subject.id))
  // What is in transit by now may be another figure: the event says what it was when they signed.
  if (event.type === 'transfer.accept') {
    const alert = transferAlert(subject.no, event.data['inTransitUnits'])
    return alert ? [alert] : []
  }
  if (event.type === 'training.remind') {
    const alert = qualificationAlert(event.data)
    return alert ? [alert] : []
  }
  if (event.type === 'handover.sign' || event.type === 'handover.settle') {
    const alert = handoverAlert(subject.no, event.data['kind'], event.data['differences'])
    return alert ? [alert] : []
  }
  if (event.type === 'incident.open') return [incidentAlert(subject.no, event.data)]
  if (event.type === 'stockLimit.crossed') return [limitAlert(subject.no, event.data)]
  if (event.type === 'quarantine.overdue') return [overdueAlert(event.data)]
  if (event.type === 'clock.due') return dueAlertsIn(event.data)
  return []
}

/** Hours that were asked about already, by organisation; asked again after a start, when nothing is said twice. */
const asked = new Map<number, string>()

/** What the event did to a place's base, and, once an hour, what should have happened and did not. */
async function wardAlerts(tx: Tx, event: EventV1): Promise<Alert[]> {
  const found = await baseAlerts(tx, event)
  const alerts: Alert[] = []
  for (const alert of found) if (!(await saidAlready(tx, event, alert))) alerts.push(alert)
  const hour = event.at.slice(0, 13)
  if (asked.get(event.org) === hour) return alerts
  asked.set(event.org, hour)
  return [...alerts, ...(await missedAlerts(tx, event))]
}

/** Turns events into alerts. It may see an event twice; `raise` makes that once. */
export const alertsFollower: Follower = {
  name: 'alerts',
  async handle(tx, event) {
    for (const alert of [...(await alertsOf(tx, event)), ...(await wardAlerts(tx, event))])
      await raise(tx, event, alert)
  },
}
