import { Refusal } from '#core/refusal.ts'
import { afterDays, aheadDays, type ChangeState } from './contract.ts'

const daysLater = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

/** Where a change stands: long ago, nothing of it here, to come, in force and not confirmed, or confirmed. */
export function stateOf(
  c: { effectiveOn: string; lines: number; confirmedAt: string | null },
  today: string,
): ChangeState {
  if (c.confirmedAt !== null) return 'confirmed'
  if (c.effectiveOn < daysLater(today, -afterDays)) return 'past'
  if (c.lines === 0) return 'empty'
  return c.effectiveOn > today ? 'ahead' : 'due'
}

interface Listed {
  readonly lines: number
  readonly unfitLines: number
  readonly effectiveOn: string
  readonly confirmedAt: string | null
}

/**
 * Two people confirm once, the list that they saw, from a month before its day; what lies in a place that is not fit needs
 * its words. Refuses: RECLASS_CONFIRMED, RECLASS_EARLY, RECLASS_CHANGED, RECLASS_UNFIT.
 */
export function checkConfirm(
  c: Listed,
  given: { listHash: string; note?: string | undefined },
  now: { today: string; listHash: string },
): void {
  const day = c.effectiveOn
  if (c.confirmedAt !== null) throw new Refusal('RECLASS_CONFIRMED', { day })
  const first = daysLater(day, -aheadDays)
  if (now.today < first) throw new Refusal('RECLASS_EARLY', { day, first })
  if (given.listHash !== now.listHash) throw new Refusal('RECLASS_CHANGED')
  if (c.unfitLines > 0 && !given.note) throw new Refusal('RECLASS_UNFIT', { lines: c.unfitLines })
}
