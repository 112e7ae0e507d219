import { z } from 'zod'
import { date, drugName, endpoint, id, instant, scan, sha256, text } from '#core/contract.ts'

export const hitKinds = [
  'code',
  'unit',
  'counting',
  'carton',
  'lot',
  'drug',
  'receipt',
  'purchase',
  'requisition',
  'transfer',
  'issue',
  'recovery',
  'destruction',
  'person',
] as const
export const hitKind = z.enum(hitKinds)
export type HitKind = z.infer<typeof hitKind>
export const hitKindTitle: Record<HitKind, string> = {
  code: '追溯码',
  unit: '单支码',
  counting: '正在验收的码',
  carton: '大包装码',
  lot: '批号',
  drug: '药品',
  receipt: '收货单',
  purchase: '采购单',
  requisition: '请领单',
  transfer: '调拨单',
  issue: '领用单',
  recovery: '回收单',
  destruction: '销毁单',
  person: '人员',
}

export const hit = z.object({
  kind: hitKind,
  /** Row that it leads to; for a code the code itself is the key. */
  id: id.nullable(),
  key: z.string(),
  title: z.string(),
  text: z.string(),
  at: instant.nullable(),
  orgId: id,
  org: z.string(),
})
export type Hit = z.infer<typeof hit>

/** One box for everything: a scan in any form, a lot, a number, a drug, a colleague. Patients are not searched. */
export const findAnything = endpoint({
  name: 'trace.find',
  method: 'GET',
  path: '/trace/find',
  summary: '扫码查询',
  permission: 'trace.read',
  refusals: [],
  input: z.object({ q: scan, org: id.optional() }),
  output: z.object({
    hits: z.array(hit),
    /** What the scan is, where it is a trace code: known here or not. */
    code: z.string().nullable(),
    /** Why nothing can be found for it: a shop's barcode, a misread GS1. */
    refusal: z.string().nullable(),
  }),
})

export const lifeState = z.enum([
  'stock',
  'transit',
  'custody',
  'overdue',
  'quarantine',
  'owed',
  'empties',
  'destroyed',
  'used',
  'lost',
  'withdrawn',
])
export type LifeState = z.infer<typeof lifeState>
export const lifeStateTitle: Record<LifeState, string> = {
  stock: '在库',
  transit: '在途',
  custody: '在手',
  overdue: '在手超时',
  quarantine: '待查',
  owed: '欠空容器',
  empties: '空容器待销毁',
  destroyed: '已销毁',
  used: '已使用',
  lost: '破碎',
  withdrawn: '已红冲',
}

export const lifeColumn = z.object({
  key: z.string(),
  title: z.string(),
  detail: z.string().nullable(),
  at: instant.nullable(),
  people: z.array(z.string()),
})
export type LifeColumn = z.infer<typeof lifeColumn>

export const lifePhoto = z.object({ stage: z.string(), sha256, takenAt: instant })

export const lifeStep = z.object({
  movementId: id,
  eventId: id,
  kind: z.string(),
  title: z.string(),
  reversed: z.boolean(),
  at: instant,
  place: z.string(),
  actor: z.string(),
  witness: z.string().nullable(),
  causeKind: z.string(),
  causeId: id,
  causeNo: z.string(),
  units: z.int(),
  /** In the drug's content unit; 0 where the act moves none. */
  content: z.int(),
  photos: z.array(lifePhoto),
})
export type LifeStep = z.infer<typeof lifeStep>

export const lifeUnit = z.object({
  key: z.string(),
  code: z.string(),
  /** Number on the hospital's label; null: still under the box's code. */
  unitNo: z.int().nullable(),
  units: z.int(),
  state: lifeState,
  /** Index of the column where it is now. */
  column: z.int(),
  account: z.string(),
  holder: z.string().nullable(),
  causeNo: z.string().nullable(),
  dueAt: instant.nullable(),
  /** Content of an opened unit, in the drug's content unit; null: never opened. */
  opened: z
    .object({
      content: z.int(),
      given: z.int(),
      wasted: z.int(),
      lost: z.int(),
      sampled: z.int(),
      left: z.int(),
    })
    .nullable(),
  /** Account that the empty container is in. */
  container: z.string().nullable(),
  steps: z.array(lifeStep),
})
export type LifeUnit = z.infer<typeof lifeUnit>

