import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import type { Permission } from '#core/identity/permissions.ts'
import { usageFrom } from '#features/stockLimit/contract.ts'
import { assayReads } from './assayTodos.ts'
import { adjustments, counting, countPlans, discrepancies } from './countTodos.ts'
import type { Todo } from './contract.ts'
import { officeReads, type Read } from './officeTodos.ts'
import { infusionReads } from './infusionTodos.ts'
import { purchasingReads } from './purchasingTodos.ts'
import { reviewReads } from './reviewTodos.ts'
import { byDeadline, expiryDays, mostTodos } from './rules.ts'

export interface Desk {
  readonly userId: number
  readonly at: string
  /** Places of the person's department; of the whole hospital where the department has none. */
  readonly places: number[]
}

async function placesOf(tx: Tx, userId: number): Promise<number[]> {
  const rows = await tx<{ id: number; mine: boolean }[]>`
    select l.id, l.department_id is not null and l.department_id = u.department_id as mine
    from place.location l join identity.app_user u on u.org_id = l.org_id and u.id = ${userId}
    where l.org_id = core.current_org() and l.stopped_at is null limit 2000`
  const mine = rows.filter((r) => r.mine)
  return (mine.length > 0 ? mine : rows).map((r) => r.id)
}

const receipts: Read = (tx, { places }) => tx<Todo[]>`
  select 'receipt' as kind, r.id, r.no, s.name || '，' || x.drugs || ' 个品种' as text, null::timestamptz as due_at, r.arrived_at as since
  from receipt.receipt r join partner.supplier s on s.org_id = r.org_id and s.id = r.supplier_id
  cross join lateral (select count(distinct l.drug_id) as drugs from receipt.line l where l.org_id = r.org_id and l.receipt_id = r.id) x
  where r.org_id = core.current_org() and r.state = 'counting' and r.location_id = any (${places}::bigint[])
  order by r.arrived_at limit ${mostTodos}`

const requisitions: Read = (tx, { places }) => tx<Todo[]>`
  select 'requisition' as kind, r.id, r.no, l.name || '，' || x.first || case when x.drugs > 1 then ' 等 ' || x.drugs || ' 个品种' else '' end as text,
    r.needed_by as due_at, r.created_at as since
  from requisition.requisition r join place.location l on l.org_id = r.org_id and l.id = r.location_id
  cross join lateral (
    select count(*) as drugs, min(d.name) as first from requisition.requisition_line q join ledger.drug d on d.org_id = q.org_id and d.id = q.drug_id
    where q.org_id = r.org_id and q.requisition_id = r.id) x
  where r.org_id = core.current_org() and r.cancelled_at is null and r.source_location_id = any (${places}::bigint[])
    and not exists (select 1 from requisition.transfer t where t.org_id = r.org_id and t.requisition_id = r.id)
  order by r.needed_by nulls last, r.created_at limit ${mostTodos}`

const transfers: Read = (tx, { places }) => tx<Todo[]>`
  select 'transfer' as kind, t.id, t.no, s.name || ' → ' || d.name as text, null::timestamptz as due_at, t.sent_at as since
  from requisition.transfer t
  join place.location s on s.org_id = t.org_id and s.id = t.source_location_id
  join place.location d on d.org_id = t.org_id and d.id = t.destination_location_id
  where t.org_id = core.current_org() and t.accepted_at is null and t.destination_location_id = any (${places}::bigint[])
    and exists (select 1 from ledger.balance b where b.org_id = t.org_id and b.account_id = t.account_id and b.quantity <> 0)
  order by t.sent_at limit ${mostTodos}`

