import { randomBytes } from 'node:crypto'
import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { commitment, eventBytes, eventHash, type EventV1 } from './event.ts'

/** Writes the act's one event, in the act's own transaction. */
export async function record(tx: Tx, actor: Actor, type: string): Promise<void> {
  const salts = Object.keys(actor.act.personal).map((field) => ({ field, salt: randomBytes(16) }))
  const personal = Object.fromEntries(
    salts.map(({ field, salt }) => [field, commitment(field, actor.act.personal[field], salt)]),
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
  await tx`
    insert into audit.event (org_id, id, recorded_at, type, subject_kind, subject_id, actor_id, witness_id, bytes, hash)
    values (${event.org}, ${event.id}, ${event.at}, ${type}, ${event.subject?.kind ?? null}, ${event.subject?.id ?? null},
      ${event.actor}, ${event.witness}, ${bytes}, ${eventHash(bytes)})`
  for (const { field, salt } of salts) {
    await tx`insert into audit.salt (org_id, event_id, field, salt) values (${event.org}, ${event.id}, ${field}, ${salt})`
  }
}
