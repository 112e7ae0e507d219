import { num } from '#ui/format.ts'
import type { LeftRow } from './contract.ts'
import { leftOf } from './rules.ts'
import './purchasePlan.css'

/** How much of the approved quantity is ordered: words first, the bar second. Nine tenths are amber, all of it red. */
export function LeftBar({ of }: { of: Pick<LeftRow, 'approved' | 'ordered' | 'unit'> }) {
  const { left, share } = leftOf(of)
  const tone = left === 0 ? 'red' : share >= 0.9 ? 'amber' : undefined
  return (
    <span className="pp-bar" data-tone={tone}>
      <span>
        {`已订 ${num(of.ordered)}，还可订 `}
        <b>{num(left)}</b>
        {` ${of.unit}`}
      </span>
      <i>
        <b style={{ width: `${share * 100}%` }} />
      </i>
    </span>
  )
}
