import { contains } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { listAuthorities, listCandidates, listWriteOffs, readWriteOff } from './contract.ts'
import { detailOf } from './detail.ts'
import { candidates } from './free.ts'
import { columns, rowOf, tables, type Row } from './rows.ts'

export const writeOffQueries: Route[] = [
  on(listWriteOffs, async (tx, _actor, input) => {
    const like = input.q ? contains(input.q) : null
    // A hospital's own; an authority's: what was sent to it, or all of one hospital.
    const rows = await tx<(Row & { total: number })[]>`
      select ${columns(tx)}, count(*) over () as total ${tables(tx)}
      where (case when ${input.org ?? null}::bigint is null then a.org_id = core.current_org() or a.authority_id = core.current_org()
        else a.org_id = ${input.org ?? null} end)
        and (${input.state ?? null}::text is null or a.state = ${input.state ?? null})
        and (${like}::text is null or a.no ilike ${like} or a.reason ilike ${like} or f.drugs ilike ${like} or o.name ilike ${like})
      order by a.created_at desc, a.id desc limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    return { rows: rows.map(({ total: _, ...r }) => rowOf(r)), total: rows[0]?.total ?? 0 }
  }),

  on(listCandidates, async (tx) => ({ rows: [...(await candidates(tx))] })),

  on(listAuthorities, async (tx) => {
    const rows = await tx<{ orgId: number; name: string; health: boolean }[]>`
      select o.id as org_id, o.name, o.name like '%卫生健康%' as health
      from identity.supervision s join identity.org o on o.id = s.authority_id
      where s.institution_id = core.current_org() order by health desc, o.name limit 50`
    return { rows: [...rows] }
  }),

  on(readWriteOff, async (tx, actor, { id }) => {
    const [row] = await tx<Row[]>`select ${columns(tx)} ${tables(tx)} where a.id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    return detailOf(tx, actor, row)
  }),
]
