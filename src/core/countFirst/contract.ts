import { z } from 'zod'
import { date, done, drugName, endpoint, id, instant, optionalText } from '#core/contract.ts'

/** Whether a place wants its drugs counted before they are taken, and whether the book is shown to who counts. */
export const countModes = ['off', 'blind', 'open'] as const
export const countMode = z.enum(countModes)
export type CountMode = z.infer<typeof countMode>
export const countModeTitle: Record<CountMode, string> = {
  off: '不清点',
  blind: '取前清点，盲点',
  open: '取前清点，显示账面',
}

/** What takes drugs out of a place, and may have to be preceded by a count of them: a place's rule names those it means. */
export const countActs = ['issue', 'dispense', 'send'] as const
export const countAct = z.enum(countActs)
export type CountAct = z.infer<typeof countAct>
export const countActTitle: Record<CountAct, string> = {
  issue: '领用',
  dispense: '发药',
  send: '调拨出库',
}

/** What an opening is for; the acts that ask for a count are purposes of the same name. */
export const purposes = [
  'issue',
  'dispense',
  'send',
  'refill',
  'count',
  'recover',
  'inspect',
  'other',
] as const
export const purpose = z.enum(purposes)
export type Purpose = z.infer<typeof purpose>
export const purposeTitle: Record<Purpose, string> = {
  issue: '领用取药',
  dispense: '发药取药',
  send: '调拨取药',
  refill: '补货',
  count: '清点',
  recover: '回收空容器',
  inspect: '检查',
  other: '其他',
}

/** Why nothing was taken. Kept: an opening for nothing is a fact like any other. */
export const nullReasons = [
  'wrongDrug',
  'shortStock',
  'orderCancelled',
  'mistake',
  'lookOnly',
  'other',
] as const
export const nullReason = z.enum(nullReasons)
export type NullReason = z.infer<typeof nullReason>
export const nullReasonTitle: Record<NullReason, string> = {
  wrongDrug: '药品不符',
  shortStock: '数量不足',
  orderCancelled: '医嘱取消',
  mistake: '误开',
  lookOnly: '只查看',
  other: '其他',
}

export const ruleRow = z.object({
  placeId: id,
  place: z.string(),
  tier: z.int(),
  mode: countMode,
  acts: z.array(countAct),
  minutes: z.int(),
  reason: z.string().nullable(),
  setBy: z.string().nullable(),
  setAt: instant.nullable(),
})
export type RuleRow = z.infer<typeof ruleRow>

export const listRules = endpoint({
  name: 'drawerAccess.rules',
  method: 'GET',
  path: '/drawer-access/rules',
  summary: '取前清点规则',
  permission: 'place.read',
  refusals: [],
  input: z.object({ org: id.optional(), placeId: id.optional() }),
  output: z.object({ rows: z.array(ruleRow) }),
})

/** A transfer takes as many drugs as a request may name; each of them may lie there in several lots. */
const mostDrugs = 100
const mostLots = 500

/** One lot that lies in the place; how many is said only where the rule shows it. */
export const countable = drugName.extend({
  lotId: id,
  lotNo: z.string(),
  expiry: date,
  book: z.int().nullable(),
})
export type Countable = z.infer<typeof countable>

/** 开柜: begins an access and says which lots of these drugs are to be counted. */
export const openAccess = endpoint({
  name: 'drawerAccess.open',
  method: 'POST',
  path: '/drawer-access',
  summary: '开柜',
  permission: 'drawerAccess.work',
  refusals: ['NOT_FOUND'],
  input: z.object({
    placeId: id.meta({ title: '储位' }),
    purpose: purpose.meta({ title: '用途' }),
    drugIds: z.array(id).max(mostDrugs).default([]),
  }),
  output: z.object({ id, no: z.string(), mode: countMode, endsAt: instant, lots: z.array(countable) }),
})

/** 取前清点: every lot of a drug that is counted, and what does not agree becomes a case. It stops nobody. */
export const countAccess = endpoint({
  name: 'drawerAccess.count',
  method: 'POST',
  path: '/drawer-access/{id}/count',
  summary: '取前清点',
  permission: 'drawerAccess.work',
  refusals: ['NOT_FOUND', 'ACCESS_OVER', 'ACCESS_COUNTED', 'ACCESS_LOTS'],
  input: z.object({
    id,
    lines: z
      .array(z.object({ lotId: id, units: z.int().min(0).max(1_000_000) }))
      .min(1)
      .max(mostLots),
  }),
  output: z.object({
    lines: z.array(z.object({ lotId: id, difference: z.int(), caseNo: z.string().nullable() })),
  }),
})

/** 空开: nothing was taken, and why. Also for an access that ended without a word. */
export const explainAccess = endpoint({
  name: 'drawerAccess.explain',
  method: 'POST',
  path: '/drawer-access/{id}/explain',
  summary: '说明空开',
  permission: 'drawerAccess.work',
  refusals: ['NOT_FOUND', 'ACCESS_MOVED', 'DOCUMENT_CLOSED', 'REASON_REQUIRED'],
  input: z.object({
    id,
    reason: nullReason.meta({ title: '没有取药的原因' }),
    note: optionalText(200).meta({ title: '说明' }),
  }),
  output: done,
})
