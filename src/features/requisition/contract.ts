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
  scan,
  text,
  units,
} from '#core/contract.ts'
import { picks } from '#core/ledger/contract.ts'
import { carriage } from './carrierContract.ts'

export const requisitionState = z.enum(['requested', 'sent', 'done', 'cancelled'])
export const requisitionStateTitle = {
  requested: '待出库',
  sent: '在途',
  done: '已签收',
  cancelled: '已撤销',
} as const
export const transferState = z.enum(['inTransit', 'short', 'done', 'returned'])
export const transferStateTitle = {
  inTransit: '在途',
  short: '在途有差异',
  done: '已签收',
  returned: '已退回',
} as const

export const requisitionRow = z.object({
  id,
  no: z.string(),
  locationId: id,
  location: z.string(),
  sourceLocationId: id,
  source: z.string(),
  state: requisitionState,
  drugs: z.int(),
  units: z.int(),
  /** Sent and not sent back: on its way, or arrived. */
  sentUnits: z.int(),
  inTransitUnits: z.int(),
  neededBy: instant.nullable(),
  createdBy: z.string(),
  createdAt: instant,
})

export const requisitionLine = drugName.extend({
  units: z.int(),
  sentUnits: z.int(),
  /** On the books of the place that is asked, now. */
  sourceStock: z.int(),
  ownStock: z.int(),
})

export const transferRow = z.object({
  id,
  no: z.string(),
  requisitionId: id.nullable(),
  requisitionNo: z.string().nullable(),
  sourceLocationId: id,
  source: z.string(),
  destinationLocationId: id,
  destination: z.string(),
  state: transferState,
  drugs: z.int(),
  /** sent = accepted + sent back + still in transit. */
  sentUnits: z.int(),
  acceptedUnits: z.int(),
  backUnits: z.int(),
  inTransitUnits: z.int(),
  sentBy: z.string(),
  checkedBy: z.string(),
  sentAt: instant,
  acceptedBy: z.string().nullable(),
  acceptedAt: instant.nullable(),
  /** 运送人 named last, since when that one has it, and until when it should have arrived. */
  carrier: z.string().nullable(),
  takenAt: instant.nullable(),
  carryDueAt: instant.nullable(),
})

export const transferItem = drugName.extend({
  lotId: id,
  lotNo: z.string(),
  expiry: date,
  code: z.string(),
  /** What one code held when it was received (10 支/盒); 1 for a label or a lot without codes. */
  packUnits: z.int(),
  sentUnits: z.int(),
  acceptedUnits: z.int(),
  backUnits: z.int(),
  inTransitUnits: z.int(),
})
export type TransferItem = z.infer<typeof transferItem>

/** Acts of a transfer, as its statement names them. */
export const transferActTitle: Readonly<Record<string, string>> = {
  send: '调拨出库',
  accept: '调拨签收',
  sendBack: '在途退回',
}

/** One movement of the transfer's account, per drug: the statement of the document. */
export const transferMovement = drugName.extend({
  movementId: id,
  eventId: id,
  kind: z.string(),
  /** 红冲: takes an earlier movement back. */
  reversal: z.boolean(),
  at: instant,
  source: z.string(),
  destination: z.string(),
  units: z.int(),
  codes: z.int(),
  actor: z.string(),
  actorTitle: z.string(),
  witness: z.string().nullable(),
  reason: z.string().nullable(),
})
export type TransferMovement = z.infer<typeof transferMovement>

export const requisitionDetail = requisitionRow.extend({
  orgId: id,
  note: z.string().nullable(),
  lines: z.array(requisitionLine),
  transfers: z.array(transferRow),
})
export type RequisitionDetail = z.infer<typeof requisitionDetail>
export const transferDetail = transferRow.extend({
  orgId: id,
  accountId: id,
  sentById: id,
  note: z.string().nullable(),
  checkedById: id,
  carriers: z.array(carriage),
  items: z.array(transferItem),
  movements: z.array(transferMovement),
})
export type TransferDetail = z.infer<typeof transferDetail>

export const listRequisitions = endpoint({
  name: 'requisition.list',
  method: 'GET',
  path: '/requisitions',
  summary: '请领单列表',
  permission: 'requisition.read',
  refusals: [],
  input: z.object({ ...pageInput, state: requisitionState.optional() }),
  output: pageOf(requisitionRow),
})

export const readRequisition = endpoint({
  name: 'requisition.read',
  method: 'GET',
  path: '/requisitions/{id}',
  summary: '请领单',
  permission: 'requisition.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: requisitionDetail,
})

export const createRequisition = endpoint({
  name: 'requisition.create',
  method: 'POST',
  path: '/requisitions',
  summary: '请领',
  permission: 'requisition.request',
  qualification: 'handle',
  refusals: [
    'NOT_FOUND',
    'TRANSFER_SAME_PLACE',
    'TRANSFER_TIER',
    'DRAWER_NOT_FOR_DRUG',
    'ALREADY_EXISTS',
    'BASE_OVER',
    'BASE_NONE',
    'BASE_NOT_PROVEN',
    'BASE_EXCHANGE_LINES',
  ],
  input: z.object({
    locationId: id,
    sourceLocationId: id,
    /** 以空换新: the used units that are replaced, by case and lot; their sums are the lines (baseStock.exchange proposes them). */
    exchange: z
      .array(z.object({ caseKind: z.enum(['issue', 'dispense']), caseId: id, lotId: id, units }))
      .min(1)
      .max(500)
      .optional(),
    neededBy: instant.optional(),
    note: optionalText(300),
    lines: z
      .array(z.object({ drugId: id, units }))
      .min(1)
      .max(100),
  }),
  output: z.object({ id, no: z.string() }),
})

