import { unitText } from '#ui/format.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { planStateTitle, type PlanState } from './planContract.ts'
import { deviation, sampleStateTitle, type SampleState } from './rules.ts'

const tones = {
  toTest: 'amber',
  case: 'red',
  toDestroy: 'blue',
  done: 'green',
  void: 'grey',
} as const satisfies Record<SampleState, string>

export const SampleTag = ({ of }: { of: SampleState }) => (
  <StatusTag tone={tones[of]}>{sampleStateTitle[of]}</StatusTag>
)

const planTones = { coming: 'blue', current: 'green', ended: 'grey' } as const satisfies Record<
  PlanState,
  string
>
export const PlanTag = ({ of }: { of: PlanState }) => (
  <StatusTag tone={planTones[of]}>{planStateTitle[of]}</StatusTag>
)

export const verdictTitle = (within: boolean | null): string =>
  within === null ? '' : within ? '合格' : '不符'

export const VerdictTag = ({ within }: { within: boolean | null }) =>
  within === null ? null : <StatusTag tone={within ? 'green' : 'red'}>{verdictTitle(within)}</StatusTag>

/** 48 600 thousandths of μg in a millilitre: `48.6 μg/ml`. */
export const concentration = (milli: number, contentUnit: string): string =>
  `${milli / 1000} ${unitText(contentUnit)}/ml`

/** `−12.5 %` of what was expected. */
export function offText(measured: number, expected: number): string {
  const tenths = deviation(measured, expected)
  const sign = tenths < 0 ? '−' : tenths > 0 ? '+' : ''
  return `${sign}${(Math.abs(tenths) / 10).toFixed(1)} %`
}

export const rateText = (rate: number): string =>
  rate === 0 ? '停抽' : rate === 100 ? '每份都抽' : `每 100 份抽 ${rate} 份`
