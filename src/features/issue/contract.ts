import { z } from 'zod'
import {
  date,
  drugName,
  endpoint,
  id,
  instant,
  optionalText,
  pageInput,
  pageOf,
  scan,
  text,
  units,
} from '#core/contract.ts'
import { picks } from '#core/ledger/contract.ts'

export const issueKind = z.enum(['surgery', 'prescription', 'emergency'])
export const issueKindTitle = { surgery: '手术', prescription: '处方', emergency: '抢救' } as const
export const rescueReason = z.enum(['arrest', 'trauma', 'obstetric', 'airway', 'other'])
export type RescueReason = z.infer<typeof rescueReason>
export const rescueReasonTitle: Record<RescueReason, string> = {
  arrest: '心跳呼吸骤停',
  trauma: '急性创伤、大出血',
  obstetric: '产科急症',
  airway: '气道急救、紧急插管',
  other: '其他',
}
export const issueState = z.enum(['open', 'overdue', 'closed'])
export const issueStateTitle = { open: '未闭环', overdue: '在手超时', closed: '已闭环' } as const

/** Masked unless somebody with the permission revealed it, with a reason that is recorded. */
export const patient = z.object({
  name: z.string(),
  sex: z.enum(['男', '女']),
  age: z.int(),
  recordNo: z.string(),
  idNo: z.string().nullable(),
})

export const issueRow = z.object({
  id,
  orgId: id,
  no: z.string(),
  kind: issueKind,
  refNo: z.string(),
  title: z.string(),
  room: z.string().nullable(),
  location: z.string(),
  patientName: z.string(),
  holderId: id,
  holder: z.string(),
  doctor: z.string(),
  state: issueState,
  issuedUnits: z.int(),
  /** What the custody account still holds. */
  intactUnits: z.int(),
  containers: z.int(),
  /** Lots or ampoules with content left, counted, because amounts of different drugs do not add up. */
  openContents: z.int(),
  issuedAt: instant,
  dueAt: instant,
  orderDueAt: instant.nullable(), // of a rescue without its order yet
})
export type IssueRow = z.infer<typeof issueRow>

/** One ampoule (or one lot without codes) of the account: what it was, what became of it. */
export const issueUnit = z.object({
  drugId: id,
  lotId: id,
  lotNo: z.string(),
  expiry: date,
  code: z.string(),
  issued: z.int(),
  intact: z.int(),
  opened: z.int(),
  returned: z.int(),
  handedOver: z.int(),
  contentOpened: z.int(),
  contentGiven: z.int(),
  contentWasted: z.int(),
  contentLost: z.int(),
  contentSampled: z.int(),
  contentLeft: z.int(),
  /** Of what is left: in a pump that runs. */
  contentInPump: z.int(),
  containersMade: z.int(),
  containersBack: z.int(),
  containersOwed: z.int(),
})
export type IssueUnit = z.infer<typeof issueUnit>

export const issueDrug = drugName.extend({
  contentUnit: z.string(),
  contentPerUnit: z.int(),
  volumeUl: z.int().nullable(),
  container: z.string().nullable(),
  plannedUnits: z.int(),
  issuedUnits: z.int(),
  units: z.array(issueUnit),
})
export type IssueDrug = z.infer<typeof issueDrug>

export const statementRow = z.object({
  movementId: id,
  eventId: id,
  kind: z.string(),
  title: z.string(),
  drugId: id,
  at: instant,
  counterparty: z.string(),
  intact: z.int(),
  content: z.int(),
  containers: z.int(),
  route: z.string().nullable(),
  place: z.string().nullable(),
  actor: z.string(),
  witness: z.string().nullable(),
  reversed: z.boolean(),
  codes: z.array(z.string()),
})
export type StatementRow = z.infer<typeof statementRow>

export const issuePhoto = z.object({
  movementId: id,
  kind: z.string(),
  stage: z.string(),
  sha256: z.string(),
  takenAt: instant,
  uploadedBy: z.string(),
})

export const issueDetail = issueRow.extend({
  accountId: id,
  departmentId: id.nullable(),
  department: z.string().nullable(),
  locationId: id,
  patient,
  diagnosis: z.string(),
  anaesthetist: z.string().nullable(),
  issuedBy: z.string(),
  checkedBy: z.string(),
  fefoReason: z.string().nullable(),
  prescriptionId: id.nullable(),
  /** Drawn before there was an order: why, until when it is owed, and what it was matched to. */
  rescue: z
    .object({
      reason: rescueReason,
      note: z.string().nullable(),
      dueAt: instant,
      matchedAt: instant.nullable(),
      matchedBy: z.string().nullable(),
      confirmedBy: z.string().nullable(),
      order: z.string().nullable(),
      doctorReason: z.string().nullable(),
    })
    .nullable(),
  drugs: z.array(issueDrug),
  /** What this reader may give or waste by hand: nothing that is in a pump, or another's rest of one. */
  hand: z.array(z.object({ lotId: id, code: z.string(), content: z.int() })),
  statement: z.array(statementRow),
  photos: z.array(issuePhoto),
})
export type IssueDetail = z.infer<typeof issueDetail>

