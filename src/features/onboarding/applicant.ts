import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import type { Tx } from '#core/db.ts'
import { accountKey } from '#core/identity/secrets.ts'
import { noteAttempt, throttle } from '#core/identity/throttle.ts'
import { Refusal } from '#core/refusal.ts'
import type { Gate } from '#core/route.ts'
import { mostByAddress, mostOpen } from './contract.ts'

/** Without signs that are taken for one another and without vowels: 16 of them are 74 bits, so that a plain hash keeps the code. */
const signs = '23456789BCDFGHJKMNPQRTVWX'
const length = 16

export const newQueryCode = (): string =>
  Array.from({ length }, () => signs[randomInt(signs.length)] ?? '').join('')

export const queryHash = (code: string): Buffer =>
  createHash('sha256')
    .update(`zhuisu/application/v1\0${code.replace(/[\s-]/g, '')}`)
    .digest()

const nobodysHash = Buffer.alloc(32)

/**
 * Whose application it is, for whoever gives its number and code. Wrong ones are counted like wrong passwords; a number that
 * does not exist is answered like a wrong code. Refuses: APPLICATION_UNKNOWN, SIGN_IN_THROTTLED.
 */
export async function proven(
  gate: Gate,
  { no, code }: { no: string; code: string },
): Promise<{ orgId: number; id: number }> {
  const attempt = { key: accountKey(`application:${no}`), address: gate.address, at: gate.at }
  const { found, failures } = await gate.lookUp(async (tx) => {
    const before = await throttle(tx, attempt)
    const [row] = await tx<{ orgId: number; id: number; queryHash: Uint8Array }[]>`
      select * from onboarding.applicant(${no})`
    return { found: row, failures: before }
  })
  const right = timingSafeEqual(queryHash(code), found?.queryHash ?? nobodysHash)
  const ok = found !== undefined && right
  // A right one is noted only where it ends a row of wrong ones: pages ask often.
  if (!ok || failures > 0) await gate.lookUp((tx) => noteAttempt(tx, attempt, ok))
  if (ok) return found
  throw new Refusal('APPLICATION_UNKNOWN')
}

const dayMs = 86_400_000

/** Whether one more may be begun from here. Refuses: APPLICATION_TOO_MANY, APPLICATION_DESK_FULL. */
export async function requireRoom(tx: Tx, { address, at }: Pick<Gate, 'address' | 'at'>): Promise<void> {
  const since = new Date(Date.parse(at) - dayMs)
  const [row] = await tx<{ byAddress: number; open: number }[]>`
    select * from onboarding.load(${address}, ${since})`
  if ((row?.byAddress ?? 0) >= mostByAddress)
    throw new Refusal('APPLICATION_TOO_MANY', { limit: mostByAddress })
  if ((row?.open ?? 0) >= mostOpen) throw new Refusal('APPLICATION_DESK_FULL')
}
