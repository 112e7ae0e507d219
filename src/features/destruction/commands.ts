import { tell, witnessOf, type Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { sink } from '#core/ledger/accounts.ts'
import { post } from '#core/ledger/post.ts'
import type { Line } from '#core/ledger/rules.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { destroyContainers } from './contract.ts'

interface InBin {
  readonly drugId: number
  readonly lotId: number
  readonly lotNo: string
  readonly code: string
  readonly quantity: number
}

export const destructionCommands: Route[] = [
  on(destroyContainers, async (tx, actor, input) => {
    const [bin] = await tx<{ accountId: number }[]>`
      select account_id from place.location where org_id = ${actor.orgId} and id = ${input.binLocationId} and kind = 'recovery'`
    if (!bin) throw new Refusal('NOT_FOUND')
    const destroyed = await sink(tx, actor, 'destroyed')
    const lines: Line[] = []
    for (const item of input.items) lines.push(...(await linesOf(tx, actor, bin.accountId, item, destroyed.id)))
    const no = await documentNo(tx, actor, 'XH')
    // The document's number must exist before the movement that it causes, and the other way round: number first.
    const [next] = await tx<{ id: number }[]>`select nextval(pg_get_serial_sequence('destruction.destruction', 'id')) as id`
    assert(next, 'a sequence gives a number')
    const cause = { kind: 'destruction', id: next.id, no }
    const movementId = await post(tx, actor, { kind: 'destroyContainers', cause, lines, evidence: input.evidence })
    await tx`
      insert into destruction.destruction (org_id, id, no, bin_location_id, place, method, reason, executed_by, witnessed_by, destroyed_at, movement_id)
      overriding system value
      values (${actor.orgId}, ${next.id}, ${no}, ${input.binLocationId}, ${input.place}, ${input.method}, ${input.reason},
        ${actor.userId}, ${witnessOf(actor).userId}, ${actor.at}, ${movementId})`
    tell(actor, { kind: 'destruction', id: next.id, no }, { place: input.place, method: input.method }, { reason: input.reason })
    return { id: next.id, no, movementId, containers: lines.reduce((n, l) => n + l.quantity, 0) }
  }),
]

/** Takes so many containers of a lot out of the bin, ampoule by ampoule in the order of their codes. */
async function linesOf(tx: Tx, actor: Actor, binAccount: number, item: { lotId: number; units: number }, to: number): Promise<Line[]> {
  const there = await tx<InBin[]>`
    select b.drug_id, b.lot_id, l.lot_no, b.code, b.quantity from ledger.balance b
    join ledger.lot l on l.org_id = b.org_id and l.id = b.lot_id
    where b.org_id = ${actor.orgId} and b.account_id = ${binAccount} and b.item = 'container' and b.lot_id = ${item.lotId} and b.quantity > 0
    order by b.code`
  const have = there.reduce((n, r) => n + r.quantity, 0)
  if (have < item.units) throw new Refusal('DESTRUCTION_OVER', { lot: there[0]?.lotNo ?? '—', have, want: item.units })
  const lines: Line[] = []
  let want = item.units
  for (const r of there) {
    if (want === 0) break
    const take = Math.min(want, r.quantity)
    want -= take
    lines.push({ item: 'container', drugId: r.drugId, lotId: r.lotId, code: r.code, from: binAccount, to, quantity: take })
  }
  return lines
}
