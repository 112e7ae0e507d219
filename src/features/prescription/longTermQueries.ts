import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import { contains, type Tx } from '#core/db.ts'
import { maskName, maskNumber } from '#core/privacy.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { orderBy } from '#core/sorting.ts'
import { owedBy } from './empties.ts'
import { listLongTerm, readLongTerm, type LongTermDetail, type LongTermRow } from './longTermContract.ts'
import { daysAfter } from './days.ts'
import { missingPapers, reviewDue, reviewMonths, type PaperKind } from './records.ts'

/** A review is called for this many days ahead. */
const noticeDays = 14

interface Row extends Omit<LongTermRow, 'reviewDue' | 'missing' | 'state' | 'owedEmpties'> {
  readonly papers: PaperKind[]
  readonly hasAgent: boolean
  readonly closedAt: string | null
  readonly idNo: string
}

const paperKinds = (tx: Tx) => tx`
  coalesce((select array_agg(distinct a.kind) from prescription.long_term_paper a where a.org_id = r.org_id and a.long_term_id = r.id), '{}')`
const seen = (tx: Tx) => tx`
  greatest((r.examined_at at time zone 'Asia/Shanghai')::date,
    (select max(v.reviewed_on) from prescription.long_term_review v where v.org_id = r.org_id and v.long_term_id = r.id))`

const columns = (tx: Tx) => tx`
  r.id, r.org_id, r.no, r.category, r.patient_name, r.record_no, r.patient_id_no as id_no, r.diagnosis, u.name as doctor,
  r.agent_name is not null as has_agent, r.closed_at, ${paperKinds(tx)} as papers, ${seen(tx)} as last_seen,
  (select max(d.dispensed_at) from prescription.prescription p
    join prescription.dispense d on d.org_id = p.org_id and d.prescription_id = p.id
    where p.org_id = r.org_id and p.long_term_id = r.id) as last_dispensed_at`

const tables = (tx: Tx) => tx`
  from prescription.long_term r join identity.app_user u on u.org_id = r.org_id and u.id = r.examined_by`

function stateOf(r: Row, missing: readonly PaperKind[], day: string): LongTermRow['state'] {
  if (r.closedAt !== null) return 'closed'
  if (missing.length > 0) return 'incomplete'
  if (day > reviewDue(r.lastSeen)) return 'overdue'
  return daysAfter(day, noticeDays) > reviewDue(r.lastSeen) ? 'due' : 'ok'
}

async function shown(tx: Tx, actor: Actor, r: Row): Promise<LongTermRow> {
  const missing = missingPapers(r)
  const owed = r.closedAt === null ? await owedBy(tx, r.orgId, { idNo: r.idNo, recordNo: r.recordNo }) : []
  return {
    ...r,
    patientName: maskName(r.patientName),
    recordNo: maskNumber(r.recordNo),
    missing,
    reviewDue: reviewDue(r.lastSeen),
    state: stateOf(r, missing, dayOf(actor.at)),
    owedEmpties: owed.reduce((n, o) => n + o.owed, 0),
  }
}

/** The same states as `stateOf`, for the filter. */
function stateFilter(tx: Tx, state: LongTermRow['state'] | undefined, day: string) {
  const lacks = tx`not (${paperKinds(tx)} @> case when r.agent_name is null then array['certificate', 'patientId', 'consent']
    else array['certificate', 'patientId', 'consent', 'agentId'] end)`
  // A review counts three months of the calendar; PostgreSQL shortens to the month's last day as we do.
  const due = tx`(${seen(tx)} + make_interval(months => ${reviewMonths}))::date`
  if (state === 'closed') return tx`r.closed_at is not null`
  if (state === 'incomplete') return tx`r.closed_at is null and ${lacks}`
  if (state === 'overdue') return tx`r.closed_at is null and not (${lacks}) and ${due} < ${day}::date`
  if (state === 'due')
    return tx`r.closed_at is null and not (${lacks}) and ${due} >= ${day}::date and ${due} < ${daysAfter(day, noticeDays)}::date`
  if (state === 'ok')
    return tx`r.closed_at is null and not (${lacks}) and ${due} >= ${daysAfter(day, noticeDays)}::date`
  return tx`true`
}

