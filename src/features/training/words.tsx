import { qualifications } from '#core/identity/permissions.ts'
import { instantText, timeText } from '#ui/format.ts'
import { StatusTag } from '#ui/StatusTag.tsx'
import type { Course, Exam, Term } from './contract.ts'
import { attemptTitle } from './rules.ts'

/** 2026-11-23 14:00—16:00, with the day of the end where it is another one. */
export function whenText(c: Pick<Course, 'startsAt' | 'endsAt'>): string {
  const [from, to] = [instantText(c.startsAt), instantText(c.endsAt)]
  return from.slice(0, 10) === to.slice(0, 10) ? `${from}—${timeText(c.endsAt)}` : `${from} — ${to}`
}

/** 11-23 14:00—16:00, for a narrow column. */
export const shortWhen = (c: Pick<Course, 'startsAt' | 'endsAt'>): string =>
  `${instantText(c.startsAt).slice(5)}—${timeText(c.endsAt)}`

export const leadsText = (c: Pick<Course, 'qualification' | 'validMonths'>): string =>
  c.qualification ? `${qualifications[c.qualification]}，${c.validMonths ?? 0} 个月` : '不发资格'

export function ResultTag({ of }: { of: Pick<Exam, 'passed' | 'withdrawnAt'> }) {
  if (of.withdrawnAt) return <StatusTag tone="grey">已撤回</StatusTag>
  return of.passed ? <StatusTag tone="green">通过</StatusTag> : <StatusTag tone="red">未通过</StatusTag>
}

export const resultText = (of: Pick<Exam, 'passed' | 'withdrawnAt'>): string =>
  of.withdrawnAt ? '已撤回' : of.passed ? '通过' : '未通过'

export const examText = (e: Exam): string => `${attemptTitle(e.attempt)} ${e.score} 分，${resultText(e)}`

export const daysText = (days: number): string =>
  days < 0 ? `已过期 ${-days} 天` : days === 0 ? '今天最后一天' : `余 ${days} 天`

const tones = { expired: 'red', d7: 'red', d30: 'amber', d90: 'amber', later: undefined } as const

export function TermTag({ of }: { of: Pick<Term, 'state' | 'daysLeft'> }) {
  const tone = tones[of.state]
  return tone ? <StatusTag tone={tone}>{daysText(of.daysLeft)}</StatusTag> : <>{daysText(of.daysLeft)}</>
}
