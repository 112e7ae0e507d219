import { Refusal } from '#core/refusal.ts'
import type { BaseState, Position } from './contract.ts'

/** A lot that expires within so many days is near its end (as in 库存). */
export const nearDays = 180
/** The monthly check of a month is late after its last day; from this day of the month on it is due. */
export const checkDueDay = 20

/** Left side of the equation, in whole units. */
export const totalOf = (p: Position): number => p.inPlace + p.inHand + p.owed + p.proven + p.awaiting

/** Left side minus the base; null where no base was approved. */
export const differenceOf = (p: Position): number | null =>
  p.baseUnits === null ? null : totalOf(p) - p.baseUnits

/**
 * What the equation says. Less than the base is `filling` while what is missing was asked for, is on its way, or nothing
 * was used from this place yet; otherwise units have left without a trace of use: `short` (D06).
 */
export function stateOf(p: Position): BaseState {
  const difference = differenceOf(p)
  if (difference === null) return 'none'
  if (difference > 0) return 'over'
  if (difference === 0) return 'even'
  return !p.used || difference + p.coming + p.asked >= 0 ? 'filling' : 'short'
}

/** Units that may still be requested without an exchange. */
export const freeToAsk = (p: Position): number =>
  Math.max(0, (p.baseUnits ?? 0) - totalOf(p) - p.coming - p.asked)

export const isLow = (p: Position): boolean => p.minUnits !== null && p.inPlace < p.minUnits

/** Days from `today` to `expiry`; negative: expired. Both YYYY-MM-DD. */
export const daysTo = (expiry: string, today: string): number =>
  Math.round((Date.parse(expiry) - Date.parse(today)) / 86_400_000)

/** The first day of a day's month. */
export const monthOf = (day: string): string => `${day.slice(0, 7)}-01`

/** The first day of the month before. */
export function monthBefore(month: string): string {
  const [year = 0, m = 1] = month.split('-').map(Number)
  return m === 1 ? `${year - 1}-12-01` : `${year}-${String(m - 1).padStart(2, '0')}-01`
}

/**
 * Months (first days, oldest first, at most a year of them) that should have been checked by `today` and were not: every
 * whole month since the base began, and this month from its 20th day on.
 */
export function monthsOverdue(sinceDay: string, checked: ReadonlySet<string>, today: string): string[] {
  const overdue: string[] = []
  let month = monthOf(today)
  if (Number(today.slice(8)) < checkDueDay) month = monthBefore(month)
  for (let i = 0; i < 12 && month >= monthOf(sinceDay); i++, month = monthBefore(month)) {
    // A base that began in the middle of a past month was not there to be checked in all of it.
    if (month === monthOf(sinceDay) && month < monthOf(today)) break
    if (!checked.has(month)) overdue.unshift(month)
  }
  return overdue
}

interface AskedLine {
  readonly drugId: number
  readonly units: number
  readonly minUnits: number
}

/**
 * Lines of a request against what is in force. Refuses: ALREADY_EXISTS (a drug twice), BASE_MIN_OVER, BASE_UNCHANGED
 * (nothing would be different).
 */
export function checkRequest(
  lines: readonly AskedLine[],
  inForce: ReadonlyMap<number, { units: number; minUnits: number }>,
): void {
  const seen = new Set<number>()
  for (const line of lines) {
    if (seen.has(line.drugId)) throw new Refusal('ALREADY_EXISTS', { what: '药品', value: '同一品种' })
    seen.add(line.drugId)
    if (line.minUnits > line.units) throw new Refusal('BASE_MIN_OVER')
  }
  const same = (l: AskedLine) => {
    const was = inForce.get(l.drugId) ?? { units: 0, minUnits: 0 }
    return was.units === l.units && was.minUnits === l.minUnits
  }
  if (lines.every(same)) throw new Refusal('BASE_UNCHANGED')
}

/** An approved base holds from the day asked for, never from before it was approved. */
export const effectiveAt = (startOfDay: string, decidedAt: string): string =>
  startOfDay > decidedAt ? startOfDay : decidedAt
