import { tell, witnessOf, type Actor } from '#core/actor.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { adjustedDiscrepancy, checkAdjustable, lockDiscrepancy } from '#core/discrepancy/handle.ts'
import { ruleOf } from '#core/discrepancy/open.ts'
import { discrepancyReasons, opensDiscrepancy, type DiscrepancyReason } from '#core/discrepancy/rules.ts'
import { sink } from '#core/ledger/accounts.ts'
import type { KindCode } from '#core/ledger/kinds.ts'
import { post } from '#core/ledger/post.ts'
import type { Line } from '#core/ledger/rules.ts'
import { Refusal } from '#core/refusal.ts'
import type { approveStocktake, finishStocktake, sendBackStocktake } from './contract.ts'
import { reopen } from './counting.ts'
import { countRows, lockCounting, lockStocktake, touch, type CountRow, type Stocktake } from './store.ts'

const differs = (r: CountRow) => r.counted !== null && r.counted !== r.book
const named = (r: CountRow) => ({ drug: r.drug, lot: r.lotNo })
const subject = (s: Stocktake) => ({ kind: 'stocktake', id: s.id, no: s.no })
const endsOf = (code: string) => discrepancyReasons[code as DiscrepancyReason].ends

/**
 * Both sign what was counted. Every row has a figure, every difference a reason, and what is serious was counted twice.
 * Without a difference it ends here; else it waits for the head of pharmacy.
 */
export async function finish(tx: Tx, actor: Actor, input: InputOf<typeof finishStocktake>) {
  const s = await lockCounting(tx, actor, input.id)
  if (s.version !== input.version) throw new Refusal('DOCUMENT_CHANGED', { no: s.no })
  const [second, name] =
    actor.userId === s.countedBy ? [s.secondBy, s.secondName] : [s.countedBy, s.countedName]
  if (witnessOf(actor).userId !== second) throw new Refusal('COUNT_SECOND_OTHER', { name })
  const rows = await countRows(tx, actor, s.id)
  const left = rows.filter((r) => r.state === 'waiting').length
  if (left > 0) throw new Refusal('COUNT_ROWS_LEFT', { left })
  const rule = await ruleOf(tx)
  for (const r of rows.filter(differs)) {
    const difference = (r.counted ?? 0) - (r.book ?? 0)
    const serious = opensDiscrepancy({ item: r.item, drugClass: r.drugClass, difference }, rule)
    const ends = r.reasonCode === null ? undefined : endsOf(r.reasonCode)
    // What is said to be lost, and what is said to be miscounted, must have been counted a second time.
    if (r.tries < 2 && (serious || ends === 'report' || ends === 'recount'))
      throw new Refusal('COUNT_RECOUNT_NEEDED', named(r))
    if (ends === undefined || (ends === 'recount' && r.discrepancyId === null))
      throw new Refusal('COUNT_REASON_NEEDED', named(r))
  }
  const state = rows.some(differs) ? 'submitted' : 'closed'
  await tx`
    update stocktake.stocktake set state = ${state}, submitted_at = ${actor.at}, closed_at = ${state === 'closed' ? actor.at : null}
    where org_id = ${actor.orgId} and id = ${s.id}`
  await touch(tx, actor, s.id)
  tell(actor, subject(s), { rows: rows.length, differing: rows.filter(differs).length, state })
  return { state: state as 'submitted' | 'closed' }
}

/** Nobody who counted decides about it (D80). */
function refuseCounter(actor: Actor, s: Stocktake, rows: readonly CountRow[]): void {
  if ([s.countedBy, s.secondBy, ...rows.map((r) => r.countedBy)].includes(actor.userId))
    throw new Refusal('COUNT_APPROVER_COUNTED', { name: actor.name })
}

/** The rows asked for, each with a difference that the books have not followed yet. Refuses COUNT_NO_DIFFERENCE. */
function chosen(rows: readonly CountRow[], ids: readonly number[]): CountRow[] {
  const found = rows.filter((r) => ids.includes(r.id) && differs(r) && r.movementId === null)
  if (found.length !== new Set(ids).size) throw new Refusal('COUNT_NO_DIFFERENCE')
  return found
}

/** Its codes have not moved since they were found missing or surplus. Refuses COUNT_STALE, COUNT_CODE_ELSEWHERE. */
async function checkStill(tx: Tx, actor: Actor, row: CountRow): Promise<void> {
  const [moved] = await tx`
    select 1 from stocktake.difference d join ledger.entry e on e.org_id = d.org_id and e.code = d.code and e.code <> ''
    where d.org_id = ${actor.orgId} and d.row_id = ${row.id} and d.try = ${row.tries} and e.recorded_at > ${row.countedAt}
      and e.item = ${row.item} and ${row.accountId} in (e.source_id, e.destination_id) limit 1`
  if (moved) throw new Refusal('COUNT_STALE', named(row))
  const [elsewhere] = await tx<{ code: string; place: string }[]>`
    select d.code, a.title as place from stocktake.difference d
    join ledger.balance b on b.org_id = d.org_id and b.code = d.code and b.code <> '' and b.item = ${row.item} and b.inside and b.quantity > 0
      and b.account_id <> ${row.accountId}
    join ledger.account a on a.org_id = b.org_id and a.id = b.account_id
    where d.org_id = ${actor.orgId} and d.row_id = ${row.id} and d.try = ${row.tries} and d.delta > 0 and d.code <> '' order by d.code limit 1`
  if (elsewhere) throw new Refusal('COUNT_CODE_ELSEWHERE', elsewhere)
}

