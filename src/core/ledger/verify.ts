import type { Tx } from '#core/db.ts'
import { booksOf, compareEvent, type EventRow, type Finding } from './books.ts'

export type { Finding }

/**
 * Recomputes the books from the entries, and the entries from the events' bytes. Read-only, over all tenants
 * (auditor's role). An empty list means: every balance is the fold of its entries, every entry is in an event's
 * bytes and nothing else is, every hash is right, and no invariant of the ledger is broken.
 */
export async function verifyLedger(tx: Tx): Promise<Finding[]> {
  return [
    ...(await balancesAreFolds(tx)),
    ...(await daysAddUp(tx)),
    ...(await monthsFollow(tx)),
    ...(await monthsAddUp(tx)),
    ...(await codesAddUp(tx)),
    ...(await openingsConserve(tx)),
    ...(await twoPeople(tx)),
    ...(await eventsMatch(tx)),
  ]
}

const show =
  (what: string) =>
  (row: object): Finding => ({ org: (row as { org: number }).org, what, detail: JSON.stringify(row) })

async function balancesAreFolds(tx: Tx): Promise<Finding[]> {
  const rows = await tx`
    with fold as (
      select org_id, account_id, item, lot_id, code, sum(q)::bigint as q from (
        select org_id, destination_id as account_id, item, lot_id, code, quantity as q from ledger.entry
        union all
        select org_id, source_id, item, lot_id, code, -quantity from ledger.entry) e
      group by 1, 2, 3, 4, 5)
    select coalesce(f.org_id, b.org_id) as org, coalesce(f.account_id, b.account_id) as account, coalesce(f.item, b.item) as item,
      coalesce(f.lot_id, b.lot_id) as lot, coalesce(f.code, b.code) as code, b.quantity as balance, f.q as fold
    from fold f full join ledger.balance b using (org_id, account_id, item, lot_id, code)
    join ledger.account a on a.org_id = coalesce(f.org_id, b.org_id) and a.id = coalesce(f.account_id, b.account_id)
    where coalesce(f.q, 0) <> coalesce(b.quantity, 0) or (a.inside and b.quantity < 0) or a.inside <> b.inside
    limit 100`
  return rows.map(show('余额与流水不一致'))
}

/** The days' sums are those of the entries of the events that their follower has read. */
async function daysAddUp(tx: Tx): Promise<Finding[]> {
  const rows = await tx`
    with read as (
      select e.org_id, array_agg(e.id) as ids from audit.event e
      where (e.tx, e.id) <= (select coalesce(max(f.tx::text::bigint), 0)::text::xid8, coalesce(max(f.event_id), 0) from core.follower f where f.name = 'days')
      group by 1),
    fold as (
      select r.org_id, s.account_kind, s.account_id, s.item, s.drug_id, s.lot_id, (s.recorded_at at time zone 'Asia/Shanghai')::date as day, s.kind,
        sum(s.in_quantity) as ins, sum(s.out_quantity) as outs
      from read r cross join lateral ledger.sides(r.org_id, r.ids) s group by 1, 2, 3, 4, 5, 6, 7, 8)
    select coalesce(f.org_id, d.org_id) as org, account_kind, account_id as account, item, drug_id as drug, lot_id as lot, day::text, kind,
      f.ins::bigint, d.in_quantity, f.outs::bigint, d.out_quantity
    from fold f full join ledger.daily d using (org_id, account_kind, account_id, item, drug_id, lot_id, day, kind)
    where f.ins is distinct from d.in_quantity or f.outs is distinct from d.out_quantity limit 100`
  return rows.map(show('日结合计与流水不一致'))
}

/** Each month begins with what the one before it began with and its days brought and took; the first with all days before it. */
async function monthsFollow(tx: Tx): Promise<Finding[]> {
  const rows = await tx`
    with made as (select org_id, month, lag(month) over (partition by org_id order by month) as last from ledger.month_made),
    due as (
      select x.org_id, x.month, n.account_kind, n.account_id, n.item, n.drug_id, n.lot_id, sum(n.net)::bigint as net
      from made x cross join lateral (
        select s.account_kind, s.account_id, s.item, s.drug_id, s.lot_id, s.net from ledger.month_start s
        where s.org_id = x.org_id and s.month = x.last
        union all
        select d.account_kind, d.account_id, d.item, d.drug_id, d.lot_id, d.in_quantity - d.out_quantity from ledger.daily d
        where d.org_id = x.org_id and d.day >= coalesce(x.last, '-infinity'::date) and d.day < x.month
          and d.account_kind = any (ledger.inside_kinds())) n
      group by 1, 2, 3, 4, 5, 6, 7)
    select coalesce(d.org_id, s.org_id) as org, month::text, account_kind, account_id as account, item, drug_id as drug, lot_id as lot,
      s.net, d.net as due
    from due d full join ledger.month_start s using (org_id, month, account_kind, account_id, item, drug_id, lot_id)
    where coalesce(d.net, 0) <> coalesce(s.net, 0) limit 100`
  return rows.map(show('月初结存与日结合计不一致'))
}

/** The months' sums by drug are those of their days. */
async function monthsAddUp(tx: Tx): Promise<Finding[]> {
  const rows = await tx`
    with fold as (
      select org_id, date_trunc('month', day)::date as month, drug_id, account_kind, account_id, item, kind,
        sum(in_quantity) as ins, sum(out_quantity) as outs
      from ledger.daily where account_kind = any (ledger.inside_kinds()) group by 1, 2, 3, 4, 5, 6, 7)
    select org_id as org, month::text, account_kind, account_id as account, item, drug_id as drug, kind, f.ins::bigint, m.in_quantity,
      f.outs::bigint, m.out_quantity
    from fold f full join ledger.monthly m using (org_id, month, drug_id, account_kind, account_id, item, kind)
    where f.ins is distinct from m.in_quantity or f.outs is distinct from m.out_quantity limit 100`
  return rows.map(show('月合计与日结合计不一致'))
}

