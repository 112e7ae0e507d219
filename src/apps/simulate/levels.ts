import { procedures, wardOrders, type Size } from './distributions.ts'
import type { Strengths } from './plan.ts'

/** Units of each drug that a working day uses, from the same tables that make the cases. */
export function dailyUse(
  size: Size,
  strengths: Strengths,
): { theatre: Map<string, number>; wards: Map<string, number> } {
  const [theatre, wards] = [new Map<string, number>(), new Map<string, number>()]
  const add = (map: Map<string, number>, drug: string, units: number) =>
    map.set(drug, (map.get(drug) ?? 0) + units)
  const possible = procedures.filter((p) => size.tertiary || !p.tertiary)
  const total = possible.reduce((n, p) => n + p.weight, 0)
  for (const p of possible)
    for (const need of p.needs)
      add(
        theatre,
        need.drug,
        (size.surgeries * p.weight * need.share * Math.ceil(need.mean / strengths(need.drug) + 0.4)) / total,
      )
  const orders = wardOrders.reduce((n, o) => n + o.weight, 0)
  for (const o of wardOrders) {
    const doses = o.doses.reduce((n, d) => n + d.weight, 0)
    const units = o.doses.reduce((n, d) => n + d.weight * Math.ceil(d.content / strengths(o.drug)), 0) / doses
    add(wards, o.drug, (size.wardOrders * o.weight * units) / orders)
  }
  return { theatre, wards }
}

export interface Level {
  readonly drug: string
  /** Asked for again below this … */
  readonly low: number
  /** … up to this. */
  readonly high: number
}

/** Days of use as whole boxes, and never less than three boxes. */
export function levelsOf(use: ReadonlyMap<string, number>, days: { low: number; high: number }): Level[] {
  const boxes = (units: number) => Math.max(3, Math.ceil(units / 10)) * 10
  return [...use]
    .map(([drug, daily]) => ({
      drug,
      low: boxes(daily * days.low),
      high: boxes(daily * days.high) + boxes(daily * days.low),
    }))
    .sort((a, b) => (a.drug < b.drug ? -1 : 1))
}

/** [A] How long a pharmacy and a vault live on what they have. */
export const pharmacyDays = { low: 2, high: 3 } as const
export const vaultDays = { low: 8, high: 18 } as const
