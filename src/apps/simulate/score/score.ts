import type { Truth } from '../truth.ts'
import type { Flag } from './detectors/detector.ts'
import { median } from './window.ts'

export interface Score {
  readonly detector: string
  readonly title: string
  /** Thieves who did something, and those of them who were flagged on or after the day of their first act. */
  readonly thieves: number
  readonly found: number
  readonly recall: number
  /** Days from the first act to the first flag, of those found; null where nobody was. */
  readonly medianDays: number | null
  /** Of the k people with the highest scores, how many are thieves; k as many as there are thieves, and 10. */
  readonly precisionAtThieves: number
  readonly precisionAt10: number
  /** Innocent people flagged, each counted once a month, per 1 000 staff-months. */
  readonly falseFlags: number
  readonly byScheme: readonly {
    readonly scheme: string
    readonly account: string
    readonly days: number | null
  }[]
}

/** Compares what a detector said with what was planted. Who looks away for a thief counts neither way. */
export function scoreOf(
  detector: { readonly code: string; readonly title: string },
  flags: readonly Flag[],
  truth: Truth,
  staff: readonly string[],
): Score {
  const began = firstActs(truth)
  const thieves = truth.thieves.filter((t) => began.has(t.account))
  const neutral = new Set([
    ...truth.thieves.map((t) => t.account),
    ...truth.thieves.flatMap((t) => t.buddy ?? []),
  ])
  const byScheme = thieves.map(({ scheme, account }) => {
    const from = began.get(account) ?? ''
    const days = flags.filter((f) => f.account === account && f.day >= from).map((f) => f.day)
    const first = days.toSorted()[0]
    return { scheme, account, days: first === undefined ? null : between(from, first) }
  })
  const found = byScheme.flatMap((s) => (s.days === null ? [] : [s.days]))
  const guilty = new Set(thieves.map((t) => t.account))
  const ranked = ranking(flags)
  const innocent = new Set(
    flags.filter((f) => !neutral.has(f.account)).map((f) => `${f.account}/${f.day.slice(0, 7)}`),
  )
  const staffMonths = (staff.length * truth.days) / 30.44
  return {
    detector: detector.code,
    title: detector.title,
    thieves: thieves.length,
    found: found.length,
    recall: share(found.length, thieves.length),
    medianDays: found.length > 0 ? median(found) : null,
    precisionAtThieves: precision(ranked, guilty, thieves.length),
    precisionAt10: precision(ranked, guilty, 10),
    falseFlags: staffMonths > 0 ? round((innocent.size / staffMonths) * 1_000) : 0,
    byScheme,
  }
}

/** China day of each thief's first act that went wrong. */
function firstActs(truth: Truth): Map<string, string> {
  const first = new Map<string, string>()
  const acts = [...truth.acts, ...truth.supply].filter((a) => a.kind === 'scheme')
  for (const { account, at } of acts) {
    const day = new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10)
    if (day < (first.get(account) ?? '9')) first.set(account, day)
  }
  return first
}

/** Everybody who was flagged, the highest score first; the same score: in the order of the accounts. */
function ranking(flags: readonly Flag[]): string[] {
  const best = new Map<string, number>()
  for (const f of flags) best.set(f.account, Math.max(f.score, best.get(f.account) ?? 0))
  return [...best].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([account]) => account)
}

const precision = (ranked: readonly string[], guilty: ReadonlySet<string>, k: number): number =>
  share(ranked.slice(0, k).filter((a) => guilty.has(a)).length, Math.min(k, ranked.length))
const share = (part: number, whole: number) => (whole === 0 ? 0 : round(part / whole))
const round = (n: number) => Math.round(n * 1_000) / 1_000
const between = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/** As people read it. */
export function scoreTable(scores: readonly Score[]): string[] {
  const percent = (n: number) => `${Math.round(n * 100)}%`
  return scores.flatMap((s) => [
    `${s.title}：找到 ${s.found}/${s.thieves}（召回 ${percent(s.recall)}），中位 ${s.medianDays ?? '—'} 天`,
    `  前 ${s.thieves} 名中 ${percent(s.precisionAtThieves)}，前 10 名中 ${percent(s.precisionAt10)}；误报 ${s.falseFlags.toFixed(1)} 次/千人月`,
    `  ${s.byScheme.map((b) => `${b.scheme} ${b.days === null ? '未见' : `${b.days} 天`}`).join('，')}`,
  ])
}
