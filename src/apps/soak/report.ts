import type { ActFigures, Meter } from './meter.ts'
import type { TableFacts } from './probe.ts'
import type { Sample, Verdict } from './verdict.ts'

export interface Soaked {
  readonly version: 1
  readonly minutes: number
  readonly rate: number
  readonly users: number
  readonly arrived: number
  readonly done: number
  readonly turnedAway: number
  readonly acts: readonly ActFigures[]
  readonly errors: ReturnType<Meter['errors']>
  readonly samples: readonly Sample[]
  readonly tables: readonly TableFacts[]
  readonly verdict: Verdict
}

const cell = (value: string | number, width: number) => String(value).padStart(width)

/** One line every ten seconds. */
export function sampleLine(s: Sample, done: number, failed: number): string {
  return [
    `${cell(s.second, 5)} 秒`,
    `办完 ${done}`,
    `失败 ${failed}`,
    `内存 ${s.rssMb.toFixed(0)} MB（堆 ${s.heapMb.toFixed(0)}）`,
    `数据库 ${s.databaseMemoryMb?.toFixed(0) ?? '—'} MB`,
    `连接 ${s.connections}`,
    `文件 ${s.openFiles ?? '—'}`,
    `未读事件 ${s.followerLag}`,
    `死行 ${s.deadRows}`,
    `库 ${s.databaseMb.toFixed(0)} MB`,
  ].join('  ')
}

export function reportLines(r: Soaked): string[] {
  const width = Math.max(...r.acts.map((a) => a.act.length), 8)
  return [
    '',
    `${'动作'.padEnd(width - 2)}${cell('次数', 6)}${cell('p50', 9)}${cell('p95', 9)}${cell('p99', 9)}${cell('最长', 7)} ms`,
    ...r.acts.map(
      (a) =>
        `${a.act.padEnd(width)}${cell(a.count, 8)}${cell(a.p50Ms, 9)}${cell(a.p95Ms, 9)}${cell(a.p99Ms, 9)}${cell(a.maxMs, 9)}`,
    ),
    '',
    ...r.tables
      .slice(0, 5)
      .map(
        (t) =>
          `${t.name}：${t.liveRows} 行，死行 ${t.deadRows}，表 ${t.tableMb.toFixed(1)} MB，索引 ${t.indexMb.toFixed(1)} MB`,
      ),
    '',
    ...r.errors.map((e) => `${e.expected ? '  ' : '✗ '}${e.act} ${e.code} ${e.count} 次`),
    ...r.verdict.growth.map(
      (g) =>
        `${g.grows ? '✗' : '✓'} ${g.title}：${g.level.toFixed(1)}，其后 ${g.rise >= 0 ? '+' : ''}${g.rise.toFixed(1)}（容许 ${g.allowed.toFixed(1)}）`,
    ),
    `到达 ${r.arrived}，办完 ${r.done}，来不及 ${r.turnedAway}`,
    r.verdict.ok ? '结论：没有只增不减的东西' : `结论：${r.verdict.reasons.join('；')}`,
  ]
}
