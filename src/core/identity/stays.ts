import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { noteChange, type Changer as Who } from './changes.ts'
import { stayTitle, type StayKind } from './contract.ts'
import { lockQualifications } from './qualified.ts'
import { revokeQualificationRow } from './staff.ts'

export interface NewStay {
  readonly userId: number
  readonly kind: StayKind
  readonly validFrom: string
  readonly validTo: string
  readonly home: string | null
  readonly reason: string
}

/**
 * Marks somebody as 试用期 or 进修. Whoever comes to stay brings no right along: one that outlasts the stay is revoked first,
 * by who gave it. Refuses: NOT_FOUND, STAY_OVERLAP, STAY_HAS_RIGHT.
 */
export async function insertStay(tx: Tx, who: Who, s: NewStay): Promise<number> {
  await lockQualifications(tx, who.orgId, s.userId)
  const [person] = await tx`select 1 from identity.app_user where org_id = ${who.orgId} and id = ${s.userId}`
  if (!person) throw new Refusal('NOT_FOUND')
  const [other] = await tx<{ kind: StayKind; from: string; to: string }[]>`
    select kind, valid_from as "from", least(valid_to, coalesce(ended_on - 1, valid_to)) as "to" from identity.stay
    where org_id = ${who.orgId} and user_id = ${s.userId} and valid_from <= ${s.validTo}
      and least(valid_to, coalesce(ended_on - 1, valid_to)) >= ${s.validFrom} limit 1`
  if (other)
    throw new Refusal('STAY_OVERLAP', { kind: stayTitle[other.kind], from: other.from, to: other.to })
  if (s.kind === 'visiting') await refuseOldRight(tx, who, s)
  const [row] = await tx<{ id: number }[]>`
    insert into identity.stay (org_id, user_id, kind, valid_from, valid_to, home, reason, marked_by, marked_at)
    values (${who.orgId}, ${s.userId}, ${s.kind}, ${s.validFrom}, ${s.validTo}, ${s.home}, ${s.reason}, ${who.userId}, ${who.at})
    returning id`
  assert(row, 'an inserted stay has a number')
  const after = words(s.kind, s.validFrom, s.validTo)
  await noteChange(tx, who, { kind: 'account', userId: s.userId, before: null, after, reason: s.reason })
  return row.id
}

const words = (kind: StayKind, from: string, to: string) => `${stayTitle[kind]} ${from} 至 ${to}`

async function refuseOldRight(tx: Tx, who: Who, s: NewStay): Promise<void> {
  const [right] = await tx<{ until: string }[]>`
    select valid_to as until from identity.qualification
    where org_id = ${who.orgId} and user_id = ${s.userId} and type = 'prescribe' and revoked_at is null and valid_to >= ${s.validFrom} limit 1`
  if (right) throw new Refusal('STAY_HAS_RIGHT', { until: right.until })
}

/** Ends a stay today. What a 进修 physician was given for it ends with it. Refuses: NOT_FOUND, ACCESS_OWN, DOCUMENT_CLOSED. */
export async function endStay(
  tx: Tx,
  who: Who,
  id: number,
  reason: string,
): Promise<{ userId: number; revoked: number[] }> {
  const today = dayOf(who.at)
  const [s] = await tx<
    { userId: number; kind: StayKind; validFrom: string; validTo: string; endedOn: string | null }[]
  >`
    select user_id, kind, valid_from, valid_to, ended_on from identity.stay where org_id = ${who.orgId} and id = ${id} for update`
  if (!s) throw new Refusal('NOT_FOUND')
  if (s.userId === who.userId) throw new Refusal('ACCESS_OWN', { what: '试用期或进修' })
  if (s.endedOn !== null || s.validTo < today)
    throw new Refusal('DOCUMENT_CLOSED', { no: `${stayTitle[s.kind]}登记`, state: '结束' })
  await lockQualifications(tx, who.orgId, s.userId)
  await tx`
    update identity.stay set ended_on = ${today}, ended_by = ${who.userId}, ended_reason = ${reason}
    where org_id = ${who.orgId} and id = ${id}`
  const given = await tx<{ id: number }[]>`
    select id from identity.qualification
    where org_id = ${who.orgId} and user_id = ${s.userId} and basis = 'visiting' and revoked_at is null and valid_to >= ${today}
    order by id limit 100`
  const revoked = s.kind === 'visiting' ? given.map((q) => q.id) : []
  for (const q of revoked) await revokeQualificationRow(tx, who, q, `进修结束：${reason}`)
  const before = words(s.kind, s.validFrom, s.validTo)
  const after = `${stayTitle[s.kind]} ${today} 结束`
  await noteChange(tx, who, { kind: 'account', userId: s.userId, before, after, reason })
  return { userId: s.userId, revoked }
}
