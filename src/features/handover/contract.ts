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
} from '#core/contract.ts'
import { unitSums } from '#core/ledger/contract.ts'

/** shift: 交接班, one hands over and another takes over. day: 日结, one settles and another checks. Same books, same count. */
export const handoverKind = z.enum(['shift', 'day'])
export type HandoverKind = z.infer<typeof handoverKind>
export const handoverKindTitle: Record<HandoverKind, string> = { shift: '交接班', day: '日结' }
export const handoverItem = z.enum(['intact', 'container'])
export type HandoverItem = z.infer<typeof handoverItem>

export const differenceKinds = [
  'miscount',
  'unrecorded',
  'wrongLot',
  'breakage',
  'lateEntry',
  'unknown',
] as const
export const differenceKind = z.enum(differenceKinds)
export type DifferenceKind = z.infer<typeof differenceKind>
export const differenceKindTitle: Record<DifferenceKind, string> = {
  miscount: '上次点错',
  unrecorded: '用药或退回未登记',
  wrongLot: '批号混放',
  breakage: '破损未登记',
  lateEntry: '交班后补记',
  unknown: '原因不明',
}

export const differenceCase = z.object({
  id,
  /** The case with its deadlines (`discrepancy.read`); null: the books changed, or only containers differ. */
  discrepancyId: id.nullable(),
  discrepancyNo: z.string().nullable(),
  kind: differenceKind,
  reason: z.string(),
  dueAt: instant,
  /** Found at an earlier handover and still the same. */
  carried: z.boolean(),
  previousBy: z.string().nullable(),
  foundBy: z.string(),
  foundAt: instant,
})

/**
 * One lot of one drug (or its empty containers). While a blind handover is being counted, the figures of the books are
 * null until the line is counted.
 */
export const handoverLine = drugName.extend({
  item: handoverItem,
  drugCode: z.string(),
  lotId: id,
  lotNo: z.string(),
  expiry: date,
  manufacturer: z.string().nullable(),
  suppliers: z.string().nullable(),
  /** 上次交接数: what was counted last; null: never handed over before. */
  last: z.int().nullable(),
  /** 初始库存: the books at the start. */
  opening: z.int().nullable(),
  in: z.int().nullable(),
  out: z.int().nullable(),
  book: z.int().nullable(),
  counted: z.int().nullable(),
  /** counted − book. */
  difference: z.int().nullable(),
  /** What the books changed behind the last signature; 0 in a healthy chain. */
  changed: z.int(),
  /** The books have moved since this line was counted. */
  moved: z.boolean(),
  /** How often the line was counted. */
  counts: z.int(),
  case: differenceCase.nullable(),
})
export type HandoverLine = z.infer<typeof handoverLine>

export const openHand = z.object({
  issueId: id,
  issueNo: z.string(),
  refNo: z.string(),
  holder: z.string(),
  intact: z.int(),
  containers: z.int(),
  contents: z.int(),
  dueAt: instant,
})

export const flowRow = z.object({
  lotId: id,
  kind: z.string(),
  title: z.string(),
  in: z.int(),
  out: z.int(),
})

export const handoverRow = z.object({
  id,
  orgId: id,
  no: z.string(),
  kind: handoverKind,
  placeId: id,
  place: z.string(),
  department: z.string().nullable(),
  state: z.enum(['counting', 'signed', 'cancelled']),
  startedAt: instant.nullable(),
  signedAt: instant.nullable(),
  openedAt: instant,
  day: date.nullable(),
  fromDay: date.nullable(),
  handedBy: z.string().nullable(),
  takenBy: z.string().nullable(),
  openedBy: z.string(),
  lines: z.int(),
  sums: unitSums,
  /** Lines with a difference. */
  differences: z.int(),
})
export type HandoverRow = z.infer<typeof handoverRow>

