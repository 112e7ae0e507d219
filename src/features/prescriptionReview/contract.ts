import { z } from 'zod'
import { date, done, endpoint, id, instant, optionalText, pageInput, pageOf, text } from '#core/contract.ts'

export const verdict = z.enum(['reasonable', 'irregular', 'unsuitable', 'excessive'])
export type Verdict = z.infer<typeof verdict>
export const verdictTitle: Record<Verdict, string> = {
  reasonable: '合理',
  irregular: '不规范',
  unsuitable: '用药不适宜',
  excessive: '超常',
}

export const itemState = z.enum(['open', 'reviewed', 'stating', 'stated', 'final'])
export type ItemState = z.infer<typeof itemState>
export const itemStateTitle: Record<ItemState, string> = {
  open: '待点评',
  reviewed: '待复核',
  stating: '待医师说明',
  stated: '已说明，待审定',
  final: '已定',
}

/** What a draw may choose from: 麻、精一、精二. */
export const reviewClass = z.enum(['NAR', 'PS1', 'PS2'])
/** Prescriptions of one frame; a month of a large hospital has some thousands. */
export const mostFrame = 20_000
export const mostDays = 366
/** 点评人 works on paper beside the screen: more at once is no review. */
export const mostDrawn = 1_000

export const findingCode = z.object({ code: z.string(), verdict, title: z.string() })
export type FindingCode = z.infer<typeof findingCode>

const codes = z.array(z.string().trim().min(1).max(8)).max(20)

export const reviewRow = z.object({
  reviewId: id,
  orgId: id,
  no: z.string(),
  periodFrom: date,
  periodTo: date,
  classes: z.array(reviewClass),
  measure: z.enum(['count', 'share']),
  size: z.int(),
  frameCount: z.int(),
  drawnCount: z.int(),
  addedCount: z.int(),
  /** Items that are final, and those of them that were not 合理. */
  finalCount: z.int(),
  foundCount: z.int(),
  drawnBy: z.string(),
  drawnAt: instant,
})
export type ReviewRow = z.infer<typeof reviewRow>

export const itemRow = z.object({
  itemId: id,
  orgId: id,
  reviewId: id,
  reviewNo: z.string(),
  prescriptionId: id,
  rxNo: z.string(),
  writtenAt: instant,
  series: z.enum(['narcotic', 'second']),
  prescriberId: id,
  prescriber: z.string(),
  department: z.string().nullable(),
  drugs: z.string(),
  /** Place in the draw; null: added by hand. */
  rank: z.int().nullable(),
  addReason: z.string().nullable(),
  state: itemState,
  opinion: verdict.nullable(),
  verdict: verdict.nullable(),
  unjustified: z.boolean().nullable(),
  stateBy: date.nullable(),
})
export type ItemRow = z.infer<typeof itemRow>

export const step = z.object({
  kind: z.enum(['review', 'return', 'check', 'statement', 'final']),
  verdict: verdict.nullable(),
  codes: z.array(z.string()),
  unjustified: z.boolean().nullable(),
  remark: z.string().nullable(),
  stateBy: date.nullable(),
  by: z.string(),
  at: instant,
})
export type Step = z.infer<typeof step>
export const stepTitle: Record<Step['kind'], string> = {
  review: '点评',
  return: '退回重评',
  check: '复核',
  statement: '医师说明',
  final: '审定',
}

export const itemDetail = itemRow.extend({
  addedBy: z.string().nullable(),
  dispensedBy: z.string().nullable(),
  checkedBy: z.string().nullable(),
  steps: z.array(step),
  /** What this person may do with it now; why not, where the step is there and the person is wrong. */
  may: z.object({ review: z.boolean(), check: z.boolean(), finish: z.boolean(), why: z.string().nullable() }),
})
export type ItemDetail = z.infer<typeof itemDetail>

export const listReviews = endpoint({
  name: 'prescriptionReview.list',
  method: 'GET',
  path: '/prescription-reviews',
  summary: '处方点评批次',
  permission: 'prescriptionReview.read',
  refusals: [],
  input: z.object({ ...pageInput }),
  output: pageOf(reviewRow),
})

export const readReview = endpoint({
  name: 'prescriptionReview.read',
  method: 'GET',
  path: '/prescription-reviews/{id}',
  summary: '处方点评批次与抽中的处方',
  permission: 'prescriptionReview.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: reviewRow.extend({
    departments: z.array(z.string()),
    prescribers: z.array(z.string()),
    frameHash: z.string(),
    seed: z.string(),
    items: z.array(itemRow),
  }),
})
export type ReviewDetail = z.infer<typeof readReview.output>

/**
 * 抽取. The frame is fixed first, then the server makes the seed, then the order follows from both: nobody chooses, and
 * everybody can do it again (docs/decisions/0031-draw.md). What was drawn before stays and is in no later frame.
 */
export const drawReview = endpoint({
  name: 'prescriptionReview.draw',
  method: 'POST',
  path: '/prescription-reviews',
  summary: '抽取点评处方',
  permission: 'prescriptionReview.draw',
  refusals: ['REVIEW_PERIOD', 'REVIEW_FRAME_EMPTY', 'REVIEW_FRAME_LARGE'],
  input: z.object({
    from: date.meta({ title: '开具日期自' }),
    to: date.meta({ title: '至' }),
    classes: z.array(reviewClass).max(3).default([]).meta({ title: '管制分类' }),
    departmentIds: z.array(id).max(50).default([]).meta({ title: '科室' }),
    prescriberIds: z.array(id).max(50).default([]).meta({ title: '医师' }),
    measure: z.enum(['count', 'share']).meta({ title: '抽取' }),
    /** Prescriptions, or percent of the frame. */
    size: z.int().min(1).max(mostDrawn).meta({ title: '数量' }),
  }),
  output: z.object({ reviewId: id, no: z.string(), frameCount: z.int(), drawnCount: z.int() }),
})

