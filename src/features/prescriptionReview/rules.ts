import { dayOf } from '#core/clock.ts'
import { Refusal } from '#core/refusal.ts'
import { itemStateTitle, mostDays, type FindingCode, type ItemState, type Verdict } from './contract.ts'
import { measureStateTitle, type MeasureKind, type MeasureState } from './measureContract.ts'

/** Days that a prescriber has for a statement, from the day of the check; none is written in the law. */
export const statementDays = 7
/** 处方管理办法 Art 45: so many 超常 without a good reason, and a restriction; so many in a row after it, and it is over. */
export const restrictAt = 3
export const cancelAt = 2
/** Art 45 names no window; a year is the period of the hospital's own assessment of its prescribers. */
export const windowMonths = 12
/** A restriction lasts this long at most; longer is a cancellation. */
export const mostRestrictDays = 366

const order: readonly Verdict[] = ['reasonable', 'irregular', 'unsuitable', 'excessive']

export function daysLater(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The period ends today at the latest and is a year at most. Refuses: REVIEW_PERIOD. */
export function checkPeriod(p: { from: string; to: string }, today: string): void {
  const days = (Date.parse(p.to) - Date.parse(p.from)) / 86_400_000 + 1
  if (p.to > today || days < 1 || days > mostDays)
    throw new Refusal('REVIEW_PERIOD', { today, most: mostDays })
}

/** The verdict of the gravest finding; without one 合理. Refuses: REVIEW_CODES. */
export function verdictOf(codes: readonly string[], known: readonly FindingCode[]): Verdict {
  const by = new Map(known.map((k) => [k.code, k.verdict]))
  return codes.reduce<Verdict>((worst, code) => {
    const v = by.get(code)
    if (!v) throw new Refusal('REVIEW_CODES', { code })
    return order.indexOf(v) > order.indexOf(worst) ? v : worst
  }, 'reasonable')
}

/** Refuses: REVIEW_STEP. */
export function checkStep(
  of: { rxNo: string; state: ItemState },
  allowed: readonly ItemState[],
  act: string,
) {
  if (!allowed.includes(of.state))
    throw new Refusal('REVIEW_STEP', { no: of.rxNo, state: itemStateTitle[of.state], act })
}

export interface Hands {
  readonly prescriberId: number
  readonly dispensedBy: number | null
  readonly checkedBy: number | null
  readonly reviewerId: number | null
}

/** What somebody did with this prescription that keeps them from judging it, or undefined. */
export function handIn(h: Hands, userId: number, act: 'review' | 'check' | 'finish'): string | undefined {
  if (userId === h.prescriberId) return '开方医师'
  if (act !== 'finish' && userId === h.dispensedBy) return '调配人'
  if (act !== 'finish' && userId === h.checkedBy) return '核对人'
  if (act !== 'review' && userId === h.reviewerId) return '点评人'
  return undefined
}

/** Refuses: REVIEW_OWN_WORK. */
export function checkHands(
  h: Hands,
  who: { userId: number; name: string },
  act: 'review' | 'check' | 'finish',
): void {
  const what = handIn(h, who.userId, act)
  const words = { review: '点评', check: '复核', finish: '审定' }
  if (what) throw new Refusal('REVIEW_OWN_WORK', { name: who.name, what, act: words[act] })
}

/** A 超常 says whether a good reason was found, and nothing else does. Refuses: REVIEW_UNJUSTIFIED. */
export function checkUnjustified(v: Verdict, unjustified: boolean | undefined): void {
  if ((v === 'excessive') !== (unjustified !== undefined)) throw new Refusal('REVIEW_UNJUSTIFIED')
}

/** The prescriber has said something, or the term is over. Refuses: REVIEW_STATEMENT_PENDING. */
export function checkHeard(
  of: { state: ItemState; stateBy: string | null; prescriber: string },
  today: string,
): void {
  if (of.state === 'stating' && of.stateBy !== null && today <= of.stateBy)
    throw new Refusal('REVIEW_STATEMENT_PENDING', { name: of.prescriber, until: of.stateBy })
}

export interface Judged {
  readonly itemId: number
  readonly writtenAt: string
  /** 超常, and no good reason for it. */
  readonly bad: boolean
  /** Something was proposed for it before. */
  readonly used: boolean
}

/**
 * What follows from a prescriber's final verdicts: 取消 from two in a row written after a restriction, 限制 from three within
 * the window. Each prescription counts for one proposal.
 */
export function consequence(
  all: readonly Judged[],
  past: { restrictedAt: string | null; cancelled: boolean },
  at: string,
): { kind: MeasureKind; itemIds: number[] } | undefined {
  if (past.cancelled) return undefined
  const inOrder = all.toSorted((a, b) => (a.writtenAt < b.writtenAt ? -1 : 1))
  if (past.restrictedAt !== null) {
    const since = inOrder.filter((j) => j.writtenAt > (past.restrictedAt ?? ''))
    const run = since.slice(since.findLastIndex((j) => !j.bad) + 1).filter((j) => !j.used)
    if (run.length >= cancelAt) return { kind: 'cancel', itemIds: run.map((j) => j.itemId) }
  }
  const first = windowStart(at)
  const counted = inOrder.filter((j) => j.bad && !j.used && dayOf(j.writtenAt) >= first)
  if (counted.length >= restrictAt) return { kind: 'restrict', itemIds: counted.map((j) => j.itemId) }
  return undefined
}

/** The first day of the window that ends today. */
export function windowStart(at: string): string {
  const [y = 0, m = 1, d = 1] = dayOf(at).split('-').map(Number)
  return new Date(Date.UTC(y, m - 1 - windowMonths, d)).toISOString().slice(0, 10)
}

/** Refuses: MEASURE_STEP. */
export function checkMeasure(m: { no: string; state: MeasureState }, allowed: MeasureState, act: string) {
  if (m.state !== allowed)
    throw new Refusal('MEASURE_STEP', { no: m.no, state: measureStateTitle[m.state], act })
}

/** Neither of the two who decide is the prescriber. Refuses: MEASURE_SELF. */
export function checkOthers(
  prescriberId: number,
  people: readonly { readonly userId: number; readonly name: string }[],
): void {
  const self = people.find((p) => p.userId === prescriberId)
  if (self) throw new Refusal('MEASURE_SELF', { name: self.name })
}

/** A restriction has its last day, from tomorrow on; nothing else has one. Refuses: MEASURE_TERM. */
export function checkTerm(
  kind: MeasureKind,
  outcome: 'upheld' | 'dropped',
  endsOn: string | undefined,
  today: string,
): void {
  const [first, last] = [daysLater(today, 1), daysLater(today, mostRestrictDays)]
  const wanted = kind === 'restrict' && outcome === 'upheld'
  const fits = endsOn !== undefined && endsOn >= first && endsOn <= last
  if (wanted ? !fits : endsOn !== undefined) throw new Refusal('MEASURE_TERM', { first, last })
}

/** The month before that of the day. */
export function lastMonth(day: string): { from: string; to: string } {
  const [y = 0, m = 1] = day.split('-').map(Number)
  const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10)
  return { from: iso(Date.UTC(y, m - 2, 1)), to: iso(Date.UTC(y, m - 1, 0)) }
}
