import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import { contains, type Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { listCases, readCase, type CaseDetail, type CaseRow } from './caseContract.ts'
import { itemText } from './checklist.ts'
import { isOneOfTheirs } from './rules.ts'

const columns = (tx: Tx, at: string) => tx`
  c.id as case_id, c.hospital_id as org_id, h.name as org, c.no, c.source, o.name as owner, c.owner_id = core.current_org() as mine,
  c.problem, c.responsible, c.opened_name, c.opened_at, c.due_on, c.state, c.last_at,
  c.state <> 'closed' and c.due_on < ${dayOf(at)}::date as overdue`

const tables = (tx: Tx) => tx`
  from inspection.case_now c join identity.org h on h.id = c.hospital_id join identity.org o on o.id = c.owner_id`

interface Inside {
  readonly item: string | null
  readonly responsibleId: number | null
  readonly lastBy: number | null
}

/** What the reader may do next, decided here; the commands ask again. */
function mayOf(actor: Actor, row: CaseRow & Inside): Pick<CaseDetail, 'may' | 'why'> {
  const waits = row.state === 'open' || row.state === 'returned'
  const verifies =
    row.mine && row.source === 'own' && row.state === 'done' && actor.permissions.has('inspection.verify')
  const theirs = isOneOfTheirs(row, actor.userId)
  return {
    may: {
      measure: row.orgId === actor.orgId && waits && actor.permissions.has('inspection.work'),
      verify: verifies && !theirs,
      end:
        row.mine &&
        row.source === 'authority' &&
        row.state === 'done' &&
        actor.permissions.has('inspection.supervise'),
    },
    why: verifies && theirs ? '责任人或整改人不能复查，请另一人办理' : null,
  }
}

async function stepsOf(tx: Tx, of: { orgId: number; caseId: number }): Promise<CaseDetail['steps']> {
  const rows = await tx<CaseDetail['steps'][number][]>`
    select t.org_id || '|' || t.id as key, t.kind, t.text, case when t.org_id <> t.hospital_id then o.name || ' ' else '' end || t.done_name as by,
      t.done_at as at, encode(t.proof, 'hex') as proof
    from inspection.step t join identity.org o on o.id = t.org_id
    where t.hospital_id = ${of.orgId} and t.case_id = ${of.caseId} order by t.id limit 200`
  return [...rows]
}

export const caseQueries: Route[] = [
  on(listCases, async (tx, actor, input) => {
    const like = input.q ? contains(input.q) : null
    const state = input.state ?? null
    // An authority without `org` sees those of all that it supervises.
    const rows = await tx<(CaseRow & { total: number })[]>`
      select ${columns(tx, actor.at)}, count(*) over ()::int as total ${tables(tx)}
      where (${input.org ?? null}::bigint is null or c.hospital_id = ${input.org ?? null})
        and (${state}::text is null or c.state = ${state}
          or (${state} = 'overdue' and c.state <> 'closed' and c.due_on < ${dayOf(actor.at)}::date))
        and (${input.source ?? null}::text is null or c.source = ${input.source ?? null})
        and (${like}::text is null or c.no ilike ${like} or c.problem ilike ${like} or c.responsible ilike ${like} or h.name ilike ${like})
      order by c.state = 'closed', c.due_on, c.id limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    return { rows: rows.map(({ total: _, ...r }) => r), total: rows[0]?.total ?? 0 }
  }),

  on(readCase, async (tx, actor, { caseId }) => {
    const [row] = await tx<
      (CaseRow & Inside & { recordId: number | null; recordNo: string | null; photos: string[] })[]
    >`
      select ${columns(tx, actor.at)}, c.item, c.responsible_id, c.last_by, c.record_id, r.no as record_no,
        coalesce((select json_agg(encode(p.sha256, 'hex') order by p.sha256) from inspection.photo p
          where p.org_id = r.org_id and p.record_id = r.id and p.item = c.item), '[]') as photos
      ${tables(tx)} left join inspection.record r on r.org_id = c.hospital_id and r.id = c.record_id where c.id = ${caseId}`
    if (!row) throw new Refusal('NOT_FOUND')
    const { item, responsibleId: _, lastBy: __, ...shown } = row
    return {
      ...shown,
      basis: item !== null && row.source === 'own' ? itemText(item) : item,
      steps: await stepsOf(tx, row),
      ...mayOf(actor, row),
    }
  }),
]
