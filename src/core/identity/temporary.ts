import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { accountTitles, lockRights, requirePlaces, requireSeparate } from './assignments.ts'
import { noteChange } from './changes.ts'
import { assignmentWords, mostDays, type Scope } from './rules.ts'

export interface NewGrant {
  readonly userId: number
  readonly role: string
  readonly scope: Scope
  /** From now where absent. */
  readonly from?: string | undefined
  readonly to: string
  readonly reason: string
}

const minute = (instant: string) =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

/**
 * 临时授权: a role from one instant until another; it lapses by itself. Who approves is never who receives.
 * Refuses: ACCESS_OWN, ACCESS_TERM, NOT_FOUND (person, role, place), ACCESS_CONFLICT.
 */
export async function grantForATime(
  tx: Tx,
  actor: Actor,
  grant: NewGrant,
): Promise<{ grantId: number; no: string }> {
  if (grant.userId === actor.userId) throw new Refusal('ACCESS_OWN', { what: '临时授权' })
  const from = grant.from ?? actor.at
  const days = (Date.parse(grant.to) - Date.parse(from)) / 86_400_000
  // A page that was open for a minute may send a start that has just passed.
  const late = Date.parse(actor.at) - Date.parse(from) > 5 * 60_000
  if (late || days <= 0 || days > mostDays) throw new Refusal('ACCESS_TERM', { days: mostDays })
  await lockRights(tx, actor)
  const [role] = await tx<{ id: number; name: string }[]>`
    select r.id, r.name from identity.role r join identity.app_user u on u.org_id = r.org_id
    where r.org_id = ${actor.orgId} and r.code = ${grant.role} and r.stopped_at is null and u.id = ${grant.userId} and u.disabled_at is null`
  if (!role) throw new Refusal('NOT_FOUND')
  await requirePlaces(tx, actor, grant.scope.accounts)
  const no = await documentNo(tx, actor, 'LS')
  const [row] = await tx<{ id: number }[]>`
    insert into identity.temporary_grant (org_id, no, user_id, role_id, classes, accounts, valid_from, valid_to, reason, approved_by, approved_at)
    values (${actor.orgId}, ${no}, ${grant.userId}, ${role.id}, ${[...grant.scope.classes]}::text[], ${[...grant.scope.accounts]}::bigint[],
      ${from}, ${grant.to}, ${grant.reason}, ${actor.userId}, ${actor.at}) returning id`
  assert(row, 'an inserted grant has a number')
  await requireSeparate(tx, actor, grant.userId)
  const titles = await accountTitles(tx, actor.orgId, grant.scope.accounts)
  await noteChange(tx, actor, {
    kind: 'temporary',
    userId: grant.userId,
    roleCode: grant.role,
    before: null,
    after: `${no} ${assignmentWords(role.name, grant.scope, titles)}，${minute(from)} 至 ${minute(grant.to)}`,
    reason: grant.reason,
  })
  return { grantId: row.id, no }
}

/** Ends a grant before its time. Refuses: NOT_FOUND, DOCUMENT_CLOSED (ended, or over by itself). */
export async function endGrant(
  tx: Tx,
  actor: Actor,
  id: number,
  reason: string,
): Promise<{ no: string; userId: number }> {
  const [row] = await tx<
    { no: string; userId: number; name: string; code: string; validTo: string; endedAt: string | null }[]
  >`
    select g.no, g.user_id, r.name, r.code, g.valid_to, g.ended_at from identity.temporary_grant g
    join identity.role r on r.org_id = g.org_id and r.id = g.role_id
    where g.org_id = ${actor.orgId} and g.id = ${id} for update of g`
  if (!row) throw new Refusal('NOT_FOUND')
  if (row.endedAt || row.validTo <= actor.at)
    throw new Refusal('DOCUMENT_CLOSED', { no: row.no, state: row.endedAt ? '收回' : '到期' })
  await tx`
    update identity.temporary_grant set ended_at = ${actor.at}, ended_by = ${actor.userId}, ended_reason = ${reason}
    where org_id = ${actor.orgId} and id = ${id}`
  await noteChange(tx, actor, {
    kind: 'temporary',
    userId: row.userId,
    roleCode: row.code,
    before: `${row.no} ${row.name}，至 ${minute(row.validTo)}`,
    after: '提前收回',
    reason,
  })
  return { no: row.no, userId: row.userId }
}
