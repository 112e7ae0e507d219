import { z } from 'zod'
import {
  date,
  drugName,
  endpoint,
  id,
  instant,
  optionalText,
  pageInput,
  pageOf,
  scan,
  sha256,
  text,
} from '#core/contract.ts'
import { picks, unitSums } from '#core/ledger/contract.ts'

export const quarantineReasons = ['expired', 'nearExpiry', 'damaged', 'quality', 'recall'] as const
export const quarantineReason = z.enum(quarantineReasons)
export type QuarantineReason = z.infer<typeof quarantineReason>
export const quarantineReasonTitle: Record<QuarantineReason, string> = {
  expired: '过期',
  nearExpiry: '近效期撤出',
  damaged: '破损',
  quality: '质量问题',
  recall: '召回',
}

/** Why a held lot waits: a record's reason, 到货破损 of a receipt, or 患者交回. */
export const heldReasons = [...quarantineReasons, 'arrival', 'patientReturn'] as const
export const heldReason = z.enum(heldReasons)
export type HeldReason = z.infer<typeof heldReason>
export const heldReasonTitle: Record<HeldReason, string> = {
  ...quarantineReasonTitle,
  arrival: '到货破损',
  patientReturn: '患者交回',
}

/** One lot in one account that waits: what lies in the red boxes now. */
export const holdingRow = drugName.extend({
  accountId: id,
  /** Where it lies: the red box. */
  account: z.string(),
  recordId: id.nullable(),
  no: z.string().nullable(),
  reason: heldReason,
  note: z.string().nullable(),
  lotId: id,
  lotNo: z.string(),
  expiry: date,
  units: z.int(),
  codes: z.int(),
  since: instant,
  /** Cleared by an inspection it may go back into stock; otherwise it ends in destruction or with the supplier. */
  releasable: z.boolean(),
})
export type HoldingRow = z.infer<typeof holdingRow>

export const listHoldings = endpoint({
  name: 'quarantine.holdings',
  method: 'GET',
  path: '/quarantine/holdings',
  summary: '待查药品',
  permission: 'quarantine.read',
  refusals: [],
  input: z.object({ ...pageInput, reason: heldReason.optional() }),
  output: pageOf(holdingRow),
})

/** Hours after the last day of its validity within which a lot must lie in the red box (D57). */
export const quarantineHours = 24

export const dueRow = drugName.extend({
  locationId: id,
  location: z.string(),
  accountId: id,
  lotId: id,
  lotNo: z.string(),
  expiry: date,
  units: z.int(),
  codes: z.int(),
  /** By then it must be in quarantine. */
  dueAt: instant,
  expired: z.boolean(),
  overdue: z.boolean(),
})
export type DueRow = z.infer<typeof dueRow>

/** Lots in places that have expired, or will within `days`: what is to be taken out of use. */
export const listDue = endpoint({
  name: 'quarantine.due',
  method: 'GET',
  path: '/quarantine/due',
  summary: '过期、近效期应移入待查',
  permission: 'quarantine.read',
  refusals: [],
  input: z.object({ ...pageInput, days: z.coerce.number().int().min(0).max(365).default(0) }),
  output: pageOf(dueRow),
})

export const codeRow = drugName.extend({
  lotId: id,
  lotNo: z.string(),
  expiry: date,
  code: z.string(),
  units: z.int(),
})
export type CodeRow = z.infer<typeof codeRow>
export const maxCodeRows = 500

/** What an account holds, code by code, first to expire first; or the one code that was scanned. */
export const listCodes = endpoint({
  name: 'quarantine.codes',
  method: 'GET',
  path: '/quarantine/codes',
  summary: '账户里的药品，逐码',
  permission: 'quarantine.read',
  refusals: ['CODE_NEVER_RECEIVED', 'CODE_NOT_HERE', 'CODE_IS_PRODUCT_BARCODE'],
  input: z.object({ accountId: id, raw: scan.optional(), lotId: id.optional(), drugId: id.optional() }),
  output: z.object({ rows: z.array(codeRow).max(maxCodeRows) }),
})

export const recordRow = z.object({
  id,
  orgId: id,
  no: z.string(),
  reasonKind: quarantineReason,
  reason: z.string(),
  location: z.string(),
  box: z.string(),
  drugs: z.string(),
  sums: unitSums,
  /** Still waiting. */
  leftSums: unitSums,
  movedBy: z.string(),
  witnessedBy: z.string(),
  movedAt: instant,
  movementId: id,
  eventId: id,
  reversed: z.boolean(),
})
export type RecordRow = z.infer<typeof recordRow>

