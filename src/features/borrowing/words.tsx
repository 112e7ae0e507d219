import { deadlineText } from '#ui/format.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { sumText } from '#ui/unit-sums.ts'
import { loanReceivers, loanStateTitle, type LoanDetail, type LoanRow } from './contract.ts'

export const isUnfiled = (r: Pick<LoanRow, 'filed' | 'state'>): boolean =>
  r.filed < loanReceivers.length && r.state !== 'reversed'

/** 备案: what is left of the 24 hours, until both have it. */
export function FilingTag({ of }: { of: LoanRow }) {
  if (!isUnfiled(of)) return <>已备案</>
  const late = Date.parse(of.filingDueAt) < Date.now()
  return (
    <StatusTag
      tone={late ? 'red' : 'amber'}
    >{`备案 ${of.filed} / 2，${deadlineText(of.filingDueAt)}`}</StatusTag>
  )
}

/** What one had oneself of what was lent; one figure was kept, which says nothing where the drugs have several units. */
export function ownStock(of: Pick<LoanDetail, 'lines' | 'ownUnits'>): string {
  const [unit, ...others] = new Set(of.lines.map((l) => l.unit))
  return others.length > 0 ? '多种单位，不合计' : `同品种在库 ${of.ownUnits} ${unit ?? ''}`
}

export function LoanTag({ of }: { of: Pick<LoanRow, 'state' | 'owedSums'> }) {
  if (of.state === 'open')
    return <StatusTag tone="amber">{`${loanStateTitle.open}，余 ${sumText(of.owedSums)}`}</StatusTag>
  return <StatusTag tone={of.state === 'returned' ? 'green' : 'grey'}>{loanStateTitle[of.state]}</StatusTag>
}
