import { Refusal } from '#core/refusal.ts'
import { filingStateTitle, type FilingKind, type FilingState } from './contract.ts'

/** How often, and until which day of the month after (rows of filing.term). */
export interface Term {
  readonly months: number
  readonly dueDay: number
}

function monthsLater(day: string, months: number): string {
  const [y = 0, m = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(y, m - 1 + months, 1)).toISOString().slice(0, 10)
}

/** `2026-10`, `2026 年第 3 季度`. */
export function periodTitle(kind: FilingKind, period: string): string {
  const [y = '', m = ''] = period.split('-')
  return kind === 'monthly' ? `${y}-${m}` : `${y} 年第 ${Math.ceil(Number(m) / 3)} 季度`
}

export interface Period {
  readonly from: string
  /** First day after it. */
  readonly next: string
  readonly dueOn: string
}

/**
 * A period is filed when it is over: figures of an open month would be others tomorrow.
 * Refuses: FILING_PERIOD_START, FILING_PERIOD_OPEN.
 */
export function periodOf(kind: FilingKind, period: string, term: Term, today: string): Period {
  const month = Number(period.slice(5, 7))
  if (!period.endsWith('-01') || (month - 1) % term.months !== 0) throw new Refusal('FILING_PERIOD_START')
  const next = monthsLater(period, term.months)
  if (next > today) throw new Refusal('FILING_PERIOD_OPEN', { period: periodTitle(kind, period), from: next })
  return { from: period, next, dueOn: `${next.slice(0, 8)}${String(term.dueDay).padStart(2, '0')}` }
}

/** Refuses: FILING_STATE. */
export function checkFilingState(
  of: { no: string; state: FilingState },
  allowed: readonly FilingState[],
): void {
  if (!allowed.includes(of.state))
    throw new Refusal('FILING_STATE', { no: of.no, state: filingStateTitle[of.state] })
}

/** Each receiver once, at least one. Refuses: FILING_RECEIVER. */
export function checkReceivers(names: readonly string[]): void {
  if (names.length === 0 || new Set(names).size !== names.length) throw new Refusal('FILING_RECEIVER')
}
