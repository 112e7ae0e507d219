import { z } from 'zod'
import { date, drugClass, endpoint, id, instant, pageInput, pageOf, sha256, text } from '#core/contract.ts'
import { methods, usualTestDays } from './rules.ts'

export const method = z.enum(methods)

/** Before its days, in them, or past: then the next version of its scope rules, or none. */
export const planStates = ['coming', 'current', 'ended'] as const
export const planState = z.enum(planStates)
export type PlanState = z.infer<typeof planState>
export const planStateTitle: Record<PlanState, string> = {
  coming: '未开始',
  current: '执行中',
  ended: '已结束',
}

export const planRow = z.object({
  planId: id,
  orgId: id,
  drugId: id.nullable(),
  drugClass: drugClass.nullable(),
  /** The drug with its strength, or the class. */
  scope: z.string(),
  rate: z.int(),
  method,
  tolerancePercent: z.int(),
  testDays: z.int(),
  validFrom: date,
  validTo: date,
  startsAt: instant,
  endsAt: instant,
  state: planState,
  reason: z.string(),
  setBy: z.string(),
  setAt: instant,
  /** SHA-256 of the secret that chooses, published with the plan. */
  commitment: sha256,
})
export type PlanRow = z.infer<typeof planRow>

export const listPlans = endpoint({
  name: 'assay.plans',
  method: 'GET',
  path: '/assay-plans',
  summary: '抽检方案',
  permission: 'assay.read',
  refusals: [],
  input: z.object({ ...pageInput, state: planState.optional() }),
  output: pageOf(planRow),
})

export const provenResidue = z.object({
  /** What the draw was made of: issue, lot and code. */
  key: z.string(),
  drawn: z.boolean(),
  sampleNo: z.string().nullable(),
  sampleId: id.nullable(),
  issueId: id,
})

export const planDetail = planRow.extend({
  /** Disclosed once the plan has ended and nothing that was handed out in its days is left in a hand. */
  secret: sha256.nullable(),
  /** What is left in hands from its days; the secret waits for it. */
  leftInHands: z.int(),
  /** The draw made again over every residue of its days; null: not before the secret is disclosed. */
  proof: z
    .object({
      residues: z.int(),
      drawn: z.int(),
      sampled: z.int(),
      /** Chosen, poured away, and never sampled: there should be none. */
      missed: z.int(),
      rows: z.array(provenResidue),
    })
    .nullable(),
})
export type PlanDetail = z.infer<typeof planDetail>

/** A proof shows so many residues; the figures above them are of all. */
export const mostProven = 500

export const readPlan = endpoint({
  name: 'assay.plan',
  method: 'GET',
  path: '/assay-plans/{planId}',
  summary: '抽检方案与复核',
  permission: 'assay.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ planId: id }),
  output: planDetail,
})

/** A version for a drug or a class, never edited: what is set later begins later. */
export const setPlan = endpoint({
  name: 'assay.setPlan',
  method: 'POST',
  path: '/assay-plans',
  summary: '制定抽检方案',
  permission: 'assay.plan',
  refusals: ['NOT_FOUND', 'ASSAY_PLAN_SCOPE', 'ASSAY_PLAN_DAYS', 'ASSAY_PLAN_LATER'],
  input: z.object({
    drugId: id.optional().meta({ title: '药品（按药品时填）' }),
    drugClass: drugClass.optional().meta({ title: '管制分类（按分类时填）' }),
    rate: z.int().min(0).max(100).meta({ title: '每 100 份残余抽几份' }),
    method: method.meta({ title: '检测方法' }),
    tolerancePercent: z.int().min(1).max(50).meta({ title: '允许偏差，%' }),
    testDays: z.int().min(1).max(30).default(usualTestDays).meta({ title: '几个工作日内检测' }),
    validFrom: date.meta({ title: '执行日期' }),
    validTo: date.meta({ title: '截止日期' }),
    reason: text(300).meta({ title: '依据或原因' }),
  }),
  output: z.object({ planId: id, commitment: sha256 }),
})
