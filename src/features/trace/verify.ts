import type { EventV1 } from '#core/audit/event.ts'
import type { Tx } from '#core/db.ts'
import { booksOf, compareEvent, type EventRow } from '#core/ledger/books.ts'
import type { Verified } from './contract.ts'
import type { Found } from './life.ts'

/** Numbers of the events that moved this code or one of its labels. */
async function eventIdsOf(tx: Tx, { box, labels }: Found): Promise<number[]> {
  const codes = [box.code, ...labels.map((l) => l.code)]
  const rows = await tx<{ eventId: number }[]>`
    select distinct m.event_id from ledger.entry e
    join ledger.movement m on m.org_id = e.org_id and m.id = e.movement_id
    where e.org_id = ${box.orgId} and e.code <> '' and e.code = any (${codes}::text[])
    order by m.event_id limit 5000`
  return rows.map((r) => r.eventId)
}

const parse = (row: EventRow) => JSON.parse(new TextDecoder().decode(row.bytes)) as EventV1

/**
 * Recomputes, for every event of this code: its fingerprint is SHA-256 of its bytes, and the movements on the books
 * are exactly those in the bytes. It does not show that an event is in its place in a public log: that comes later.
 */
export async function verifyCode(tx: Tx, found: Found, at: string): Promise<Verified> {
  const ids = await eventIdsOf(tx, found)
  const rows = await tx<EventRow[]>`
    select id, org_id, type, bytes, hash from audit.event
    where org_id = ${found.box.orgId} and id = any (${ids}::bigint[]) order by id`
  const books = await booksOf(tx, ids)
  const findings: Verified['findings'] = []
  const events = rows.map((row) => {
    const wrong = compareEvent(row, books)
    findings.push(...wrong.map((f) => ({ eventId: row.id, text: `${f.what}：${f.detail}` })))
    return { eventId: row.id, hash: Buffer.from(row.hash).toString('hex'), ok: wrong.length === 0 }
  })
  for (const key of books.keys()) findings.push({ eventId: null, text: `账上有而记录里没有的出入账：${key}` })
  const movements = rows.flatMap((row) => parse(row).movements)
  return {
    events,
    movements: movements.length,
    lines: movements.reduce((n, m) => n + m.lines.length, 0),
    findings,
    checkedAt: at,
  }
}
