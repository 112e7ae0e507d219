import { deadlineText } from '#ui/format.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import { loanReceivers, loanStateTitle, type LoanRow } from './contract.ts'

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

export function LoanTag({ of }: { of: Pick<LoanRow, 'state' | 'owedUnits'> }) {
  if (of.state === 'open')
    return <StatusTag tone="amber">{`${loanStateTitle.open}，余 ${of.owedUnits}`}</StatusTag>
  return <StatusTag tone={of.state === 'returned' ? 'green' : 'grey'}>{loanStateTitle[of.state]}</StatusTag>
}
