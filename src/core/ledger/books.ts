import { createHash } from 'node:crypto'
import type { EventV1 } from '#core/audit/event.ts'
import type { Tx } from '#core/db.ts'

export interface Finding {
  readonly org: number
  readonly what: string
  readonly detail: string
}

export interface EventRow {
  readonly id: number
  readonly orgId: number
  readonly type: string
  readonly bytes: Uint8Array
  readonly hash: Uint8Array
}

/** `org/event/movement` → the movement as canonical text; entries are struck off as they are found. */
export type Books = Map<string, string>

/** Movements as they stand on the books, in the very form in which the events' bytes hold them. */
export async function booksOf(tx: Tx, eventIds: number[]): Promise<Books> {
  const rows = await tx<
    { orgId: number; eventId: number; id: number; head: unknown; lines: unknown; evidence: unknown }[]
  >`
    select m.org_id, m.event_id, m.id,
      json_build_array(m.kind, to_char(m.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        m.cause_kind, m.cause_id, m.cause_no, m.reverses_id, m.actor_id, m.witness_id) as head,
      (select coalesce(json_agg(json_build_array(v.stage, encode(v.sha256, 'hex')) order by v.stage collate "C"), '[]') from ledger.movement_evidence v
        where v.org_id = m.org_id and v.movement_id = m.id) as evidence,
      (select json_agg(json_build_array(e.item, e.drug_id, e.lot_id, e.code, e.source_id, e.destination_id, e.quantity) order by e.line)
         from ledger.entry e where e.org_id = m.org_id and e.movement_id = m.id) as lines
    from ledger.movement m where m.event_id = any (${eventIds}::bigint[])`
  return new Map(
    rows.map((r) => [`${r.orgId}/${r.eventId}/${r.id}`, JSON.stringify([r.head, r.lines, r.evidence])]),
  )
}

const isObject = (x: unknown): boolean => typeof x === 'object' && x !== null

/** The event that the bytes hold; undefined where they hold none: somebody may have rewritten bytes and fingerprint together. */
export function readEvent(row: Pick<EventRow, 'bytes'>): EventV1 | undefined {
  try {
    const event = JSON.parse(new TextDecoder().decode(row.bytes)) as EventV1 | null
    const whole =
      Array.isArray(event?.movements) &&
      event.movements.every((m) => Array.isArray(m.lines) && Array.isArray(m.cause) && isObject(m.evidence))
    return whole ? event : undefined
  } catch {
    return undefined
  }
}

/**
 * One event against the books: its hash is that of its bytes, its columns say what the bytes say, and every movement in
 * the bytes stands on the books line by line. What it knows is struck off `books`; what is left there it does not know.
 */
export function compareEvent(row: EventRow, books: Books): Finding[] {
  const where = `事件 ${row.id}（单位 ${row.orgId}，${row.type}）`
  if (!createHash('sha256').update(row.bytes).digest().equals(row.hash))
    return [{ org: row.orgId, what: '事件指纹不符', detail: where }]
  const event = readEvent(row)
  if (!event) return [{ org: row.orgId, what: '事件原文读不出来', detail: where }]
  if (event.id !== row.id || event.org !== row.orgId || event.type !== row.type)
    return [{ org: row.orgId, what: '事件栏目与原文不符', detail: where }]
  const findings: Finding[] = []
  for (const m of event.movements) {
    const key = `${event.org}/${event.id}/${m.id}`
    const head = [
      m.kind,
      m.occurredAt,
      m.cause[0],
      m.cause[1],
      m.cause[2],
      m.reverses,
      event.actor,
      event.witness,
    ]
    const evidence = Object.entries(m.evidence).sort(([a], [b]) => (a < b ? -1 : 1))
    const said = JSON.stringify([head, m.lines, evidence])
    if (books.get(key) !== said)
      findings.push({ org: row.orgId, what: '流水与事件原文不符', detail: `${where} 流水 ${m.id}` })
    books.delete(key)
  }
  return findings
}