type Signed = Line & { readonly rowId: number; readonly kind: KindCode }

async function linesOf(tx: Tx, actor: Actor, rows: readonly CountRow[]): Promise<Signed[]> {
  const adjustment = await sink(tx, actor, 'adjustment')
  const found = await tx<{ rowId: number; code: string; delta: number }[]>`
    select d.row_id, d.code, d.delta from stocktake.difference d join stocktake.row r on r.org_id = d.org_id and r.id = d.row_id and r.tries = d.try
    where d.org_id = ${actor.orgId} and d.row_id = any (${rows.map((r) => r.id)}::bigint[]) order by d.row_id, d.code`
  const byId = new Map(rows.map((r) => [r.id, r]))
  return found.flatMap(({ rowId, code, delta }) => {
    const row = byId.get(rowId)
    if (!row) return []
    const [from, to] = delta > 0 ? [adjustment.id, row.accountId] : [row.accountId, adjustment.id]
    const { item, drugId, lotId } = row
    const kind: KindCode = delta > 0 ? 'countGain' : 'countLoss'
    return [{ rowId, kind, item, drugId, lotId, code, from, to, quantity: Math.abs(delta) }]
  })
}

/**
 * The books follow the count, row by row as approved. A case stays in the way until it is explained and, where it must
 * be, reported. Movements since the count are no obstacle, unless they touched the very units in question.
 */
export async function approve(tx: Tx, actor: Actor, input: InputOf<typeof approveStocktake>) {
  const s = await lockStocktake(tx, actor, input.id, ['submitted'])
  if (s.version !== input.version) throw new Refusal('DOCUMENT_CHANGED', { no: s.no })
  const rows = await countRows(tx, actor, s.id)
  refuseCounter(actor, s, rows)
  const adjusted = chosen(rows, input.rowIds)
  for (const row of adjusted) {
    if (row.discrepancyId !== null) checkAdjustable(await lockDiscrepancy(tx, actor, row.discrepancyId))
    await checkStill(tx, actor, row)
  }
  const lines = await linesOf(tx, actor, adjusted)
  const movements: { kind: KindCode; id: number }[] = []
  for (const kind of ['countLoss', 'countGain'] as const) {
    const part = lines.filter((l) => l.kind === kind)
    if (part.length === 0) continue
    movements.push({
      kind,
      id: await postPart(tx, actor, s, { kind, lines: part, reason: input.reason }, adjusted),
    })
  }
  for (const row of adjusted) await settle(tx, actor, row, lines, movements)
  const open = rows.filter((r) => differs(r) && r.movementId === null).length - adjusted.length
  const state = open === 0 ? 'closed' : 'submitted'
  await tx`
    update stocktake.stocktake set state = ${state}, approved_by = ${actor.userId}, closed_at = ${state === 'closed' ? actor.at : null},
      reason = ${input.reason}
    where org_id = ${actor.orgId} and id = ${s.id}`
  await touch(tx, actor, s.id)
  tell(actor, subject(s), { rows: input.rowIds, state }, { reason: input.reason })
  const units = lines.reduce((n, l) => n + l.quantity, 0)
  return { state: state as 'closed' | 'submitted', movementIds: movements.map((m) => m.id), units }
}

async function postPart(
  tx: Tx,
  actor: Actor,
  s: Stocktake,
  part: { kind: KindCode; lines: Signed[]; reason: string },
  rows: readonly CountRow[],
): Promise<number> {
  try {
    const lines = part.lines.map(({ rowId: _, kind: __, ...line }) => line)
    return await post(tx, actor, { kind: part.kind, cause: subject(s), lines, reason: part.reason })
  } catch (error) {
    // The units that were missing have gone out since: then they were not missing.
    const short = error instanceof Refusal && ['BALANCE_SHORT', 'CODE_NOT_HERE'].includes(error.code)
    const [first] = rows
    throw short && first ? new Refusal('COUNT_STALE', named(first)) : error
  }
}

async function settle(
  tx: Tx,
  actor: Actor,
  row: CountRow,
  lines: readonly Signed[],
  movements: readonly { kind: KindCode; id: number }[],
): Promise<void> {
  const mine = lines.find((l) => l.rowId === row.id)
  const movement = movements.find((m) => m.kind === mine?.kind)
  if (!movement) throw new Refusal('COUNT_STALE', named(row))
  await tx`
    update stocktake.row set movement_id = ${movement.id}, version = version + 1 where org_id = ${actor.orgId} and id = ${row.id}`
  if (row.discrepancyId === null) return
  await adjustedDiscrepancy(tx, actor, await lockDiscrepancy(tx, actor, row.discrepancyId), movement.id)
}

/** Not approved: the rows are counted again, by the same two. */
export async function sendBack(tx: Tx, actor: Actor, input: InputOf<typeof sendBackStocktake>) {
  const s = await lockStocktake(tx, actor, input.id, ['submitted'])
  const rows = await countRows(tx, actor, s.id)
  refuseCounter(actor, s, rows)
  await reopen(
    tx,
    actor,
    s.id,
    chosen(rows, input.rowIds).map((r) => r.id),
  )
  await tx`
    update stocktake.stocktake set state = 'counting', resumed_at = ${actor.at}, reason = ${input.reason} where org_id = ${actor.orgId} and id = ${s.id}`
  await touch(tx, actor, s.id)
  tell(actor, subject(s), { rows: input.rowIds }, { reason: input.reason })
  return { state: 'counting' as const }
}
