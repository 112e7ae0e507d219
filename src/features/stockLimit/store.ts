import { loose } from '#core/imports/rules.ts'
import type { Tx } from '#core/db.ts'
import type { InputOf } from '#core/contract.ts'
import { usageFrom, type listStanding, type StandingRow } from './contract.ts'
import { statesOf, suggestedUnits, supplyOf, type Figures } from './rules.ts'

/** Limits of one organisation; an import brings 10 000 at most at a time. */
const mostLimits = 20_000

type Found = Figures & Omit<StandingRow, 'supplyDays' | 'states' | 'suggestedUnits'>

/** Every limit of an organisation as it stands at `at`, by place and drug. Without `org`: one's own. */
export async function standingOf(tx: Tx, at: string, org?: number): Promise<StandingRow[]> {
  const rows = await tx<Found[]>`
    select s.limit_id, s.location_id as place_id, p.name as place, p.tier, s.account_id, n.drug_id, n.name, n.spec, n.unit,
      n.drug_class, s.low_units, s.high_units, s.max_days, s.held_units, s.usable_units, s.used_units, s.since,
      s.coming_units, s.asked_units
    from (select coalesce(${org ?? null}::bigint, core.current_org()) as id) o
    cross join lateral stock_limit.standing(o.id, ${at}::timestamptz, ${usageFrom(at)}::timestamptz) s
    join place.location p on p.org_id = o.id and p.id = s.location_id
    join catalogue.drug_name n on n.org_id = o.id and n.drug_id = s.drug_id
    order by p.code, n.code limit ${mostLimits}`
  return rows.map((row) => {
    const { since: _, ...rest } = row
    return {
      ...rest,
      supplyDays: supplyOf(row, at),
      states: statesOf(row, at),
      suggestedUnits: suggestedUnits(row),
    }
  })
}

/** Of these, what the list asks for: crossed ones first, otherwise in the order of places and drugs. */
export function chosen(
  rows: readonly StandingRow[],
  query: InputOf<typeof listStanding>,
): { rows: StandingRow[]; total: number } {
  const words = query.q ? loose(query.q) : ''
  const found = rows.filter(
    (r) =>
      (query.placeId === undefined || r.placeId === query.placeId) &&
      (query.drugId === undefined || r.drugId === query.drugId) &&
      (query.state === undefined ||
        (query.state === 'crossed' ? r.states.length > 0 : r.states.includes(query.state))) &&
      (words === '' || loose(`${r.name}${r.spec} ${r.place}`).includes(words)),
  )
  const rank = (r: StandingRow) => (r.states.includes('low') ? 0 : r.states.length > 0 ? 1 : 2)
  const sorted = found.toSorted((a, b) => rank(a) - rank(b))
  const from = (query.page - 1) * query.pageSize
  return { rows: sorted.slice(from, from + query.pageSize), total: sorted.length }
}
