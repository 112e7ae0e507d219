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
  sha256,
  text,
  units,
} from '#core/contract.ts'
import { picks, unitSums } from '#core/ledger/contract.ts'

export const writeOffMethods = ['砸碎', '剪碎', '水浸', '焚烧'] as const
export const writeOffStages = ['毁前', '毁中', '毁后'] as const
/** The authority comes to the hospital within so many days of the application (条例 Art 61; 438号 Art 13). */
export const attendDays = 5
export const maxLines = 500

export const writeOffState = z.enum([
  'applied',
  'sent',
  'accepted',
  'attended',
  'destroyed',
  'rejected',
  'withdrawn',
  'returned',
])
export type WriteOffState = z.infer<typeof writeOffState>
export const writeOffStateTitle: Record<WriteOffState, string> = {
  applied: '待批准',
  sent: '待受理',
  accepted: '待到场',
  attended: '待销毁',
  destroyed: '已销毁',
  rejected: '未批准',
  withdrawn: '已撤回',
  returned: '主管部门退回',
}

export const writeOffRow = z.object({
  id,
  orgId: id,
  org: z.string(),
  no: z.string(),
  state: writeOffState,
  reason: z.string(),
  drugs: z.string(),
  sums: unitSums,
  createdBy: z.string(),
  createdAt: instant,
  /** Sent to the authority; its five days run from here. */
  sentAt: instant.nullable(),
  dueAt: instant.nullable(),
  authority: z.string().nullable(),
  visitOn: date.nullable(),
  destroyedAt: instant.nullable(),
})
export type WriteOffRow = z.infer<typeof writeOffRow>

const person = z.object({ name: z.string(), title: z.string() })
const inspector = z.object({ name: text(30), certificateNo: text(40) })

export const writeOffLine = drugName.extend({
  lotId: id,
  lotNo: z.string(),
  expiry: date,
  form: z.string().nullable(),
  manufacturer: z.string().nullable(),
  account: z.string(),
  reason: z.string(),
  units: z.int(),
  codes: z.array(z.string()),
})
export type WriteOffLine = z.infer<typeof writeOffLine>

export const writeOffDetail = writeOffRow.extend({
  lines: z.array(writeOffLine),
  listHash: sha256.nullable(),
  applicant: person,
  approver: person.nullable(),
  closed: z.object({ by: z.string(), at: instant, reason: z.string() }).nullable(),
  acceptance: z
    .object({ by: z.string(), at: instant, note: z.string().nullable(), visitOn: date.nullable() })
    .nullable(),
  attendance: z
    .object({
      arrivedAt: instant,
      recordedAt: instant,
      inspectors: z.array(z.object({ name: z.string(), certificateNo: z.string() })),
      remark: z.string().nullable(),
    })
    .nullable(),
  destruction: z
    .object({
      place: z.string(),
      method: z.string(),
      executor: person,
      witness: person,
      at: instant,
      movementId: id,
      eventId: id,
      eventHash: sha256.nullable(),
      photos: z.array(
        z.object({ stage: z.string(), sha256: z.string(), takenAt: instant, uploadedBy: z.string() }),
      ),
    })
    .nullable(),
  /** What the reader may do next, decided by the server: nobody has two of the four roles. */
  may: z.object({
    approve: z.boolean(),
    withdraw: z.boolean(),
    accept: z.boolean(),
    attend: z.boolean(),
    execute: z.boolean(),
  }),
  now: instant,
})
export type WriteOffDetail = z.infer<typeof writeOffDetail>

export const listWriteOffs = endpoint({
  name: 'writeOff.list',
  method: 'GET',
  path: '/write-offs',
  summary: '报损申请',
  permission: 'writeOff.read',
  refusals: [],
  input: z.object({ ...pageInput, state: writeOffState.optional() }),
  output: pageOf(writeOffRow),
})

export const readWriteOff = endpoint({
  name: 'writeOff.read',
  method: 'GET',
  path: '/write-offs/{id}',
  summary: '报损申请详情',
  permission: 'writeOff.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: writeOffDetail,
})

export const candidateRow = drugName.extend({
  accountId: id,
  account: z.string(),
  /** Why it waits: 过期, 破损 … 患者交回. */
  reason: z.string(),
  lotId: id,
  lotNo: z.string(),
  expiry: date,
  code: z.string(),
  /** Not yet on another open list. */
  units: z.int(),
})
export type CandidateRow = z.infer<typeof candidateRow>

/** What waits in quarantine and stands on no open list yet, code by code. */
export const listCandidates = endpoint({
  name: 'writeOff.candidates',
  method: 'GET',
  path: '/write-offs/candidates',
  summary: '可申请报损的待查药品',
  permission: 'writeOff.apply',
  refusals: [],
  input: z.object({}),
  output: z.object({ rows: z.array(candidateRow).max(maxLines) }),
})

