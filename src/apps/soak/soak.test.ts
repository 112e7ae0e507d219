import { describe, expect, test } from 'vitest'
import { histogram, meter, metered } from './meter.ts'
import { readSoakOptions } from './options.ts'
import { judge, theilSen, type Sample } from './verdict.ts'

const sample = (second: number, more: Partial<Sample> = {}): Sample => ({
  second,
  rssMb: 200 + (second % 20),
  heapMb: 90 + (second % 30),
  openFiles: 40,
  connections: 12,
  followerLag: second % 7,
  idempotencyRows: second * 10,
  sessionRows: 26,
  attestationRows: second * 3,
  overdueRows: 0,
  deadRows: 100,
  liveRows: 50_000,
  worstDeadPercent: second % 25,
  databaseMemoryMb: 120 + (second % 15),
  databaseMb: 30 + second / 100,
  indexMb: 10,
  ...more,
})
const hour = Array.from({ length: 360 }, (_, i) => sample((i + 1) * 10))
const quiet = { acts: 10_000, failed: 0, internal: 0 }
const growing = (more: (s: Sample) => Partial<Sample>) =>
  judge(
    hour.map((s) => ({ ...s, ...more(s) })),
    quiet,
  ).growth.flatMap((g) => (g.grows ? [g.series] : []))

describe('the verdict', () => {
  test('an hour without a leak is good, although the books grow', () => {
    expect(judge(hour, quiet)).toMatchObject({ ok: true, reasons: [] })
  })

  test('a steady leak is found in memory, files, connections, queues and dead rows', () => {
    expect(growing((s) => ({ rssMb: 200 + s.second / 20 }))).toEqual(['rssMb'])
    expect(growing((s) => ({ heapMb: 90 + s.second / 30 }))).toEqual(['heapMb'])
    expect(growing((s) => ({ databaseMemoryMb: 120 + s.second / 20 }))).toEqual(['databaseMemoryMb'])
    expect(growing((s) => ({ worstDeadPercent: s.second / 50 }))).toEqual(['worstDeadPercent'])
    expect(growing((s) => ({ openFiles: 40 + s.second / 8 }))).toEqual(['openFiles'])
    expect(growing((s) => ({ connections: 12 + s.second / 200 }))).toEqual(['connections'])
    expect(growing((s) => ({ followerLag: s.second / 3 }))).toEqual(['followerLag'])
    expect(growing((s) => ({ overdueRows: s.second / 10 }))).toEqual(['overdueRows'])
    expect(growing((s) => ({ deadRows: s.second * 20 }))).toEqual(['deadShare'])
  })

  test('what is filled while it warms up, a pool that fills, and one outlier are no leak', () => {
    expect(growing((s) => ({ rssMb: s.second < 800 ? s.second : 800 }))).toEqual([])
    expect(growing((s) => ({ connections: Math.min(17, 5 + s.second / 200) }))).toEqual([])
    expect(growing((s) => (s.second === 3_600 ? { heapMb: 4_000 } : {}))).toEqual([])
  })

  test('what is over its time must be gone after an hour and a quarter, not after ten minutes', () => {
    const left = (count: number) =>
      Array.from({ length: count }, (_, i) => sample((i + 1) * 10, { overdueRows: 62 }))
    expect(judge(left(60), quiet).ok).toBe(true)
    expect(judge(left(450), quiet).reasons).toEqual(['62 行键、会话、登录记录或未用的签字到期一天仍未清除'])
  })

  test('too many failures, one 500, or no request at all', () => {
    expect(judge(hour, { ...quiet, failed: 51 }).reasons).toEqual(['失败 0.51%，容许 0.5%'])
    expect(judge(hour, { ...quiet, failed: 1, internal: 1 }).reasons).toEqual(['1 个请求得到 500'])
    expect(judge(hour, { ...quiet, acts: 0 }).ok).toBe(false)
  })

  test('where the system does not count open files, nothing is said of them', () => {
    const silent = judge(
      hour.map((s) => ({ ...s, openFiles: null })),
      quiet,
    )
    expect(silent.growth.map((g) => g.series)).not.toContain('openFiles')
    expect(silent.ok).toBe(true)
  })
})

test('the robust slope is that of most pairs', () => {
  const line = Array.from({ length: 20 }, (_, i) => [i, 3 * i] as const)
  expect(theilSen(line)).toBe(3)
  expect(theilSen([...line, [20, -5_000]])).toBe(3)
  expect(theilSen([])).toBe(0)
})

test('percentiles within a twentieth, the same memory for any number', () => {
  const h = histogram()
  for (let ms = 1; ms <= 1_000; ms++) h.add(ms)
  expect(h.count()).toBe(1_000)
  for (const share of [0.5, 0.95, 0.99]) {
    expect(h.at(share)).toBeGreaterThanOrEqual(share * 1_000)
    expect(h.at(share)).toBeLessThanOrEqual(share * 1_050)
  }
  expect([h.max(), histogram().at(0.5)]).toEqual([1_000, 0])
})

test('a refused request is counted under its name; who reached for the same box did not fail', async () => {
  const gauge = meter()
  const refuse = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }))
  const endpoint = { name: 'issue.create' } as never
  const client = (code: string) =>
    metered({ account: 'a', call: refuse(code), download: refuse(code) } as never, gauge)
  for (const code of ['INTERNAL', 'BALANCE_SHORT', 'INTERNAL'])
    await expect(client(code).call(endpoint, {} as never)).rejects.toThrow(code)
  expect(gauge.errors()).toEqual([
    { act: 'issue.create', code: 'INTERNAL', count: 2, expected: false },
    { act: 'issue.create', code: 'BALANCE_SHORT', count: 1, expected: true },
  ])
  expect([gauge.acts(), gauge.failed()]).toEqual([3, 2])
})

test.each([
  [['--minutes', '241'], '--minutes 须在 0.1 到 240 之间，不是“241”'],
  [['--rate', '0'], '--rate 须在 0.1 到 200 之间，不是“0”'],
  [['--users', 'many'], '--users 须在 1 到 200 之间，不是“many”'],
])('%s is refused with a sentence', (argv, sentence) => {
  expect(() => readSoakOptions(argv)).toThrow(sentence)
})
