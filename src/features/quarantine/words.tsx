import { StatusTag } from '#ui/StatusTag.tsx'
import { durationText } from '#ui/format.ts'
import { useNow } from '#ui/useNow.ts'
import { heldReasonTitle, type HeldReason } from './contract.ts'

const tones: Record<HeldReason, 'red' | 'amber' | 'grey'> = {
  expired: 'amber',
  nearExpiry: 'grey',
  damaged: 'amber',
  quality: 'amber',
  recall: 'red',
  arrival: 'amber',
  patientReturn: 'grey',
}

export const ReasonTag = ({ of }: { of: HeldReason }) => (
  <StatusTag tone={tones[of]}>{heldReasonTitle[of]}</StatusTag>
)

/** How long something waits, in words that grow. */
export function Waiting({ since }: { since: string }) {
  const now = useNow(60_000)
  return <>{durationText(now - Date.parse(since))}</>
}
