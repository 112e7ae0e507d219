import { randomBytes } from 'node:crypto'
import type { Tx } from '#core/db.ts'
import { assert } from '#core/refusal.ts'
import { commitment, eventBytes, eventHash, type EventV1 } from './event.ts'

interface Told {
  readonly orgId: number
  readonly at: string
  readonly type: string
  readonly subject: NonNullable<EventV1['subject']>
  readonly data: Readonly<Record<string, unknown>>
}

/** An event that the clock brought about, not a person: a time limit that passed. Nothing personal is in it. */
export const recordClock = (tx: Tx, told: Told): Promise<number> => recordNobody(tx, told, {})

/** What somebody brought about who has no account here: an applicant. What is personal is committed, as in every event. */
export async function recordNobody(
  tx: Tx,
  told: Told,
  personal: Readonly<Record<string, string>>,
): Promise<number> {
  const fields = Object.keys(personal)
  const salts = fields.map(() => randomBytes(16))
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
    personal: Object.fromEntries(
      fields.map((field, i) => [field, commitment(field, personal[field], salts[i] as Buffer)]),
    ),
  }
  const bytes = eventBytes(event)
  await tx`
    select core.close_act(${event.org}, ${event.id}, ${event.at}, ${event.type}, ${told.subject.kind}, ${told.subject.id}, null, null,
      ${bytes}, ${eventHash(bytes)}, ${fields}::text[], ${salts.map((salt) => salt.toString('hex'))}::text[], null, null, null)`
  return next.id
}
