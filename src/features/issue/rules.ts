import { Refusal } from '#core/refusal.ts'
import type { IssueDetail, IssueDrug, IssueUnit } from './contract.ts'

/** A surgery's account must be empty by the end of the shift, a ward's within the day (regulations §10.3 D01). */
export const dueHours = { surgery: 8, prescription: 24, emergency: 8 } as const
/** 病历书写基本规范 Art 22: what a rescue left no time for is written within six hours. */
export const orderHours = 6

export const orderDueAt = (at: string): string =>
  new Date(Date.parse(at) + orderHours * 3_600_000).toISOString()

export function dueAt(kind: keyof typeof dueHours, at: string): string {
  return new Date(Date.parse(at) + dueHours[kind] * 3_600_000).toISOString()
}

/** An own time limit may be shorter than the rule's, never further away than a day. Refuses INPUT_INVALID. */
export function checkDue(due: string | undefined, at: string): void {
  if (due === undefined) return
  const ahead = Date.parse(due) - Date.parse(at)
  if (ahead > 0 && ahead <= 24 * 3_600_000) return
  throw new Refusal('INPUT_INVALID', {}, [
    { code: 'INPUT_INVALID', field: 'dueAt', facts: { message: '闭环时限须在现在之后、24 小时之内' } },
  ])
}

/** An account is closed when nothing is left in it and, after a rescue, its order stands on paper. */
export function issueState(
  i: { left: number; dueAt: string; orderDueAt: string | null },
  now: string,
): 'open' | 'overdue' | 'closed' {
  const late = (at: string) => Date.parse(at) < Date.parse(now)
  if (i.left > 0 && late(i.dueAt)) return 'overdue'
  if (i.orderDueAt !== null && late(i.orderDueAt)) return 'overdue'
  return i.left === 0 && i.orderDueAt === null ? 'closed' : 'open'
}

interface Planned {
  readonly drugId: number
  readonly units: number
}

/** What leaves the place is planned, and no more than planned. Refuses ISSUE_OVER_PLAN; a drug twice: ALREADY_EXISTS. */
export function checkPlan(
  plan: readonly Planned[],
  picked: ReadonlyMap<number, number>,
  nameOf: (drugId: number) => string,
): void {
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

type UnitFigures = Omit<IssueUnit, 'drugId' | 'lotId' | 'lotNo' | 'expiry' | 'code'>

const figures = [
  'issued',
  'intact',
  'opened',
  'returned',
  'handedOver',
  'contentOpened',
  'contentGiven',
  'contentWasted',
  'contentLost',
  'contentSampled',
  'contentLeft',
  'contentInPump',
  'containersMade',
  'containersBack',
  'containersOwed',
] as const satisfies readonly (keyof UnitFigures)[]

/** A drug's figures over all its ampoules. */
export function totalsOf(units: readonly UnitFigures[]): UnitFigures {
  const sum = Object.fromEntries(figures.map((f) => [f, units.reduce((n, u) => n + u[f], 0)]))
  return sum as unknown as UnitFigures
}

export type Step = 'open' | 'give' | 'waste' | 'pump' | 'recover' | 'closed'

/** What comes next for one drug of a case. An ampoule of which nothing was given yet is given before it is wasted. */
export function nextStep(drug: Pick<IssueDrug, 'container' | 'units'>): Step {
  const untouched = (u: UnitFigures) => u.contentGiven + u.contentWasted + u.contentSampled === 0
  if (drug.units.some((u) => u.contentLeft > u.contentInPump && untouched(u))) return 'give'
  const left = totalsOf(drug.units)
  if (left.contentLeft > left.contentInPump) return 'waste'
  if (left.intact > 0) return drug.container === null ? 'give' : 'open'
  if (left.contentInPump > 0) return 'pump'
  return left.containersOwed > 0 ? 'recover' : 'closed'
}

/** Nominal millilitres, as an explanation only: `0.3 ml，50 μg/ml`. Books stay in content units. */
export function volumeText(
  content: number,
  drug: Pick<IssueDrug, 'contentPerUnit' | 'volumeUl' | 'contentUnit'>,
): string | undefined {
  if (!drug.volumeUl || drug.contentPerUnit === 0) return undefined
  const trim = (n: number) => String(Math.round(n * 100) / 100)
  const ml = (content * drug.volumeUl) / drug.contentPerUnit / 1000
  return `${trim(ml)} ml，${trim((drug.contentPerUnit * 1000) / drug.volumeUl)} ${drug.contentUnit}/ml`
}

type Handed = Pick<IssueDetail, 'drugs' | 'hand'>

/** The case as the hand of its reader: what is in a pump, or is another's rest of one, is not taken by hand. */
export function handOf<T extends Handed>(issue: T): T {
  const free = new Map(issue.hand.map((h) => [`${h.lotId}/${h.code}`, h.content]))
  const drugs = issue.drugs.map((d) => ({
    ...d,
    units: d.units.map((u) => ({ ...u, contentLeft: free.get(`${u.lotId}/${u.code}`) ?? 0 })),
  }))
  return { ...issue, drugs }
}