export const lifeRefusal = z.object({
  at: instant,
  code: z.string(),
  text: z.string(),
  org: z.string(),
  person: z.string().nullable(),
})

export type LifeRefusal = z.infer<typeof lifeRefusal>

export const life = z.object({
  orgId: id,
  org: z.string(),
  code: z.string(),
  kind: z.string(),
  drug: drugName.extend({
    contentUnit: z.string(),
    contentPerUnit: z.int(),
    container: z.string().nullable(),
    manufacturer: z.string().nullable(),
  }),
  lotNo: z.string(),
  made: date.nullable(),
  expiry: date,
  supplier: z.string().nullable(),
  receivedUnits: z.int(),
  receivedAt: instant.nullable(),
  /** The unit that was asked for, where its own label was scanned. */
  asked: z.string().nullable(),
  columns: z.array(lifeColumn),
  splitColumn: z.int(),
  splitUnits: z.int(),
  units: z.array(lifeUnit),
  refusals: z.array(lifeRefusal),
  events: z.int(),
  now: instant,
})
export type Life = z.infer<typeof life>

export const traceLife = endpoint({
  name: 'trace.life',
  method: 'GET',
  path: '/trace/life',
  summary: '追溯码的一生',
  permission: 'trace.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ code: text(4096), org: id.optional() }),
  output: life,
})

export const verifyLife = endpoint({
  name: 'trace.verify',
  method: 'GET',
  path: '/trace/verify',
  summary: '核验追溯码的记录',
  permission: 'trace.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ code: text(4096), org: id.optional() }),
  output: z.object({
    events: z.array(z.object({ eventId: id, hash: sha256, ok: z.boolean() })),
    /** Movements compared with the books, line by line. */
    movements: z.int(),
    lines: z.int(),
    findings: z.array(z.object({ eventId: id.nullable(), text: z.string() })),
    checkedAt: instant,
  }),
})
export type Verified = z.infer<typeof verifyLife.output>

const standing = z.object({
  code: z.string(),
  drug: z.string(),
  lotNo: z.string(),
  expiry: date,
  /** Units that the code was received with. */
  units: z.int(),
  held: z
    .array(z.object({ place: z.string(), kind: z.string(), units: z.int() }))
    .meta({ title: '现在何处；空：已用出' }),
})
export type CodeStanding = z.infer<typeof standing>

/** What a till, a cabinet or a colleague must know at once: is this code on our books, what is it, where is it now. */
export const checkCode = endpoint({
  name: 'trace.check',
  method: 'GET',
  path: '/trace/check',
  summary: '核对一个追溯码',
  permission: 'trace.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ code: text(4096), org: id.optional() }),
  output: standing,
})

/** A carton's worth: as many as an address holds. */
export const mostChecked = 200

/**
 * The same for many codes at once, a carton or a partner's list, in the order asked. A code that is not on the books has no
 * standing; one that is no trace code says why. Nothing is refused for one bad code among good ones.
 */
export const checkCodes = endpoint({
  name: 'trace.checkMany',
  method: 'GET',
  path: '/trace/checks',
  summary: '一次核对许多追溯码',
  permission: 'trace.read',
  refusals: [],
  input: z.object({
    codes: z
      .string()
      .max(14_000)
      .transform((all) => all.split(',').map((code) => code.trim()))
      .pipe(z.array(z.string().min(1).max(4096)).min(1).max(mostChecked))
      .meta({ title: '追溯码，用逗号分开' }),
    org: id.optional(),
  }),
  output: z.object({
    codes: z.array(
      z.object({ asked: z.string(), standing: standing.nullable(), refusal: z.string().nullable() }),
    ),
  }),
})
