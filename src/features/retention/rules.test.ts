import { describe, expect, test } from 'vitest'
import { standardRules, type RetentionRule } from '#core/retention/rules.ts'
import { checkHands, leastYears, passedOf, stateOf, type Candidate } from './rules.ts'

const of = (day: string, expiry: string | null): Candidate => ({
  kind: 'issue',
  subjectId: 1,
  no: 'LY-1',
  day,
  expiry,
  held: false,
})
const own: RetentionRule = { record: 'register', base: 'day', years: 10, basis: '本院规定' }

describe('what has passed its term', () => {
  test.each([
    ['on the last day itself: not yet', '2033-08-31', standardRules, 0],
    ['the day after', '2033-09-01', standardRules, 1],
    ['with a longer rule of the hospital’s own: not yet', '2033-09-01', [...standardRules, own], 0],
    ['and after that rule, too', '2036-11-24', [...standardRules, own], 1],
  ])('%s', (_what, today, rules, want) => {
    expect(passedOf('register', [of('2026-11-23', '2028-08-31')], rules, today)).toHaveLength(want)
  })

  test('an own rule that is shorter shortens nothing', () => {
    const short = { ...own, years: 1 }
    expect(
      passedOf('register', [of('2026-11-23', '2028-08-31')], [...standardRules, short], '2030-01-01'),
    ).toEqual([])
  })

  test('what no rule reaches stays', () => {
    expect(passedOf('book', [of('2020-01-01', null)], standardRules, '2099-01-01')).toEqual([])
  })

  test('a record younger than the longest rule from its day needs no look', () => {
    expect(leastYears('register', standardRules)).toBe(3)
    expect(leastYears('register', [...standardRules, own])).toBe(10)
  })
})

test.each([
  ['applied', { approvedAt: null, rejectedAt: null, executedAt: null }],
  ['approved', { approvedAt: 'x', rejectedAt: null, executedAt: null }],
  ['rejected', { approvedAt: null, rejectedAt: 'x', executedAt: null }],
  ['executed', { approvedAt: 'x', rejectedAt: null, executedAt: 'x' }],
] as const)('a batch is %s', (want, b) => expect(stateOf(b)).toBe(want))

test('who applied neither approves nor destroys', () => {
  expect(() => checkHands([1], [2])).not.toThrow()
  expect(() => checkHands([1, null], [1])).toThrow(expect.objectContaining({ code: 'RETENTION_SAME_HAND' }))
  expect(() => checkHands([1, 3], [2, 3])).toThrow(expect.objectContaining({ code: 'RETENTION_SAME_HAND' }))
})
