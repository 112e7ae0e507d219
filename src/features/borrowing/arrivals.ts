import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import { classify } from '#core/codes/code.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { lotOf, registerCodes, type NewCode } from '#core/ledger/codes.ts'
import type { Line } from '#core/ledger/rules.ts'
import { Refusal } from '#core/refusal.ts'
import type { borrowIn } from './contract.ts'

type Item = InputOf<typeof borrowIn>['items'][number]

/** Which drug a code's product part means, and how many units. Refuses: CODE_PRODUCT_UNKNOWN. */
async function productOf(tx: Tx, actor: Actor, key: string): Promise<{ drugId: number; units: number }> {
  const [row] = await tx<{ drugId: number; units: number }[]>`
    select drug_id, units from catalogue.identifier where org_id = ${actor.orgId} and key = ${key} and level = 1`
  if (!row) throw new Refusal('CODE_PRODUCT_UNKNOWN', { prefix: key })
  return row
}

async function lineOf(tx: Tx, actor: Actor, item: Item, way: { from: number; to: number }) {
  const trace = item.raw === undefined ? undefined : classify(item.raw)
  const product = trace?.productKey ? await productOf(tx, actor, trace.productKey) : undefined
  const [drugId, units] = [product?.drugId ?? item.drugId, product?.units ?? item.units]
  if (drugId === undefined || units === undefined) throw new Refusal('BORROW_WHAT')
  const [known] = await tx`select 1 from ledger.drug where org_id = ${actor.orgId} and id = ${drugId}`
  if (!known) throw new Refusal('NOT_FOUND')
  if (item.expiry < dayOf(actor.at))
    throw new Refusal('LOT_EXPIRED', { lot: item.lotNo, expiry: item.expiry, act: '借入' })
  const lotId = await lotOf(tx, actor, { drugId, lotNo: item.lotNo, expiry: item.expiry })
  const line: Line = {
    item: 'intact',
    drugId,
    lotId,
    code: trace?.normalised ?? '',
    ...way,
    quantity: units,
  }
  const code: NewCode[] = trace ? [{ code: trace, drugId, lotId, units }] : []
  return { line, code }
}

/**
 * Packs that come over the counter, as lines; their codes are taken in the province's register, so that the lender
 * must have let them go. Refuses: CODE_SCANNED_TWICE, CODE_IN_STOCK_HERE, CODE_HELD_ELSEWHERE, BORROW_WHAT, LOT_EXPIRED.
 */
export async function arrivalLines(
  tx: Tx,
  actor: Actor,
  items: readonly Item[],
  way: { from: number; to: number },
): Promise<Line[]> {
  const lines: Line[] = []
  const codes: NewCode[] = []
  for (const item of items) {
    const { line, code } = await lineOf(tx, actor, item, way)
    lines.push(line)
    codes.push(...code)
  }
  const names = codes.map((c) => c.code.normalised)
  const twice = names.find((n, i) => names.indexOf(n) !== i)
  if (twice) throw new Refusal('CODE_SCANNED_TWICE', { code: twice })
  await registerCodes(tx, actor, codes)
  const [here] = await tx<{ code: string; place: string }[]>`
    select b.code, a.title as place from ledger.balance b join ledger.account a on a.org_id = b.org_id and a.id = b.account_id
    where b.org_id = ${actor.orgId} and b.code = any (${names}::text[]) and b.code <> '' and b.inside and b.quantity > 0 limit 1`
  if (here) throw new Refusal('CODE_IN_STOCK_HERE', { ...here })
  return lines
}
