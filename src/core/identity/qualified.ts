import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { Refusal, type RefusalCode } from '#core/refusal.ts'
import { qualifications, type Qualification } from './permissions.ts'

/** Does this person hold the qualification on that day? (条例 Art 38: valid in this institution only.) */
export async function isQualified(tx: Tx, userId: number, type: Qualification, at: string): Promise<boolean> {
  const [row] = await tx`
    select 1 from identity.qualification
    where org_id = core.current_org() and user_id = ${userId} and type = ${type} and revoked_at is null
      and valid_from <= ${dayOf(at)} and valid_to >= ${dayOf(at)} limit 1`
  return row !== undefined
}

/** The refusal of somebody who lacks a qualification; `code` says in which part they stand. */
export const unqualified = (
  who: { readonly name: string },
  type: Qualification,
  code: RefusalCode = 'UNQUALIFIED',
): Refusal =>
  new Refusal(code, {
    name: who.name,
    need: qualifications[type],
    renew: '请在“培训考核”参加培训，考核通过当天恢复',
  })

/** Refuses with `code` (facts: name, need) where the qualification is missing, expired or revoked. */
export async function requireQualified(
  tx: Tx,
  who: { userId: number; name: string },
  type: Qualification,
  at: string,
  code: RefusalCode = 'UNQUALIFIED',
): Promise<void> {
  if (!(await isQualified(tx, who.userId, type, at))) {
    throw unqualified(who, type, code)
  }
}
