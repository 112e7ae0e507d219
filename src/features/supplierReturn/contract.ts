import { z } from 'zod'
import { date, drugName, endpoint, id, instant, pageInput, pageOf, sha256, text } from '#core/contract.ts'
import { picks, unitSums } from '#core/ledger/contract.ts'

export const supplierReturnReasons = ['damaged', 'quality', 'recall', 'nearExpiry', 'wrong'] as const
export const supplierReturnReason = z.enum(supplierReturnReasons)
export type SupplierReturnReason = z.infer<typeof supplierReturnReason>
export const supplierReturnReasonTitle: Record<SupplierReturnReason, string> = {
  damaged: '破损',
  quality: '质量问题',
  recall: '召回',
  nearExpiry: '近效期',
  wrong: '发错品种',
}

export const supplierReturnRow = z.object({
  id,
  orgId: id,
  no: z.string(),
  supplier: z.string(),
  /** The place or red box that it left. */
  account: z.string(),
  reasonKind: supplierReturnReason,
  reason: z.string(),
  confirmationNo: z.string(),
  confirmedBy: z.string(),
  drugs: z.string(),
  sums: unitSums,
  returnedBy: z.string(),
  witnessedBy: z.string(),
  returnedAt: instant,
  movementId: id,
  eventId: id,
  reversed: z.boolean(),
})
export type SupplierReturnRow = z.infer<typeof supplierReturnRow>

export const supplierReturnDetail = supplierReturnRow.extend({
  org: z.string(),
  returnedTitle: z.string(),
  witnessTitle: z.string(),
  eventHash: sha256.nullable(),
  lines: z.array(
    drugName.extend({
      lotId: id,
      lotNo: z.string(),
      expiry: date,
      form: z.string().nullable(),
      manufacturer: z.string().nullable(),
      units: z.int(),
      codes: z.array(z.string()),
    }),
  ),
})
export type SupplierReturnDetail = z.infer<typeof supplierReturnDetail>

export const listSupplierReturns = endpoint({
  name: 'supplierReturn.list',
  method: 'GET',
  path: '/supplier-returns',
  summary: '退货单',
  permission: 'quarantine.read',
  refusals: [],
  input: z.object({ ...pageInput }),
  output: pageOf(supplierReturnRow),
})

export const readSupplierReturn = endpoint({
  name: 'supplierReturn.read',
  method: 'GET',
  path: '/supplier-returns/{id}',
  summary: '退货单详情',
  permission: 'quarantine.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: supplierReturnDetail,
})

/** 退货: sound or damaged stock goes back to who delivered it, with their confirmation; its codes become free again. */
export const returnToSupplier = endpoint({
  name: 'supplierReturn.create',
  method: 'POST',
  path: '/supplier-returns',
  summary: '退货给供应商',
  permission: 'supplierReturn.work',
  qualification: 'handle',
  witness: { permission: 'quarantine.check', qualification: 'handle', title: '复核' },
  refusals: [
    'NOT_FOUND',
    'CODE_NEVER_RECEIVED',
    'CODE_NOT_HERE',
    'CODE_SCANNED_TWICE',
    'BALANCE_SHORT',
    'WRITE_OFF_TAKEN',
    'PATIENT_RETURN_NO_REUSE',
    'SUPPLIER_RETURN_NOT_THEIRS',
    'WITNESS_REQUIRED',
  ],
  input: z.object({
    supplierId: id,
    /** A place that holds stock, or a quarantine account. */
    accountId: id,
    picks,
    reasonKind: supplierReturnReason,
    reason: text(200),
    confirmationNo: text(60),
    confirmedBy: text(40),
  }),
  output: z.object({ id, no: z.string(), movementId: id, units: z.int() }),
})