export const handoverDetail = handoverRow.omit({ lines: true, sums: true }).extend({
  org: z.string(),
  blind: z.boolean(),
  version: z.int(),
  note: z.string().nullable(),
  handedTitle: z.string().nullable(),
  takenTitle: z.string().nullable(),
  previousNo: z.string().nullable(),
  previousBy: z.string().nullable(),
  eventId: id.nullable(),
  eventHash: z.string().nullable(),
  lines: z.array(handoverLine),
  flows: z.array(flowRow),
  hands: z.array(openHand),
  waitingPrescriptions: z.int().nullable(),
  now: instant,
})
export type HandoverDetail = z.infer<typeof handoverDetail>

export const shiftEnd = z.object({
  name: text(10),
  end: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
})

export const shiftState = z.enum(['done', 'late', 'missed', 'due'])
export const shiftStateTitle = { done: '按时', late: '迟交', missed: '未交', due: '待交' } as const
export const judgedShift = z.object({
  placeId: id,
  place: z.string(),
  name: z.string(),
  end: instant,
  state: shiftState,
  signedAt: instant.nullable(),
})
export type JudgedShift = z.infer<typeof judgedShift>

export const handoverPlace = z.object({
  placeId: id,
  orgId: id,
  code: z.string(),
  place: z.string(),
  kind: z.string(),
  tier: z.int(),
  department: z.string().nullable(),
  shifts: z.array(shiftEnd),
  blind: z.boolean(),
  settles: z.boolean(),
  /** Being counted now. */
  openShift: id.nullable(),
  openDay: id.nullable(),
  lastAt: instant.nullable(),
  lastBy: z.string().nullable(),
  nextEnd: instant.nullable(),
  nextName: z.string().nullable(),
  missed: z.int(),
  late: z.int(),
  lastDay: date.nullable(),
  /** Days before today that were not settled. */
  openDays: z.array(date),
  todaySettled: z.boolean(),
})
export type HandoverPlace = z.infer<typeof handoverPlace>

export const listHandoverPlaces = endpoint({
  name: 'handover.places',
  method: 'GET',
  path: '/handover-places',
  summary: '储位交接状态',
  permission: 'handover.read',
  refusals: [],
  input: z.object({ org: id.optional() }),
  output: z.object({ rows: z.array(handoverPlace), now: instant }),
})

/** 未交、迟交的班: the break list of R7 (D07). */
export const listMissed = endpoint({
  name: 'handover.missed',
  method: 'GET',
  path: '/handover-breaks',
  summary: '漏交接清单',
  permission: 'handover.read',
  refusals: [],
  input: z.object({
    org: id.optional(),
    placeId: id.optional(),
    days: z.coerce.number().int().min(1).max(90).default(14),
  }),
  output: z.object({ rows: z.array(judgedShift), total: z.int() }),
})

export const listHandovers = endpoint({
  name: 'handover.list',
  method: 'GET',
  path: '/handovers',
  summary: '交接与日结记录',
  permission: 'handover.read',
  refusals: [],
  input: z.object({
    ...pageInput,
    kind: handoverKind.optional(),
    placeId: id.optional(),
    differing: z.enum(['yes']).optional(),
  }),
  output: pageOf(handoverRow),
})

export const readHandover = endpoint({
  name: 'handover.read',
  method: 'GET',
  path: '/handovers/{id}',
  summary: '交接单',
  permission: 'handover.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: handoverDetail,
})

/** Begins a count of a place: from where the last one ended, which nobody can type. */
export const openHandover = endpoint({
  name: 'handover.open',
  method: 'POST',
  path: '/handovers',
  summary: '开始交接',
  permission: 'handover.work',
  qualification: 'handle',
  refusals: ['NOT_FOUND', 'HANDOVER_OPEN', 'HANDOVER_DAY_SETTLED', 'FORBIDDEN'],
  input: z.object({ placeId: id, kind: handoverKind }),
  output: z.object({ id, no: z.string() }),
})

const counted = z.object({ version: z.int() })

export const countLine = endpoint({
  name: 'handover.count',
  method: 'POST',
  path: '/handovers/{id}/count',
  summary: '清点一行',
  permission: 'handover.work',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED'],
  input: z.object({ id, item: handoverItem, lotId: id, units: z.int().min(0).max(1_000_000) }),
  output: counted,
})

