import { tell, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { openDiscrepancy } from '#core/discrepancy/open.ts'
import { documentNo } from '#core/numbering.ts'
import { permissions } from '#core/identity/permissions.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { cancelHandover, explainDifference, handoverKindTitle, openHandover, planShifts } from './contract.ts'
import { standingOf, type Head, type Standing } from './lines.ts'
import { newestPlan, placeFor, settlesSince } from './plans.ts'
import { checkPlan, dayToSettle, explainMinutes } from './rules.ts'
import { grow, lockOpen } from './store.ts'

const ofHandover = (h: { id: number; no: string }) => ({ kind: 'handover', id: h.id, no: h.no })

async function lastSigned(tx: Tx, orgId: number, placeId: number, kind: string) {
  const [row] = await tx<{ id: number; signedAt: string; day: string | null }[]>`
    select id, signed_at, day from handover.handover
    where org_id = ${orgId} and location_id = ${placeId} and kind = ${kind} and signed_at is not null
    order by signed_at desc, id desc limit 1`
  return row
}

/** Refuses HANDOVER_OPEN with the number of the one that is being counted. */
async function refuseOpen(tx: Tx, orgId: number, place: { id: number; name: string }, kind: 'shift' | 'day') {
  const [open] = await tx<{ no: string }[]>`
    select no from handover.handover
    where org_id = ${orgId} and location_id = ${place.id} and kind = ${kind} and signed_at is null and cancelled_at is null`
  if (open)
    throw new Refusal('HANDOVER_OPEN', { place: place.name, what: handoverKindTitle[kind], no: open.no })
}

const dayFields = async (tx: Tx, actor: Actor, placeId: number, lastDay: string | null) =>
  dayToSettle(await settlesSince(tx, actor.orgId, placeId), lastDay, dayOf(actor.at))

/**
 * Units that are missing or too many in the place become a discrepancy with its deadlines. Where only the books changed
 * there is nothing to look for; containers lie in several accounts and are named in the handover alone.
 */
async function openCase(tx: Tx, actor: Actor, h: Head, line: Standing) {
  if (line.item !== 'intact' || line.counted === null || line.counted === line.book) return undefined
  const { item, drugId, lotId, book, counted } = line
  const source = { kind: 'handover', id: h.id, no: h.no }
  return openDiscrepancy(tx, actor, { accountId: h.accountId, item, drugId, lotId, book, counted, source })
}

export const handoverCommands: Route[] = [
  on(openHandover, async (tx, actor, { placeId, kind }) => {
    const place = await placeFor(tx, actor.orgId, placeId)
    if (kind === 'day' && !actor.permissions.has('handover.settle'))
      throw new Refusal('FORBIDDEN', { permission: permissions['handover.settle'] })
    await tx`select pg_advisory_xact_lock(hashtextextended(${`handover/${actor.orgId}/${placeId}/${kind}`}, 0))`
    await refuseOpen(tx, actor.orgId, place, kind)
    const last = await lastSigned(tx, actor.orgId, placeId, kind)
    const days =
      kind === 'day' ? await dayFields(tx, actor, placeId, last?.day ?? null) : { day: null, fromDay: null }
    const plan = await newestPlan(tx, actor.orgId, placeId)
    const no = await documentNo(tx, actor, kind === 'shift' ? 'JJ' : 'RJ')
    const [row] = await tx<{ id: number }[]>`
      insert into handover.handover (org_id, no, kind, location_id, previous_id, started_at, blind, day, from_day, opened_by, opened_at)
      values (${actor.orgId}, ${no}, ${kind}, ${placeId}, ${last?.id ?? null}, ${last?.signedAt ?? null}, ${plan?.blind ?? false},
        ${days.day}, ${days.fromDay}, ${actor.userId}, ${actor.at}) returning id`
    assert(row, 'an inserted handover has a number')
    tell(actor, ofHandover({ id: row.id, no }), { placeId, kind, ...days })
    return { id: row.id, no }
  }),

  on(explainDifference, async (tx, actor, input) => {
    const h = await lockOpen(tx, actor.orgId, input.id)
    const line = (await standingOf(tx, h)).find((s) => s.item === input.item && s.lotId === input.lotId)
    if (!line) throw new Refusal('NOT_FOUND')
    const units = line.counted === null ? 0 : line.counted - line.book
    if (line.counted === null || (units === 0 && line.changed === 0))
      throw new Refusal('HANDOVER_NO_DIFFERENCE')
    const opened = await openCase(tx, actor, h, line)
    const dueAt = opened?.escalateAt ?? new Date(Date.parse(actor.at) + explainMinutes * 60_000).toISOString()
    await tx`
      insert into handover.difference (org_id, handover_id, item, drug_id, lot_id, units, changed_units, kind, reason, due_at,
        previous_by, discrepancy_id, discrepancy_no, found_by, found_at)
      values (${actor.orgId}, ${h.id}, ${line.item}, ${line.drugId}, ${line.lotId}, ${units}, ${line.changed}, ${input.kind}, ${input.reason},
        ${dueAt}, (select taken_by from handover.handover where org_id = ${actor.orgId} and id = ${h.previousId}), ${opened?.id ?? null}, ${opened?.no ?? null},
        ${actor.userId}, ${actor.at})`
    const facts = {
      item: line.item,
      drugId: line.drugId,
      lotId: line.lotId,
      units,
      changed: line.changed,
      kind: input.kind,
      dueAt,
    }
    tell(actor, ofHandover(h), facts, { reason: input.reason })
    return { version: await grow(tx, h), dueAt }
  }),

  on(cancelHandover, async (tx, actor, { id, reason }) => {
    const h = await lockOpen(tx, actor.orgId, id)
    await tx`update handover.handover set cancelled_at = ${actor.at} where org_id = ${actor.orgId} and id = ${id}`
    tell(actor, ofHandover(h), {}, { reason })
    return { ok: true as const }
  }),

  on(planShifts, async (tx, actor, input) => {
    const place = await placeFor(tx, actor.orgId, input.placeId)
    checkPlan(input.shifts)
    const shifts = [...input.shifts].sort((a, b) => (a.end < b.end ? -1 : 1))
    const [row] = await tx<{ id: number }[]>`
      insert into handover.plan (org_id, location_id, shift_names, shift_ends, blind, settles, set_by, set_at)
      values (${actor.orgId}, ${place.id}, ${shifts.map((s) => s.name)}::text[], ${shifts.map((s) => s.end)}::text[], ${input.blind},
        ${input.settles}, ${actor.userId}, ${actor.at}) returning id`.catch((error: unknown) => {
      if (brokenConstraint(error)?.includes('location_id')) throw new Refusal('NOT_FOUND')
      throw error
    })
    assert(row, 'an inserted plan has a number')
    tell(actor, { kind: 'handoverPlan', id: row.id, no: place.name }, { ...input, shifts })
    return { ok: true as const }
  }),
]
