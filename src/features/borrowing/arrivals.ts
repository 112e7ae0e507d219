import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import { classify, type TraceCode } from '#core/codes/code.ts'
import type { DrugName, InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { lotOf, registerCodes, type NewCode } from '#core/ledger/codes.ts'
import type { Line } from '#core/ledger/rules.ts'
import { assert, Refusal } from '#core/refusal.ts'
import type { borrowIn } from './contract.ts'
import { owedOf } from './store.ts'

type Item = InputOf<typeof borrowIn>['items'][number]

/** Which drug a code's product part means, and how many units: a label of one ampoule bears its box's. Refuses: CODE_PRODUCT_UNKNOWN. */
async function productOf(tx: Tx, actor: Actor, trace: TraceCode): Promise<{ drugId: number; units: number }> {
  const key = trace.productKey ?? trace.normalised
  const [row] = await tx<{ drugId: number; units: number }[]>`
    select drug_id, units from catalogue.identifier where org_id = ${actor.orgId} and key = ${key} and level = 1`
  if (!row) throw new Refusal('CODE_PRODUCT_UNKNOWN', { prefix: key })
  return trace.kind === 'UNIT' ? { ...row, units: 1 } : row
}

/** One of these codes that lies here already; codes and units without one are nowhere twice. */
async function refuseHere(tx: Tx, actor: Actor, codes: readonly string[]): Promise<void> {
  const [here] = await tx<{ code: string; place: string }[]>`
    select b.code, a.title as place from ledger.balance b join ledger.account a on a.org_id = b.org_id and a.id = b.account_id
    where b.org_id = ${actor.orgId} and b.code = any (${codes as string[]}::text[]) and b.code <> '' and b.inside and b.quantity > 0 limit 1`
  if (here) throw new Refusal('CODE_IN_STOCK_HERE', { ...here })
}

/**
 * What a code is that comes in, as the signature will judge it; nothing is written.
 * Refuses: NOT_FOUND, CODE_PRODUCT_UNKNOWN, CODE_IN_STOCK_HERE, CODE_HELD_ELSEWHERE, BORROW_OTHER_DRUG.
 */
export async function arrivalOf(tx: Tx, actor: Actor, raw: string, loanId: number | undefined) {
  const trace = classify(raw)
  const code = trace.normalised
  const product = await productOf(tx, actor, trace)
  const [drug] = await tx<DrugName[]>`
    select drug_id, name, spec, unit, drug_class from catalogue.drug_name
    where org_id = ${actor.orgId} and drug_id = ${product.drugId}`
  assert(drug, 'what an identifier names is a drug of ours')
  if (loanId !== undefined) await refuseOther(tx, actor, loanId, drug)
  await refuseHere(tx, actor, [code])
  const [held] = await tx`select 1 from ledger.held_elsewhere(array[${code}]::text[])`
  if (held) throw new Refusal('CODE_HELD_ELSEWHERE', { code })
  return { ...drug, code, units: product.units }
}

async function refuseOther(tx: Tx, actor: Actor, loanId: number, drug: DrugName): Promise<void> {
  const [loan] = await tx<{ no: string }[]>`
    select no from borrowing.loan where org_id = ${actor.orgId} and id = ${loanId}`
  if (!loan) throw new Refusal('NOT_FOUND')
  const owed = await owedOf(tx, actor.orgId, loanId)
  if (!owed.some((o) => o.drugId === drug.drugId && o.units > 0))
    throw new Refusal('BORROW_OTHER_DRUG', { drug: `${drug.name} ${drug.spec} `, no: loan.no })
}

async function lineOf(tx: Tx, actor: Actor, item: Item, way: { from: number; to: number }) {
  const trace = item.raw === undefined ? undefined : classify(item.raw)
  const product = trace?.productKey ? await productOf(tx, actor, trace) : undefined
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
  await refuseHere(tx, actor, names)
  return lines
}
