import type { LimitState } from './contract.ts'

/** A place that has had a drug for fewer days says nothing about days: one operation would decide. */
export const leastDays = 5

const dayMs = 86_400_000

/** What the ledger says about one limit (`stock_limit.standing`, 0017). */
export interface Figures {
  readonly lowUnits: number
  readonly highUnits: number | null
  readonly maxDays: number | null
  readonly heldUnits: number
  readonly usableUnits: number
  readonly usedUnits: number
  readonly since: string
  readonly comingUnits: number
  readonly askedUnits: number
}

/** Whole days over which the use was seen: 30, or fewer where the place did not have the drug so long. */
export const observedDays = (at: string, since: string): number =>
  Math.floor((Date.parse(at) - Date.parse(since)) / dayMs)

/**
 * Whole days that the usable units last at the rate seen. Null: nothing was used, or it was watched for too short a
 * time; an unknown is not an endless supply.
 */
export function supplyOf(f: Figures, at: string): number | null {
  const days = observedDays(at, f.since)
  if (f.usedUnits <= 0 || days < leastDays) return null
  return Math.floor((f.usableUnits * days) / f.usedUnits)
}

/**
 * Which limits are crossed. Expired units do not help against the lower limit; they do lie there, so the upper one
 * counts them.
 */
export function statesOf(f: Figures, at: string): LimitState[] {
  const days = supplyOf(f, at)
  return [
    ...(f.usableUnits < f.lowUnits ? (['low'] as const) : []),
    ...(f.highUnits !== null && f.heldUnits > f.highUnits ? (['high'] as const) : []),
    ...(f.maxDays !== null && days !== null && days > f.maxDays ? (['days'] as const) : []),
  ]
}

/** Up to the upper limit, or to the lower one where there is no upper; what is coming or asked for counts as there. */
export function suggestedUnits(f: Figures): number {
  if (f.usableUnits >= f.lowUnits) return 0
  const target = f.highUnits ?? f.lowUnits
  return Math.max(0, target - f.usableUnits - f.comingUnits - f.askedUnits)
}
