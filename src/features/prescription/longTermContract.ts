import { z } from 'zod'
import {
  date,
  done,
  endpoint,
  id,
  instant,
  optionalText,
  pageInput,
  pageOf,
  sha256,
  text,
} from '#core/contract.ts'

export const painCategory = z.enum(['cancer', 'chronic'])
export const paperKind = z.enum(['certificate', 'patientId', 'agentId', 'consent'])
/** ok: the next prescription goes through; due: a review within 14 days; overdue and incomplete stop it. */
export const recordState = z.enum(['ok', 'due', 'overdue', 'incomplete', 'closed'])
export const recordStateTitle = {
  ok: '在管',
  due: '将到复诊期',
  overdue: '复诊超期',
  incomplete: '材料不齐',
  closed: '已结案',
} as const

export const longTermRow = z.object({
  id,
  orgId: id,
  no: z.string(),
  category: painCategory,
  patientName: z.string(),
  recordNo: z.string(),
  diagnosis: z.string(),
  doctor: z.string(),
  lastSeen: date,
  reviewDue: date,
  missing: z.array(paperKind),
  state: recordState,
  lastDispensedAt: instant.nullable(),
  owedEmpties: z.int(),
})
export type LongTermRow = z.infer<typeof longTermRow>

export const longTermPatient = z.object({
  name: z.string(),
  sex: z.enum(['男', '女']),
  birthYear: z.int(),
  recordNo: z.string(),
  idNo: z.string(),
  phone: z.string().nullable(),
  agentName: z.string().nullable(),
  agentIdNo: z.string().nullable(),
})

export const longTermDetail = longTermRow.extend({
  patient: longTermPatient,
  certificateHospital: z.string(),
  certificateGrade: z.enum(['二级', '三级']),
  certificateOn: date,
  examinedBy: z.string(),
  examinedAt: instant,
  examination: z.string(),
  closedAt: instant.nullable(),
  closedReason: z.string().nullable(),
  /** That a copy is there, who added it and when; the picture itself comes with the revealed patient. */
  papers: z.array(z.object({ id, kind: paperKind, addedBy: z.string(), addedAt: instant })),
  reviews: z.array(
    z.object({
      id,
      reviewedOn: date,
      painScore: z.int(),
      note: z.string(),
      doctor: z.string(),
    }),
  ),
  prescriptions: z.array(
    z.object({
      id,
      no: z.string(),
      drugs: z.string(),
      writtenAt: instant,
      filledNo: z.string().nullable(),
      voided: z.boolean(),
    }),
  ),
})
export type LongTermDetail = z.infer<typeof longTermDetail>

export const listLongTerm = endpoint({
  name: 'longTerm.list',
  method: 'GET',
  path: '/long-term',
  summary: '长期用药患者',
  permission: 'prescription.read',
  refusals: [],
  input: z.object({ ...pageInput, category: painCategory.optional(), state: recordState.optional() }),
  output: pageOf(longTermRow),
})

export const readLongTerm = endpoint({
  name: 'longTerm.read',
  method: 'GET',
  path: '/long-term/{id}',
  summary: '长期用药患者档案',
  permission: 'prescription.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: longTermDetail,
})

/** 建档: the first doctor examines in person (处方管理办法 Art 21) and has the right to prescribe. */
export const openLongTerm = endpoint({
  name: 'longTerm.open',
  method: 'POST',
  path: '/long-term',
  summary: '建立长期用药患者档案',
  permission: 'prescription.write',
  qualification: 'prescribe',
  refusals: ['UNQUALIFIED', 'ALREADY_EXISTS', 'INPUT_INVALID'],
  input: z.object({
    category: painCategory.meta({ title: '患者类别' }),
    name: text(40).meta({ title: '患者姓名' }),
    sex: z.enum(['男', '女']).meta({ title: '性别' }),
    birthYear: z.int().min(1900).max(2200).meta({ title: '出生年份' }),
    recordNo: text(40).meta({ title: '病历号' }),
    idNo: text(30).meta({ title: '身份证明编号' }),
    phone: optionalText(30).meta({ title: '联系电话' }),
    diagnosis: text(120).meta({ title: '疾病诊断' }),
    certificateHospital: text(60).meta({ title: '出具诊断证明的医院' }),
    certificateGrade: z.enum(['二级', '三级']).meta({ title: '医院等级' }),
    certificateOn: date.meta({ title: '证明日期' }),
    agentName: optionalText(40).meta({ title: '代办人' }),
    agentIdNo: optionalText(30).meta({ title: '代办人身份证明编号' }),
    examination: text(500).meta({ title: '首诊检查记录' }),
  }),
  output: z.object({ id, no: z.string() }),
})

