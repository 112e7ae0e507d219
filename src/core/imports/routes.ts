import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { checkFile, forPeople, mendCell, summaries, summaryOf } from './check.ts'
import { importLimitList, importLimitRows, type ImportEndpoints } from './contract.ts'
import { badRows, template } from './files.ts'
import type { ImportKind, Value } from './kind.ts'
import { allowedIn } from './rules.ts'
import { jobsOf, rowsOf } from './store.ts'
import { runBatch, withdraw } from './write.ts'

/** Ties the endpoints of one kind of import to its declaration. */
export function importRoutes<K extends string, V extends Value, Known>(
  endpoints: ImportEndpoints,
  kind: ImportKind<K, V, Known>,
): Route[] {
  const columns = kind.columns.map((c) => ({
    key: c.key,
    title: c.titles[0],
    required: c.required === true || kind.identity.includes(c.key),
    allowed: allowedIn(c),
    example: c.example,
  }))
  return [
    on(endpoints.template, (_tx, _actor, { format }) => template(kind, format)),
    on(endpoints.columns, async (tx, actor) => ({
      columns,
      past: await summaries(tx, actor, kind, { limit: importLimitList }),
    })),
    on(endpoints.check, (tx, actor, { fileName }) => checkFile(tx, actor, kind, fileName)),
    on(endpoints.look, async (tx, actor, { importId, state, page, pageSize }) => {
      const summary = await summaryOf(tx, actor, kind, importId)
      const { bad, fresh, updates, same } = summary
      const total = { bad, new: fresh, update: updates, same }
      const slice = { state, limit: pageSize, offset: (page - 1) * pageSize }
      const rows = await rowsOf<V>(tx, actor.orgId, importId, slice)
      return {
        import: summary,
        rows: rows.map((row) => forPeople(kind, row)),
        total: state === undefined ? bad + fresh + updates + same : total[state],
      }
    }),
    on(endpoints.mend, (tx, actor, input) => mendCell(tx, actor, kind, input)),
    on(endpoints.run, (tx, actor, input) => runBatch(tx, actor, kind, input)),
    on(endpoints.withdraw, (tx, actor, input) => withdraw(tx, actor, kind, input)),
    on(endpoints.bad, async (tx, actor, { importId }) => {
      const [job] = await jobsOf(tx, actor.orgId, kind.kind, { id: importId, limit: 1 })
      if (!job) throw new Refusal('NOT_FOUND')
      const rows = await rowsOf<V>(tx, actor.orgId, importId, { state: 'bad', limit: importLimitRows })
      return badRows({ ...kind, no: job.no }, rows)
    }),
  ]
}
