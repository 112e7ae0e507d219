import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { DrugClass } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { ingredientOf } from './ingredients.ts'
import type { Form } from './limits.ts'
import type { LimitRow } from './limitContract.ts'
import type { RecordState } from './records.ts'
import type { Series, Supply } from './rules.ts'

/** The limits of one day: the law's and the hospital's own, in the order in which they are shown. */
export async function limitsOn(tx: Tx, orgId: number, day: string): Promise<LimitRow[]> {
  return tx<LimitRow[]>`
    select null::bigint as id, n.id as rank, n.title, n.mode, n.class, n.form, n.patient, n.encounter, n.ingredient, n.purpose,
      n.max_doses, n.max_days, n.max_units, n.max_dose_days, n.max_run_days, n.in_institution, n.second_grade, n.reason_allowed,
      n.needs_record, n.needs_instruction, n.only_purpose, n.article, n.valid_from, n.valid_to as ended_on
    from prescription.national_limit n
    where n.valid_from <= ${day} and (n.valid_to is null or n.valid_to > ${day})
    union all
    select o.id, 1000, '本院规定', 'own', o.class, o.form, o.patient, 'ANY', o.ingredient, null,
      o.max_doses, o.max_days, null, null, null, false, false, false, false, false, null, o.reason, o.valid_from, o.ended_on
    from prescription.own_limit o
    where o.org_id = ${orgId} and o.valid_from <= ${day} and (o.ended_on is null or o.ended_on > ${day})
    order by rank, id limit 500`
}

export interface DrugFacts {
  readonly drugId: number
  readonly name: string
  readonly spec: string
  readonly unit: string
  readonly drugClass: DrugClass
  readonly form: Form
  readonly ingredient: string
  readonly contentUnit: string
  readonly contentPerUnit: number
  readonly volumeUl: number | null
  readonly container: string | null
  readonly dailyMax: number | null
  readonly pharmacyUnits: number
}

/**
 * What the limits ask of drugs, with the class of that day. Without numbers: every drug of the formulary that stands
 * on a special prescription and was not stopped.
 */
export async function drugFacts(
  tx: Tx,
  orgId: number,
  day: string,
  drugIds?: readonly number[],
): Promise<DrugFacts[]> {
  const rows = await tx<Omit<DrugFacts, 'ingredient'>[]>`
    select d.id as drug_id, d.name, d.spec, d.unit, c.class as drug_class, p.form_group as form, d.content_unit, d.content_per_unit,
      d.volume_ul, d.container, m.amount as daily_max,
      coalesce((select sum(b.quantity) from ledger.balance b
        join place.location l on l.org_id = b.org_id and l.account_id = b.account_id
        join prescription.dispensary w on w.org_id = l.org_id and w.location_id = l.id
        where b.org_id = d.org_id and b.drug_id = d.id and b.item = 'intact' and b.quantity > 0), 0)::int as pharmacy_units
    from ledger.drug d
    join catalogue.product p on p.id = d.product_id
    join catalogue.product_class c on c.product_id = p.id and c.valid_from <= ${day} and (c.valid_to is null or c.valid_to > ${day})
    join catalogue.formulary f on f.org_id = d.org_id and f.drug_id = d.id
    left join prescription.daily_max m on m.org_id = d.org_id and m.drug_id = d.id
    where d.org_id = ${orgId}
      and case when ${drugIds === undefined} then f.stopped_at is null and c.class in ('NAR', 'PS1', 'PS2', 'TOX')
        else d.id = any (${[...(drugIds ?? [])]}::bigint[]) end
    order by c.class, d.name, d.content_per_unit limit 2000`
  return rows.map((r) => ({ ...r, ingredient: ingredientOf(r.name) }))
}

/** Who a patient is here: the number of the document where there is one, or of the medical record. */
export interface Identity {
  readonly idNo: string | null
  readonly recordNo: string
}

/** Prescriptions of one patient, as a condition on `p`. */
export const ofPatient = (tx: Tx, who: Identity) =>
  tx`(p.record_no = ${who.recordNo} or p.patient_id_no = ${who.idNo})`

/** One patient's prescriptions are written and filled one at a time. Held to the end of the act. */
export async function lockPatient(tx: Tx, orgId: number, who: Identity): Promise<void> {
  const keys = [who.recordNo, ...(who.idNo === null ? [] : [who.idNo])].toSorted()
  for (const key of keys)
    await tx`select pg_advisory_xact_lock(hashtextextended(${`prescription/${orgId}/${key}`}, 0))`
}

/**
 * What was taken home of a substance, the newest first. `limit 1` keeps the view inside the loop over this patient's few
 * prescriptions: joined flat, it would be read whole.
 */
export async function suppliesOf(
  tx: Tx,
  orgId: number,
  who: Identity,
  ingredient: string,
): Promise<Supply[]> {
  return tx<Supply[]>`
    select f.no, (f.at at time zone 'Asia/Shanghai')::date as day, l.supplied_days as days
    from prescription.prescription p
    join prescription.line l on l.org_id = p.org_id and l.prescription_id = p.id and l.ingredient = ${ingredient}
    cross join lateral (select f.no, f.at, f.kind from prescription.filled f where f.org_id = p.org_id and f.prescription_id = p.id limit 1) f
    where f.kind = 'dispense' and p.org_id = ${orgId} and ${ofPatient(tx, who)}
    order by f.at desc limit 20`
}

