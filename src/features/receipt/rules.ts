import { Refusal, type Facts, type RefusalCode } from '#core/refusal.ts'

/** A line as counting sees it: units, and what has come to it so far. */
export interface CountLine {
  readonly id: number
  /** Number in the document, from 1. */
  readonly line: number
  readonly drugId: number
  readonly drug: string
  readonly expectedUnits: number
  readonly lotNo: string | null
  readonly made: string | null
  readonly expiry: string | null
  readonly acceptedUnits: number
  readonly damagedUnits: number
  readonly shortUnits: number
}

/** What is known of a scanned pack: from the supplier's file, from the code itself, from the line, from the books. */
export interface PackFacts {
  readonly code: string
  readonly drugId: number | undefined
  readonly drug: string
  readonly prefix: string
  readonly units: number
  readonly lotNo?: string | null
  readonly made?: string | null
  readonly expiry?: string | null
}

export interface Placed {
  readonly lineId: number
  readonly lotNo: string
  readonly made: string | null
  readonly expiry: string
}

/** Units still to come to a line before it is in order. */
export const openUnits = (line: Pick<CountLine, 'expectedUnits' | 'acceptedUnits' | 'damagedUnits' | 'shortUnits'>): number =>
  line.expectedUnits - line.acceptedUnits - line.damagedUnits - line.shortUnits

const no = (code: RefusalCode, facts: Facts): never => {
  throw new Refusal(code, facts)
}

/**
 * Finds the line that a pack belongs to and its lot. `expiryOf` gives the expiry by which the books, or packs of this
 * receipt, know a lot of this drug. Refuses: CODE_PRODUCT_UNKNOWN, CODE_NOT_IN_ORDER, RECEIPT_OVER,
 * RECEIPT_LOT_REQUIRED (its facts name the line and, where known, the lot), LOT_MISMATCH, LOT_EXPIRED, CODE_DATE_ORDER.
 */
export function placePack(
  pack: PackFacts,
  lines: readonly CountLine[],
  expiryOf: (lotNo: string) => string | undefined,
  today: string,
): Placed {
  if (pack.drugId === undefined) return no('CODE_PRODUCT_UNKNOWN', { prefix: pack.prefix })
  const ofDrug = lines.filter((l) => l.drugId === pack.drugId)
  if (ofDrug.length === 0) return no('CODE_NOT_IN_ORDER', { drug: pack.drug, code: pack.code })
  const line = ofDrug.find((l) => openUnits(l) >= pack.units)
  if (!line) {
    const expected = ofDrug.reduce((sum, l) => sum + l.expectedUnits, 0)
    return no('RECEIPT_OVER', { drug: pack.drug, expected, code: pack.code })
  }
  return { lineId: line.id, ...lotOfPack(pack, line, expiryOf, today) }
}

function lotOfPack(pack: PackFacts, line: CountLine, expiryOf: (lotNo: string) => string | undefined, today: string): Omit<Placed, 'lineId'> {
  const lotNo = pack.lotNo ?? line.lotNo
  const sameLot = lotNo === line.lotNo
  const known = lotNo ? expiryOf(lotNo) : undefined
  const expiry = pack.expiry ?? (sameLot ? line.expiry : null) ?? known
  if (!lotNo || !expiry) return no('RECEIPT_LOT_REQUIRED', { drug: pack.drug, lineId: line.id, lot: lotNo, code: pack.code })
  if (known && known !== expiry) return no('LOT_MISMATCH', { lot: lotNo, known, code: pack.code })
  if (expiry < today) return no('LOT_EXPIRED', { lot: lotNo, expiry, act: '入库', drug: pack.drug, code: pack.code })
  const made = pack.made ?? (sameLot ? line.made : null)
  if (made && made >= expiry) return no('CODE_DATE_ORDER', { line: line.line, expiry, made })
  return { lotNo, made, expiry }
}

/** Every unit that was ordered must be accepted, damaged or short before two people sign. */
export function checkComplete(lines: readonly CountLine[], counted: boolean, unitOf: (drugId: number) => string): void {
  if (!counted && lines.every((l) => l.shortUnits + l.damagedUnits < l.expectedUnits)) throw new Refusal('RECEIPT_NOTHING_SCANNED')
  const open = lines.filter((l) => openUnits(l) > 0)
  const [first] = open
  if (!first) return
  const facts = (l: CountLine) => ({ drug: l.drug, missing: `${openUnits(l)} ${unitOf(l.drugId)}` })
  throw new Refusal(
    'RECEIPT_LINE_OPEN',
    facts(first),
    open.map((l) => ({ code: 'RECEIPT_LINE_OPEN' as const, field: String(l.id), facts: facts(l) })),
  )
}

/**
 * The conclusion may not contradict the goods: what is refused (拒收) does not enter the store, and what enters was
 * not refused. Refuses: INPUT_INVALID on `conclusion`.
 */
export function checkConclusion(conclusion: string, acceptedUnits: number): void {
  if ((conclusion === '拒收') === (acceptedUnits === 0)) return
  const message = acceptedUnits === 0 ? '没有合格药品，结论应为拒收' : '有药品入库，结论不能是拒收'
  throw new Refusal('INPUT_INVALID', {}, [{ code: 'INPUT_INVALID', field: 'conclusion', facts: { message } }])
}
