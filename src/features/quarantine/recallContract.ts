import { z } from 'zod'
import { date, drugName, endpoint, id, instant, scan, text } from '#core/contract.ts'

/** A lot by its number, or by a code of it: what a recall notice names. */
export const findLots = endpoint({
  name: 'quarantine.lots',
  method: 'GET',
  path: '/recalls/lots',
  summary: '按批号或追溯码找批号',
  permission: 'quarantine.read',
  refusals: [],
  input: z.object({ q: scan, org: id.optional() }),
  output: z.object({
    rows: z.array(
      drugName.extend({ lotId: id, lotNo: z.string(), expiry: date, orgId: id, insideUnits: z.int() }),
    ),
  }),
})

export const whereRow = z.object({
  accountId: id,
  kind: z.string(),
  account: z.string(),
  holder: z.string().nullable(),
  causeNo: z.string().nullable(),
  units: z.int(),
  content: z.int(),
  containers: z.int(),
  codes: z.int(),
})
export type WhereRow = z.infer<typeof whereRow>

export const patientRow = z.object({
  /** What it was given by: an issue that was used up, or a prescription that was handed out at the window. */
  kind: z.enum(['issue', 'prescription']),
  subjectId: id,
  no: z.string(),
  /** Masked. */
  patient: z.string(),
  recordNo: z.string(),
  doctor: z.string(),
  at: instant,
  units: z.int(),
  content: z.int(),
})
export type PatientRow = z.infer<typeof patientRow>

/** Where every unit of a lot is now: places, hands, ways, red boxes, and the patients who got it (438号 Art 25). */
export const whereIsLot = endpoint({
  name: 'quarantine.where',
  method: 'GET',
  path: '/recalls/where',
  summary: '一个批号现在在哪',
  permission: 'quarantine.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ lotId: id }),
  output: drugName.extend({
    orgId: id,
    lotId: id,
    lotNo: z.string(),
    expiry: date,
    contentUnit: z.string(),
    received: z.int(),
    rows: z.array(whereRow),
    patients: z.array(patientRow),
  }),
})

/** 召回: everything of the lot that lies in places goes to the red box in one act; what is in hands is called back. */
export const recallLot = endpoint({
  name: 'quarantine.recall',
  method: 'POST',
  path: '/recalls',
  summary: '召回：在库全部移入待查',
  permission: 'quarantine.work',
  qualification: 'handle',
  witness: { permission: 'quarantine.check', qualification: 'handle', title: '复核' },
  refusals: ['NOT_FOUND', 'RECALL_NOTHING', 'BALANCE_SHORT', 'CODE_NOT_HERE', 'WITNESS_REQUIRED'],
  input: z.object({ lotId: id, boxLocationId: id, noticeNo: text(60) }),
  output: z.object({
    units: z.int(),
    records: z.array(z.object({ id, no: z.string(), location: z.string(), units: z.int() })),
  }),
})
