import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { issueOut, type NewIssue } from './commands.ts'
import { issueFromPrescription } from './contract.ts'

interface Order {
  readonly no: string
  readonly useAt: 'home' | 'institution'
  readonly validTo: string
  readonly voided: boolean
  readonly filledNo: string | null
  readonly unsigned: boolean
  readonly doctor: string
  readonly departmentId: number | null
  readonly bed: string | null
  readonly patient: NewIssue['patient'] & { idNo: string | null }
  readonly diagnosis: string
  readonly doctorId: number
  readonly drugs: string
  readonly plan: NonNullable<NewIssue['plan']>
}

/**
 * The order of a prescription that may still be filled here. Locked first: two desks cannot both fill it.
 * Refuses NOT_FOUND, DOCUMENT_CLOSED, RX_EXPIRED, RX_UNSIGNED, RX_TAKE_HOME.
 */
async function orderOf(tx: Tx, actor: Actor, id: number): Promise<Order> {
  await tx`select from prescription.prescription where org_id = ${actor.orgId} and id = ${id} for update`
  const [row] = await tx<Order[]>`
    select p.no, p.use_at, p.valid_to, p.voided_at is not null as voided, p.department_id, p.bed, p.diagnosis, p.prescriber_id as doctor_id,
      p.countersign and p.countersigned_at is null as unsigned,
      (select u.name from identity.app_user u where u.org_id = p.org_id and u.id = p.prescriber_id) as doctor,
      json_build_object('name', p.patient_name, 'sex', p.patient_sex, 'age', p.patient_age, 'recordNo', p.record_no, 'idNo', p.patient_id_no) as patient,
      (select f.no from prescription.filled f where f.org_id = p.org_id and f.prescription_id = p.id limit 1) as filled_no,
      (select string_agg(d.name, '、' order by l.line) from prescription.line l
        join ledger.drug d on d.org_id = l.org_id and d.id = l.drug_id where l.org_id = p.org_id and l.prescription_id = p.id) as drugs,
      (select json_agg(json_build_object('drugId', l.drug_id, 'units', l.units) order by l.line) from prescription.line l
        where l.org_id = p.org_id and l.prescription_id = p.id) as plan
    from prescription.prescription p where p.org_id = ${actor.orgId} and p.id = ${id}`
  if (!row) throw new Refusal('NOT_FOUND')
  if (row.voided) throw new Refusal('DOCUMENT_CLOSED', { no: row.no, state: '作废' })
  if (row.filledNo !== null)
    throw new Refusal('DOCUMENT_CLOSED', { no: row.no, state: `发药（${row.filledNo}）` })
  if (dayOf(actor.at) > row.validTo) throw new Refusal('RX_EXPIRED', { no: row.no, until: row.validTo })
  if (row.unsigned) throw new Refusal('RX_UNSIGNED', { no: row.no, doctor: row.doctor, act: '领用' })
  if (row.useAt === 'home') throw new Refusal('RX_TAKE_HOME', { no: row.no })
  return row
}

export const prescriptionIssues: Route[] = [
  on(issueFromPrescription, async (tx, actor, { prescriptionId, ...input }) => {
    const order = await orderOf(tx, actor, prescriptionId)
    const { idNo, ...patient } = order.patient
    const made = await issueOut(
      tx,
      actor,
      {
        ...input,
        kind: 'prescription',
        refNo: order.no,
        title: `处方 ${order.drugs}`.slice(0, 80),
        room: order.bed ?? undefined,
        departmentId: order.departmentId ?? undefined,
        patient: { ...patient, idNo: idNo ?? undefined },
        diagnosis: order.diagnosis,
        doctorId: order.doctorId,
        plan: order.plan,
      },
      { prescriptionId },
    )
    await refuseShort(tx, actor, made.id, order)
    return made
  }),
]

/** A prescription is filled whole: less than written would leave a rest that nobody ordered. Refuses RX_QUANTITY. */
async function refuseShort(tx: Tx, actor: Actor, issueId: number, order: Order): Promise<void> {
  const lines = await tx<{ drugId: number; units: number }[]>`
    select drug_id, issued_units as units from issue.line where org_id = ${actor.orgId} and issue_id = ${issueId}`
  const issued = new Map(lines.map((l) => [l.drugId, l.units]))
  const short = order.plan.find((p) => issued.get(p.drugId) !== p.units)
  if (!short) return
  const [d] = await tx<{ drug: string; unit: string }[]>`
    select name || ' ' || spec as drug, unit from ledger.drug where org_id = ${actor.orgId} and id = ${short.drugId}`
  const amount = (n: number) => `${n} ${d?.unit ?? ''}`.trim()
  throw new Refusal('RX_QUANTITY', {
    drug: d?.drug,
    want: amount(short.units),
    have: amount(issued.get(short.drugId) ?? 0),
  })
}
