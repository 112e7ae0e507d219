import { Refusal, type Fault } from '#core/refusal.ts'
import type { ResultRow, TermState } from './contract.ts'

/** One exam and two more (补考); after that the course is to be attended again. */
export const mostAttempts = 3
/** 签到 opens so long before the start. */
export const signInEarlyMinutes = 30
/** Where nothing else is said: a year (regulations §7, set per hospital). */
export const usualMonths = 12
/** Days before its end at which a qualification reminds; largest first. */
export const reminderDays = [90, 30, 7] as const
export type ReminderDays = (typeof reminderDays)[number]

/** The last day of a qualification that begins on `from`: a year from 2026-11-23 ends with 2027-11-22. */
export function lastDay(from: string, months: number): string {
  const [y = 0, m = 0, d = 0] = from.split('-').map(Number)
  const first = new Date(Date.UTC(y, m - 1 + months, 1))
  const longest = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  // The 31st of a month that has 30 days is its last day, which then counts whole.
  if (d > longest) return iso(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), longest))
  return iso(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), d) - 86_400_000)
}

const iso = (ms: number) => new Date(ms).toISOString().slice(0, 10)

export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/** How near its end a qualification is; its last day still counts. */
export function termStateOf(daysLeft: number): TermState {
  if (daysLeft < 0) return 'expired'
  if (daysLeft <= 7) return 'd7'
  if (daysLeft <= 30) return 'd30'
  return daysLeft <= 90 ? 'd90' : 'later'
}

/** Which reminder is due: the nearest threshold that has been reached. One that was slept through is not sent late. */
export function reminderDue(daysLeft: number): ReminderDays | undefined {
  if (daysLeft < 0) return undefined
  return reminderDays.toReversed().find((days) => daysLeft <= days)
}

export function maySignIn(course: { startsAt: string; endsAt: string }, at: string): boolean {
  const opens = Date.parse(course.startsAt) - signInEarlyMinutes * 60_000
  return Date.parse(at) >= opens && Date.parse(at) <= Date.parse(course.endsAt)
}

interface Sat {
  readonly attempt: number
  readonly passed: boolean
}

export interface Enrolled {
  readonly userId: number
  readonly name: string
  readonly signedIn: boolean
  /** Exams that were not withdrawn, in their order. */
  readonly exams: readonly Sat[]
}

export interface Judged {
  readonly userId: number
  readonly attempt: number
  readonly score: number
  readonly passed: boolean
  readonly remark: string | null
}

export interface Judgement {
  /** Who is signed in by this. */
  readonly present: number[]
  readonly results: Judged[]
}

/**
 * Judges the rows of a class. Nobody's own result is entered by himself (培训与考核由他人登记), who was not there is
 * not examined, who has passed is not examined again, and after two re-sits the course is to be attended again.
 * Refuses: TRAINING_OWN_RESULT, TRAINING_ROWS (a fault for each row that cannot be written).
 */
export function judgeRows(
  rows: readonly ResultRow[],
  people: ReadonlyMap<number, Enrolled>,
  recorder: number,
  passScore: number,
): Judgement {
  if (rows.some((r) => r.userId === recorder)) throw new Refusal('TRAINING_OWN_RESULT')
  const faults: Fault[] = []
  const present: number[] = []
  const results: Judged[] = []
  const seen = new Set<number>()
  for (const [i, row] of rows.entries()) {
    const who = people.get(row.userId)
    const message = faultOf(row, who, seen)
    seen.add(row.userId)
    if (message) {
      const field = row.score === undefined ? 'userId' : 'score'
      faults.push({ code: 'TRAINING_ROWS', row: i + 1, field, facts: { message, userId: row.userId } })
      continue
    }
    if (row.signedIn && !who?.signedIn) present.push(row.userId)
    if (row.score === undefined) continue
    const attempt = (who?.exams.at(-1)?.attempt ?? 0) + 1
    const passed = row.score >= passScore
    results.push({ userId: row.userId, attempt, score: row.score, passed, remark: row.remark || null })
  }
  if (faults.length > 0) throw new Refusal('TRAINING_ROWS', { count: faults.length }, faults)
  return { present, results }
}

function faultOf(row: ResultRow, who: Enrolled | undefined, seen: ReadonlySet<number>): string | undefined {
  if (!who) return '不在本课程的参加人里，请先加入'
  if (seen.has(row.userId)) return `${who.name} 出现两次，请留一行`
  if (row.score === undefined) return undefined
  if (!who.signedIn && !row.signedIn) return `${who.name} 没有签到，请先补签再登记成绩`
  const last = who.exams.at(-1)
  if (last?.passed) return `${who.name} 本课程已通过，不用再考`
  if ((last?.attempt ?? 0) >= mostAttempts) return `${who.name} 已补考 ${mostAttempts - 1} 次，请重新参加培训`
  return undefined
}

/** Examined not before the training began, and not in the future. Refuses: TRAINING_DAY. */
export function checkDay(examinedOn: string, startDay: string, today: string): void {
  if (examinedOn < startDay || examinedOn > today)
    throw new Refusal('TRAINING_DAY', { date: examinedOn, start: startDay, today })
}

/** What the page calls a result: 初考, 补考 1, 补考 2. */
export const attemptTitle = (attempt: number): string => (attempt === 1 ? '初考' : `补考 ${attempt - 1}`)
