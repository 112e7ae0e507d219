import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import type { PersonRef } from '#core/identity/contract.ts'
import type { Qualification } from '#core/identity/permissions.ts'

/** Does one of this person's roles, for good or for the time being, let them record use? */
export async function mayUse(tx: Tx, orgId: number, userId: number, at: string): Promise<boolean> {
  const rows = await tx`
    select 1 from identity.assignments_of(${orgId}, ${userId}, ${at}) a where 'use.record' = any (a.permissions) limit 1`
  return rows.length > 0
}

/** People at work whose qualification holds on the day of `at`; `using`: only those who may record use. */
export async function qualifiedPeople(
  tx: Tx,
  orgId: number,
  type: Qualification,
  at: string,
  using: boolean,
): Promise<PersonRef[]> {
  const today = dayOf(at)
  const rows = await tx<PersonRef[]>`
    select u.id as user_id, u.name, u.title from identity.app_user u
    where u.org_id = ${orgId} and u.disabled_at is null
      and exists (select from identity.qualification q where q.org_id = u.org_id and q.user_id = u.id and q.type = ${type}
        and q.revoked_at is null and q.valid_from <= ${today} and q.valid_to >= ${today})
      and (not ${using} or exists (
        select from identity.assignments_of(u.org_id, u.id, ${at}) a where 'use.record' = any (a.permissions)))
    order by u.name limit 2000`
  return [...rows]
}
