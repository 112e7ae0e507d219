import { planOnce, type Tx } from '#core/db.ts'
import type { LedgerRow } from './contract.ts'
import type { LedgerCursor } from './rules.ts'

export interface Book {
  readonly orgId: number
  readonly drugId: number
  readonly accountIds: readonly number[]
}

export interface LedgerSlice {
  readonly rows: LedgerRow[]
  readonly openingUnits: number
  /** Where the next older page begins; undefined: this page is the first of the book. */
  readonly older: LedgerCursor | undefined
}

/**
 * One page of a book, newest page first, its rows in the order of the paper.
 *
 * How it stays fast however long the book is. A page is found by key, never by offset: for every account of the book
 * the two indexes (org, source, drug, time) and (org, destination, drug, time) are read backwards from the cursor and
 * stop after a page of movements; monthly partitions that lie after the cursor are not touched. Only those movements'
 * entries are then read. The balance does not come from the beginning of the book but from its end: the balance row
 * of today minus what moved after this page, so the newest page costs the same after ten years, and an older one costs
 * what lies between it and today. All in one statement, because two would see two moments.
 *
 * Splitting a box into labels (relabelled) leaves the account and comes back in one movement: it is no line of the
 * book. Neither is what goes from one account of the book straight to another.
 */
export async function ledgerSlice(
  tx: Tx,
  book: Book,
  cursor: LedgerCursor,
  size: number,
): Promise<LedgerSlice> {
  const [accounts, org, drug] = [book.accountIds as number[], book.orgId, book.drugId]
  const side = (mine: 'source_id' | 'destination_id', other: 'source_id' | 'destination_id') => tx`
    select distinct e.recorded_at, e.movement_id from ledger.entry e
    where e.org_id = ${org} and e.${tx(mine)} = a.id and e.drug_id = ${drug} and e.item = 'intact'
      and not (e.${tx(other)} = any (array(select id from aside)))
      and e.recorded_at <= ${cursor.at} and (e.recorded_at, e.movement_id) < (${cursor.at}, ${cursor.movementId}::bigint)
    order by e.recorded_at desc, e.movement_id desc limit ${size + 1}`
  planOnce(tx)
  const rows = await tx<(LedgerRow & { openingUnits: number; more: boolean })[]>`
    with aside as (
      select id from ledger.account where org_id = ${org} and kind = 'relabelled' union all select unnest(${accounts}::bigint[])),
    found as (
      select distinct k.recorded_at, k.movement_id from unnest(${accounts}::bigint[]) a (id)
      cross join lateral ((${side('source_id', 'destination_id')}) union all (${side('destination_id', 'source_id')})) k
      order by k.recorded_at desc, k.movement_id desc limit ${size + 1}),
    page as (select * from found order by recorded_at desc, movement_id desc limit ${size}),
    newest as (select * from page order by recorded_at desc, movement_id desc limit 1),
    flow as (
      select e.movement_id, e.recorded_at, e.lot_id, count(distinct nullif(e.code, ''))::int as codes,
        case when e.destination_id = any (${accounts}::bigint[]) then e.source_id else e.destination_id end as other_id,
        sum(case when e.destination_id = any (${accounts}::bigint[]) then e.quantity else 0 end) as came,
        sum(case when e.source_id = any (${accounts}::bigint[]) then e.quantity else 0 end) as went
      from page p join ledger.entry e on e.org_id = ${org} and e.movement_id = p.movement_id and e.recorded_at = p.recorded_at
      where e.drug_id = ${drug} and e.item = 'intact'
        and (e.source_id = any (${accounts}::bigint[])) <> (e.destination_id = any (${accounts}::bigint[]))
        and not (case when e.destination_id = any (${accounts}::bigint[]) then e.source_id else e.destination_id end = any (array(select id from aside)))
      group by 1, 2, 3, 5),
    closing as (select (${balanceNow(tx, book)}) - (${netAfter(tx, book, tx`(select recorded_at from newest)`, tx`(select movement_id from newest)`)}) as units),
    opening as (select c.units - (select coalesce(sum(came - went), 0) from flow) as units from closing c)
    select m.id as movement_id, m.event_id, m.kind, m.occurred_at, m.recorded_at, m.cause_kind, m.cause_id, m.cause_no as voucher_no,
      coalesce(sl.name, department.name, o.title) as counterparty, l.lot_no, l.expiry, f.codes,
      (case when m.reverses_id is null then f.came else -f.went end)::bigint as in_units,
      (case when m.reverses_id is null then f.went else -f.came end)::bigint as out_units,
      (op.units + sum(f.came - f.went) over (order by f.recorded_at, f.movement_id, l.lot_no, f.other_id rows unbounded preceding))::bigint as balance_units,
      actor.name as actor, witness.name as witness, coalesce(holder.name, accepter.name) as receiver,
      m.reverses_id, back.id as reversed_by_id, m.reason, op.units::bigint as opening_units,
      (select count(*) from found) > ${size} as more
    from flow f cross join opening op
    join ledger.movement m on m.org_id = ${org} and m.id = f.movement_id
    join ledger.lot l on l.org_id = ${org} and l.id = f.lot_id
    join ledger.account o on o.org_id = ${org} and o.id = f.other_id
    join identity.app_user actor on actor.org_id = ${org} and actor.id = m.actor_id
    left join identity.app_user witness on witness.org_id = ${org} and witness.id = m.witness_id
    left join ledger.movement back on back.org_id = ${org} and back.reverses_id = m.id
    left join issue.issue i on m.cause_kind = 'issue' and i.org_id = ${org} and i.id = m.cause_id
    left join identity.app_user holder on holder.org_id = ${org} and holder.id = i.holder_id
    left join identity.department department on o.kind = 'custody' and department.org_id = ${org}
      and department.id = case when i.department_id is null then holder.department_id else i.department_id end
    left join requisition.transfer t on m.cause_kind = 'transfer' and t.org_id = ${org} and t.id = m.cause_id
    left join place.location sl on o.kind = 'transit' and sl.org_id = ${org}
      and sl.id = case when m.kind = 'accept' then t.source_location_id else t.destination_location_id end
    left join identity.app_user accepter on accepter.org_id = ${org} and accepter.id = t.accepted_by
    order by f.recorded_at, f.movement_id, l.lot_no, f.other_id`
  const [first] = rows
  if (!first) return { rows: [], openingUnits: await unitsAt(tx, book, cursor), older: undefined }
  const older = first.more ? { at: first.recordedAt, movementId: first.movementId } : undefined
  return {
    rows: rows.map(({ openingUnits: _, more: __, ...row }) => row),
    openingUnits: first.openingUnits,
    older,
  }
}

