import { z } from 'zod'
import {
  date,
  done,
  drugClass,
  drugName,
  endpoint,
  id,
  instant,
  optionalText,
  pageInput,
  pageOf,
  text,
} from '#core/contract.ts'
import { unitRef } from '#core/ledger/contract.ts'
import { pumpModes, pumpStates } from './rules.ts'

export const pumpRoutes = ['静脉泵注', '硬膜外', '鞘内注射', '皮下注射', '其他'] as const
export const diluents = ['0.9% 氯化钠注射液', '5% 葡萄糖注射液', '注射用水', '原液不稀释'] as const

const content = z.int().min(1).max(1_000_000_000_000)
const ul = z.int().min(0).max(5_000_000)
const rate = z.int().min(0).max(1_200_000)
const mode = z.enum(pumpModes)
const state = z.enum(pumpStates)
const level = z.enum(['within', 'amber', 'red'])
/** One pump is filled from at most this many ampoules. */
export const mostContents = 100

/** 配泵: content in the holder's hand goes into one pump or syringe, which runs from then on. Volumes in µl, rates in µl/h. */
export const fillPump = endpoint({
  name: 'infusion.fill',
  method: 'POST',
  path: '/infusions',
  summary: '配泵',
  permission: 'use.record',
  qualification: 'handle',
  refusals: [
    'NOT_FOUND',
    'NOT_HOLDER',
    'CODE_NEVER_RECEIVED',
    'CONTENT_IN_PUMP',
    'PRESCRIBER_UNQUALIFIED',
    'PUMP_TWICE',
    'PUMP_RUNNING',
    'PUMP_OTHER_ISSUE',
    'PUMP_PCA',
    'PUMP_NO_RATE',
    'USE_TIME_ORDER',
    'TIME_IN_FUTURE',
  ],
  input: z.object({
    issueId: id,
    previousId: id.optional(),
    contents: z
      .array(z.intersection(unitRef, z.object({ content })))
      .min(1)
      .max(mostContents),
    deviceNo: text(30).meta({ title: '泵号' }),
    place: text(40).meta({ title: '地点、床位' }),
    mode: mode.meta({ title: '模式' }),
    diluent: text(40).meta({ title: '稀释液' }),
    totalUl: z.int().min(1000).max(5_000_000).meta({ title: '总量，µl' }),
    rateUlH: rate.meta({ title: '速度，µl/h' }),
    bolusUl: z.int().min(1).max(100_000).optional().meta({ title: '单次量，µl' }),
    lockoutMinutes: z.int().min(1).max(240).optional().meta({ title: '锁定时间，分钟' }),
    route: z.enum(pumpRoutes).meta({ title: '途径' }),
    prescribedBy: id.meta({ title: '医嘱医师' }),
    startedAt: instant.optional(),
  }),
  output: z.object({ id, no: z.string() }),
})

const readingInput = {
  id,
  givenUl: ul.meta({ title: '累计输注量，µl' }),
  leftUl: ul.meta({ title: '余量，µl' }),
  bolusAsked: z.int().min(0).max(10_000).optional().meta({ title: '按压总数' }),
  bolusGiven: z.int().min(0).max(10_000).optional().meta({ title: '有效次数' }),
  reason: optionalText(200).meta({ title: '偏差原因' }),
  readAt: instant.optional(),
}
const readingRefusals = [
  'NOT_FOUND',
  'PUMP_NOT_KEEPER',
  'PUMP_STOPPED',
  'PUMP_NO_RATE',
  'READING_TIME',
  'READING_BACKWARDS',
  'READING_OVER_FILL',
  'READING_BOLUS',
  'READING_REASON',
  'BALANCE_SHORT',
  'TIME_IN_FUTURE',
] as const
const readingDone = z.object({
  seq: z.int(),
  level,
  offUl: z.int(),
  bandUl: z.int(),
  movementId: id.nullable(),
})

/** 读泵: what the pump says; what it gave since the last reading is given to the patient on the books. */
export const readPump = endpoint({
  name: 'infusion.reading',
  method: 'POST',
  path: '/infusions/{id}/readings',
  summary: '读泵',
  permission: 'use.record',
  qualification: 'handle',
  refusals: readingRefusals,
  input: z.object({ ...readingInput, rateUlH: rate.optional().meta({ title: '此后速度，µl/h' }) }),
  output: readingDone,
})

/** 交接泵: a running pump goes to another keeper; both read it, and who takes it over signs as the second person. */
export const handOverPump = endpoint({
  name: 'infusion.handover',
  method: 'POST',
  path: '/infusions/{id}/handover',
  summary: '交接泵',
  permission: 'use.record',
  qualification: 'handle',
  witness: { permission: 'use.record', qualification: 'handle', title: '接泵' },
  refusals: [...readingRefusals, 'WITNESS_REQUIRED'],
  input: z.object({ ...readingInput, place: text(40).meta({ title: '交到哪里' }) }),
  output: readingDone,
})

/** 停泵: the last reading, by two. What is left becomes residue in the hand of the keeper. */
export const stopPump = endpoint({
  name: 'infusion.stop',
  method: 'POST',
  path: '/infusions/{id}/stop',
  summary: '停泵',
  permission: 'use.record',
  qualification: 'handle',
  witness: { permission: 'waste.witness', qualification: 'handle', title: '见证' },
  refusals: [...readingRefusals, 'WITNESS_REQUIRED'],
  input: z.object(readingInput),
  output: readingDone.extend({ restUl: z.int() }),
})

