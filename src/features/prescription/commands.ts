import { tell, type Actor } from '#core/actor.ts'
import type { InputOf } from '#core/contract.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { requireQualified, stayOn } from '#core/identity/qualified.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { extendPrescription, revealRxPatient, voidPrescription, writePrescription } from './contract.ts'
import { judge, passGates, type Case, type Judged } from './gates.ts'
import { suppliedDays } from './ratios.ts'
import { usePaper, voidPaper } from './paperRoutes.ts'
import { checkExtension, checkSituation, oneSeries, seriesPrefix, stateTitle, type Series } from './rules.ts'
import { lockPatient, lockPrescription, stillOpen, today, type Stored } from './store.ts'

type NewRx = InputOf<typeof writePrescription>

/** Blank text is no reason. */
const orNull = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text)

/** Who the patient is was seen, or an emergency says why not; never the doctor himself (条例 Art 38, 40). */
function checkPatient(actor: Actor, input: NewRx): void {
  const [seen, urgent] = [input.verifiedHow !== undefined, orNull(input.emergencyReason) !== null]
  if (seen === urgent) throw new Refusal('RX_IDENTITY')
  if (seen && orNull(input.patient.idNo) === null) throw new Refusal('RX_IDENTITY')
  // The program does not know the doctor's own number; the same name is enough to ask for another doctor.
  if (input.patient.name === actor.name) throw new Refusal('RX_FOR_SELF', { name: actor.name })
}

function caseOf(input: NewRx): Case {
  if (input.encounter === 'internet') throw new Refusal('RX_INTERNET')
  return {
    category: input.category,
    encounter: input.encounter,
    purpose: input.purpose ?? null,
    useAt: input.useAt,
    overLimitReason: orNull(input.overLimitReason),
    overlapReason: orNull(input.overlapReason),
    who: { idNo: orNull(input.patient.idNo), recordNo: input.patient.recordNo },
  }
}

async function insertPrescription(
  tx: Tx,
  actor: Actor,
  input: NewRx,
  rest: { no: string; series: Series; longTermId: number | null; countersign: boolean },
): Promise<number> {
  const p = input.patient
  const verifiedAt = input.verifiedHow === undefined ? null : actor.at
  const [row] = await tx<{ id: number }[]>`
    insert into prescription.prescription (org_id, no, series, encounter, category, purpose, use_at, department_id, bed, payment,
      patient_name, patient_sex, patient_age, record_no, patient_id_no, agent_name, agent_id_no, diagnosis, verified_how, verified_at,
      emergency_reason, over_limit_reason, overlap_reason, long_term_id, paper_no, prescriber_id, written_at, valid_to, countersign)
    values (${actor.orgId}, ${rest.no}, ${rest.series}, ${input.encounter}, ${input.category}, ${input.purpose ?? null}, ${input.useAt},
      ${input.departmentId ?? null}, ${orNull(input.bed)}, ${input.payment}, ${p.name}, ${p.sex}, ${p.age}, ${p.recordNo}, ${orNull(p.idNo)},
      ${input.agent?.name ?? null}, ${input.agent?.idNo ?? null}, ${input.diagnosis}, ${input.verifiedHow ?? null}, ${verifiedAt},
      ${orNull(input.emergencyReason)}, ${orNull(input.overLimitReason)}, ${orNull(input.overlapReason)}, ${rest.longTermId},
      ${orNull(input.paperNo)}, ${actor.userId}, ${actor.at}, ${today(actor)}, ${rest.countersign}) returning id`.catch(
    (error: unknown) => {
      if (brokenConstraint(error)?.includes('department_id')) throw new Refusal('NOT_FOUND')
      throw error
    },
  )
  assert(row, 'an inserted prescription has a number')
  return row.id
}

async function insertLines(
  tx: Tx,
  actor: Actor,
  id: number,
  input: NewRx,
  judged: readonly Judged[],
): Promise<void> {
  for (const [i, j] of judged.entries()) {
    const given = input.lines[i]
    assert(given, 'every line was judged')
    await tx`
      insert into prescription.line (org_id, prescription_id, line, drug_id, class, form, ingredient, units, dose, times, per_days, route,
        instruction, supplied_days)
      values (${actor.orgId}, ${id}, ${i + 1}, ${j.facts.drugId}, ${j.item.drugClass}, ${j.item.form}, ${j.item.ingredient}, ${j.item.units},
        ${j.item.dose}, ${j.item.times}, ${j.item.perDays}, ${given.route}, ${orNull(given.instruction)}, ${suppliedDays(j.item)})`
  }
}

