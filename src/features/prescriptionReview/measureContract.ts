import { z } from 'zod'
import { date, done, endpoint, id, instant, pageInput, pageOf, text } from '#core/contract.ts'

export const measureKind = z.enum(['restrict', 'cancel'])
export type MeasureKind = z.infer<typeof measureKind>
export const measureKindTitle: Record<MeasureKind, string> = {
  restrict: '警告并限制处方权',
  cancel: '取消处方权',
}
export const measureState = z.enum(['proposed', 'inForce', 'dropped', 'ended'])
export type MeasureState = z.infer<typeof measureState>
export const measureStateTitle: Record<MeasureState, string> = {
  proposed: '待决定',
  inForce: '执行中',
  dropped: '不予处理',
  ended: '已恢复',
}

export const measure = z.object({
  measureId: id,
  no: z.string(),
  prescriberId: id,
  prescriber: z.string(),
  department: z.string().nullable(),
  kind: measureKind,
  state: measureState,
  proposedAt: instant,
  decidedBy: z.string().nullable(),
  witness: z.string().nullable(),
  decidedAt: instant.nullable(),
  reason: z.string().nullable(),
  endsOn: date.nullable(),
  endedBy: z.string().nullable(),
  endedAt: instant.nullable(),
  endReason: z.string().nullable(),
  /** The 超常 prescriptions without a good reason that it rests on. */
  items: z.array(z.object({ itemId: id, rxNo: z.string(), writtenAt: instant })),
})
export type Measure = z.infer<typeof measure>

export const listMeasures = endpoint({
  name: 'prescriptionReview.measures',
  method: 'GET',
  path: '/prescription-measures',
  summary: '处方权处理',
  permission: 'prescriptionReview.read',
  refusals: [],
  input: z.object({ ...pageInput, state: measureState.optional().meta({ title: '状态' }) }),
  output: pageOf(measure),
})

const second = { permission: 'prescriptionReview.finish', title: '药学部负责人' } as const

/** 处理决定 (处方管理办法 Art 45): by two, with the reason; it takes the qualification away in the same act. */
export const decideMeasure = endpoint({
  name: 'prescriptionReview.decide',
  method: 'POST',
  path: '/prescription-measures/{measureId}/decide',
  summary: '决定处方权处理',
  permission: 'prescriptionReview.decide',
  witness: second,
  refusals: ['NOT_FOUND', 'MEASURE_STEP', 'MEASURE_SELF', 'MEASURE_TERM'],
  input: z.object({
    measureId: id,
    outcome: z.enum(['upheld', 'dropped']),
    /** The last day of a restriction. */
    endsOn: date.optional().meta({ title: '限制到' }),
    reason: text(500).meta({ title: '决定的理由' }),
  }),
  output: done,
})

/** 恢复: after the term of a restriction; after 取消 only with an exam that was passed since. */
export const restoreRight = endpoint({
  name: 'prescriptionReview.restore',
  method: 'POST',
  path: '/prescription-measures/{measureId}/restore',
  summary: '恢复处方权',
  permission: 'prescriptionReview.decide',
  witness: second,
  refusals: ['NOT_FOUND', 'MEASURE_STEP', 'MEASURE_SELF', 'MEASURE_NOT_OVER', 'MEASURE_RETRAIN'],
  input: z.object({ measureId: id, reason: text(500).meta({ title: '恢复的理由' }) }),
  /** Until when the right runs now; null: it has run out meanwhile and needs a new training. */
  output: z.object({ validTo: date.nullable() }),
})
