import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import type { Item } from '#core/ledger/kinds.ts'
import { Refusal } from '#core/refusal.ts'
import type { Source } from './open.ts'
import {
  adjustBlocked,
  closeBlocked,
  discrepancyReasons,
  discrepancyStateTitle,
  type DiscrepancyReason,
  type Standing,
} from './rules.ts'

export interface Held extends Standing {
  readonly id: number
  readonly no: string
  readonly version: number
  readonly accountId: number
  readonly item: Item
  readonly drugId: number
  readonly lotId: number
  /** '' where no code or several are meant. */
  readonly code: string
  readonly foundBy: number
  readonly foundWith: number | null
  readonly previousBy: number | null
  readonly previousWith: number | null
  readonly source: Source
}

/** One's own discrepancy, locked. Refuses: NOT_FOUND, DOCUMENT_CHANGED where somebody did something in between. */
export async function lockDiscrepancy(tx: Tx, actor: Actor, id: number, version?: number): Promise<Held> {
  const [row] = await tx<Held[]>`
    select id, no, version, account_id, item, drug_id, lot_id, code, found_by, found_with, previous_by, previous_with, state, reason_code,
      reported_at, level_at, json_build_object('kind', source_kind, 'id', source_id, 'no', source_no) as source
    from ledger.discrepancy where org_id = ${actor.orgId} and id = ${id} for update`
  if (!row) throw new Refusal('NOT_FOUND')
  if (version !== undefined && row.version !== version) throw new Refusal('DOCUMENT_CHANGED', { no: row.no })
  return row
}

interface Step {
  readonly kind: 'note' | 'recount' | 'explain' | 'report' | 'adjust' | 'close'
  readonly reasonCode?: DiscrepancyReason
  readonly text?: string
  readonly book?: number
  readonly counted?: number
  readonly receivers?: readonly string[]
  readonly movementId?: number
}

async function step(tx: Tx, actor: Actor, d: Held, s: Step): Promise<void> {
  await tx`
    insert into ledger.discrepancy_step (org_id, discrepancy_id, kind, at, by_id, with_id, reason_code, text, book, counted, receivers,
      movement_id, event_id)
    values (${actor.orgId}, ${d.id}, ${s.kind}, ${actor.at}, ${actor.userId}, ${actor.witness?.userId ?? null}, ${s.reasonCode ?? null},
      ${s.text ?? null}, ${s.book ?? null}, ${s.counted ?? null}, ${s.receivers ? [...s.receivers] : null}::text[], ${s.movementId ?? null},
      ${actor.eventId})`
  await tx`update ledger.discrepancy set version = version + 1 where org_id = ${actor.orgId} and id = ${d.id}`
}

const refuseClosed = (d: Held): void => {
  if (d.state === 'closed')
    throw new Refusal('DOCUMENT_CLOSED', { no: d.no, state: discrepancyStateTitle.closed })
}

export async function noteDiscrepancy(tx: Tx, actor: Actor, d: Held, text: string): Promise<void> {
  refuseClosed(d)
  await step(tx, actor, d, { kind: 'note', text })
}

/**
 * Why it did not agree, said by one before another. Whoever had the balance before may explain it, but not be the
 * second person of the explanation. Refuses: DOCUMENT_CLOSED, DISCREPANCY_WITNESS_INVOLVED.
 */
export async function explainDiscrepancy(
  tx: Tx,
  actor: Actor,
  d: Held,
  said: { reasonCode: DiscrepancyReason; text: string },
): Promise<void> {
  refuseClosed(d)
  if (d.state === 'adjusted')
    throw new Refusal('DOCUMENT_CLOSED', { no: d.no, state: discrepancyStateTitle.adjusted })
  if (actor.witness && [d.previousBy, d.previousWith].includes(actor.witness.userId))
    throw new Refusal('DISCREPANCY_WITNESS_INVOLVED', { name: actor.witness.name })
  await step(tx, actor, d, { kind: 'explain', ...said })
  // A report that was made stays made, whatever is found out later.
  await tx`
    update ledger.discrepancy set state = case when reported_at is null then 'explained' else 'reported' end,
      reason_code = ${said.reasonCode}, explained_at = ${actor.at}
    where org_id = ${actor.orgId} and id = ${d.id}`
}