/** Drug by drug: what is in the pump and how strong. */
export const pumpDrug = z.object({
  drugId: id,
  name: z.string(),
  spec: z.string(),
  drugClass,
  contentUnit: z.string(),
  filled: z.int(),
  given: z.int(),
  wasted: z.int(),
  /** Kept as a sample, drawn into the next filling, or otherwise entered after the stop. */
  other: z.int(),
  held: z.int(),
})
export type PumpDrug = z.infer<typeof pumpDrug>

export const pumpRow = z.object({
  id,
  orgId: id,
  no: z.string(),
  issueId: id,
  issueNo: z.string(),
  deviceNo: z.string(),
  mode,
  state,
  place: z.string(),
  patientName: z.string(),
  keeperId: id,
  keeper: z.string(),
  drugs: z.array(pumpDrug),
  totalUl: z.int(),
  givenUl: z.int(),
  leftUl: z.int(),
  rateUlH: z.int(),
  level: level.nullable(),
  startedAt: instant,
  lastAt: instant,
  /** Until when it is to be read; null once it is stopped. */
  readDueAt: instant.nullable(),
  stoppedAt: instant.nullable(),
})
export type PumpRow = z.infer<typeof pumpRow>

export const listPumps = endpoint({
  name: 'infusion.list',
  method: 'GET',
  path: '/infusions',
  summary: '泵注监测',
  permission: 'issue.read',
  refusals: [],
  input: z.object({
    ...pageInput,
    state: state.optional(),
    mine: z.coerce.boolean().optional(),
    issueId: id.optional(),
  }),
  output: pageOf(pumpRow).extend({
    running: z.int(),
    /** Running and not read in time. */
    late: z.int(),
    rest: z.int(),
    unreadHours: z.int(),
  }),
})

export const readingRow = z.object({
  seq: z.int(),
  kind: z.enum(['read', 'handover', 'stop']),
  readAt: instant,
  givenUl: z.int(),
  leftUl: z.int(),
  rateUlH: z.int(),
  bolusAsked: z.int().nullable(),
  bolusGiven: z.int().nullable(),
  expectedUl: z.int(),
  bandUl: z.int(),
  level,
  reason: z.string().nullable(),
  movementId: id.nullable(),
  readBy: z.string(),
  witness: z.string().nullable(),
  place: z.string().nullable(),
  /** Its movement was taken back. */
  void: z.boolean(),
})
export type ReadingRow = z.infer<typeof readingRow>

export const pumpContent = pumpDrug
  .pick({ drugId: true, filled: true, given: true, wasted: true, other: true, held: true })
  .extend({ lotId: id, lotNo: z.string(), code: z.string() })

export const pumpDetail = pumpRow.extend({
  previousId: id.nullable(),
  previousNo: z.string().nullable(),
  nextId: id.nullable(),
  nextNo: z.string().nullable(),
  diluent: z.string(),
  route: z.string(),
  firstRateUlH: z.int(),
  bolusUl: z.int().nullable(),
  lockoutMinutes: z.int().nullable(),
  bolusAsked: z.int().nullable(),
  bolusGiven: z.int().nullable(),
  /** What was to be expected at the last reading; what was read, where its difference was explained. */
  baseUl: z.int(),
  prescribedBy: z.string(),
  filledBy: z.string(),
  holderId: id,
  holder: z.string(),
  contents: z.array(pumpContent),
  readings: z.array(readingRow),
})
export type PumpDetail = z.infer<typeof pumpDetail>

export const readOne = endpoint({
  name: 'infusion.read',
  method: 'GET',
  path: '/infusions/{id}',
  summary: '泵注',
  permission: 'issue.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: pumpDetail,
})

/** What a pump for this issue could be filled with, and who could have ordered it. */
export const fillable = endpoint({
  name: 'infusion.fillable',
  method: 'GET',
  path: '/infusion-contents',
  summary: '可配泵的药液',
  permission: 'use.record',
  refusals: ['NOT_FOUND'],
  input: z.object({ issueId: id }),
  output: z.object({
    issueNo: z.string(),
    title: z.string(),
    place: z.string(),
    patientName: z.string(),
    holderId: id,
    holder: z.string(),
    issuedAt: instant,
    doctorId: id,
    doctors: z.array(z.object({ userId: id, name: z.string(), title: z.string() })),
    contents: z.array(
      drugName.extend({
        contentUnit: z.string(),
        contentPerUnit: z.int(),
        volumeUl: z.int().nullable(),
        lotId: id,
        lotNo: z.string(),
        expiry: date,
        code: z.string(),
        free: z.int(),
      }),
    ),
  }),
})
export type Fillable = z.infer<typeof fillable.output>

/** 读泵间隔 of the hospital. */
export const setUnread = endpoint({
  name: 'infusion.setRule',
  method: 'POST',
  path: '/infusion-rule',
  summary: '设定读泵间隔',
  permission: 'place.write',
  refusals: [],
  input: z.object({
    unreadHours: z.int().min(1).max(24).meta({ title: '超过几小时没有读泵即提醒' }),
    reason: text(200).meta({ title: '依据或原因' }),
  }),
  output: done,
})
