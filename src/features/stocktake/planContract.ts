import { z } from 'zod'
import { date, done, drugClass, endpoint, id, text } from '#core/contract.ts'

export const plan = z.object({
  id,
  name: z.string(),
  place: z.string(),
  locationId: id,
  drugClass: drugClass.nullable(),
  everyDays: z.int(),
  sample: z.int().nullable(),
  blind: z.boolean(),
  /** When it is due; never later than it was due before somebody missed it. */
  dueOn: date,
  overdue: z.boolean(),
  lastNo: z.string().nullable(),
  lastOn: date.nullable(),
})
export type Plan = z.infer<typeof plan>

export const listPlans = endpoint({
  name: 'stocktake.plans',
  method: 'GET',
  path: '/stocktake-plans',
  summary: '盘点计划',
  permission: 'stocktake.read',
  refusals: [],
  input: z.object({ org: id.optional() }),
  output: z.object({ rows: z.array(plan) }),
})

export const createPlan = endpoint({
  name: 'stocktake.createPlan',
  method: 'POST',
  path: '/stocktake-plans',
  summary: '新增盘点计划',
  permission: 'stocktake.approve',
  refusals: ['NOT_FOUND', 'ALREADY_EXISTS'],
  input: z.object({
    name: text(60).meta({ title: '名称' }),
    locationId: id.meta({ title: '储位' }),
    drugClass: drugClass.optional().meta({ title: '管制分类' }),
    everyDays: z.int().min(1).max(366).meta({ title: '每几天一次' }),
    sample: z.int().min(1).max(500).optional().meta({ title: '抽盘行数（不填为全盘）' }),
    blind: z.boolean().meta({ title: '盲盘' }),
    firstOn: date.meta({ title: '第一次' }),
  }),
  output: z.object({ id }),
})

export const stopPlan = endpoint({
  name: 'stocktake.stopPlan',
  method: 'POST',
  path: '/stocktake-plans/{planId}/stop',
  summary: '停用盘点计划',
  permission: 'stocktake.approve',
  refusals: ['NOT_FOUND'],
  input: z.object({ planId: id }),
  output: done,
})
