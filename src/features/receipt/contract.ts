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
import { deliveryLimitBytes } from '#core/codes/contract.ts'

export const receiptState = z.enum(['counting', 'signed', 'cancelled', 'reversed'])
export const receiptStateTitle = {
  counting: '验收中',
  signed: '已入库',
  cancelled: '已撤销',
  reversed: '已红冲',
} as const
export const discrepancyKind = z.enum(['short', 'damaged', 'surplus'])
export const discrepancyTitle = { short: '短少', damaged: '破损', surplus: '多送' } as const
/** 质量情况 and 验收结论 of the receipt register (卫医发〔2005〕438号 Art 10). */
export const qualityStates = [
  '外观、封签完好',
  '外包装破损、内包装完好',
  '有破损，已隔离',
  '标签或批号不清，已隔离',
] as const
export const conclusions = ['合格入库', '部分合格入库', '拒收'] as const

const counts = {
  expectedUnits: z.int(),
  acceptedUnits: z.int(),
  damagedUnits: z.int(),
  shortUnits: z.int(),
  packs: z.int(),
}

export const receiptRow = z.object({
  id,
  no: z.string(),
  supplier: z.string(),
  location: z.string(),
  deliveryNo: z.string().nullable(),
  arrivedAt: instant,
  state: receiptState,
  drugs: z.int(),
  expectedUnits: z.int(),
  acceptedUnits: z.int(),
  shortUnits: z.int(),
  signedAt: instant.nullable(),
  signedBy: z.string().nullable(),
  witnessedBy: z.string().nullable(),
})

/** What has come of one lot; a line may hold several. */
export const receiptLot = z.object({
  lineId: id,
  lotNo: z.string(),
  made: date.nullable(),
  expiry: date,
  units: z.int(),
  damagedUnits: z.int(),
  packs: z.int(),
  damagedPacks: z.int(),
})
export type ReceiptLot = z.infer<typeof receiptLot>

export const receiptLine = drugName.extend({
  id,
  line: z.int(),
  orderNo: z.string().nullable(),
  invoiceNo: z.string().nullable(),
  form: z.string().nullable(),
  packUnits: z.int(),
  packUnit: z.string(),
  manufacturer: z.string().nullable(),
  lotNo: z.string().nullable(),
  made: date.nullable(),
  expiry: date.nullable(),
  ...counts,
})
export type ReceiptLine = z.infer<typeof receiptLine>

export const discrepancy = z.object({
  id,
  kind: discrepancyKind,
  lineId: id.nullable(),
  units: z.int(),
  code: z.string().nullable(),
  note: z.string(),
  recordedBy: z.string(),
  recordedAt: instant,
})

export const receiptDetail = receiptRow.extend({
  orgId: id,
  orgName: z.string(),
  version: z.int(),
  supplierId: id,
  locationId: id,
  qualityState: z.string().nullable(),
  conclusion: z.string().nullable(),
  eventId: id.nullable(),
  createdBy: z.string(),
  signedTitle: z.string().nullable(),
  witnessTitle: z.string().nullable(),
  lines: z.array(receiptLine),
  lots: z.array(receiptLot),
  discrepancies: z.array(discrepancy),
  /** Codes of the supplier's file: how many smallest packs, and how many of them are not scanned yet. */
  manifest: z.object({ packs: z.int(), waiting: z.int(), cartons: z.int() }),
})
export type ReceiptDetail = z.infer<typeof receiptDetail>

export const listReceipts = endpoint({
  name: 'receipt.list',
  method: 'GET',
  path: '/receipts',
  summary: '收货单列表',
  permission: 'receipt.read',
  refusals: [],
  input: z.object({ ...pageInput, state: receiptState.optional() }),
  output: pageOf(receiptRow),
})

export const readReceipt = endpoint({
  name: 'receipt.read',
  method: 'GET',
  path: '/receipts/{id}',
  summary: '收货单',
  permission: 'receipt.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: receiptDetail,
})

export const scanRow = z.object({
  code: z.string(),
  lineId: id,
  units: z.int(),
  lotNo: z.string().nullable(),
  expiry: date.nullable(),
  damaged: z.boolean(),
  entered: z.enum(['scan', 'typed', 'carton', 'file']),
  scannedBy: z.string(),
  scannedAt: instant,
})

export const listScans = endpoint({
  name: 'receipt.scans',
  method: 'GET',
  path: '/receipts/{id}/scans',
  summary: '已扫的码',
  permission: 'receipt.read',
  refusals: [],
  input: z.object({ ...pageInput, id, lineId: id.optional() }),
  output: pageOf(scanRow),
})

export const startReceipt = endpoint({
  name: 'receipt.start',
  method: 'POST',
  path: '/receipts',
  summary: '开始收货',
  permission: 'receipt.work',
  qualification: 'handle',
  refusals: ['NOT_FOUND', 'INPUT_INVALID', 'TIME_IN_FUTURE', 'UNQUALIFIED'],
  input: z.object({
    supplierId: id,
    locationId: id,
    deliveryNo: optionalText(60),
    arrivedAt: instant.optional(),
    /** Open orders of this supplier … */
    orderIds: z.array(id).max(50).default([]),
    /** … or lines by hand, where the order is not in the system. */
    lines: z
      .array(z.object({ drugId: id, units }))
      .max(200)
      .default([]),
  }),
  output: z.object({ id, no: z.string() }),
})

