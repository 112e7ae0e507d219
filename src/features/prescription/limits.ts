import type { RefusalCode } from '#core/refusal.ts'
import { daysOf, dosesOf, ratioText, suppliedDays, within } from './ratios.ts'

export type Form = 'INJ' | 'CR' | 'OTHER'
export type Category = 'general' | 'cancer' | 'chronic' | 'inpatient'
export type Encounter = 'outpatient' | 'emergency' | 'inpatient'
export type Purpose = 'adhd' | 'pump' | 'discharge' | 'compound'

/** One row of the limits: the law's, or a hospital's own (mode `own`). Absent figures do not limit. */
export interface Limit {
  readonly title: string
  readonly mode: 'special' | 'table' | 'cap' | 'own'
  readonly class: string
  readonly form: Form | 'ANY'
  readonly patient: Category | 'ANY'
  readonly encounter: Encounter | 'ANY'
  readonly ingredient: string | null
  readonly purpose: Purpose | null
  readonly maxDoses: number | null
  readonly maxDays: number | null
  readonly maxUnits: number | null
  readonly maxDoseDays: number | null
  readonly maxRunDays: number | null
  readonly inInstitution: boolean
  readonly secondGrade: boolean
  readonly reasonAllowed: boolean
  readonly needsRecord: boolean
  readonly needsInstruction: boolean
  readonly onlyPurpose: string | null
  readonly article: string
}

/** One line of a prescription. `dose`: content units; whole units where `contentPerUnit` is 0 (not tracked). */
export interface Item {
  readonly drug: string
  readonly unit: string
  readonly drugClass: string
  readonly form: Form
  readonly ingredient: string
  readonly contentPerUnit: number
  readonly units: number
  readonly dose: number
  /** So often in so many days: a patch every 72 hours is 1 in 3. */
  readonly times: number
  readonly perDays: number
  readonly instruction: string | null
  /** 极量 per day, in the unit of the dose. */
  readonly dailyMax: number | null
  /** Days of supply without a gap before this one, for 罂粟壳. */
  readonly runDays: number
}

export interface Situation {
  readonly category: Category
  readonly encounter: Encounter
  readonly purpose: Purpose | null
  readonly useAt: 'home' | 'institution'
  /** 三级甲等 … */
  readonly grade: string | null
  readonly overLimitReason: string | null
}

/** One line of the explanation: what the rule asks, what this prescription says, and whether it may stand. */
export interface Check {
  readonly title: string
  readonly article: string
  readonly limit: string
  readonly actual: string
  readonly passed: boolean
  /** Over the limit, and the law lets the doctor say why. */
  readonly excused: boolean
  readonly code: RefusalCode | null
}

const fits = (of: string, value: string) => of === 'ANY' || of === value

function applies(l: Limit, item: Item, s: Situation): boolean {
  return (
    fits(l.class, item.drugClass) &&
    fits(l.form, item.form) &&
    fits(l.patient, s.category) &&
    fits(l.encounter, s.encounter) &&
    (l.ingredient === null || l.ingredient === item.ingredient)
  )
}

/**
 * The rows that hold for a line. Special cases come first and take the place of the table (a substance before a
 * purpose: a pump does not make pethidine a take-home drug); caps and a hospital's own rows come on top, own ones
 * only where no special purpose was given.
 */
export function limitsFor(limits: readonly Limit[], item: Item, s: Situation): Limit[] {
  const fitting = limits.filter((l) => applies(l, item, s) && (l.purpose === null || l.purpose === s.purpose))
  const special = fitting.filter((l) => l.mode === 'special')
  const bySubstance = special.filter((l) => l.ingredient !== null)
  const base = bySubstance.length > 0 ? bySubstance : special
  const table = base.length > 0 ? base : fitting.filter((l) => l.mode === 'table')
  const onTop = fitting.filter(
    (l) => l.mode === 'cap' || (l.mode === 'own' && (s.purpose === null || base.length === 0)),
  )
  return [...table, ...onTop]
}

interface Judged {
  readonly limit: string
  readonly actual: string
  readonly passed: boolean
  readonly code: RefusalCode
}

