import { z } from 'zod'
import {
  date,
  done,
  drugName,
  endpoint,
  id,
  instant,
  optionalText,
  pageInput,
  pageOf,
  text,
  units,
} from '#core/contract.ts'
import { picks } from '#core/ledger/contract.ts'

export const series = z.enum(['narcotic', 'second', 'toxic'])
export const category = z.enum(['general', 'cancer', 'chronic', 'inpatient'])
export const encounter = z.enum(['outpatient', 'emergency', 'inpatient'])
export const purpose = z.enum(['adhd', 'pump', 'discharge', 'compound'])
export const useAt = z.enum(['home', 'institution'])
export const form = z.enum(['INJ', 'CR', 'OTHER'])
export const state = z.enum(['unsigned', 'open', 'expired', 'done', 'void'])

export const categoryTitle = {
  general: '一般患者',
  cancer: '癌症疼痛',
  chronic: '中重度慢性疼痛',
  inpatient: '住院患者',
} as const
export const encounterTitle = { outpatient: '门诊', emergency: '急诊', inpatient: '住院' } as const
export const purposeTitle = {
  adhd: '儿童多动症',
  pump: '镇痛泵',
  discharge: '癌痛出院带药',
  compound: '配入复方',
} as const
export const useAtTitle = { home: '带回使用', institution: '院内使用' } as const
export const formTitle = { INJ: '注射剂', CR: '控缓释制剂', OTHER: '其他剂型' } as const

/** Masked unless revealed or printed, which is recorded. */
export const rxPatient = z.object({
  name: z.string(),
  sex: z.enum(['男', '女']),
  age: z.int(),
  recordNo: z.string(),
  idNo: z.string().nullable(),
  agentName: z.string().nullable(),
  agentIdNo: z.string().nullable(),
})
export type RxPatient = z.infer<typeof rxPatient>

export const check = z.object({
  title: z.string(),
  article: z.string(),
  limit: z.string(),
  actual: z.string(),
  passed: z.boolean(),
  excused: z.boolean(),
  code: z.string().nullable(),
})

export const rxRow = z.object({
  id,
  orgId: id,
  no: z.string(),
  series,
  encounter,
  category,
  useAt,
  patientName: z.string(),
  prescriber: z.string(),
  department: z.string().nullable(),
  /** `硫酸吗啡缓释片 30mg × 60 片`, lines in their order. */
  drugs: z.string(),
  writtenAt: instant,
  validTo: date,
  state,
  filledNo: z.string().nullable(),
})
export type RxRow = z.infer<typeof rxRow>

export const rxLine = drugName.extend({
  form,
  ingredient: z.string(),
  contentUnit: z.string(),
  contentPerUnit: z.int(),
  volumeUl: z.int().nullable(),
  units: z.int(),
  dose: z.int(),
  times: z.int(),
  perDays: z.int(),
  route: z.string(),
  instruction: z.string().nullable(),
  suppliedDays: z.int(),
  checks: z.array(check),
})
export type RxLine = z.infer<typeof rxLine>

export const filled = z.object({
  kind: z.enum(['dispense', 'issue']),
  id,
  no: z.string(),
  at: instant,
  dispensedBy: z.string(),
  checkedBy: z.string(),
  location: z.string(),
  movementId: id,
})

export const rxDetail = rxRow.extend({
  purpose: purpose.nullable(),
  bed: z.string().nullable(),
  payment: z.string(),
  diagnosis: z.string(),
  patient: rxPatient,
  verifiedHow: z.string().nullable(),
  verifiedAt: instant.nullable(),
  emergencyReason: z.string().nullable(),
  overLimitReason: z.string().nullable(),
  overlapReason: z.string().nullable(),
  extendReason: z.string().nullable(),
  voidedAt: instant.nullable(),
  voidedBy: z.string().nullable(),
  voidReason: z.string().nullable(),
  paperNo: z.string().nullable(),
  longTermId: id.nullable(),
  longTermNo: z.string().nullable(),
  prescriberId: id,
  /** Written by somebody on probation: who signed it beside them, once somebody did. */
  countersign: z.boolean(),
  countersignedBy: z.string().nullable(),
  countersignedAt: instant.nullable(),
  lines: z.array(rxLine),
  filled: filled.nullable(),
})
export type RxDetail = z.infer<typeof rxDetail>

export const listPrescriptions = endpoint({
  name: 'prescription.list',
  method: 'GET',
  path: '/prescriptions',
  summary: '处方列表',
  permission: 'prescription.read',
  refusals: [],
  input: z.object({
    ...pageInput,
    series: series.optional(),
    state: state.optional(),
    useAt: useAt.optional(),
    prescriberId: id.optional(),
    from: date.optional(),
    to: date.optional(),
  }),
  output: pageOf(rxRow),
})

