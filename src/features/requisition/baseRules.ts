import { Refusal } from '#core/refusal.ts'

/** What the requisition needs to know of a place's base stock (base_stock.position), in whole units. */
export interface BasePosition {
  readonly drugId: number
  readonly drug: string
  readonly unit: string
  readonly baseUnits: number | null
  /** In the place, in hands, owed, to be exchanged and exchanged: what the base already accounts for. */
  readonly total: number
  /** Requested or on its way without an exchange. */
  readonly pending: number
}

interface Want {
  readonly place: string
  readonly ward: boolean
  /** The verb of the refusal: 请领, 出库, 签收. */
  readonly act: string
  readonly drugs: ReadonlyMap<number, number>
}

/**
 * A place may not hold more than its base (438号 Art 14–15). A ward with a base keeps nothing that has none; elsewhere a
 * drug without a base is free. `counted`: whether what is asked for or on its way uses up the free amount, too.
 * Refuses: BASE_OVER, BASE_NONE.
 */
export function checkBase(
  want: Want,
  positions: readonly BasePosition[],
  nameOf: (drugId: number) => string,
  counted: boolean,
): void {
  if (!positions.some((p) => p.baseUnits !== null)) return
  for (const [drugId, units] of want.drugs) {
    const p = positions.find((x) => x.drugId === drugId)
    if (!p || p.baseUnits === null) {
      if (want.ward) throw new Refusal('BASE_NONE', { place: want.place, drug: nameOf(drugId) })
      continue
    }
    const free = Math.max(0, p.baseUnits - p.total - (counted ? p.pending : 0))
    if (units <= free) continue
    throw new Refusal('BASE_OVER', {
      place: want.place,
      drug: p.drug,
      base: `${p.baseUnits} ${p.unit}`,
      free: `${free} ${p.unit}`,
      act: want.act,
      units: `${units} ${p.unit}`,
    })
  }
}

/** What units left the place for: an issue into a hand, or a prescription handed out. */
interface Case {
  readonly caseKind: 'issue' | 'dispense'
  readonly caseId: number
}

/** One case's lot that can be exchanged: what is proven of it, and whether anything of the case is still open. */
export interface Provable extends Case {
  readonly lotId: number
  readonly drugId: number
  readonly drug: string
  readonly lotNo: string
  readonly proven: number
  readonly inHand: number
  readonly owed: number
}

export interface Brought extends Case {
  readonly lotId: number
  readonly units: number
}

export interface ExchangeRow extends Brought {
  readonly drugId: number
  readonly closes: boolean
}

/**
 * 以空换新: what is brought against what is proven, lot by lot of each case, and against the lines asked for: exactly as
 * many units are asked for as are brought. Refuses: BASE_NOT_PROVEN, BASE_EXCHANGE_LINES.
 */
export function exchangeRows(
  brought: readonly Brought[],
  provable: readonly Provable[],
  lines: ReadonlyMap<number, number>,
): ExchangeRow[] {
  const given = new Map<string, number>()
  for (const b of brought) given.set(keyOf(b), (given.get(keyOf(b)) ?? 0) + b.units)
  const sums = new Map<number, number>()
  for (const [key, units] of given) {
    const p = provable.find((x) => keyOf(x) === key)
    if (!p || units > Math.max(0, p.proven))
      throw new Refusal('BASE_NOT_PROVEN', {
        drug: p?.drug ?? '该药品',
        lot: p?.lotNo ?? '—',
        have: Math.max(0, p?.proven ?? 0),
        want: units,
      })
    sums.set(p.drugId, (sums.get(p.drugId) ?? 0) + units)
  }
  const differs = [...new Set([...sums.keys(), ...lines.keys()])].some(
    (drugId) => (sums.get(drugId) ?? 0) !== (lines.get(drugId) ?? 0),
  )
  if (differs) throw new Refusal('BASE_EXCHANGE_LINES')
  const open = new Set(
    provable.filter((p) => p.inHand > 0 || p.owed > 0 || p.proven > (given.get(keyOf(p)) ?? 0)).map(caseOf),
  )
  return provable
    .filter((p) => given.has(keyOf(p)) || !open.has(caseOf(p)))
    .map((p) => ({
      caseKind: p.caseKind,
      caseId: p.caseId,
      lotId: p.lotId,
      drugId: p.drugId,
      units: given.get(keyOf(p)) ?? 0,
      closes: !open.has(caseOf(p)),
    }))
}

const caseOf = (of: Case): string => `${of.caseKind}|${of.caseId}`
const keyOf = (of: Case & { lotId: number }): string => `${caseOf(of)}|${of.lotId}`
