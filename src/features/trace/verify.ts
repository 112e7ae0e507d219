import type { Tx } from '#core/db.ts'
import { booksOf, compareEvent, readEvent, type EventRow } from '#core/ledger/books.ts'
import type { Verified } from './contract.ts'
import { codesOf, type Found } from './life.ts'
import { eventIdsOf } from './store.ts'

/**
 * Recomputes, for every event of this code: its fingerprint is SHA-256 of its bytes, and the movements on the books
 * are exactly those in the bytes. It does not show that an event is in its place in a public log: that comes later.
 */
export async function verifyCode(tx: Tx, found: Found, at: string): Promise<Verified> {
  const ids = await eventIdsOf(tx, found.box.orgId, codesOf(found))
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
  const movements = rows.flatMap((row) => readEvent(row)?.movements ?? [])
  return {
    events,
    movements: movements.length,
    lines: movements.reduce((n, m) => n + m.lines.length, 0),
    findings,
    checkedAt: at,
  }
}
