import type { Item } from './limits.ts'

/** Two whole numbers as a fraction; compared by multiplication, never divided. */
export interface Ratio {
  readonly top: number
  readonly bottom: number
}

/**
 * How many single doses the quantity holds. An injection is opened once: a dose takes whole ampoules, so half an
 * ampoule counts as one. Undefined where dose or strength is not known.
 */
export function dosesOf(item: Item): Ratio | undefined {
  if (item.dose <= 0 || item.units <= 0) return undefined
  if (item.contentPerUnit === 0) return { top: item.units, bottom: item.dose }
  if (item.form === 'INJ') return { top: item.units, bottom: Math.ceil(item.dose / item.contentPerUnit) }
  return { top: item.units * item.contentPerUnit, bottom: item.dose }
}

/** Days = quantity × strength / (single dose × times per day). */
export function daysOf(item: Item): Ratio | undefined {
  const doses = dosesOf(item)
  if (!doses || item.times <= 0 || item.perDays <= 0) return undefined
  return { top: doses.top * item.perDays, bottom: doses.bottom * item.times }
}

/** Whole days that the quantity lasts; a dose used up at once lasts none. */
export function suppliedDays(item: Item): number {
  const days = daysOf(item)
  return days ? Math.floor(days.top / days.bottom) : 0
}

export const within = (of: Ratio, limit: number) => of.top <= limit * of.bottom

/** To one decimal, rounded up, so that a little over never reads as the limit itself: `3.1`. */
export function ratioText({ top, bottom }: Ratio): string {
  const tenths = Math.ceil((top * 10) / bottom)
  return tenths % 10 === 0 ? String(tenths / 10) : `${Math.floor(tenths / 10)}.${tenths % 10}`
}
