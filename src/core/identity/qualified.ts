import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { Refusal, type RefusalCode } from '#core/refusal.ts'
import type { StayKind } from './contract.ts'
import { qualifications, type Qualification } from './permissions.ts'

/** Does this person hold the qualification on that day? (条例 Art 38: valid in this institution only.) */
export async function isQualified(tx: Tx, userId: number, type: Qualification, at: string): Promise<boolean> {
  const [row] = await tx`
    select 1 from identity.qualification
    where org_id = core.current_org() and user_id = ${userId} and type = ${type} and revoked_at is null
      and valid_from <= ${dayOf(at)} and valid_to >= ${dayOf(at)} limit 1`
  return row !== undefined
}

export interface Held {
  /** The document that withholds it. */
  readonly basis: string
  /** The last day of its term; null: without one. */
  readonly endsOn: string | null
}

/** One person's qualifications are given and taken one at a time. Held to the end of the act. */
export async function lockQualifications(tx: Tx, orgId: number, userId: number): Promise<void> {
  await tx`select from identity.app_user where org_id = ${orgId} and id = ${userId} for update`
}

/** Why somebody is given no qualification of this kind, or undefined. */
export async function heldBack(tx: Tx, userId: number, type: Qualification): Promise<Held | undefined> {
  const [row] = await tx<Held[]>`
    select basis, ends_on from identity.qualification_hold
    where org_id = core.current_org() and user_id = ${userId} and type = ${type} and lifted_at is null`
  return row
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
  if (await isQualified(tx, who.userId, type, at)) return
  const held = await heldBack(tx, who.userId, type)
  if (!held) throw unqualified(who, type, code)
  const renew = `已按 ${held.basis} 暂停，${held.endsOn ? `${held.endsOn} 期满由决定人恢复` : '恢复前请由其他医师办理'}`
  throw new Refusal(code, { name: who.name, need: qualifications[type], renew })
}

export interface Stay {
  readonly id: number
  readonly kind: StayKind
  readonly validFrom: string
  /** Its last day. */
  readonly validTo: string
}

/** What somebody is on a day: 试用期, 进修, or neither. */
export async function stayOn(tx: Tx, userId: number, day: string): Promise<Stay | undefined> {
  const [row] = await tx<Stay[]>`
    select id, kind, valid_from, valid_to from identity.stay_on(core.current_org(), ${userId}, ${day}::date)`
  return row
}

/** A 进修 that touches these days, or undefined. */
export async function visitWithin(
  tx: Tx,
  userId: number,
  days: { readonly from: string; readonly to: string },
): Promise<Stay | undefined> {
  const [row] = await tx<Stay[]>`
    select id, kind, valid_from, valid_to from identity.stay
    where org_id = core.current_org() and user_id = ${userId} and kind = 'visiting' and valid_from <= ${days.to}
      and least(valid_to, coalesce(ended_on - 1, valid_to)) >= ${days.from} order by valid_from limit 1`
  return row
}
