import { contains, type Tx } from '#core/db.ts'
import { drugSumsIn } from '#core/ledger/drugs.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { listIncidents, readIncident, type IncidentDetail, type IncidentRow } from './contract.ts'
import { heldOf, linesOf, movementsOf, stepsOf } from './detail.ts'

const columns = (tx: Tx) => tx`
  i.id, i.org_id, o.name as org, i.no, i.kind, s.state, f.drugs, f.sums, i.found_at, i.found_place, u.name as opened_by, i.opened_at,
  i.escalate_due_at, i.report_due_at, s.escalated, s.reported, s.last_reported_at, i.outcome`

const missing = (tx: Tx) => tx`
  select d.name, d.unit, x.units from incident.drug x join ledger.drug d on d.org_id = x.org_id and d.id = x.drug_id
  where x.org_id = i.org_id and x.incident_id = i.id`

const tables = (tx: Tx) => tx`
  from incident.incident i
  join identity.org o on o.id = i.org_id
  join identity.app_user u on u.org_id = i.org_id and u.id = i.opened_by
  cross join lateral (${drugSumsIn(tx, missing(tx))}) f
  cross join lateral (
    select count(*) filter (where t.kind = 'reported')::int as reported, coalesce(bool_or(t.kind = 'escalated'), false) as escalated,
      max(t.done_at) filter (where t.kind = 'reported') as last_reported_at,
      case when i.closed_at is not null then 'closed' when count(*) filter (where t.kind = 'reported') >= 3 then 'reported' else 'open' end as state
    from incident.step t where t.org_id = i.org_id and t.incident_id = i.id) s`

export const incidentQueries: Route[] = [
  on(listIncidents, async (tx, _actor, input) => {
    const like = input.q ? contains(input.q) : null
    // An authority without `org` sees those of all that it supervises: it is told of each at once.
    const rows = await tx<(IncidentRow & { total: number })[]>`
      select ${columns(tx)}, count(*) over () as total ${tables(tx)}
      where (${input.org ?? null}::bigint is null or i.org_id = ${input.org ?? null})
        and (${input.state ?? null}::text is null or s.state = ${input.state ?? null})
        and (${like}::text is null or i.no ilike ${like} or f.drugs ilike ${like} or i.found_place ilike ${like} or o.name ilike ${like})
      order by i.opened_at desc, i.id desc limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    return { rows: rows.map(({ total: _, ...r }) => r), total: rows[0]?.total ?? 0 }
  }),

  on(readIncident, async (tx, _actor, { id }) => {
    type Head = Omit<IncidentDetail, 'lines' | 'steps' | 'movements' | 'held' | 'released'>
    const [row] = await tx<Head[]>`
      select ${columns(tx)}, i.found_by, i.summary, i.window_from, i.clock_version, i.outcome_note, c.name as closed_by, i.closed_at
      ${tables(tx)} left join identity.app_user c on c.org_id = i.org_id and c.id = i.closed_by where i.id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    return {
      ...row,
      lines: [...(await linesOf(tx, row))],
      steps: [...(await stepsOf(tx, row))],
      movements: [...(await movementsOf(tx, row))],
      ...(await heldOf(tx, row)),
    }
  }),
]
