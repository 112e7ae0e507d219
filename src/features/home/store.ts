import { dayOf, startOfDay } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { unitSumsIn } from '#core/ledger/drugs.ts'
import type { HeldRow, Home, Loops, TransitRow } from './contract.ts'
import { isHeld, renewDays } from './rules.ts'

/** Open hands of one hospital; more than this is no list any more. */
const mostHeld = 1000
const mostShown = 50

/**
 * Everything in people's hands, by issue, drug and lot. Read from what is inside and not zero: as much as is open now,
 * however many issues there ever were.
 */
async function heldRows(tx: Tx, org: number | null): Promise<HeldRow[]> {
  return tx<HeldRow[]>`
    with held as (
      select b.org_id, b.account_id, b.drug_id, b.lot_id,
        coalesce(sum(b.quantity) filter (where b.item = 'intact'), 0)::bigint as intact_units,
        coalesce(sum(b.quantity) filter (where b.item = 'content'), 0)::bigint as content,
        coalesce(sum(b.quantity) filter (where b.item = 'container'), 0)::bigint as containers
      from ledger.balance b join ledger.account a on a.org_id = b.org_id and a.id = b.account_id and a.kind = 'custody'
      where b.org_id = coalesce(${org}::bigint, core.current_org()) and b.inside and b.quantity <> 0 group by 1, 2, 3, 4)
    select i.id as issue_id, i.no as issue_no, i.ref_no, coalesce(i.room, i.title) as room, u.name as holder, u.title as holder_title,
      d.name || ' ' || d.spec as drug, l.lot_no, h.intact_units, d.unit, h.content, d.content_unit, h.containers,
      coalesce(d.container, '空容器') as container, i.due_at
    from held h
    join issue.issue i on i.org_id = h.org_id and i.account_id = h.account_id
    join identity.app_user u on u.org_id = i.org_id and u.id = i.holder_id
    join ledger.drug d on d.org_id = h.org_id and d.id = h.drug_id
    join ledger.lot l on l.org_id = h.org_id and l.id = h.lot_id
    order by i.due_at, i.id, d.name limit ${mostHeld}`
}

async function transitRows(tx: Tx, org: number | null): Promise<TransitRow[]> {
  const moving = tx`
    select g.unit, x.quantity as units from ledger.balance x join ledger.drug g on g.org_id = x.org_id and g.id = x.drug_id
    where x.org_id = m.org_id and x.account_id = m.account_id and x.quantity <> 0`
  return tx<TransitRow[]>`
    with moving as (
      select b.org_id, b.account_id, count(distinct b.drug_id)::int as drugs, min(b.drug_id) as drug_id
      from ledger.balance b join ledger.account a on a.org_id = b.org_id and a.id = b.account_id and a.kind = 'transit'
      where b.org_id = coalesce(${org}::bigint, core.current_org()) and b.inside and b.quantity <> 0 group by 1, 2)
    select t.id as transfer_id, t.no, s.name as source, e.name as destination, d.name || ' ' || d.spec as drug, m.drugs, ${unitSumsIn(tx, moving)} as sums,
      t.sent_at, t.accepted_at is not null as short, c.name as carrier, n.taken_at, n.due_at
    from moving m
    join requisition.transfer t on t.org_id = m.org_id and t.account_id = m.account_id
    join place.location s on s.org_id = t.org_id and s.id = t.source_location_id
    join place.location e on e.org_id = t.org_id and e.id = t.destination_location_id
    join ledger.drug d on d.org_id = m.org_id and d.id = m.drug_id
    left join lateral (select k.* from requisition.carrier_now k where k.org_id = t.org_id and k.transfer_id = t.id offset 0) n on true
    left join identity.app_user c on c.org_id = n.org_id and c.id = n.carrier_id
    order by t.sent_at limit ${mostShown}`
}

/** Today's issues by what became of them: an issue is closed when its custody account is empty and, after a rescue, its order is there. */
async function todayOf(tx: Tx, org: number | null, at: string): Promise<Loops['today']> {
  const [row] = await tx<Loops['today'][]>`
    select count(*)::int as issued, count(*) filter (where not x.open)::int as closed,
      count(*) filter (where x.open and i.due_at >= ${at})::int as within, count(*) filter (where x.open and i.due_at < ${at})::int as overdue,
      max(x.last_at) filter (where not x.open) as last_closed_at
    from issue.issue i cross join lateral (
      select coalesce(bool_or(b.quantity <> 0), false) or exists (select from emergency.standing s
          where s.org_id = i.org_id and s.issue_id = i.id and s.matched_at is null) as open, max(b.changed_at) as last_at from ledger.balance b
      where b.org_id = i.org_id and b.account_id = i.account_id) x
    where i.org_id = coalesce(${org}::bigint, core.current_org()) and i.issued_at >= ${startOfDay(dayOf(at))}`
  return row ?? { issued: 0, closed: 0, within: 0, overdue: 0, lastClosedAt: null }
}

