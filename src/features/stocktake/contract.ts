import { z } from 'zod'
import {
  date,
  drugClass,
  drugName,
  endpoint,
  id,
  instant,
  optionalText,
  pageInput,
  pageOf,
  scan,
  text,
} from '#core/contract.ts'
import { discrepancyReasonCodes, discrepancyStates } from '#core/discrepancy/rules.ts'

export const stocktakeStates = ['counting', 'paused', 'submitted', 'closed', 'cancelled'] as const
export const stocktakeState = z.enum(stocktakeStates)
export type StocktakeState = z.infer<typeof stocktakeState>
export const countReason = z.enum(discrepancyReasonCodes)

/** Whole units in one row; more than any place of a hospital holds. */
export const countedUnits = z.int().min(0).max(10_000_000)

export const stocktakeHead = z.object({
  id,
  orgId: id,
  no: z.string(),
  title: z.string(),
  scope: z.string(),
  blind: z.boolean(),
  state: stocktakeState,
  version: z.int(),
  countedBy: z.string(),
  secondBy: z.string(),
  startedAt: instant,
  submittedAt: instant.nullable(),
  approvedBy: z.string().nullable(),
  closedAt: instant.nullable(),
  rows: z.int(),
  counted: z.int(),
  /** Rows with a difference: 盘损, 盘盈. */
  short: z.int(),
  surplus: z.int(),
})
export type StocktakeHead = z.infer<typeof stocktakeHead>

/** One lot in one place. Before its figure is in, a blind count says nothing of the book. */
export const stocktakeRow = drugName.extend({
  id,
  seq: z.int(),
  version: z.int(),
  place: z.string(),
  locationId: id,
  item: z.enum(['intact', 'container']),
  quantityUnit: z.string(),
  lotId: id,
  lotNo: z.string(),
  expiry: date,
  added: z.boolean(),
  state: z.enum(['waiting', 'counted']),
  tries: z.int(),
  book: z.int().nullable(),
  counted: z.int().nullable(),
  difference: z.int().nullable(),
  /** Net change of the book while it was counted. */
  moved: z.int(),
  firstCounted: z.int().nullable(),
  countedBy: z.string().nullable(),
  countedAt: instant.nullable(),
  /** Codes seen in this try and the units under them. */
  scannedCodes: z.int(),
  scannedUnits: z.int(),
  /** The difference must be counted a second time before the end, and becomes a case if it stays. */
  serious: z.boolean(),
  reasonCode: countReason.nullable(),
  note: z.string().nullable(),
  /** Until when it must be counted again. */
  recountBy: instant.nullable(),
  discrepancy: z
    .object({
      id,
      no: z.string(),
      state: z.enum(discrepancyStates),
      due: instant.nullable(),
      overdue: z.boolean(),
    })
    .nullable(),
  movementId: id.nullable(),
  /** Codes that are missing or surplus, at most 50; only where there is a difference. */
  codes: z.array(z.object({ code: z.string(), delta: z.int() })),
})
export type StocktakeRow = z.infer<typeof stocktakeRow>

export const stocktakeDetail = stocktakeHead.extend({
  org: z.string(),
  countedById: id,
  secondById: id,
  countedTitle: z.string(),
  secondTitle: z.string(),
  reason: z.string().nullable(),
  /** A drawn sample: its seed, how many could have been drawn. */
  draw: z.object({ seed: z.string(), candidates: z.int(), chosen: z.int() }).nullable(),
  list: z.array(stocktakeRow),
})
export type StocktakeDetail = z.infer<typeof stocktakeDetail>

export const listStocktakes = endpoint({
  name: 'stocktake.list',
  method: 'GET',
  path: '/stocktakes',
  summary: '盘点单',
  permission: 'stocktake.read',
  refusals: [],
  input: z.object({ ...pageInput, state: stocktakeState.optional() }),
  output: pageOf(stocktakeHead),
})

export const readStocktake = endpoint({
  name: 'stocktake.read',
  method: 'GET',
  path: '/stocktakes/{id}',
  summary: '盘点单',
  permission: 'stocktake.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: stocktakeDetail,
})

const two = {
  qualification: 'handle',
  witness: { permission: 'stocktake.witness', qualification: 'handle', title: '监盘' },
} as const

