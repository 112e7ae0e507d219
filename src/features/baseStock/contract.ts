import { z } from 'zod'
import { date, done, drugName, endpoint, id, instant, pageInput, pageOf, text } from '#core/contract.ts'

/**
 * 基数 of one drug in one place, and the equation that must hold at any time (卫医发〔2005〕438号; regulations §4.3):
 * inPlace + inHand + owed + proven + awaiting = baseUnits. All in whole units.
 */
export const position = z.object({
  /** null: this drug has no base here. */
  baseUnits: z.int().nullable(),
  minUnits: z.int().nullable(),
  since: instant.nullable(),
  /** 在柜整支. */
  inPlace: z.int(),
  /** 在手: issued from here and not opened yet. */
  inHand: z.int(),
  /** 空容器未交: opened, the container still owed. */
  owed: z.int(),
  /** 待换: container back, or used without leaving one, and not exchanged yet. */
  proven: z.int(),
  /** 已换待到: exchanged, the new units not arrived yet. */
  awaiting: z.int(),
  /** On their way without an exchange. */
  coming: z.int(),
  /** Requested without an exchange and not sent yet. */
  asked: z.int(),
  /** Something was issued from here and is not wholly replaced. */
  used: z.boolean(),
})
export type Position = z.infer<typeof position>

export const baseState = z.enum(['even', 'filling', 'short', 'over', 'none'])
export type BaseState = z.infer<typeof baseState>
export const baseStateTitle: Record<BaseState, string> = {
  even: '相符',
  filling: '待补足',
  short: '少于基数',
  over: '超基数',
  none: '未核定',
}

export const positionRow = drugName.extend({
  ...position.shape,
  placeId: id,
  place: z.string(),
  total: z.int(),
  /** total − baseUnits; null without a base. */
  difference: z.int().nullable(),
  state: baseState,
  /** May still be requested. */
  free: z.int(),
  low: z.boolean(),
  /** The lot that must be used first, and when it expires. */
  nextLot: z.string().nullable(),
  nextExpiry: date.nullable(),
})
export type PositionRow = z.infer<typeof positionRow>

export const wardRow = z.object({
  placeId: id,
  orgId: id,
  code: z.string(),
  place: z.string(),
  kind: z.string(),
  tier: z.int(),
  department: z.string().nullable(),
  drugs: z.int(),
  baseUnits: z.int(),
  inPlace: z.int(),
  /** In hands, containers owed, proven and on its way. */
  outside: z.int(),
  low: z.int(),
  near: z.int(),
  broken: z.int(),
  filling: z.int(),
  usedToday: z.int(),
  lastUseAt: instant.nullable(),
  lastHandoverAt: instant.nullable(),
  /** First day of the month of the last monthly check. */
  checkedMonth: date.nullable(),
  checkDue: z.boolean(),
})
export type WardRow = z.infer<typeof wardRow>

/** 三级库总览: every place with a base, as the pharmacy watches it. */
export const listWards = endpoint({
  name: 'baseStock.wards',
  method: 'GET',
  path: '/base-stock',
  summary: '基数储位总览',
  permission: 'baseStock.read',
  refusals: [],
  input: z.object({ org: id.optional() }),
  output: z.object({ rows: z.array(wardRow), now: instant }),
})

/** All drugs of all places with a base, by what is wrong with them. */
export const listPositions = endpoint({
  name: 'baseStock.positions',
  method: 'GET',
  path: '/base-stock/positions',
  summary: '基数一览',
  permission: 'baseStock.read',
  refusals: [],
  input: z.object({
    ...pageInput,
    show: z.enum(['low', 'near', 'broken', 'over', 'filling']).optional(),
  }),
  output: pageOf(positionRow),
})

export const lotRow = z.object({
  drugId: id,
  lotId: id,
  lotNo: z.string(),
  expiry: date,
  /** In the place, by lot; in hands, owed, back and not exchanged, of the same lot. */
  inPlace: z.int(),
  inHand: z.int(),
  owed: z.int(),
  proven: z.int(),
  daysLeft: z.int(),
  /** First to expire: to be used first. */
  first: z.boolean(),
})
export type LotRow = z.infer<typeof lotRow>

export const placeHead = z.object({
  placeId: id,
  orgId: id,
  code: z.string(),
  place: z.string(),
  kind: z.string(),
  tier: z.int(),
  department: z.string().nullable(),
})

export const placeBase = placeHead.extend({
  drugs: z.array(positionRow),
  lots: z.array(lotRow),
  now: instant,
})
export type PlaceBase = z.infer<typeof placeBase>

export const readPlaceBase = endpoint({
  name: 'baseStock.place',
  method: 'GET',
  path: '/base-stock/{placeId}',
  summary: '储位基数与等式',
  permission: 'baseStock.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ placeId: id }),
  output: placeBase,
})

/** What units left a place for. */
const caseOf = { caseKind: z.enum(['issue', 'dispense']), caseId: id }

/** An issue into a hand, or a prescription handed out, behind a term of the equation. */
export const useCase = z.object({
  ...caseOf,
  caseNo: z.string(),
  refNo: z.string(),
  holder: z.string(),
  issuedAt: instant,
  drugId: id,
  lotId: id,
  lotNo: z.string(),
  out: z.int(),
  inHand: z.int(),
  owed: z.int(),
  exchanged: z.int(),
  proven: z.int(),
})
export type UseCase = z.infer<typeof useCase>

