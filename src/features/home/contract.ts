import { z } from 'zod'
import { date, endpoint, id, instant } from '#core/contract.ts'
import { qualification } from '#core/identity/contract.ts'
import { unitSums } from '#core/ledger/contract.ts'

export const todoKinds = [
  'receipt',
  'requisition',
  'transfer',
  'carry',
  'issue',
  'order',
  'access',
  'downtime',
  'containers',
  'expiry',
  'discrepancy',
  'stocktake',
  'countPlan',
  'adjustment',
  'renewal',
  'renewals',
  'handover',
  'baseStock',
  'dispense',
  'retention',
  'shift',
  'settle',
  'monthCheck',
  'expired',
  'writeOff',
  'incident',
  'borrowing',
  'purchaseCard',
  'purchasePlan',
  'rectification',
  'verification',
  'filing',
  'policyRead',
  'policyApprove',
  'policyReview',
  'assayKeep',
  'pumpRead',
  'pumpRest',
  'assayTest',
  'assayDestroy',
  'stockLow',
  'vaultLow',
  'reclass',
  'countersign',
  'reviewDraw',
  'reviewOpen',
  'reviewCheck',
  'reviewStatement',
  'reviewFinal',
  'reviewMeasure',
] as const
export const todoKind = z.enum(todoKinds)
export type TodoKind = z.infer<typeof todoKind>

export const todo = z.object({
  kind: todoKind,
  id: id.nullable(),
  no: z.string(),
  text: z.string(),
  /** When it must be done; null: no limit is set. */
  dueAt: instant.nullable(),
  /** Since when it waits. */
  since: instant.nullable(),
})
export type Todo = z.infer<typeof todo>

export const heldRow = z.object({
  issueId: id,
  issueNo: z.string(),
  refNo: z.string(),
  /** Surgery room, or what the issue is for. */
  room: z.string(),
  holder: z.string(),
  holderTitle: z.string(),
  drug: z.string(),
  lotNo: z.string(),
  intactUnits: z.int(),
  unit: z.string(),
  content: z.int(),
  contentUnit: z.string(),
  containers: z.int(),
  container: z.string(),
  dueAt: instant,
})
export type HeldRow = z.infer<typeof heldRow>

export const transitRow = z.object({
  transferId: id,
  no: z.string(),
  source: z.string(),
  destination: z.string(),
  drug: z.string(),
  drugs: z.int(),
  sums: unitSums,
  sentAt: instant,
  /** The other side has signed; what is left is a difference. */
  short: z.boolean(),
  /** 运送人, who has it since then, and until when it should be there. */
  carrier: z.string().nullable(),
  takenAt: instant.nullable(),
  dueAt: instant.nullable(),
})
export type TransitRow = z.infer<typeof transitRow>

export const loops = z.object({
  overdue: z.array(heldRow),
  transit: z.array(transitRow),
  owed: z.array(heldRow),
  today: z.object({
    issued: z.int(),
    closed: z.int(),
    within: z.int(),
    overdue: z.int(),
    lastClosedAt: instant.nullable(),
  }),
  now: instant,
})
export type Loops = z.infer<typeof loops>

/** 未闭环: what is not where it should end, by kind. */
export const readLoops = endpoint({
  name: 'home.loops',
  method: 'GET',
  path: '/loops',
  summary: '未闭环',
  permission: 'issue.read',
  refusals: [],
  input: z.object({ org: id.optional() }),
  output: loops,
})

export const home = z.object({
  people: z.object({
    registered: z.int(),
    qualified: z.int(),
    expiring: z.int(),
    next: z.object({ name: z.string(), type: qualification, validTo: date }).nullable(),
  }),
  places: z.object({ places: z.int(), holding: z.int() }),
  books: z.object({ movementsToday: z.int(), lastAt: instant.nullable() }),
  prescriptions: z.object({ surgeries: z.int(), prescriptions: z.int() }),
  registers: z.object({ recordsToday: z.int(), open: z.int() }),
  todos: z.array(todo),
  /** null: this person may not read issues. */
  loops: loops.nullable(),
  now: instant,
})
export type Home = z.infer<typeof home>

/** 首页: the five 专, this person's work by deadline, what is open. */
export const readHome = endpoint({
  name: 'home.read',
  method: 'GET',
  path: '/home',
  summary: '首页',
  permission: 'signedIn',
  refusals: [],
  input: z.object({}),
  output: home,
})
