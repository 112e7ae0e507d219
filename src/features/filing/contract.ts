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
import { columnKinds } from '#core/reports/contract.ts'

export const filingKind = z.enum(['monthly', 'people'])
export type FilingKind = z.infer<typeof filingKind>
export const filingKindTitle: Record<FilingKind, string> = {
  monthly: '月度数量',
  people: '处方权、调剂资格名单',
}

export const filingStates = ['prepared', 'checked', 'sent', 'received', 'returned', 'dropped'] as const
export const filingState = z.enum(filingStates)
export type FilingState = z.infer<typeof filingState>
export const filingStateTitle: Record<FilingState, string> = {
  prepared: '待核对',
  checked: '待报送',
  sent: '待回执',
  received: '已回执',
  returned: '被退回',
  dropped: '已作废',
}

/** More receivers than this are no receivers of one hospital. */
export const mostReceivers = 10
/** Rows of one table that a filing takes. */
export const mostLines = 5000

export const filingRow = z.object({
  filingId: id,
  orgId: id,
  org: z.string(),
  no: z.string(),
  kind: filingKind,
  period: date,
  version: z.int(),
  lines: z.int(),
  dueOn: date,
  overdue: z.boolean(),
  state: filingState,
  preparedBy: z.string(),
  preparedAt: instant,
  checkedBy: z.string().nullable(),
  sentAt: instant.nullable(),
  receivers: z.string().nullable(),
  received: z.int(),
})
export type FilingRow = z.infer<typeof filingRow>

const cell = z.union([z.string(), z.number(), z.null()])
export const frozenTable = z.object({
  code: z.string(),
  title: z.string(),
  columns: z.array(z.object({ key: z.string(), title: z.string(), kind: z.enum(columnKinds) })),
  rows: z.array(z.array(cell)),
})
export type FrozenTable = z.infer<typeof frozenTable>

export const filingDetail = filingRow.extend({
  reason: z.string().nullable(),
  fingerprint: sha256,
  tables: z.array(frozenTable),
  /** The same figures computed from the books now; null: they may rightly differ (a list of people is of its day). */
  agrees: z.boolean().nullable(),
  checkedAt: instant.nullable(),
  sentBy: z.string().nullable(),
  dropped: z.object({ by: z.string(), at: instant, reason: z.string() }).nullable(),
  dispatches: z.array(
    z.object({
      dispatchId: id,
      receiver: z.string(),
      /** Of this platform: it answers itself. */
      platform: z.boolean(),
      outcome: z.enum(['accepted', 'returned']).nullable(),
      receiptNo: z.string().nullable(),
      note: z.string().nullable(),
      proof: sha256.nullable(),
      by: z.string().nullable(),
      at: instant.nullable(),
    }),
  ),
  may: z.object({
    check: z.boolean(),
    send: z.boolean(),
    drop: z.boolean(),
    confirm: z.boolean(),
    /** Enter what an authority outside answered. */
    record: z.boolean(),
    correct: z.boolean(),
  }),
  /** Why this reader, who could check others, may not check this one. */
  why: z.string().nullable(),
})
export type FilingDetail = z.infer<typeof filingDetail>

export const listFilings = endpoint({
  name: 'filing.list',
  method: 'GET',
  path: '/filings',
  summary: '报送',
  permission: 'filing.read',
  refusals: [],
  input: z.object({ ...pageInput, kind: filingKind.optional(), state: filingState.optional() }),
  output: pageOf(filingRow),
})

export const readFiling = endpoint({
  name: 'filing.read',
  method: 'GET',
  path: '/filings/{filingId}',
  summary: '报送详情',
  permission: 'filing.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ filingId: id }),
  output: filingDetail,
})

export const filingWorkbook = endpoint({
  name: 'filing.workbook',
  method: 'GET',
  path: '/filings/{filingId}/workbook',
  summary: '导出报送表',
  permission: 'filing.read',
  refusals: ['NOT_FOUND'],
  download: true,
  input: z.object({ filingId: id }),
  output: z.any(),
})

export const duty = z.object({
  orgId: id,
  org: z.string(),
  kind: filingKind,
  period: date,
  dueOn: date,
  overdue: z.boolean(),
  /** null: nobody has begun. */
  state: filingState.nullable(),
  filingId: id.nullable(),
  no: z.string().nullable(),
})
export type Duty = z.infer<typeof duty>

