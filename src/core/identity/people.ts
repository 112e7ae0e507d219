import { orSpelt } from '#core/spelling.ts'
import { contains, type Tx } from '#core/db.ts'
import { orderBy } from '#core/sorting.ts'
import type { StayKind } from './contract.ts'
import type { Qualification } from './permissions.ts'

export interface QualificationRow {
  readonly qualificationId: number
  readonly type: Qualification
  readonly certificateNo: string | null
  readonly validFrom: string
  readonly validTo: string
  readonly revokedAt: string | null
  readonly revokedReason: string | null
  /** visiting: given to a 进修 physician, on this day's assessment. */
  readonly basis: 'own' | 'visiting'
  readonly assessedOn: string | null
}

export interface StayRow {
  readonly stayId: number
  readonly kind: StayKind
  readonly validFrom: string
  readonly validTo: string
  readonly home: string | null
  readonly reason: string
  readonly endedOn: string | null
  readonly endedReason: string | null
}

export interface PersonRow {
  readonly userId: number
  readonly account: string
  readonly name: string
  readonly title: string
  readonly departmentId: number | null
  readonly department: string | null
  readonly hasCard: boolean
  readonly hasPin: boolean
  readonly disabledAt: string | null
  readonly roles: { code: string; name: string }[]
  readonly qualifications: QualificationRow[]
  /** The last first. */
  readonly stays: StayRow[]
}

/** Everybody who works here, for choosers of a name. */
export const workingHere = (tx: Tx, orgId: number) => tx<{ userId: number; name: string; title: string }[]>`
  select id as user_id, name, title from identity.app_user where org_id = ${orgId} and disabled_at is null
  order by name, id limit 2000`

export interface PeopleQuery {
  readonly org?: number | undefined
  readonly q?: string | undefined
  readonly role?: string | undefined
  readonly department?: number | undefined
  readonly state?: 'active' | 'disabled' | undefined
  /** Whose newest qualification of a kind ends on one of these days (both inclusive). */
  readonly ends?: { readonly from: string | null; readonly to: string } | undefined
  readonly sort?: string | undefined
  readonly page: number
  readonly pageSize: number
}

const columns = { name: 'u.name', account: 'u.account', department: 'd.name', title: 'u.title' }

// The hashes of password, PIN and card never leave this query.
const fields = (tx: Tx) => tx`
  u.id as user_id, u.account, u.name, u.title, u.department_id, d.name as department, u.card_hash is not null as has_card,
  u.pin_hash is not null as has_pin, u.disabled_at,
  (select coalesce(json_agg(json_build_object('code', r.code, 'name', r.name) order by r.id), '[]') from identity.user_role ur
    join identity.role r on r.org_id = ur.org_id and r.id = ur.role_id
    where ur.org_id = u.org_id and ur.user_id = u.id) as roles,
  (select coalesce(json_agg(json_build_object('qualificationId', q.id, 'type', q.type, 'certificateNo', q.certificate_no,
      'validFrom', q.valid_from, 'validTo', q.valid_to, 'revokedAt', to_char(q.revoked_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'revokedReason', q.revoked_reason, 'basis', q.basis, 'assessedOn', q.assessed_on) order by q.type, q.valid_to desc, q.id desc), '[]')
    from identity.qualification q where q.org_id = u.org_id and q.user_id = u.id) as qualifications,
  (select coalesce(json_agg(json_build_object('stayId', s.id, 'kind', s.kind, 'validFrom', s.valid_from, 'validTo', s.valid_to, 'home', s.home,
      'reason', s.reason, 'endedOn', s.ended_on, 'endedReason', s.ended_reason) order by s.valid_from desc, s.id desc), '[]')
    from identity.stay s where s.org_id = u.org_id and s.user_id = u.id) as stays`

/** The newest that was not revoked counts: a renewed qualification is not near its end. */
function endsBetween(tx: Tx, ends: PeopleQuery['ends']) {
  if (!ends) return tx``
  return tx`and exists (
    select from identity.qualification q where q.org_id = u.org_id and q.user_id = u.id and q.revoked_at is null
    group by q.type having max(q.valid_to) <= ${ends.to}::date and (${ends.from}::date is null or max(q.valid_to) >= ${ends.from}))`
}

export async function peopleOf(tx: Tx, query: PeopleQuery): Promise<{ rows: PersonRow[]; total: number }> {
  const like = query.q ? contains(query.q) : null
  const from = tx`
    from identity.app_user u left join identity.department d on d.org_id = u.org_id and d.id = u.department_id
    where u.org_id = coalesce(${query.org ?? null}::bigint, core.current_org())
      and (${like}::text is null or u.name ilike ${like} or u.account ilike ${like} or u.title ilike ${like}
        ${orSpelt(tx, query.q, 'u.org_id', 'u.name', 'd.name')})
      and (${query.department ?? null}::bigint is null or u.department_id = ${query.department ?? null})
      and (${query.state ?? null}::text is null or (u.disabled_at is null) = (${query.state ?? null} = 'active'))
      and (${query.role ?? null}::text is null or exists (
        select from identity.user_role ur join identity.role r on r.org_id = ur.org_id and r.id = ur.role_id
        where ur.org_id = u.org_id and ur.user_id = u.id and r.code = ${query.role ?? null}))
      ${endsBetween(tx, query.ends)}`
  const rows = await tx<PersonRow[]>`
    select ${fields(tx)} ${from} ${orderBy(tx, query.sort, columns, 'u.id')}
    limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`
  const [counted] = await tx<{ total: number }[]>`select count(*) as total ${from}`
  return { rows: [...rows], total: counted?.total ?? 0 }
}

export async function personById(tx: Tx, id: number): Promise<PersonRow | undefined> {
  const [row] = await tx<PersonRow[]>`
    select ${fields(tx)} from identity.app_user u
    left join identity.department d on d.org_id = u.org_id and d.id = u.department_id where u.id = ${id}`
  return row
}

export interface RoleRow {
  readonly code: string
  readonly name: string
  readonly permissions: string[]
}

export async function rolesOf(tx: Tx, org?: number): Promise<RoleRow[]> {
  return tx<RoleRow[]>`
    select code, name, permissions from identity.role
    where org_id = coalesce(${org ?? null}::bigint, core.current_org()) and stopped_at is null order by id limit 200`
}
