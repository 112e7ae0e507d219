import type { WriteOffState } from './contract.ts'
import { openStates } from './rules.ts'

export interface Step {
  readonly title: string
  readonly at: string | null
  readonly due?: string
  readonly state: 'passed' | 'current' | 'missed' | 'ahead'
}

interface Progress {
  readonly state: WriteOffState
  readonly createdAt: string
  readonly sentAt: string | null
  readonly dueAt: string | null
  readonly acceptedAt: string | null
  readonly attendedAt: string | null
  readonly destroyedAt: string | null
  readonly now: string
}

/** The five steps with their dates; the one that waits is current, or missed once the five days are over. */
export function stepsOf(p: Progress): Step[] {
  const dates = [p.createdAt, p.sentAt, p.acceptedAt, p.attendedAt, p.destroyedAt]
  const titles = ['申请', '批准送审', '受理', '到场监督', '销毁']
  const waiting = dates.findIndex((d) => d === null)
  const open = openStates.includes(p.state)
  return titles.map((title, i) => {
    const at = dates[i] ?? null
    if (at !== null) {
      const late = title === '到场监督' && p.dueAt !== null && at > p.dueAt
      return { title, at, state: late ? ('missed' as const) : ('passed' as const) }
    }
    const due = p.dueAt !== null && (title === '受理' || title === '到场监督') ? { due: p.dueAt } : {}
    if (!open || i !== waiting) return { title, at, ...due, state: 'ahead' as const }
    const missed = due.due !== undefined && p.now > due.due
    return { title, at, ...due, state: missed ? ('missed' as const) : ('current' as const) }
  })
}
