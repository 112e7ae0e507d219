import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { pickLines, type Pick, type Picked } from './picks.ts'

interface Take {
  readonly from: number
  readonly to: number
  readonly picks: readonly Pick[]
  /** The verb for refusals. */
  readonly act: string
}

/**
 * Takes stock out of use: a box that goes whole keeps its code, single units out of a box get labels of their own, so
 * that what was taken is told apart from what stays (not so without `labelling`). Expired lots may move: that is most often why.
 * Refuses: CODE_NEVER_RECEIVED, QUANTITY_NOT_POSITIVE, CODE_SCANNED_TWICE, NOT_FOUND, BALANCE_SHORT.
 */
export async function takeLines(tx: Tx, actor: Actor, take: Take, labelling = true): Promise<Picked> {
  const codes = take.picks.flatMap((p) => ('code' in p ? [p.code] : []))
  const twice = codes.find((c, i) => codes.indexOf(c) !== i)
  if (twice !== undefined) throw new Refusal('CODE_SCANNED_TWICE', { code: twice })
  const held = await tx<{ code: string; quantity: number }[]>`
    select code, sum(quantity)::bigint as quantity from ledger.balance
    where org_id = ${actor.orgId} and account_id = ${take.from} and item = 'intact' and code <> '' and code = any (${codes}::text[])
    group by code`
  const there = new Map(held.map((h) => [h.code, h.quantity]))
  // A code that is not there goes on as it is: the books then say what is missing.
  const whole = (p: Pick) => !labelling || !('code' in p) || p.units >= (there.get(p.code) ?? 0)
  const parts = [take.picks.filter(whole), take.picks.filter((p) => !whole(p))]
  const picked: Picked[] = []
  for (const [i, picks] of parts.entries())
    picked.push(await pickLines(tx, actor, { ...take, picks, label: i === 1, expired: 'taken' }))
  const unitsByDrug = new Map<number, number>()
  for (const part of picked)
    for (const [drug, units] of part.unitsByDrug) unitsByDrug.set(drug, (unitsByDrug.get(drug) ?? 0) + units)
  return {
    lines: picked.flatMap((p) => p.lines),
    labels: picked.flatMap((p) => p.labels),
    unitsByDrug,
  }
}
