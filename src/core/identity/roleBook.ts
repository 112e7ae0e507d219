import type { Db, Tx } from '#core/db.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import type { Actor } from '#core/actor.ts'
import { lockRights, requireAdministrator } from './assignments.ts'
import { noteChange, type Changer } from './changes.ts'
import { permissions, type Permission } from './permissions.ts'
import { authorityRoles, institutionRoles, type StandardRole } from './roles.ts'
import { authorityOnly, conflictIn, nodeWords } from './rules.ts'

export interface RoleContent {
  readonly name: string
  readonly permissions: readonly Permission[]
}

/** Refuses: ACCESS_NODE, ACCESS_CONFLICT. */
function check(content: RoleContent): void {
  const foreign = content.permissions.find((p) => authorityOnly.includes(p))
  if (foreign) throw new Refusal('ACCESS_NODE', { node: permissions[foreign] })
  const pair = conflictIn(content.permissions)
  if (pair)
    throw new Refusal('ACCESS_CONFLICT', {
      name: `岗位“${content.name}”`,
      one: permissions[pair[0]],
      other: permissions[pair[1]],
    })
}

async function refuseSameName(tx: Tx, who: Changer, name: string, but: number): Promise<void> {
  const [same] = await tx`
    select 1 from identity.role where org_id = ${who.orgId} and name = ${name} and id <> ${but} and stopped_at is null`
  if (same) throw new Refusal('ALREADY_EXISTS', { what: '岗位', value: name })
}

/** A role of the organisation's own. Refuses: ACCESS_NODE, ACCESS_CONFLICT, ALREADY_EXISTS. */
export async function makeRole(
  tx: Tx,
  actor: Actor,
  content: RoleContent,
  reason: string,
): Promise<{ roleId: number; code: string }> {
  check(content)
  await lockRights(tx, actor)
  await refuseSameName(tx, actor, content.name, 0)
  const code = await documentNo(tx, actor, 'GW')
  const [row] = await tx<{ id: number }[]>`
    insert into identity.role (org_id, code, name, permissions)
    values (${actor.orgId}, ${code}, ${content.name}, ${content.permissions as string[]}) returning id`
  assert(row, 'an inserted role has a number')
  await noteChange(tx, actor, {
    kind: 'roleContent',
    roleCode: code,
    before: null,
    after: `${content.name}：${nodeWords(content.permissions)}`,
    reason,
  })
  return { roleId: row.id, code }
}

interface Known extends RoleContent {
  readonly code: string
  readonly standard: boolean
  readonly mine: boolean
  readonly people: number
}

/** Refuses: NOT_FOUND, DOCUMENT_CLOSED, ACCESS_ROLE_STANDARD. */
async function ownRole(tx: Tx, actor: Actor, id: number): Promise<Known> {
  const [row] = await tx<(Known & { stoppedAt: string | null })[]>`
    select r.code, r.name, r.permissions, r.standard, r.stopped_at,
      (select count(*)::int from identity.user_role u where u.org_id = r.org_id and u.role_id = r.id) as people,
      exists (select from identity.user_role u where u.org_id = r.org_id and u.role_id = r.id and u.user_id = ${actor.userId})
      or exists (select from identity.temporary_grant g where g.org_id = r.org_id and g.role_id = r.id and g.user_id = ${actor.userId}
        and g.ended_at is null and g.valid_to > ${actor.at}) as mine
    from identity.role r where r.org_id = ${actor.orgId} and r.id = ${id} for update of r`
  if (!row) throw new Refusal('NOT_FOUND')
  if (row.stoppedAt) throw new Refusal('DOCUMENT_CLOSED', { no: `岗位“${row.name}”`, state: '停用' })
  if (row.standard) throw new Refusal('ACCESS_ROLE_STANDARD', { name: row.name })
  return row
}

/**
 * Changes what a role of one's own organisation may do, for everybody who holds it, from the next request on. Who holds
 * it cannot add to it. Refuses: NOT_FOUND, ACCESS_ROLE_STANDARD, ACCESS_OWN, ACCESS_NODE, ACCESS_CONFLICT, ACCESS_LAST_ADMIN.
 */
export async function changeRole(
  tx: Tx,
  actor: Actor,
  id: number,
  content: RoleContent,
  reason: string,
): Promise<string> {
  await lockRights(tx, actor)
  const known = await ownRole(tx, actor, id)
  const added = content.permissions.filter((p) => !known.permissions.includes(p))
  if (known.mine && added.length > 0) throw new Refusal('ACCESS_OWN', { what: nodeWords(added) })
  check(content)
  await refuseSameName(tx, actor, content.name, id)
  await tx`
    update identity.role set name = ${content.name}, permissions = ${content.permissions as string[]}
    where org_id = ${actor.orgId} and id = ${id}`
  await requireSeparateHolders(tx, actor, id)
  await requireAdministrator(tx, actor)
  const words = (r: RoleContent) => `${r.name}：${nodeWords(r.permissions)}`
  const change = {
    kind: 'roleContent',
    roleCode: known.code,
    before: words(known),
    after: words(content),
  } as const
  await noteChange(tx, actor, { ...change, reason })
  return known.code
}

