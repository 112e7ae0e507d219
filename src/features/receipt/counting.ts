import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import { classify, type TraceCode } from '#core/codes/code.ts'
import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { placePack, type CountLine } from './rules.ts'
import {
  countLines,
  knownExpiries,
  knownOf,
  manifestRows,
  productsOf,
  type ManifestRow,
  type NewScan,
  type ProductOfKey,
  type ReceiptHead,
} from './store.ts'

export interface Candidate {
  readonly trace: TraceCode
  readonly entered: NewScan['entered']
}

export interface Judged {
  readonly accepted: NewScan[]
  readonly refused: { readonly code: string; readonly refusal: Refusal }[]
}

/**
 * Judges packs one after another against the document, the supplier's file and the books; an accepted pack
 * counts for those behind it. Nothing is written here.
 */
export async function judge(
  tx: Tx,
  actor: Actor,
  receipt: ReceiptHead,
  candidates: readonly Candidate[],
): Promise<Judged> {
  const codes = candidates.map((c) => c.trace.normalised)
  const keys = [...new Set(candidates.map((c) => c.trace.productKey ?? ''))]
  const [lines, products, manifest, known] = [
    await countLines(tx, receipt.id),
    await productsOf(tx, actor.orgId, keys),
    await manifestRows(tx, actor.orgId, receipt.id, codes),
    await knownOf(tx, actor.orgId, receipt.id, codes),
  ]
  const expiries = await knownExpiries(tx, actor.orgId, receipt.id)
  const running = new Map<number, CountLine>(lines.map((l) => [l.id, l]))
  const out: Judged = { accepted: [], refused: [] }
  const seen = new Set<string>()
  for (const { trace, entered } of candidates) {
    const code = trace.normalised
    try {
      if (seen.has(code)) throw new Refusal('CODE_SCANNED_TWICE', { code })
      // A hospital's own label of one ampoule bears the box's product part, yet nobody delivers it.
      if (trace.kind === 'UNIT') throw new Refusal('CODE_NOT_SELLABLE_PACK', { code })
      refuseKnown(code, known)
      const product = products.get(trace.productKey ?? '')
      if (product && product.level > 1) throw new Refusal('CODE_NOT_SELLABLE_PACK', { code })
      const placed = placeIn([...running.values()], trace, product, manifest.get(code), expiries, actor.at)
      const scan: NewScan = {
        code,
        raw: trace.raw,
        kind: trace.kind,
        units: product?.units ?? 1,
        entered,
        ...placed,
      }
      const line = running.get(scan.lineId)
      if (line) running.set(line.id, { ...line, acceptedUnits: line.acceptedUnits + scan.units })
      seen.add(code)
      out.accepted.push(scan)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      out.refused.push({ code, refusal: error })
    }
  }
  return out
}

function refuseKnown(code: string, known: Awaited<ReturnType<typeof knownOf>>): void {
  const taken = known.taken.get(code)
  if (taken?.scanned) throw new Refusal('CODE_SCANNED_TWICE', { code })
  if (taken?.received) throw new Refusal('CODE_IN_STOCK_HERE', { code, place: taken.place ?? '已全部用出' })
  if (known.elsewhere.has(code)) throw new Refusal('CODE_HELD_ELSEWHERE', { code })
}

function placeIn(
  lines: readonly CountLine[],
  trace: TraceCode,
  product: ProductOfKey | undefined,
  inFile: ManifestRow | undefined,
  expiries: ReadonlyMap<string, string>,
  at: string,
) {
  const lotNo = inFile?.lotNo ?? trace.lot ?? null
  const pack = {
    code: trace.normalised,
    drugId: product?.drugId,
    drug: product?.drug ?? '',
    drugClass: product?.drugClass,
    prefix: trace.productKey ?? trace.normalised,
    units: product?.units ?? 1,
    lotNo,
    made: inFile?.made ?? trace.made ?? null,
    expiry: inFile?.expiry ?? trace.expiry ?? null,
  }
  return placePack(pack, lines, (lot) => expiries.get(`${product?.drugId}|${lot}`), dayOf(at))
}

/** A code that the file or a scanner brought, ready to be judged. Refuses CODE_… where it is no trace code. */
export const candidate = (raw: string, entered: NewScan['entered']): Candidate => ({
  trace: classify(raw),
  entered,
})
