import { recordClock } from '#core/audit/clockwork.ts'
import type { CardTerm } from '#core/purchasing/rules.ts'
import { dayOf } from '#core/clock.ts'
import type { EventV1 } from '#core/audit/event.ts'
import type { Tx } from '#core/db.ts'
import { afterDays } from '#features/reclassification/contract.ts'
import { filingKindTitle, type FilingKind } from '#features/filing/contract.ts'
import { alertKind, severity, type AlertKind } from './contract.ts'
import {
  accessAlert,
  accessWords,
  cardAlert,
  downtimeAlert,
  downtimeWords,
  filingAlert,
  filingWords,
  orderAlert,
  orderWords,
  parcelAlert,
  parcelWords,
  type LateParcel,
  type LateFiling,
  type LateOrder,
} from './dueRules.ts'
import type { Alert } from './rules.ts'
import { lateAssays, missedAssays } from './assay.ts'
import { missedAlerts } from './ward.ts'

/** Whose clock, and what it shows. */
type Who = Pick<EventV1, 'org' | 'at'>

const mostFilings = 20
const [mostOrders, mostAccesses, mostParcels] = [20, 20, 20] as const
/** Said once, and looked for as long. */
const accessSaidDays = 7
const mostChanges = 20
/** Day of a month by which the last one's prescriptions are drawn; as on the home page. */
const drawnBy = 10
/** What stays undone is said again after so many days. */
const [orderAgainDays, filingAgainDays, cardAgainDays, assayAgainDays] = [1, 7, 30, 3] as const
/** What cannot be undone is said once. */
const onceDays = 366
async function saidWithin(
  tx: Tx,
  who: Who,
  kind: AlertKind,
  days: number,
): Promise<(words: string) => boolean> {
  const since = new Date(Date.parse(who.at) - days * 86_400_000).toISOString()
  const said = await tx<{ text: string }[]>`
    select text from alerts.alert where org_id = ${who.org} and kind = ${kind} and raised_at > ${since} order by raised_at desc limit 200`
  return (words) => said.some((s) => s.text.includes(words))
}

/** Monthly quantities and lists whose day is over and which nobody sent. */
async function lateFilings(tx: Tx, who: Who): Promise<Alert[]> {
  const rows = await tx<{ kind: FilingKind; period: string; dueOn: string }[]>`
    select d.kind, d.period, d.due_on from filing.duties_now(${who.at}) d
    where d.org_id = ${who.org} and d.due_on < ${dayOf(who.at)}::date and not d.sent
    order by d.due_on, d.kind limit ${mostFilings}`
  const said = await saidWithin(tx, who, 'FILING_LATE', filingAgainDays)
  const late: LateFiling[] = rows.map((r) => ({ ...r, title: filingKindTitle[r.kind] }))
  const fresh = late.filter((f) => !said(filingWords(f)))
  return fresh.length > 0 ? [filingAlert(fresh)] : []
}

/** Rescues whose order is overdue: each is said once, and again after a day. */
async function lateOrders(tx: Tx, who: Who): Promise<Alert[]> {
  const rows = await tx<LateOrder[]>`
    select s.no, l.name as place from emergency.standing s join place.location l on l.org_id = s.org_id and l.id = s.location_id
    where s.org_id = ${who.org} and s.matched_at is null and s.order_due_at < ${who.at} order by s.order_due_at limit ${mostOrders}`
  const said = await saidWithin(tx, who, 'ORDER_OWED', orderAgainDays)
  const fresh = rows.filter((o) => !said(orderWords(o)))
  return fresh.length > 0 ? [orderAlert(fresh)] : []
}