/** One's own parcels: to be fetched, or in one's hands and due at the other side. */
const carrying: Read = (tx, { userId }) => tx<Todo[]>`
  select 'carry' as kind, t.id, t.no, case when n.taken_at is null then '到' || s.name || '签字带走，送' || d.name else s.name || ' → ' || d.name end as text,
    n.due_at, coalesce(n.taken_at, n.named_at) as since
  from requisition.transfer t
  join place.location s on s.org_id = t.org_id and s.id = t.source_location_id
  join place.location d on d.org_id = t.org_id and d.id = t.destination_location_id
  join lateral (select k.* from requisition.carrier_now k where k.org_id = t.org_id and k.transfer_id = t.id offset 0) n on true
  where t.org_id = core.current_org() and t.accepted_at is null and ${userId} in (n.carrier_id, n.in_hand_of)
    and exists (select from requisition.carrier c where c.org_id = t.org_id and c.transfer_id = t.id and c.carrier_id = ${userId})
    and exists (select from ledger.balance b where b.org_id = t.org_id and b.account_id = t.account_id and b.quantity <> 0)
  order by n.due_at nulls first, t.sent_at limit ${mostTodos}`

const issues: Read = (tx, { userId }) => tx<Todo[]>`
  select 'issue' as kind, i.id, i.no, concat_ws('，', concat_ws(' ', coalesce(i.room, i.title), i.ref_no), x.held) as text, i.due_at, i.issued_at as since
  from issue.issue i cross join lateral (
    select string_agg(h.name || ' ' || h.what, '、' order by h.name) as held from (
      select d.name, concat_ws('，', sum(b.quantity) filter (where b.item = 'intact') || ' ' || d.unit,
        '药液 ' || sum(b.quantity) filter (where b.item = 'content') || ' ' || replace(d.content_unit, 'ug', 'μg'),
        coalesce(d.container, '空容器') || ' ' || sum(b.quantity) filter (where b.item = 'container') || ' 个') as what
      from ledger.balance b join ledger.drug d on d.org_id = b.org_id and d.id = b.drug_id
      where b.org_id = i.org_id and b.account_id = i.account_id and b.quantity <> 0
      group by d.name, d.unit, d.content_unit, d.container) h) x
  where i.org_id = core.current_org() and i.holder_id = ${userId} and x.held is not null
  order by i.due_at limit ${mostTodos}`

/**
 * Rescues whose order is owed: to whoever drew it, holds it or gave the word; past its hour to who answers for the pharmacy.
 */
const orders =
  (late: boolean): Read =>
  (tx, { userId, at }) =>
    tx<Todo[]>`
  select 'order' as kind, s.issue_id as id, s.no, '抢救用药补办医嘱，' || l.name || '，' || h.name || ' 领用' as text, s.order_due_at as due_at, s.issued_at as since
  from emergency.standing s
  join place.location l on l.org_id = s.org_id and l.id = s.location_id
  join identity.app_user h on h.org_id = s.org_id and h.id = s.holder_id
  where s.org_id = core.current_org() and s.matched_at is null
    and (${userId} in (s.holder_id, s.doctor_id, s.issued_by)) <> ${late} and (not ${late} or s.order_due_at < ${at}::timestamptz)
  order by s.order_due_at limit ${mostTodos}`

/** Places that this person opened, and nothing was moved and nothing said. */
const unexplained: Read = (tx, { userId, at }) => tx<Todo[]>`
  select 'access' as kind, a.id, a.no, '开柜没有取药，也没有说明，' || l.name as text, null::timestamptz as due_at, a.ends_at as since
  from drawer_access.access_now a join place.location l on l.org_id = a.org_id and l.id = a.location_id
  where a.org_id = core.current_org() and a.opened_by = ${userId} and a.opened_at > ${new Date(Date.parse(at) - 30 * 86_400_000).toISOString()}
    and a.movements = 0 and a.null_reason is null and case when a.closed_at is null then a.ends_at else a.closed_at end < ${at}::timestamptz
  order by a.ends_at limit 3`

