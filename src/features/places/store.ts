import { orSpelt, spell } from '#core/spelling.ts'
import { brokenConstraint, contains, type Tx } from '#core/db.ts'
import { unitSumsIn } from '#core/ledger/drugs.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { orderBy } from '#core/sorting.ts'
import type { Place, PlaceKind } from './contract.ts'

const columns = { code: 'p.code', name: 'p.name', tier: 'p.tier', kind: 'p.kind', department: 'd.name' }

export interface PlaceQuery {
  readonly org?: number | undefined
  readonly q?: string | undefined
  readonly kind?: PlaceKind | undefined
  readonly tier?: number | undefined
  readonly department?: number | undefined
  readonly state?: 'active' | 'stopped' | undefined
  readonly sort?: string | undefined
  readonly page: number
  readonly pageSize: number
}

export async function placesOf(tx: Tx, query: PlaceQuery): Promise<{ rows: Place[]; total: number }> {
  const like = query.q ? contains(query.q) : null
  const from = tx`
    from place.location p left join identity.department d on d.org_id = p.org_id and d.id = p.department_id
    where p.org_id = coalesce(${query.org ?? null}::bigint, core.current_org())
      and (${like}::text is null or p.name ilike ${like} or p.code ilike ${like} or d.name ilike ${like}
        ${orSpelt(tx, query.q, 'p.org_id', 'p.name', 'd.name')})
      and (${query.kind ?? null}::text is null or p.kind = ${query.kind ?? null})
      and (${query.tier ?? null}::int is null or p.tier = ${query.tier ?? null})
      and (${query.department ?? null}::bigint is null or p.department_id = ${query.department ?? null})
      and (${query.state ?? null}::text is null or (p.stopped_at is null) = (${query.state ?? null} = 'active'))`
  // What a place holds is read for the page's rows only: a vault has many thousands of balance rows.
  const intact = tx`
    select g.unit, b.quantity as units from ledger.balance b join ledger.drug g on g.org_id = b.org_id and g.id = b.drug_id
    where b.org_id = r.org_id and b.account_id = r.account_id and b.item = 'intact' and b.quantity <> 0`
  const rows = await tx<Place[]>`
    select r.*, coalesce(h.units, 0) as held_units, ${unitSumsIn(tx, intact)} as held_sums, coalesce(h.drugs, 0) as drugs,
      (select c.name from place.location c where c.org_id = r.org_id and c.id = r.cabinet_id) as cabinet,
      coalesce((select array_agg(g.code order by g.code) from place.drawer_drug w
        join ledger.drug g on g.org_id = w.org_id and g.id = w.drug_id
        where w.org_id = r.org_id and w.location_id = r.place_id), '{}') as drawer_drugs from (
      select p.org_id, p.id as place_id, p.code, p.name, p.kind, p.tier, p.department_id, d.name as department,
        p.account_id, p.stopped_at, p.parent_id as cabinet_id,
        case when p.parent_id is null then p.double_lock
          else (select c.double_lock from place.location c where c.org_id = p.org_id and c.id = p.parent_id) end as double_lock, row_number() over (${orderBy(tx, query.sort, columns, 'p.code')}) as place_order
      ${from} order by place_order limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}) r
    left join lateral (
      select sum(b.quantity)::bigint as units, count(distinct b.drug_id) as drugs from ledger.balance b
      where b.org_id = r.org_id and b.account_id = r.account_id and b.quantity <> 0) h on true
    order by r.place_order`
  const [counted] = await tx<{ total: number }[]>`select count(*) as total ${from}`
  return { rows, total: counted?.total ?? 0 }
}

export interface NewPlace {
  readonly code: string
  readonly name: string
  readonly kind: PlaceKind
  readonly tier: number
  readonly departmentId?: number | undefined
  readonly accountId: number
  readonly cabinetId?: number | undefined
}

function asRefusal(error: unknown, place: { code?: string }): never {
  const constraint = brokenConstraint(error)
  if (constraint === 'location_code')
    throw new Refusal('ALREADY_EXISTS', { what: '储位编码', value: place.code ?? '' })
  if (constraint?.includes('department_id') || constraint?.includes('parent_id'))
    throw new Refusal('NOT_FOUND')
  throw error
}

export async function insertPlace(tx: Tx, orgId: number, place: NewPlace): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into place.location (org_id, code, name, kind, tier, department_id, account_id, parent_id)
    values (${orgId}, ${place.code}, ${place.name}, ${place.kind}, ${place.tier}, ${place.departmentId ?? null}, ${place.accountId},
      ${place.cabinetId ?? null})
    returning id`.catch((error: unknown) => asRefusal(error, place))
  assert(row, 'an inserted place has a number')
  await spell(tx, orgId, [place.name])
  return row.id
}

/** The place's code; undefined where there is no such place of one's own. */
export async function renamePlaceRow(
  tx: Tx,
  orgId: number,
  place: { id: number; name: string; departmentId?: number | undefined; doubleLock?: boolean | undefined },
): Promise<{ code: string; accountId: number } | undefined> {
  const [row] = await tx<{ code: string; accountId: number }[]>`
    update place.location set name = ${place.name}, department_id = coalesce(${place.departmentId ?? null}, department_id),
      double_lock = coalesce(${place.doubleLock ?? null}, double_lock)
    where org_id = ${orgId} and id = ${place.id} returning code, account_id`.catch((error: unknown) =>
    asRefusal(error, {}),
  )
  if (row) await spell(tx, orgId, [place.name])
  return row
}

export interface PlaceState {
  readonly code: string
  readonly name: string
  readonly accountId: number
  readonly stoppedAt: string | null
}

export async function placeForUpdate(tx: Tx, orgId: number, id: number): Promise<PlaceState | undefined> {
  const [row] = await tx<PlaceState[]>`
    select code, name, account_id, stopped_at from place.location where org_id = ${orgId} and id = ${id} for update`
  return row
}

export async function stopPlaceRow(tx: Tx, orgId: number, id: number, at: string): Promise<void> {
  await tx`update place.location set stopped_at = ${at} where org_id = ${orgId} and id = ${id}`
}

/** People and places of each department, for the tree. */
export async function departmentCounts(
  tx: Tx,
  org?: number,
): Promise<{ departmentId: number; places: number; people: number }[]> {
  return tx`
    select department_id, sum(places)::bigint as places, sum(people)::bigint as people from (
      select department_id, count(*) as places, 0 as people from place.location
      where org_id = coalesce(${org ?? null}::bigint, core.current_org()) and stopped_at is null group by department_id
      union all
      select department_id, 0, count(*) from identity.app_user
      where org_id = coalesce(${org ?? null}::bigint, core.current_org()) and disabled_at is null group by department_id) t
    where department_id is not null group by department_id`
}

/** A cabinet of one's own, for its tier. */
export async function cabinetOf(tx: Tx, orgId: number, id: number): Promise<{ tier: number } | undefined> {
  const [row] = await tx<{ tier: number }[]>`
    select tier from place.location where org_id = ${orgId} and id = ${id} and kind = 'cabinet' and stopped_at is null`
  return row
}