/** The draw done again from what was kept of it. */
export const proveReview = endpoint({
  name: 'prescriptionReview.prove',
  method: 'GET',
  path: '/prescription-reviews/{id}/proof',
  summary: '核验抽取',
  permission: 'prescriptionReview.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: z.object({
    frameCount: z.int(),
    frameHash: z.string(),
    seed: z.string(),
    hashAgrees: z.boolean(),
    drawnAgrees: z.boolean(),
    /** Numbers of the frame, in the order in which they are hashed. */
    frame: z.array(z.string()),
    drawn: z.array(z.string()),
  }),
})

/** Single ones beside the draw, each with its reason and marked as added. */
export const addItem = endpoint({
  name: 'prescriptionReview.add',
  method: 'POST',
  path: '/prescription-reviews/{id}/add',
  summary: '加入点评处方',
  permission: 'prescriptionReview.draw',
  refusals: ['NOT_FOUND', 'REVIEW_ADD', 'REVIEW_TWICE'],
  input: z.object({
    id,
    rxNo: text(40).meta({ title: '处方编号' }),
    reason: text(200).meta({ title: '加入原因' }),
  }),
  output: z.object({ itemId: id }),
})

export const readItem = endpoint({
  name: 'prescriptionReview.item',
  method: 'GET',
  path: '/prescription-review-items/{itemId}',
  summary: '一张处方的点评',
  permission: 'prescriptionReview.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ itemId: id }),
  output: itemDetail,
})

export const listCodes = endpoint({
  name: 'prescriptionReview.codes',
  method: 'GET',
  path: '/prescription-review-codes',
  summary: '点评问题代码',
  permission: 'signedIn',
  refusals: [],
  input: z.object({}),
  output: z.object({ rows: z.array(findingCode) }),
})

/** 点评. The verdict is that of the gravest code; without a code it is 合理. */
export const reviewItem = endpoint({
  name: 'prescriptionReview.review',
  method: 'POST',
  path: '/prescription-review-items/{itemId}/review',
  summary: '点评处方',
  permission: 'prescriptionReview.work',
  refusals: ['NOT_FOUND', 'UNQUALIFIED', 'REVIEW_STEP', 'REVIEW_OWN_WORK', 'REVIEW_CODES'],
  input: z.object({
    itemId: id,
    codes: codes.meta({ title: '问题代码' }),
    remark: optionalText(500).meta({ title: '点评意见' }),
  }),
  output: z.object({ verdict }),
})

/** 复核 by another pharmacist: confirmed, or sent back. A confirmed 合理 is final. */
export const checkItem = endpoint({
  name: 'prescriptionReview.check',
  method: 'POST',
  path: '/prescription-review-items/{itemId}/check',
  summary: '复核点评',
  permission: 'prescriptionReview.check',
  refusals: ['NOT_FOUND', 'UNQUALIFIED', 'REVIEW_STEP', 'REVIEW_OWN_WORK', 'REASON_REQUIRED'],
  input: z.object({
    itemId: id,
    outcome: z.enum(['confirmed', 'returned']),
    remark: optionalText(500).meta({ title: '复核意见' }),
  }),
  output: done,
})

/** 说明、申诉 by the prescriber, once, within the term or later as long as nothing is final. */
export const stateItem = endpoint({
  name: 'prescriptionReview.state',
  method: 'POST',
  path: '/prescription-review-items/{itemId}/statement',
  summary: '说明本人处方的点评',
  permission: 'prescriptionReview.state',
  refusals: ['NOT_FOUND', 'REVIEW_STEP', 'REVIEW_NOT_YOURS'],
  input: z.object({ itemId: id, statement: text(1000).meta({ title: '说明' }) }),
  output: done,
})

export const finishItem = endpoint({
  name: 'prescriptionReview.finish',
  method: 'POST',
  path: '/prescription-review-items/{itemId}/final',
  summary: '审定点评',
  permission: 'prescriptionReview.finish',
  refusals: [
    'NOT_FOUND',
    'REVIEW_STEP',
    'REVIEW_OWN_WORK',
    'REVIEW_CODES',
    'REVIEW_REMARK',
    'REVIEW_UNJUSTIFIED',
    'REVIEW_STATEMENT_PENDING',
  ],
  input: z.object({
    itemId: id,
    codes: codes.meta({ title: '问题代码' }),
    /** Of 超常 only: no good reason was found. */
    unjustified: z.boolean().optional().meta({ title: '无正当理由' }),
    remark: optionalText(500).meta({ title: '审定意见' }),
  }),
  /** The number of what follows from it, where something does. */
  output: z.object({ verdict, measureNo: z.string().nullable() }),
})

/** What was found in one's own prescriptions: from the check on, newest first. */
export const listOwn = endpoint({
  name: 'prescriptionReview.own',
  method: 'GET',
  path: '/prescription-statements',
  summary: '本人处方的点评',
  permission: 'prescriptionReview.state',
  refusals: [],
  input: z.object({ ...pageInput }),
  output: pageOf(itemRow.extend({ steps: z.array(step) })),
})
export type OwnRow = z.infer<typeof listOwn.output>['rows'][number]
