import { z } from 'zod'
import { date, done, endpoint, id, instant, optionalText, text } from '#core/contract.ts'
import { cardStates, type CardState } from '#core/purchasing/rules.ts'

export const cardState = z.enum(cardStates)
export const cardStateTitle: Record<CardState, string> = {
  notYet: '未生效',
  active: '有效',
  renewalDue: '待换卡',
  expired: '已到期',
  replaced: '已换新卡',
}

/** A scan of the card with its specimen signatures and seals. */
export const specimenMaxBytes = 5 * 1024 * 1024
export const maxPurchasers = 10
/** Of one hospital: three years each, so this is a century and a half. */
export const maxCards = 50
export const maxChanges = 500

/** What is printed on the card and must be filed when it changes (421号; regulations §4.1). */
export const cardFields = ['orgName', 'address', 'legalPerson', 'medHead', 'pharmHead', 'purchaser'] as const
export const cardField = z.enum(cardFields)
export type CardField = z.infer<typeof cardField>
export const cardFieldTitle: Record<CardField, string> = {
  orgName: '医疗机构名称',
  address: '地址',
  legalPerson: '法定代表人',
  medHead: '医疗管理部门负责人',
  pharmHead: '药学部门负责人',
  purchaser: '采购人员',
}

export const changeStates = ['toFile', 'filed', 'returned', 'done', 'cancelled'] as const
export const changeState = z.enum(changeStates)
export type ChangeState = z.infer<typeof changeState>
export const changeStateTitle: Record<ChangeState, string> = {
  toFile: '待报备',
  filed: '已报备，待办结',
  returned: '被退回，待重报',
  done: '已办结',
  cancelled: '已撤销',
}

export const purchaser = z.object({ userId: id, name: z.string(), title: z.string(), since: date })
export type Purchaser = z.infer<typeof purchaser>

export const cardRow = z.object({
  cardId: id,
  orgId: id,
  cardNo: z.string(),
  issuer: z.string(),
  issuedOn: date,
  validFrom: date,
  validTo: date,
  nextFrom: date.nullable(),
  state: cardState,
  /** Until its last day, negative where it is over. */
  daysLeft: z.int(),
})
export type CardRow = z.infer<typeof cardRow>

export const change = z.object({
  changeId: id,
  no: z.string(),
  field: cardField,
  before: z.string().nullable(),
  after: z.string().nullable(),
  changedOn: date,
  recordedBy: z.string(),
  recordedAt: instant,
  state: changeState,
  /** The third day after the change. */
  fileBy: date,
  filedOn: date.nullable(),
  filedBy: z.string().nullable(),
  /** The fifth day after it was filed. */
  handleBy: date.nullable(),
  doneOn: date.nullable(),
  authority: z.string().nullable(),
  note: z.string().nullable(),
  cancelReason: z.string().nullable(),
  /** Filed late, or not filed and its days are over. */
  fileLate: z.boolean(),
  handleLate: z.boolean(),
})
export type Change = z.infer<typeof change>

export const card = cardRow.extend({
  org: z.string(),
  /** As the card reads now: as issued, with the changes that are done. */
  orgName: z.string(),
  address: z.string(),
  legalPerson: z.string(),
  medHead: z.string(),
  pharmHead: z.string(),
  specimen: z.boolean(),
  recordedBy: z.string(),
  recordedAt: instant,
  purchasers: z.array(purchaser),
  changes: z.array(change),
})
export type Card = z.infer<typeof card>

const printed = {
  orgName: text(100).meta({ title: '医疗机构名称' }),
  address: text(200).meta({ title: '地址' }),
  legalPerson: text(40).meta({ title: '法定代表人' }),
  medHead: text(40).meta({ title: '医疗管理部门负责人' }),
  pharmHead: text(40).meta({ title: '药学部门负责人' }),
}

/** Cards of a hospital, newest first. */
export const listCards = endpoint({
  name: 'purchaseCard.list',
  method: 'GET',
  path: '/purchase-cards',
  summary: '印鉴卡列表',
  permission: 'purchaseCard.read',
  refusals: [],
  input: z.object({ org: id.optional() }),
  output: z.object({ rows: z.array(cardRow), total: z.int() }),
})

export const readCard = endpoint({
  name: 'purchaseCard.read',
  method: 'GET',
  path: '/purchase-cards/{id}',
  summary: '印鉴卡',
  permission: 'purchaseCard.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: card,
})

/** Before one orders: is there a card, and am I on it. */
export const cardStanding = endpoint({
  name: 'purchaseCard.standing',
  method: 'GET',
  path: '/purchase-cards/standing',
  summary: '印鉴卡现状',
  permission: 'purchaseCard.read',
  refusals: [],
  input: z.object({}),
  output: z.object({ card: cardRow.nullable(), named: z.boolean(), purchasers: z.array(z.string()) }),
})

export const overviewRow = z.object({
  orgId: id,
  org: z.string(),
  /** null: this hospital has recorded no card. */
  card: cardRow.nullable(),
  purchasers: z.string(),
  /** Changes not settled yet, and those whose days are over. */
  open: z.int(),
  late: z.int(),
})
export type OverviewRow = z.infer<typeof overviewRow>
/** Hospitals of one authority, most urgent first. */
export const maxOverview = 500

