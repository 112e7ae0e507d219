import { dayOf } from '#core/clock.ts'
import type { EventV1 } from '#core/audit/event.ts'
import type { Tx } from '#core/db.ts'
import {
  baseAlert,
  missedWords,
  settleAlert,
  shiftAlert,
  unsettledWords,
  type Alert,
  type Broken,
} from './rules.ts'

/** Places that the event's movements touched: as stock, or through the hand of an issue from there. */
async function touched(tx: Tx, event: EventV1): Promise<{ id: number; name: string }[]> {
  const accounts = [...new Set(event.movements.flatMap((m) => m.lines.flatMap((l) => [l[4], l[5]])))]
  if (accounts.length === 0) return []
  return tx<{ id: number; name: string }[]>`
    select l.id, l.name from place.location l
    where l.org_id = ${event.org} and l.id in (
        select p.id from place.location p where p.org_id = ${event.org} and p.account_id = any (${accounts}::bigint[])
        union select i.location_id from issue.issue i where i.org_id = ${event.org} and i.account_id = any (${accounts}::bigint[]))
      and l.id in (select f.location_id from base_stock.in_force(${event.org}, ${event.at}) f)
    order by l.id limit 20`
}

/**
 * D06: units that are more than the base, or fewer without being asked for although the place is in use (the first
 * filling is not broken).
 */
async function brokenIn(tx: Tx, event: EventV1, placeId: number): Promise<Broken[]> {
  return tx<Broken[]>`
    select d.name || ' ' || d.spec as drug, d.unit, p.base_units as base, p.total::int from (
      select q.*, q.in_place + q.in_hand + q.owed + q.proven + q.awaiting as total
      from base_stock.position(${event.org}, ${event.at}, ${placeId}) q) p
    join ledger.drug d on d.org_id = ${event.org} and d.id = p.drug_id
    where p.base_units is not null
      and (p.total > p.base_units or (p.used and p.total + p.coming + p.asked < p.base_units))
    order by d.code limit 20`
}

export async function baseAlerts(tx: Tx, event: EventV1): Promise<Alert[]> {
  const alerts: Alert[] = []
  for (const place of await touched(tx, event)) {
    const alert = baseAlert(place, await brokenIn(tx, event, place.id))
    if (alert) alerts.push(alert)
  }
  return alerts
}

const mostMissed = 50

/**
 * What did not happen leaves no event: the first event of an hour, and the clock where there is none (due.ts), ask for the shifts of the last day that nobody handed
 * over (D07) and, from eight in the morning on, for a yesterday that nobody settled. The event's time is the clock. What
 * was said within two days is not said again.
 */
export async function missedAlerts(tx: Tx, event: Pick<EventV1, 'org' | 'at'>): Promise<Alert[]> {
  const ago = (hours: number) => new Date(Date.parse(event.at) - hours * 3_600_000).toISOString()
  const said = await tx<{ text: string }[]>`
    select text from alerts.alert where org_id = ${event.org} and raised_at > ${ago(48)} and kind in ('HANDOVER_MISSED', 'DAY_UNSETTLED')`
  const fresh = (words: string) => !said.some((s) => s.text.includes(words))
  const missed = await tx<{ place: string; name: string; endsAt: string }[]>`
    select l.name as place, u.name, u.ends_at from handover.unsigned(${event.org}, ${ago(24)}, ${ago(1)}, ${event.at}) u
    join place.location l on l.org_id = ${event.org} and l.id = u.location_id order by u.ends_at, l.code limit ${mostMissed}`
  const shifts = missed.filter((m) => fresh(missedWords(m)))
  const alerts = shifts.length > 0 ? [shiftAlert(shifts)] : []
  // From eight in the morning on a day in China is the same day in UTC: before it the day before is not late yet.
  if (dayOf(event.at) !== event.at.slice(0, 10)) return alerts
  const open = await tx<{ place: string; day: string }[]>`
    select l.name as place, u.day from handover.unsettled(${event.org}, ${event.at}) u
    join place.location l on l.org_id = ${event.org} and l.id = u.location_id order by l.code limit ${mostMissed}`
  const days = open.filter((o) => fresh(unsettledWords(o)))
  return days.length > 0 ? [...alerts, settleAlert(days)] : alerts
}

/** Whether the very same was said of the same thing within a day: it is news once. */
export async function saidAlready(tx: Tx, event: EventV1, alert: Alert): Promise<boolean> {
  const since = new Date(Date.parse(event.at) - 86_400_000).toISOString()
  const [row] = await tx`
    select 1 from alerts.alert where org_id = ${event.org} and raised_at > ${since} and raised_at <= ${event.at}
      and kind = ${alert.kind} and text = ${alert.text} limit 1`
  return row !== undefined
}
