import { StatusTag } from '#ui/StatusTag.tsx'
import type { Tone } from '#ui/theme.ts'
import { planStateTitle, type PlanState } from './contract.ts'

const tones: Record<PlanState, Tone> = {
  draft: 'grey',
  submitted: 'blue',
  approved: 'green',
  returned: 'red',
}

export const PlanTag = ({ of }: { of: PlanState }) => (
  <StatusTag tone={tones[of]}>{planStateTitle[of]}</StatusTag>
)
