import { createHash } from 'node:crypto'
import type { Tx } from '#core/db.ts'
import type { EventV1 } from '#core/audit/event.ts'

export interface Finding {
  readonly org: number
  readonly what: string
  readonly detail: string
}

/**
 * Recomputes the books from the entries, and the entries from the events' bytes. Read-only, over all tenants
 * (auditor's role). An empty list means: every balance is the fold of its entries, every entry is in an event's
 * bytes and nothing else is, every hash is right, and no invariant of the ledger is broken.
 */
export async function verifyLedger(tx: Tx): Promise<Finding[]> {
  return [
    ...(await balancesAreFolds(tx)),
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

/** Invariant 3: over all accounts a code's units add up to nothing but what came from outside. */
async function codesAddUp(tx: Tx): Promise<Finding[]> {
  const rows = await tx`
    with received as (
      select e.org_id, e.code, sum(case when a.kind = 'supplier' then e.quantity else 0 end) - sum(case when d.kind = 'supplier' then e.quantity else 0 end) as units
      from ledger.entry e join ledger.account a on a.org_id = e.org_id and a.id = e.source_id
      join ledger.account d on d.org_id = e.org_id and d.id = e.destination_id
      where e.item = 'intact' and e.code <> '' and (a.kind = 'supplier' or d.kind = 'supplier') group by 1, 2)
    select r.org_id as org, r.code, r.units as received, c.units as labelled from received r
    join ledger.code c on c.org_id = r.org_id and c.code = r.code where r.units <> 0 and r.units <> c.units
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

interface EventRow {
  readonly id: number
  readonly orgId: number
  readonly type: string
  readonly bytes: Uint8Array
  readonly hash: Uint8Array
}

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
    for (const event of events) findings.push(...compare(event, books))
    for (const key of books.keys())
      findings.push({ org: Number(key.split('/')[0]), what: '账上有而事件里没有的流水', detail: key })
    if (findings.length >= 100) break
  }
  const orphans = await tx`
    select m.org_id as org, m.id as movement from ledger.movement m
    where not exists (select 1 from audit.event e where e.org_id = m.org_id and e.id = m.event_id) limit 100`
  return [...findings, ...orphans.map(show('没有事件的流水'))]
}

type Books = Map<string, string>

/** Movements as they stand on the books, in the very form in which the events' bytes hold them. */
async function booksOf(tx: Tx, eventIds: number[]): Promise<Books> {
  const rows = await tx<
    { orgId: number; eventId: number; id: number; head: unknown; lines: unknown; evidence: unknown }[]
  >`
    select m.org_id, m.event_id, m.id,
      json_build_array(m.kind, to_char(m.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        m.cause_kind, m.cause_id, m.cause_no, m.reverses_id, m.actor_id, m.witness_id) as head,
      (select coalesce(json_agg(json_build_array(v.stage, encode(v.sha256, 'hex')) order by v.stage collate "C"), '[]') from ledger.movement_evidence v
        where v.org_id = m.org_id and v.movement_id = m.id) as evidence,
      (select json_agg(json_build_array(e.item, e.drug_id, e.lot_id, e.code, e.source_id, e.destination_id, e.quantity) order by e.line)
         from ledger.entry e where e.org_id = m.org_id and e.movement_id = m.id) as lines
    from ledger.movement m where m.event_id = any (${eventIds}::bigint[])`
  return new Map(
    rows.map((r) => [`${r.orgId}/${r.eventId}/${r.id}`, JSON.stringify([r.head, r.lines, r.evidence])]),
  )
}

function compare(row: EventRow, books: Books): Finding[] {
  const where = `事件 ${row.id}（单位 ${row.orgId}，${row.type}）`
  if (!createHash('sha256').update(row.bytes).digest().equals(row.hash))
    return [{ org: row.orgId, what: '事件指纹不符', detail: where }]
  const event = JSON.parse(new TextDecoder().decode(row.bytes)) as EventV1
  if (event.id !== row.id || event.org !== row.orgId || event.type !== row.type)
    return [{ org: row.orgId, what: '事件栏目与原文不符', detail: where }]
  const findings: Finding[] = []
  for (const m of event.movements) {
    const key = `${event.org}/${event.id}/${m.id}`
    const head = [
      m.kind,
      m.occurredAt,
      m.cause[0],
      m.cause[1],
      m.cause[2],
      m.reverses,
      event.actor,
      event.witness,
    ]
    const evidence = Object.entries(m.evidence).sort(([a], [b]) => (a < b ? -1 : 1))
    const said = JSON.stringify([head, m.lines, evidence])
    if (books.get(key) !== said)
      findings.push({ org: row.orgId, what: '流水与事件原文不符', detail: `${where} 流水 ${m.id}` })
    books.delete(key)
  }
  return findings
}