export const readPrescription = endpoint({
  name: 'prescription.read',
  method: 'GET',
  path: '/prescriptions/{id}',
  summary: '处方',
  permission: 'prescription.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: rxDetail,
})

/** Drugs that stand on a special prescription, with what the limits ask of each. */
export const rxDrug = drugName.extend({
  form,
  ingredient: z.string(),
  contentUnit: z.string(),
  contentPerUnit: z.int(),
  volumeUl: z.int().nullable(),
  container: z.string().nullable(),
  dailyMax: z.int().nullable(),
  pharmacyUnits: z.int(),
})
export type RxDrug = z.infer<typeof rxDrug>

export const listRxDrugs = endpoint({
  name: 'prescription.drugs',
  method: 'GET',
  path: '/prescription-drugs',
  summary: '可开药品',
  permission: 'prescription.read',
  refusals: [],
  input: z.object({}),
  output: z.object({ rows: z.array(rxDrug), grade: z.string().nullable() }),
})

const line = z.object({
  drugId: id,
  units: units.meta({ title: '数量' }),
  /** One dose in the drug's content unit (µg, IU …); in whole units where its strength is not tracked. */
  dose: z.int().min(1).max(1_000_000_000).meta({ title: '单次用量' }),
  times: z.int().min(1).max(48).meta({ title: '次数' }),
  perDays: z.int().min(1).max(31).meta({ title: '每几日' }),
  route: text(20).meta({ title: '用法' }),
  instruction: optionalText(100).meta({ title: '医嘱说明' }),
})

/**
 * 开具处方. The prescriber has the right in this institution (条例 Art 38), never for himself, has verified who the
 * patient is (Art 40) or says why an emergency did not let him; internet encounters are closed to these classes
 * (药品管理法实施条例 Art 51).
 */
export const writePrescription = endpoint({
  name: 'prescription.write',
  method: 'POST',
  path: '/prescriptions',
  summary: '开具处方',
  permission: 'prescription.write',
  refusals: [
    'NOT_FOUND',
    'UNQUALIFIED',
    'RX_INTERNET',
    'RX_FOR_SELF',
    'RX_IDENTITY',
    'RX_SITUATION',
    'RX_MIXED',
    'RX_NOT_SPECIAL',
    'RX_OVER_LIMIT',
    'RX_REASON_NEEDED',
    'RX_NOT_COMPUTABLE',
    'RX_IN_INSTITUTION',
    'RX_SECOND_GRADE_ONLY',
    'RX_COMPOUND_ONLY',
    'RX_INSTRUCTION_NEEDED',
    'RX_DAILY_MAX_UNKNOWN',
    'RX_STILL_OPEN',
    'RX_OVERLAP',
    'RX_OVERLAP_REASON',
    'RX_RECORD_MISSING',
    'RX_RECORD_INCOMPLETE',
    'RX_REVIEW_OVERDUE',
    'RX_PAPER_UNKNOWN',
    'RX_PAPER_SPENT',
    'ALREADY_EXISTS',
  ],
  input: z.object({
    encounter: z.enum([...encounter.options, 'internet']).meta({ title: '就诊方式' }),
    category: category.meta({ title: '患者类别' }),
    purpose: purpose.optional().meta({ title: '特殊情形' }),
    useAt: useAt.meta({ title: '使用地点' }),
    departmentId: id.optional().meta({ title: '科别' }),
    bed: optionalText(20).meta({ title: '床位号' }),
    payment: z.enum(['医保', '自费', '公费', '其他']).meta({ title: '费别' }),
    patient: z.object({
      name: text(40).meta({ title: '患者姓名' }),
      sex: z.enum(['男', '女']).meta({ title: '性别' }),
      age: z.int().min(0).max(150).meta({ title: '年龄' }),
      recordNo: text(40).meta({ title: '病历号' }),
      idNo: optionalText(30).meta({ title: '身份证明编号' }),
    }),
    agent: z
      .object({
        name: text(40).meta({ title: '代办人' }),
        idNo: text(30).meta({ title: '代办人身份证明编号' }),
      })
      .optional(),
    diagnosis: text(120).meta({ title: '临床诊断' }),
    verifiedHow: z
      .enum(['居民身份证', '社会保障卡', '护照', '其他证件'])
      .optional()
      .meta({ title: '核对方式' }),
    emergencyReason: optionalText(200).meta({ title: '急诊先行处方的原因' }),
    lines: z.array(line).min(1).max(5),
    overLimitReason: optionalText(200).meta({ title: '超过 7 日的理由' }),
    overlapReason: optionalText(200).meta({ title: '提前开具的理由' }),
    paperNo: optionalText(30).meta({ title: '处方纸编号' }),
  }),
  output: z.object({ id, no: z.string(), validTo: date }),
})