/** 盘点: two people from the beginning; nothing is frozen. */
export const startStocktake = endpoint({
  name: 'stocktake.start',
  method: 'POST',
  path: '/stocktakes',
  summary: '开始盘点',
  permission: 'stocktake.work',
  ...two,
  refusals: ['NOT_FOUND', 'COUNT_NOTHING', 'COUNT_TOO_LARGE', 'WITNESS_REQUIRED'],
  input: z.object({
    title: text(60).meta({ title: '名称' }),
    locationIds: z.array(id).min(1).max(50).meta({ title: '储位' }),
    drugIds: z.array(id).max(200).optional().meta({ title: '药品' }),
    drugClass: drugClass.optional().meta({ title: '管制分类' }),
    lotNo: optionalText(40).meta({ title: '批号' }),
    expiringBefore: date.optional().meta({ title: '有效期早于' }),
    /** A trace code: its lot, where it may be. */
    raw: scan.optional().meta({ title: '追溯码' }),
    blind: z.boolean().meta({ title: '盲盘' }),
    /** Draw so many rows by risk instead of all. */
    sample: z.int().min(1).max(500).optional().meta({ title: '抽盘行数' }),
    planId: id.optional(),
  }),
  output: z.object({ id, no: z.string(), rows: z.int() }),
})

export const scanCode = endpoint({
  name: 'stocktake.scan',
  method: 'POST',
  path: '/stocktakes/{id}/scans',
  summary: '盘点扫码',
  permission: 'stocktake.work',
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CLOSED',
    'COUNT_NOT_YOURS',
    'CODE_NEVER_RECEIVED',
    'CODE_SCANNED_TWICE',
    'COUNT_ROW_DONE',
    'COUNT_WHICH_PLACE',
    'COUNT_TOO_LARGE',
  ],
  input: z.object({
    id,
    raw: scan,
    /** Needed for a code of several places only. */
    locationId: id.optional(),
  }),
  output: z.object({
    rowId: id,
    code: z.string(),
    units: z.int(),
    /** Not expected in this row: a surplus if it stays. Known only where the count is not blind. */
    unexpected: z.boolean(),
    scannedCodes: z.int(),
    scannedUnits: z.int(),
  }),
})

/** An opened box holds fewer; 0 takes the scan back. */
export const setScan = endpoint({
  name: 'stocktake.setScan',
  method: 'POST',
  path: '/stocktakes/{id}/scans/set',
  summary: '改本码实数',
  permission: 'stocktake.work',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'COUNT_NOT_YOURS', 'COUNT_ROW_DONE', 'COUNT_OVER_PACK'],
  input: z.object({ id, code: text(120), units: z.int().min(0).max(10_000) }),
  output: z.object({ rowId: id, scannedCodes: z.int(), scannedUnits: z.int() }),
})

export const submitRow = endpoint({
  name: 'stocktake.submitRow',
  method: 'POST',
  path: '/stocktakes/{id}/rows/{rowId}/submit',
  summary: '提交本行',
  permission: 'stocktake.work',
  qualification: 'handle',
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CLOSED',
    'DOCUMENT_CHANGED',
    'COUNT_NOT_YOURS',
    'COUNT_ROW_DONE',
    'COUNT_LESS_THAN_SCANNED',
    'COUNT_SCAN_NEEDED',
  ],
  input: z.object({ id, rowId: id, version: z.int(), counted: countedUnits }),
  output: z.object({ row: stocktakeRow, version: z.int() }),
})

export const recountRow = endpoint({
  name: 'stocktake.recountRow',
  method: 'POST',
  path: '/stocktakes/{id}/rows/{rowId}/recount',
  summary: '复盘这一行',
  permission: 'stocktake.work',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'DOCUMENT_CHANGED', 'COUNT_NOT_YOURS'],
  input: z.object({ id, rowId: id, version: z.int() }),
  output: z.object({ row: stocktakeRow }),
})

export const setRowReason = endpoint({
  name: 'stocktake.setReason',
  method: 'POST',
  path: '/stocktakes/{id}/rows/{rowId}/reason',
  summary: '填写差异原因',
  permission: 'stocktake.work',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'COUNT_NOT_YOURS', 'COUNT_NO_DIFFERENCE'],
  input: z.object({ id, rowId: id, reasonCode: countReason, note: optionalText(300) }),
  output: z.object({ row: stocktakeRow }),
})