/** A prescription to take home of the same substance that still waits to be filled. */
export async function stillOpen(
  tx: Tx,
  orgId: number,
  who: Identity,
  ingredients: readonly string[],
  day: string,
): Promise<{ no: string; drug: string } | undefined> {
  const [row] = await tx<{ no: string; drug: string }[]>`
    select p.no, d.name as drug from prescription.prescription p
    join prescription.line l on l.org_id = p.org_id and l.prescription_id = p.id and l.ingredient = any (${[...ingredients]}::text[])
    join ledger.drug d on d.org_id = l.org_id and d.id = l.drug_id
    where p.org_id = ${orgId} and ${ofPatient(tx, who)} and p.use_at = 'home' and p.voided_at is null and p.valid_to >= ${day}
      and (select f.id from prescription.filled f where f.org_id = p.org_id and f.prescription_id = p.id limit 1) is null
    limit 1`
  return row
}

/** The open record of a long-term patient, or the last one that was closed. */
export async function recordOf(
  tx: Tx,
  orgId: number,
  who: Identity,
): Promise<(RecordState & { id: number; category: string }) | undefined> {
  const [row] = await tx<(RecordState & { id: number; category: string })[]>`
    select r.id, r.no, r.category, r.closed_at is not null as closed, r.agent_name is not null as has_agent,
      coalesce((select array_agg(distinct a.kind) from prescription.long_term_paper a where a.org_id = r.org_id and a.long_term_id = r.id), '{}') as papers,
      greatest((r.examined_at at time zone 'Asia/Shanghai')::date,
        (select max(v.reviewed_on) from prescription.long_term_review v where v.org_id = r.org_id and v.long_term_id = r.id)) as last_seen
    from prescription.long_term r
    where r.org_id = ${orgId} and (r.patient_id_no = ${who.idNo} or (${who.idNo}::text is null and r.record_no = ${who.recordNo}))
    order by r.closed_at is not null, r.id desc limit 1`
  return row
}

export async function gradeOf(tx: Tx, orgId: number): Promise<string | null> {
  const [row] = await tx<{ grade: string | null }[]>`select grade from identity.org where id = ${orgId}`
  return row?.grade ?? null
}

/** A prescription as its gates need it, in clear. */
export interface Stored {
  readonly id: number
  readonly no: string
  readonly series: Series
  readonly encounter: 'outpatient' | 'emergency' | 'inpatient'
  readonly category: 'general' | 'cancer' | 'chronic' | 'inpatient'
  readonly purpose: 'adhd' | 'pump' | 'discharge' | 'compound' | null
  readonly useAt: 'home' | 'institution'
  readonly patientName: string
  readonly patientSex: '男' | '女'
  readonly patientAge: number
  readonly recordNo: string
  readonly patientIdNo: string | null
  readonly agentName: string | null
  readonly agentIdNo: string | null
  readonly emergencyReason: string | null
  readonly overLimitReason: string | null
  readonly overlapReason: string | null
  readonly prescriberId: number
  readonly prescriber: string
  readonly writtenAt: string
  readonly validTo: string
  readonly voidedAt: string | null
  readonly filledNo: string | null
  /** Waits for the signature of another prescriber. */
  readonly unsigned: boolean
}

/**
 * Locked: what is voided, extended or filled is so once. Locked first and read afterwards, because a statement that
 * waited for the lock still sees the other tables as they were before.
 */
export async function lockPrescription(tx: Tx, actor: Actor, id: number): Promise<Stored | undefined> {
  await tx`select from prescription.prescription where org_id = ${actor.orgId} and id = ${id} for update`
  const [row] = await tx<Stored[]>`
    select p.id, p.no, p.series, p.encounter, p.category, p.purpose, p.use_at, p.patient_name, p.patient_sex, p.patient_age, p.record_no,
      p.patient_id_no, p.agent_name, p.agent_id_no, p.emergency_reason, p.over_limit_reason, p.overlap_reason, p.prescriber_id,
      u.name as prescriber, p.written_at, p.valid_to, p.voided_at, p.countersign and p.countersigned_at is null as unsigned,
      (select f.no from prescription.filled f where f.org_id = p.org_id and f.prescription_id = p.id limit 1) as filled_no
    from prescription.prescription p join identity.app_user u on u.org_id = p.org_id and u.id = p.prescriber_id
    where p.org_id = ${actor.orgId} and p.id = ${id}`
  return row
}

export interface StoredLine {
  readonly drugId: number
  readonly class: DrugClass
  readonly units: number
  readonly dose: number
  readonly times: number
  readonly perDays: number
  readonly instruction: string | null
}

export const linesOf = (tx: Tx, prescriptionId: number) =>
  tx<StoredLine[]>`
    select drug_id, class, units, dose, times, per_days, instruction from prescription.line
    where prescription_id = ${prescriptionId} order by line`

export const today = (actor: Pick<Actor, 'at'>): string => dayOf(actor.at)