function refuseTwice(input: NewRx, judged: readonly Judged[]): void {
  const ids = input.lines.map((l) => l.drugId)
  const twice = judged.find((j, i) => ids.indexOf(j.facts.drugId) !== i)
  if (twice) throw new Refusal('ALREADY_EXISTS', { what: '药品', value: twice.item.drug })
}

/** Still open to be changed by its own doctor. Refuses NOT_FOUND, RX_NOT_OWN, DOCUMENT_CLOSED. */
async function own(tx: Tx, actor: Actor, id: number): Promise<Stored> {
  const rx = await lockPrescription(tx, actor, id)
  if (!rx) throw new Refusal('NOT_FOUND')
  if (rx.prescriberId !== actor.userId) throw new Refusal('RX_NOT_OWN', { no: rx.no, doctor: rx.prescriber })
  const closed = rx.voidedAt !== null ? stateTitle.void : rx.filledNo !== null ? stateTitle.done : undefined
  if (closed) throw new Refusal('DOCUMENT_CLOSED', { no: rx.no, state: closed.replace('已', '') })
  return rx
}

export const prescriptionCommands: Route[] = [
  on(writePrescription, async (tx, actor, input) => {
    const c = caseOf(input)
    checkPatient(actor, input)
    checkSituation(c)
    await lockPatient(tx, actor.orgId, c.who)
    const judged = await judge(tx, actor, input.lines, c)
    refuseTwice(input, judged)
    const series = oneSeries(judged.map((j) => ({ drug: j.item.drug, drugClass: j.facts.drugClass })))
    // Somebody on probation has no right of their own: whoever signs beside them has (处方管理办法 Art 12).
    const countersign = (await stayOn(tx, actor.userId, today(actor)))?.kind === 'probation'
    if (series === 'narcotic' && !countersign) await requireQualified(tx, actor, 'prescribe', actor.at)
    const open =
      c.useAt === 'home'
        ? await stillOpen(
            tx,
            actor.orgId,
            c.who,
            judged.map((j) => j.item.ingredient),
            today(actor),
          )
        : undefined
    if (open) throw new Refusal('RX_STILL_OPEN', open)
    const longTermId = await passGates(tx, actor, judged, c)
    const no = await documentNo(tx, actor, seriesPrefix[series])
    const id = await insertPrescription(tx, actor, input, { no, series, longTermId, countersign })
    await insertLines(tx, actor, id, input, judged)
    if (orNull(input.paperNo) !== null) await usePaper(tx, actor, input.paperNo ?? '', { id, series })
    const { patient, agent, diagnosis, emergencyReason, overLimitReason, overlapReason, bed, ...facts } =
      input
    const lines = judged.map((j) => ({ ...j.asked, checks: j.checks.map((k) => `${k.title}：${k.actual}`) }))
    tell(
      actor,
      { kind: 'prescription', id, no },
      { ...facts, lines, longTermId, ...(countersign ? { countersign } : {}) },
      { patient, agent, diagnosis, emergencyReason, overLimitReason, overlapReason, bed },
    )
    return { id, no, validTo: today(actor) }
  }),

  on(extendPrescription, async (tx, actor, { id, validTo, reason }) => {
    const rx = await own(tx, actor, id)
    checkExtension(rx, validTo, actor.at)
    await tx`update prescription.prescription set valid_to = ${validTo}, extend_reason = ${reason} where org_id = ${actor.orgId} and id = ${id}`
    tell(actor, { kind: 'prescription', id, no: rx.no }, { validTo }, { reason })
    return { ok: true as const }
  }),

  on(voidPrescription, async (tx, actor, { id, reason }) => {
    const rx = await own(tx, actor, id)
    await tx`update prescription.prescription set voided_at = ${actor.at}, voided_by = ${actor.userId}, void_reason = ${reason}
      where org_id = ${actor.orgId} and id = ${id}`
    await voidPaper(tx, actor, id)
    tell(actor, { kind: 'prescription', id, no: rx.no }, { voided: true }, { reason })
    return { ok: true as const }
  }),

  on(revealRxPatient, async (tx, actor, { id, reason }) => {
    const [row] = await tx<
      {
        no: string
        name: string
        sex: '男' | '女'
        age: number
        recordNo: string
        idNo: string | null
        agentName: string | null
        agentIdNo: string | null
      }[]
    >`
      select no, patient_name as name, patient_sex as sex, patient_age as age, record_no, patient_id_no as id_no, agent_name, agent_id_no
      from prescription.prescription where id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    const { no, ...patient } = row
    tell(actor, { kind: 'prescription', id, no }, { revealed: 'patient' }, { reason })
    return patient
  }),
]