/**
 * Invariant 3: over all accounts a code's units add up to nothing but what came from outside. What a receipt brings is
 * all that the code is labelled with; what went back to the supplier, of a box and its labels together, is part of it.
 */
async function codesAddUp(tx: Tx): Promise<Finding[]> {
  const rows = await tx`
    with moved as (
      select e.org_id, e.code, m.kind = 'returnToSupplier' as back,
        sum(case when a.kind = 'supplier' then e.quantity else 0 end) - sum(case when d.kind = 'supplier' then e.quantity else 0 end) as units
      from ledger.entry e join ledger.account a on a.org_id = e.org_id and a.id = e.source_id
      join ledger.account d on d.org_id = e.org_id and d.id = e.destination_id
      join ledger.movement m on m.org_id = e.org_id and m.id = e.movement_id
      where e.item = 'intact' and e.code <> '' and (a.kind = 'supplier' or d.kind = 'supplier') group by 1, 2, 3),
    boxes as (
      select v.org_id, coalesce(c.parent, c.code) as code, coalesce(sum(v.units) filter (where not v.back), 0) as received,
        coalesce(-sum(v.units) filter (where v.back), 0) as returned
      from moved v join ledger.code c on c.org_id = v.org_id and c.code = v.code group by 1, 2)
    select b.org_id as org, b.code, b.received, b.returned, c.units as labelled from boxes b
    join ledger.code c on c.org_id = b.org_id and c.code = b.code
    where b.received % c.units <> 0 or b.received - b.returned not between 0 and c.units
    limit 100`
  const labels = await tx`
    select b.org_id as org, b.code, -b.quantity as units from ledger.balance b
    join ledger.account a on a.org_id = b.org_id and a.id = b.account_id and a.kind = 'relabelled'
    join ledger.code c on c.org_id = b.org_id and c.code = b.code and c.kind = 'UNIT'
    where b.quantity not in (0, -1) limit 100`
  return [...rows.map(show('追溯码数量与收货不一致')), ...labels.map(show('一个单支码对应的不是一支'))]
}

/** Invariants 4 and 5, per organisation, drug and code: what `opened` took in units it gave in strength and containers. */
async function openingsConserve(tx: Tx): Promise<Finding[]> {
  const rows = await tx`
    select b.org_id as org, b.lot_id as lot, b.code, sum(b.quantity) filter (where b.item = 'intact') as units,
      -sum(b.quantity) filter (where b.item = 'content') as content, -sum(b.quantity) filter (where b.item = 'container') as containers
    from ledger.balance b join ledger.account a on a.org_id = b.org_id and a.id = b.account_id and a.kind = 'opened'
    join ledger.drug d on d.org_id = b.org_id and d.id = b.drug_id
    group by b.org_id, b.lot_id, b.code, d.content_per_unit, d.container
    having coalesce(sum(b.quantity) filter (where b.item = 'intact'), 0) * d.content_per_unit <> -coalesce(sum(b.quantity) filter (where b.item = 'content'), 0)
      or (d.container is not null and coalesce(sum(b.quantity) filter (where b.item = 'intact'), 0) <> -coalesce(sum(b.quantity) filter (where b.item = 'container'), 0))
    limit 100`
  return rows.map(show('开启前后含量或容器不守恒'))
}

/** Invariant 6: an act that the law gives to two has two on it. The kinds come from the table of kinds. */
async function twoPeople(tx: Tx): Promise<Finding[]> {
  const { kinds } = await import('./kinds.ts')
  const dual = Object.entries(kinds)
    .filter(([, k]) => 'witness' in k)
    .map(([code]) => code)
  const rows = await tx`
    select org_id as org, id as movement, kind from ledger.movement
    where kind = any (${dual}::text[]) and (witness_id is null or witness_id = actor_id) limit 100`
  return rows.map(show('应两人办理的只有一人'))
}

const batch = 500

/** Every event's bytes hash to its hash, say what its columns say, and hold exactly the entries on the books. */
async function eventsMatch(tx: Tx): Promise<Finding[]> {
  const findings: Finding[] = []
  let after = { xid: '0', id: 0 }
  for (;;) {
    // In the order of the followers' index, so that a million events are read once and never sorted.
    const events = await tx<(EventRow & { xid: string })[]>`
      select tx::text as xid, id, org_id, type, bytes, hash from audit.event
      where (tx, id) > (${after.xid}::xid8, ${after.id}) order by tx, id limit ${batch}`
    const last = events.at(-1)
    if (!last) break
    after = last
    const books = await booksOf(
      tx,
      events.map((e) => e.id),
    )
    for (const event of events) findings.push(...compareEvent(event, books))
    for (const key of books.keys())
      findings.push({ org: Number(key.split('/')[0]), what: '账上有而事件里没有的流水', detail: key })
    if (findings.length >= 100) break
  }
  const orphans = await tx`
    select m.org_id as org, m.id as movement from ledger.movement m
    where not exists (select 1 from audit.event e where e.org_id = m.org_id and e.id = m.event_id) limit 100`
  return [...findings, ...orphans.map(show('没有事件的流水'))]
}
