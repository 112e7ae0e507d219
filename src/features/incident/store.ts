import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import type { HeldRecord } from '#core/hold.ts'
import { Refusal } from '#core/refusal.ts'
import type { IncidentReceiver } from './contract.ts'

export interface IncidentHead {
  readonly id: number
  readonly no: string
  readonly closedAt: string | null
  readonly reported: ReadonlySet<IncidentReceiver>
}

/** One's own incident, locked: its steps have one order. Refuses NOT_FOUND; DOCUMENT_CLOSED unless `closed`. */
export async function lockIncident(
  tx: Tx,
  orgId: number,
  id: number,
  closed: 'refused' | 'taken' = 'refused',
): Promise<IncidentHead> {
  const [row] = await tx<Omit<IncidentHead, 'reported'>[]>`
    select id, no, closed_at from incident.incident where org_id = ${orgId} and id = ${id} for update`
  if (!row) throw new Refusal('NOT_FOUND')
  if (closed === 'refused' && row.closedAt !== null)
    throw new Refusal('DOCUMENT_CLOSED', { no: row.no, state: '结案' })
  const steps = await tx<{ receiver: IncidentReceiver }[]>`
    select receiver from incident.step where org_id = ${orgId} and incident_id = ${id} and kind = 'reported'`
  return { ...row, reported: new Set(steps.map((s) => s.receiver)) }
}

/** Most movements that one opening freezes: with their events, documents and photographs they fit into one hold. */
const mostFrozen = 12_000

/**
 * What was recorded of these drugs since `from`: movements, the events that hold them, their photographs, and the
 * documents that caused them. All of them or none: evidence that is silently left out is no evidence.
 * Refuses: INCIDENT_TOO_WIDE.
 */
export async function recordsOf(
  tx: Tx,
  actor: Actor,
  of: { drugIds: readonly number[]; from: string; hours: number },
  limit = mostFrozen,
): Promise<HeldRecord[]> {
  const records = await tx<HeldRecord[]>`
    with m as (
      select distinct m.org_id, m.id, m.event_id, m.cause_kind, m.cause_id from ledger.entry e
      join ledger.movement m on m.org_id = e.org_id and m.id = e.movement_id
      where e.org_id = ${actor.orgId} and e.drug_id = any (${[...of.drugIds]}::bigint[]) and e.recorded_at >= ${of.from}
      order by m.id desc limit ${limit + 1})
    select 'movement' as kind, id::text as subject from m
    union select 'event', event_id::text from m
    union select 'evidence', encode(v.sha256, 'hex') from m join ledger.movement_evidence v on v.org_id = m.org_id and v.movement_id = m.id
    union select cause_kind, cause_id::text from m`
  if (records.filter((r) => r.kind === 'movement').length > limit)
    throw new Refusal('INCIDENT_TOO_WIDE', { hours: of.hours, limit })
  return records
}

/** Losses of a case that stand on the books: movements and not yet taken back. */
export async function lossesOf(tx: Tx, orgId: number, incidentId: number): Promise<number[]> {
  const rows = await tx<{ id: number }[]>`
    select m.id from ledger.movement m
    where m.org_id = ${orgId} and m.cause_kind = 'incident' and m.cause_id = ${incidentId} and m.kind = 'lose' and m.reverses_id is null
      and not exists (select from ledger.movement b where b.org_id = m.org_id and b.reverses_id = m.id) order by m.id`
  return rows.map((r) => r.id)
}
