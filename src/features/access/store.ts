import { startOfDay } from '#core/clock.ts'
import { contains, type Tx } from '#core/db.ts'
import type { Assignment } from '#core/identity/rules.ts'
import { orderBy } from '#core/sorting.ts'
import type { Change, ChangeKind, Grant, GrantState, Role } from './contract.ts'
import type { Term } from './rules.ts'

interface Paged {
  readonly org?: number | undefined
  readonly q?: string | undefined
  readonly sort?: string | undefined
  readonly page: number
  readonly pageSize: number
}

export async function roleBook(tx: Tx, org?: number): Promise<Role[]> {
  const rows = await tx<Role[]>`
    select r.id as role_id, r.code, r.name, r.standard, r.permissions, r.stopped_at,
      (select count(*)::int from identity.user_role u join identity.app_user p on p.org_id = u.org_id and p.id = u.user_id
        where u.org_id = r.org_id and u.role_id = r.id and p.disabled_at is null) as people
    from identity.role r where r.org_id = coalesce(${org ?? null}::bigint, core.current_org())
    order by r.stopped_at nulls first, r.standard desc, r.id limit 300`
  return [...rows]
}

const grantColumns = { no: 'g.no', name: 'u.name', validTo: 'g.valid_to', approvedAt: 'g.approved_at' }
const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)

export interface GrantQuery extends Paged {
  readonly state?: GrantState | undefined
}

export type GrantRow = Omit<Grant, 'scope' | 'state'> & {
  classes: string[]
  accounts: number[]
  orgId: number
}

export async function grantRows(
  tx: Tx,
  at: string,
  q: GrantQuery,
): Promise<{ rows: GrantRow[]; total: number }> {
  const words = q.q ? contains(q.q) : null
  const state = q.state ?? null
  const from = tx`
    from identity.temporary_grant g join identity.role r on r.org_id = g.org_id and r.id = g.role_id
    join identity.app_user u on u.org_id = g.org_id and u.id = g.user_id
    join identity.app_user a on a.org_id = g.org_id and a.id = g.approved_by
    where g.org_id = coalesce(${q.org ?? null}::bigint, core.current_org())
      and (${words}::text is null or u.name ilike ${words} or g.no ilike ${words} or r.name ilike ${words})
      and (${state}::text is null or ${state} = case when g.ended_at is not null then 'ended' when g.valid_to <= ${at} then 'over'
        when g.valid_from > ${at} then 'ahead' else 'active' end)`
  const rows = await tx<GrantRow[]>`
    select g.org_id, g.id as grant_id, g.no, g.user_id, u.name, u.title, r.code as role, r.name as role_name, g.classes, g.accounts,
      g.valid_from, g.valid_to, g.reason, a.name as approved_by, g.approved_at, g.ended_at, g.ended_reason ${from}
    ${orderBy(tx, q.sort, grantColumns, 'g.approved_at desc, g.id desc')} limit ${q.pageSize} offset ${(q.page - 1) * q.pageSize}`
  const [counted] = await tx<{ total: number }[]>`select count(*) as total ${from}`
  return { rows: [...rows], total: counted?.total ?? 0 }
}

export interface ChangeQuery extends Paged {
  readonly kind?: ChangeKind | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly user?: number | undefined
}

const changeColumns = { at: 'c.at', person: 'u.name', actor: 'a.name' }

/** Newest first, through (org_id, at). */
export async function changeRows(tx: Tx, q: ChangeQuery): Promise<{ rows: Change[]; total: number }> {
  const words = q.q ? contains(q.q) : null
  const where = tx`
    from identity.access_change c left join identity.app_user u on u.org_id = c.org_id and u.id = c.user_id
    left join identity.app_user a on a.org_id = c.org_id and a.id = c.actor_id
    left join identity.role r on r.org_id = c.org_id and r.code = c.role_code
    where c.org_id = coalesce(${q.org ?? null}::bigint, core.current_org())
      and (${q.kind ?? null}::text is null or c.kind = ${q.kind ?? null})
      and (${q.user ?? null}::bigint is null or c.user_id = ${q.user ?? null})
      and (${q.from ?? null}::text is null or c.at >= ${q.from ? startOfDay(q.from) : null}::timestamptz)
      and (${q.to ?? null}::text is null or c.at < ${q.to ? startOfDay(dayAfter(q.to)) : null}::timestamptz)
      and (${words}::text is null or u.name ilike ${words} or a.name ilike ${words} or c.after ilike ${words} or c.before ilike ${words}
        or c.reason ilike ${words})`
  const rows = await tx<Change[]>`
    select c.id as change_id, c.at, c.kind, u.name as person, c.user_id, r.name as role, a.name as actor, c.before, c.after, c.reason, c.event_id
    ${where} ${orderBy(tx, q.sort, changeColumns, 'c.at desc, c.id desc')} limit ${q.pageSize} offset ${(q.page - 1) * q.pageSize}`
  const [counted] = await tx<{ total: number }[]>`select count(*) as total ${where}`
  return { rows: [...rows], total: counted?.total ?? 0 }
}

export interface Somebody {
  readonly orgId: number
  readonly userId: number
  readonly name: string
  readonly title: string
  readonly account: string
  readonly department: string | null
  readonly disabledAt: string | null
}

export async function somebody(tx: Tx, userId: number): Promise<Somebody | undefined> {
  const [row] = await tx<Somebody[]>`
    select u.org_id, u.id as user_id, u.name, u.title, u.account, d.name as department, u.disabled_at from identity.app_user u
    left join identity.department d on d.org_id = u.org_id and d.id = u.department_id where u.id = ${userId}`
  return row
}

export async function assignmentsOf(tx: Tx, who: Somebody, at: string): Promise<Assignment[]> {
  const rows = await tx<Assignment[]>`
    select code, name, permissions, classes, accounts, until from identity.assignments_of(${who.orgId}, ${who.userId}, ${at})
    order by until nulls first, role_id`
  return [...rows]
}

export async function termsOf(tx: Tx, who: Somebody): Promise<Term[]> {
  const rows = await tx<Term[]>`
    select type, valid_from, valid_to, revoked_at from identity.qualification
    where org_id = ${who.orgId} and user_id = ${who.userId} order by id desc limit 200`
  return [...rows]
}
