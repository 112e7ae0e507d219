import { dayOf, startOfDay } from '#core/clock.ts'
import type { DrugClass } from '#core/contract.ts'
import type { Item } from '#core/ledger/kinds.ts'

/** How long a discrepancy may stand, and from how many units on it is one. Minutes, working days, units. */
export interface DiscrepancyRule {
  readonly version: number
  readonly escalateMinutes: number
  readonly reportMinutes: number
  readonly ordinaryDays: number
  readonly thresholdUnits: number
}

/**
 * The platform's own (regulations §4.9, D08): 30 minutes inside the house, a draft for the authorities within 2 hours,
 * the next working day for what is no intact 麻精一 unit. A hospital may be stricter.
 */
export const platformRule: DiscrepancyRule = {
  version: 0,
  escalateMinutes: 30,
  reportMinutes: 120,
  ordinaryDays: 1,
  thresholdUnits: 5,
}

/** An intact unit of 麻醉药品 or 第一类精神药品 that is not where the books have it. */
export const isUrgent = (item: Item, drugClass: DrugClass): boolean =>
  item === 'intact' && (drugClass === 'NAR' || drugClass === 'PS1')

/** Does a difference become a discrepancy that must be explained before the books may follow it? */
export const opensDiscrepancy = (
  of: { item: Item; drugClass: DrugClass; difference: number },
  rule: Pick<DiscrepancyRule, 'thresholdUnits'>,
): boolean =>
  of.difference !== 0 && (isUrgent(of.item, of.drugClass) || Math.abs(of.difference) >= rule.thresholdUnits)

/** An hour at which a working day's desk still answers. */
const officeEndHour = 18

/** The end of the n-th working day after an instant, in China: Monday to Friday, public holidays not known. */
export function endOfWorkingDay(at: string, days: number): string {
  let day = Date.parse(startOfDay(dayOf(at)))
  let left = days
  while (left > 0) {
    day += 86_400_000
    const weekday = new Date(day + 8 * 3_600_000).getUTCDay()
    if (weekday !== 0 && weekday !== 6) left -= 1
  }
  return new Date(day + officeEndHour * 3_600_000).toISOString()
}

/** Until when it must be in the head's hands, and until when a draft for the authorities must be ready (null: none). */
export function deadlines(
  foundAt: string,
  urgent: boolean,
  rule: DiscrepancyRule,
): { escalateAt: string; reportAt: string | null } {
  const after = (minutes: number) => new Date(Date.parse(foundAt) + minutes * 60_000).toISOString()
  if (urgent) return { escalateAt: after(rule.escalateMinutes), reportAt: after(rule.reportMinutes) }
  return { escalateAt: endOfWorkingDay(foundAt, rule.ordinaryDays), reportAt: null }
}

/**
 * Why it did not agree. `adjust`: the books may follow the count; `recount`: the books were right or have been put
 * right, so a recount must agree; `report`: it must be reported before the books may follow (条例 Art 64).
 */
export const discrepancyReasons = {
  miscount: { title: '清点有误', ends: 'recount' },
  lateRecord: { title: '出入漏登，已补登', ends: 'recount' },
  misplaced: { title: '放错储位，已归位', ends: 'recount' },
  breakage: { title: '破损漏登，已补登', ends: 'recount' },
  returnMissed: { title: '领用退回漏登', ends: 'adjust' },
  issueWrong: { title: '发出数量有误', ends: 'adjust' },
  lotMixed: { title: '批号混放', ends: 'adjust' },
  arrivalMiscounted: { title: '到货时点错', ends: 'adjust' },
  diluted: { title: '残余稀释或混药未登记', ends: 'adjust' },
  foundAgain: { title: '以前盘损的已找到', ends: 'adjust' },
  unknown: { title: '查不出原因', ends: 'report' },
  lost: { title: '丢失', ends: 'report' },
  stolen: { title: '被盗、被抢', ends: 'report' },
  obtained: { title: '骗取、冒领', ends: 'report' },
} as const satisfies Record<string, { title: string; ends: 'adjust' | 'recount' | 'report' }>

export type DiscrepancyReason = keyof typeof discrepancyReasons
export const discrepancyReasonCodes = Object.keys(discrepancyReasons) as [
  DiscrepancyReason,
  ...DiscrepancyReason[],
]

export const discrepancyStates = ['open', 'explained', 'reported', 'adjusted', 'closed'] as const
export type DiscrepancyState = (typeof discrepancyStates)[number]
export const discrepancyStateTitle: Record<DiscrepancyState, string> = {
  open: '待查',
  explained: '已说明',
  reported: '已上报',
  adjusted: '已调账',
  closed: '已关闭',
}

export interface Standing {
  readonly state: DiscrepancyState
  readonly reasonCode: DiscrepancyReason | null
  readonly reportedAt: string | null
  readonly levelAt: string | null
}

/** What still stands in the way of letting the books follow the count; undefined: nothing. */
export function adjustBlocked(d: Standing): 'explain' | 'report' | 'recount' | 'done' | undefined {
  if (d.state === 'closed' || d.levelAt !== null) return 'done'
  if (d.reasonCode === null) return 'explain'
  const ends = discrepancyReasons[d.reasonCode].ends
  if (ends === 'recount') return 'recount'
  return ends === 'report' && d.reportedAt === null ? 'report' : undefined
}

/** What still stands in the way of closing: an explanation, a report where one is due, and books that agree. */
export function closeBlocked(d: Standing): 'explain' | 'report' | 'level' | 'done' | undefined {
  if (d.state === 'closed') return 'done'
  if (d.reasonCode === null) return 'explain'
  if (discrepancyReasons[d.reasonCode].ends === 'report' && d.reportedAt === null) return 'report'
  return d.levelAt === null ? 'level' : undefined
}

/** The deadline that runs now: none once it is explained and, where that is due, reported. */
export function runningDeadline(
  d: Standing & { escalateAt: string; reportAt: string | null },
  at: string,
): { due: string; what: 'escalate' | 'report'; overdue: boolean } | undefined {
  if (d.state === 'closed') return undefined
  const late = (due: string) => Date.parse(due) < Date.parse(at)
  if (d.state === 'open' && !late(d.escalateAt))
    return { due: d.escalateAt, what: 'escalate', overdue: false }
  const mustReport = d.reasonCode === null || discrepancyReasons[d.reasonCode].ends === 'report'
  if (d.reportAt !== null && d.reportedAt === null && mustReport)
    return { due: d.reportAt, what: 'report', overdue: late(d.reportAt) }
  return d.state === 'open' ? { due: d.escalateAt, what: 'escalate', overdue: true } : undefined
}
