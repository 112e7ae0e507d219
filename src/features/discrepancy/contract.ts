import { z } from 'zod'
import { date, done, drugName, endpoint, id, instant, pageInput, pageOf, text } from '#core/contract.ts'
import { discrepancyReasonCodes, discrepancyStates } from '#core/discrepancy/rules.ts'

export const discrepancyState = z.enum(discrepancyStates)
export const discrepancyReason = z.enum(discrepancyReasonCodes)

const person = z.object({ userId: id, name: z.string(), title: z.string() })

export const discrepancyRow = drugName.extend({
  id,
  orgId: id,
  org: z.string(),
  no: z.string(),
  sourceKind: z.string(),
  sourceId: id,
  sourceNo: z.string(),
  place: z.string(),
  item: z.enum(['intact', 'content', 'container']),
  /** 支, 个, or the content's smallest unit. */
  quantityUnit: z.string(),
  lotNo: z.string(),
  expiry: date,
  code: z.string(),
  book: z.int(),
  counted: z.int(),
  difference: z.int(),
  urgent: z.boolean(),
  state: discrepancyState,
  reasonCode: discrepancyReason.nullable(),
  foundBy: z.string(),
  foundWith: z.string().nullable(),
  foundAt: instant,
  /** Whoever moved or counted this balance last before; null: nobody did. */
  previousBy: z.string().nullable(),
  /** The witness of that act, where the case is about what both signed. */
  previousWith: z.string().nullable(),
  previousHow: z.enum(['movement', 'count']).nullable(),
  previousAt: instant.nullable(),
  escalateAt: instant,
  reportAt: instant.nullable(),
  reportedAt: instant.nullable(),
  levelAt: instant.nullable(),
  /** The deadline that runs now; null: none. */
  due: instant.nullable(),
  dueFor: z.enum(['escalate', 'report']).nullable(),
  overdue: z.boolean(),
})
export type DiscrepancyRow = z.infer<typeof discrepancyRow>

export const discrepancyStep = z.object({
  id,
  kind: z.enum(['found', 'note', 'recount', 'explain', 'report', 'adjust', 'close']),
  at: instant,
  by: z.string(),
  with: z.string().nullable(),
  reasonCode: discrepancyReason.nullable(),
  text: z.string().nullable(),
  book: z.int().nullable(),
  counted: z.int().nullable(),
  receivers: z.array(z.string()),
  movementId: id.nullable(),
  eventId: id,
})
export type DiscrepancyStep = z.infer<typeof discrepancyStep>

export const discrepancyCase = discrepancyRow.extend({
  version: z.int(),
  accountId: id,
  lotId: id,
  /** Which version of the deadlines applied; 0: the platform's own. */
  ruleVersion: z.int(),
  /** What the books hold there now. */
  bookNow: z.int(),
  movementId: id.nullable(),
  previousMovementId: id.nullable(),
  found: person,
  previous: person.nullable(),
  steps: z.array(discrepancyStep),
  /** Movements of this balance in the seven days before it was found, newest first. */
  trail: z.array(
    z.object({
      movementId: id,
      kind: z.string(),
      title: z.string(),
      causeNo: z.string(),
      at: instant,
      actor: z.string(),
      witness: z.string().nullable(),
      change: z.int(),
    }),
  ),
  /** What the report to the authorities would say, from the facts (条例 Art 64). */
  draft: z.string(),
})
export type DiscrepancyCase = z.infer<typeof discrepancyCase>

export const listDiscrepancies = endpoint({
  name: 'discrepancy.list',
  method: 'GET',
  path: '/discrepancies',
  summary: '差异列表',
  permission: 'discrepancy.read',
  refusals: ['INPUT_INVALID'],
  input: z.object({
    ...pageInput,
    state: discrepancyState.optional(),
    /** open: not closed yet; overdue: a deadline has passed; closed. */
    show: z.enum(['open', 'overdue', 'closed']).optional(),
    locationId: id.optional(),
    drugId: id.optional(),
  }),
  output: pageOf(discrepancyRow).extend({ overdue: z.int(), open: z.int() }),
})

export const readDiscrepancy = endpoint({
  name: 'discrepancy.read',
  method: 'GET',
  path: '/discrepancies/{id}',
  summary: '差异',
  permission: 'discrepancy.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: discrepancyCase,
})