/** Everything that one row asks of a line, in the order in which a person would read it. */
function judge(l: Limit, item: Item, s: Situation): Judged[] {
  const [doses, days] = [dosesOf(item), daysOf(item)]
  const judged: Judged[] = []
  const say = (limit: string, actual: string, passed: boolean, code: RefusalCode) =>
    judged.push({ limit, actual, passed, code })
  if (l.secondGrade)
    say('只限二级以上医院', s.grade ?? '未登记等级', /^[二三]级/.test(s.grade ?? ''), 'RX_SECOND_GRADE_ONLY')
  if (l.inInstitution)
    say(
      '只限在本机构内使用',
      s.useAt === 'home' ? '带回使用' : '院内使用',
      s.useAt === 'institution',
      'RX_IN_INSTITUTION',
    )
  if (l.onlyPurpose !== null)
    say(
      '只能配入复方',
      s.purpose === l.onlyPurpose ? '配入复方' : '单独开具',
      s.purpose === l.onlyPurpose,
      'RX_COMPOUND_ONLY',
    )
  if (l.needsInstruction)
    say(
      '写明速度与时长',
      item.instruction ?? '未写',
      (item.instruction ?? '') !== '',
      'RX_INSTRUCTION_NEEDED',
    )
  if (l.maxDoses !== null)
    say(
      l.maxDoses === 1 ? '一次常用量' : `${l.maxDoses} 次常用量`,
      doses ? `${ratioText(doses)} 次量` : '算不出次数',
      doses !== undefined && within(doses, l.maxDoses),
      doses ? 'RX_OVER_LIMIT' : 'RX_NOT_COMPUTABLE',
    )
  if (l.maxDays !== null)
    say(
      `${l.maxDays} 日常用量`,
      days ? `${ratioText(days)} 日量` : '算不出天数',
      days !== undefined && within(days, l.maxDays),
      days ? 'RX_OVER_LIMIT' : 'RX_NOT_COMPUTABLE',
    )
  if (l.maxUnits !== null)
    say(
      `总量 ${l.maxUnits} ${item.unit}`,
      `${item.units} ${item.unit}`,
      item.units <= l.maxUnits,
      'RX_OVER_LIMIT',
    )
  if (l.maxDoseDays !== null) judged.push(judgeDailyMax(l.maxDoseDays, item))
  if (l.maxRunDays !== null) {
    const run = item.runDays + suppliedDays(item)
    say(`连用 ${l.maxRunDays} 日`, `连同前方 ${run} 日`, run <= l.maxRunDays, 'RX_OVER_LIMIT')
  }
  return judged
}

/** 医疗用毒性药品管理办法 Art 9: no prescription over two days of the highest daily dose. */
function judgeDailyMax(maxDoseDays: number, item: Item): Judged {
  const limit = `${maxDoseDays} 日极量`
  if (item.dailyMax === null)
    return { limit, actual: '没有登记极量', passed: false, code: 'RX_DAILY_MAX_UNKNOWN' }
  const of = { top: item.units * Math.max(1, item.contentPerUnit), bottom: item.dailyMax }
  return {
    limit,
    actual: `${ratioText(of)} 日极量`,
    passed: within(of, maxDoseDays),
    code: 'RX_OVER_LIMIT',
  }
}

/**
 * The check of one line, rule by rule, as the doctor and the dispenser read it before the act. A row that the law
 * lets a doctor exceed for a written reason (精二 over 7 days) is `excused` when the reason is there.
 */
export function explain(limits: readonly Limit[], item: Item, s: Situation): Check[] {
  const rows = limitsFor(limits, item, s)
  if (rows.length === 0) return [noRule(item)]
  return rows.flatMap((l) =>
    judge(l, item, s).map((j) => {
      const over = !j.passed && l.reasonAllowed && j.code === 'RX_OVER_LIMIT'
      const excused = over && s.overLimitReason !== null
      return {
        title: l.title,
        article: l.article,
        limit: j.limit,
        actual: j.actual,
        passed: j.passed || excused,
        excused,
        code: j.passed || excused ? null : over ? 'RX_REASON_NEEDED' : j.code,
      }
    }),
  )
}

/** Nothing national for it (精二 of an inpatient): still no quantity without a dose that explains it. */
function noRule(item: Item): Check {
  const days = daysOf(item)
  return {
    title: '没有国家限量，按医嘱',
    article: '处方管理办法',
    limit: '算得出天数',
    actual: days ? `${ratioText(days)} 日量` : '算不出天数',
    passed: days !== undefined,
    excused: false,
    code: days ? null : 'RX_NOT_COMPUTABLE',
  }
}

export const needsRecord = (limits: readonly Limit[], item: Item, s: Situation): boolean =>
  limitsFor(limits, item, s).some((l) => l.needsRecord)

interface Own {
  readonly class: string
  readonly form: Form | 'ANY'
  readonly patient: Category
  readonly ingredient: string | null
  readonly maxDoses: number | null
  readonly maxDays: number | null
}

/**
 * The national row that a hospital's own row would loosen, if any: of those that can meet it, the first whose figure
 * is smaller, or that counts in doses where the own row counts in days.
 */
export function loosened(own: Own, national: readonly Limit[]): Limit | undefined {
  const meets = (l: Limit) =>
    l.mode !== 'cap' &&
    l.purpose === null &&
    (l.ingredient === null || l.ingredient === own.ingredient) &&
    fits(l.class, own.class) &&
    (own.form === 'ANY' || fits(l.form, own.form)) &&
    fits(l.patient, own.patient)
  return national.filter(meets).find((l) => {
    if (own.maxDoses !== null) return l.maxDoses !== null && own.maxDoses > l.maxDoses
    if (l.maxDoses !== null && l.maxDays === null) return true
    return l.maxDays !== null && (own.maxDays ?? 0) > l.maxDays
  })
}