/** All lines that are not counted yet agree with the books; never in a blind handover. */
export const countAll = endpoint({
  name: 'handover.countAll',
  method: 'POST',
  path: '/handovers/{id}/count-all',
  summary: '其余全部相符',
  permission: 'handover.work',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'HANDOVER_BLIND'],
  input: z.object({ id }),
  output: counted,
})

/** A whole box or an ampoule's label adds what it holds to its line. */
export const scanCount = endpoint({
  name: 'handover.scan',
  method: 'POST',
  path: '/handovers/{id}/scan',
  summary: '扫码清点',
  permission: 'handover.work',
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CLOSED',
    'CODE_NEVER_RECEIVED',
    'CODE_NOT_HERE',
    'CODE_SCANNED_TWICE',
    'CODE_IS_PRODUCT_BARCODE',
    'HANDOVER_BOX_OPEN',
  ],
  input: z.object({ id, raw: scan }),
  output: drugName.extend({
    lotId: id,
    lotNo: z.string(),
    code: z.string(),
    units: z.int(),
    counted: z.int(),
    version: z.int(),
  }),
})

/** A difference gets its case before anybody can sign: what kind, why, and until when it is explained. */
export const explainDifference = endpoint({
  name: 'handover.explain',
  method: 'POST',
  path: '/handovers/{id}/explain',
  summary: '登记差异',
  permission: 'handover.work',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'HANDOVER_NO_DIFFERENCE'],
  input: z.object({
    id,
    item: handoverItem,
    lotId: id,
    kind: differenceKind.meta({ title: '差异类别' }),
    reason: text(300).meta({ title: '原因' }),
  }),
  output: counted.extend({ dueAt: instant }),
})

const signRefusals = [
  'NOT_FOUND',
  'DOCUMENT_CLOSED',
  'DOCUMENT_CHANGED',
  'HANDOVER_UNCOUNTED',
  'HANDOVER_MOVED',
  'HANDOVER_DIFFERENCE',
  'BUSY_TRY_AGAIN',
  'WITNESS_REQUIRED',
] as const
const signInput = z.object({ id, version: z.int().min(0), note: optionalText(300) })

/** 交接班: 交班人 ≠ 接班人, each authenticates; the signature holds for exactly what was counted (438号; regulations §4.4). */
export const signHandover = endpoint({
  name: 'handover.sign',
  method: 'POST',
  path: '/handovers/{id}/sign',
  summary: '签字交接',
  permission: 'handover.work',
  qualification: 'handle',
  witness: { permission: 'handover.work', qualification: 'handle', title: '接班' },
  refusals: signRefusals,
  input: signInput,
  output: done,
})

/** 日结: every day, by two (438号 Art 14; 13号). */
export const settleDay = endpoint({
  name: 'handover.settle',
  method: 'POST',
  path: '/handovers/{id}/settle',
  summary: '签字日结',
  permission: 'handover.settle',
  qualification: 'handle',
  witness: { permission: 'handover.settle', qualification: 'handle', title: '核对' },
  refusals: signRefusals,
  input: signInput,
  output: done,
})

export const cancelHandover = endpoint({
  name: 'handover.cancel',
  method: 'POST',
  path: '/handovers/{id}/cancel',
  summary: '作废清点',
  permission: 'handover.work',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED'],
  input: z.object({ id, reason: text(300) }),
  output: done,
})

/** 班次: when shifts end, whether counts are blind, whether the place is settled each day. */
export const planShifts = endpoint({
  name: 'handover.plan',
  method: 'POST',
  path: '/handover-plans',
  summary: '排班次',
  permission: 'handover.plan',
  refusals: ['NOT_FOUND', 'ALREADY_EXISTS'],
  input: z.object({
    placeId: id,
    shifts: z.array(shiftEnd).max(6),
    blind: z.boolean(),
    settles: z.boolean(),
  }),
  output: done,
})
