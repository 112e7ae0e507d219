import type { DrugName } from '#core/contract.ts'
import type { ExchangeLine, PositionRow, UseCase } from './contract.ts'

/**
 * What a place may bring in exchange now: every case of which something is proven, and with it those that are closed
 * thereby. A case closes when nothing of it is in a hand, owed or left to prove.
 */
export function proposal(cases: readonly (UseCase & DrugName)[]): ExchangeLine[] {
  const open = new Set(cases.filter((c) => c.inHand > 0 || c.owed > 0).map(keyOf))
  return cases
    .filter((c) => c.proven > 0 || !open.has(keyOf(c)))
    .map((c) => ({
      drugId: c.drugId,
      name: c.name,
      spec: c.spec,
      unit: c.unit,
      drugClass: c.drugClass,
      caseKind: c.caseKind,
      caseId: c.caseId,
      caseNo: c.caseNo,
      lotId: c.lotId,
      lotNo: c.lotNo,
      units: Math.max(0, c.proven),
      closes: !open.has(keyOf(c)),
    }))
}

const keyOf = (c: UseCase) => `${c.caseKind}|${c.caseId}`

/** What is missing without any use behind it: to be asked for without an exchange. */
export const gapsOf = (drugs: readonly PositionRow[]) =>
  drugs
    .filter((d) => d.free > 0)
    .map(({ drugId, name, spec, unit, drugClass, free }) => ({
      drugId,
      name,
      spec,
      unit,
      drugClass,
      units: free,
    }))
