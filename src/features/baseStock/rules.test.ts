import { describe, expect, test } from 'vitest'
import type { Position } from './contract.ts'
import { checkRequest, effectiveAt, freeToAsk, monthsOverdue, stateOf, totalOf } from './rules.ts'

const position = (over: Partial<Position>): Position => ({
  baseUnits: 10,
  minUnits: 4,
  since: '2026-11-01T00:00:00.000Z',
  inPlace: 10,
  inHand: 0,
  owed: 0,
  proven: 0,
  awaiting: 0,
  coming: 0,
  asked: 0,
  used: false,
  ...over,
})

describe('the equation', () => {
  test.each([
    ['ten in the place', {}, 10, 'even', 0],
    [
      'one term for each step',
      { inPlace: 4, inHand: 1, owed: 2, proven: 2, awaiting: 1, used: true },
      10,
      'even',
      0,
    ],
    ['never filled', { inPlace: 3 }, 3, 'filling', 7],
    ['the filling was asked for', { inPlace: 3, asked: 7 }, 3, 'filling', 0],
    [
      'used before it was filled, the rest on its way',
      { inPlace: 2, inHand: 1, coming: 7, used: true },
      3,
      'filling',
      0,
    ],
    ['one left without a trace', { inPlace: 8, inHand: 1, used: true }, 9, 'short', 1],
    ['one left, and half of it asked for', { inPlace: 7, inHand: 1, asked: 1, used: true }, 8, 'short', 1],
    ['one too many', { inPlace: 11 }, 11, 'over', 0],
    ['no base', { baseUnits: null, minUnits: null }, 10, 'none', 0],
  ] as const)('%s', (_, over, total, state, free) => {
    const p = position(over)
    expect([totalOf(p), stateOf(p), freeToAsk(p)]).toEqual([total, state, free])
  })
})

describe('what was asked for against what is in force', () => {
  const inForce = new Map([[1, { units: 10, minUnits: 4 }]])
  test.each([
    ['another quantity', [{ drugId: 1, units: 12, minUnits: 4 }], undefined],
    ['another minimum', [{ drugId: 1, units: 10, minUnits: 5 }], undefined],
    ['an end', [{ drugId: 1, units: 0, minUnits: 0 }], undefined],
    ['the same again', [{ drugId: 1, units: 10, minUnits: 4 }], 'BASE_UNCHANGED'],
    ['nothing of what has none', [{ drugId: 2, units: 0, minUnits: 0 }], 'BASE_UNCHANGED'],
    ['a minimum above the base', [{ drugId: 2, units: 3, minUnits: 4 }], 'BASE_MIN_OVER'],
  ] as const)('%s', (_, lines, code) => {
    const check = () => checkRequest(lines, inForce)
    if (code) expect(check).toThrow(expect.objectContaining({ code }))
    else expect(check).not.toThrow()
  })

  test('it holds from the day asked for, and never from before it was approved', () => {
    expect(effectiveAt('2026-11-24T16:00:00.000Z', '2026-11-23T06:05:00.000Z')).toBe(
      '2026-11-24T16:00:00.000Z',
    )
    expect(effectiveAt('2026-11-22T16:00:00.000Z', '2026-11-23T06:05:00.000Z')).toBe(
      '2026-11-23T06:05:00.000Z',
    )
  })
})

describe('months that should have been checked', () => {
  const checked = (...months: string[]) => new Set(months)
  test.each([
    ['this month is not due before its 20th', '2026-10-01', checked('2026-10-01'), '2026-11-19', []],
    ['from the 20th on it is', '2026-10-01', checked('2026-10-01'), '2026-11-20', ['2026-11-01']],
    [
      'whole months since the base began',
      '2026-08-15',
      checked('2026-10-01'),
      '2026-11-20',
      ['2026-09-01', '2026-11-01'],
    ],
    ['the month in which it began, while it lasts', '2026-11-03', checked(), '2026-11-23', ['2026-11-01']],
    ['over the end of a year', '2025-11-10', checked(), '2026-01-05', ['2025-12-01']],
  ] as const)('%s', (_, since, done, today, expected) => {
    expect(monthsOverdue(since, done, today)).toEqual(expected)
  })

  test('at most a year of them', () => {
    expect(monthsOverdue('2020-01-01', checked(), '2026-11-23')).toHaveLength(12)
  })
})