export const awaitingRow = z.object({
  requisitionId: id,
  requisitionNo: z.string(),
  source: z.string(),
  createdAt: instant,
  drugId: id,
  asked: z.int(),
  accepted: z.int(),
})

export const exchangeLine = drugName.extend({
  ...caseOf,
  caseNo: z.string(),
  lotId: id,
  lotNo: z.string(),
  units: z.int(),
  closes: z.boolean(),
})
export type ExchangeLine = z.infer<typeof exchangeLine>

/**
 * 以空换新: what can be exchanged now, what still has to be brought back first, and which places it can come from. The
 * exchange itself is a requisition (`requisition.create` with `exchange`), so that there is one way of moving stock.
 */
export const readExchange = endpoint({
  name: 'baseStock.exchange',
  method: 'GET',
  path: '/base-stock/{placeId}/exchange',
  summary: '以空换新建议',
  permission: 'baseStock.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ placeId: id }),
  output: z.object({
    lines: z.array(exchangeLine),
    cases: z.array(useCase),
    awaiting: z.array(awaitingRow),
    /** What is missing although nothing was used: the first filling, or what left otherwise. */
    gaps: z.array(drugName.extend({ units: z.int() })),
    sources: z.array(z.object({ placeId: id, place: z.string(), tier: z.int() })),
  }),
})

export const usedRow = drugName.extend({
  movementId: id,
  issueId: id,
  issueNo: z.string(),
  at: instant,
  kind: z.string(),
  lotNo: z.string(),
  code: z.string(),
  units: z.int(),
  content: z.int(),
  contentUnit: z.string(),
  patient: z.string(),
  recordNo: z.string(),
  route: z.string().nullable(),
  holder: z.string(),
  witness: z.string().nullable(),
})
export type UsedRow = z.infer<typeof usedRow>

/** Use records of one place (R8): opened, given, wasted, broken. */
export const listUses = endpoint({
  name: 'baseStock.uses',
  method: 'GET',
  path: '/base-stock/{placeId}/uses',
  summary: '储位使用记录',
  permission: 'baseStock.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ ...pageInput, placeId: id, drugId: id.optional() }),
  output: pageOf(usedRow),
})

export const requestState = z.enum(['waiting', 'approved', 'refused', 'withdrawn'])
export const requestStateTitle = {
  waiting: '待批准',
  approved: '已批准',
  refused: '未批准',
  withdrawn: '已撤回',
} as const

export const requestLine = drugName.extend({
  units: z.int(),
  minUnits: z.int(),
  /** In force when it was asked for; null: none. */
  was: z.int().nullable(),
})

export const requestRow = z.object({
  id,
  orgId: id,
  no: z.string(),
  placeId: id,
  place: z.string(),
  state: requestState,
  effectiveFrom: date,
  effectiveAt: instant.nullable(),
  reason: z.string(),
  requestedById: id,
  requestedBy: z.string(),
  requestedAt: instant,
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  decisionNote: z.string().nullable(),
  lines: z.array(requestLine),
})
export type RequestRow = z.infer<typeof requestRow>

export const listBaseRequests = endpoint({
  name: 'baseStock.requests',
  method: 'GET',
  path: '/base-requests',
  summary: '基数申请列表',
  permission: 'baseStock.read',
  refusals: [],
  input: z.object({ ...pageInput, state: requestState.optional(), placeId: id.optional() }),
  output: pageOf(requestRow),
})

export const requestBase = endpoint({
  name: 'baseStock.request',
  method: 'POST',
  path: '/base-requests',
  summary: '申请基数',
  permission: 'baseStock.request',
  qualification: 'handle',
  refusals: ['NOT_FOUND', 'ALREADY_EXISTS', 'BASE_MIN_OVER', 'BASE_UNCHANGED', 'BASE_DATE'],
  input: z.object({
    placeId: id.meta({ title: '储位' }),
    effectiveFrom: date.meta({ title: '生效日期' }),
    reason: text(200).meta({ title: '原因' }),
    lines: z
      .array(
        z.object({ drugId: id, units: z.int().min(0).max(100_000), minUnits: z.int().min(0).max(100_000) }),
      )
      .min(1)
      .max(100),
  }),
  output: z.object({ id, no: z.string() }),
})

/** The head of pharmacy decides; never the one who asked (regulations §2.2: base change). */
export const decideBase = endpoint({
  name: 'baseStock.decide',
  method: 'POST',
  path: '/base-requests/{id}/decide',
  summary: '批准基数',
  permission: 'baseStock.approve',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'BASE_TWO_PEOPLE', 'REASON_REQUIRED'],
  input: z.object({ id, approve: z.boolean(), note: z.string().trim().max(200).optional() }),
  output: done,
})

export const withdrawBase = endpoint({
  name: 'baseStock.withdraw',
  method: 'POST',
  path: '/base-requests/{id}/withdraw',
  summary: '撤回基数申请',
  permission: 'baseStock.request',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'BASE_NOT_YOURS'],
  input: z.object({ id }),
  output: done,
})
