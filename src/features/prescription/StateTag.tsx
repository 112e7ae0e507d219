import { dateText } from '#ui/format.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { RxRow } from './contract.ts'
import { stateTitle } from './rules.ts'

const tones = { unsigned: 'blue', open: 'amber', expired: 'grey', done: 'green', void: 'grey' } as const

/** Waiting is amber with the day on which it ends; filled is green. */
export function StateTag({ of }: { of: Pick<RxRow, 'state' | 'validTo'> }) {
  const until = of.validTo === dateText(Date.now()) ? '今日有效' : `到 ${of.validTo.slice(5)}`
  const words = of.state === 'open' ? `${stateTitle.open}，${until}` : stateTitle[of.state]
  return <StatusTag tone={tones[of.state]}>{words}</StatusTag>
}