export const listIssues = endpoint({
  name: 'issue.list',
  method: 'GET',
  path: '/issues',
  summary: '领用单列表',
  permission: 'issue.read',
  refusals: [],
  input: z.object({
    ...pageInput,
    kind: issueKind.optional(),
    /** pending: everything that is not closed. */
    state: z.enum([...issueState.options, 'pending']).optional(),
    /** Only where the account still holds this. */
    left: z.enum(['intact', 'content', 'container']).optional(),
    holderId: id.optional(),
    drugId: id.optional(),
  }),
  output: pageOf(issueRow),
})

export const readIssue = endpoint({
  name: 'issue.read',
  method: 'GET',
  path: '/issues/{id}',
  summary: '领用单',
  permission: 'issue.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: issueDetail,
})

/** People who may stand on an issue: doctors with the right to prescribe, and those who may hold drugs. */
export const issuePeople = endpoint({
  name: 'issue.people',
  method: 'GET',
  path: '/issue-people',
  summary: '可开方、可领用人员',
  permission: 'issue.work',
  refusals: [],
  input: z.object({}),
  output: z.object({
    prescribers: z.array(z.object({ userId: id, name: z.string(), title: z.string() })),
    holders: z.array(z.object({ userId: id, name: z.string(), title: z.string() })),
  }),
})

/** A scan at the dispensing desk: what it is, how many are left under it here, and which labels a split would make. */
export const findStock = endpoint({
  name: 'issue.find',
  method: 'GET',
  path: '/issue-scan',
  summary: '扫码查可发药品',
  permission: 'issue.work',
  refusals: ['NOT_FOUND', 'CODE_NEVER_RECEIVED', 'CODE_NOT_HERE', 'LOT_EXPIRED', 'CODE_IS_PRODUCT_BARCODE'],
  input: z.object({ locationId: id, raw: scan }),
  output: drugName.extend({
    code: z.string(),
    lotId: id,
    lotNo: z.string(),
    expiry: date,
    haveUnits: z.int(),
    /** A box is split and its units labelled; an ampoule's own label is not. */
    splits: z.boolean(),
    /** Numbers of the labels that come next, at most 100. */
    nextNos: z.array(z.int()),
  }),
})
export type FoundStock = z.infer<typeof findStock.output>

// The same two for whoever may draw in a rescue, which is not only the pharmacy.
export const rescuePeople = endpoint({
  ...issuePeople,
  name: 'issue.peopleForRescue',
  path: '/rescue-people',
  summary: '抢救用药：可下口头医嘱、可领用人员',
  permission: 'emergency.issue',
})
export const findForRescue = endpoint({
  ...findStock,
  name: 'issue.findForRescue',
  path: '/rescue-scan',
  summary: '抢救用药：扫码查可取药品',
  permission: 'emergency.issue',
})

/** 领用: the dispenser and the checker are two people with 调剂资格 (条例 Art 40; 处方管理办法 Art 11). */
export const createIssue = endpoint({
  name: 'issue.create',
  method: 'POST',
  path: '/issues',
  summary: '领用发药',
  permission: 'issue.work',
  qualification: 'dispense',
  witness: { permission: 'issue.check', qualification: 'dispense', title: '核对' },
  refusals: [
    'NOT_FOUND',
    'PRESCRIBER_UNQUALIFIED',
    'UNQUALIFIED',
    'ISSUE_OVER_PLAN',
    'BALANCE_SHORT',
    'CODE_NOT_HERE',
    'CODE_NEVER_RECEIVED',
    'CODE_SCANNED_TWICE',
    'LOT_EXPIRED',
    'COUNT_FIRST',
    'FEFO_BROKEN',
    'ALREADY_EXISTS',
  ],
  input: z.object({
    kind: issueKind.extract(['surgery', 'prescription']).meta({ title: '领用类型' }),
    refNo: text(40).meta({ title: '手术或处方编号' }),
    title: text(80).meta({ title: '手术名称或处方说明' }),
    room: optionalText(40).meta({ title: '手术间或床位' }),
    departmentId: id.optional().meta({ title: '科室' }),
    locationId: id.meta({ title: '发药储位' }),
    patient: z.object({
      name: text(40).meta({ title: '患者姓名' }),
      sex: z.enum(['男', '女']).meta({ title: '性别' }),
      age: z.int().min(0).max(150).meta({ title: '年龄' }),
      recordNo: text(40).meta({ title: '病历号' }),
      idNo: optionalText(30).meta({ title: '身份证明编号' }),
    }),
    diagnosis: text(120).meta({ title: '疾病名称' }),
    doctorId: id.meta({ title: '医师' }),
    anaesthetistId: id.optional().meta({ title: '麻醉医师' }),
    holderId: id.meta({ title: '领用人' }),
    plan: z
      .array(z.object({ drugId: id, units }))
      .min(1)
      .max(30),
    picks,
    dueAt: instant.optional(),
    fefoReason: optionalText(200),
  }),
  output: z.object({
    id,
    no: z.string(),
    movementId: id,
    /** Labels of the units that left a box (拆零), in order. */
    labels: z.array(z.object({ code: z.string(), parent: z.string(), unitNo: z.int() })),
  }),
})

