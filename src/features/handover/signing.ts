import { tell, witnessOf, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { recordCounts, type CountedFigure } from '#core/discrepancy/open.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { settleDay, signHandover } from './contract.ts'
import { linesOf, standingOf, type Head, type Standing } from './lines.ts'
import { checkSignable, isBroken } from './rules.ts'
import { flowsOf, handsOf, lockOpen, waitingFor, type Flow } from './store.ts'

/**
 * A movement that began after this act and is already on the books would stand on the wrong side of the line between two
 * shifts. (One that began before and comes later is found by the next handover as a change.) Refuses BUSY_TRY_AGAIN.
 */
async function refuseAhead(tx: Tx, actor: Actor, h: Head): Promise<void> {
  const ahead = await tx`
    select 1 from ledger.entry where org_id = ${actor.orgId} and source_id = ${h.accountId} and recorded_at > ${actor.at}
    union all
    select 1 from ledger.entry where org_id = ${actor.orgId} and destination_id = ${h.accountId} and recorded_at > ${actor.at}
    limit 1`
  if (ahead.length > 0) throw new Refusal('BUSY_TRY_AGAIN')
}

async function writeLines(tx: Tx, h: Head, lines: readonly Standing[]): Promise<void> {
  const of = <T>(pick: (s: Standing) => T) => lines.map(pick)
  await tx`
    insert into handover.line (org_id, handover_id, item, drug_id, lot_id, last_units, opening_units, in_units, out_units, book_units,
      counted_units, difference_id)
    select ${h.orgId}, ${h.id}, l.item, l.drug_id, l.lot_id, nullif(l.last, -1), l.opening, l.came, l.went, l.book, l.counted, nullif(l.difference, 0)
    from unnest(${of((s) => s.item)}::text[], ${of((s) => s.drugId)}::bigint[], ${of((s) => s.lotId)}::bigint[],
      ${of((s) => s.last ?? -1)}::int[], ${of((s) => s.opening)}::int[], ${of((s) => s.in)}::int[], ${of((s) => s.out)}::int[],
      ${of((s) => s.book)}::int[], ${of((s) => s.counted ?? 0)}::int[], ${of((s) => s.caseId ?? 0)}::bigint[])
      as l (item, drug_id, lot_id, last, opening, came, went, book, counted, difference)`
}

async function writeFlows(tx: Tx, h: Head, flows: readonly Flow[]): Promise<void> {
  const of = <T>(pick: (f: Flow) => T) => flows.map(pick)
  await tx`
    insert into handover.flow (org_id, handover_id, drug_id, lot_id, kind, reversal, in_units, out_units)
    select ${h.orgId}, ${h.id}, f.drug_id, f.lot_id, f.kind, f.reversal = 1, f.came, f.went
    from unnest(${of((f) => f.drugId)}::bigint[], ${of((f) => f.lotId)}::bigint[], ${of((f) => f.kind)}::text[],
      ${of((f) => (f.reversal ? 1 : 0))}::int[], ${of((f) => f.came)}::int[], ${of((f) => f.went)}::int[])
      as f (drug_id, lot_id, kind, reversal, came, went)`
}

/** Who counted a balance last is asked wherever a discrepancy is found. */
const countedUnits = (h: Head, standing: readonly Standing[]): CountedFigure[] =>
  standing
    .filter((s) => s.item === 'intact')
    .map(({ item, drugId, lotId, book, counted }) => ({
      accountId: h.accountId,
      item,
      drugId,
      lotId,
      book,
      counted: counted ?? 0,
    }))

/** Two people sign what was counted. Refuses: NOT_FOUND, DOCUMENT_CLOSED, DOCUMENT_CHANGED, HANDOVER_*, BUSY_TRY_AGAIN. */
async function sign(
  tx: Tx,
  actor: Actor,
  kind: Head['kind'],
  input: { id: number; version: number; note?: string | undefined },
): Promise<void> {
  const h = await lockOpen(tx, actor.orgId, input.id)
  if (h.kind !== kind) throw new Refusal('NOT_FOUND')
  if (h.version !== input.version) throw new Refusal('DOCUMENT_CHANGED', { no: h.no })
  await refuseAhead(tx, actor, h)
  const standing = await standingOf(tx, h)
  const lines = await linesOf(tx, h.orgId, standing, () => false)
  checkSignable(lines)
  await writeLines(tx, h, standing)
  const source = { kind: 'handover', id: h.id, no: h.no }
  await recordCounts(tx, actor, source, countedUnits(h, standing))
  await writeFlows(tx, h, await flowsOf(tx, h))
  const hands = await handsOf(tx, h)
  const waiting = await waitingFor(tx, h, dayOf(actor.at))
  await tx`
    update handover.handover set signed_at = ${actor.at}, handed_by = ${actor.userId}, taken_by = ${witnessOf(actor).userId},
      note = ${input.note || null}, open_hands = ${hands.length}, waiting_prescriptions = ${waiting}
    where org_id = ${actor.orgId} and id = ${h.id}`
  const signed = standing.map((s) => [s.item, s.lotId, s.last, s.opening, s.in, s.out, s.book, s.counted])
  const differences = lines.filter(isBroken).length
  tell(
    actor,
    { kind: 'handover', id: h.id, no: h.no },
    { kind, placeId: h.placeId, startedAt: h.startedAt, lines: signed, differences, openHands: hands.length },
    { note: input.note },
  )
}

export const handoverSigning: Route[] = [
  on(signHandover, async (tx, actor, input) => {
    await sign(tx, actor, 'shift', input)
    return { ok: true as const }
  }),
  on(settleDay, async (tx, actor, input) => {
    await sign(tx, actor, 'day', input)
    return { ok: true as const }
  }),
]
