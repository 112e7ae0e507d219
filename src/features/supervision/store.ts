import { dayOf, startOfDay } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { reportOwed } from '#core/discrepancy/owed.ts'
import { unitSumsIn } from '#core/ledger/drugs.ts'
import { kindTitle } from '#core/ledger/kinds.ts'
import type { DocumentRow, Institution, InstitutionRow, MovementRow } from './contract.ts'
import { trendDays } from './contract.ts'
import { districtName } from './rules.ts'

/** An authority of a province; more institutions than this are read from summaries, not from here. */
const mostInstitutions = 2000
const recent = 12

/**
 * How each readable institution stands. Current stock, hands and transit come from the balances that are not zero,
 * today's issues from the time index, the last record from the end of each institution's events: nothing here grows
 * with the age of the books. With hundreds of hospitals a follower's summary must take this query's place.
 */
export async function institutionRows(tx: Tx, at: string, org: number | null): Promise<InstitutionRow[]> {
  const from = startOfDay(dayOf(at))
  const intact = tx`select h.unit, h.q as units from held h where h.org_id = m.id and h.item = 'intact'`
  const rows = await tx<Omit<InstitutionRow, 'district'>[]>`
    with mine as (
      select o.id, o.name, o.grade, o.region from identity.readable r join identity.org o on o.id = r.org_id
      where r.reader_id = core.current_org() and o.kind = 'institution' and (${org}::bigint is null or o.id = ${org})
      order by o.name limit ${mostInstitutions}),
    held as (
      select b.org_id, a.kind, a.due_at, a.holder_id, a.id as account_id, b.item, d.unit, sum(b.quantity) as q, min(b.changed_at) as since
      from ledger.balance b join ledger.account a on a.org_id = b.org_id and a.id = b.account_id
      join ledger.drug d on d.org_id = b.org_id and d.id = b.drug_id
      where b.org_id = any (array(select id from mine)) and b.inside and b.quantity <> 0 group by 1, 2, 3, 4, 5, 6, 7),
    open as (
      select org_id,
        count(distinct holder_id) filter (where item <> 'container' and kind = 'custody' and due_at < ${at}) as overdue_people,
        min(due_at) filter (where item <> 'container' and kind = 'custody' and due_at < ${at}) as overdue_since,
        count(distinct account_id) filter (where kind = 'transit') as transits, min(since) filter (where kind = 'transit') as transit_since,
        sum(q) filter (where item = 'container' and kind = 'custody') as owed,
        sum(q) filter (where item = 'container' and kind = 'custody' and due_at < ${at}) as owed_overdue
      from held group by 1),
    today as (
      select i.org_id, count(*) as issued, count(*) filter (where not exists (
        select 1 from ledger.balance b where b.org_id = i.org_id and b.account_id = i.account_id and b.quantity <> 0)
        and not exists (select from emergency.standing s where s.org_id = i.org_id and s.issue_id = i.id and s.matched_at is null)) as closed
      from issue.issue i where i.org_id = any (array(select id from mine)) and i.issued_at >= ${from} group by 1),
    red as (
      select org_id, count(*) as alerts from alerts.alert
      where org_id = any (array(select id from mine)) and severity = 'red' and raised_at >= ${from} group by 1),
    loss as (
      select d.org_id, count(*) as losses, min(d.report_at) filter (where d.report_at < ${at}) as late_since from ledger.discrepancy d
      where d.org_id = any (array(select id from mine)) and d.state <> 'closed' and d.book > d.counted and ${reportOwed(tx)} group by 1)
    select m.id as org_id, m.name, m.grade, m.region, 
      ${unitSumsIn(tx, tx`${intact} and h.kind in ('location', 'quarantine', 'returned')`)} as stock_sums,
      ${unitSumsIn(tx, tx`${intact} and h.kind = 'custody' and h.due_at < ${at}`)} as overdue_sums, coalesce(o.overdue_people, 0)::int as overdue_people,
      coalesce(extract(epoch from ${at}::timestamptz - o.overdue_since) / 60, 0)::int as overdue_minutes,
      coalesce(o.transits, 0)::int as transits, coalesce(extract(epoch from ${at}::timestamptz - o.transit_since) / 60, 0)::int as transit_minutes,
      coalesce(o.owed, 0)::bigint as owed_containers, coalesce(o.owed_overdue, 0)::bigint as owed_overdue,
      coalesce(t.issued, 0)::int as issued_today, coalesce(t.closed, 0)::int as closed_today, coalesce(r.alerts, 0)::int as red_alerts_today,
      coalesce(s.losses, 0)::int as unreported_losses, coalesce(extract(epoch from ${at}::timestamptz - s.late_since) / 60, 0)::int as unreported_minutes,
      e.recorded_at as last_record_at
    from mine m
    left join open o on o.org_id = m.id
    left join today t on t.org_id = m.id
    left join red r on r.org_id = m.id
    left join loss s on s.org_id = m.id
    left join lateral (select x.recorded_at from audit.event x where x.org_id = m.id order by x.id desc limit 1) e on true
    order by m.name`
  return rows.map((r) => ({ ...r, district: districtName(r.region) }))
}

