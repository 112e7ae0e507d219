import { StatusTag } from '#ui/StatusTag.tsx'
import type { Tone } from '#ui/theme.ts'
import { itemStateTitle, verdictTitle, type ItemRow, type Verdict } from './contract.ts'
import { measureStateTitle, type Measure } from './measureContract.ts'

const verdictTone: Record<Verdict, Tone> = {
  reasonable: 'green',
  irregular: 'amber',
  unsuitable: 'amber',
  excessive: 'red',
}

export function VerdictTag({ of, unjustified }: { of: Verdict; unjustified?: boolean | null }) {
  const more = unjustified === true ? '，无正当理由' : unjustified === false ? '，有正当理由' : ''
  return <StatusTag tone={verdictTone[of]}>{verdictTitle[of] + more}</StatusTag>
}

/** Where it stands; once it is final, what it came to. */
export function ItemTag({ of }: { of: Pick<ItemRow, 'state' | 'verdict' | 'unjustified' | 'stateBy'> }) {
  if (of.state === 'final' && of.verdict) return <VerdictTag of={of.verdict} unjustified={of.unjustified} />
  const until = of.state === 'stating' && of.stateBy ? `，到 ${of.stateBy.slice(5)}` : ''
  return (
    <StatusTag tone={of.state === 'open' ? 'grey' : 'blue'}>{itemStateTitle[of.state] + until}</StatusTag>
  )
}

export function MeasureTag({ of }: { of: Pick<Measure, 'state' | 'endsOn'> }) {
  const tone = { proposed: 'amber', inForce: 'red', dropped: 'grey', ended: 'green' } as const
  const until = of.state === 'inForce' && of.endsOn ? `，到 ${of.endsOn}` : ''
  return <StatusTag tone={tone[of.state]}>{measureStateTitle[of.state] + until}</StatusTag>
}

/** Drawn by chance at this place, or chosen by somebody. */
export function SourceTag({ of }: { of: Pick<ItemRow, 'rank' | 'addReason'> }) {
  return of.rank === null ? (
    <span title={of.addReason ?? ''}>
      <StatusTag tone="amber">加入</StatusTag>
    </span>
  ) : (
    <>{`第 ${of.rank} 张`}</>
  )
}
