import type { Db } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import type { Credential } from './contract.ts'
import { accountKey, cardHash, nobodysHash, verifySecret } from './secrets.ts'

export interface Authenticated {
  readonly orgId: number
  readonly userId: number
  readonly name: string
  readonly title: string
  readonly disabled: boolean
  readonly method: 'password' | 'card'
}

const windowMinutes = 15
const failuresPerAccount = 5
const failuresPerAddress = 50

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
  await throttle(db, key, address, at)
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
  await db.transaction((tx) => tx`select identity.note_attempt(${key}, ${address}, ${at}, ${ok})`)
  return ok && found ? { ...found, method: credential.method } : undefined
}

async function throttle(db: Db, key: Buffer, address: string, at: string): Promise<void> {
  const since = new Date(Date.parse(at) - windowMinutes * 60_000)
  const [row] = await db.transaction(
    (tx) => tx<{ byAccount: number; byAddress: number; oldest: string | null }[]>`
      select * from identity.recent_failures(${key}, ${address}, ${since})`,
  )
  if (!row || (row.byAccount < failuresPerAccount && row.byAddress < failuresPerAddress)) return
  const opens = Date.parse(row.oldest ?? at) + windowMinutes * 60_000
  throw new Refusal('SIGN_IN_THROTTLED', {
    minutes: Math.max(1, Math.ceil((opens - Date.parse(at)) / 60_000)),
  })
}
