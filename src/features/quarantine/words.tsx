import { StatusTag } from '#ui/StatusTag.tsx'
import { durationText } from '#ui/format.ts'
import { useNow } from '#ui/useNow.ts'
import { heldReasonTitle, type CodeRow, type HeldReason } from './contract.ts'
import type { PickRow } from '#ui/PickTable.tsx'

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

/** A row of an account as a picking table wants it. */
export const pickRow = (r: CodeRow): PickRow => ({
  key: `${r.lotId}|${r.code}`,
  drug: r,
  lotId: r.lotId,
  lotNo: r.lotNo,
  expiry: r.expiry,
  code: r.code,
  have: r.units,
  unit: r.unit,
})
