import { randomBytes } from 'node:crypto'
import type { Actor } from '#core/actor.ts'
import { sendOff, type Tx } from '#core/db.ts'
import { commitment, eventBytes, eventHash, type EventV1 } from './event.ts'

/** What a request sent again under the same key will get: the answer of the first one. */
export interface Answer {
  readonly key: string
  readonly inputHash: Buffer
  readonly reply: unknown
}

/**
 * Writes the act's one event, in the act's own transaction, and its answer under the request's key. Sent off with the
 * commit. Raises ZS002 where another request with this key went through meanwhile: then nothing of this one stays.
 */
export function record(tx: Tx, actor: Actor, type: string, answer?: Answer): void {
  const fields = Object.keys(actor.act.personal)
  const salts = fields.map(() => randomBytes(16))
  const personal = Object.fromEntries(
    fields.map((field, i) => [field, commitment(field, actor.act.personal[field], salts[i] as Buffer)]),
  )
  const event: EventV1 = {
    v: 1,
    id: actor.eventId,
    org: actor.orgId,
    at: actor.at,
    type,
    actor: actor.userId,
    witness: actor.witness?.userId ?? null,
    subject: actor.act.subject,
    data: JSON.parse(JSON.stringify(actor.act.data)) as Record<string, unknown>,
    movements: actor.act.movements,
    personal,
  }
  const bytes = eventBytes(event)
  const reply = answer ? tx.json(answer.reply as never) : null
  sendOff(
    tx,
    tx`
      select core.close_act(${event.org}, ${event.id}, ${event.at}, ${type}, ${event.subject?.kind ?? null}, ${event.subject?.id ?? null},
        ${event.actor}, ${event.witness}, ${bytes}, ${eventHash(bytes)}, ${fields}::text[], ${salts.map((salt) => salt.toString('hex'))}::text[],
        ${answer?.key ?? null}, ${answer?.inputHash ?? null}, ${reply})`.execute(),
  )
}