export async function loopsOf(tx: Tx, at: string, org: number | null): Promise<Loops> {
  const held = await heldRows(tx, org)
  return {
    overdue: held.filter((h) => isHeld(h) && h.dueAt < at).slice(0, mostShown),
    owed: held.filter((h) => h.containers > 0).slice(0, mostShown),
    transit: await transitRows(tx, org),
    today: await todayOf(tx, org, at),
    now: at,
  }
}

type Tiles = Pick<Home, 'people' | 'places' | 'books' | 'prescriptions' | 'registers'>

/** The figures of the five 专, each a count over an index of the day or a short list. */
export async function tilesOf(tx: Tx, at: string, mayReadStaff: boolean): Promise<Tiles> {
  const day = dayOf(at)
  const from = startOfDay(day)
  const [counts] = await tx<
    Record<
      | 'registered'
      | 'qualified'
      | 'expiring'
      | 'places'
      | 'holding'
      | 'surgeries'
      | 'prescriptions'
      | 'records'
      | 'open',
      number
    >[]
  >`
    with valid as (
      select q.user_id, q.valid_to from identity.qualification q join identity.app_user u on u.org_id = q.org_id and u.id = q.user_id and u.disabled_at is null
      where q.org_id = core.current_org() and q.revoked_at is null and q.valid_from <= ${day} and q.valid_to >= ${day})
    select (select count(*)::int from identity.app_user where org_id = core.current_org() and disabled_at is null) as registered,
      (select count(distinct user_id)::int from valid) as qualified,
      (select count(*)::int from valid where valid_to < ${day}::date + ${renewDays}::int) as expiring,
      (select count(*)::int from place.location where org_id = core.current_org() and stopped_at is null) as places,
      (select count(*)::int from place.location l where l.org_id = core.current_org() and l.stopped_at is null and exists (
        select 1 from ledger.balance b where b.org_id = l.org_id and b.account_id = l.account_id and b.quantity <> 0)) as holding,
      (select count(*)::int from issue.issue where org_id = core.current_org() and issued_at >= ${from} and kind = 'surgery') as surgeries,
      (select count(*)::int from issue.issue where org_id = core.current_org() and issued_at >= ${from} and kind = 'prescription') as prescriptions,
      (select count(*)::int from ledger.movement m join residue.use_record u on u.org_id = m.org_id and u.movement_id = m.id
        where m.org_id = core.current_org() and m.recorded_at >= ${from}) as records,
      (select count(distinct b.account_id)::int from ledger.balance b join ledger.account a on a.org_id = b.org_id and a.id = b.account_id and a.kind = 'custody'
        where b.org_id = core.current_org() and b.inside and b.quantity <> 0) as open`
  const [books] = await tx<Home['books'][]>`
    select count(*)::int as movements_today, max(recorded_at) as last_at from ledger.movement
    where org_id = core.current_org() and recorded_at >= ${from}`
  const next = mayReadStaff ? await nextToExpire(tx, day) : null
  const n = (key: keyof NonNullable<typeof counts>) => counts?.[key] ?? 0
  return {
    people: { registered: n('registered'), qualified: n('qualified'), expiring: n('expiring'), next },
    places: { places: n('places'), holding: n('holding') },
    books: books ?? { movementsToday: 0, lastAt: null },
    prescriptions: { surgeries: n('surgeries'), prescriptions: n('prescriptions') },
    registers: { recordsToday: n('records'), open: n('open') },
  }
}

async function nextToExpire(tx: Tx, day: string): Promise<Home['people']['next']> {
  const [row] = await tx<NonNullable<Home['people']['next']>[]>`
    select u.name, q.type, q.valid_to from identity.qualification q
    join identity.app_user u on u.org_id = q.org_id and u.id = q.user_id and u.disabled_at is null
    where q.org_id = core.current_org() and q.revoked_at is null and q.valid_to >= ${day} and q.valid_to < ${day}::date + ${renewDays}::int
    order by q.valid_to, u.name limit 1`
  return row ?? null
}
