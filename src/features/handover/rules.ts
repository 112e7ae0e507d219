import { dayOf, startOfDay } from '#core/clock.ts'
import { Refusal } from '#core/refusal.ts'
import type { HandoverLine } from './contract.ts'

/** A shift counts as handed over in time within this much of its end. */
export const graceMinutes = 60
/** Shifts looked back at for the break list. */
export const lookBackDays = 14
/** Unexplained differences: internal escalation after half an hour, an outside report after two hours (regulations §4.9). */
export const explainMinutes = 30
const minute = 60_000
const day = 86_400_000

export interface Plan {
  readonly setAt: string
  readonly names: readonly string[]
  /** HH:MM in China. */
  readonly ends: readonly string[]
  readonly settles: boolean
}

export interface ShiftEnd {
  readonly name: string
  readonly end: string
}

const nextDay = (d: string): string => dayOf(new Date(Date.parse(startOfDay(d)) + day))
export const dayBefore = (d: string): string => dayOf(new Date(Date.parse(startOfDay(d)) - day))

/** The instants at which shifts end in [from, to], each under the plan that was in force then (plans oldest first). */
export function shiftEnds(plans: readonly Plan[], from: string, to: string): ShiftEnd[] {
  const ends = plans.flatMap((plan, i) => {
    const since = plan.setAt > from ? plan.setAt : from
    const next = plans[i + 1]?.setAt
    const until = next !== undefined && next < to ? next : to
    return endsOf(plan, since, until)
  })
  return ends.sort((a, b) => (a.end < b.end ? -1 : 1))
}

function endsOf(plan: Plan, since: string, until: string): ShiftEnd[] {
  const found: ShiftEnd[] = []
  if (since > until) return found
  for (let d = dayOf(since); d <= dayOf(until); d = nextDay(d)) {
    plan.ends.forEach((time, i) => {
      const [h = 0, m = 0] = time.split(':').map(Number)
      const end = new Date(Date.parse(startOfDay(d)) + (h * 60 + m) * minute).toISOString()
      if (end > since && end <= until) found.push({ name: plan.names[i] ?? '', end })
    })
  }
  return found
}

export interface Judged extends ShiftEnd {
  readonly state: 'done' | 'late' | 'missed' | 'due'
  readonly signedAt: string | null
}

/**
 * Which shifts were handed over: in time within the grace of their end, late before the next one's turn, else missed once
 * the grace is over (D07). Both lists oldest first.
 */
export function judgeShifts(ends: readonly ShiftEnd[], signedAt: readonly string[], now: string): Judged[] {
  const ms = (instant: string) => Date.parse(instant)
  const grace = graceMinutes * minute
  return ends.map((shift, i) => {
    const end = ms(shift.end)
    const next = ends[i + 1]
    const inTime = signedAt.find((s) => Math.abs(ms(s) - end) <= grace)
    if (inTime) return { ...shift, state: 'done', signedAt: inTime }
    const turn = next ? ms(next.end) - grace : Infinity
    const late = signedAt.find((s) => ms(s) > end + grace && ms(s) < turn)
    if (late) return { ...shift, state: 'late', signedAt: late }
    return { ...shift, state: ms(now) > end + grace ? 'missed' : 'due', signedAt: null }
  })
}

/** Days before today that nobody settled, oldest first; `since`: the first day on which the place is settled. */
export function openDays(since: string | null, lastDay: string | null, today: string): string[] {
  const days: string[] = []
  if (since === null && lastDay === null) return days
  const first = lastDay === null ? (since ?? today) : nextDay(lastDay)
  for (let d = first; d < today && days.length < 366; d = nextDay(d)) days.push(d)
  return days
}

/**
 * The day that a settlement begun today stands for: yesterday, making up for every day since the last one, or today.
 * Refuses HANDOVER_DAY_SETTLED.
 */
export function dayToSettle(
  since: string | null,
  lastDay: string | null,
  today: string,
): { day: string; fromDay: string } {
  if (lastDay !== null && lastDay >= today) throw new Refusal('HANDOVER_DAY_SETTLED', { day: lastDay })
  const open = openDays(since, lastDay, today)
  const last = open.at(-1)
  if (last === undefined) return { day: today, fromDay: today }
  return { day: last, fromDay: open[0] ?? last }
}

type Breakable = Pick<HandoverLine, 'difference' | 'changed' | 'case'>

/** Something on this line does not agree: the count with the books, or the books with what was signed last. */
export const isBroken = (l: Breakable): boolean => (l.difference ?? 0) !== 0 || l.changed !== 0

/** What still keeps two people from signing, in the order in which it is mended. Refuses HANDOVER_*. */
export function checkSignable(lines: readonly HandoverLine[]): void {
  const open = lines.filter((l) => l.counted === null)
  if (open[0])
    throw new Refusal('HANDOVER_UNCOUNTED', { count: open.length, drug: open[0].name, lot: open[0].lotNo })
  const moved = lines.find((l) => l.moved)
  if (moved) throw new Refusal('HANDOVER_MOVED', { drug: moved.name, lot: moved.lotNo })
  const loose = lines.find((l) => isBroken(l) && l.case === null)
  if (loose)
    throw new Refusal('HANDOVER_DIFFERENCE', {
      drug: loose.name,
      lot: loose.lotNo,
      units: (loose.difference ?? 0) || loose.changed,
    })
}

/** Two shifts may not end at the same minute. Refuses ALREADY_EXISTS. */
export function checkPlan(shifts: readonly { name: string; end: string }[]): void {
  const seen = new Set<string>()
  for (const { end } of shifts) {
    if (seen.has(end)) throw new Refusal('ALREADY_EXISTS', { what: '交班时间', value: end })
    seen.add(end)
  }
}