/** Empties that people owe to this desk: one line, because they are counted together when they come. */
const containers: Read = (tx, { places }) => tx<Todo[]>`
  select 'containers' as kind, null::bigint as id, x.people || ' 人' as no, '欠空容器共 ' || x.units || ' 个，先到 ' || x.first as text, x.due_at, x.since
  from (
    select count(distinct i.holder_id) as people, sum(b.quantity) as units, min(i.due_at) as due_at, min(b.changed_at) as since,
      (array_agg(u.name || ' ' || i.no order by i.due_at))[1] as first
    from ledger.balance b join ledger.account a on a.org_id = b.org_id and a.id = b.account_id and a.kind = 'custody'
    join issue.issue i on i.org_id = a.org_id and i.account_id = a.id and i.location_id = any (${places}::bigint[])
    join identity.app_user u on u.org_id = i.org_id and u.id = i.holder_id
    where b.org_id = core.current_org() and b.inside and b.quantity <> 0 and b.item = 'container') x
  where x.units is not null`

const expiring: Read = (tx, { places, at }) => tx<Todo[]>`
  select 'expiry' as kind, l.account_id as id, b.lot_no as no, b.drug || ' ' || b.units || ' ' || b.unit || '，在 ' || l.name as text,
    b.expiry::timestamp at time zone 'Asia/Shanghai' as due_at, null::timestamptz as since
  from place.location l cross join lateral (
    select t.lot_no, t.expiry, d.name as drug, d.unit, sum(x.quantity) as units from ledger.balance x
    join ledger.lot t on t.org_id = x.org_id and t.id = x.lot_id and t.expiry >= ${dayOf(at)}::date and t.expiry < ${dayOf(at)}::date + ${expiryDays}::int
    join ledger.drug d on d.org_id = x.org_id and d.id = x.drug_id
    where x.org_id = l.org_id and x.account_id = l.account_id and x.item = 'intact' and x.quantity > 0 group by 1, 2, 3, 4) b
  where l.org_id = core.current_org() and l.id = any (${places}::bigint[])
  order by b.expiry limit 3`

/** A qualification of one's own that ends within 90 days and is not followed by a longer one. */
const renewal: Read = (tx, { userId, at }) => tx<Todo[]>`
  select 'renewal' as kind, null::bigint as id, '本人' as no,
    case q.type when 'prescribe' then '麻精处方权' when 'dispense' then '麻精调剂资格' else '麻精管理培训合格' end
      || ' ' || max(q.valid_to) || ' 到期，请参加复训' as text,
    (max(q.valid_to) + 1)::timestamp at time zone 'Asia/Shanghai' as due_at, null::timestamptz as since
  from identity.qualification q where q.org_id = core.current_org() and q.user_id = ${userId} and q.revoked_at is null
  group by q.type having max(q.valid_to) between ${dayOf(at)}::date and ${dayOf(at)}::date + 90 order by 5 limit 3`

/** For who arranges the training: everybody whose qualification ends within 90 days, in one line. */
const renewals: Read = (tx, { at }) => tx<Todo[]>`
  select 'renewals' as kind, null::bigint as id, count(distinct x.user_id) || ' 人' as no,
    '资格 90 天内到期，最早 ' || min(x.valid_to) || ' ' || (array_agg(x.name order by x.valid_to))[1] as text,
    (min(x.valid_to) + 1)::timestamp at time zone 'Asia/Shanghai' as due_at, null::timestamptz as since
  from (
    select q.user_id, u.name, max(q.valid_to) as valid_to from identity.qualification q
    join identity.app_user u on u.org_id = q.org_id and u.id = q.user_id and u.disabled_at is null
    where q.org_id = core.current_org() and q.revoked_at is null group by q.user_id, u.name, q.type) x
  where x.valid_to between ${dayOf(at)}::date and ${dayOf(at)}::date + 90 having count(*) > 0`
/** Shifts of one's own places that end within two hours, or ended within the last twelve and were not handed over. */
const shifts: Read = (tx, { places, at }) => {
  const hours = (n: number) => new Date(Date.parse(at) + n * 3_600_000).toISOString()
  return tx<Todo[]>`
    select 'shift' as kind, l.id, u.name as no, l.name || '，' || u.name || '到点交接' as text, u.ends_at as due_at, null::timestamptz as since
    from handover.unsigned(core.current_org(), ${hours(-12)}, ${hours(2)}, ${at}) u
    join place.location l on l.org_id = core.current_org() and l.id = u.location_id
    where l.id = any (${places}::bigint[]) order by u.ends_at limit ${mostTodos}`
}

