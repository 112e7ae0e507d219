import { dayOf } from '#core/clock.ts'
import { contains } from '#core/db.ts'
import type { Report } from '#core/reports/report.ts'
import { on, type Route } from '#core/route.ts'
import {
  filingWorkbook,
  listDuties,
  listFilings,
  listReceivers,
  readFiling,
  type Duty,
  type FilingRow,
} from './contract.ts'
import { detailOf } from './detail.ts'
import { columns, tables } from './rows.ts'
import { supervisorsOf } from './store.ts'
import { filingBook } from './workbook.ts'

/** Two kinds of a year for every institution of a province. */
const mostDuties = 5000

export function filingQueries(reports: readonly Report[]): Route[] {
  return [
    on(listFilings, async (tx, actor, input) => {
      const like = input.q ? contains(input.q) : null
      // A draft is the hospital's own business: others see what was sent.
      const rows = await tx<(FilingRow & { total: number })[]>`
        select ${columns(tx, actor.at)}, count(*) over ()::int as total ${tables(tx)}
        where (${input.org ?? null}::bigint is null or f.org_id = ${input.org ?? null})
          and (f.org_id = core.current_org() or f.sent_at is not null)
          and (${input.kind ?? null}::text is null or f.kind = ${input.kind ?? null})
          and (${input.state ?? null}::text is null or f.state = ${input.state ?? null})
          and (${like}::text is null or f.no ilike ${like} or o.name ilike ${like} or f.receivers ilike ${like})
        order by f.prepared_at desc, f.id desc limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
      return { rows: rows.map(({ total: _, ...r }) => r), total: rows[0]?.total ?? 0 }
    }),

    on(listDuties, async (tx, actor, { org, open }) => {
      const rows = await tx<Duty[]>`
        select d.org_id, o.name as org, d.kind, d.period, d.due_on, d.state, d.filing_id, d.no,
          not d.sent and d.due_on < ${dayOf(actor.at)}::date as overdue
        from filing.duties_now(${actor.at}) d join identity.org o on o.id = d.org_id
        where (${org ?? null}::bigint is null or d.org_id = ${org ?? null})
          and (${open ?? null}::text is null or d.state is distinct from 'received')
        order by d.state is not distinct from 'received', d.due_on, d.org_id, d.kind limit ${mostDuties}`
      return { rows: [...rows] }
    }),

    on(listReceivers, async (tx, actor) => ({ rows: await supervisorsOf(tx, actor.orgId) })),

    on(readFiling, (tx, actor, { filingId }) => detailOf(tx, actor, reports, filingId)),

    on(filingWorkbook, async (tx, actor, { filingId }) =>
      filingBook(await detailOf(tx, actor, reports, filingId)),
    ),
  ]
}