/** Who holds this role beside another one holds no two nodes that belong into two hands. Refuses: ACCESS_CONFLICT. */
async function requireSeparateHolders(tx: Tx, actor: Actor, roleId: number): Promise<void> {
  const rows = await tx<{ name: string; nodes: Permission[] }[]>`
    select u.name, array_agg(distinct p) as nodes from identity.user_role mine
    join identity.user_role ur on ur.org_id = mine.org_id and ur.user_id = mine.user_id
    join identity.role r on r.org_id = ur.org_id and r.id = ur.role_id and r.stopped_at is null
    join identity.app_user u on u.org_id = ur.org_id and u.id = ur.user_id, unnest(r.permissions) p
    where mine.org_id = ${actor.orgId} and mine.role_id = ${roleId} group by u.id, u.name order by u.id limit 1000`
  for (const { name, nodes } of rows) {
    const pair = conflictIn(nodes)
    if (pair)
      throw new Refusal('ACCESS_CONFLICT', { name, one: permissions[pair[0]], other: permissions[pair[1]] })
  }
}

/** Only a role that nobody holds. Refuses: NOT_FOUND, ACCESS_ROLE_STANDARD, ACCESS_ROLE_HELD, DOCUMENT_CLOSED. */
export async function endRole(tx: Tx, actor: Actor, id: number, reason: string): Promise<string> {
  await lockRights(tx, actor)
  const known = await ownRole(tx, actor, id)
  if (known.people > 0) throw new Refusal('ACCESS_ROLE_HELD', { count: known.people })
  await tx`update identity.role set stopped_at = ${actor.at} where org_id = ${actor.orgId} and id = ${id}`
  await noteChange(tx, actor, {
    kind: 'roleContent',
    roleCode: known.code,
    before: known.name,
    after: '停用',
    reason,
  })
  return known.code
}

type OrgKind = 'institution' | 'authority'

const standardRoles = (kind: OrgKind): Readonly<Record<string, StandardRole>> =>
  kind === 'institution' ? institutionRoles : authorityRoles

/** The roles that every organisation starts with, in its own tenant. */
export async function giveStandardRoles(tx: Tx, orgId: number, kind: OrgKind): Promise<void> {
  for (const [code, role] of Object.entries(standardRoles(kind)))
    await giveStandardRole(tx, orgId, code, role)
}

async function giveStandardRole(tx: Tx, orgId: number, code: string, role: StandardRole): Promise<void> {
  await tx`
    insert into identity.role (org_id, code, name, permissions, standard)
    values (${orgId}, ${code}, ${role.name}, ${[...role.permissions]}, true)`
}

/**
 * Brings the standard roles of every organisation to what this version of the program says (test/permissions.txt), and
 * notes each change without a person: nobody of the hospital did it. Returns how many were changed.
 */
export async function syncStandardRoles(db: Db, at: string): Promise<number> {
  const orgs = await db.transaction(
    (tx) => tx<{ id: number; kind: OrgKind }[]>`select id, kind from identity.org order by id`,
  )
  let changed = 0
  for (const org of orgs)
    changed += await db.asOrg(org.id, (tx) => syncOne(tx, org.id, standardRoles(org.kind), at))
  return changed
}

async function syncOne(
  tx: Tx,
  orgId: number,
  roles: Readonly<Record<string, StandardRole>>,
  at: string,
): Promise<number> {
  const rows = await tx<{ id: number; code: string; name: string; permissions: Permission[] }[]>`
    select id, code, name, permissions from identity.role where org_id = ${orgId} and standard order by id for update`
  const missing = Object.entries(roles).filter(([code]) => !rows.some((r) => r.code === code))
  let changed = 0
  for (const [code, role] of missing) {
    await giveStandardRole(tx, orgId, code, role)
    await noteByVersion(tx, {
      orgId,
      at,
      code,
      before: null,
      after: `${role.name}：${nodeWords(role.permissions)}`,
    })
    changed++
  }
  for (const row of rows) {
    const now = roles[row.code]
    if (!now || same(row.permissions, now.permissions)) continue
    const fresh = now.permissions.filter((p) => !row.permissions.includes(p))
    const gone = row.permissions.filter((p) => !now.permissions.includes(p))
    await tx`update identity.role set permissions = ${[...now.permissions]} where org_id = ${orgId} and id = ${row.id}`
    await noteByVersion(tx, {
      orgId,
      at,
      code: row.code,
      before: gone.length > 0 ? `${row.name}：${nodeWords(gone)}` : null,
      after: fresh.length > 0 ? `${row.name}：${nodeWords(fresh)}` : '去掉以上权限',
    })
    changed++
  }
  return changed
}

interface ByVersion {
  readonly orgId: number
  readonly at: string
  readonly code: string
  readonly before: string | null
  readonly after: string
}

/** Nobody of the organisation did it: a new version of the program did. */
async function noteByVersion(tx: Tx, { orgId, at, code, before, after }: ByVersion): Promise<void> {
  await tx`
    insert into identity.access_change (org_id, at, kind, role_code, before, after, reason)
    values (${orgId}, ${at}, 'roleContent', ${code}, ${before}, ${after}, '随系统版本更新')`
}

const same = (a: readonly string[], b: readonly string[]) => a.toSorted().join() === b.toSorted().join()
