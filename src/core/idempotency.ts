import { createHash } from 'node:crypto'
import type { Actor } from './actor.ts'
import type { Tx } from './db.ts'
import type { Hashed } from './files/limited.ts'
import { Refusal } from './refusal.ts'

interface KeyedAct {
  readonly key: string | string[] | undefined
  readonly endpoint: string
  readonly hash: Buffer
  /** Where a file is part of the content: its hash counts too, once it has been read. */
  readonly upload?: Hashed
}

const fullHash = (act: KeyedAct): Buffer =>
  act.upload ? createHash('sha256').update(act.hash).update(act.upload.digest()).digest() : act.hash

/**
 * Takes the key of this act. A double click or a request sent again waits here for the first one and gets its
 * answer; undefined means that this is the first. Same key, other content: refused.
 */
export async function answered(tx: Tx, actor: Actor, act: KeyedAct): Promise<unknown> {
  if (typeof act.key !== 'string' || act.key.length < 8 || act.key.length > 100)
    throw new Refusal('IDEMPOTENCY_KEY_REQUIRED')
  const taken = await tx`
    insert into core.idempotency (org_id, user_id, key, endpoint, input_hash, created_at)
    values (${actor.orgId}, ${actor.userId}, ${act.key}, ${act.endpoint}, ${act.hash}, ${actor.at})
    on conflict do nothing returning 1`
  if (taken.length === 1) return undefined
  const [first] = await tx<{ endpoint: string; inputHash: Uint8Array; reply: unknown }[]>`
    select endpoint, input_hash, reply from core.idempotency
    where org_id = ${actor.orgId} and user_id = ${actor.userId} and key = ${act.key}`
  // Sent again, a file is read once more, only to know that it is the same.
  if (act.upload) for await (const _chunk of act.upload.body);
  if (!first || first.endpoint !== act.endpoint || !fullHash(act).equals(first.inputHash))
    throw new Refusal('IDEMPOTENCY_KEY_REUSED')
  return first.reply
}

export async function remember(tx: Tx, actor: Actor, act: KeyedAct, reply: unknown): Promise<void> {
  await tx`
    update core.idempotency set reply = ${tx.json(reply as never)}, input_hash = ${fullHash(act)}
    where org_id = ${actor.orgId} and user_id = ${actor.userId} and key = ${act.key as string}`
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