export const listRecords = endpoint({
  name: 'quarantine.list',
  method: 'GET',
  path: '/quarantine',
  summary: '待查单',
  permission: 'quarantine.read',
  refusals: [],
  input: z.object({ ...pageInput, reason: quarantineReason.optional() }),
  output: pageOf(recordRow),
})

export const recordDetail = recordRow.extend({
  org: z.string(),
  accountId: id,
  lines: z.array(
    drugName.extend({
      lotId: id,
      lotNo: z.string(),
      expiry: date,
      form: z.string().nullable(),
      manufacturer: z.string().nullable(),
      units: z.int(),
      leftUnits: z.int(),
      codes: z.array(z.string()),
    }),
  ),
  /** What became of it: every movement out of (or back into) its account. */
  movements: z.array(
    z.object({
      movementId: id,
      eventId: id,
      title: z.string(),
      causeNo: z.string(),
      at: instant,
      sums: unitSums,
      to: z.string(),
      actor: z.string(),
      witness: z.string().nullable(),
    }),
  ),
})
export type RecordDetail = z.infer<typeof recordDetail>

export const readRecord = endpoint({
  name: 'quarantine.read',
  method: 'GET',
  path: '/quarantine/{id}',
  summary: '待查单详情',
  permission: 'quarantine.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: recordDetail,
})

/** 移入待查: out of use at once, before two people, with the reason (药品管理法实施条例 Art 61; 438号 Art 13). */
export const moveToQuarantine = endpoint({
  name: 'quarantine.move',
  method: 'POST',
  path: '/quarantine',
  summary: '移入待查',
  permission: 'quarantine.work',
  qualification: 'handle',
  witness: { permission: 'quarantine.check', qualification: 'handle', title: '复核' },
  refusals: [
    'NOT_FOUND',
    'CODE_NEVER_RECEIVED',
    'CODE_NOT_HERE',
    'CODE_SCANNED_TWICE',
    'BALANCE_SHORT',
    'QUARANTINE_NOT_EXPIRED',
    'QUARANTINE_EXPIRED_LOT',
    'WITNESS_REQUIRED',
  ],
  input: z.object({
    locationId: id,
    boxLocationId: id,
    reasonKind: quarantineReason,
    reason: text(200),
    picks,
  }),
  output: z.object({
    id,
    no: z.string(),
    movementId: id,
    units: z.int(),
    labels: z.array(z.string()),
  }),
})

/** 解除待查: only what an inspection cleared, approved by the head of pharmacy; never what a patient brought back. */
export const releaseFromQuarantine = endpoint({
  name: 'quarantine.release',
  method: 'POST',
  path: '/quarantine/releases',
  summary: '解除待查',
  permission: 'quarantine.work',
  qualification: 'handle',
  witness: { permission: 'quarantine.release', title: '批准' },
  refusals: [
    'NOT_FOUND',
    'QUARANTINE_NOT_RELEASABLE',
    'WRITE_OFF_TAKEN',
    'PATIENT_RETURN_NO_REUSE',
    'LOT_EXPIRED',
    'CODE_NEVER_RECEIVED',
    'CODE_NOT_HERE',
    'CODE_SCANNED_TWICE',
    'BALANCE_SHORT',
    'WITNESS_REQUIRED',
  ],
  input: z.object({
    accountId: id,
    locationId: id,
    picks,
    /** 检验、评估结论 */
    conclusion: text(200),
    reportNo: optionalText(60),
  }),
  output: z.object({ id, movementId: id, units: z.int() }),
})

/** 库内破碎: an ampoule breaks where it is kept. The fragments go into the bin, the loss is written, two people sign. */
export const recordStockBreakage = endpoint({
  name: 'quarantine.breakage',
  method: 'POST',
  path: '/stock-breakages',
  summary: '登记库内破碎',
  permission: 'quarantine.work',
  qualification: 'handle',
  witness: { permission: 'quarantine.check', qualification: 'handle', title: '见证' },
  refusals: [
    'NOT_FOUND',
    'CODE_NEVER_RECEIVED',
    'CODE_NOT_HERE',
    'CODE_SCANNED_TWICE',
    'BALANCE_SHORT',
    'BREAKAGE_NOT_TRACKED',
    'EVIDENCE_INCOMPLETE',
    'EVIDENCE_REUSED',
    'WITNESS_REQUIRED',
  ],
  input: z.object({
    locationId: id,
    binLocationId: id,
    picks,
    reason: text(300),
    evidence: z.object({ 碎片: sha256 }),
  }),
  output: z.object({ id, no: z.string(), movementId: id, units: z.int() }),
})
