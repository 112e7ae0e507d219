import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import type { Item } from '#core/ledger/kinds.ts'
import { Refusal } from '#core/refusal.ts'
import type { StocktakeState } from './contract.ts'
import { stocktakeStateTitle, type Course } from './rules.ts'

/** More than the largest vault has lots. */
export const maxRows = 2_000

export interface Stocktake {
  readonly id: number
  readonly no: string
  readonly blind: boolean
  readonly state: StocktakeState
  readonly version: number
  readonly countedBy: number
  readonly secondBy: number
  readonly resumedAt: string
  readonly countedName: string
  readonly secondName: string
}

/** One's own stocktake, locked: whatever changes it has one order. Refuses NOT_FOUND, DOCUMENT_CLOSED. */
export async function lockStocktake(
  tx: Tx,
  actor: Actor,
  id: number,
  states: readonly StocktakeState[],
): Promise<Stocktake> {
  const [row] = await tx<Stocktake[]>`
    select s.id, s.no, s.blind, s.state, s.version, s.counted_by, s.second_by, s.resumed_at, a.name as counted_name, b.name as second_name
    from stocktake.stocktake s
    join identity.app_user a on a.org_id = s.org_id and a.id = s.counted_by
    join identity.app_user b on b.org_id = s.org_id and b.id = s.second_by
    where s.org_id = ${actor.orgId} and s.id = ${id} for update of s`
  if (!row) throw new Refusal('NOT_FOUND')
  if (!states.includes(row.state))
    throw new Refusal('DOCUMENT_CLOSED', { no: row.no, state: stocktakeStateTitle[row.state] })
  return row
}

/** Locked, being counted, and by this person. Refuses besides: COUNT_NOT_YOURS. */
export async function lockCounting(
  tx: Tx,
  actor: Actor,
  id: number,
  states: readonly StocktakeState[] = ['counting'],
): Promise<Stocktake> {
  const s = await lockStocktake(tx, actor, id, states)
  if (actor.userId !== s.countedBy && actor.userId !== s.secondBy)
    throw new Refusal('COUNT_NOT_YOURS', { no: s.no, names: `${s.countedName}、${s.secondName}` })
  return s
}

export async function touch(tx: Tx, actor: Actor, id: number): Promise<number> {
  const [row] = await tx<{ version: number }[]>`
    update stocktake.stocktake set version = version + 1 where org_id = ${actor.orgId} and id = ${id} returning version`
  return row?.version ?? 0
}

export interface CountRow {
  readonly id: number
  readonly version: number
  readonly state: 'waiting' | 'counted'
  readonly tries: number
  readonly locationId: number
  readonly accountId: number
  readonly item: Item
  readonly drugId: number
  readonly lotId: number
  readonly askedAt: string
  readonly book: number | null
  readonly counted: number | null
  readonly countedAt: string | null
  readonly countedBy: number | null
  readonly firstCounted: number | null
  readonly reasonCode: string | null
  readonly discrepancyId: number | null
  readonly movementId: number | null
  readonly drug: string
  readonly lotNo: string
  readonly drugClass: 'NAR' | 'PS1' | 'PS2' | 'TOX' | 'PRE' | 'WAT'
}

/** Rows of a stocktake that the caller has locked. */
export async function countRows(
  tx: Tx,
  actor: Actor,
  id: number,
  rowIds?: readonly number[],
): Promise<CountRow[]> {
  const rows = await tx<CountRow[]>`
    select r.id, r.version, r.state, r.tries, r.location_id, r.account_id, r.item, r.drug_id, r.lot_id, r.asked_at, r.book, r.counted,
      r.counted_at, r.counted_by, r.first_counted, r.reason_code, r.discrepancy_id, r.movement_id, n.name || ' ' || n.spec as drug,
      n.drug_class, l.lot_no
    from stocktake.row r
    join catalogue.drug_name n on n.org_id = r.org_id and n.drug_id = r.drug_id
    join ledger.lot l on l.org_id = r.org_id and l.id = r.lot_id
    where r.org_id = ${actor.orgId} and r.stocktake_id = ${id} and (${rowIds === undefined}::boolean or r.id = any (${[...(rowIds ?? [])]}::bigint[]))
    order by r.seq, r.id limit ${maxRows}`
  return [...rows]
}

