import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import type { Signer, Specimen, SpecimenKind } from './contract.ts'

export interface Person {
  readonly userId: number
  readonly name: string
  readonly signs: boolean
}

/** One of our people, and whether a signature of theirs stands on prescriptions. Refuses: NOT_FOUND. */
export async function personOf(tx: Tx, orgId: number, userId: number): Promise<Person> {
  const [row] = await tx<Person[]>`
    select u.id as user_id, u.name, exists (
      select from identity.qualification q where q.org_id = u.org_id and q.user_id = u.id and q.type in ('prescribe', 'dispense')) as signs
    from identity.app_user u where u.org_id = ${orgId} and u.id = ${userId}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

export async function lastFrom(
  tx: Tx,
  orgId: number,
  of: { userId: number; kind: SpecimenKind },
): Promise<string | null> {
  const [row] = await tx<{ validFrom: string }[]>`
    select valid_from from specimen.specimen where org_id = ${orgId} and user_id = ${of.userId} and kind = ${of.kind}
    order by valid_from desc, id desc limit 1`
  return row?.validFrom ?? null
}

/** Of each person and kind the newest in force on the day is `current`; newest first. */
export async function specimensFor(
  tx: Tx,
  userIds: readonly number[],
  day: string,
): Promise<(Specimen & { userId: number })[]> {
  const rows = await tx<(Specimen & { userId: number })[]>`
    select s.user_id, s.id as specimen_id, s.kind, s.valid_from, u.name as filed_by, s.filed_at,
      s.valid_from <= ${day}::date and not exists (
        select from specimen.specimen n where n.org_id = s.org_id and n.user_id = s.user_id and n.kind = s.kind
          and n.valid_from <= ${day}::date and (n.valid_from, n.id) > (s.valid_from, s.id)) as current
    from specimen.specimen s join identity.app_user u on u.org_id = s.org_id and u.id = s.filed_by
    where s.user_id = any (${[...userIds]}::bigint[]) order by s.kind, s.valid_from desc, s.id desc limit 2000`
  return [...rows]
}

interface Asked {
  readonly org: number
  readonly day: string
  readonly like: string | null
  readonly state: 'filed' | 'missing' | null
  readonly limit: number
  readonly offset: number
}

export async function signersOf(
  tx: Tx,
  a: Asked,
): Promise<(Omit<Signer, 'specimens'> & { total: number })[]> {
  const rows = await tx<(Omit<Signer, 'specimens'> & { total: number })[]>`
    select u.id as user_id, u.name, u.title, d.name as department, q.qualifications, count(*) over ()::int as total
    from identity.app_user u
    left join identity.department d on d.org_id = u.org_id and d.id = u.department_id
    cross join lateral (
      select json_agg(distinct x.type) as qualifications from identity.qualification x
      where x.org_id = u.org_id and x.user_id = u.id and x.type in ('prescribe', 'dispense') and x.revoked_at is null
        and ${a.day}::date between x.valid_from and x.valid_to) q
    cross join lateral (
      select exists (select from specimen.specimen s where s.org_id = u.org_id and s.user_id = u.id and s.valid_from <= ${a.day}::date) as filed) f
    where u.org_id = ${a.org} and u.disabled_at is null and q.qualifications is not null
      and (${a.like}::text is null or u.name ilike ${a.like} or u.title ilike ${a.like} or d.name ilike ${a.like})
      and (${a.state}::text is null or f.filed = (${a.state} = 'filed'))
    order by f.filed, u.name, u.id limit ${a.limit} offset ${a.offset}`
  return [...rows]
}
