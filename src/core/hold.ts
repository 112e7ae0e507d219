import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { assert } from '#core/refusal.ts'

/** A record by its kind (movement, event, evidence, issue, receipt …) and its number; a photograph by its hash in hex. */
export interface HeldRecord {
  readonly kind: string
  readonly subject: string | number
}

export interface Hold {
  /** The case that needs the records. */
  readonly cause: { readonly kind: string; readonly id: number; readonly no: string }
  readonly reason: string
  readonly records: readonly HeldRecord[]
}

/** One case freezes at most so many records; a longer window is frozen in parts. */
export const maxHeldRecords = 50_000

/**
 * 证据冻结: puts records on legal hold. Retention respects it (`core.on_hold`), and a deletion of a held row fails in
 * the database. What the case holds already is left as it is. Returns how many are newly held.
 */
export async function holdRecords(tx: Tx, actor: Actor, hold: Hold): Promise<number> {
  const { cause, records } = hold
  assert(records.length <= maxHeldRecords, `a case holds at most ${maxHeldRecords} records at once`)
  const rows = await tx`
    insert into core.legal_hold (org_id, kind, subject, cause_kind, cause_id, cause_no, reason, since, held_by)
    select ${actor.orgId}, r.kind, r.subject, ${cause.kind}, ${cause.id}, ${cause.no}, ${hold.reason}, ${actor.at}::timestamptz, ${actor.userId}
    from unnest(${records.map((r) => r.kind)}::text[], ${records.map((r) => String(r.subject))}::text[]) as r (kind, subject)
    on conflict (org_id, kind, subject, cause_kind, cause_id) where released_at is null do nothing
    returning 1`
  return rows.length
}

/** Ends what one case holds; a record that another case holds as well stays held. Returns how many. */
export async function releaseHolds(
  tx: Tx,
  actor: Actor,
  release: { readonly cause: { readonly kind: string; readonly id: number }; readonly reason: string },
): Promise<number> {
  const rows = await tx`
    update core.legal_hold set released_at = ${actor.at}, released_by = ${actor.userId}, release_reason = ${release.reason}
    where org_id = ${actor.orgId} and cause_kind = ${release.cause.kind} and cause_id = ${release.cause.id} and released_at is null
    returning 1`
  return rows.length
}