export async function countRow(tx: Tx, actor: Actor, id: number, rowId: number): Promise<CountRow> {
  const [row] = await countRows(tx, actor, id, [rowId])
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

export interface Seen {
  readonly code: string
  readonly units: number
  readonly at: string
}

/** Codes seen in the try that runs (or in the last one). */
export async function seenOf(tx: Tx, actor: Actor, row: CountRow): Promise<Seen[]> {
  const attempt = row.state === 'waiting' ? row.tries + 1 : row.tries
  const rows = await tx<Seen[]>`
    select code, units, scanned_at as at from stocktake.scan
    where org_id = ${actor.orgId} and row_id = ${row.id} and try = ${attempt} and units > 0 order by code limit 20000`
  return [...rows]
}

/** From when on this row may have been counted: after the row before it, or at its first scan. */
export async function windowOf(
  tx: Tx,
  actor: Actor,
  s: Stocktake,
  row: CountRow,
  seen: readonly Seen[],
): Promise<string> {
  const [last] = await tx<{ at: string | null }[]>`
    select max(counted_at) as at from stocktake.row
    where org_id = ${actor.orgId} and stocktake_id = ${s.id} and counted_by = ${actor.userId}`
  const asked = [row.askedAt, s.resumedAt, last?.at ?? ''].sort().at(-1) ?? row.askedAt
  return [asked, ...seen.map((x) => x.at)].sort()[0] ?? asked
}

type Balance = Pick<CountRow, 'accountId' | 'item' | 'drugId' | 'lotId'>

/**
 * What the books held of each code of a lot in an account since an instant, step by step: the balances of now, and every
 * movement since taken back one by one. One statement, so that no movement falls between balance and entries.
 */
export async function coursesOf(
  tx: Tx,
  actor: Actor,
  b: Balance,
  since: string,
): Promise<Map<string, Course>> {
  const side = (column: 'source_id' | 'destination_id', sign: number) => tx`
    select e.movement_id as m, e.recorded_at as at, e.code, ${sign}::int * e.quantity as q from ledger.entry e
    where e.org_id = ${actor.orgId} and e.${tx(column)} = ${b.accountId} and e.drug_id = ${b.drugId} and e.lot_id = ${b.lotId}
      and e.item = ${b.item} and e.recorded_at > ${since}`
  const rows = await tx<{ m: number | null; code: string; q: number }[]>`
    select x.m, x.code, sum(x.q)::bigint as q from (
      select null::bigint as m, null::timestamptz as at, code, quantity as q from ledger.balance
      where org_id = ${actor.orgId} and account_id = ${b.accountId} and item = ${b.item} and lot_id = ${b.lotId} and quantity <> 0
      union all ${side('source_id', -1)} union all ${side('destination_id', 1)}) x
    group by x.m, x.at, x.code order by x.at desc nulls first, x.m desc nulls first, x.code`
  const now = new Map(rows.filter((r) => r.m === null).map((r) => [r.code, r.q]))
  const steps = new Map<number, { code: string; q: number }[]>()
  for (const r of rows) if (r.m !== null) steps.set(r.m, [...(steps.get(r.m) ?? []), r])
  const courses = new Map<string, number[]>(
    [...new Set(rows.map((r) => r.code))].map((c) => [c, [now.get(c) ?? 0]]),
  )
  for (const changes of steps.values()) {
    const changed = new Map(changes.map((c) => [c.code, c.q]))
    for (const [code, course] of courses) course.push((course.at(-1) ?? 0) - (changed.get(code) ?? 0))
  }
  for (const course of courses.values()) course.reverse()
  return courses
}
