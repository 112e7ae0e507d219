import type { CountAct, CountMode } from '#core/countFirst/contract.ts'
import type { AccessState } from './contract.ts'

/** Where no rule was ever set: nothing is counted, and an access ends after ten minutes. */
export const platformRule = { mode: 'off', acts: ['issue'], minutes: 10 } satisfies {
  mode: CountMode
  acts: CountAct[]
  minutes: number
}

/**
 * What became of an opening. Somebody who moved something there meanwhile had a reason; who did not says why, and
 * after its end an opening without a word is one that nobody explained.
 */
export function stateOf(
  a: { movements: number; nullReason: string | null; closedAt: string | null; endsAt: string },
  now: string,
): AccessState {
  if (a.movements > 0) return 'moved'
  if (a.nullReason !== null) return 'null'
  return Date.parse(a.closedAt ?? a.endsAt) < Date.parse(now) ? 'unexplained' : 'open'
}
