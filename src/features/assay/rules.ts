import { Refusal } from '#core/refusal.ts'
import { endOfWorkingDay } from '#core/discrepancy/rules.ts'

export const methodTitle = {
  refractometry: '折光法',
  ultraviolet: '紫外分光光度法',
  strip: '试纸',
  external: '送检',
} as const
export type Method = keyof typeof methodTitle
export const methods = Object.keys(methodTitle) as [Method, ...Method[]]

export const sampleStateTitle = {
  toTest: '待检测',
  case: '差异办理中',
  toDestroy: '待销毁',
  done: '已办结',
  void: '已红冲',
} as const
export type SampleState = keyof typeof sampleStateTitle
export const sampleStates = Object.keys(sampleStateTitle) as [SampleState, ...SampleState[]]

/** Working days within which a sample is tested, where its plan says nothing else. */
export const usualTestDays = 3
export const testDueAt = (keptAt: string, days: number): string => endOfWorkingDay(keptAt, days)

/** Thousandths of the content's unit in a millilitre: 10 μg in 200 µl are 50 000, that is 50 μg/ml. */
export const expectedMilli = (content: number, volumeUl: number): number =>
  Math.round((content * 1_000_000) / volumeUl)

/** What was found: a concentration, or whether it is the drug at all. */
export interface Finding {
  readonly sealIntact: boolean
  readonly measuredMilli?: number | undefined
  readonly conforms?: boolean | undefined
}

interface Sampled {
  readonly method: Method
  readonly volumeUl: number | null
}

/**
 * A paper strip says yes or no; an instrument says how much, where there is a volume to measure in; a laboratory may say
 * either. Refuses: ASSAY_RESULT_KIND.
 */
export function checkFinding(sample: Sampled, found: Finding): void {
  const both = (found.measuredMilli === undefined) === (found.conforms === undefined)
  const measured = found.measuredMilli !== undefined
  const mayMeasure = sample.method !== 'strip' && sample.volumeUl !== null
  const mustMeasure = mayMeasure && sample.method !== 'external'
  if (!both && (measured ? mayMeasure : !mustMeasure)) return
  throw new Refusal('ASSAY_RESULT_KIND', {
    method: sample.volumeUl === null ? '没有体积的样品' : methodTitle[sample.method],
    want: mustMeasure ? '实测浓度' : mayMeasure ? '实测浓度或符合、不符，二者之一' : '符合或不符',
  })
}

export interface Judgement {
  readonly within: boolean
  /** Content that the books should then hold in the sample. */
  readonly counted: number
}

/**
 * Within the tolerance: the books are right. Outside: what was measured of it, rounded away from what was expected, so that
 * a difference is never rounded to nothing. A broken seal and another substance vouch for nothing: none of it is there.
 */
export function judge(
  sample: { content: number; expectedMilli: number | null; tolerancePercent: number },
  found: Finding,
): Judgement {
  const { content, expectedMilli: expected, tolerancePercent } = sample
  if (!found.sealIntact || found.conforms === false) return { within: false, counted: 0 }
  if (found.measuredMilli === undefined || expected === null) return { within: true, counted: content }
  const away = Math.abs(found.measuredMilli - expected)
  if (away * 100 <= expected * tolerancePercent) return { within: true, counted: content }
  const share = (content * found.measuredMilli) / expected
  return { within: false, counted: found.measuredMilli < expected ? Math.floor(share) : Math.ceil(share) }
}

/** How far it is off, in tenths of a percent: −125 is 12.5 % too little. */
export const deviation = (measured: number, expected: number): number =>
  Math.round(((measured - expected) * 1000) / expected)

/** A first version may begin today and rules what is handed out from then on. Refuses: ASSAY_PLAN_DAYS. */
export function checkPlanDays(days: { validFrom: string; validTo: string }, today: string): void {
  if (days.validFrom < today || days.validTo < days.validFrom)
    throw new Refusal('ASSAY_PLAN_DAYS', { first: today })
}

/** Nobody judges what he held or what he witnessed. Refuses: ASSAY_INVOLVED. */
export function checkTester(tester: { userId: number; name: string }, involved: readonly number[]): void {
  if (involved.includes(tester.userId)) throw new Refusal('ASSAY_INVOLVED', { name: tester.name })
}
