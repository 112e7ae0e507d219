import { tell, type Actor } from '#core/actor.ts'
import { classify } from '#core/codes/code.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { knownCode, type KnownCode } from '#core/ledger/codes.ts'
import { assert, Refusal } from '#core/refusal.ts'
import type { scanCode, setScan } from './contract.ts'
import { countRow, lockCounting, maxRows, touch, type CountRow, type Stocktake } from './store.ts'

/** The row that a code belongs to: its lot, where the books have it, else where the person says that it lies. */
async function rowOfCode(
  tx: Tx,
  actor: Actor,
  s: Stocktake,
  known: KnownCode,
  locationId: number | undefined,
): Promise<CountRow> {
  const rows = await tx<{ id: number; here: boolean }[]>`
    select r.id, exists (select from ledger.balance b where b.org_id = r.org_id and b.account_id = r.account_id and b.item = r.item
      and b.lot_id = r.lot_id and b.code = ${known.code} and b.quantity > 0) as here
    from stocktake.row r
    where r.org_id = ${actor.orgId} and r.stocktake_id = ${s.id} and r.lot_id = ${known.lotId}
      and (${locationId ?? null}::bigint is null or r.location_id = ${locationId ?? null})
    order by r.seq limit 50`
  const [only] = rows
  const found = rows.find((r) => r.here) ?? (rows.length === 1 ? only : undefined)
  if (found) return countRow(tx, actor, s.id, found.id)
  if (rows.length > 1) throw new Refusal('COUNT_WHICH_PLACE', { code: known.code })
  return addCounted(tx, actor, s, { locationId, drugId: known.drugId, lotId: known.lotId, what: known.code })
}

interface Place {
  readonly id: number
  readonly accountId: number
  readonly kind: string
}

/** The place that was said, or the only one of this stocktake. Refuses COUNT_WHICH_PLACE, NOT_FOUND. */
async function placeIn(
  tx: Tx,
  actor: Actor,
  s: Stocktake,
  locationId: number | undefined,
  what: string,
): Promise<Place> {
  const places = await tx<Place[]>`
    select distinct p.id, p.account_id, p.kind from stocktake.row r join place.location p on p.org_id = r.org_id and p.id = r.location_id
    where r.org_id = ${actor.orgId} and r.stocktake_id = ${s.id} order by p.id`
  const found = locationId === undefined ? undefined : places.find((p) => p.id === locationId)
  if (found) return found
  if (locationId !== undefined) throw new Refusal('NOT_FOUND')
  const [only] = places
  if (!only || places.length > 1) throw new Refusal('COUNT_WHICH_PLACE', { code: what })
  return only
}

/** Something lies there that the books do not have there: a row of its own. */
export async function addCounted(
  tx: Tx,
  actor: Actor,
  s: Stocktake,
  of: { locationId: number | undefined; drugId: number; lotId: number; what: string },
): Promise<CountRow> {
  const place = await placeIn(tx, actor, s, of.locationId, of.what)
  const [last] = await tx<{ seq: number }[]>`
    select coalesce(max(seq), 0)::int as seq from stocktake.row where org_id = ${actor.orgId} and stocktake_id = ${s.id}`
  const seq = (last?.seq ?? 0) + 1
  if (seq > maxRows) throw new Refusal('COUNT_TOO_LARGE', { limit: maxRows })
  const item = place.kind === 'recovery' ? 'container' : 'intact'
  const [row] = await tx<{ id: number }[]>`
    insert into stocktake.row (org_id, stocktake_id, seq, location_id, account_id, item, drug_id, lot_id, added, asked_at)
    values (${actor.orgId}, ${s.id}, ${seq}, ${place.id}, ${place.accountId}, ${item}, ${of.drugId}, ${of.lotId}, true, ${actor.at})
    returning id`
  assert(row, 'an inserted row has a number')
  await touch(tx, actor, s.id)
  return countRow(tx, actor, s.id, row.id)
}

async function sumsOf(tx: Tx, actor: Actor, rowId: number, attempt: number) {
  const [sums] = await tx<{ scannedCodes: number; scannedUnits: number }[]>`
    select count(*) filter (where units > 0)::int as scanned_codes, coalesce(sum(units), 0)::int as scanned_units
    from stocktake.scan where org_id = ${actor.orgId} and row_id = ${rowId} and try = ${attempt}`
  return sums ?? { scannedCodes: 0, scannedUnits: 0 }
}

/** A code counts once in each try. Never received here: not a surplus but a question, refused and remembered. */
export async function scanInto(tx: Tx, actor: Actor, input: InputOf<typeof scanCode>) {
  const s = await lockCounting(tx, actor, input.id)
  const known = await knownCode(tx, actor.orgId, classify(input.raw).normalised)
  const row = await rowOfCode(tx, actor, s, known, input.locationId)
  if (row.state === 'counted') throw new Refusal('COUNT_ROW_DONE')
  const attempt = row.tries + 1
  const [before] = await tx<{ units: number }[]>`
    select units from stocktake.scan where org_id = ${actor.orgId} and stocktake_id = ${s.id} and code = ${known.code} and try = ${attempt}`
  if (before && before.units > 0) throw new Refusal('CODE_SCANNED_TWICE', { code: known.code })
  await tx`
    insert into stocktake.scan (org_id, stocktake_id, code, try, row_id, units, scanned_by, scanned_at)
    values (${actor.orgId}, ${s.id}, ${known.code}, ${attempt}, ${row.id}, ${known.units}, ${actor.userId}, ${actor.at})
    on conflict (org_id, stocktake_id, code, try) do update set units = excluded.units`
  const [here] = s.blind
    ? [true]
    : await tx`select 1 from ledger.balance where org_id = ${actor.orgId} and account_id = ${row.accountId} and item = ${row.item}
        and lot_id = ${row.lotId} and code = ${known.code} and quantity > 0`
  tell(actor, { kind: 'stocktake', id: s.id, no: s.no }, { code: known.code, row: row.id })
  return {
    rowId: row.id,
    code: known.code,
    units: known.units,
    unexpected: !here,
    ...(await sumsOf(tx, actor, row.id, attempt)),
  }
}

/** What is in an opened box; 0 takes the scan back. Refuses: NOT_FOUND, COUNT_OVER_PACK, COUNT_ROW_DONE. */
export async function changeScan(tx: Tx, actor: Actor, input: InputOf<typeof setScan>) {
  const s = await lockCounting(tx, actor, input.id)
  const [scan] = await tx<{ rowId: number; attempt: number; pack: number }[]>`
    select c.row_id, c.try as attempt, k.units as pack from stocktake.scan c join ledger.code k on k.org_id = c.org_id and k.code = c.code
    where c.org_id = ${actor.orgId} and c.stocktake_id = ${s.id} and c.code = ${input.code} order by c.try desc limit 1`
  if (!scan) throw new Refusal('NOT_FOUND')
  const row = await countRow(tx, actor, s.id, scan.rowId)
  if (row.state === 'counted' || row.tries + 1 !== scan.attempt) throw new Refusal('COUNT_ROW_DONE')
  if (input.units > scan.pack) throw new Refusal('COUNT_OVER_PACK', { code: input.code, units: scan.pack })
  await tx`
    update stocktake.scan set units = ${input.units}
    where org_id = ${actor.orgId} and stocktake_id = ${s.id} and code = ${input.code} and try = ${scan.attempt}`
  tell(actor, { kind: 'stocktake', id: s.id, no: s.no }, { code: input.code, units: input.units })
  return { rowId: row.id, ...(await sumsOf(tx, actor, row.id, scan.attempt)) }
}
