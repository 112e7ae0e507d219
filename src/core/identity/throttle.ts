import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'

/** Somebody unknown gives a secret: for what (`accountKey`), from where, when. */
export interface Attempt {
  readonly key: Buffer
  readonly address: string
  readonly at: string
}

const windowMinutes = 15
const failuresPerKey = 5
const failuresPerAddress = 50

/**
 * Before a secret is looked at: too many wrong ones close the account, or the address, for a while. Returns how many wrong ones
 * there were for this key since the last right one. Refuses: SIGN_IN_THROTTLED.
 */
export async function throttle(tx: Tx, { key, address, at }: Attempt): Promise<number> {
  const since = new Date(Date.parse(at) - windowMinutes * 60_000)
  const [row] = await tx<{ byAccount: number; byAddress: number; oldest: string | null }[]>`
    select * from identity.recent_failures(${key}, ${address}, ${since})`
  if (!row || (row.byAccount < failuresPerKey && row.byAddress < failuresPerAddress))
    return row?.byAccount ?? 0
  const opens = Date.parse(row.oldest ?? at) + windowMinutes * 60_000
  throw new Refusal('SIGN_IN_THROTTLED', {
    minutes: Math.max(1, Math.ceil((opens - Date.parse(at)) / 60_000)),
  })
}

export async function noteAttempt(tx: Tx, { key, address, at }: Attempt, ok: boolean): Promise<void> {
  await tx`select identity.note_attempt(${key}, ${address}, ${at}, ${ok})`
}
