import { describe, expect, test } from 'vitest'
import {
  bandUl,
  checkReading,
  emptyAt,
  expectedUl,
  givenBy,
  judgeReading,
  leftNowUl,
  runUl,
  type Standing,
} from './rules.ts'

const start = '2026-11-23T00:00:00.000Z'
const after = (minutes: number) => new Date(Date.parse(start) + minutes * 60_000).toISOString()
/** 100 ml at 5 ml/h, just started. */
const pump: Standing = {
  totalUl: 100_000,
  baseUl: 0,
  lastAt: start,
  givenUl: 0,
  rateUlH: 5_000,
  bolusUl: null,
  bolusAsked: null,
  bolusGiven: null,
}
const pca: Standing = { ...pump, rateUlH: 2_000, bolusUl: 500, bolusAsked: 0, bolusGiven: 0 }

describe('what has left a pump', () => {
  test.each([
    [100, 0, 50_000, 0],
    [100, 25_000, 50_000, 50],
    [100, 16_666, 50_000, 33],
    [1, 49_999, 50_000, 0],
    [1, 50_000, 50_000, 1],
    [1_000_000_000_000, 4_999_999, 5_000_000, 999_999_800_000],
  ])('%i in the pump, %i of %i µl given: %i', (filled, given, total, content) =>
    expect(givenBy(filled, given, total)).toBe(content),
  )
})

describe('what is to be expected', () => {
  test.each([
    [5_000, 60, 5_000],
    [5_000, 1, 83],
    [0, 600, 0],
    [1_200_000, 60, 1_200_000],
  ])('%i µl/h over %i minutes: %i', (rate, minutes, ul) => expect(runUl(rate, minutes * 60_000)).toBe(ul))
  test('time that runs backwards gives nothing', () => expect(runUl(5_000, -1)).toBe(0))
  test('never more than was filled', () => expect(expectedUl(pump, after(60 * 30))).toBe(100_000))
  test('each bolus since the last reading counts, none twice', () => {
    expect(expectedUl(pca, after(60), 4)).toBe(4_000)
    expect(expectedUl({ ...pca, baseUl: 4_000, lastAt: after(60), bolusGiven: 4 }, after(120), 5)).toBe(6_500)
  })
  test.each([
    [0, 1_000],
    [20_000, 1_000],
    [20_100, 1_005],
    [100_000, 5_000],
  ])('of %i µl the band is %i', (expected, band) => expect(bandUl(expected)).toBe(band))
})

describe('a reading is judged', () => {
  test.each([
    ['as expected', 5_000, 95_000, 'within'],
    ['1 ml more', 6_000, 94_000, 'within'],
    ['a little beyond the band', 6_001, 93_999, 'amber'],
    ['twice the band', 7_000, 93_000, 'amber'],
    ['beyond twice the band', 7_001, 92_999, 'red'],
    ['nothing ran', 0, 100_000, 'red'],
    ['given as expected, but 3 ml are not in the syringe', 5_000, 92_000, 'red'],
    ['given as expected, but 1.5 ml too much is left', 5_000, 96_500, 'amber'],
  ])('%s', (_, givenUl, leftUl, level) =>
    expect(judgeReading(pump, { at: after(60), givenUl, leftUl }).level).toBe(level),
  )
})

describe('a reading is refused', () => {
  const fine = { at: after(60), givenUl: 5_000, leftUl: 95_000 }
  const now = after(120)
  const later = { ...pump, givenUl: 4_000, lastAt: after(50), baseUl: 4_167 }
  test('a right one is not', () => expect(checkReading(pump, fine, now).level).toBe('within'))
  test.each([
    ['before the last', pump, { ...fine, at: after(-1) }, 'READING_TIME'],
    ['in the future', pump, { ...fine, at: after(121) }, 'READING_TIME'],
    ['backwards', later, { ...fine, givenUl: 3_999 }, 'READING_BACKWARDS'],
    ['more than was filled', pump, { ...fine, givenUl: 100_001, leftUl: 0 }, 'READING_OVER_FILL'],
    ['more left than was filled', pump, { ...fine, leftUl: 100_001 }, 'READING_OVER_FILL'],
    ['off and without a reason', pump, { ...fine, givenUl: 9_000, leftUl: 91_000 }, 'READING_REASON'],
    ['boluses of a pump without any', pump, { ...fine, bolusAsked: 1, bolusGiven: 1 }, 'READING_BOLUS'],
    ['PCA without its counters', pca, fine, 'READING_BOLUS'],
    ['more given than asked', pca, { ...fine, bolusAsked: 1, bolusGiven: 2 }, 'READING_BOLUS'],
    [
      'fewer asked than before',
      { ...pca, bolusAsked: 5, bolusGiven: 4 },
      { ...fine, bolusAsked: 4, bolusGiven: 4 },
      'READING_BOLUS',
    ],
  ])('%s', (_, standing, read, code) =>
    expect(() => checkReading(standing, read, now)).toThrowError(expect.objectContaining({ code })),
  )
  test('off, and explained', () =>
    expect(
      checkReading(pump, { ...fine, givenUl: 9_000, leftUl: 91_000, reason: '改过速度' }, now).level,
    ).toBe('red'))
})

test('a pump empties when its rest has run', () => {
  expect(emptyAt(pump)).toBe(after(20 * 60))
  expect(emptyAt({ ...pump, rateUlH: 0 })).toBeUndefined()
  expect(leftNowUl(pump, after(60))).toBe(95_000)
  expect(leftNowUl(pump, after(60 * 40))).toBe(0)
})