export const cancelRequisition = endpoint({
  name: 'requisition.cancel',
  method: 'POST',
  path: '/requisitions/{id}/cancel',
  summary: '撤销请领',
  permission: 'requisition.request',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED'],
  input: z.object({ id, reason: text(300) }),
  output: done,
})

export const listTransfers = endpoint({
  name: 'transfer.list',
  method: 'GET',
  path: '/transfers',
  summary: '调拨单列表',
  permission: 'requisition.read',
  refusals: [],
  input: z.object({ ...pageInput, state: transferState.optional(), locationId: id.optional() }),
  output: pageOf(transferRow),
})

export const readTransfer = endpoint({
  name: 'transfer.read',
  method: 'GET',
  path: '/transfers/{id}',
  summary: '调拨单',
  permission: 'requisition.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: transferDetail,
})

/** What a scan is, and how much of it one's own account holds: before a box is put on a list. */
export const lookCode = endpoint({
  name: 'transfer.look',
  method: 'GET',
  path: '/accounts/{accountId}/codes',
  summary: '扫码核对所在账户',
  permission: 'requisition.read',
  refusals: ['NOT_FOUND', 'CODE_NEVER_RECEIVED', 'CODE_NOT_HERE', 'CODE_IS_PRODUCT_BARCODE', 'LOT_EXPIRED'],
  input: z.object({ accountId: id, raw: scan }),
  output: drugName.extend({
    code: z.string(),
    lotId: id,
    lotNo: z.string(),
    expiry: date,
    packUnits: z.int(),
    units: z.int(),
  }),
})
export type LookedUp = z.infer<typeof lookCode.output>

/** 调拨出库: sender and checker sign (条例 Art 48; 438号 Art 12); the goods are then in transit. */
export const sendTransfer = endpoint({
  name: 'transfer.send',
  method: 'POST',
  path: '/transfers',
  summary: '调拨出库',
  permission: 'requisition.send',
  qualification: 'handle',
  witness: { permission: 'requisition.check', qualification: 'handle', title: '复核' },
  refusals: [
    'NOT_FOUND',
    'TRANSFER_SAME_PLACE',
    'TRANSFER_TIER',
    'DRAWER_NOT_FOR_DRUG',
    'BALANCE_SHORT',
    'CODE_NOT_HERE',
    'CODE_NEVER_RECEIVED',
    'CODE_SCANNED_TWICE',
    'LOT_EXPIRED',
    'FEFO_BROKEN',
    'TRANSFER_NOT_ASKED',
    'COUNT_FIRST',
    'CARRIER_REQUIRED',
    'CARRIER_IS_CHECKER',
    'UNQUALIFIED',
    'BASE_OVER',
    'BASE_NONE',
    'DOCUMENT_CLOSED',
  ],
  input: z.object({
    requisitionId: id.optional(),
    sourceLocationId: id,
    destinationLocationId: id,
    /** 运送人, who then takes it over; the rule of the way may want one. */
    carrierId: id.optional(),
    picks,
    fefoReason: optionalText(200),
  }),
  output: z.object({ id, no: z.string(), movementId: id }),
})

/** 签收: the other side counts and signs; what it does not find stays in transit, visible, until explained. */
export const acceptTransfer = endpoint({
  name: 'transfer.accept',
  method: 'POST',
  path: '/transfers/{id}/accept',
  summary: '调拨签收',
  permission: 'requisition.accept',
  qualification: 'handle',
  refusals: [
    'DRAWER_NOT_FOR_DRUG',
    'NOT_FOUND',
    'DOCUMENT_CLOSED',
    'WITNESS_IS_ACTOR',
    'CARRIER_NOT_TAKEN',
    'CARRIER_IS_RECEIVER',
    'TRANSFER_OVER',
    'CODE_NOT_HERE',
    'CODE_NEVER_RECEIVED',
    'CODE_SCANNED_TWICE',
    'LOT_EXPIRED',
    'REASON_REQUIRED',
    'BASE_OVER',
    'BASE_NONE',
  ],
  input: z.object({ id, picks, note: optionalText(300) }),
  output: z.object({ movementId: id, inTransitUnits: z.int() }),
})

/** 退回在途: what the other side did not take comes back to where it came from, before two people, with the reason. */
export const sendBack = endpoint({
  name: 'transfer.sendBack',
  method: 'POST',
  path: '/transfers/{id}/send-back',
  summary: '在途退回',
  permission: 'requisition.send',
  qualification: 'handle',
  witness: { permission: 'requisition.check', qualification: 'handle', title: '复核' },
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CLOSED',
    'CODE_NOT_HERE',
    'CODE_NEVER_RECEIVED',
    'CODE_SCANNED_TWICE',
    'BALANCE_SHORT',
  ],
  input: z.object({ id, picks, reason: text(300) }),
  output: z.object({ movementId: id, inTransitUnits: z.int() }),
})
