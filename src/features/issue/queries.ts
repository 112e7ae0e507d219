import { contains, type Tx } from '#core/db.ts'
import { dayOf } from '#core/clock.ts'
import { maskName, maskNumber } from '#core/privacy.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { drugsOf, photosOf, statementOf, unitsOf } from './account.ts'
import { issuePeople, listIssues, readIssue, type IssueDetail, type IssueRow } from './contract.ts'
import { issueState } from './rules.ts'

const left = (tx: Tx) => tx`
  cross join lateral (
    select coalesce(sum(b.quantity) filter (where b.item = 'intact'), 0)::int as intact_units,
      coalesce(sum(b.quantity) filter (where b.item = 'container'), 0)::int as containers,
      count(*) filter (where b.item = 'content')::int as open_contents
    from ledger.balance b where b.org_id = i.org_id and b.account_id = i.account_id and b.quantity <> 0) c`

const columns = (tx: Tx) => tx`
  i.id, i.org_id, i.no, i.kind, i.ref_no, i.title, i.room, l.name as location, i.patient_name, i.holder_id, h.name as holder, d.name as doctor,
  i.issued_at, i.due_at, c.intact_units, c.containers, c.open_contents,
  (select coalesce(sum(x.issued_units), 0)::int from issue.line x where x.org_id = i.org_id and x.issue_id = i.id) as issued_units`

const tables = (tx: Tx) => tx`
  from issue.issue i
  join place.location l on l.org_id = i.org_id and l.id = i.location_id
  join identity.app_user h on h.org_id = i.org_id and h.id = i.holder_id
  join identity.app_user d on d.org_id = i.org_id and d.id = i.doctor_id
  ${left(tx)}`

type Row = Omit<IssueRow, 'state'>
const shown = <T extends Row>(row: T, now: string) => ({
  ...row,
  patientName: maskName(row.patientName),
  state: issueState({ left: row.intactUnits + row.containers + row.openContents, dueAt: row.dueAt }, now),
})

function stateFilter(tx: Tx, state: string | undefined, now: string) {
  const open = tx`c.intact_units + c.containers + c.open_contents > 0`
  if (state === 'closed') return tx`not (${open})`
  if (state === 'open') return tx`${open} and i.due_at >= ${now}`
  if (state === 'overdue') return tx`${open} and i.due_at < ${now}`
  return tx`true`
}

export const issueQueries: Route[] = [
  on(listIssues, async (tx, actor, input) => {
    const like = input.q ? contains(input.q) : null
    const rows = await tx<(Row & { total: number })[]>`
      select ${columns(tx)}, count(*) over () as total ${tables(tx)}
      where i.org_id = coalesce(${input.org ?? null}, core.current_org())
        and (${input.kind ?? null}::text is null or i.kind = ${input.kind ?? null})
        and (${input.holderId ?? null}::bigint is null or i.holder_id = ${input.holderId ?? null})
        and (${input.drugId ?? null}::bigint is null or exists (select 1 from issue.line x
          where x.org_id = i.org_id and x.issue_id = i.id and x.drug_id = ${input.drugId ?? null}))
        and (${like}::text is null or i.no ilike ${like} or i.ref_no ilike ${like} or i.title ilike ${like} or h.name ilike ${like})
        and ${stateFilter(tx, input.state, actor.at)}
      order by i.issued_at desc, i.id desc limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    return { rows: rows.map((r) => shown(r, actor.at)), total: rows[0]?.total ?? 0 }
  }),

  on(readIssue, async (tx, actor, { id }) => {
    type Head = Row & Pick<IssueDetail, 'accountId' | 'departmentId' | 'department' | 'locationId' | 'diagnosis' | 'anaesthetist' | 'issuedBy' | 'checkedBy' | 'fefoReason'> & {
      patientSex: '男' | '女'; patientAge: number; recordNo: string; patientIdNo: string | null
    }
    const [row] = await tx<Head[]>`
      select ${columns(tx)}, i.account_id, i.department_id, dp.name as department, i.location_id, i.diagnosis, an.name as anaesthetist,
        ib.name as issued_by, cb.name as checked_by, i.fefo_reason, i.patient_sex, i.patient_age, i.record_no, i.patient_id_no
      ${tables(tx)}
      left join identity.department dp on dp.org_id = i.org_id and dp.id = i.department_id
      left join identity.app_user an on an.org_id = i.org_id and an.id = i.anaesthetist_id
      join identity.app_user ib on ib.org_id = i.org_id and ib.id = i.issued_by
      join identity.app_user cb on cb.org_id = i.org_id and cb.id = i.checked_by
      where i.id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    const units = await unitsOf(tx, row.accountId)
    const { patientSex, patientAge, recordNo, patientIdNo, ...rest } = row
    const patient = { name: maskName(row.patientName), sex: patientSex, age: patientAge, recordNo: maskNumber(recordNo), idNo: patientIdNo ? maskNumber(patientIdNo) : null }
    return {
      ...shown(rest, actor.at),
      patient,
      drugs: await drugsOf(tx, id, units),
      statement: await statementOf(tx, row.accountId),
      photos: await photosOf(tx, id),
    }
  }),

  on(issuePeople, async (tx, actor) => {
    const today = dayOf(actor.at)
    const of = (type: string) => tx<{ userId: number; name: string; title: string }[]>`
      select distinct u.id as user_id, u.name, u.title from identity.app_user u
      join identity.qualification q on q.org_id = u.org_id and q.user_id = u.id and q.type = ${type} and q.revoked_at is null
        and q.valid_from <= ${today} and q.valid_to >= ${today}
      where u.org_id = ${actor.orgId} and u.disabled_at is null order by u.name limit 2000`
    return { prescribers: [...(await of('prescribe'))], holders: [...(await of('handle'))] }
  }),
]
