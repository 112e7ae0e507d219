import { Refusal } from '#core/refusal.ts'

/** A surgery's account must be empty by the end of the shift, a ward's within the day (regulations §10.3 D01). */
export const dueHours = { surgery: 8, prescription: 24 } as const

export function dueAt(kind: keyof typeof dueHours, at: string): string {
  return new Date(Date.parse(at) + dueHours[kind] * 3_600_000).toISOString()
}

export function issueState(i: { left: number; dueAt: string }, now: string): 'open' | 'overdue' | 'closed' {
  if (i.left === 0) return 'closed'
  return Date.parse(i.dueAt) < Date.parse(now) ? 'overdue' : 'open'
}

interface Planned {
  readonly drugId: number
  readonly units: number
}

/** What leaves the place is planned, and no more than planned. Refuses ISSUE_OVER_PLAN; a drug twice: ALREADY_EXISTS. */
export function checkPlan(plan: readonly Planned[], picked: ReadonlyMap<number, number>, nameOf: (drugId: number) => string): void {
  const planned = new Map<number, number>()
  for (const p of plan) {
    if (planned.has(p.drugId)) throw new Refusal('ALREADY_EXISTS', { what: '药品', value: nameOf(p.drugId) })
    planned.set(p.drugId, p.units)
  }
  for (const [drugId, units] of picked) {
    const limit = planned.get(drugId) ?? 0
    if (units > limit) throw new Refusal('ISSUE_OVER_PLAN', { drug: nameOf(drugId), units, planned: limit })
  }
}
