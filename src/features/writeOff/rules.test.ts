import { describe, expect, test } from 'vitest'
import { Refusal } from '#core/refusal.ts'
import type { WriteOffState } from './contract.ts'
import { checkCounts, checkHands, checkState, checkVisit, dueAtOf } from './rules.ts'
import { stepsOf } from './steps.ts'

const codeOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error)
  }
  return 'fine'
}

test('five days: the authority must have come before the fifth day after is over, in China', () => {
  expect(dueAtOf('2026-11-23T06:05:00.000Z')).toBe('2026-11-28T16:00:00.000Z')
  // Half past midnight in China is still the day before in UTC.
  expect(dueAtOf('2026-11-22T16:30:00.000Z')).toBe('2026-11-28T16:00:00.000Z')
})

describe('registrar, approver, executor and witness are four people', () => {
  const hands = { createdBy: 1, approvedBy: 2 }
  const table: [number, '批准' | '执行' | '监督', string][] = [
    [1, '批准', 'WRITE_OFF_SAME_PERSON'],
    [2, '批准', 'fine'],
    [1, '执行', 'WRITE_OFF_SAME_PERSON'],
    [2, '执行', 'WRITE_OFF_SAME_PERSON'],
    [3, '执行', 'fine'],
    [1, '监督', 'WRITE_OFF_SAME_PERSON'],
    [2, '监督', 'WRITE_OFF_SAME_PERSON'],
    [4, '监督', 'fine'],
  ]
  test.each(table)('person %i, %s: %s', (userId, doing, said) => {
    expect(codeOf(() => checkHands(hands, { userId, name: '某' }, doing))).toBe(said)
  })
})

describe('what lies on the table is what was applied for, to the last unit', () => {
  const listed = [
    { lotId: 1, units: 10, drug: '舒芬太尼', lotNo: 'A' },
    { lotId: 1, units: 3, drug: '舒芬太尼', lotNo: 'A' },
    { lotId: 2, units: 4, drug: '吗啡', lotNo: 'B' },
  ]
  const table: [{ lotId: number; units: number }[], string][] = [
    [
      [
        { lotId: 1, units: 13 },
        { lotId: 2, units: 4 },
      ],
      'fine',
    ],
    [
      [
        { lotId: 2, units: 4 },
        { lotId: 1, units: 6 },
        { lotId: 1, units: 7 },
      ],
      'fine',
    ],
    [
      [
        { lotId: 1, units: 12 },
        { lotId: 2, units: 4 },
      ],
      'WRITE_OFF_COUNT_DIFFERS',
    ],
    [
      [
        { lotId: 1, units: 14 },
        { lotId: 2, units: 4 },
      ],
      'WRITE_OFF_COUNT_DIFFERS',
    ],
    [[{ lotId: 1, units: 13 }], 'WRITE_OFF_COUNT_DIFFERS'],
    // The sum agrees, the lots do not.
    [
      [
        { lotId: 1, units: 14 },
        { lotId: 2, units: 3 },
      ],
      'WRITE_OFF_COUNT_DIFFERS',
    ],
    [
      [
        { lotId: 1, units: 13 },
        { lotId: 2, units: 4 },
        { lotId: 9, units: 1 },
      ],
      'WRITE_OFF_COUNT_DIFFERS',
    ],
  ]
  test.each(table)('%j: %s', (counted, said) => {
    expect(codeOf(() => checkCounts(listed, counted))).toBe(said)
  })
})

describe('the day of the visit', () => {
  const sent = '2026-11-23T06:05:00.000Z'
  const table: [string, string, string][] = [
    ['2026-11-23', sent, 'fine'],
    ['2026-11-28', sent, 'fine'],
    ['2026-11-29', sent, 'WRITE_OFF_VISIT_DAY'],
    ['2026-11-22', sent, 'WRITE_OFF_VISIT_DAY'],
    // Overdue already: today and no later.
    ['2026-12-01', '2026-12-01T02:00:00.000Z', 'fine'],
    ['2026-12-02', '2026-12-01T02:00:00.000Z', 'WRITE_OFF_VISIT_DAY'],
    ['', sent, 'WRITE_OFF_VISIT_DAY'],
  ]
  test.each(table)('%s, asked at %s: %s', (day, at, said) => {
    expect(codeOf(() => checkVisit(day, sent, at))).toBe(said)
  })
})

describe('the track', () => {
  const base = {
    state: 'sent' as WriteOffState,
    createdAt: '2026-11-20T01:00:00.000Z',
    sentAt: '2026-11-23T06:00:00.000Z',
    dueAt: '2026-11-28T16:00:00.000Z',
    acceptedAt: null,
    attendedAt: null,
    destroyedAt: null,
    now: '2026-11-24T01:00:00.000Z',
  }
  const states = (p: Partial<typeof base>) => stepsOf({ ...base, ...p } as never).map((s) => s.state)
  test('names the step that waits, and says when its time is over', () => {
    expect(states({})).toEqual(['passed', 'passed', 'current', 'ahead', 'ahead'])
    expect(states({ now: '2026-11-29T00:00:00.000Z' })).toEqual([
      'passed',
      'passed',
      'missed',
      'ahead',
      'ahead',
    ])
    expect(states({ state: 'accepted', acceptedAt: '2026-11-24T00:00:00.000Z' } as never)).toEqual([
      'passed',
      'passed',
      'passed',
      'current',
      'ahead',
    ])
  })
  test('a visit after the fifth day stays marked for ever', () => {
    const late = {
      state: 'attended',
      acceptedAt: '2026-11-24T00:00:00.000Z',
      attendedAt: '2026-11-30T00:00:00.000Z',
    } as never
    expect(states(late)).toEqual(['passed', 'passed', 'passed', 'missed', 'current'])
  })
  test('of a withdrawn application nothing waits', () => {
    expect(states({ state: 'withdrawn' })).toEqual(['passed', 'passed', 'ahead', 'ahead', 'ahead'])
  })
})

test('a step is done once, and in its order', () => {
  const at = (state: WriteOffState) => ({ no: 'BS-1', state })
  expect(codeOf(() => checkState(at('applied'), ['applied']))).toBe('fine')
  expect(codeOf(() => checkState(at('destroyed'), ['attended']))).toBe('DOCUMENT_CLOSED')
  expect(codeOf(() => checkState(at('returned'), ['sent']))).toBe('DOCUMENT_CLOSED')
})
