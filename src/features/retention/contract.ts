import { z } from 'zod'
import { date, done, endpoint, id, instant, pageInput, pageOf, text } from '#core/contract.ts'

/** Kinds of records whose personal data may go after their term; books, entries, events and photographs stay. */
export const erasable = ['register', 'prescriptionNarcotic', 'prescriptionSecond'] as const
export type Erasable = (typeof erasable)[number]
/** One destruction lists so many records; more take several. */
export const mostItems = 2000

export const batchState = z.enum(['applied', 'approved', 'rejected', 'executed'])
export type BatchState = z.infer<typeof batchState>
export const batchStateTitle: Record<BatchState, string> = {
  applied: '待批准',
  approved: '待执行',
  rejected: '未批准',
  executed: '已销毁',
}
export const methods = ['碎纸', '焚烧', '化浆'] as const

const ruleRow = z.object({
  id: id.nullable(),
  base: z.enum(['expiry', 'day']),
  years: z.int(),
  basis: z.string(),
  validFrom: date.nullable(),
})

export const recordRow = z.object({
  record: z.string(),
  title: z.string(),
  rules: z.array(ruleRow),
  /** What is counted: 条, or 个批号 where the term runs from the lot's expiry. */
  unit: z.string(),
  records: z.int(),
  /** Past the last day of every rule; at most `mostItems` are looked at. */
  passed: z.int(),
  held: z.int(),
  oldest: date.nullable(),
  erasable: z.boolean(),
})
export type RecordRow = z.infer<typeof recordRow>

export const readRetention = endpoint({
  name: 'retention.read',
  method: 'GET',
  path: '/retention',
  summary: '保存期限与到期记录',
  permission: 'retention.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ org: id.optional() }),
  output: z.object({ rows: z.array(recordRow), today: date }),
})

const person = z.string().nullable()
export const batchRow = z.object({
  id,
  no: z.string(),
  record: z.string(),
  title: z.string(),
  state: batchState,
  reason: z.string(),
  records: z.int(),
  erased: z.int(),
  appliedBy: z.string(),
  appliedAt: instant,
  approvedBy: person,
  approvedAt: instant.nullable(),
  rejectedBy: person,
  rejectReason: z.string().nullable(),
  executedBy: person,
  witnessedBy: person,
  executedAt: instant.nullable(),
  method: z.string().nullable(),
  place: z.string().nullable(),
})
export type BatchRow = z.infer<typeof batchRow>

export const listBatches = endpoint({
  name: 'retention.list',
  method: 'GET',
  path: '/retention/batches',
  summary: '保存期满销毁单',
  permission: 'retention.read',
  refusals: [],
  input: z.object({ ...pageInput }),
  output: pageOf(batchRow),
})

export const applyBatch = endpoint({
  name: 'retention.apply',
  method: 'POST',
  path: '/retention/batches',
  summary: '申请销毁到期记录',
  permission: 'retention.apply',
  refusals: ['RETENTION_NOTHING_PASSED'],
  input: z.object({ record: z.enum(erasable), reason: text(300).meta({ title: '申请说明' }) }),
  output: z.object({ id, no: z.string(), records: z.int() }),
})

export const approveBatch = endpoint({
  name: 'retention.approve',
  method: 'POST',
  path: '/retention/batches/{id}/approve',
  summary: '批准销毁',
  permission: 'retention.approve',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'RETENTION_SAME_HAND'],
  input: z.object({ id }),
  output: done,
})

export const rejectBatch = endpoint({
  name: 'retention.reject',
  method: 'POST',
  path: '/retention/batches/{id}/reject',
  summary: '不批准销毁',
  permission: 'retention.approve',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED'],
  input: z.object({ id, reason: text(300).meta({ title: '原因' }) }),
  output: done,
})

export const executeBatch = endpoint({
  name: 'retention.execute',
  method: 'POST',
  path: '/retention/batches/{id}/execute',
  summary: '执行销毁',
  permission: 'retention.execute',
  witness: { permission: 'retention.execute', title: '监督' },
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'RETENTION_SAME_HAND'],
  input: z.object({
    id,
    method: z.enum(methods).meta({ title: '纸质销毁方式' }),
    place: text(60).meta({ title: '地点' }),
  }),
  output: z.object({ erased: z.int(), held: z.int() }),
})

export const addRule = endpoint({
  name: 'retention.addRule',
  method: 'POST',
  path: '/retention/rules',
  summary: '加一条更长的保存规则',
  permission: 'retention.apply',
  refusals: [],
  input: z.object({
    record: z
      .enum([
        'book',
        'register',
        'prescriptionNarcotic',
        'prescriptionSecond',
        'prescriptionOrdinary',
        'loop',
        'log',
      ])
      .meta({ title: '记录' }),
    base: z.enum(['expiry', 'day']).meta({ title: '起算' }),
    years: z.int().min(1).max(100).meta({ title: '年数' }),
    basis: text(200).meta({ title: '依据' }),
  }),
  output: done,
})

export const endRule = endpoint({
  name: 'retention.endRule',
  method: 'POST',
  path: '/retention/rules/end',
  summary: '停用本院加的规则',
  permission: 'retention.approve',
  refusals: ['NOT_FOUND'],
  input: z.object({ ruleId: id, reason: text(200) }),
  output: done,
})