/** Authorities that supervise this hospital; the health authority first. */
export const listAuthorities = endpoint({
  name: 'writeOff.authorities',
  method: 'GET',
  path: '/write-offs/authorities',
  summary: '可送审的主管部门',
  permission: 'writeOff.read',
  refusals: [],
  input: z.object({}),
  output: z.object({ rows: z.array(z.object({ orgId: id, name: z.string(), health: z.boolean() })) }),
})

export const applyWriteOff = endpoint({
  name: 'writeOff.apply',
  method: 'POST',
  path: '/write-offs',
  summary: '申请报损',
  permission: 'writeOff.apply',
  qualification: 'handle',
  refusals: ['NOT_FOUND', 'WRITE_OFF_TAKEN', 'CODE_SCANNED_TWICE', 'BALANCE_SHORT'],
  input: z.object({
    reason: text(200),
    items: z
      .array(z.object({ accountId: id, picks }))
      .min(1)
      .max(200),
  }),
  output: z.object({ id, no: z.string(), units: z.int() }),
})

/** 批准送审: the head of pharmacy approves, the list is fixed by its hash and lies before the authority. */
export const approveWriteOff = endpoint({
  name: 'writeOff.approve',
  method: 'POST',
  path: '/write-offs/{id}/approve',
  summary: '批准并送主管部门',
  permission: 'writeOff.approve',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'WRITE_OFF_SAME_PERSON'],
  input: z.object({ id, authorityId: id }),
  output: z.object({ dueAt: instant }),
})

export const rejectWriteOff = endpoint({
  name: 'writeOff.reject',
  method: 'POST',
  path: '/write-offs/{id}/reject',
  summary: '不批准报损',
  permission: 'writeOff.approve',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED'],
  input: z.object({ id, reason: text(200) }),
  output: done,
})

export const withdrawWriteOff = endpoint({
  name: 'writeOff.withdraw',
  method: 'POST',
  path: '/write-offs/{id}/withdraw',
  summary: '撤回报损申请',
  permission: 'writeOff.apply',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED'],
  input: z.object({ id, reason: text(200) }),
  output: done,
})

/** 受理: the authority takes the list and names the day, or sends it back. Written in its own rows. */
export const acceptWriteOff = endpoint({
  name: 'writeOff.accept',
  method: 'POST',
  path: '/write-offs/{id}/accept',
  summary: '受理销毁申请',
  permission: 'writeOff.supervise',
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CLOSED',
    'WRITE_OFF_OTHER_AUTHORITY',
    'WRITE_OFF_VISIT_DAY',
    'REASON_REQUIRED',
  ],
  input: z.object({
    id,
    outcome: z.enum(['accepted', 'returned']),
    visitOn: date.optional(),
    note: optionalText(200),
  }),
  output: done,
})

/** 到场: two inspectors with their certificates stand before the drugs and the list (条例 Art 61). */
export const attendWriteOff = endpoint({
  name: 'writeOff.attend',
  method: 'POST',
  path: '/write-offs/{id}/attend',
  summary: '登记到场监督',
  permission: 'writeOff.supervise',
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CLOSED',
    'WRITE_OFF_OTHER_AUTHORITY',
    'WRITE_OFF_TWO_INSPECTORS',
    'TIME_IN_FUTURE',
    'WRITE_OFF_BEFORE_ACCEPTED',
  ],
  input: z.object({
    id,
    arrivedAt: instant,
    first: inspector,
    second: inspector,
    remark: optionalText(200),
  }),
  output: done,
})

/** 销毁: counted again before everybody, as on the list to the last unit; executor, supervisor, photographs. */
export const executeWriteOff = endpoint({
  name: 'writeOff.execute',
  method: 'POST',
  path: '/write-offs/{id}/execute',
  summary: '执行报损销毁',
  permission: 'writeOff.execute',
  qualification: 'handle',
  witness: { permission: 'destruction.witness', qualification: 'handle', title: '监督' },
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CLOSED',
    'WRITE_OFF_NOT_ATTENDED',
    'WRITE_OFF_SAME_PERSON',
    'WRITE_OFF_COUNT_DIFFERS',
    'BALANCE_SHORT',
    'CODE_NOT_HERE',
    'EVIDENCE_INCOMPLETE',
    'EVIDENCE_REUSED',
    'WITNESS_REQUIRED',
  ],
  input: z.object({
    id,
    place: text(60),
    method: z.enum(writeOffMethods),
    /** What lies on the table, lot by lot. */
    counts: z
      .array(z.object({ lotId: id, units }))
      .min(1)
      .max(maxLines),
    evidence: z.object({ 毁前: sha256, 毁中: sha256, 毁后: sha256 }),
  }),
  output: z.object({ movementId: id, units: z.int() }),
})
