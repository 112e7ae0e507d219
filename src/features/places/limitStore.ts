import type { Tx } from '#core/db.ts'
import type { Limit } from './contract.ts'

export interface LimitGiven {
  readonly placeId: number
  readonly drugId: number
  readonly lowUnits: number
  readonly highUnits: number | null
  readonly maxDays: number | null
}

export async function insertLimits(tx: Tx, orgId: number, rows: readonly LimitGiven[]): Promise<number[]> {
  const made = await tx<{ id: number; locationId: number; drugId: number }[]>`
    insert into place.drug_limit as l (org_id, location_id, drug_id, low_units, high_units, max_days)
    select ${orgId}, p, d, w, h, m from unnest(${rows.map((r) => r.placeId)}::bigint[], ${rows.map((r) => r.drugId)}::bigint[],
      ${rows.map((r) => r.lowUnits)}::int[], ${rows.map((r) => r.highUnits)}::int[], ${rows.map((r) => r.maxDays)}::int[])
      as g (p, d, w, h, m)
    on conflict (org_id, location_id, drug_id) do update set low_units = excluded.low_units,
      high_units = excluded.high_units, max_days = excluded.max_days
    returning id, location_id, drug_id`
  const ids = new Map(made.map((m) => [`${m.locationId} ${m.drugId}`, m.id]))
  return rows.map((row) => ids.get(`${row.placeId} ${row.drugId}`) ?? 0)
}

export async function updateLimits(
  tx: Tx,
  orgId: number,
  rows: readonly { readonly id: number; readonly value: LimitGiven }[],
): Promise<void> {
  const v = rows.map((row) => row.value)
  await tx`
    update place.drug_limit l set low_units = w, high_units = h, max_days = m
    from unnest(${rows.map((r) => r.id)}::bigint[], ${v.map((r) => r.lowUnits)}::int[], ${v.map((r) => r.highUnits)}::int[],
      ${v.map((r) => r.maxDays)}::int[]) as g (id, w, h, m)
    where l.org_id = ${orgId} and l.id = g.id`
}

export async function removeLimits(tx: Tx, orgId: number, ids: readonly number[]): Promise<void> {
  await tx`delete from place.drug_limit where org_id = ${orgId} and id in (select unnest(${ids as number[]}::bigint[]))`
}

/** Limits of one place or of one drug, with what lies there now. */
export async function limitsOf(
  tx: Tx,
  query: {
    readonly org?: number | undefined
    readonly place?: number | undefined
    readonly drug?: number | undefined
  },
): Promise<Limit[]> {
  return tx<Limit[]>`
    select l.id as limit_id, l.location_id as place_id, p.name as place, d.drug_id, d.name, d.spec, d.unit, d.drug_class,
      l.low_units, l.high_units, l.max_days, coalesce((select sum(b.quantity) from ledger.balance b
        where b.org_id = l.org_id and b.drug_id = l.drug_id and b.account_id = p.account_id and b.item = 'intact'
          and b.quantity <> 0), 0)::bigint as held_units
    from place.drug_limit l join place.location p on p.org_id = l.org_id and p.id = l.location_id
    join catalogue.drug_name d on d.org_id = l.org_id and d.drug_id = l.drug_id
    where l.org_id = coalesce(${query.org ?? null}::bigint, core.current_org())
      and (${query.place ?? null}::bigint is null or l.location_id = ${query.place ?? null})
      and (${query.drug ?? null}::bigint is null or l.drug_id = ${query.drug ?? null})
    order by p.code, d.code limit 500`
}
