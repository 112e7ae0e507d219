import { Refusal } from '#core/refusal.ts'

export const pumpModes = ['continuous', 'pca'] as const
export type PumpMode = (typeof pumpModes)[number]
export const pumpModeTitle: Record<PumpMode, string> = { continuous: '持续泵注', pca: '镇痛泵 PCA' }
export const pumpStates = ['running', 'rest', 'closed'] as const
export type PumpState = (typeof pumpStates)[number]
export const pumpStateTitle: Record<PumpState, string> = {
  running: '运行中',
  rest: '已停，余液待处置',
  closed: '已结清',
}
export const readingKindTitle = { read: '读数', handover: '交接', stop: '停泵' } as const
export type Level = 'within' | 'amber' | 'red'
export const levelTitle: Record<Level, string> = { within: '相符', amber: '偏差', red: '偏差大' }

/** Our own rule: what a pump says may be off by 1 ml or 5 % of what was to be expected, whichever is more. */
export const bandLeastUl = 1000
export const bandPercent = 5
/** Without another word of the hospital a running pump is read at least so often. */
export const platformUnreadHours = 4

/**
 * How much of `filled` (the drug's smallest unit) has left a pump of `totalUl` when it says that it gave `givenUl`: rounded down, so
 * that nothing is invented; at the last microlitre it is all of it.
 */
export function givenBy(filled: number, givenUl: number, totalUl: number): number {
  return Number((BigInt(filled) * BigInt(givenUl)) / BigInt(totalUl))
}

/** Microlitres that run in a time at a rate, rounded down. */
export function runUl(rateUlH: number, ms: number): number {
  return ms <= 0 ? 0 : Number((BigInt(rateUlH) * BigInt(Math.floor(ms))) / 3_600_000n)
}

/** Where a pump stood when it was last read, or when it was started. */
export interface Standing {
  readonly totalUl: number
  /** What was to be expected then; what was read, where the difference was explained. */
  readonly baseUl: number
  readonly lastAt: string
  readonly givenUl: number
  readonly rateUlH: number
  readonly bolusUl: number | null
  readonly bolusAsked: number | null
  readonly bolusGiven: number | null
}

export interface Read {
  readonly at: string
  readonly givenUl: number
  readonly leftUl: number
  readonly bolusAsked?: number | undefined
  readonly bolusGiven?: number | undefined
}

/** Rate by time since the last reading, and each bolus that the pump counted since; never more than what was filled. */
export function expectedUl(s: Standing, at: string, bolusGiven = s.bolusGiven ?? 0): number {
  const boluses = Math.max(0, bolusGiven - (s.bolusGiven ?? 0)) * (s.bolusUl ?? 0)
  return Math.min(s.totalUl, s.baseUl + runUl(s.rateUlH, Date.parse(at) - Date.parse(s.lastAt)) + boluses)
}

export const bandUl = (expected: number): number =>
  Math.max(bandLeastUl, Math.floor((expected * bandPercent) / 100))

export interface Judged {
  readonly expectedUl: number
  readonly bandUl: number
  /** The larger of: given against expected, and given and left against what was filled. */
  readonly offUl: number
  readonly level: Level
}

/** Amber beyond the band, red beyond twice the band. */
export function judgeReading(s: Standing, r: Read): Judged {
  const expected = expectedUl(s, r.at, r.bolusGiven)
  const band = bandUl(expected)
  const offs = [r.givenUl - expected, r.givenUl + r.leftUl - s.totalUl]
  const off = offs.reduce((worst, o) => (Math.abs(o) > Math.abs(worst) ? o : worst))
  const size = Math.abs(off)
  return {
    expectedUl: expected,
    bandUl: band,
    offUl: off,
    level: size <= band ? 'within' : size <= 2 * band ? 'amber' : 'red',
  }
}

export const mlText = (ul: number): string => String(Math.round(ul / 10) / 100)

/** Refuses: READING_TIME, READING_BACKWARDS, READING_OVER_FILL, READING_BOLUS, READING_REASON. */
export function checkReading(s: Standing, r: Read & { reason?: string | undefined }, now: string): Judged {
  if (Date.parse(r.at) < Date.parse(s.lastAt) || Date.parse(r.at) > Date.parse(now))
    throw new Refusal('READING_TIME', { since: chinaMinute(s.lastAt) })
  if (r.givenUl < s.givenUl)
    throw new Refusal('READING_BACKWARDS', {
      given: mlText(r.givenUl),
      last: mlText(s.givenUl),
      at: chinaMinute(s.lastAt),
    })
  if (r.givenUl > s.totalUl || r.leftUl > s.totalUl)
    throw new Refusal('READING_OVER_FILL', {
      given: mlText(Math.max(r.givenUl, r.leftUl)),
      total: mlText(s.totalUl),
    })
  checkBoluses(s, r)
  const judged = judgeReading(s, r)
  if (judged.level !== 'within' && !r.reason)
    throw new Refusal('READING_REASON', {
      off: mlText(Math.abs(judged.offUl)),
      band: mlText(judged.bandUl),
    })
  return judged
}

/** A PCA pump counts; what it counted never becomes less, and it gives no more than it is asked for. */
function checkBoluses(s: Standing, r: Read): void {
  const pca = s.bolusUl !== null
  const [asked, given] = [r.bolusAsked, r.bolusGiven]
  if (!pca && asked === undefined && given === undefined) return
  const fine =
    pca &&
    asked !== undefined &&
    given !== undefined &&
    given <= asked &&
    asked >= (s.bolusAsked ?? 0) &&
    given >= (s.bolusGiven ?? 0)
  if (!fine) throw new Refusal('READING_BOLUS', { given: given ?? 0, asked: asked ?? 0 })
}

/** When a pump will be empty at its present rate; undefined where nothing runs by itself. */
export function emptyAt(s: Pick<Standing, 'totalUl' | 'givenUl' | 'rateUlH' | 'lastAt'>): string | undefined {
  if (s.rateUlH === 0) return undefined
  const ms = Math.ceil(((s.totalUl - s.givenUl) * 3_600_000) / s.rateUlH)
  return new Date(Date.parse(s.lastAt) + ms).toISOString()
}

/** What is probably left now: the last reading less what ran since. An estimate, and never on the books. */
export function leftNowUl(
  s: Pick<Standing, 'totalUl' | 'givenUl' | 'rateUlH' | 'lastAt'>,
  now: string,
): number {
  return Math.max(0, s.totalUl - s.givenUl - runUl(s.rateUlH, Date.parse(now) - Date.parse(s.lastAt)))
}

export const readDueAt = (lastAt: string, hours: number): string =>
  new Date(Date.parse(lastAt) + hours * 3_600_000).toISOString()

/** People read the time of their wall clock, which is China's. */
const chinaMinute = (at: string): string =>
  new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

/** A PCA pump has a bolus and a lockout; a continuous one has neither, and runs. Refuses: PUMP_PCA, PUMP_NO_RATE. */
export function checkMode(p: {
  mode: PumpMode
  rateUlH: number
  bolusUl?: number | undefined
  lockoutMinutes?: number | undefined
}): void {
  const pca = p.mode === 'pca'
  if ((p.bolusUl !== undefined) !== pca || (p.lockoutMinutes !== undefined) !== pca)
    throw new Refusal('PUMP_PCA')
  if (!pca && p.rateUlH === 0) throw new Refusal('PUMP_NO_RATE')
}
