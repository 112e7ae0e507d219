import { accountName } from '#core/identity/rules.ts'
import { Refusal } from '#core/refusal.ts'
import type { StayKind } from '#core/identity/contract.ts'
import { mostStayDays, type QualificationState, type StayOf } from './contract.ts'

/** How long before its end a qualification is shown as due. */
export const nearExpiryDays = 30

interface Term {
  readonly validFrom: string
  readonly validTo: string
  readonly revokedAt: string | null
}

/** State on a day, all days as YYYY-MM-DD; its last day still counts (as in `isQualified`). */
export function qualificationOn(term: Term, day: string): QualificationState {
  if (term.revokedAt !== null) return 'revoked'
  if (term.validTo < day) return 'expired'
  if (term.validFrom > day) return 'ahead'
  return term.validTo <= daysLater(day, nearExpiryDays) ? 'nearExpiry' : 'valid'
}

/** Whether a 试用期 or 进修 counts on a day; its last day still does. */
export function stayOn(
  s: { validFrom: string; validTo: string; endedOn: string | null },
  day: string,
): StayOf['state'] {
  if (s.endedOn !== null || s.validTo < day) return 'over'
  return s.validFrom > day ? 'ahead' : 'now'
}

/** A term that ends after it begins, and 进修 says from where. Refuses: STAY_TERM, STAY_HOME. */
export function checkStay(s: {
  kind: StayKind
  validFrom: string
  validTo: string
  home?: string | undefined
}): void {
  if (s.validTo < s.validFrom || s.validTo > daysLater(s.validFrom, mostStayDays))
    throw new Refusal('STAY_TERM', { most: mostStayDays })
  if ((s.kind === 'visiting') !== Boolean(s.home)) throw new Refusal('STAY_HOME')
}

export function daysLater(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}

/**
 * The full account: letters, digits, `.`, `-` and `_`, then @ and the organisation's code. Nobody can take a name
 * under another organisation's code. Refuses: INPUT_INVALID.
 */
export function accountOf(given: string, domain: string): string {
  const [local = '', at = domain, ...rest] = given.trim().toLowerCase().split('@')
  if (accountName.test(local) && at === domain && rest.length === 0) return `${local}@${domain}`
  const message = `账号用字母和数字，至少 2 位；@ 后面只能是 ${domain}`
  throw new Refusal('INPUT_INVALID', {}, [{ code: 'INPUT_INVALID', field: 'account', facts: { message } }])
}

interface Held {
  readonly type: string
  readonly validTo: string
  readonly state: QualificationState
}

/** Of each kind the one that lasts longest and was not revoked: what counts of a person now. */
export function currentOf<Q extends Held>(all: readonly Q[]): Q[] {
  const kinds = Map.groupBy(
    all.filter((q) => q.state !== 'revoked'),
    (q) => q.type,
  )
  return [...kinds.values()].map((group) => group.reduce((best, q) => (q.validTo > best.validTo ? q : best)))
}
