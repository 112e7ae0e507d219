import { durationText } from '#ui/format.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { useNow } from '#ui/useNow.ts'
import {
  requisitionStateTitle,
  transferStateTitle,
  type RequisitionDetail,
  type TransferDetail,
} from './contract.ts'

const requisitionTone = { requested: 'amber', sent: 'blue', done: 'green', cancelled: 'grey' } as const
const transferTone = { inTransit: 'amber', short: 'red', done: 'green', returned: 'grey' } as const

export function RequisitionTag({ state }: { state: RequisitionDetail['state'] }) {
  return <StatusTag tone={requisitionTone[state]}>{requisitionStateTitle[state]}</StatusTag>
}

/** In a list what is in order bears no tag. */
export function RequisitionState({ state }: { state: RequisitionDetail['state'] }) {
  return state === 'done' ? <>{requisitionStateTitle.done}</> : <RequisitionTag state={state} />
}

type Way = Pick<TransferDetail, 'state' | 'sentAt'>

/** On its way: for how long. */
export function TransferTag({ of }: { of: Way }) {
  const now = useNow(30_000)
  const moving = of.state === 'inTransit' || of.state === 'short'
  const since = moving ? ` ${durationText(now - Date.parse(of.sentAt))}` : ''
  return (
    <StatusTag tone={transferTone[of.state]}>
      {transferStateTitle[of.state]}
      {since}
    </StatusTag>
  )
}

export function TransferState({ of }: { of: Way }) {
  return of.state === 'done' ? <>{transferStateTitle.done}</> : <TransferTag of={of} />
}

interface Counted {
  readonly unit: string
}

/** The unit of a sum: its own where all drugs share it, else words that say what was added up. */
export function unitOf(all: readonly Counted[]): string {
  const units = [...new Set(all.map((a) => a.unit))]
  return units.length === 1 ? (units[0] ?? '支') : '最小单位'
}
