import { keepUntil, type RecordKind, type RetentionRule } from '#core/retention/rules.ts'
import { Refusal } from '#core/refusal.ts'
import type { BatchState } from './contract.ts'

export interface Candidate {
  readonly kind: 'issue' | 'prescription'
  readonly subjectId: number
  readonly no: string
  readonly day: string
  readonly expiry: string | null
  readonly held: boolean
}

export interface Listed extends Omit<Candidate, 'expiry'> {
  readonly keepUntil: string
}

/** What has passed the last day of every rule; a record that no rule reaches stays. */
export function passedOf(
  record: RecordKind,
  candidates: readonly Candidate[],
  rules: readonly RetentionRule[],
  today: string,
): Listed[] {
  return candidates.flatMap(({ expiry, ...c }) => {
    const end = keepUntil(record, { day: c.day, expiry }, rules)
    return end !== undefined && end < today ? [{ ...c, keepUntil: end }] : []
  })
}

/** The shortest way from a record's day to its end: what is younger needs no look. */
export const leastYears = (record: RecordKind, rules: readonly RetentionRule[]): number =>
  Math.max(0, ...rules.filter((r) => r.record === record && r.base === 'day').map((r) => r.years))

export function stateOf(b: {
  approvedAt: string | null
  rejectedAt: string | null
  executedAt: string | null
}): BatchState {
  if (b.executedAt) return 'executed'
  if (b.rejectedAt) return 'rejected'
  return b.approvedAt ? 'approved' : 'applied'
}

/** Who applied does not approve; who did either neither carries it out nor watches (regulations §2.2). Refuses: RETENTION_SAME_HAND. */
export function checkHands(before: readonly (number | null)[], now: readonly number[]): void {
  if (now.some((person) => before.includes(person))) throw new Refusal('RETENTION_SAME_HAND')
}