const balanceNow = (tx: Tx, book: Book) => tx`
  select coalesce(sum(b.quantity), 0) from ledger.balance b
  where b.org_id = ${book.orgId} and b.account_id = any (${book.accountIds as number[]}::bigint[]) and b.item = 'intact'
    and b.drug_id = ${book.drugId} and b.quantity <> 0`

type Sql = ReturnType<typeof balanceNow>

/** What came to the book minus what left it, after a movement. */
const netAfter = (tx: Tx, book: Book, at: Sql, movementId: Sql) => tx`
  select coalesce(sum(n.q), 0) from (
    select e.quantity as q from ledger.entry e
    where e.org_id = ${book.orgId} and e.destination_id = any (${book.accountIds as number[]}::bigint[]) and e.drug_id = ${book.drugId}
      and e.item = 'intact' and e.recorded_at >= ${at} and (e.recorded_at, e.movement_id) > (${at}, ${movementId})
    union all
    select -e.quantity from ledger.entry e
    where e.org_id = ${book.orgId} and e.source_id = any (${book.accountIds as number[]}::bigint[]) and e.drug_id = ${book.drugId}
      and e.item = 'intact' and e.recorded_at >= ${at} and (e.recorded_at, e.movement_id) > (${at}, ${movementId})) n`

/** What stood in the book before the cursor: the whole answer where no movement lies before it. */
async function unitsAt(tx: Tx, book: Book, cursor: LedgerCursor): Promise<number> {
  const [row] = await tx<{ units: number }[]>`
    select ((${balanceNow(tx, book)}) - (${netAfter(tx, book, tx`${cursor.at}::timestamptz`, tx`${cursor.movementId - 1}::bigint`)}))::bigint as units`
  return row?.units ?? 0
}
