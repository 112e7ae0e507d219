import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { OutputOf } from '#core/contract.ts'
import { contains, type Tx } from '#core/db.ts'
import { maskName, maskNumber } from '#core/privacy.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { orderBy } from '#core/sorting.ts'
import {
  listPrescriptions,
  listRxDrugs,
  readPrescription,
  type RxDetail,
  type RxLine,
  type RxPatient,
  type RxRow,
} from './contract.ts'
import { explain, type Situation } from './limits.ts'
import { listDispensaries, listLimits } from './limitContract.ts'
import { stateOf } from './rules.ts'
import { drugFacts, gradeOf, limitsOn } from './store.ts'

type Row = Omit<RxRow, 'state'> & { voidedAt: string | null; unsigned: boolean }

const filledOf = (tx: Tx) => tx`
  left join lateral (select f.* from prescription.filled f where f.org_id = p.org_id and f.prescription_id = p.id limit 1) f on true`

const unsigned = (tx: Tx) => tx`(p.countersign and p.countersigned_at is null)`

const columns = (tx: Tx) => tx`
  p.id, p.org_id, p.no, p.series, p.encounter, p.category, p.use_at, p.patient_name, u.name as prescriber, d.name as department,
  p.written_at, p.valid_to, p.voided_at, f.no as filled_no, ${unsigned(tx)} as unsigned,
  (select string_agg(g.name || ' ' || g.spec || ' × ' || l.units || ' ' || g.unit, '，' order by l.line) from prescription.line l
    join ledger.drug g on g.org_id = l.org_id and g.id = l.drug_id where l.org_id = p.org_id and l.prescription_id = p.id) as drugs`

const tables = (tx: Tx) => tx`
  from prescription.prescription p
  join identity.app_user u on u.org_id = p.org_id and u.id = p.prescriber_id
  left join identity.department d on d.org_id = p.org_id and d.id = p.department_id
  ${filledOf(tx)}`

const shown = ({ voidedAt, unsigned: waits, ...row }: Row, now: string): RxRow => ({
  ...row,
  patientName: maskName(row.patientName),
  state: stateOf({ voidedAt, filledNo: row.filledNo, validTo: row.validTo, unsigned: waits }, now),
})

function stateFilter(tx: Tx, state: string | undefined, day: string) {
  if (state === 'void') return tx`p.voided_at is not null`
  // A scalar subquery, looked up row by row through indexes; `exists` would read the whole view.
  const done = tx`(select x.id from prescription.filled x where x.org_id = p.org_id and x.prescription_id = p.id limit 1) is not null`
  if (state === 'done') return tx`p.voided_at is null and ${done}`
  if (state === 'open' || state === 'unsigned')
    return tx`p.voided_at is null and p.valid_to >= ${day} and ${unsigned(tx)} = ${state === 'unsigned'} and not (${done})`
  if (state === 'expired') return tx`p.voided_at is null and p.valid_to < ${day} and not (${done})`
  return tx`true`
}

const sorts = { no: 'p.no', writtenAt: 'p.written_at', validTo: 'p.valid_to', prescriber: 'u.name' }

/** Names lose all but the surname, numbers their middle. */
export const masked = (p: RxPatient): RxPatient => ({
  ...p,
  name: maskName(p.name),
  recordNo: maskNumber(p.recordNo),
  idNo: p.idNo ? maskNumber(p.idNo) : null,
  agentName: p.agentName ? maskName(p.agentName) : null,
  agentIdNo: p.agentIdNo ? maskNumber(p.agentIdNo) : null,
})

/** A prescription with its lines, each explained by the limits of the day it was written. In clear. */
export async function detailOf(tx: Tx, actor: Actor, id: number): Promise<RxDetail> {
  type Head = Row &
    Omit<RxDetail, keyof RxRow | 'patient' | 'lines' | 'filled'> &
    Omit<RxPatient, 'name' | 'sex' | 'age' | 'idNo'> & {
      patientSex: '男' | '女'
      patientAge: number
      patientIdNo: string | null
      filled: RxDetail['filled']
    }
  const [row] = await tx<Head[]>`
    select ${columns(tx)}, p.purpose, p.bed, p.payment, p.diagnosis, p.verified_how, p.verified_at, p.emergency_reason, p.over_limit_reason,
      p.overlap_reason, p.extend_reason, v.name as voided_by, p.void_reason, p.paper_no, p.long_term_id, r.no as long_term_no, p.prescriber_id,
      p.countersign, p.countersigned_at, (select s.name from identity.app_user s where s.org_id = p.org_id and s.id = p.countersigned_by) as countersigned_by,
      p.patient_sex, p.patient_age, p.record_no, p.patient_id_no, p.agent_name, p.agent_id_no,
      case when f.id is not null then json_build_object('kind', f.kind, 'id', f.id, 'no', f.no,
        'at', to_char(f.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'dispensedBy', db.name, 'checkedBy', cb.name,
        'location', pl.name, 'movementId', f.movement_id) end as filled
    ${tables(tx)}
    left join identity.app_user v on v.org_id = p.org_id and v.id = p.voided_by
    left join prescription.long_term r on r.org_id = p.org_id and r.id = p.long_term_id
    left join identity.app_user db on db.org_id = p.org_id and db.id = f.dispensed_by
    left join identity.app_user cb on cb.org_id = p.org_id and cb.id = f.checked_by
    left join place.location pl on pl.org_id = p.org_id and pl.id = f.location_id
    where p.id = ${id}`
  if (!row) throw new Refusal('NOT_FOUND')
  const { patientSex, patientAge, recordNo, patientIdNo, agentName, agentIdNo, unsigned: _, ...rest } = row
  const state = stateOf(row, actor.at)
  const patient = {
    name: row.patientName,
    sex: patientSex,
    age: patientAge,
    recordNo,
    idNo: patientIdNo,
    agentName,
    agentIdNo,
  }
  return { ...rest, state, patient, lines: await linesWithChecks(tx, row) }
}