const unsettled: Read = (tx, { places, at }) => tx<Todo[]>`
  select 'settle' as kind, l.id, to_char(u.day, 'MM-DD') as no, l.name || '，' || to_char(u.day, 'MM-DD') || ' 没有日结' as text,
    (u.day + 1)::timestamp at time zone 'Asia/Shanghai' as due_at, null::timestamptz as since
  from handover.unsettled(core.current_org(), ${at}) u
  join place.location l on l.org_id = core.current_org() and l.id = u.location_id
  where l.id = any (${places}::bigint[]) order by l.code limit ${mostTodos}`

/** From the 20th of a month on, places with a base that nobody has checked in it. */
const monthChecks: Read = (tx, { at }) => tx<Todo[]>`
  select 'monthCheck' as kind, l.id, to_char(${dayOf(at)}::date, 'YYYY-MM') as no, l.name || '，本月没有检查' as text,
    (date_trunc('month', ${dayOf(at)}::date) + interval '1 month')::timestamp at time zone 'Asia/Shanghai' as due_at, null::timestamptz as since
  from place.location l
  where l.org_id = core.current_org() and extract(day from ${dayOf(at)}::date) >= 20
    and l.id in (select f.location_id from base_stock.in_force(core.current_org(), ${at}) f)
    and not exists (select from base_stock.month_check c where c.org_id = l.org_id and c.location_id = l.id
      and c.month = date_trunc('month', ${dayOf(at)}::date)::date)
  order by l.code limit 3`
const expired: Read = (tx, { places, at }) => tx<Todo[]>`
  select 'expired' as kind, null::bigint as id, t.lot_no as no, d.name || ' ' || sum(b.quantity) || ' ' || d.unit || '，在 ' || l.name as text,
    (t.expiry + 2)::timestamp at time zone 'Asia/Shanghai' as due_at, null::timestamptz as since
  from place.location l join ledger.balance b on b.org_id = l.org_id and b.account_id = l.account_id and b.item = 'intact' and b.inside and b.quantity <> 0
  join ledger.lot t on t.org_id = b.org_id and t.id = b.lot_id and t.expiry < ${dayOf(at)}::date
  join ledger.drug d on d.org_id = b.org_id and d.id = b.drug_id
  where l.org_id = core.current_org() and l.id = any (${places}::bigint[]) and l.kind in ('store', 'cabinet', 'drawer', 'ward')
  group by t.lot_no, t.expiry, d.name, d.unit, l.name order by t.expiry limit 3`

/** What waits for this step of a write-off, by whoever may do it and did no other of its steps. */
const writeOffs =
  (states: readonly string[], words: string): Read =>
  (tx, { userId }) =>
    tx<Todo[]>`
  select 'writeOff' as kind, a.id, a.no, ${words} || '，' || a.reason as text, null::timestamptz as due_at, coalesce(a.attended_at, a.created_at) as since
  from write_off.application_now a
  where a.org_id = core.current_org() and a.state = any (${[...states]}::text[]) and a.created_by <> ${userId} and a.approved_by is distinct from ${userId}
  order by a.created_at limit 3`

const incidents: Read = (tx) => tx<Todo[]>`
  select 'incident' as kind, i.id, i.no, '向公安、药监、卫健报告，已报 ' || s.reported || ' / 3' as text, i.report_due_at as due_at, i.opened_at as since
  from incident.incident i cross join lateral (
    select count(*) as reported from incident.step t where t.org_id = i.org_id and t.incident_id = i.id and t.kind = 'reported') s
  where i.org_id = core.current_org() and i.closed_at is null and s.reported < 3 order by i.report_due_at limit 3`

