import type { Tx } from '#core/db.ts'
import type { Changer as Who } from './changes.ts'
import type { Qualification } from './permissions.ts'
import { lockQualifications, type Held } from './qualified.ts'
import { revokeQualificationRow } from './staff.ts'

export interface NewHold extends Held {
  readonly userId: number
  readonly type: Qualification
  readonly reason: string
}

/**
 * Takes a qualification away in this act, and keeps it away: all that are not over are revoked, and none is given before the
 * hold is lifted. A hold that was there is replaced. Says which were revoked, and how long the longest would have run.
 */
export async function holdQualification(
  tx: Tx,
  who: Who,
  h: NewHold,
): Promise<{ revoked: number[]; until: string | null }> {
  await lockQualifications(tx, who.orgId, h.userId)
  await lift(tx, who, h, `改为 ${h.basis}`)
  const live = await tx<{ id: number; validTo: string }[]>`
    select id, valid_to from identity.qualification
    where org_id = ${who.orgId} and user_id = ${h.userId} and type = ${h.type} and revoked_at is null
      and valid_to >= (${who.at}::timestamptz at time zone 'Asia/Shanghai')::date
    order by valid_to desc limit 100`
  for (const { id } of live) await revokeQualificationRow(tx, who, id, `${h.basis} ${h.reason}`)
  await tx`
    insert into identity.qualification_hold (org_id, user_id, type, basis, reason, held_at, held_by, ends_on)
    values (${who.orgId}, ${h.userId}, ${h.type}, ${h.basis}, ${h.reason}, ${who.at}, ${who.userId}, ${h.endsOn})`
  return { revoked: live.map((q) => q.id), until: live[0]?.validTo ?? null }
}

/** The qualification may be given again; this alone gives none. */
export async function liftHold(
  tx: Tx,
  who: Who,
  of: { userId: number; type: Qualification },
  reason: string,
): Promise<void> {
  await lockQualifications(tx, who.orgId, of.userId)
  await lift(tx, who, of, reason)
}

async function lift(tx: Tx, who: Who, of: { userId: number; type: Qualification }, reason: string) {
  await tx`
    update identity.qualification_hold set lifted_at = ${who.at}, lifted_by = ${who.userId}, lifted_reason = ${reason}
    where org_id = ${who.orgId} and user_id = ${of.userId} and type = ${of.type} and lifted_at is null`
}
