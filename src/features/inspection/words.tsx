import { StatusTag } from '#ui/StatusTag.tsx'
import { caseStateTitle, type CaseRow, type CaseState } from './caseContract.ts'
import { outcomeTitle, type Outcome } from './contract.ts'

const tones: Record<CaseState, 'amber' | 'blue' | 'grey'> = {
  open: 'amber',
  done: 'blue',
  returned: 'amber',
  closed: 'grey',
}

/** Red once its day has passed, whatever step it waits for. */
export function CaseTag({ of }: { of: Pick<CaseRow, 'state' | 'overdue' | 'dueOn'> }) {
  const late = of.overdue ? `，逾期 ${daysSince(of.dueOn)} 天` : ''
  return <StatusTag tone={of.overdue ? 'red' : tones[of.state]}>{caseStateTitle[of.state] + late}</StatusTag>
}

const daysSince = (day: string) =>
  Math.max(1, Math.floor((Date.now() - Date.parse(`${day}T00:00:00+08:00`)) / 86_400_000))

const outcomeTone = { pass: 'green', fail: 'red', none: 'grey' } as const
export const OutcomeTag = ({ of }: { of: Outcome }) => (
  <StatusTag tone={outcomeTone[of]}>{outcomeTitle[of]}</StatusTag>
)