/** Openings without a movement or a reason an hour after they ended: the person has had the time to say why. */
async function unsaidAccesses(tx: Tx, who: Who): Promise<Alert[]> {
  const ago = (hours: number) => new Date(Date.parse(who.at) - hours * 3_600_000).toISOString()
  const rows = await tx<{ no: string; place: string }[]>`
    select a.no, l.name as place from drawer_access.access_now a join place.location l on l.org_id = a.org_id and l.id = a.location_id
    where a.org_id = ${who.org} and a.opened_at > ${ago(24 * accessSaidDays)} and a.movements = 0 and a.null_reason is null and a.ends_at < ${ago(1)}
    order by a.ends_at limit ${mostAccesses}`
  const said = await saidWithin(tx, who, 'ACCESS_NULL', accessSaidDays)
  const fresh = rows.filter((a) => !said(accessWords(a)))
  return fresh.length > 0 ? [accessAlert(fresh)] : []
}

/** Parcels on their way for longer than the way may take: each is said, and again after a day. */
async function lateParcels(tx: Tx, who: Who): Promise<Alert[]> {
  const rows = await tx<LateParcel[]>`
    select t.no, s.name as source, d.name as destination from ledger.account a
    join requisition.transfer t on t.org_id = a.org_id and t.account_id = a.id
    join place.location s on s.org_id = t.org_id and s.id = t.source_location_id
    join place.location d on d.org_id = t.org_id and d.id = t.destination_location_id
    where a.org_id = ${who.org} and a.kind = 'transit' and a.due_at < ${who.at} and t.accepted_at is null
      and exists (select from ledger.balance b where b.org_id = a.org_id and b.account_id = a.id and b.quantity <> 0)
    order by a.due_at, t.id limit ${mostParcels}`
  const said = await saidWithin(tx, who, 'CARRY_LATE', orderAgainDays)
  const fresh = rows.filter((p) => !said(parcelWords(p)))
  return fresh.length > 0 ? [parcelAlert(fresh)] : []
}

/** Downtimes that are not closed in time: said, and again after a day. */
async function lateDowntimes(tx: Tx, who: Who): Promise<Alert[]> {
  const rows = await tx<{ no: string; places: string }[]>`
    select d.no, (select string_agg(l.name, '、' order by l.code) from paper.downtime_place p
      join place.location l on l.org_id = p.org_id and l.id = p.location_id where p.org_id = d.org_id and p.downtime_id = d.id) as places
    from paper.downtime d where d.org_id = ${who.org} and d.closed_at is null and d.enter_due_at < ${who.at} order by d.id limit ${mostOrders}`
  const said = await saidWithin(tx, who, 'DOWNTIME_LATE', orderAgainDays)
  const fresh = rows.filter((d) => !said(downtimeWords(d)))
  return fresh.length > 0 ? [downtimeAlert(fresh)] : []
}

/** A hospital that never had a 印鉴卡 buys nothing with it, and is told nothing. */
async function endingCard(tx: Tx, who: Who): Promise<Alert[]> {
  const [card] = await tx<(CardTerm & { cardNo: string })[]>`
    select c.card_no, c.valid_from, c.valid_to, c.next_from from purchase_card.card_now c where c.org_id = ${who.org} order by c.valid_to desc limit 1`
  if (!card) return []
  const alert = cardAlert(card, dayOf(who.at))
  if (!alert) return []
  const said = await saidWithin(tx, who, 'CARD_ENDS', cardAgainDays)
  return said(alert.text) ? [] : [alert]
}

/** 重分类: the day has come, and what lies here of the drug was confirmed by nobody. */
async function unconfirmed(tx: Tx, who: Who): Promise<Alert[]> {
  const today = dayOf(who.at)
  const rows = await tx<{ day: string; drugs: number; lines: number }[]>`
    select l.effective_on as day, count(distinct l.drug_id)::int as drugs, count(*)::int as lines
    from reclassification.listing(${who.org}, ${today}::date - ${afterDays}::int, ${today}::date) l
    where not exists (select from reclassification.confirmation c where c.org_id = ${who.org} and c.effective_on = l.effective_on)
    group by l.effective_on order by l.effective_on limit ${mostChanges}`
  const said = await saidWithin(tx, who, 'RECLASS_UNCONFIRMED', filingAgainDays)
  return rows
    .map(({ day, drugs, lines }) => ({
      day,
      text: `${day} 起 ${drugs} 个品种换管制分类，库存 ${lines} 行没有移库确认`,
    }))
    .filter(({ day }) => !said(`${day} 起`))
    .map(({ text }) => ({ kind: 'RECLASS_UNCONFIRMED', severity: 'red', text, subject: null }))
}

