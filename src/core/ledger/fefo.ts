import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { passedOver } from './picks.ts'
import type { Line } from './rules.ts'

/**
 * First to expire goes first. Taking a later lot while an earlier one is in the place needs a reason
 * (FEFO_BROKEN otherwise); the reason is kept with the movement.
 */
export async function checkFefo(
  tx: Tx,
  actor: Actor,
  accountId: number,
  lines: readonly Line[],
  reason: string | undefined,
): Promise<void> {
  if (reason) return
  const out = lines.filter((l) => l.from === accountId && l.item === 'intact')
  const drugs = [...new Set(out.map((l) => l.drugId))]
  const stock = await tx<
    { drugId: number; lotId: number; lotNo: string; expiry: string; quantity: number; drug: string }[]
  >`
    select b.drug_id, b.lot_id, l.lot_no, l.expiry, sum(b.quantity)::bigint as quantity, d.name || ' ' || d.spec as drug
    from ledger.balance b join ledger.lot l on l.org_id = b.org_id and l.id = b.lot_id
    join ledger.drug d on d.org_id = b.org_id and d.id = b.drug_id
    where b.org_id = ${actor.orgId} and b.account_id = ${accountId} and b.item = 'intact' and b.quantity > 0
      and b.drug_id = any (${drugs}::bigint[])
    group by 1, 2, 3, 4, 6`
  const lots = new Map(stock.map((s) => [s.lotId, s]))
  const picked = out.flatMap((l) => {
    const lot = lots.get(l.lotId)
    return lot ? [{ ...lot, quantity: l.quantity }] : []
  })
  const earlier = passedOver(stock, picked, dayOf(actor.at))
  if (!earlier) return
  const drug = stock.find((s) => s.drugId === earlier.drugId)?.drug
  throw new Refusal('FEFO_BROKEN', { drug, earlier: earlier.lotNo, expiry: earlier.expiry })
}