/** Stock without a code that nobody expected: 添加药品. */
export const addRow = endpoint({
  name: 'stocktake.addRow',
  method: 'POST',
  path: '/stocktakes/{id}/rows',
  summary: '添加药品',
  permission: 'stocktake.work',
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CLOSED',
    'COUNT_NOT_YOURS',
    'ALREADY_EXISTS',
    'LOT_MISMATCH',
    'COUNT_TOO_LARGE',
  ],
  input: z.object({
    id,
    locationId: id.meta({ title: '储位' }),
    drugId: id.meta({ title: '药品' }),
    lotNo: text(40).meta({ title: '批号' }),
    expiry: date.meta({ title: '有效期至' }),
  }),
  output: z.object({ rowId: id }),
})

const state = (name: string, path: `/${string}`, summary: string) =>
  endpoint({
    name: `stocktake.${name}`,
    method: 'POST',
    path,
    summary,
    permission: 'stocktake.work',
    refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'COUNT_NOT_YOURS'],
    input: z.object({ id }),
    output: z.object({ state: stocktakeState }),
  })
export const pauseStocktake = state('pause', '/stocktakes/{id}/pause', '暂停盘点')
export const resumeStocktake = state('resume', '/stocktakes/{id}/resume', '继续盘点')

export const cancelStocktake = endpoint({
  name: 'stocktake.cancel',
  method: 'POST',
  path: '/stocktakes/{id}/cancel',
  summary: '撤销盘点',
  permission: 'stocktake.work',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'COUNT_NOT_YOURS', 'COUNT_HAS_CASES'],
  input: z.object({ id, reason: text(300).meta({ title: '原因' }) }),
  output: z.object({ state: stocktakeState }),
})

/** The second signature holds for the version that both saw: every figure of it. */
export const finishStocktake = endpoint({
  name: 'stocktake.finish',
  method: 'POST',
  path: '/stocktakes/{id}/finish',
  summary: '结束盘点',
  permission: 'stocktake.work',
  ...two,
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CLOSED',
    'DOCUMENT_CHANGED',
    'COUNT_NOT_YOURS',
    'COUNT_SECOND_OTHER',
    'COUNT_ROWS_LEFT',
    'COUNT_RECOUNT_NEEDED',
    'COUNT_REASON_NEEDED',
    'WITNESS_REQUIRED',
  ],
  input: z.object({ id, version: z.int() }),
  output: z.object({ state: stocktakeState }),
})

/** The books follow the count: approved by somebody who did not count, before the one who keeps the place. */
export const approveStocktake = endpoint({
  name: 'stocktake.approve',
  method: 'POST',
  path: '/stocktakes/{id}/approve',
  summary: '批准调账',
  permission: 'stocktake.approve',
  qualification: 'handle',
  witness: { permission: 'stocktake.work', qualification: 'handle', title: '保管人' },
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CLOSED',
    'DOCUMENT_CHANGED',
    'COUNT_APPROVER_COUNTED',
    'COUNT_NO_DIFFERENCE',
    'COUNT_STALE',
    'COUNT_CODE_ELSEWHERE',
    'DISCREPANCY_UNEXPLAINED',
    'DISCREPANCY_UNREPORTED',
    'DISCREPANCY_RECOUNT',
    'WITNESS_REQUIRED',
  ],
  input: z.object({
    id,
    version: z.int(),
    rowIds: z.array(id).min(1).max(500),
    reason: text(300).meta({ title: '批准意见' }),
  }),
  output: z.object({ state: stocktakeState, movementIds: z.array(id), units: z.int() }),
})

/** Not approved: these rows are counted again. */
export const sendBackStocktake = endpoint({
  name: 'stocktake.sendBack',
  method: 'POST',
  path: '/stocktakes/{id}/send-back',
  summary: '退回复盘',
  permission: 'stocktake.approve',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'COUNT_APPROVER_COUNTED', 'COUNT_NO_DIFFERENCE'],
  input: z.object({ id, rowIds: z.array(id).min(1).max(500), reason: text(300).meta({ title: '退回原因' }) }),
  output: z.object({ state: stocktakeState }),
})
