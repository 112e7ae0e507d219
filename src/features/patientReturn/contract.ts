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
  sha256,
  text,
  units,
} from '#core/contract.ts'
import { unitSums } from '#core/ledger/contract.ts'

export const patientReturnReasons = ['停药', '更换药品', '患者去世', '剂量调整', '其他'] as const
/** What a pharmacy collected goes to the vault after so many days at the latest (R11: at most quarterly). */
export const rollUpDays = 90

export const patientReturnRow = z.object({
  id,
  orgId: id,
  no: z.string(),
  location: z.string(),
  /** Masked. */
  patient: z.string(),
  recordNo: z.string(),
  agent: z.string().nullable(),
  issueId: id.nullable(),
  issueNo: z.string().nullable(),
  drugs: z.string(),
  sums: unitSums,
  reason: z.string(),
  receivedBy: z.string(),
  witnessedBy: z.string(),
  receivedAt: instant,
  movementId: id,
  eventId: id,
  reversed: z.boolean(),
})
export type PatientReturnRow = z.infer<typeof patientReturnRow>

export const patientReturnLine = drugName.extend({
  lotId: id,
  lotNo: z.string(),
  expiry: date,
  form: z.string().nullable(),
  code: z.string(),
  units: z.int(),
})
export type PatientReturnLine = z.infer<typeof patientReturnLine>

export const patientReturnDetail = patientReturnRow.extend({
  org: z.string(),
  receivedTitle: z.string(),
  witnessTitle: z.string(),
  eventHash: sha256.nullable(),
  lines: z.array(patientReturnLine),
})
export type PatientReturnDetail = z.infer<typeof patientReturnDetail>

export const listPatientReturns = endpoint({
  name: 'patientReturn.list',
  method: 'GET',
  path: '/patient-returns',
  summary: '患者交回记录',
  permission: 'patientReturn.read',
  refusals: [],
  input: z.object({ ...pageInput }),
  output: pageOf(patientReturnRow),
})

export const readPatientReturn = endpoint({
  name: 'patientReturn.read',
  method: 'GET',
  path: '/patient-returns/{id}',
  summary: '患者交回单',
  permission: 'patientReturn.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: patientReturnDetail,
})

/** 打印凭据: whole names for the two copies that are signed; the printing is an act and leaves an event. */
export const printPatientReturn = endpoint({
  name: 'patientReturn.print',
  method: 'POST',
  path: '/patient-returns/{id}/print',
  summary: '打印交回凭据',
  permission: 'patientReturn.work',
  refusals: ['NOT_FOUND'],
  sensitive: true,
  input: z.object({ id }),
  output: z.object({
    patientName: z.string(),
    recordNo: z.string(),
    patientIdNo: z.string().nullable(),
    agentName: z.string().nullable(),
    agentIdNo: z.string().nullable(),
  }),
})

/**
 * What a patient was given and may bring back: found by the number of the issue, the dispensing, the prescription or the
 * record.
 */
export const findGiven = endpoint({
  name: 'patientReturn.find',
  method: 'GET',
  path: '/patient-returns/given',
  summary: '查患者领过的药',
  permission: 'patientReturn.work',
  refusals: [],
  input: z.object({ q: text(60) }),
  output: z.object({
    rows: z.array(
      z.object({
        /** An issue (its doses were given whole), or what was dispensed over the counter: one of the two. */
        issueId: id.nullable(),
        dispenseId: id.nullable(),
        no: z.string(),
        refNo: z.string(),
        patient: z.string(),
        recordNo: z.string(),
        issuedAt: instant,
        given: z.array(
          drugName.extend({ lotId: id, lotNo: z.string(), expiry: date, code: z.string(), units: z.int() }),
        ),
      }),
    ),
  }),
})

/** By code, by a lot of ours, or (bought elsewhere, box lost) by drug, lot and expiry as read from the pack. */
const item = z.union([
  z.object({ code: z.string().min(1).max(120), units }),
  z.object({ lotId: id, units }),
  z.object({ drugId: id, lotNo: text(40), expiry: date, units }),
])

/** 接收: free of charge, before two people, with a receipt in duplicate (438号 Art 30). */
export const receivePatientReturn = endpoint({
  name: 'patientReturn.receive',
  method: 'POST',
  path: '/patient-returns',
  summary: '接收患者交回',
  permission: 'patientReturn.work',
  qualification: 'handle',
  witness: { permission: 'patientReturn.check', qualification: 'handle', title: '核对' },
  refusals: [
    'NOT_FOUND',
    'CODE_NEVER_RECEIVED',
    'CODE_SCANNED_TWICE',
    'PATIENT_RETURN_NOT_GIVEN',
    'PATIENT_RETURN_WHO',
    'LOT_MISMATCH',
    'WITNESS_REQUIRED',
  ],
  input: z.object({
    locationId: id,
    issueId: id.optional(),
    dispenseId: id.optional(),
    /** Needed where neither is named. */
    patient: z.object({ name: text(40), recordNo: text(40), idNo: optionalText(30) }).optional(),
    agent: z.object({ name: text(40), idNo: optionalText(30) }).optional(),
    reason: text(100),
    items: z.array(item).min(1).max(100),
  }),
  output: z.object({ id, no: z.string(), movementId: id, units: z.int() }),
})

export const boxRow = drugName.extend({
  locationId: id,
  location: z.string(),
  tier: z.int(),
  accountId: id,
  lotId: id,
  lotNo: z.string(),
  expiry: date,
  units: z.int(),
  codes: z.int(),
  since: instant,
  /** By then it must have gone to the vault; null where it lies there. */
  dueAt: instant.nullable(),
})
export type BoxRow = z.infer<typeof boxRow>

export const listReturnBoxes = endpoint({
  name: 'patientReturn.boxes',
  method: 'GET',
  path: '/patient-returns/boxes',
  summary: '交回药品结存',
  permission: 'patientReturn.read',
  refusals: [],
  input: z.object({ org: id.optional() }),
  output: z.object({ rows: z.array(boxRow), now: instant }),
})

/** 汇总上交: everything that one pharmacy collected goes to the vault's box; giver and receiver sign. */
export const rollUpReturns = endpoint({
  name: 'patientReturn.rollUp',
  method: 'POST',
  path: '/patient-returns/roll-ups',
  summary: '汇总上交药库',
  permission: 'patientReturn.work',
  qualification: 'handle',
  witness: { permission: 'patientReturn.check', qualification: 'handle', title: '接收' },
  refusals: ['NOT_FOUND', 'PATIENT_RETURN_BOX_EMPTY', 'TRANSFER_SAME_PLACE', 'WITNESS_REQUIRED'],
  input: z.object({ sourceLocationId: id, locationId: id }),
  output: z.object({ id, no: z.string(), movementId: id, units: z.int(), sums: unitSums }),
})
