import { tell, type Actor } from '#core/actor.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { lockDiscrepancy, recountDiscrepancy } from '#core/discrepancy/handle.ts'
import { openDiscrepancy, recordCounts, ruleOf } from '#core/discrepancy/open.ts'
import { opensDiscrepancy } from '#core/discrepancy/rules.ts'
import { assert, Refusal } from '#core/refusal.ts'
import type { recountRow, setRowReason, submitRow } from './contract.ts'
import { rowsOf } from './rows.ts'
import { compare, sumOf, type Compared } from './rules.ts'
import {
  countRow,
  coursesOf,
  lockCounting,
  seenOf,
  touch,
  windowOf,
  type CountRow,
  type Stocktake,
} from './store.ts'

/** The other of the two counts as present: both have signed the beginning, and sign the end. */
const otherOf = (s: Stocktake, actor: Actor) => (actor.userId === s.countedBy ? s.secondBy : s.countedBy)

async function judge(tx: Tx, actor: Actor, s: Stocktake, row: CountRow, counted: number) {
  const seen = await seenOf(tx, actor, row)
  const scanned = seen.reduce((n, x) => n + x.units, 0)
  if (counted < scanned) throw new Refusal('COUNT_LESS_THAN_SCANNED', { counted, scanned })
  const courses = await coursesOf(tx, actor, row, await windowOf(tx, actor, s, row, seen))
  const compared = compare(courses, seen, counted)
  if (row.tries > 0 && compared.difference !== 0 && compared.lines.length === 0)
    throw new Refusal('COUNT_SCAN_NEEDED')
  const whole = sumOf([...courses.values()])
  return { compared, moved: (whole.at(-1) ?? 0) - (whole[0] ?? 0) }
}

/** A second count that still differs is a case; a third tells the case what it found. */
async function caseOf(
  tx: Tx,
  actor: Actor,
  s: Stocktake,
  row: CountRow,
  figures: Compared & { counted: number },
): Promise<number | null> {
  const { book, counted, difference } = figures
  if (row.discrepancyId !== null) {
    await recountDiscrepancy(tx, actor, await lockDiscrepancy(tx, actor, row.discrepancyId), {
      book,
      counted,
    })
    return row.discrepancyId
  }
  const again = row.tries > 0
  if (!again || !opensDiscrepancy({ item: row.item, drugClass: row.drugClass, difference }, await ruleOf(tx)))
    return null
  const [first, ...more] = figures.lines
  const opened = await openDiscrepancy(tx, actor, {
    ...figureOf(row, book, counted),
    source: { kind: 'stocktake', id: s.id, no: s.no },
    code: more.length === 0 ? (first?.code ?? '') : '',
    foundWith: otherOf(s, actor),
  })
  return opened.id
}

const figureOf = (row: CountRow, book: number, counted: number) => ({
  accountId: row.accountId,
  item: row.item,
  drugId: row.drugId,
  lotId: row.lotId,
  book,
  counted,
})

async function replyRow(tx: Tx, actor: Actor, s: Stocktake, rowId: number) {
  const [row] = await rowsOf(tx, { orgId: actor.orgId, id: s.id, blind: s.blind }, actor.at, rowId)
  assert(row, 'a row that was written is read')
  return row
}

/**
 * The figure of a row, compared with the books of this very moment under the stocktake's lock. What moved while it was
 * counted is no difference. Refuses: DOCUMENT_CHANGED where the other one was quicker.
 */
export async function submit(tx: Tx, actor: Actor, input: InputOf<typeof submitRow>) {
  const s = await lockCounting(tx, actor, input.id)
  const row = await countRow(tx, actor, s.id, input.rowId)
  if (row.version !== input.version)
    throw new Refusal('DOCUMENT_CHANGED', { no: `${row.drug} 批号 ${row.lotNo}` })
  if (row.state === 'counted') throw new Refusal('COUNT_ROW_DONE')
  const { compared, moved } = await judge(tx, actor, s, row, input.counted)
  const { book, difference, lines } = compared
  const attempt = row.tries + 1
  await tx`
    insert into stocktake.difference (org_id, row_id, try, code, delta)
    select ${actor.orgId}, ${row.id}, ${attempt}, d.code, d.delta
    from unnest(${lines.map((l) => l.code)}::text[], ${lines.map((l) => l.delta)}::bigint[]) as d (code, delta)`
  const figure = figureOf(row, book, input.counted)
  const discrepancyId = await caseOf(tx, actor, s, row, { ...compared, counted: input.counted })
  await recordCounts(tx, actor, { kind: 'stocktake', id: s.id, no: s.no }, [figure], otherOf(s, actor))
  await tx`
    update stocktake.row set state = 'counted', version = version + 1, tries = ${attempt}, book = ${book}, counted = ${input.counted},
      moved = ${moved}, counted_by = ${actor.userId}, counted_at = ${actor.at}, first_counted = coalesce(first_counted, ${input.counted}),
      first_at = coalesce(first_at, ${actor.at}), discrepancy_id = ${discrepancyId},
      reason_code = case when ${difference} = 0 then null else reason_code end
    where org_id = ${actor.orgId} and id = ${row.id}`
  const version = await touch(tx, actor, s.id)
  tell(
    actor,
    { kind: 'stocktake', id: s.id, no: s.no },
    { row: row.id, try: attempt, book, counted: input.counted, moved },
  )
  return { row: await replyRow(tx, actor, s, row.id), version }
}

/** Counted anew from the beginning: scans of the try before stay on record, and count for nothing. */
export async function recount(tx: Tx, actor: Actor, input: InputOf<typeof recountRow>) {
  const s = await lockCounting(tx, actor, input.id)
  const row = await countRow(tx, actor, s.id, input.rowId)
  if (row.version !== input.version || row.state !== 'counted')
    throw new Refusal('DOCUMENT_CHANGED', { no: `${row.drug} 批号 ${row.lotNo}` })
  await reopen(tx, actor, s.id, [row.id])
  await touch(tx, actor, s.id)
  tell(actor, { kind: 'stocktake', id: s.id, no: s.no }, { row: row.id, recount: row.tries + 1 })
  return { row: await replyRow(tx, actor, s, row.id) }
}

export async function reopen(tx: Tx, actor: Actor, id: number, rowIds: readonly number[]): Promise<void> {
  await tx`
    update stocktake.row set state = 'waiting', version = version + 1, asked_at = ${actor.at}, book = null, counted = null, counted_by = null,
      counted_at = null, moved = 0
    where org_id = ${actor.orgId} and stocktake_id = ${id} and id = any (${[...rowIds]}::bigint[])`
}

export async function explainRow(tx: Tx, actor: Actor, input: InputOf<typeof setRowReason>) {
  const s = await lockCounting(tx, actor, input.id)
  const row = await countRow(tx, actor, s.id, input.rowId)
  if (row.counted === null || row.counted === row.book) throw new Refusal('COUNT_NO_DIFFERENCE')
  await tx`
    update stocktake.row set reason_code = ${input.reasonCode}, note = ${input.note || null}
    where org_id = ${actor.orgId} and id = ${row.id}`
  await touch(tx, actor, s.id)
  tell(
    actor,
    { kind: 'stocktake', id: s.id, no: s.no },
    { row: row.id, reasonCode: input.reasonCode },
    { note: input.note },
  )
  return { row: await replyRow(tx, actor, s, row.id) }
}
