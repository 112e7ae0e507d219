import { createHash } from 'node:crypto'
import { sqlState, type Db, type Tx } from './db.ts'
import type { Hashed } from './files/limited.ts'
import { Refusal } from './refusal.ts'

/** A request that may be sent again: its key, and what it is asked to do. */
export interface KeyedAct {
  readonly key: string
  readonly endpoint: string
  readonly hash: Buffer
  /** Where a file is part of the content: its hash counts too, once it has been read. */
  readonly upload?: Hashed
}

/** The first answer under a key, as the database keeps it. */
export interface First {
  readonly endpoint: string
  readonly inputHash: Uint8Array
  readonly reply: unknown
}

/** Another request under this key went through while this one ran; it is undone and gets the first answer. */
export const isOvertaken = (error: unknown): boolean => sqlState(error) === 'ZS002'

/** Refuses: IDEMPOTENCY_KEY_REQUIRED. */
export function requireKey(key: string | string[] | undefined): string {
  if (typeof key !== 'string' || key.length < 8 || key.length > 100)
    throw new Refusal('IDEMPOTENCY_KEY_REQUIRED')
  return key
}

/** What the key stands for: the input, and the file where there is one. */
export const fullHash = (act: KeyedAct): Buffer =>
  act.upload ? createHash('sha256').update(act.hash).update(act.upload.digest()).digest() : act.hash

/** The first answer, for the same act only. Refuses: IDEMPOTENCY_KEY_REUSED where the content is another. */
export async function replay(act: KeyedAct, first: First): Promise<unknown> {
  // Sent again, a file is read once more, only to know that it is the same.
  if (act.upload) for await (const _chunk of act.upload.body);
  if (first.endpoint !== act.endpoint || !fullHash(act).equals(first.inputHash))
    throw new Refusal('IDEMPOTENCY_KEY_REUSED')
  return first.reply
}

/** Has this key been answered since? Asked where an act was overtaken, or refused because the first one went through. */
export async function answeredSince(
  db: Db,
  who: { readonly orgId: number; readonly userId: number },
  key: string,
): Promise<First | undefined> {
  const [first] = await db.asOrg(
    who.orgId,
    (tx: Tx) => tx<First[]>`
      select endpoint, input_hash, reply from core.idempotency
      where org_id = ${who.orgId} and user_id = ${who.userId} and key = ${key}`,
  )
  return first
}

const secretNames = new Set(['password', 'pin', 'secret', 'card'])

/** A fast hash of an input must not be a fast hash of a password. */
export function withoutSecrets(input: unknown): unknown {
  if (Array.isArray(input)) return input.map(withoutSecrets)
  if (typeof input !== 'object' || input === null) return input
  return Object.fromEntries(
    Object.entries(input).flatMap(([k, v]) => (secretNames.has(k) ? [] : [[k, withoutSecrets(v)]])),
  )
}
