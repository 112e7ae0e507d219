import type { Tx } from '#core/db.ts'
import { assert } from '#core/refusal.ts'
import { eventBytes, eventHash, type EventV1 } from './event.ts'

interface Told {
  readonly orgId: number
  readonly at: string
  readonly type: string
  readonly subject: NonNullable<EventV1['subject']>
  readonly data: Readonly<Record<string, unknown>>
}

/** An event that the clock brought about, not a person: a time limit that passed. Nothing personal is in it. */
export async function recordClock(tx: Tx, told: Told): Promise<number> {
  const [next] = await tx<{ id: number }[]>`select nextval('audit.event_id') as id`
  assert(next, 'a sequence has a next value')
  const event: EventV1 = {
    v: 1,
    id: next.id,
    org: told.orgId,
    at: told.at,
    type: told.type,
    actor: null,
    witness: null,
    subject: told.subject,
    data: told.data,
    movements: [],
    personal: {},
  }
  const bytes = eventBytes(event)
  await tx`
    select core.close_act(${event.org}, ${event.id}, ${event.at}, ${event.type}, ${told.subject.kind}, ${told.subject.id}, null, null,
      ${bytes}, ${eventHash(bytes)}, '{}'::text[], '{}'::text[], null, null, null)`
  return next.id
}
