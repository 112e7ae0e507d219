import { expect, test } from 'vitest'
import { observedDays, statesOf, suggestedUnits, supplyOf, type Figures } from './rules.ts'

const at = '2026-11-25T02:00:00Z'
const daysAgo = (n: number) => new Date(Date.parse(at) - n * 86_400_000).toISOString()
const figures = (given: Partial<Figures>): Figures => ({
  lowUnits: 40,
  highUnits: 200,
  maxDays: 15,
  heldUnits: 100,
  usableUnits: 100,
  usedUnits: 300,
  since: daysAgo(30),
  comingUnits: 0,
  askedUnits: 0,
  ...given,
})

test.each([
  ['ten a day, a hundred there', {}, 10],
  ['only days in which the place had the drug count', { since: daysAgo(10) }, 3],
  ['expired units last for no day', { usableUnits: 40 }, 4],
  ['nothing used: unknown, not endless', { usedUnits: 0 }, null],
  ['four days say nothing', { since: daysAgo(4) }, null],
  ['five days do', { since: daysAgo(5) }, 1],
])('days of supply: %s', (_, given, days) => {
  expect(supplyOf(figures(given), at)).toBe(days)
})

test.each([
  ['within all', {}, []],
  ['at the lower limit is not below it', { usableUnits: 40, heldUnits: 40 }, []],
  ['below it', { usableUnits: 39, heldUnits: 39 }, ['low']],
  ['expired units do not help', { usableUnits: 10, heldUnits: 100 }, ['low']],
  ['at the upper limit is not above it', { heldUnits: 200, usableUnits: 40 }, []],
  ['above it, expired ones too', { heldUnits: 201, usableUnits: 40 }, ['high']],
  ['no upper limit', { heldUnits: 9_000, usableUnits: 40, highUnits: null }, []],
  ['sixteen days are too many', { usableUnits: 160, heldUnits: 160 }, ['days']],
  ['fifteen are not', { usableUnits: 159, heldUnits: 159 }, []],
  ['unknown days are not too many', { usableUnits: 160, heldUnits: 160, usedUnits: 0 }, []],
  ['no limit of days', { usableUnits: 160, heldUnits: 160, maxDays: null }, []],
  ['too many and too long', { usableUnits: 300, heldUnits: 300 }, ['high', 'days']],
])('states: %s', (_, given, states) => {
  expect(statesOf(figures(given), at)).toEqual(states)
})

test.each([
  ['nothing while the limit holds', {}, 0],
  ['up to the upper limit', { usableUnits: 10 }, 190],
  ['less what is coming and asked for', { usableUnits: 10, comingUnits: 100, askedUnits: 50 }, 40],
  ['never less than nothing', { usableUnits: 10, comingUnits: 500 }, 0],
  ['to the lower limit where there is no upper', { usableUnits: 10, highUnits: null }, 30],
])('suggestion: %s', (_, given, units) => {
  expect(suggestedUnits(figures(given))).toBe(units)
})

test('a day that has not ended is not counted', () => {
  expect(observedDays(at, '2026-11-24T02:00:01Z')).toBe(0)
})
