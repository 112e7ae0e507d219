import type { Db } from '#core/db.ts'
import type { Credential } from './contract.ts'
import { accountKey, cardHash, nobodysHash, verifySecret } from './secrets.ts'
import { noteAttempt, throttle } from './throttle.ts'

export interface Authenticated {
  readonly orgId: number
  readonly userId: number
  readonly name: string
  readonly title: string
  readonly disabled: boolean
  readonly method: 'password' | 'card'
}

/**
 * Checks a password, or a card with its PIN. Every attempt is counted, for the first and the second person alike.
 * Returns undefined where the credential is wrong. Refuses: SIGN_IN_THROTTLED.
 */
export async function authenticate(
  db: Db,
  credential: Credential,
  address: string,
  at: string,
): Promise<Authenticated | undefined> {
  const account = credential.method === 'password' ? credential.account.trim().toLowerCase() : null
  const card = credential.method === 'card' ? cardHash(credential.card) : null
  const key = accountKey(account ?? `card:${card?.toString('hex')}`)
  const attempt = { key, address, at }
  await db.transaction((tx) => throttle(tx, attempt))
  const found = await db.transaction(async (tx) => {
    const [row] = await tx<
      {
        orgId: number
        userId: number
        name: string
        title: string
        passwordHash: string
        pinHash: string | null
        disabled: boolean
      }[]
    >`select * from identity.credential_of(${account}, ${card})`
    return row
  })
  const stored = credential.method === 'password' ? found?.passwordHash : found?.pinHash
  // The unknown account is verified against a dummy, so that time tells nothing.
  const right = await verifySecret(stored ?? nobodysHash, credential.secret).catch(() => false)
  const ok = right && found !== undefined && Boolean(stored)
  await db.transaction((tx) => noteAttempt(tx, attempt, ok))
  return ok && found ? { ...found, method: credential.method } : undefined
}