export const overviewCards = endpoint({
  name: 'purchaseCard.overview',
  method: 'GET',
  path: '/purchase-cards/overview',
  summary: '辖区印鉴卡',
  permission: 'supervision.read',
  refusals: [],
  input: z.object({}),
  output: z.object({ rows: z.array(overviewRow), total: z.int() }),
})

/** Who may be named on the card: people of the hospital in service. */
export const cardPeople = endpoint({
  name: 'purchaseCard.people',
  method: 'GET',
  path: '/purchase-cards/people',
  summary: '可列入印鉴卡的人员',
  permission: 'purchaseCard.write',
  refusals: [],
  input: z.object({}),
  output: z.object({
    rows: z.array(z.object({ userId: id, name: z.string(), title: z.string(), account: z.string() })),
  }),
})

/** The first card, the next one (换卡), or an old one that belongs to the history: validity decides which. */
export const registerCard = endpoint({
  name: 'purchaseCard.register',
  method: 'POST',
  path: '/purchase-cards',
  summary: '登记印鉴卡',
  permission: 'purchaseCard.write',
  refusals: [
    'ALREADY_EXISTS',
    'CARD_TERM',
    'CARD_ORDER',
    'CARD_CHANGE_DAY',
    'NOT_FOUND',
    'CARD_CHANGE_PEOPLE',
  ],
  input: z.object({
    cardNo: text(40).meta({ title: '印鉴卡号' }),
    issuer: text(100).meta({ title: '发卡机关' }),
    issuedOn: date.meta({ title: '签发日期' }),
    validFrom: date.meta({ title: '有效期自' }),
    validTo: date.meta({ title: '有效期至' }),
    ...printed,
    purchaserIds: z.array(id).min(1).max(maxPurchasers).meta({ title: '采购人员' }),
  }),
  output: z.object({ cardId: id }),
})

export const uploadSpecimen = endpoint({
  name: 'purchaseCard.uploadSpecimen',
  method: 'POST',
  path: '/purchase-cards/{id}/specimen',
  summary: '上传印鉴卡扫描件',
  permission: 'purchaseCard.write',
  refusals: ['NOT_FOUND', 'FILE_TOO_LARGE', 'FILE_EMPTY', 'FILE_TYPE_REFUSED', 'EVIDENCE_REUSED'],
  upload: { maxBytes: specimenMaxBytes },
  input: z.object({ id }),
  output: done,
})

export const readSpecimen = endpoint({
  name: 'purchaseCard.specimen',
  method: 'GET',
  path: '/purchase-cards/{id}/specimen',
  summary: '印鉴卡扫描件',
  permission: 'purchaseCard.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: z.any(),
  download: true,
})

export const recordChange = endpoint({
  name: 'purchaseCard.recordChange',
  method: 'POST',
  path: '/purchase-cards/{id}/changes',
  summary: '登记印鉴卡变更',
  permission: 'purchaseCard.write',
  refusals: ['NOT_FOUND', 'CARD_CHANGE_DAY', 'CARD_CHANGE_SAME', 'CARD_CHANGE_PEOPLE'],
  input: z.object({
    id,
    field: cardField.meta({ title: '变更事项' }),
    changedOn: date.meta({ title: '变更发生日期' }),
    /** Of all but 采购人员. */
    after: optionalText(200).meta({ title: '变更为' }),
    outId: id.optional().meta({ title: '不再担任' }),
    inId: id.optional().meta({ title: '新任' }),
  }),
  output: z.object({ changeId: id, no: z.string(), fileBy: date }),
})

export const cancelChange = endpoint({
  name: 'purchaseCard.cancelChange',
  method: 'POST',
  path: '/purchase-card-changes/{changeId}/cancel',
  summary: '撤销登记错的变更',
  permission: 'purchaseCard.write',
  refusals: ['NOT_FOUND', 'CARD_CHANGE_STEP'],
  input: z.object({ changeId: id, reason: text(200).meta({ title: '原因' }) }),
  output: done,
})

export const fileChange = endpoint({
  name: 'purchaseCard.fileChange',
  method: 'POST',
  path: '/purchase-card-changes/{changeId}/file',
  summary: '报备印鉴卡变更',
  permission: 'purchaseCard.write',
  refusals: ['NOT_FOUND', 'CARD_CHANGE_STEP', 'CARD_CHANGE_DAY'],
  input: z.object({ changeId: id, filedOn: date.meta({ title: '报备日期' }) }),
  output: done,
})

/** Where the city works on paper: the hospital has the amended card in hand. */
export const completeChange = endpoint({
  name: 'purchaseCard.completeChange',
  method: 'POST',
  path: '/purchase-card-changes/{changeId}/complete',
  summary: '登记变更办结',
  permission: 'purchaseCard.write',
  refusals: ['NOT_FOUND', 'CARD_CHANGE_STEP', 'CARD_CHANGE_DAY'],
  input: z.object({ changeId: id, doneOn: date.meta({ title: '办结日期' }) }),
  output: done,
})

/** The authority settles a filed change or sends it back, in its own rows. */
export const handleChange = endpoint({
  name: 'purchaseCard.handleChange',
  method: 'POST',
  path: '/purchase-card-changes/{changeId}/handle',
  summary: '处理印鉴卡变更',
  permission: 'purchaseCard.supervise',
  refusals: ['NOT_FOUND', 'CARD_CHANGE_STEP', 'REASON_REQUIRED'],
  input: z.object({
    changeId: id,
    outcome: z.enum(['done', 'returned']),
    note: optionalText(200).meta({ title: '说明' }),
  }),
  output: done,
})
