import { contains, type Tx } from '#core/db.ts'
import { maskName, maskNumber } from '#core/privacy.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { orderBy } from '#core/sorting.ts'
import { drugsOf, handFor, photosOf, statementOf, unitsOf } from './account.ts'
import {
  findForRescue,
  findStock,
  issuePeople,
  listIssues,
  readIssue,
  rescuePeople,
  type IssueDetail,
  type IssueRow,
} from './contract.ts'
import { stockOfScan } from './find.ts'
import { qualifiedPeople } from './people.ts'
import { issueState } from './rules.ts'

const left = (tx: Tx) => tx`
  cross join lateral (
    select coalesce(sum(b.quantity) filter (where b.item = 'intact'), 0)::int as intact_units,
      coalesce(sum(b.quantity) filter (where b.item = 'container'), 0)::int as containers,
      count(*) filter (where b.item = 'content')::int as open_contents
    from ledger.balance b where b.org_id = i.org_id and b.account_id = i.account_id and b.quantity <> 0) c
  left join emergency.standing em on em.org_id = i.org_id and em.issue_id = i.id`

const columns = (tx: Tx) => tx`
  i.id, i.org_id, i.no, i.kind, i.ref_no, i.title, i.room, l.name as location, i.patient_name, i.holder_id, h.name as holder, d.name as doctor,
  i.issued_at, i.due_at, case when em.matched_at is null then em.order_due_at end as order_due_at, c.intact_units, c.containers, c.open_contents,
  (select coalesce(sum(x.issued_units), 0)::int from issue.line x where x.org_id = i.org_id and x.issue_id = i.id) as issued_units`

const tables = (tx: Tx) => tx`
  from issue.issue i
  join place.location l on l.org_id = i.org_id and l.id = i.location_id
  join identity.app_user h on h.org_id = i.org_id and h.id = i.holder_id
  join identity.app_user d on d.org_id = i.org_id and d.id = i.doctor_id
  ${left(tx)}`

type Row = Omit<IssueRow, 'state'>
type Rescue = NonNullable<IssueDetail['rescue']>
const shown = <T extends Row>(row: T, now: string) => ({
  ...row,
  patientName: maskName(row.patientName),
  state: issueState(
    {
      left: row.intactUnits + row.containers + row.openContents,
      dueAt: row.dueAt,
      orderDueAt: row.orderDueAt,
    },
    now,
  ),
})

function stateFilter(tx: Tx, state: string | undefined, now: string) {
  const held = tx`c.intact_units + c.containers + c.open_contents > 0`
  const owed = tx`(em.issue_id is not null and em.matched_at is null)`
  const late = tx`(${held} and i.due_at < ${now} or ${owed} and em.order_due_at < ${now})`
  if (state === 'pending') return tx`(${held} or ${owed})`
  if (state === 'closed') return tx`not (${held} or ${owed})`
  if (state === 'open') return tx`(${held} or ${owed}) and not ${late}`
  if (state === 'overdue') return late
  return tx`true`
}

function leftFilter(tx: Tx, left: string | undefined) {
  if (left === 'intact') return tx`c.intact_units > 0`
  // What is in a pump that runs waits for its reading, not to be wasted.
  if (left === 'content')
    return tx`c.open_contents > 0 and exists (select from infusion.hand_of(i.org_id, i.id, i.holder_id) h where h.free > 0)`
  if (left === 'container') return tx`c.containers > 0`
  return tx`true`
}

// By state: what is not closed comes first, the earliest time limit at the top.
const sorts = {
  state:
    '(c.intact_units + c.containers + c.open_contents = 0 and (em.issue_id is null or em.matched_at is not null)), (case when c.intact_units + c.containers + c.open_contents > 0 then i.due_at when em.matched_at is null then em.order_due_at end)',
  dueAt: 'i.due_at',
  issuedAt: 'i.issued_at',
  no: 'i.no',
  refNo: 'i.ref_no',
  holder: 'h.name',
  issuedUnits: 'issued_units',
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
        and ${stateFilter(tx, input.state, actor.at)} and ${leftFilter(tx, input.left)}
      ${orderBy(tx, input.sort, sorts, 'i.issued_at desc, i.id desc')} limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    return { rows: rows.map((r) => shown(r, actor.at)), total: rows[0]?.total ?? 0 }
  }),

  on(readIssue, async (tx, actor, { id }) => {
    type Head = Row &
      Pick<
        IssueDetail,
        | 'accountId'
        | 'departmentId'
        | 'department'
        | 'locationId'
        | 'diagnosis'
        | 'anaesthetist'
        | 'issuedBy'
        | 'checkedBy'
        | 'fefoReason'
        | 'prescriptionId'
      > & {
        patientSex: '男' | '女'
        patientAge: number
        recordNo: string
        patientIdNo: string | null
        owedAt: string | null
      } & Omit<Rescue, 'dueAt' | 'reason'> & { reason: Rescue['reason'] | null }
    const [row] = await tx<Head[]>`
      select ${columns(tx)}, i.account_id, i.department_id, dp.name as department, i.location_id, i.diagnosis, an.name as anaesthetist,
        ib.name as issued_by, cb.name as checked_by, i.fefo_reason, i.prescription_id, i.patient_sex, i.patient_age, i.record_no, i.patient_id_no,
        i.rescue_reason as reason, i.rescue_note as note, i.order_due_at as owed_at, em.matched_at, mb.name as matched_by, cf.name as confirmed_by,
        coalesce(rx.no, em.order_no) as order, em.doctor_reason
      ${tables(tx)}
      left join identity.department dp on dp.org_id = i.org_id and dp.id = i.department_id
      left join identity.app_user an on an.org_id = i.org_id and an.id = i.anaesthetist_id
      left join identity.app_user mb on mb.org_id = i.org_id and mb.id = em.matched_by
      left join identity.app_user cf on cf.org_id = i.org_id and cf.id = em.confirmed_by
      left join prescription.prescription rx on rx.org_id = i.org_id and rx.id = em.prescription_id
      join identity.app_user ib on ib.org_id = i.org_id and ib.id = i.issued_by
      join identity.app_user cb on cb.org_id = i.org_id and cb.id = i.checked_by
      where i.id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    const units = await unitsOf(tx, row)
    const { patientSex, patientAge, recordNo, patientIdNo, ...head } = row
    const { reason, note, owedAt, matchedAt, matchedBy, confirmedBy, order, doctorReason, ...rest } = head
    const paper = { matchedAt, matchedBy, confirmedBy, order, doctorReason }
    const patient = {
      name: maskName(row.patientName),
      sex: patientSex,
      age: patientAge,
      recordNo: maskNumber(recordNo),
      idNo: patientIdNo ? maskNumber(patientIdNo) : null,
    }
    return {
      ...shown(rest, actor.at),
      patient,
      rescue: reason && owedAt ? { reason, note, dueAt: owedAt, ...paper } : null,
      drugs: await drugsOf(tx, id, units),
      hand: await handFor(tx, row, actor.userId),
      statement: await statementOf(tx, row),
      photos: await photosOf(tx, id),
    }
  }),

  ...[findStock, findForRescue].map((e) =>
    on(e, (tx, actor, { locationId, raw }) => stockOfScan(tx, actor, locationId, raw)),
  ),

  ...[issuePeople, rescuePeople].map((e) =>
    on(e, async (tx, actor) => ({
      prescribers: await qualifiedPeople(tx, actor.orgId, 'prescribe', actor.at, false),
      holders: await qualifiedPeople(tx, actor.orgId, 'handle', actor.at, true),
    })),
  ),
]
