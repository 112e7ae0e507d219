import { expect, test } from 'vitest'
import { readOptions } from './options.ts'
import { provinceOf } from './people.ts'
import { casesOf } from './plan.ts'
import { onDuty } from './roster.ts'
import { schemes } from './schemes/all.ts'
import { withSchemes } from './schemes/bend.ts'
import { plant } from './schemes/plant.ts'

const strengths = (drug: string) =>
  ({ NAR017: 50, NAR020: 1_000, NAR012: 100, PS1005: 10_000 })[drug] ?? 50_000
const province = provinceOf(7, 12)
const [large, small] = province.hospitals
const on = (index: number) => ({ index, day: '2026-06-01' })

test('the same day of the same hospital is the same, another seed is another', () => {
  if (!large) throw new Error('the province has a hospital')
  expect(casesOf(7, large, on(3), strengths)).toEqual(casesOf(7, large, on(3), strengths))
  expect(casesOf(8, large, on(3), strengths)).not.toEqual(casesOf(7, large, on(3), strengths))
})

test('nobody dispenses and checks, or holds and witnesses, alone', () => {
  for (const hospital of province.hospitals)
    for (let day = 0; day < 40; day++)
      for (const c of casesOf(7, hospital, on(day), strengths)) {
        expect(c.dispenser).not.toBe(c.checker)
        expect(c.holder).not.toBe(c.witness)
      }
})

test('no case gives more than it opened or opens more than it drew', () => {
  const all = province.hospitals.flatMap((h) => casesOf(7, h, on(1), strengths))
  expect(all.length).toBeGreaterThan(50)
  for (const d of all.flatMap((c) => c.drugs)) {
    expect(d.given).toBeGreaterThan(0)
    expect(d.given).toBeLessThanOrEqual(d.opened * strengths(d.drug))
    expect(d.opened).toBeLessThanOrEqual(d.drawn)
  }
})

test('there are always two on duty', () => {
  for (const hospital of [large, small])
    for (const role of [
      'keeper',
      'theatrePharmacist',
      'wardPharmacist',
      'anaesthetist',
      'wardNurse',
    ] as const)
      for (let day = 0; day < 30; day++)
        for (const shift of ['day', 'night'] as const)
          expect(new Set(hospital && onDuty(hospital, role, day, shift)).size).toBeGreaterThanOrEqual(2)
})

test('every scheme is planted, none begins in the first fifth, and what it takes is written down', () => {
  const planted = plant(7, province.hospitals, 100)
  expect(new Set(planted.map((p) => p.scheme))).toEqual(new Set(Object.keys(schemes)))
  expect(Math.min(...planted.map((p) => p.from))).toBeGreaterThanOrEqual(20)
  const marks = planted.flatMap((p) =>
    Array.from({ length: 30 }, (_, i) => 60 + i).flatMap((day) =>
      withSchemes(casesOf(7, p.hospital, on(day), strengths), [p], { seed: 7, day, strengths }).flatMap(
        (c) => c.marks,
      ),
    ),
  )
  const shown = new Set(marks.map((m) => m.code))
  const inSupply = Object.entries(schemes).flatMap(([code, s]) => (s.supply ? [code] : []))
  expect([...shown, ...inSupply].toSorted()).toEqual(Object.keys(schemes).toSorted())
  expect(marks.every((m) => m.diverted > 0)).toBe(true)
})

test('a thief changes only his own cases', () => {
  const [thief] = plant(7, province.hospitals, 100)
  if (!thief) throw new Error('somebody was planted')
  const plain = casesOf(7, thief.hospital, on(90), strengths)
  const bent = withSchemes(plain, [thief], { seed: 7, day: 90, strengths })
  const untouched = plain.filter((c) => c.holder !== thief.person)
  expect(bent.filter((c) => c.holder !== thief.person && c.doctor !== thief.person)).toEqual(untouched)
})

test.each([
  [['--days', '0'], '--days 须是 1 到 1100 的整数，不是“0”'],
  [['--days', '30.5'], '--days 须是 1 到 1100 的整数，不是“30.5”'],
  [['--institutions', '51'], '--institutions 须是 1 到 50 的整数，不是“51”'],
  [['--seed', '-1'], /--seed/],
  [['--start', '2026-02-30'], '--start 须是日历上的一天，如 2026-06-01，不是“2026-02-30”'],
  [['--start', '2020-01-01'], /--start 须在/],
  [['--fast', '--slow'], '--fast 与 --slow 只能选一个'],
  [['--what'], /--what/],
])('%s is refused with a sentence', (argv, sentence) => {
  expect(() => readOptions(argv)).toThrow(sentence)
})

test('more than three days take the fast path by themselves', () => {
  expect(readOptions([])).toMatchObject({ institutions: 3, days: 30, fast: true })
  expect(readOptions(['--days', '3']).fast).toBe(false)
  expect(readOptions(['--lanes', '2']).lanes).toBe(2)
  expect(() => readOptions(['--days', '3', '--lanes', '2'])).toThrow('--lanes')
  expect(readOptions(['--days', '90', '--slow']).fast).toBe(false)
})
