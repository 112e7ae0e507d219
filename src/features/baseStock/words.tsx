import type { ReactNode } from 'react'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { Tone } from '#ui/theme.ts'
import { baseStateTitle, type BaseState, type PositionRow } from './contract.ts'

export const stateTone: Record<BaseState, Tone> = {
  even: 'green',
  filling: 'amber',
  short: 'red',
  over: 'amber',
  none: 'amber',
}

/** What the equation says, with the amount by which it does not hold. */
export function BaseTag({ of }: { of: Pick<PositionRow, 'state' | 'difference' | 'unit'> }) {
  const by = Math.abs(of.difference ?? 0)
  const amount = by > 0 ? ` ${by} ${of.unit}` : ''
  return (
    <StatusTag tone={stateTone[of.state]}>
      {baseStateTitle[of.state]}
      {amount}
    </StatusTag>
  )
}

export const termTitles = {
  inPlace: '在柜',
  inHand: '在手',
  owed: '空容器未交',
  proven: '待换',
  awaiting: '已换待到',
} as const
export type Term = keyof typeof termTitles

/** 在柜 4 ＋ 在手 1 ＋ … ＝ 基数 6: each term opens what stands behind it. */
export function Equation({
  of,
  term,
  onTerm,
}: {
  of: PositionRow
  term?: Term | undefined
  onTerm?: (term: Term) => void
}) {
  const terms = Object.entries(termTitles) as [Term, string][]
  const even = of.difference === 0
  return (
    <div className="bs-equation" data-state={of.state}>
      {terms.map(([key, title], i) => (
        <Part key={key} sign={i === 0 ? '' : '＋'}>
          <button
            type="button"
            className="bs-term"
            aria-pressed={term === key}
            disabled={!onTerm}
            data-zero={of[key] === 0 ? '' : undefined}
            onClick={() => onTerm?.(key)}
          >
            <b>{of[key]}</b>
            <span>{title}</span>
          </button>
        </Part>
      ))}
      <Part sign={even || of.baseUnits === null ? '＝' : '≠'}>
        <span className="bs-term bs-base">
          <b>{of.baseUnits ?? '未核定'}</b>
          <span>基数{of.baseUnits !== null && of.total !== of.baseUnits ? `，合计 ${of.total}` : ''}</span>
        </span>
      </Part>
    </div>
  )
}

function Part({ sign, children }: { sign: string; children: ReactNode }) {
  return (
    <>
      {sign && <i aria-hidden>{sign}</i>}
      {children}
    </>
  )
}