export const noteOnDiscrepancy = endpoint({
  name: 'discrepancy.note',
  method: 'POST',
  path: '/discrepancies/{id}/notes',
  summary: '差异记事',
  permission: 'discrepancy.work',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED'],
  input: z.object({ id, text: text(1000).meta({ title: '查到什么' }) }),
  output: done,
})

const twoPeople = {
  witness: { permission: 'discrepancy.witness', qualification: 'handle', title: '见证' },
  qualification: 'handle',
} as const

/** Reason before a second person, who is not the one who had it before (feature 40). */
export const explain = endpoint({
  name: 'discrepancy.explain',
  method: 'POST',
  path: '/discrepancies/{id}/explain',
  summary: '说明差异',
  permission: 'discrepancy.work',
  ...twoPeople,
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CHANGED',
    'DOCUMENT_CLOSED',
    'DISCREPANCY_WITNESS_INVOLVED',
    'WITNESS_REQUIRED',
  ],
  input: z.object({
    id,
    version: z.int(),
    reasonCode: discrepancyReason.meta({ title: '原因' }),
    text: text(1000).meta({ title: '经过' }),
  }),
  output: done,
})

/** Counted once more before two, against what the books hold at this moment. */
export const recountCase = endpoint({
  name: 'discrepancy.recount',
  method: 'POST',
  path: '/discrepancies/{id}/recount',
  summary: '差异复盘',
  permission: 'discrepancy.work',
  ...twoPeople,
  refusals: ['NOT_FOUND', 'DOCUMENT_CHANGED', 'DOCUMENT_CLOSED', 'DISCREPANCY_ASSAY', 'WITNESS_REQUIRED'],
  input: z.object({
    id,
    version: z.int(),
    counted: z.int().min(0).max(100_000_000).meta({ title: '实数' }),
  }),
  output: z.object({ book: z.int(), counted: z.int(), level: z.boolean() }),
})

export const reportReceivers = ['公安机关', '药品监督管理部门', '卫生健康主管部门'] as const

export const reportCase = endpoint({
  name: 'discrepancy.report',
  method: 'POST',
  path: '/discrepancies/{id}/report',
  summary: '登记上报',
  permission: 'discrepancy.manage',
  refusals: ['NOT_FOUND', 'DOCUMENT_CHANGED', 'DOCUMENT_CLOSED'],
  input: z.object({
    id,
    version: z.int(),
    receivers: z.array(z.enum(reportReceivers)).min(1).max(3).meta({ title: '报给' }),
    text: text(2000).meta({ title: '上报内容' }),
  }),
  output: done,
})

export const closeCase = endpoint({
  name: 'discrepancy.close',
  method: 'POST',
  path: '/discrepancies/{id}/close',
  summary: '关闭差异',
  permission: 'discrepancy.manage',
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CHANGED',
    'DOCUMENT_CLOSED',
    'DISCREPANCY_UNEXPLAINED',
    'DISCREPANCY_UNREPORTED',
    'DISCREPANCY_NOT_LEVEL',
    'DISCREPANCY_OWN',
  ],
  input: z.object({ id, version: z.int(), text: text(500).meta({ title: '结论' }) }),
  output: done,
})

export const discrepancyRule = z.object({
  version: z.int(),
  escalateMinutes: z.int(),
  reportMinutes: z.int(),
  ordinaryDays: z.int(),
  thresholdUnits: z.int(),
})

export const readRule = endpoint({
  name: 'discrepancy.rule',
  method: 'GET',
  path: '/discrepancy-rule',
  summary: '差异时限',
  permission: 'discrepancy.read',
  refusals: [],
  input: z.object({}),
  output: discrepancyRule,
})

/** Stricter than the platform, never laxer; applies to what is found from now on. */
export const setRule = endpoint({
  name: 'discrepancy.setRule',
  method: 'POST',
  path: '/discrepancy-rule',
  summary: '设定差异时限',
  permission: 'discrepancy.manage',
  refusals: ['DISCREPANCY_RULE_LAXER', 'DOCUMENT_CHANGED'],
  input: z.object({
    version: z.int(),
    escalateMinutes: z.int().min(5).max(1440).meta({ title: '内部上报时限，分钟' }),
    reportMinutes: z.int().min(10).max(1440).meta({ title: '上报稿时限，分钟' }),
    thresholdUnits: z.int().min(1).max(1000).meta({ title: '差几支起立为差异' }),
    reason: text(300).meta({ title: '原因' }),
  }),
  output: discrepancyRule,
})
