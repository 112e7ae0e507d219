import { tell, type Actor } from '#core/actor.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { bindFile } from '#core/files/bind.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { owedBy } from './empties.ts'
import { addPaper, addReview, closeLongTerm, openLongTerm, revealLongTerm } from './longTermContract.ts'
import { paperTitle } from './records.ts'
import { today } from './store.ts'

const orNull = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text)

interface Open {
  readonly no: string
  readonly closedAt: string | null
  readonly recordNo: string
  readonly idNo: string
}

/** Refuses NOT_FOUND, DOCUMENT_CLOSED. */
async function lockOpen(tx: Tx, actor: Actor, id: number): Promise<Open> {
  const [row] = await tx<Open[]>`
    select no, closed_at, record_no, patient_id_no as id_no from prescription.long_term
    where org_id = ${actor.orgId} and id = ${id} for update`
  if (!row) throw new Refusal('NOT_FOUND')
  if (row.closedAt !== null) throw new Refusal('DOCUMENT_CLOSED', { no: row.no, state: '结案' })
  return row
}

function invalid(field: string, message: string): Refusal {
  return new Refusal('INPUT_INVALID', {}, [{ code: 'INPUT_INVALID', field, facts: { message } }])
}

export const longTermCommands: Route[] = [
  on(openLongTerm, async (tx, actor, input) => {
    const [agentName, agentIdNo] = [orNull(input.agentName), orNull(input.agentIdNo)]
    if ((agentName === null) !== (agentIdNo === null))
      throw invalid('agentIdNo', '代办人的姓名和身份证明编号要一起填')
    if (input.certificateOn > today(actor)) throw invalid('certificateOn', '证明日期不能晚于今天')
    const no = await documentNo(tx, actor, 'CQ')
    const [row] = await tx<{ id: number }[]>`
      insert into prescription.long_term (org_id, no, category, patient_name, patient_sex, birth_year, record_no, patient_id_no, phone,
        diagnosis, certificate_hospital, certificate_grade, certificate_on, agent_name, agent_id_no, examined_by, examined_at, examination)
      values (${actor.orgId}, ${no}, ${input.category}, ${input.name}, ${input.sex}, ${input.birthYear}, ${input.recordNo}, ${input.idNo},
        ${orNull(input.phone)}, ${input.diagnosis}, ${input.certificateHospital}, ${input.certificateGrade}, ${input.certificateOn},
        ${agentName}, ${agentIdNo}, ${actor.userId}, ${actor.at}, ${input.examination}) returning id`.catch(
      (error: unknown) => {
        if (brokenConstraint(error) === 'long_term_patient')
          throw new Refusal('ALREADY_EXISTS', { what: '该患者的档案', value: input.recordNo })
        throw error
      },
    )
    assert(row, 'an inserted record has a number')
    const { category, certificateGrade, certificateOn, ...personal } = input
    tell(actor, { kind: 'longTerm', id: row.id, no }, { category, certificateGrade, certificateOn }, personal)
    return { id: row.id, no }
  }),

  on(addPaper, async (tx, actor, { id, kind, sha256 }) => {
    const record = await lockOpen(tx, actor, id)
    await bindFile(tx, actor, sha256, paperTitle[kind])
    await tx`
      insert into prescription.long_term_paper (org_id, long_term_id, kind, sha256, added_by, added_at)
      values (${actor.orgId}, ${id}, ${kind}, ${Buffer.from(sha256, 'hex')}, ${actor.userId}, ${actor.at})`
    tell(actor, { kind: 'longTerm', id, no: record.no }, { paper: kind, sha256 })
    return { ok: true as const }
  }),

  on(addReview, async (tx, actor, { id, reviewedOn, painScore, note }) => {
    const record = await lockOpen(tx, actor, id)
    if (reviewedOn > today(actor)) throw new Refusal('TIME_IN_FUTURE')
    await tx`
      insert into prescription.long_term_review (org_id, long_term_id, reviewed_on, pain_score, note, reviewed_by, recorded_at)
      values (${actor.orgId}, ${id}, ${reviewedOn}, ${painScore}, ${note}, ${actor.userId}, ${actor.at})`
    tell(actor, { kind: 'longTerm', id, no: record.no }, { reviewedOn }, { painScore, note })
    return { ok: true as const }
  }),

  on(closeLongTerm, async (tx, actor, { id, reason }) => {
    const record = await lockOpen(tx, actor, id)
    // When use stops, what is at the patient's home comes back first (438号 Art 30).
    const owed = await owedBy(tx, actor.orgId, record)
    const [first] = owed
    if (first) {
      const units = owed.reduce((n, o) => n + o.owed, 0)
      throw new Refusal('RX_EMPTIES_OWED', { container: first.container, lot: first.lotNo, units })
    }
    await tx`
      update prescription.long_term set closed_at = ${actor.at}, closed_by = ${actor.userId}, closed_reason = ${reason}
      where org_id = ${actor.orgId} and id = ${id}`
    tell(actor, { kind: 'longTerm', id, no: record.no }, { closed: true }, { reason })
    return { ok: true as const }
  }),

  on(revealLongTerm, async (tx, actor, { id, reason }) => {
    const [row] = await tx<
      {
        no: string
        name: string
        sex: '男' | '女'
        birthYear: number
        recordNo: string
        idNo: string
        phone: string | null
        agentName: string | null
        agentIdNo: string | null
      }[]
    >`
      select no, patient_name as name, patient_sex as sex, birth_year, record_no, patient_id_no as id_no, phone, agent_name, agent_id_no
      from prescription.long_term where id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    const { no, ...patient } = row
    const papers = await tx<{ id: number; kind: keyof typeof paperTitle; sha256: string; addedAt: string }[]>`
      select id, kind, encode(sha256, 'hex') as sha256, added_at from prescription.long_term_paper where long_term_id = ${id} order by id limit 200`
    tell(actor, { kind: 'longTerm', id, no }, { revealed: 'patient and papers' }, { reason })
    return { patient, papers: [...papers] }
  }),
]
