import { z } from 'zod'
import { done, endpoint, id, instant, optionalText, pageInput, pageOf, sha256, text } from '#core/contract.ts'

export const formFates = ['used', 'void', 'lost'] as const
export const formFate = z.enum(formFates)
export type FormFate = z.infer<typeof formFate>
export const formFateTitle: Record<FormFate, string> = { used: '已用', void: '作废', lost: '丢失' }

export const downtimeStates = ['running', 'entering', 'late', 'closed'] as const
export const downtimeState = z.enum(downtimeStates)
export type DowntimeState = z.infer<typeof downtimeState>
export const downtimeStateTitle: Record<DowntimeState, string> = {
  running: '停机中',
  entering: '补录中',
  late: '逾期未关闭',
  closed: '已关闭',
}

const formNo = z.int().min(1).max(9_999_999)

export const downtimeRow = z.object({
  id,
  orgId: id,
  no: z.string(),
  places: z.string(),
  reason: z.string(),
  startedAt: instant,
  endedAt: instant.nullable(),
  enterDueAt: instant.nullable(),
  closedAt: instant.nullable(),
  declaredBy: z.string(),
  state: downtimeState,
  forms: z.int(),
  lines: z.int(),
  entered: z.int(),
})
export type DowntimeRow = z.infer<typeof downtimeRow>

export const listDowntimes = endpoint({
  name: 'downtime.list',
  method: 'GET',
  path: '/downtimes',
  summary: '停机列表',
  permission: 'downtime.read',
  refusals: [],
  input: z.object({ ...pageInput, state: z.enum(['open', 'closed']).optional() }),
  output: pageOf(downtimeRow),
})

export const entryLine = z.object({
  line: z.int(),
  happenedAt: instant.nullable(),
  enteredAt: instant.nullable(),
  enteredBy: z.string().nullable(),
  /** What it became. */
  what: z.string().nullable(),
  movementId: id.nullable(),
})

export const form = z.object({
  formId: id,
  no: z.string(),
  fate: formFate,
  actedBy: z.string().nullable(),
  witnessedBy: z.string().nullable(),
  sha256: z.string().nullable(),
  reason: z.string().nullable(),
  registeredBy: z.string(),
  lines: z.array(entryLine),
})
export type Form = z.infer<typeof form>

export const book = z.object({
  bookId: id,
  placeId: id,
  place: z.string(),
  prefix: z.string(),
  firstNo: z.int(),
  lastNo: z.int(),
  givenTo: z.string(),
  givenAt: instant,
  /** The next sheet that nothing is known of; null: all are accounted for. */
  nextNo: z.int().nullable(),
})
export type Book = z.infer<typeof book>

/** A lot that lies at a place of the downtime and that two people have not counted since its end. */
export const uncounted = z.object({ place: z.string(), drug: z.string(), lotNo: z.string() })

export const readDowntime = endpoint({
  name: 'downtime.read',
  method: 'GET',
  path: '/downtimes/{id}',
  summary: '停机',
  permission: 'downtime.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: downtimeRow.extend({
    endedBy: z.string().nullable(),
    closedBy: z.string().nullable(),
    closedWith: z.string().nullable(),
    note: z.string().nullable(),
    sheets: z.array(form),
    books: z.array(book),
    uncounted: z.array(uncounted),
  }),
})
export type Downtime = z.infer<typeof readDowntime.output>

export const declareDowntime = endpoint({
  name: 'downtime.declare',
  method: 'POST',
  path: '/downtimes',
  summary: '停机登记',
  permission: 'downtime.work',
  refusals: ['NOT_FOUND', 'DOWNTIME_START', 'DOWNTIME_OPEN'],
  input: z.object({
    placeIds: z.array(id).min(1).max(50).meta({ title: '停机的储位' }),
    startedAt: instant.meta({ title: '开始时间' }),
    reason: text(200).meta({ title: '原因' }),
  }),
  output: z.object({ id, no: z.string() }),
})

export const endDowntime = endpoint({
  name: 'downtime.end',
  method: 'POST',
  path: '/downtimes/{id}/end',
  summary: '登记恢复',
  permission: 'downtime.work',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'DOWNTIME_END'],
  input: z.object({ id, endedAt: instant.meta({ title: '恢复时间' }) }),
  output: z.object({ enterDueAt: instant }),
})

export const listBooks = endpoint({
  name: 'downtime.books',
  method: 'GET',
  path: '/downtime-forms',
  summary: '应急单发放',
  permission: 'downtime.read',
  refusals: [],
  input: z.object({ org: id.optional() }),
  output: z.object({ rows: z.array(book) }),
})

export const giveForms = endpoint({
  name: 'downtime.giveForms',
  method: 'POST',
  path: '/downtime-forms',
  summary: '发放应急单',
  permission: 'downtime.work',
  refusals: ['NOT_FOUND', 'PAPER_BOOK_OVERLAP', 'INPUT_INVALID'],
  input: z.object({
    placeId: id.meta({ title: '储位' }),
    prefix: text(10).default('YJ').meta({ title: '前缀' }),
    firstNo: formNo.meta({ title: '起始编号' }),
    count: z.int().min(1).max(500).default(20).meta({ title: '张数' }),
    givenTo: id.meta({ title: '领取人' }),
  }),
  output: z.object({ bookId: id, lastNo: z.int() }),
})

export const registerForm = endpoint({
  name: 'downtime.registerForm',
  method: 'POST',
  path: '/downtimes/{id}/forms',
  summary: '登记应急单去向',
  permission: 'downtime.work',
  refusals: [
    'NOT_FOUND',
    'PAPER_CLOSED',
    'PAPER_NUMBER',
    'PAPER_REGISTERED',
    'REASON_REQUIRED',
    'EVIDENCE_INCOMPLETE',
    'EVIDENCE_REUSED',
  ],
  input: z.object({
    id,
    bookId: id.meta({ title: '哪一本' }),
    formNo: formNo.meta({ title: '编号' }),
    fate: formFate.meta({ title: '去向' }),
    lines: z.int().min(0).max(20).default(0).meta({ title: '用了几行' }),
    actedBy: optionalText(40).meta({ title: '纸上经办人' }),
    witnessedBy: optionalText(40).meta({ title: '纸上见证人' }),
    photo: sha256.optional().meta({ title: '应急单照片' }),
    reason: optionalText(200).meta({ title: '作废或丢失的原因' }),
  }),
  output: z.object({ formId: id }),
})

/** Two people: every sheet accounted for, every line entered, every lot counted by two since the end. */
export const closeDowntime = endpoint({
  name: 'downtime.close',
  method: 'POST',
  path: '/downtimes/{id}/close',
  summary: '停机核对关闭',
  permission: 'downtime.close',
  witness: { permission: 'downtime.work', title: '核对' },
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CLOSED',
    'DOWNTIME_RUNNING',
    'DOWNTIME_GAP',
    'DOWNTIME_LINES',
    'DOWNTIME_UNCOUNTED',
  ],
  input: z.object({ id, note: optionalText(300).meta({ title: '说明' }) }),
  output: done,
})
