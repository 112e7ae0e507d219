import { z } from 'zod'
import { endpoint, id, instant, optionalText, text } from '#core/contract.ts'

/** A prescription that may be the one for a rescue, and what does not fit. */
export const candidate = z.object({
  prescriptionId: id,
  no: z.string(),
  writtenAt: instant,
  prescriber: z.string(),
  /** Another doctor than the one who gave the word: a reason is asked for. */
  otherDoctor: z.boolean(),
  /** `枸橼酸舒芬太尼注射液 1ml:50μg 2 支`, one for each line. */
  lines: z.array(z.string()),
  /** Sentences; empty where it can be matched. */
  faults: z.array(z.string()),
})
export type Candidate = z.infer<typeof candidate>

export const rescueCandidates = endpoint({
  name: 'emergency.candidates',
  method: 'GET',
  path: '/rescue-issues/{id}/prescriptions',
  summary: '可补办的处方',
  permission: 'emergency.match',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: z.object({ rows: z.array(candidate) }),
})

const done = z.object({ late: z.boolean() })

/** 补办: the prescription that was written afterwards says the same patient, drugs and quantities as were used. */
export const matchPrescription = endpoint({
  name: 'emergency.matchPrescription',
  method: 'POST',
  path: '/rescue-issues/{id}/prescription',
  summary: '补办抢救医嘱（处方）',
  permission: 'emergency.match',
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CLOSED',
    'RX_TAKE_HOME',
    'RESCUE_STILL_HELD',
    'RESCUE_OTHER_PATIENT',
    'RESCUE_OTHER_DOCTOR',
    'RESCUE_QUANTITY',
  ],
  input: z.object({
    id,
    prescriptionId: id.meta({ title: '处方' }),
    doctorReason: optionalText(200).meta({ title: '由另一医师开具的原因' }),
  }),
  output: done,
})

/** 补办: an order of another system (住院医嘱, 手术麻醉记录). Its doctor, who gave the word, signs that it is theirs. */
export const matchOrder = endpoint({
  name: 'emergency.matchOrder',
  method: 'POST',
  path: '/rescue-issues/{id}/order',
  summary: '补办抢救医嘱（医嘱号）',
  permission: 'emergency.match',
  witness: { permission: 'emergency.match', qualification: 'prescribe', title: '口头医嘱医师' },
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'RESCUE_STILL_HELD', 'RESCUE_NOT_DOCTOR'],
  input: z.object({ id, orderNo: text(40).meta({ title: '医嘱或手术编号' }) }),
  output: done,
})
