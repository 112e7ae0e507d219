import { tell } from '#core/actor.ts'
import { dayOf, startOfDay } from '#core/clock.ts'
import { brokenConstraint } from '#core/db.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { decideBase, requestBase, withdrawBase } from './contract.ts'
import { lockWaiting } from './requests.ts'
import { checkRequest, effectiveAt } from './rules.ts'
import { placeOf } from './store.ts'

export const baseStockCommands: Route[] = [
  on(requestBase, async (tx, actor, input) => {
    const place = await placeOf(tx, input.placeId)
    if (place.orgId !== actor.orgId) throw new Refusal('NOT_FOUND')
    if (input.effectiveFrom < dayOf(actor.at)) throw new Refusal('BASE_DATE')
    const inForce = await tx<{ drugId: number; units: number; minUnits: number }[]>`
      select drug_id, units, min_units from base_stock.in_force(${actor.orgId}, ${actor.at}) where location_id = ${input.placeId}`
    checkRequest(input.lines, new Map(inForce.map((f) => [f.drugId, f])))
    const no = await documentNo(tx, actor, 'JS')
    const [row] = await tx<{ id: number }[]>`
      insert into base_stock.request (org_id, no, location_id, effective_from, reason, requested_by, requested_at)
      values (${actor.orgId}, ${no}, ${input.placeId}, ${input.effectiveFrom}, ${input.reason}, ${actor.userId}, ${actor.at})
      returning id`
    assert(row, 'an inserted request has a number')
    await tx`
      insert into base_stock.request_line (org_id, request_id, drug_id, units, min_units)
      select ${actor.orgId}, ${row.id}, l.drug_id, l.units, l.min_units
      from unnest(${input.lines.map((l) => l.drugId)}::bigint[], ${input.lines.map((l) => l.units)}::int[],
        ${input.lines.map((l) => l.minUnits)}::int[]) as l (drug_id, units, min_units)`.catch(
      (error: unknown) => {
        if (brokenConstraint(error)?.includes('drug_id')) throw new Refusal('NOT_FOUND')
        throw error
      },
    )
    const { reason, ...facts } = input
    tell(actor, { kind: 'baseRequest', id: row.id, no }, facts, { reason })
    return { id: row.id, no }
  }),

  on(decideBase, async (tx, actor, { id, approve, note }) => {
    const request = await lockWaiting(tx, actor.orgId, id)
    if (request.requestedBy === actor.userId) throw new Refusal('BASE_TWO_PEOPLE')
    if (!approve && !note) throw new Refusal('REASON_REQUIRED')
    const from = approve ? effectiveAt(startOfDay(request.effectiveFrom), actor.at) : null
    await tx`
      update base_stock.request set decision = ${approve ? 'approved' : 'refused'}, decided_by = ${actor.userId}, decided_at = ${actor.at},
        decision_note = ${note || null}, effective_at = ${from}
      where org_id = ${actor.orgId} and id = ${id}`
    tell(actor, { kind: 'baseRequest', id, no: request.no }, { approve, effectiveAt: from }, { note })
    return { ok: true as const }
  }),

  on(withdrawBase, async (tx, actor, { id }) => {
    const request = await lockWaiting(tx, actor.orgId, id)
    if (request.requestedBy !== actor.userId) throw new Refusal('BASE_NOT_YOURS')
    await tx`
      update base_stock.request set decision = 'withdrawn', decided_by = ${actor.userId}, decided_at = ${actor.at}
      where org_id = ${actor.orgId} and id = ${id}`
    tell(actor, { kind: 'baseRequest', id, no: request.no })
    return { ok: true as const }
  }),
]
