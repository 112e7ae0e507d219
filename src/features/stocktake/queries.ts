import { contains, type Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { orderBy } from '#core/sorting.ts'
import { listStocktakes, readStocktake, type StocktakeDetail, type StocktakeHead } from './contract.ts'
import { rowsOf } from './rows.ts'

const columns = (tx: Tx) => tx`
  s.id, s.org_id, s.no, s.title, s.scope, s.blind, s.state, s.version, a.name as counted_by, b.name as second_by, s.started_at, s.submitted_at,
  p.name as approved_by, s.closed_at, f.rows, f.counted, f.short, f.surplus`

const tables = (tx: Tx) => tx`
  from stocktake.stocktake s
  join identity.app_user a on a.org_id = s.org_id and a.id = s.counted_by
  join identity.app_user b on b.org_id = s.org_id and b.id = s.second_by
  left join identity.app_user p on p.org_id = s.org_id and p.id = s.approved_by
  cross join lateral (
    select count(*)::int as rows, count(*) filter (where r.state = 'counted')::int as counted,
      count(*) filter (where r.counted < r.book)::int as short, count(*) filter (where r.counted > r.book)::int as surplus
    from stocktake.row r where r.org_id = s.org_id and r.stocktake_id = s.id) f`

type Head = StocktakeHead &
  Pick<StocktakeDetail, 'org' | 'countedById' | 'secondById' | 'countedTitle' | 'secondTitle' | 'reason'> & {
    seed: string | null
    candidates: number
  }

export const stocktakeQueries: Route[] = [
  on(listStocktakes, async (tx, _actor, input) => {
    const like = input.q ? contains(input.q) : null
    const sort = orderBy(
      tx,
      input.sort,
      { startedAt: 's.started_at', no: 's.no' },
      's.started_at desc, s.id desc',
    )
    const rows = await tx<(StocktakeHead & { total: number })[]>`
      select ${columns(tx)}, count(*) over () as total ${tables(tx)}
      where s.org_id = coalesce(${input.org ?? null}::bigint, core.current_org())
        and (${input.state ?? null}::text is null or s.state = ${input.state ?? null})
        and (${like}::text is null or s.no ilike ${like} or s.title ilike ${like} or s.scope ilike ${like} or a.name ilike ${like} or b.name ilike ${like})
      ${sort} limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    return { rows: rows.map(({ total: _, ...r }) => r), total: rows[0]?.total ?? 0 }
  }),

  on(readStocktake, async (tx, actor, { id }) => {
    const [row] = await tx<Head[]>`
      select ${columns(tx)}, o.name as org, a.id as counted_by_id, b.id as second_by_id, a.title as counted_title, b.title as second_title,
        s.reason, s.seed, (select count(*)::int from stocktake.draw_candidate c where c.org_id = s.org_id and c.stocktake_id = s.id) as candidates
      ${tables(tx)} join identity.org o on o.id = s.org_id where s.id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    const { seed, candidates, ...head } = row
    return {
      ...head,
      draw: seed === null ? null : { seed, candidates, chosen: row.rows },
      list: await rowsOf(tx, row, actor.at),
    }
  }),
]
