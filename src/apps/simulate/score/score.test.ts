import { describe, expect, test } from 'vitest'
import type { Truth } from '../truth.ts'
import { detectors } from './detectors/all.ts'
import type { Facts, UseDay } from './facts.ts'
import { scoreOf, scoreTable } from './score.ts'
import { daysFrom, median, robustZ, windows } from './window.ts'

const days = daysFrom('2026-06-01', 40)
const people = Array.from({ length: 9 }, (_, i) => `mz${i}@h`)
const ofCode = (code: string) => {
  const found = detectors.find((d) => d.code === code)
  if (!found) throw new Error(`no detector ${code}`)
  return found
}

/** Nine anaesthetists give two doses a day and waste about a third; the ninth wastes two thirds from the twentieth day. */
const use = (account: string, i: number, day: string, at: number): UseDay => {
  const wasted = i === 8 && at >= 20 ? 66 : 30 + ((i * 7 + at * 3) % 9)
  return {
    account,
    role: '麻醉医师',
    day,
    drug: 'NAR017',
    opened: 100,
    given: 100 - wasted,
    wasted,
    doses: 2,
    wholeDoses: 1,
    broken: 0,
  }
}
const uses = days.flatMap((day, at) => people.map((account, i) => use(account, i, day, at)))
const staff = people.map((account) => ({ account, role: '麻醉医师' }))
const facts = (more: Partial<Facts> = {}): Facts => ({ uses, wastes: [], alerts: [], staff, ...more })

const truth = (account: string, at: string): Truth => ({
  version: 1,
  seed: 1,
  start: '2026-06-01',
  days: 40,
  institutions: 1,
  thieves: [
    {
      hospital: 'h',
      account,
      name: '某',
      role: 'anaesthetist',
      scheme: 'overdraw',
      title: '',
      rules: [],
      buddy: 'hs1@h',
      from: '2026-06-21',
      intensity: 1,
    },
  ],
  acts: [
    {
      hospital: 'h',
      kind: 'scheme',
      code: 'overdraw',
      account,
      refNo: 'SS-1',
      at,
      diverted: 50,
      movements: {},
    },
  ],
  supply: [],
})

describe('the baseline', () => {
  test('sees who wastes more than the others, some days after it began, and nobody else', () => {
    const flags = ofCode('wasteRatio').flags(facts(), days)
    expect(new Set(flags.map((f) => f.account))).toEqual(new Set(['mz8@h']))
    const score = scoreOf(ofCode('wasteRatio'), flags, truth('mz8@h', '2026-06-21T02:00:00.000Z'), people)
    expect(score).toMatchObject({ thieves: 1, found: 1, recall: 1, precisionAtThieves: 1, falseFlags: 0 })
    expect(score.medianDays).toBeGreaterThan(0)
    expect(score.medianDays).toBeLessThan(20)
    expect(scoreTable([score])[0]).toContain('找到 1/1（召回 100%）')
  })

  test('says nothing about few acts or few peers', () => {
    const few = uses.filter((u) => u.day < '2026-06-05')
    expect(ofCode('wasteRatio').flags(facts({ uses: few }), days)).toEqual([])
    const alone = uses.filter((u) => ['mz7@h', 'mz8@h'].includes(u.account))
    expect(ofCode('wasteRatio').flags(facts({ uses: alone }), days)).toEqual([])
  })
})

test('a flag before the first act finds nobody and is no false flag either', () => {
  const flags = [{ account: 'mz8@h', day: '2026-06-02', score: 9 }]
  const score = scoreOf(ofCode('wasteRatio'), flags, truth('mz8@h', '2026-06-21T02:00:00.000Z'), people)
  expect(score).toMatchObject({ found: 0, medianDays: null, falseFlags: 0 })
})

test('innocent people count once a month; who looks away counts neither way', () => {
  const flags = ['2026-06-02', '2026-06-03', '2026-07-01'].map((day) => ({ account: 'mz1@h', day, score: 1 }))
  const buddy = { account: 'hs1@h', day: '2026-06-02', score: 5 }
  const score = scoreOf(
    ofCode('platform'),
    [...flags, buddy],
    truth('mz8@h', '2026-06-21T02:00:00.000Z'),
    people,
  )
  expect(score.falseFlags).toBeCloseTo((2 / ((9 * 40) / 30.44)) * 1_000, 2)
})

test('an act of a China morning belongs to that day', () => {
  const flags = [{ account: 'mz8@h', day: '2026-06-21', score: 9 }]
  expect(
    scoreOf(ofCode('platform'), flags, truth('mz8@h', '2026-06-20T16:30:00.000Z'), people).medianDays,
  ).toBe(0)
})

test('one red alert or three amber ones within thirty days', () => {
  const amber = (day: string) => ({ account: 'a', day, severity: 'amber' as const })
  const flagged = (alerts: Facts['alerts']) =>
    ofCode('platform')
      .flags(facts({ alerts }), days)
      .map((f) => f.day)
  expect(flagged([{ ...amber('2026-06-03'), severity: 'red' }])).toEqual(['2026-06-03'])
  expect(flagged([amber('2026-06-01'), amber('2026-06-02')])).toEqual([])
  expect(flagged([amber('2026-06-01'), amber('2026-06-02'), amber('2026-06-09')])).toEqual(['2026-06-09'])
  expect(flagged([amber('2026-06-01'), amber('2026-06-02'), amber('2026-07-05')])).toEqual([])
})

test('the thresholds of the rules: two breakages, one witness, late wastes, whole doses', () => {
  const wastes = Array.from({ length: 10 }, (_, i) => ({
    account: 'mz0@h',
    day: '2026-06-05',
    witness: i < 6 ? 'hs1@h' : `hs${i}@h`,
    after: i < 3 ? 200 : 20,
  }))
  const broken = uses.map((u) => (u.account === 'mz0@h' && u.day <= '2026-06-02' ? { ...u, broken: 1 } : u))
  const flags = ofCode('thresholds').flags(facts({ uses: broken, wastes }), days)
  expect(flags.find((f) => f.day === '2026-06-02')).toEqual({ account: 'mz0@h', day: '2026-06-02', score: 1 })
  expect(flags.find((f) => f.day === '2026-06-05')?.score).toBe(3)
  const whole = uses.map((u) => (u.account === 'mz3@h' ? { ...u, wholeDoses: 2 } : u))
  expect(ofCode('thresholds').flags(facts({ uses: whole }), days)[0]).toMatchObject({
    account: 'mz3@h',
    day: '2026-06-10',
  })
})

test('median, robust z and windows', () => {
  expect([median([]), median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([0, 2, 2.5])
  expect(robustZ(5, [1, 2, 3, 2, 1], 0.1)).toBeCloseTo(3 / 1.4826)
  expect(robustZ(2, [2, 2, 2, 2], 0.5)).toBe(0)
  const rows = [{ day: '2026-06-01' }, { day: '2026-06-03' }]
  expect(windows(rows, days.slice(0, 4), 2).map((w) => w.rows.length)).toEqual([1, 1, 1, 1])
})
