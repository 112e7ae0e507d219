import { tell, witnessOf, type Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { sink } from '#core/ledger/accounts.ts'
import { post } from '#core/ledger/post.ts'
import type { Line } from '#core/ledger/rules.ts'
import { documentNo } from '#core/numbering.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { destroyContainers } from './contract.ts'

interface InBin {
  readonly drugId: number
  readonly lotId: number
  readonly code: string
  readonly quantity: number
}

export const destructionCommands: Route[] = [
  on(destroyContainers, async (tx, actor, input) => {
    const [bin] = await tx<{ accountId: number }[]>`
      select account_id from place.location where org_id = ${actor.orgId} and id = ${input.binLocationId} and kind = 'recovery'`
    if (!bin) throw new Refusal('NOT_FOUND')
    // One at a time per bin: two who destroy of the same lot must not both choose its first ampoule.
    await tx`select pg_advisory_xact_lock(hashtextextended(${`destruction/${actor.orgId}/${input.binLocationId}`}, 0))`
    const destroyed = await sink(tx, actor, 'destroyed')
    const lines: Line[] = []
    for (const item of byLot(input.items))
      lines.push(...(await linesOf(tx, actor, bin.accountId, item, destroyed.id)))
    const no = await documentNo(tx, actor, 'XH')
    // Document and movement name each other, and neither may be changed afterwards: the number of the act's event,
    // unique and known beforehand, is the document's as well.
    const id = actor.eventId
    const cause = { kind: 'destruction', id, no }
    const movementId = await post(tx, actor, {
      kind: 'destroyContainers',
      cause,
      lines,
      evidence: input.evidence,
    })
    await tx`
      insert into destruction.destruction (org_id, id, no, bin_location_id, place, method, reason, executed_by, witnessed_by, destroyed_at, movement_id)
      overriding system value
      values (${actor.orgId}, ${id}, ${no}, ${input.binLocationId}, ${input.place}, ${input.method}, ${input.reason},
        ${actor.userId}, ${witnessOf(actor).userId}, ${actor.at}, ${movementId})`
    tell(
      actor,
      { kind: 'destruction', id, no },
      { method: input.method },
      { place: input.place, reason: input.reason },
    )
    return { id, no, movementId, containers: lines.reduce((n, l) => n + l.quantity, 0) }
  }),
]

/** A lot that is named twice is one count. */
function byLot(items: readonly { lotId: number; units: number }[]): { lotId: number; units: number }[] {
  const sums = new Map<number, number>()
  for (const { lotId, units } of items) sums.set(lotId, (sums.get(lotId) ?? 0) + units)
  return [...sums].map(([lotId, units]) => ({ lotId, units }))
}

/**
 * Takes so many containers of a lot out of the bin, ampoule by ampoule in the order of their codes.
 * Refuses: NOT_FOUND for a lot that is not ours, DESTRUCTION_OVER.
 */
async function linesOf(
  tx: Tx,
  actor: Actor,
  binAccount: number,
  item: { lotId: number; units: number },
  to: number,
): Promise<Line[]> {
  const [lot] = await tx<
    { lotNo: string }[]
  >`select lot_no from ledger.lot where org_id = ${actor.orgId} and id = ${item.lotId}`
  if (!lot) throw new Refusal('NOT_FOUND')
  const there = await tx<InBin[]>`
    select b.drug_id, b.lot_id, b.code, b.quantity from ledger.balance b
    where b.org_id = ${actor.orgId} and b.account_id = ${binAccount} and b.item = 'container' and b.lot_id = ${item.lotId} and b.quantity > 0
    order by b.code`
  const have = there.reduce((n, r) => n + r.quantity, 0)
  if (have < item.units) throw new Refusal('DESTRUCTION_OVER', { lot: lot.lotNo, have, want: item.units })
  const lines: Line[] = []
  let want = item.units
  for (const r of there) {
    if (want === 0) break
    const take = Math.min(want, r.quantity)
    want -= take
    lines.push({
      item: 'container',
      drugId: r.drugId,
      lotId: r.lotId,
      code: r.code,
      from: binAccount,
      to,
      quantity: take,
    })
  }
  return lines
}
