import { deadlineText } from '#ui/format.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { writeOffStateTitle, type WriteOffRow, type WriteOffState } from './contract.ts'

const tones: Record<WriteOffState, 'amber' | 'blue' | 'green' | 'grey' | 'red'> = {
  applied: 'amber',
  sent: 'amber',
  accepted: 'amber',
  attended: 'blue',
  destroyed: 'green',
  rejected: 'grey',
  withdrawn: 'grey',
  returned: 'red',
}

/** The five days run until the inspectors stand there. */
export const isLate = (r: Pick<WriteOffRow, 'state' | 'dueAt'>, now = Date.now()): boolean =>
  (r.state === 'sent' || r.state === 'accepted') && r.dueAt !== null && Date.parse(r.dueAt) < now

export function WriteOffTag({ of }: { of: Pick<WriteOffRow, 'state' | 'dueAt'> }) {
  const waits = of.state === 'sent' || of.state === 'accepted'
  const left = waits && of.dueAt ? `，${deadlineText(of.dueAt)}` : ''
  return (
    <StatusTag
      tone={isLate(of) ? 'red' : tones[of.state]}
    >{`${writeOffStateTitle[of.state]}${left}`}</StatusTag>
  )
}