const sorts = { no: 'r.no', lastSeen: 'last_seen', doctor: 'u.name', lastDispensedAt: 'last_dispensed_at' }

async function detailOf(tx: Tx, actor: Actor, id: number): Promise<LongTermDetail> {
  type Head = Row &
    Pick<
      LongTermDetail,
      | 'certificateHospital'
      | 'certificateGrade'
      | 'certificateOn'
      | 'examinedBy'
      | 'examinedAt'
      | 'examination'
      | 'closedReason'
    > & {
      sex: '男' | '女'
      birthYear: number
      phone: string | null
      agentName: string | null
      agentIdNo: string | null
    }
  const [row] = await tx<Head[]>`
    select ${columns(tx)}, r.certificate_hospital, r.certificate_grade, r.certificate_on, u.name as examined_by, r.examined_at, r.examination,
      r.closed_reason, r.patient_sex as sex, r.birth_year, r.phone, r.agent_name, r.agent_id_no
    ${tables(tx)} where r.id = ${id}`
  if (!row) throw new Refusal('NOT_FOUND')
  const { sex, birthYear, phone, agentName, agentIdNo, idNo } = row
  const papers = await tx<LongTermDetail['papers']>`
    select a.id, a.kind, p.name as added_by, a.added_at from prescription.long_term_paper a
    join identity.app_user p on p.org_id = a.org_id and p.id = a.added_by where a.long_term_id = ${id} order by a.id limit 200`
  const reviews = await tx<LongTermDetail['reviews']>`
    select v.id, v.reviewed_on, v.pain_score, v.note, p.name as doctor from prescription.long_term_review v
    join identity.app_user p on p.org_id = v.org_id and p.id = v.reviewed_by
    where v.long_term_id = ${id} order by v.reviewed_on desc, v.id desc limit 200`
  const prescriptions = await tx<LongTermDetail['prescriptions']>`
    select p.id, p.no, p.written_at, f.no as filled_no, p.voided_at is not null as voided,
      (select string_agg(g.name || ' ' || g.spec || ' × ' || l.units || ' ' || g.unit, '，' order by l.line) from prescription.line l
        join ledger.drug g on g.org_id = l.org_id and g.id = l.drug_id where l.org_id = p.org_id and l.prescription_id = p.id) as drugs
    from prescription.prescription p
    left join lateral (select f.no from prescription.filled f where f.org_id = p.org_id and f.prescription_id = p.id limit 1) f on true
    where p.long_term_id = ${id} order by p.written_at desc limit 100`
  const agent = { agentName: agentName && maskName(agentName), agentIdNo: agentIdNo && maskNumber(agentIdNo) }
  return {
    ...row,
    ...(await shown(tx, actor, row)),
    patient: {
      name: maskName(row.patientName),
      sex,
      birthYear,
      recordNo: maskNumber(row.recordNo),
      idNo: maskNumber(idNo),
      phone: phone && maskNumber(phone),
      ...agent,
    },
    papers: [...papers],
    reviews: [...reviews],
    prescriptions: [...prescriptions],
  }
}

export const longTermQueries: Route[] = [
  on(listLongTerm, async (tx, actor, input) => {
    const like = input.q ? contains(input.q) : null
    const where = tx`
      where r.org_id = coalesce(${input.org ?? null}, core.current_org())
        and (${input.category ?? null}::text is null or r.category = ${input.category ?? null})
        and (${like}::text is null or r.no ilike ${like} or r.diagnosis ilike ${like} or r.record_no = ${input.q ?? null})
        and ${stateFilter(tx, input.state, dayOf(actor.at))}`
    const rows = await tx<Row[]>`
      select ${columns(tx)} ${tables(tx)} ${where} ${orderBy(tx, input.sort, sorts, 'r.closed_at is not null, r.id desc')}
      limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    const [counted] = await tx<{ total: number }[]>`select count(*) as total ${tables(tx)} ${where}`
    const out: LongTermRow[] = []
    for (const r of rows) out.push(await shown(tx, actor, r))
    return { rows: out, total: counted?.total ?? 0 }
  }),

  on(readLongTerm, (tx, actor, { id }) => detailOf(tx, actor, id)),
]