/** 应报: what is due of the last year, and how it stands; an authority sees who has not filed. */
export const listDuties = endpoint({
  name: 'filing.duties',
  method: 'GET',
  path: '/filing-duties',
  summary: '应报与逾期',
  permission: 'filing.read',
  refusals: [],
  input: z.object({ org: id.optional(), open: z.enum(['1']).optional() }),
  output: z.object({ rows: z.array(duty) }),
})

export const listReceivers = endpoint({
  name: 'filing.receivers',
  method: 'GET',
  path: '/filing-receivers',
  summary: '本院的主管部门',
  permission: 'filing.work',
  refusals: [],
  input: z.object({}),
  output: z.object({ rows: z.array(z.object({ orgId: id, name: z.string() })) }),
})

/** 编制: the report as the books have it now, frozen. */
export const prepareFiling = endpoint({
  name: 'filing.prepare',
  method: 'POST',
  path: '/filings',
  summary: '编制报送表',
  permission: 'filing.work',
  refusals: [
    'FILING_PERIOD_START',
    'FILING_PERIOD_OPEN',
    'FILING_DRAFT_EXISTS',
    'FILING_REASON',
    'REPORT_TOO_LONG',
  ],
  input: z.object({ kind: filingKind, period: date, reason: optionalText(300) }),
  output: z.object({ filingId: id, no: z.string(), version: z.int(), lines: z.int() }),
})

/** 核对: by another person than who prepared it. */
export const checkFiling = endpoint({
  name: 'filing.check',
  method: 'POST',
  path: '/filings/{filingId}/check',
  summary: '核对报送表',
  permission: 'filing.check',
  refusals: ['NOT_FOUND', 'FILING_STATE', 'FILING_SAME_PERSON'],
  input: z.object({ filingId: id }),
  output: done,
})

export const sendFiling = endpoint({
  name: 'filing.send',
  method: 'POST',
  path: '/filings/{filingId}/send',
  summary: '报送',
  permission: 'filing.work',
  refusals: ['NOT_FOUND', 'FILING_STATE', 'FILING_RECEIVER'],
  input: z.object({
    filingId: id,
    authorityIds: z.array(id).max(mostReceivers),
    /** Authorities that are not on this platform, by name; their receipt comes on paper. */
    outside: z.array(text(60)).max(mostReceivers).default([]),
  }),
  output: done,
})

export const dropFiling = endpoint({
  name: 'filing.drop',
  method: 'POST',
  path: '/filings/{filingId}/drop',
  summary: '作废未报送的报送表',
  permission: 'filing.work',
  refusals: ['NOT_FOUND', 'FILING_STATE'],
  input: z.object({ filingId: id, reason: text(200) }),
  output: done,
})

/** 回执: the authority's one act and its number, in its own rows. */
export const confirmFiling = endpoint({
  name: 'filing.confirm',
  method: 'POST',
  path: '/filings/{filingId}/receipt',
  summary: '签收报送并回执',
  permission: 'filing.supervise',
  refusals: ['NOT_FOUND', 'FILING_OTHERS', 'FILING_RECEIPT_EXISTS', 'REASON_REQUIRED'],
  input: z.object({ filingId: id, outcome: z.enum(['accepted', 'returned']), note: optionalText(300) }),
  output: z.object({ no: z.string() }),
})

/** What an authority outside this platform answered: its number, and the paper. */
export const recordReceipt = endpoint({
  name: 'filing.recordReceipt',
  method: 'POST',
  path: '/filings/{filingId}/outside-receipts',
  summary: '登记平台外的回执',
  permission: 'filing.work',
  refusals: [
    'NOT_FOUND',
    'FILING_OTHERS',
    'FILING_RECEIPT_EXISTS',
    'REASON_REQUIRED',
    'EVIDENCE_REUSED',
    'EVIDENCE_INCOMPLETE',
  ],
  input: z.object({
    filingId: id,
    dispatchId: id,
    outcome: z.enum(['accepted', 'returned']),
    no: text(60),
    note: optionalText(300),
    proof: sha256,
  }),
  output: done,
})
