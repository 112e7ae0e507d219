/** One look at everything that must not grow, so many seconds after the load began. */
export interface Sample {
  readonly second: number
  readonly rssMb: number
  readonly heapMb: number
  /** null where the system does not say (anything but Linux). */
  readonly openFiles: number | null
  readonly connections: number
  /** Events that the slowest follower has not read. */
  readonly followerLag: number
  readonly idempotencyRows: number
  readonly sessionRows: number
  readonly attestationRows: number
  /** Rows of these, and attempts to sign in, that should have been cleared a day ago. */
  readonly overdueRows: number
  readonly deadRows: number
  readonly liveRows: number
  /** The table with the largest share of dead rows, of those with 20 000 rows or more. */
  readonly worstDeadPercent: number
  /** What the database's processes have each for themselves; null where the system does not say. */
  readonly databaseMemoryMb: number | null
  readonly databaseMb: number
  readonly indexMb: number
}

/** A series that may not grow for ever, and by how much it may still have risen between warm-up and end. */
interface Rule {
  readonly of: (s: Sample) => number | null
  readonly title: string
  /** Of the level after warm-up … */
  readonly share: number
  /** … plus so much. */
  readonly more: number
  /** Below this it may rise as it likes: a pool that fills is no leak. */
  readonly ceiling?: number
}

export const rules = {
  rssMb: { of: (s) => s.rssMb, title: '服务内存 MB', share: 0.15, more: 40 },
  heapMb: { of: (s) => s.heapMb, title: '服务堆 MB', share: 0.25, more: 30 },
  databaseMemoryMb: { of: (s) => s.databaseMemoryMb, title: '数据库进程内存 MB', share: 0.25, more: 60 },
  openFiles: { of: (s) => s.openFiles, title: '服务打开的文件', share: 0.1, more: 10, ceiling: 300 },
  connections: { of: (s) => s.connections, title: '数据库连接', share: 0, more: 2, ceiling: 20 },
  followerLag: { of: (s) => s.followerLag, title: '跟随者未读事件', share: 0, more: 200 },
  overdueRows: { of: (s) => s.overdueRows, title: '过期未清的行', share: 0, more: 0 },
  worstDeadPercent: { of: (s) => s.worstDeadPercent, title: '死行最多的表 %', share: 0, more: 40 },
  deadShare: { of: (s) => deadPercent(s), title: '死行 %', share: 0, more: 30 },
} as const satisfies Record<string, Rule>

const deadPercent = (s: Sample): number =>
  s.liveRows + s.deadRows < 20_000 ? 0 : (100 * s.deadRows) / (s.liveRows + s.deadRows)

/** The first quarter, and never less than twenty seconds, is warm-up: caches fill, plans are made. */
const warmUpShare = 0.25
const warmUpSeconds = 20
/** Fewer samples after warm-up than this say nothing about a slope. */
const leastSamples = 4
/** What was over its time when the server started must be gone by then. */
const cleanedBySeconds = 4_500
/** Requests that may fail; every answer of the kind 500 is one too many. */
export const mostErrors = 0.005

export interface Growth {
  readonly series: keyof typeof rules
  readonly title: string
  /** Level after warm-up, and what the slope adds to it until the end. */
  readonly level: number
  readonly rise: number
  readonly allowed: number
  readonly grows: boolean
}

export interface Verdict {
  readonly ok: boolean
  readonly growth: readonly Growth[]
  readonly errorShare: number
  /** In sentences; empty where all is well. */
  readonly reasons: readonly string[]
}

/**
 * Judges a run. A series grows where its robust slope after warm-up (Theil–Sen: the median over all pairs), carried over
 * the time that was measured, is more than the rule allows: one outlier makes no verdict, a steady leak does.
 */
export function judge(
  samples: readonly Sample[],
  load: { readonly acts: number; readonly failed: number; readonly internal: number },
): Verdict {
  const last = samples.at(-1)?.second ?? 0
  const from = Math.max(warmUpSeconds, last * warmUpShare)
  const measured = samples.filter((s) => s.second >= from)
  const growth = (Object.keys(rules) as (keyof typeof rules)[]).flatMap((series) =>
    growthOf(series, measured),
  )
  const errorShare = load.acts === 0 ? 0 : load.failed / load.acts
  const reasons = [
    ...growth
      .filter((g) => g.grows)
      .map(
        (g) =>
          `${g.title} 仍在增长：${g.level.toFixed(1)} 起再加 ${g.rise.toFixed(1)}，容许 ${g.allowed.toFixed(1)}`,
      ),
    ...(errorShare > mostErrors ? [`失败 ${(errorShare * 100).toFixed(2)}%，容许 ${mostErrors * 100}%`] : []),
    ...(last >= cleanedBySeconds && (samples.at(-1)?.overdueRows ?? 0) > 0
      ? [`${samples.at(-1)?.overdueRows} 行键、会话、登录记录或未用的签字到期一天仍未清除`]
      : []),
    ...(load.internal > 0 ? [`${load.internal} 个请求得到 500`] : []),
    ...(load.acts === 0 ? ['没有一个请求'] : []),
  ]
  return { ok: reasons.length === 0, growth, errorShare, reasons }
}

function growthOf(series: keyof typeof rules, samples: readonly Sample[]): Growth[] {
  const rule: Rule = rules[series]
  const points = samples.flatMap((s): [number, number][] => {
    const value = rule.of(s)
    return value === null ? [] : [[s.second, value]]
  })
  if (points.length < leastSamples) return []
  const span = (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0)
  const level = middle(points.slice(0, 3).map(([, v]) => v))
  const rise = theilSen(points) * span
  const allowed = level * rule.share + rule.more
  const grows = rise > allowed && level + rise > (rule.ceiling ?? 0)
  return [{ series, title: rule.title, level, rise, allowed, grows }]
}

/** Median of the slopes of all pairs, per second. At most 1 440 samples in four hours: a million pairs. */
export function theilSen(points: readonly (readonly [at: number, value: number])[]): number {
  const slopes: number[] = []
  for (const [i, [t0, v0]] of points.entries())
    for (const [t1, v1] of points.slice(i + 1)) if (t1 > t0) slopes.push((v1 - v0) / (t1 - t0))
  return middle(slopes)
}

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0
}