const lotFields = { lotNo: text(40), made: date.optional(), expiry: date }

export const setLot = endpoint({
  name: 'receipt.setLot',
  method: 'POST',
  path: '/receipts/{id}/lines/{lineId}/lot',
  summary: '填写批号效期',
  permission: 'receipt.work',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'CODE_DATE_ORDER', 'LOT_EXPIRED', 'LOT_MISMATCH'],
  input: z.object({ id, lineId: id, ...lotFields }),
  output: done,
})

export const loadDelivery = endpoint({
  name: 'receipt.loadFile',
  method: 'POST',
  path: '/receipts/{id}/file',
  summary: '载入随货文件',
  permission: 'receipt.work',
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CLOSED',
    'FILE_TOO_LARGE',
    'FILE_HAS_FAULTS',
    'FILE_FORMAT_UNKNOWN',
    'RECEIPT_FILE_MISMATCH',
  ],
  upload: { maxBytes: deliveryLimitBytes },
  input: z.object({ id }),
  output: z.object({
    format: z.string(),
    encoding: z.string(),
    documentNo: z.string().nullable(),
    packs: z.int(),
    cartons: z.int(),
  }),
})

export const scanOne = endpoint({
  name: 'receipt.scan',
  method: 'POST',
  path: '/receipts/{id}/scans',
  summary: '扫码清点',
  permission: 'receipt.work',
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CLOSED',
    'CODE_SCANNED_TWICE',
    'CODE_IN_STOCK_HERE',
    'CODE_HELD_ELSEWHERE',
    'CODE_NOT_IN_ORDER',
    'CODE_PRODUCT_UNKNOWN',
    'CODE_NOT_SELLABLE_PACK',
    'CODE_IS_PRODUCT_BARCODE',
    'RECEIPT_OVER',
    'RECEIPT_LOT_REQUIRED',
    'LOT_EXPIRED',
    'LOT_MISMATCH',
  ],
  input: z.object({ id, raw: scan, typed: z.boolean().default(false) }),
  output: z.object({
    packs: z.int(),
    lineId: id,
    code: z.string(),
    lotNo: z.string(),
    expiry: date,
    units: z.int(),
  }),
})

/** 整单点收: takes the next packs of the supplier's file, a batch a call, so that the page can show progress. */
export const takeFile = endpoint({
  name: 'receipt.takeFile',
  method: 'POST',
  path: '/receipts/{id}/take-file',
  summary: '按随货文件点收',
  permission: 'receipt.work',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED'],
  input: z.object({
    id,
    after: z.string().max(120).default(''),
    limit: z.int().min(1).max(1000).default(500),
  }),
  output: z.object({
    taken: z.int(),
    /** `lineId`, `lotNo`: where a lot is still wanted. */
    refused: z.array(
      z.object({
        code: z.string(),
        refusal: z.string(),
        text: z.string(),
        lineId: id.nullable(),
        lotNo: z.string().nullable(),
      }),
    ),
    /** Pass it as `after` next time; null: the file is done. */
    next: z.string().nullable(),
  }),
})

export const unscan = endpoint({
  name: 'receipt.unscan',
  method: 'POST',
  path: '/receipts/{id}/unscan',
  summary: '撤回一码',
  permission: 'receipt.work',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED'],
  input: z.object({ id, code: text(120) }),
  output: done,
})

export const registerDiscrepancy = endpoint({
  name: 'receipt.register',
  method: 'POST',
  path: '/receipts/{id}/discrepancies',
  summary: '登记短少、破损、多送',
  permission: 'receipt.work',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'RECEIPT_OVER', 'ALREADY_EXISTS'],
  input: z.object({
    id,
    kind: discrepancyKind,
    lineId: id.optional(),
    units,
    code: optionalText(120),
    note: text(300),
  }),
  output: z.object({ id }),
})

export const withdrawDiscrepancy = endpoint({
  name: 'receipt.withdraw',
  method: 'POST',
  path: '/receipts/{id}/discrepancies/{discrepancyId}/withdraw',
  summary: '撤回登记',
  permission: 'receipt.work',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED'],
  input: z.object({ id, discrepancyId: id }),
  output: done,
})

export const cancelReceipt = endpoint({
  name: 'receipt.cancel',
  method: 'POST',
  path: '/receipts/{id}/cancel',
  summary: '撤销收货单',
  permission: 'receipt.work',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED'],
  input: z.object({ id, reason: text(300) }),
  output: done,
})

/** 签字入库: two people, what was counted as it stands (条例 Art 48; 卫医发〔2005〕438号 Art 10). */
export const signReceipt = endpoint({
  name: 'receipt.sign',
  method: 'POST',
  path: '/receipts/{id}/sign',
  summary: '签字入库',
  permission: 'receipt.sign',
  qualification: 'handle',
  witness: { permission: 'receipt.witness', qualification: 'handle', title: '复核' },
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CLOSED',
    'DOCUMENT_CHANGED',
    'RECEIPT_NOTHING_SCANNED',
    'RECEIPT_LINE_OPEN',
    'CODE_HELD_ELSEWHERE',
    'CODE_IN_STOCK_HERE',
    'LOT_EXPIRED',
    'WITNESS_REQUIRED',
  ],
  input: z.object({
    id,
    version: z.int(),
    qualityState: z.enum(qualityStates),
    conclusion: z.enum(conclusions),
  }),
  output: z.object({ movementId: id.nullable(), acceptedUnits: z.int() }),
})
