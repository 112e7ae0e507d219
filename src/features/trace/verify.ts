import { createHash } from 'node:crypto'
import type { EventV1 } from '#core/audit/event.ts'
import type { Tx } from '#core/db.ts'
import type { Verified } from './contract.ts'
import type { Found } from './life.ts'

interface EventRow {
  readonly id: number
  readonly bytes: Uint8Array
  readonly hash: Uint8Array
}

/** A movement as it stands on the books, in the very form in which an event's bytes hold it. */
interface BookRow {
  readonly id: number
  readonly eventId: number
  readonly said: string
  readonly lines: number
}

async function booksOf(tx: Tx, { box, labels }: Found): Promise<BookRow[]> {
  const codes = [box.code, ...labels.map((l) => l.code)]
  return tx<BookRow[]>`
    with mine as (
      select distinct e.movement_id from ledger.entry e
      where e.org_id = ${box.orgId} and e.code <> '' and e.code = any (${codes}::text[]))
    select m.id, m.event_id, l.lines, json_build_array(json_build_array(m.kind,
        to_char(m.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), m.cause_kind, m.cause_id, m.cause_no,
        m.reverses_id, m.actor_id, m.witness_id), l.said)::text as said
    from mine join ledger.movement m on m.org_id = ${box.orgId} and m.id = mine.movement_id
    cross join lateral (
      select count(*)::int as lines, json_agg(json_build_array(e.item, e.drug_id, e.lot_id, e.code, e.source_id, e.destination_id, e.quantity)
        order by e.line) as said
      from ledger.entry e where e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at) l
    order by m.id limit 5000`
}

const eventsOf = (tx: Tx, orgId: number, ids: readonly number[]) => tx<EventRow[]>`
  select id, bytes, hash from audit.event where org_id = ${orgId} and id = any (${ids as number[]}::bigint[]) order by id`

/** What the event's bytes say of a movement, in the books' form; undefined: they do not know it. */
function saidBy(event: EventV1, movementId: number): string | undefined {
  const m = event.movements.find((x) => x.id === movementId)
  if (!m) return undefined
  return JSON.stringify([[m.kind, m.occurredAt, ...m.cause, m.reverses, event.actor, event.witness], m.lines])
}

const normal = (json: string): string => JSON.stringify(JSON.parse(json))

/**
 * Recomputes, for every event of this code: its fingerprint is SHA-256 of its bytes, and the movements on the books
 * are exactly those in the bytes. It does not show that an event is in its place in a public log: that comes later.
 */
export async function verifyCode(tx: Tx, found: Found, at: string): Promise<Verified> {
  const books = await booksOf(tx, found)
  const rows = await eventsOf(tx, found.box.orgId, [...new Set(books.map((b) => b.eventId))])
  const findings: Verified['findings'] = []
  const parsed = new Map<number, EventV1>()
  const events = rows.map((row) => {
    const hash = createHash('sha256').update(row.bytes).digest()
    const ok = hash.equals(row.hash)
    if (!ok) findings.push({ eventId: row.id, text: '指纹与原文不符' })
    parsed.set(row.id, JSON.parse(new TextDecoder().decode(row.bytes)) as EventV1)
    return { eventId: row.id, hash: hash.toString('hex'), ok }
  })
  for (const book of books) {
    const event = parsed.get(book.eventId)
    if (!event) findings.push({ eventId: null, text: `第 ${book.id} 笔出入账没有对应的记录` })
    else if (event.id !== book.eventId || event.org !== found.box.orgId)
      findings.push({ eventId: book.eventId, text: '记录的编号或单位与原文不符' })
    else if (saidBy(event, book.id) !== normal(book.said))
      findings.push({ eventId: book.eventId, text: `第 ${book.id} 笔出入账与记录原文不符` })
  }
  return {
    events,
    movements: books.length,
    lines: books.reduce((n, b) => n + b.lines, 0),
    findings,
    checkedAt: at,
  }
}