/** Issues by the China day on which they were made, and how many of them are closed by now. */
export async function trendOf(
  tx: Tx,
  at: string,
  org: number | null,
): Promise<{ day: string; issued: number; closed: number }[]> {
  const first = dayOf(new Date(Date.parse(at) - (trendDays - 1) * 86_400_000))
  return tx<{ day: string; issued: number; closed: number }[]>`
    select d.day::date as day, count(i.id)::int as issued, count(i.id) filter (where not i.open)::int as closed
    from generate_series(${first}::date, ${dayOf(at)}::date, interval '1 day') d (day)
    left join (
      select x.id, (x.issued_at at time zone 'Asia/Shanghai')::date as day, exists (
        select 1 from ledger.balance b where b.org_id = x.org_id and b.account_id = x.account_id and b.quantity <> 0)
        or exists (select from emergency.standing s where s.org_id = x.org_id and s.issue_id = x.id and s.matched_at is null) as open
      from issue.issue x
      where x.issued_at >= ${startOfDay(first)} and x.org_id = any (array(
        select r.org_id from identity.readable r where r.reader_id = core.current_org() and (${org}::bigint is null or r.org_id = ${org})))) i
      on i.day = d.day::date
    group by 1 order by 1`
}

export async function placesOf(tx: Tx, org: number): Promise<Institution['places']> {
  const here = tx`
    select d.unit, x.quantity as units from ledger.balance x join ledger.drug d on d.org_id = x.org_id and d.id = x.drug_id
    where x.org_id = l.org_id and x.account_id = l.account_id and x.item = 'intact' and x.quantity <> 0`
  return tx<Institution['places']>`
    select l.account_id, l.name as place, l.kind, l.tier, coalesce(b.drugs, 0)::int as drugs, ${unitSumsIn(tx, here)} as sums,
      coalesce(b.containers, 0)::bigint as containers, b.last_at
    from place.location l left join lateral (
      select count(distinct x.drug_id) as drugs, sum(x.quantity) filter (where x.item = 'container') as containers, max(x.changed_at) as last_at
      from ledger.balance x where x.org_id = l.org_id and x.account_id = l.account_id and x.quantity <> 0) b on true
    where l.org_id = ${org} and l.stopped_at is null order by l.tier, l.code limit 500`
}

export async function movementsOf(tx: Tx, org: number): Promise<MovementRow[]> {
  const rows = await tx<Omit<MovementRow, 'title'>[]>`
    select m.id as movement_id, m.event_id, m.kind, m.cause_no, m.occurred_at as at, a.name as actor, w.name as witness,
      m.reverses_id is not null as reversed, coalesce(d.drugs, '') as drugs
    from (select * from ledger.movement where org_id = ${org} order by recorded_at desc, id desc limit ${recent}) m
    join identity.app_user a on a.org_id = m.org_id and a.id = m.actor_id
    left join identity.app_user w on w.org_id = m.org_id and w.id = m.witness_id
    left join lateral (
      select string_agg(distinct x.name, '、') as drugs from ledger.entry e join ledger.drug x on x.org_id = e.org_id and x.id = e.drug_id
      where e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at) d on true
    order by m.recorded_at desc, m.id desc`
  return rows.map((r) => ({ ...r, title: `${r.reversed ? '红冲 ' : ''}${kindTitle(r.kind)}` }))
}

/** The latest documents of every kind, together by time. No patient and no free text is in them. */
export async function documentsOf(tx: Tx, org: number): Promise<DocumentRow[]> {
  return tx<DocumentRow[]>`
    select * from (
      (select 'receipt' as kind, r.id, r.no, s.name as text, r.created_at as at from receipt.receipt r
        join partner.supplier s on s.org_id = r.org_id and s.id = r.supplier_id where r.org_id = ${org} order by r.created_at desc limit ${recent})
      union all
      (select 'requisition', r.id, r.no, l.name, r.created_at from requisition.requisition r
        join place.location l on l.org_id = r.org_id and l.id = r.location_id where r.org_id = ${org} order by r.created_at desc limit ${recent})
      union all
      (select 'transfer', t.id, t.no, s.name || ' → ' || d.name, t.sent_at from requisition.transfer t
        join place.location s on s.org_id = t.org_id and s.id = t.source_location_id
        join place.location d on d.org_id = t.org_id and d.id = t.destination_location_id
        where t.org_id = ${org} order by t.sent_at desc limit ${recent})
      union all
      (select 'issue', i.id, i.no, concat_ws(' ', i.room, i.ref_no), i.issued_at from issue.issue i
        where i.org_id = ${org} order by i.issued_at desc limit ${recent})
      union all
      (select 'recovery', r.id, r.no, l.name, r.recovered_at from recovery.recovery r
        join place.location l on l.org_id = r.org_id and l.id = r.bin_location_id where r.org_id = ${org} order by r.recovered_at desc limit ${recent})
      union all
      (select 'destruction', x.id, x.no, x.place || '，' || x.method, x.destroyed_at from destruction.destruction x
        where x.org_id = ${org} order by x.destroyed_at desc limit ${recent})) d
    order by d.at desc limit ${recent}`
}