/** 处方点评: the tenth has passed, and of last month's prescriptions none was drawn. */
async function undrawn(tx: Tx, who: Who): Promise<Alert[]> {
  const today = dayOf(who.at)
  if (Number(today.slice(8)) <= drawnBy) return []
  const [row] = await tx<{ month: string; count: number }[]>`
    select to_char(m.first, 'YYYY-MM') as month, count(*)::int as count
    from (select (date_trunc('month', ${today}::date) - interval '1 month')::date as first, date_trunc('month', ${today}::date)::date as next) m
    join prescription.prescription p on p.org_id = ${who.org} and p.series in ('narcotic', 'second') and p.voided_at is null
      and p.written_at >= m.first::timestamp at time zone 'Asia/Shanghai' and p.written_at < m.next::timestamp at time zone 'Asia/Shanghai'
    where not exists (select from prescription_review.review r where r.org_id = ${who.org} and r.period_from < m.next and r.period_to >= m.first)
    group by m.first`
  if (!row) return []
  const text = `${row.month} 的麻、精处方 ${row.count} 张没有抽取点评`
  const said = await saidWithin(tx, who, 'REVIEW_NOT_DRAWN', filingAgainDays)
  return said(`${row.month} 的`) ? [] : [{ kind: 'REVIEW_NOT_DRAWN', severity: 'amber', text, subject: null }]
}

/**
 * What is due in this hospital and was not done, told by the clock where nobody does anything: shifts, days, orders after a
 * rescue, filings, the card, samples. One event for all of it, which the alerts follow; what was said lately is not said again. Returns how many are new.
 */
export async function tellDue(tx: Tx, orgId: number, at: string): Promise<number> {
  const who = { org: orgId, at }
  const alerts = [
    ...(await missedAlerts(tx, who)),
    ...(await lateOrders(tx, who)),
    ...(await unsaidAccesses(tx, who)),
    ...(await lateParcels(tx, who)),
    ...(await lateDowntimes(tx, who)),
    ...(await lateFilings(tx, who)),
    ...(await endingCard(tx, who)),
    ...(await lateAssays(tx, who, await saidWithin(tx, who, 'ASSAY_LATE', assayAgainDays))),
    ...(await missedAssays(tx, who, await saidWithin(tx, who, 'ASSAY_MISSED', onceDays))),
    ...(await unconfirmed(tx, who)),
    ...(await undrawn(tx, who)),
  ]
  if (alerts.length === 0) return 0
  await recordClock(tx, {
    orgId,
    at,
    type: 'clock.due',
    subject: { kind: 'org', id: orgId, no: '' },
    data: { alerts: alerts.map((a) => ({ kind: a.kind, severity: a.severity, text: a.text })) },
  })
  return alerts.length
}

/** The alerts that a `clock.due` event brought; what is none of ours is left out. */
export function dueAlertsIn(data: EventV1['data']): Alert[] {
  const list = Array.isArray(data['alerts']) ? (data['alerts'] as Record<string, unknown>[]) : []
  return list.flatMap((a) => {
    const [kind, level] = [alertKind.safeParse(a['kind']), severity.safeParse(a['severity'])]
    if (!kind.success || !level.success || typeof a['text'] !== 'string') return []
    return [{ kind: kind.data, severity: level.data, text: a['text'], subject: null }]
  })
}