export const extendPrescription = endpoint({
  name: 'prescription.extend',
  method: 'POST',
  path: '/prescriptions/{id}/extend',
  summary: '延长处方有效期',
  permission: 'prescription.write',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'RX_NOT_OWN', 'RX_EXTEND_RANGE'],
  input: z.object({ id, validTo: date, reason: text(200) }),
  output: done,
})

export const voidPrescription = endpoint({
  name: 'prescription.void',
  method: 'POST',
  path: '/prescriptions/{id}/void',
  summary: '作废处方',
  permission: 'prescription.write',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'RX_NOT_OWN'],
  input: z.object({ id, reason: text(200) }),
  output: done,
})

export const revealRxPatient = endpoint({
  name: 'prescription.reveal',
  method: 'POST',
  path: '/prescriptions/{id}/reveal',
  summary: '查看处方患者完整信息',
  permission: 'patient.reveal',
  sensitive: true,
  refusals: ['NOT_FOUND'],
  input: z.object({ id, reason: text(200) }),
  output: rxPatient,
})

/** The paper as the law wants it, with the patient in clear: printing is an act and leaves its event. */
export const printPrescription = endpoint({
  name: 'prescription.print',
  method: 'POST',
  path: '/prescriptions/{id}/print',
  summary: '打印处方',
  permission: 'prescription.print',
  sensitive: true,
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'RX_UNSIGNED'],
  input: z.object({ id }),
  output: z.object({
    orgName: z.string(),
    rx: rxDetail,
    patient: rxPatient,
    /** yuan, from the last purchase price; null where a line was never bought at a price. */
    amount: z.string().nullable(),
    lots: z.array(z.object({ drugId: id, lotNo: z.string(), codes: z.array(z.string()), units: z.int() })),
    printedAt: instant,
    printedBy: z.string(),
  }),
})
export type PrintedRx = z.infer<typeof printPrescription.output>

/**
 * 发药 to the patient or the one who comes for him (条例 Art 40: 调配 and 核对 are two people with 调剂资格). Everything
 * that was checked when it was written is checked again with the rules of this day.
 */
export const dispense = endpoint({
  name: 'prescription.dispense',
  method: 'POST',
  path: '/prescriptions/{id}/dispense',
  summary: '处方发药',
  permission: 'prescription.dispense',
  qualification: 'dispense',
  witness: { permission: 'prescription.check', qualification: 'dispense', title: '核对' },
  refusals: [
    'NOT_FOUND',
    'UNQUALIFIED',
    'DOCUMENT_CLOSED',
    'RX_EXPIRED',
    'RX_UNSIGNED',
    'RX_WRONG_WAY',
    'RX_NO_DISPENSARY',
    'RX_EMERGENCY_PHARMACY',
    'RX_TAKER_MISMATCH',
    'RX_CHECKLIST',
    'RX_QUANTITY',
    'RX_NOT_ON_PAPER',
    'RX_OVER_LIMIT',
    'RX_OVERLAP',
    'RX_EMPTIES_OWED',
    'RX_RECORD_MISSING',
    'RX_RECORD_INCOMPLETE',
    'RX_REVIEW_OVERDUE',
    'COUNT_FIRST',
    'BALANCE_SHORT',
    'CODE_NOT_HERE',
    'CODE_NEVER_RECEIVED',
    'CODE_SCANNED_TWICE',
    'LOT_EXPIRED',
    'FEFO_BROKEN',
  ],
  input: z.object({
    id,
    locationId: id,
    takenBy: z.enum(['patient', 'agent']),
    /** From the document that is shown; compared, not kept. */
    takerIdNo: optionalText(30),
    /** 四查十对, each ticked by the one who dispenses. */
    checked: z.array(z.enum(['prescription', 'drug', 'compatibility', 'rationality'])).max(4),
    picks,
    emptiesReason: optionalText(200),
    fefoReason: optionalText(200),
  }),
  output: z.object({
    id,
    no: z.string(),
    movementId: id,
    labels: z.array(z.object({ code: z.string(), parent: z.string(), unitNo: z.int() })),
  }),
})

/** 四查十对 (处方管理办法 Art 37). */
export const fourChecks = [
  { key: 'prescription', title: '查处方', says: '对科别、姓名、年龄' },
  { key: 'drug', title: '查药品', says: '对药名、剂型、规格、数量' },
  { key: 'compatibility', title: '查配伍禁忌', says: '对药品性状、用法用量' },
  { key: 'rationality', title: '查用药合理性', says: '对临床诊断' },
] as const