async function linesWithChecks(
  tx: Tx,
  rx: Omit<Situation, 'grade'> & { id: number; orgId: number; writtenAt: string },
): Promise<RxLine[]> {
  const rows = await tx<Omit<RxLine, 'checks' | 'name' | 'spec' | 'unit'>[]>`
    select drug_id, class as drug_class, form, ingredient, units, dose, times, per_days, route, instruction, supplied_days
    from prescription.line where org_id = ${rx.orgId} and prescription_id = ${rx.id} order by line`
  const day = dayOf(rx.writtenAt)
  const limits = await limitsOn(tx, rx.orgId, day)
  const situation = { ...rx, grade: await gradeOf(tx, rx.orgId) }
  const facts = new Map(
    (
      await drugFacts(
        tx,
        rx.orgId,
        day,
        rows.map((r) => r.drugId),
      )
    ).map((d) => [d.drugId, d]),
  )
  return rows.flatMap((r) => {
    const d = facts.get(r.drugId)
    if (!d) return []
    const item = { ...r, drug: d.name, unit: d.unit, contentPerUnit: d.contentPerUnit, dailyMax: d.dailyMax }
    const { name, spec, unit, contentUnit, contentPerUnit, volumeUl } = d
    const checks = explain(limits, { ...item, runDays: 0 }, situation)
    return [{ ...r, name, spec, unit, contentUnit, contentPerUnit, volumeUl, checks }]
  })
}

export const prescriptionQueries: Route[] = [
  on(listPrescriptions, async (tx, actor, input) => {
    const like = input.q ? contains(input.q) : null
    const where = tx`
      where p.org_id = coalesce(${input.org ?? null}, core.current_org())
        and (${input.series ?? null}::text is null or p.series = ${input.series ?? null})
        and (${input.useAt ?? null}::text is null or p.use_at = ${input.useAt ?? null})
        and (${input.prescriberId ?? null}::bigint is null or p.prescriber_id = ${input.prescriberId ?? null})
        and (${input.from ?? null}::date is null or p.written_at >= ${input.from ?? null}::date - interval '8 hours')
        and (${input.to ?? null}::date is null or p.written_at < ${input.to ?? null}::date + interval '16 hours')
        and (${like}::text is null or p.no ilike ${like} or u.name ilike ${like} or p.record_no = ${input.q ?? null})
        and ${stateFilter(tx, input.state, dayOf(actor.at))}`
    const rows = await tx<Row[]>`
      select ${columns(tx)} ${tables(tx)} ${where}
      ${orderBy(tx, input.sort, sorts, 'p.written_at desc, p.id desc')} limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    // Counted without the documents that filled them: those are looked up for the rows of one page only.
    const [counted] = await tx<{ total: number }[]>`
      select count(*) as total from prescription.prescription p
      join identity.app_user u on u.org_id = p.org_id and u.id = p.prescriber_id ${where}`
    return { rows: rows.map((r) => shown(r, actor.at)), total: counted?.total ?? 0 }
  }),

  on(readPrescription, async (tx, actor, { id }) => {
    const rx = await detailOf(tx, actor, id)
    return { ...rx, patientName: maskName(rx.patientName), patient: masked(rx.patient) }
  }),

  on(listRxDrugs, async (tx, actor) => ({
    rows: await drugFacts(tx, actor.orgId, dayOf(actor.at)),
    grade: await gradeOf(tx, actor.orgId),
  })),

  on(listLimits, async (tx, actor, { on: day }) => ({
    rows: await limitsOn(tx, actor.orgId, day ?? dayOf(actor.at)),
  })),

  on(listDispensaries, async (tx, actor) => ({
    rows: await tx<OutputOf<typeof listDispensaries>['rows']>`
      select w.location_id, l.name, w.kind from prescription.dispensary w
      join place.location l on l.org_id = w.org_id and l.id = w.location_id and l.stopped_at is null
      where w.org_id = ${actor.orgId} order by l.code limit 200`,
  })),
]