/** 按处方领用: into the hand of the one who gives it. Patient, doctor and quantities are the prescription's. */
export const issueFromPrescription = endpoint({
  name: 'issue.fromPrescription',
  method: 'POST',
  path: '/prescription-issues',
  summary: '按处方领用',
  permission: 'issue.work',
  qualification: 'dispense',
  witness: { permission: 'issue.check', qualification: 'dispense', title: '核对' },
  refusals: [
    'NOT_FOUND',
    'UNQUALIFIED',
    'DOCUMENT_CLOSED',
    'RX_EXPIRED',
    'RX_UNSIGNED',
    'RX_TAKE_HOME',
    'RX_QUANTITY',
    'ISSUE_OVER_PLAN',
    'BALANCE_SHORT',
    'CODE_NOT_HERE',
    'CODE_NEVER_RECEIVED',
    'CODE_SCANNED_TWICE',
    'LOT_EXPIRED',
    'COUNT_FIRST',
    'FEFO_BROKEN',
  ],
  input: z.object({
    prescriptionId: id,
    locationId: id,
    holderId: id.meta({ title: '领用人' }),
    picks,
    fefoReason: optionalText(200),
  }),
  output: createIssue.output,
})

/**
 * 抢救用药: out of a place into a hand on a doctor's word, before anything is written. Two people as ever; the order is
 * owed within six hours (病历书写基本规范 Art 22, which counts from the end of the rescue; we count from the issue).
 */
export const issueForRescue = endpoint({
  name: 'issue.forRescue',
  method: 'POST',
  path: '/rescue-issues',
  summary: '抢救用药',
  permission: 'emergency.issue',
  qualification: 'handle',
  witness: { permission: 'emergency.check', qualification: 'handle', title: '核对' },
  refusals: [
    'NOT_FOUND',
    'REASON_REQUIRED',
    'PRESCRIBER_UNQUALIFIED',
    'UNQUALIFIED',
    'BALANCE_SHORT',
    'CODE_NOT_HERE',
    'CODE_NEVER_RECEIVED',
    'CODE_SCANNED_TWICE',
    'LOT_EXPIRED',
    'FEFO_BROKEN',
  ],
  input: z.object({
    reason: rescueReason.meta({ title: '抢救原因' }),
    note: optionalText(200).meta({ title: '说明' }),
    room: optionalText(40).meta({ title: '抢救地点' }),
    departmentId: id.optional().meta({ title: '科室' }),
    locationId: id.meta({ title: '取药储位' }),
    patient: z.object({
      name: optionalText(40).meta({ title: '患者姓名（不详可不填）' }),
      sex: z.enum(['男', '女']).meta({ title: '性别' }),
      age: z.int().min(0).max(150).meta({ title: '年龄（可估计）' }),
      recordNo: optionalText(40).meta({ title: '病历号（没有可不填）' }),
    }),
    doctorId: id.meta({ title: '口头医嘱医师' }),
    holderId: id.meta({ title: '领用人' }),
    picks,
    fefoReason: optionalText(200),
  }),
  output: createIssue.output,
})

export const revealPatient = endpoint({
  name: 'issue.reveal',
  method: 'POST',
  path: '/issues/{id}/reveal',
  summary: '查看患者完整信息',
  permission: 'patient.reveal',
  sensitive: true,
  refusals: ['NOT_FOUND'],
  input: z.object({ id, reason: text(200) }),
  output: patient,
})