const loans: Read = (tx) => tx<Todo[]>`
  select 'borrowing' as kind, l.id, l.no, '向市药监、市卫健备案，已备 ' || g.filed || ' / 2，' || l.partner as text, l.filing_due_at as due_at, l.borrowed_at as since
  from borrowing.loan l cross join lateral (
    select count(*) as filed from borrowing.filing x where x.org_id = l.org_id and x.loan_id = l.id) g
  where l.org_id = core.current_org() and g.filed < 2 and not exists (
    select from ledger.movement b where b.org_id = l.org_id and b.reverses_id = l.movement_id) order by l.filing_due_at limit 3`

/** Drugs of one's own places that are below their lower limit and of which not enough is coming: one line for a place. */
const low =
  (kind: 'stockLow' | 'vaultLow', vault: boolean): Read =>
  (tx, { places, at }) =>
    tx<Todo[]>`
  select ${kind} as kind, l.id, count(*) || ' 个品种' as no, l.name || '，' || (array_agg(d.name || ' ' || s.usable_units || ' / ' || s.low_units || ' ' || d.unit
      order by s.usable_units::numeric / s.low_units, d.code))[1] as text,
    null::timestamptz as due_at, (select min(c.crossed_at) from stock_limit.crossing c
      where c.org_id = l.org_id and c.location_id = l.id and c.state = 'low' and c.ended_at is null) as since
  from stock_limit.standing(core.current_org(), ${at}::timestamptz, ${usageFrom(at)}::timestamptz) s
  join place.location l on l.org_id = core.current_org() and l.id = s.location_id
  join ledger.drug d on d.org_id = l.org_id and d.id = s.drug_id
  where l.id = any (${places}::bigint[]) and (l.tier = 1) = ${vault} and s.usable_units < s.low_units
    and s.usable_units + s.coming_units + s.asked_units < coalesce(s.high_units, s.low_units)
  group by l.org_id, l.id, l.name, l.code order by l.code limit 3`

const reads: readonly { need: Permission; read: Read }[] = [
  { need: 'receipt.work', read: receipts },
  { need: 'requisition.send', read: requisitions },
  { need: 'requisition.accept', read: transfers },
  { need: 'requisition.carry', read: carrying },
  { need: 'use.record', read: issues },
  { need: 'drawerAccess.work', read: unexplained },
  { need: 'emergency.match', read: orders(false) },
  { need: 'correction.approve', read: orders(true) },
  { need: 'recovery.work', read: containers },
  { need: 'stock.read', read: expiring },
  { need: 'discrepancy.work', read: discrepancies },
  { need: 'stocktake.work', read: counting },
  { need: 'stocktake.work', read: countPlans },
  { need: 'stocktake.approve', read: adjustments },
  { need: 'training.write', read: renewals },
  ...assayReads,
  ...infusionReads,
  ...officeReads,
  ...purchasingReads,
  ...reviewReads,
  { need: 'handover.work', read: shifts },
  { need: 'handover.settle', read: unsettled },
  { need: 'baseStock.check', read: monthChecks },
  { need: 'quarantine.work', read: expired },
  { need: 'writeOff.approve', read: writeOffs(['applied'], '待批准') },
  { need: 'writeOff.execute', read: writeOffs(['attended'], '监督人员已到场，待销毁') },
  { need: 'incident.work', read: incidents },
  { need: 'borrowing.work', read: loans },
  { need: 'requisition.request', read: low('stockLow', false) },
  { need: 'purchase.write', read: low('vaultLow', true) },
]

/** This person's work, by deadline: only what the person has the permission to do, at the places of their department. */
export async function todosOf(tx: Tx, actor: Actor): Promise<Todo[]> {
  const desk: Desk = { userId: actor.userId, at: actor.at, places: await placesOf(tx, actor.userId) }
  const todos: Todo[] = []
  for (const { need, read } of reads) {
    if (actor.permissions.has(need)) todos.push(...(await read(tx, desk)))
  }
  todos.push(...(await renewal(tx, desk)))
  return todos.sort(byDeadline).slice(0, mostTodos)
}
