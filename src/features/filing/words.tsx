import { StatusTag } from '#ui/StatusTag.tsx'
import { filingStateTitle, type FilingState } from './contract.ts'

const tones: Record<FilingState, 'amber' | 'blue' | 'green' | 'grey' | 'red'> = {
  prepared: 'amber',
  checked: 'amber',
  sent: 'blue',
  received: 'green',
  returned: 'red',
  dropped: 'grey',
}

/** Red once its day has passed without having been sent. */
export function FilingTag({ of }: { of: { state: FilingState | null; overdue: boolean } }) {
  const words = of.state === null ? '未报' : filingStateTitle[of.state]
  const tone = of.overdue ? 'red' : of.state === null ? 'grey' : tones[of.state]
  return <StatusTag tone={tone}>{of.overdue ? `${words}，逾期` : words}</StatusTag>
}
