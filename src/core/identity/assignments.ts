import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { noteChange, type Changer } from './changes.ts'
import { permissions, type Permission, type Qualification } from './permissions.ts'
import { assignmentWords, conflictIn, scopeWords, type Held, type Scope } from './rules.ts'

/** Changes of rights go one after the other in an organisation, so that two cannot take away the last administrator. */
export async function lockRights(tx: Tx, who: Changer): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`rights/${who.orgId}`}, 0))`
}

interface Given extends Scope {
  readonly roleId: number
  readonly code: string
  readonly name: string
}

async function givenTo(tx: Tx, who: Changer, userId: number): Promise<Given[]> {
  return tx<Given[]>`
    select r.id as role_id, r.code, r.name, ur.classes, ur.accounts from identity.user_role ur
    join identity.role r on r.org_id = ur.org_id and r.id = ur.role_id
    where ur.org_id = ${who.orgId} and ur.user_id = ${userId} order by r.id`
}

/** Titles of accounts, for words that people read. */
export async function accountTitles(
  tx: Tx,
  orgId: number,
  accounts: readonly number[],
): Promise<Map<number, string>> {
  if (accounts.length === 0) return new Map()
  const rows = await tx<{ id: number; title: string }[]>`
    select id, title from ledger.account where org_id = ${orgId} and id = any (${accounts as number[]}::bigint[])`
  return new Map(rows.map((r) => [r.id, r.title]))
}

async function inWords(tx: Tx, who: Changer, given: readonly Given[]): Promise<string | null> {
  const titles = await accountTitles(
    tx,
    who.orgId,
    given.flatMap((g) => g.accounts),
  )
  return given.map((g) => assignmentWords(g.name, g, titles)).join('、') || null
}

/**
 * Gives exactly these roles, by code; what stays keeps its scope. Call `lockRights` first.
 * Refuses: NOT_FOUND (person, or a role that does not exist here or was stopped), ACCESS_CONFLICT, ACCESS_LAST_ADMIN.
 */
export async function setRolesOf(
  tx: Tx,
  who: Changer,
  id: number,
  codes: readonly string[],
  reason?: string,
): Promise<void> {
  const roles = await tx<{ id: number }[]>`
    select id from identity.role where org_id = ${who.orgId} and code = any (${codes as string[]}::text[]) and stopped_at is null`
  const person =
    await tx`select 1 from identity.app_user where org_id = ${who.orgId} and id = ${id} for update`
  if (person.length === 0 || roles.length !== new Set(codes).size) throw new Refusal('NOT_FOUND')
  const before = await inWords(tx, who, await givenTo(tx, who, id))
  const ids = roles.map((r) => r.id)
  await tx`
    delete from identity.user_role where org_id = ${who.orgId} and user_id = ${id} and role_id <> all (${ids}::bigint[])`
  await tx`
    insert into identity.user_role (org_id, user_id, role_id)
    select ${who.orgId}, ${id}, unnest(${ids}::bigint[]) on conflict do nothing`
  await requireSeparate(tx, who, id)
  await requireAdministrator(tx, who)
  const after = await inWords(tx, who, await givenTo(tx, who, id))
  if (before !== after) await noteChange(tx, who, { kind: 'role', userId: id, before, after, reason })
}

/** Narrows one assignment, or widens it again (empty lists). Refuses: NOT_FOUND (assignment, or a place that is none). */
export async function setScopeOf(
  tx: Tx,
  who: Changer,
  of: { userId: number; role: string },
  scope: Scope,
  reason: string,
): Promise<void> {
  const known = (await givenTo(tx, who, of.userId)).find((g) => g.code === of.role)
  if (!known) throw new Refusal('NOT_FOUND')
  await requirePlaces(tx, who, scope.accounts)
  await tx`
    update identity.user_role set classes = ${[...scope.classes]}::text[], accounts = ${[...scope.accounts]}::bigint[]
    where org_id = ${who.orgId} and user_id = ${of.userId} and role_id = ${known.roleId}`
  const titles = await accountTitles(tx, who.orgId, [...known.accounts, ...scope.accounts])
  const words = (s: Scope) => `${known.name}：${scopeWords(s, titles) || '不限'}`
  await noteChange(tx, who, {
    kind: 'scope',
    userId: of.userId,
    roleCode: of.role,
    before: words(known),
    after: words(scope),
    reason,
  })
}

/** Refuses: NOT_FOUND where one of them is not the account of a place. */
export async function requirePlaces(tx: Tx, who: Changer, accounts: readonly number[]): Promise<void> {
  if (accounts.length === 0) return
  const rows = await tx`
    select 1 from ledger.account where org_id = ${who.orgId} and id = any (${accounts as number[]}::bigint[])
      and kind in ('location', 'quarantine', 'empties')`
  if (rows.length !== new Set(accounts).size) throw new Refusal('NOT_FOUND')
}

/** Nobody holds two nodes that belong into two hands, whatever roles they come from. Refuses: ACCESS_CONFLICT. */
export async function requireSeparate(tx: Tx, who: Changer, userId: number): Promise<void> {
  const [row] = await tx<{ name: string; nodes: Permission[] }[]>`
    select u.name, coalesce(array_agg(distinct p) filter (where p is not null), '{}') as nodes from identity.app_user u
    left join lateral (
      select ur.role_id from identity.user_role ur where ur.org_id = u.org_id and ur.user_id = u.id
      union all
      select g.role_id from identity.temporary_grant g
      where g.org_id = u.org_id and g.user_id = u.id and g.ended_at is null and g.valid_to > ${who.at}) g on true
    left join identity.role r on r.org_id = u.org_id and r.id = g.role_id and r.stopped_at is null
    left join lateral unnest(r.permissions) p on true
    where u.org_id = ${who.orgId} and u.id = ${userId} group by u.name`
  const pair = conflictIn(row?.nodes ?? [])
  if (pair)
    throw new Refusal('ACCESS_CONFLICT', {
      name: row?.name,
      one: permissions[pair[0]],
      other: permissions[pair[1]],
    })
}

/**
 * Somebody active can still give rights for good. Asked after the change, in its transaction.
 * Refuses: ACCESS_LAST_ADMIN.
 */
export async function requireAdministrator(tx: Tx, who: Changer): Promise<void> {
  const [one] = await tx`
    select 1 from identity.user_role ur join identity.role r on r.org_id = ur.org_id and r.id = ur.role_id
    join identity.app_user u on u.org_id = ur.org_id and u.id = ur.user_id
    where ur.org_id = ${who.orgId} and r.stopped_at is null and u.disabled_at is null
      and 'access.write' = any (r.permissions) limit 1`
  if (!one) throw new Refusal('ACCESS_LAST_ADMIN')
}

/** What somebody may do at an instant: nodes, qualifications of the day, scopes where any role is narrowed. */
export async function heldBy(tx: Tx, who: { orgId: number; userId: number }, at: string): Promise<Held> {
  const [row] = await tx<{ permissions: Permission[]; qualified: Qualification[]; scopes: Held['scopes'] }[]>`
    select permissions, qualified, scopes from identity.standing_of(${who.orgId}, ${who.userId}, ${at})`
  return row ?? { permissions: [], qualified: [], scopes: null }
}
