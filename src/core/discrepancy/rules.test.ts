import { describe, expect, test } from 'vitest'
import {
  adjustBlocked,
  closeBlocked,
  deadlines,
  endOfWorkingDay,
  isUrgent,
  opensDiscrepancy,
  platformRule,
  runningDeadline,
  type Standing,
} from './rules.ts'

describe('which difference becomes a discrepancy', () => {
  test.each([
    ['intact', 'NAR', -1, true],
    ['intact', 'PS1', 1, true],
    ['intact', 'PS2', -4, false],
    ['intact', 'PS2', -5, true],
    ['container', 'NAR', -4, false],
    ['container', 'NAR', 5, true],
    ['intact', 'NAR', 0, false],
  ] as const)('%s of class %s, %i units: %s', (item, drugClass, difference, opens) => {
    expect(opensDiscrepancy({ item, drugClass, difference }, platformRule)).toBe(opens)
  })

  test('minutes count for an intact unit of 麻精一 only', () => {
    expect(isUrgent('intact', 'NAR')).toBe(true)
    expect(isUrgent('container', 'NAR')).toBe(false)
    expect(isUrgent('intact', 'PS2')).toBe(false)
  })
})

describe('deadlines', () => {
  test('an urgent one: half an hour in the house, two hours for the draft', () => {
    expect(deadlines('2026-11-23T08:42:00.000Z', true, platformRule)).toEqual({
      escalateAt: '2026-11-23T09:12:00.000Z',
      reportAt: '2026-11-23T10:42:00.000Z',
    })
  })

  test.each([
    ['Monday afternoon', '2026-11-23T08:00:00.000Z', '2026-11-24T10:00:00.000Z'],
    ['Friday: over the weekend', '2026-11-27T08:00:00.000Z', '2026-11-30T10:00:00.000Z'],
    ['Sunday', '2026-11-29T08:00:00.000Z', '2026-11-30T10:00:00.000Z'],
    ['half past midnight in China', '2026-11-23T16:30:00.000Z', '2026-11-25T10:00:00.000Z'],
  ])('an ordinary one, found on %s', (_, at, due) => {
    expect(endOfWorkingDay(at, 1)).toBe(due)
    expect(deadlines(at, false, platformRule)).toEqual({ escalateAt: due, reportAt: null })
  })
})

const fresh: Standing = { state: 'open', reasonCode: null, reportedAt: null, levelAt: null }
const at = '2026-11-23T09:00:00.000Z'

describe('what the books may follow', () => {
  test.each([
    ['nothing said', {}, 'explain'],
    ['the unit was returned and not recorded', { state: 'explained', reasonCode: 'returnMissed' }, undefined],
    ['lost, not reported', { state: 'explained', reasonCode: 'lost' }, 'report'],
    ['lost and reported', { state: 'reported', reasonCode: 'lost', reportedAt: at }, undefined],
    ['reported, but nobody has said why', { state: 'reported', reportedAt: at }, 'explain'],
    ['a miscount is recounted, not adjusted', { state: 'explained', reasonCode: 'miscount' }, 'recount'],
    ['agrees already', { state: 'explained', reasonCode: 'miscount', levelAt: at }, 'done'],
  ] as const)('%s', (_, over, blocked) => {
    expect(adjustBlocked({ ...fresh, ...over })).toBe(blocked)
  })

  test.each([
    ['nothing said', {}, 'explain'],
    ['nothing said, though it agrees', { levelAt: at }, 'explain'],
    ['explained, still different', { state: 'explained', reasonCode: 'lotMixed' }, 'level'],
    ['adjusted', { state: 'adjusted', reasonCode: 'lotMixed', levelAt: at }, undefined],
    [
      'unknown, adjusted, never reported',
      { state: 'adjusted', reasonCode: 'unknown', levelAt: at },
      'report',
    ],
    ['closed', { state: 'closed', reasonCode: 'lotMixed', levelAt: at }, 'done'],
  ] as const)('closing: %s', (_, over, blocked) => {
    expect(closeBlocked({ ...fresh, ...over })).toBe(blocked)
  })
})

describe('the deadline that runs', () => {
  const urgent = { ...fresh, escalateAt: '2026-11-23T09:12:00.000Z', reportAt: '2026-11-23T10:42:00.000Z' }
  const at = (time: string) => `2026-11-23T${time}:00.000Z`
  test.each([
    ['first the half hour', {}, '09:00', { what: 'escalate', overdue: false }],
    ['then the draft', {}, '09:30', { what: 'report', overdue: false }],
    ['then neither', {}, '11:00', { what: 'report', overdue: true }],
    [
      'a missed return needs no draft',
      { state: 'explained', reasonCode: 'returnMissed' },
      '11:00',
      undefined,
    ],
    ['a loss does', { state: 'explained', reasonCode: 'lost' }, '09:20', { what: 'report', overdue: false }],
    [
      'until it is reported',
      { state: 'reported', reasonCode: 'lost', reportedAt: at('10:00') },
      '11:00',
      undefined,
    ],
  ] as const)('%s', (_, over, time, expected) => {
    const running = runningDeadline({ ...urgent, ...over }, at(time))
    if (expected) expect(running).toMatchObject(expected)
    else expect(running).toBeUndefined()
  })

  test('an ordinary one is overdue after its day', () => {
    const one = { ...fresh, escalateAt: at('09:12'), reportAt: null }
    expect(runningDeadline(one, at('09:30'))).toEqual({ due: at('09:12'), what: 'escalate', overdue: true })
  })
})
