import type { DowntimeState } from './contract.ts'

/** How far back a downtime may begin that somebody declares; later nobody remembers. */
export const declareHours = 72
/** Everything that stood on paper is in the books a day after the machines came back. */
export const enterHours = 24

export const enterDueAt = (endedAt: string): string =>
  new Date(Date.parse(endedAt) + enterHours * 3_600_000).toISOString()

export function startFits(startedAt: string, now: string): boolean {
  const ago = Date.parse(now) - Date.parse(startedAt)
  return ago >= 0 && ago <= declareHours * 3_600_000
}

export const endFits = (endedAt: string, startedAt: string, now: string): boolean =>
  Date.parse(endedAt) > Date.parse(startedAt) && Date.parse(endedAt) <= Date.parse(now)

export function stateOf(
  d: { endedAt: string | null; enterDueAt: string | null; closedAt: string | null },
  now: string,
): DowntimeState {
  if (d.closedAt !== null) return 'closed'
  if (d.endedAt === null) return 'running'
  return d.enterDueAt !== null && Date.parse(d.enterDueAt) < Date.parse(now) ? 'late' : 'entering'
}

export const formText = (prefix: string, no: number): string => `${prefix}${String(no).padStart(4, '0')}`

/**
 * Sheets are used from the front: below the highest of a book that is known, every number must be known too. The first
 * that is not; undefined where none is missing. What lies above stays at the place for the next time.
 */
export function firstGap(firstNo: number, known: readonly number[]): number | undefined {
  const all = new Set(known)
  for (let no = firstNo; no < Math.max(firstNo, ...known); no++) if (!all.has(no)) return no
  return undefined
}
