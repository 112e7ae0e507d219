import { z } from 'zod'
import {
  done,
  drugClass,
  endpoint,
  id,
  instant,
  optionalText,
  pageInput,
  pageOf,
  units,
} from '#core/contract.ts'

export const planStates = ['draft', 'submitted', 'approved', 'returned'] as const
export const planState = z.enum(planStates)
export type PlanState = z.infer<typeof planState>
export const planStateTitle: Record<PlanState, string> = {
  draft: '编制中',
  submitted: '已上报，待核定',
  approved: '已核定',
  returned: '被退回，待重报',
}

/** Products that need the card: the catalogue has fewer. */
export const maxPlanLines = 200

export const planYear = z.coerce.number().int().min(2000).max(2200)

export const planRow = z.object({
  planId: id,
  orgId: id,
  org: z.string(),
  no: z.string(),
  year: z.int(),
  /** 0: the year's plan; from 1: its 增补. */
  supplement: z.int(),
  state: planState,
  lines: z.int(),
  reason: z.string().nullable(),
  createdBy: z.string(),
  createdAt: instant,
  submittedAt: instant.nullable(),
  decidedAt: instant.nullable(),
})
export type PlanRow = z.infer<typeof planRow>

export const planTitle = (p: Pick<PlanRow, 'year' | 'supplement'>): string =>
  p.supplement === 0 ? `${p.year} 年购用计划` : `${p.year} 年购用计划增补 ${p.supplement}`

const product = {
  productId: id,
  name: z.string(),
  spec: z.string(),
  unit: z.string(),
  drugClass,
}

export const planLine = z.object({
  ...product,
  lastAsked: z.int(),
  lastUsed: z.int(),
  asked: z.int(),
  reason: z.string().nullable(),
  /** By the decision of this plan; null before it. */
  approved: z.int().nullable(),
})
export type PlanLine = z.infer<typeof planLine>

export const plan = planRow.extend({
  submittedBy: z.string().nullable(),
  authority: z.string().nullable(),
  decidedName: z.string().nullable(),
  note: z.string().nullable(),
  planLines: z.array(planLine),
  may: z.object({ edit: z.boolean(), submit: z.boolean(), decide: z.boolean() }),
})
export type Plan = z.infer<typeof plan>

/** A product of the hospital's formulary that is bought with the card, with what the year before says about it. */
export const proposal = z.object({
  ...product,
  lastAsked: z.int(),
  lastUsed: z.int(),
  /** Of the year itself, so far. */
  approved: z.int(),
  ordered: z.int(),
  used: z.int(),
})
export type Proposal = z.infer<typeof proposal>

export const leftRow = z.object({
  ...product,
  drugIds: z.array(id),
  approved: z.int(),
  /** Of which by 增补. */
  supplemented: z.int(),
  ordered: z.int(),
  /** Walks the year's books, so only where it was asked for. */
  used: z.int().nullable(),
})
export type LeftRow = z.infer<typeof leftRow>

export const listPlans = endpoint({
  name: 'purchasePlan.list',
  method: 'GET',
  path: '/purchase-plans',
  summary: '购用计划列表',
  permission: 'purchasePlan.read',
  refusals: [],
  input: z.object({
    ...pageInput,
    year: planYear.optional().meta({ title: '年度' }),
    state: planState.optional().meta({ title: '状态' }),
  }),
  output: pageOf(planRow),
})

export const readPlan = endpoint({
  name: 'purchasePlan.read',
  method: 'GET',
  path: '/purchase-plans/{id}',
  summary: '购用计划',
  permission: 'purchasePlan.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: plan,
})

/** What was approved for a year, and what is left of it. */
export const planLeft = endpoint({
  name: 'purchasePlan.left',
  method: 'GET',
  path: '/purchase-plans/left',
  summary: '核定用量与已订数量',
  permission: 'purchasePlan.read',
  refusals: [],
  input: z.object({
    year: planYear,
    org: id.optional(),
    withUsed: z.stringbool().or(z.boolean()).default(false),
  }),
  output: z.object({ rows: z.array(leftRow), total: z.int() }),
})

export const proposePlan = endpoint({
  name: 'purchasePlan.propose',
  method: 'GET',
  path: '/purchase-plans/proposal',
  summary: '编制购用计划的依据',
  permission: 'purchasePlan.write',
  refusals: [],
  input: z.object({ year: planYear }),
  output: z.object({ rows: z.array(proposal) }),
})

const lines = z
  .array(
    z.object({
      productId: id,
      asked: units.meta({ title: '本年申请' }),
      reason: optionalText(100).meta({ title: '说明' }),
    }),
  )
  .min(1)
  .max(maxPlanLines)
  .meta({ title: '品种' })

export const createPlan = endpoint({
  name: 'purchasePlan.create',
  method: 'POST',
  path: '/purchase-plans',
  summary: '编制购用计划',
  permission: 'purchasePlan.write',
  refusals: ['PLAN_LINES', 'PLAN_YEAR', 'PLAN_STEP', 'ALREADY_EXISTS'],
  input: z.object({
    year: planYear.meta({ title: '年度' }),
    /** 增补 to a plan that is approved; it says why. */
    supplement: z.boolean().default(false).meta({ title: '增补' }),
    reason: optionalText(200).meta({ title: '增补原因' }),
    lines,
  }),
  output: z.object({ planId: id, no: z.string() }),
})

export const savePlan = endpoint({
  name: 'purchasePlan.save',
  method: 'POST',
  path: '/purchase-plans/{id}/lines',
  summary: '修改购用计划',
  permission: 'purchasePlan.write',
  refusals: ['NOT_FOUND', 'PLAN_STEP', 'PLAN_LINES'],
  input: z.object({ id, lines }),
  output: done,
})

export const submitPlan = endpoint({
  name: 'purchasePlan.submit',
  method: 'POST',
  path: '/purchase-plans/{id}/submit',
  summary: '上报购用计划',
  permission: 'purchasePlan.submit',
  refusals: ['NOT_FOUND', 'PLAN_STEP', 'PLAN_NO_AUTHORITY'],
  input: z.object({ id }),
  output: z.object({ authority: z.string() }),
})

/** 核定, whole or line by line, or back to the hospital; in the authority's own rows. */
export const decidePlan = endpoint({
  name: 'purchasePlan.decide',
  method: 'POST',
  path: '/purchase-plans/{id}/decide',
  summary: '核定购用计划',
  permission: 'purchasePlan.approve',
  refusals: ['NOT_FOUND', 'PLAN_STEP', 'PLAN_LINES', 'REASON_REQUIRED'],
  input: z.object({
    id,
    outcome: z.enum(['approved', 'returned']),
    note: optionalText(200).meta({ title: '说明' }),
    /** Lines approved at another quantity than asked; 0: not approved. Those not named are approved as asked. */
    lines: z
      .array(z.object({ productId: id, approved: z.int().min(0).max(1_000_000) }))
      .max(maxPlanLines)
      .default([]),
  }),
  output: done,
})