/** A count against the book as it stands now, before two. Agreement levels it; a difference leaves it as it is. */
export async function recountDiscrepancy(
  tx: Tx,
  actor: Actor,
  d: Held,
  figures: { book: number; counted: number },
): Promise<{ level: boolean }> {
  refuseClosed(d)
  const level = figures.book === figures.counted
  await step(tx, actor, d, { kind: 'recount', ...figures })
  await tx`
    update ledger.discrepancy set level_at = case when ${level}::boolean then coalesce(level_at, ${actor.at}) when movement_id is null then null else level_at end
    where org_id = ${actor.orgId} and id = ${d.id}`
  return { level }
}

/** It was reported outside (条例 Art 64: police, drug administration, health authority). Refuses: DOCUMENT_CLOSED. */
export async function reportDiscrepancy(
  tx: Tx,
  actor: Actor,
  d: Held,
  said: { text: string; receivers: readonly string[] },
): Promise<void> {
  refuseClosed(d)
  await step(tx, actor, d, { kind: 'report', ...said })
  await tx`
    update ledger.discrepancy set reported_at = coalesce(reported_at, ${actor.at}),
      state = case when state = 'adjusted' then state else 'reported' end
    where org_id = ${actor.orgId} and id = ${d.id}`
}

/** Refuses: DISCREPANCY_UNEXPLAINED, DISCREPANCY_UNREPORTED, DISCREPANCY_RECOUNT, DOCUMENT_CLOSED. */
export function checkAdjustable(d: Held): void {
  const blocked = adjustBlocked(d)
  if (blocked === 'explain') throw new Refusal('DISCREPANCY_UNEXPLAINED', { no: d.no })
  if (blocked === 'report') throw new Refusal('DISCREPANCY_UNREPORTED', { no: d.no })
  if (blocked === 'recount')
    throw new Refusal('DISCREPANCY_RECOUNT', {
      no: d.no,
      reason: d.reasonCode && discrepancyReasons[d.reasonCode].title,
    })
  if (blocked === 'done') throw new Refusal('DOCUMENT_CLOSED', { no: d.no, state: '账物相符' })
}

/** The books followed the count with this movement; `checkAdjustable` came before. */
export async function adjustedDiscrepancy(tx: Tx, actor: Actor, d: Held, movementId: number): Promise<void> {
  await step(tx, actor, d, { kind: 'adjust', movementId })
  await tx`
    update ledger.discrepancy set state = 'adjusted', level_at = ${actor.at}, movement_id = ${movementId}
    where org_id = ${actor.orgId} and id = ${d.id}`
}

/**
 * The end, by somebody who neither found it nor had the balance before.
 * Refuses: DOCUMENT_CLOSED, DISCREPANCY_UNEXPLAINED, DISCREPANCY_UNREPORTED, DISCREPANCY_NOT_LEVEL, DISCREPANCY_OWN.
 */
export async function closeDiscrepancy(tx: Tx, actor: Actor, d: Held, text: string): Promise<void> {
  refuseClosed(d)
  if ([d.foundBy, d.foundWith, d.previousBy, d.previousWith].includes(actor.userId))
    throw new Refusal('DISCREPANCY_OWN', { name: actor.name })
  const blocked = closeBlocked(d)
  if (blocked === 'explain') throw new Refusal('DISCREPANCY_UNEXPLAINED', { no: d.no })
  if (blocked === 'report') throw new Refusal('DISCREPANCY_UNREPORTED', { no: d.no })
  if (blocked === 'level') throw new Refusal('DISCREPANCY_NOT_LEVEL', { no: d.no })
  await step(tx, actor, d, { kind: 'close', text })
  await tx`
    update ledger.discrepancy set state = 'closed', closed_at = ${actor.at} where org_id = ${actor.orgId} and id = ${d.id}`
}