export const addPaper = endpoint({
  name: 'longTerm.addPaper',
  method: 'POST',
  path: '/long-term/{id}/papers',
  summary: '补充档案材料',
  permission: 'prescription.write',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'EVIDENCE_REUSED', 'EVIDENCE_INCOMPLETE'],
  input: z.object({ id, kind: paperKind, sha256 }),
  output: done,
})

/** 复诊, every three months (处方管理办法 Art 27). */
export const addReview = endpoint({
  name: 'longTerm.addReview',
  method: 'POST',
  path: '/long-term/{id}/reviews',
  summary: '登记复诊',
  permission: 'prescription.write',
  qualification: 'prescribe',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'UNQUALIFIED', 'TIME_IN_FUTURE'],
  input: z.object({
    id,
    reviewedOn: date.meta({ title: '复诊日期' }),
    painScore: z.int().min(0).max(10).meta({ title: '疼痛评分（0 至 10）' }),
    note: text(500).meta({ title: '病情评估' }),
  }),
  output: done,
})

export const closeLongTerm = endpoint({
  name: 'longTerm.close',
  method: 'POST',
  path: '/long-term/{id}/close',
  summary: '结案',
  permission: 'prescription.write',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'RX_EMPTIES_OWED'],
  input: z.object({ id, reason: text(200) }),
  output: done,
})

export const revealLongTerm = endpoint({
  name: 'longTerm.reveal',
  method: 'POST',
  path: '/long-term/{id}/reveal',
  summary: '查看档案完整信息和材料',
  permission: 'patient.reveal',
  sensitive: true,
  refusals: ['NOT_FOUND'],
  input: z.object({ id, reason: text(200) }),
  output: z.object({
    patient: longTermPatient,
    papers: z.array(z.object({ id, kind: paperKind, sha256, addedAt: instant })),
  }),
})

export const owedRow = z.object({
  prescriptionId: id,
  no: z.string(),
  patientName: z.string(),
  recordNo: z.string(),
  longTermId: id.nullable(),
  lastAt: instant,
  name: z.string(),
  spec: z.string(),
  container: z.string(),
  owed: z.int(),
})
export type OwedRow = z.infer<typeof owedRow>

/** Patients who took injections or patches home and have not brought the empties back. */
export const listOwed = endpoint({
  name: 'patientEmpties.list',
  method: 'GET',
  path: '/patient-empties',
  summary: '患者未交回的空容器',
  permission: 'recovery.read',
  refusals: [],
  input: z.object({ ...pageInput }),
  output: pageOf(owedRow),
})

/** What one patient owes, by lot and label; any of the patient's prescriptions says who he is. */
export const readOwed = endpoint({
  name: 'patientEmpties.read',
  method: 'GET',
  path: '/patient-empties/{prescriptionId}',
  summary: '该患者未交回的空容器',
  permission: 'recovery.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ prescriptionId: id }),
  output: z.object({
    rows: z.array(
      z.object({
        drugId: id,
        name: z.string(),
        spec: z.string(),
        lotId: id,
        lotNo: z.string(),
        code: z.string(),
        container: z.string(),
        owed: z.int(),
      }),
    ),
  }),
})

/** 收回: by label or by lot and count, two people of the pharmacy (438号 Art 27). */
export const takeEmpties = endpoint({
  name: 'patientEmpties.take',
  method: 'POST',
  path: '/patient-empties/{prescriptionId}',
  summary: '收回患者空安瓿、废贴',
  permission: 'recovery.work',
  qualification: 'handle',
  witness: { permission: 'prescription.check', qualification: 'handle', title: '核对' },
  refusals: ['NOT_FOUND', 'UNQUALIFIED', 'CONTAINER_NOT_OWED', 'CODE_NEVER_RECEIVED', 'CODE_SCANNED_TWICE'],
  input: z.object({
    prescriptionId: id,
    binLocationId: id,
    broughtBy: z.enum(['patient', 'agent', 'family']).meta({ title: '交回人' }),
    items: z
      .array(
        z.union([
          z.object({ code: z.string().min(1).max(120) }),
          z.object({ lotId: id, units: z.int().min(1).max(1000) }),
        ]),
      )
      .min(1)
      .max(500),
  }),
  output: z.object({ id, no: z.string(), movementId: id, stillOwed: z.int() }),
})
