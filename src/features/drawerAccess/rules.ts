import type { AccessState, CountMode } from './contract.ts'

/** Where no rule was ever set: nothing is counted, and an access ends after ten minutes. */
export const platformRule = { mode: 'off', minutes: 10 } as const satisfies {
  mode: CountMode
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
