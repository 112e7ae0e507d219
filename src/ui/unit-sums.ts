import { num } from './format.ts'

export interface Amount {
  readonly unit: string
  readonly units: number
}

/** 支, 片 and 贴 are never added up: one sum for each unit, in the order in which they come; none that is nothing. */
export function sumsByUnit(amounts: readonly Amount[]): Amount[] {
  return [...Map.groupBy(amounts, (a) => a.unit)]
    .map(([unit, of]) => ({ unit, units: of.reduce((n, a) => n + a.units, 0) }))
    .filter((s) => s.units !== 0)
}

/** `3 支、12 片`; nothing at all is empty. */
export const sumText = (amounts: readonly Amount[]): string =>
  sumsByUnit(amounts)
    .map((s) => `${num(s.units)} ${s.unit}`)
    .join('、')
