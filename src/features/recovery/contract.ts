import { z } from 'zod'
import { date, drugName, endpoint, id, instant, pageInput, pageOf, scan, units } from '#core/contract.ts'

/** Who still owes containers, by issue and lot. */
export const owedRow = drugName.extend({
  issueId: id,
  issueNo: z.string(),
  refNo: z.string(),
  holderId: id,
  holder: z.string(),
  holderTitle: z.string(),
  lotId: id,
  lotNo: z.string(),
  code: z.string(),
  container: z.string(),
  owed: z.int(),
  since: instant,
  dueAt: instant,
})
export type OwedRow = z.infer<typeof owedRow>

/** One issue whose containers are not all back: who owes how many, since when, until when. */
export const owingRow = z.object({
  issueId: id,
  issueNo: z.string(),
  refNo: z.string(),
  title: z.string(),
  department: z.string().nullable(),
  holderId: id,
  holder: z.string(),
  holderTitle: z.string(),
  containers: z.int(),
  /** Drug, lot and number, one after the other. */
  drugs: z.string(),
  since: instant,
  dueAt: instant,
})
export type OwingRow = z.infer<typeof owingRow>

export const recoveryRow = z.object({
  id,
  orgId: id,
  no: z.string(),
  issueId: id,
  issueNo: z.string(),
  bin: z.string(),
  containers: z.int(),
  drugs: z.string(),
  receivedBy: z.string(),
  returnedBy: z.string(),
  recoveredAt: instant,
  movementId: id,
  department: z.string().nullable(),
  /** 红冲: taken back, its containers are owed again. */
  reversed: z.boolean(),
})
export type RecoveryRow = z.infer<typeof recoveryRow>

export const listOwed = endpoint({
  name: 'recovery.owed',
  method: 'GET',
  path: '/containers-owed',
  summary: '欠空安瓿',
  permission: 'recovery.read',
  refusals: [],
  input: z.object({ ...pageInput, issueId: id.optional(), holderId: id.optional() }),
  output: pageOf(owedRow),
})

export const listOwing = endpoint({
  name: 'recovery.owing',
  method: 'GET',
  path: '/containers-owed/by-issue',
  summary: '欠交名单',
  permission: 'recovery.read',
  refusals: [],
  input: z.object({ ...pageInput, holderId: id.optional(), state: z.enum(['overdue', 'due']).optional() }),
  output: pageOf(owingRow).extend({ containers: z.int(), overdue: z.int() }),
})

export const listRecoveries = endpoint({
  name: 'recovery.list',
  method: 'GET',
  path: '/recoveries',
  summary: '空安瓿回收记录',
  permission: 'recovery.read',
  refusals: [],
  input: z.object({ ...pageInput, issueId: id.optional() }),
  output: pageOf(recoveryRow),
})

/**
 * An empty ampoule in the hand: whose is it, and is it owed? Where it is not, the facts say why: `box` (the code of
 * a whole box), `intact` (the place or person that holds it unopened), `back` (the recovery that took it, `backAt`).
 */
export const findContainer = endpoint({
  name: 'recovery.find',
  method: 'GET',
  path: '/containers-owed/find',
  summary: '扫空安瓿',
  permission: 'recovery.read',
  refusals: ['CODE_NEVER_RECEIVED', 'CONTAINER_NOT_OWED'],
  input: z.object({ raw: scan }),
  output: owedRow,
})

/**
 * 空安瓿、废贴回收: by scanning or against the issue; lot and number must match what was opened
 * (卫医发〔2005〕438号 Art 27–29). The one who brings them signs as the second person.
 */
export const recover = endpoint({
  name: 'recovery.receive',
  method: 'POST',
  path: '/recoveries',
  summary: '回收空安瓿',
  permission: 'recovery.work',
  qualification: 'handle',
  witness: { permission: 'recovery.return', qualification: 'handle', title: '送回' },
  refusals: [
    'NOT_FOUND',
    'CODE_NEVER_RECEIVED',
    'CODE_SCANNED_TWICE',
    'CONTAINER_NOT_OWED',
    'WITNESS_REQUIRED',
  ],
  input: z.object({
    issueId: id,
    binLocationId: id,
    items: z
      .array(z.union([z.object({ code: z.string().min(1).max(120) }), z.object({ lotId: id, units })]))
      .min(1)
      .max(200),
  }),
  output: z.object({ id, no: z.string(), movementId: id, stillOwed: z.int() }),
})

export const binRow = drugName.extend({
  binLocationId: id,
  bin: z.string(),
  lotId: id,
  lotNo: z.string(),
  expiry: date,
  container: z.string(),
  units: z.int(),
  since: instant,
})
export type BinRow = z.infer<typeof binRow>

/** What lies in the recovery bins, by lot. */
export const listBins = endpoint({
  name: 'recovery.bins',
  method: 'GET',
  path: '/recovery-bins',
  summary: '回收箱结存',
  permission: 'recovery.read',
  refusals: [],
  input: z.object({ ...pageInput, binLocationId: id.optional() }),
  output: pageOf(binRow),
})
