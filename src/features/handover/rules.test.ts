import { describe, expect, test } from 'vitest'
import type { HandoverLine } from './contract.ts'
import { settlesFrom } from './plans.ts'
import {
  checkPlan,
  checkSignable,
  dayToSettle,
  judgeShifts,
  openDays,
  shiftEnds,
  type Plan,
} from './rules.ts'

/** 08:00 and 17:30 in China are 00:00 and 09:30 in UTC. */
const plan = (setAt: string, over: Partial<Plan> = {}): Plan => ({
  setAt,
  names: ['夜班', '白班'],
  ends: ['08:00', '17:30'],
  settles: true,
  ...over,
})

describe('when shifts end', () => {
  test('from the moment the plan was made, each day at its times', () => {
    const ends = shiftEnds(
      [plan('2026-11-22T06:00:00.000Z')],
      '2026-11-01T00:00:00.000Z',
      '2026-11-23T06:00:00.000Z',
    )
    expect(ends).toEqual([
      { name: '白班', end: '2026-11-22T09:30:00.000Z' },
      { name: '夜班', end: '2026-11-23T00:00:00.000Z' },
    ])
  })

  test('a new plan does not judge the days of the old one', () => {
    const plans = [
      plan('2026-11-21T00:30:00.000Z'),
      plan('2026-11-22T06:00:00.000Z', { names: ['全天'], ends: ['20:00'] }),
    ]
    const ends = shiftEnds(plans, '2026-11-01T00:00:00.000Z', '2026-11-23T00:00:00.000Z')
    expect(ends.map((e) => e.end)).toEqual([
      '2026-11-21T09:30:00.000Z',
      '2026-11-22T00:00:00.000Z',
      '2026-11-22T12:00:00.000Z',
    ])
  })
})

describe('which shifts were handed over', () => {
  const ends = shiftEnds(
    [plan('2026-11-20T00:00:00.000Z')],
    '2026-11-20T00:00:00.000Z',
    '2026-11-21T23:00:00.000Z',
  )
  const judged = (signed: string[], now: string) => judgeShifts(ends, signed, now).map((s) => s.state)
  test.each([
    ['nobody yet, the first is not over', [], '2026-11-20T10:00:00.000Z', ['due', 'due', 'due']],
    ['nobody, an hour after its end', [], '2026-11-20T10:31:00.000Z', ['missed', 'due', 'due']],
    ['a little early', ['2026-11-20T08:40:00.000Z'], '2026-11-20T12:00:00.000Z', ['done', 'due', 'due']],
    ['two hours late', ['2026-11-20T11:30:00.000Z'], '2026-11-20T12:00:00.000Z', ['late', 'due', 'due']],
    [
      'the morning one does not stand for the evening',
      ['2026-11-21T00:10:00.000Z'],
      '2026-11-21T03:00:00.000Z',
      ['missed', 'done', 'due'],
    ],
  ] as const)('%s', (_, signed, now, states) => {
    expect(judged([...signed], now)).toEqual(states)
  })
})

describe('days that are settled', () => {
  test.each([
    ['the first day', '2026-11-23', null, { day: '2026-11-23', fromDay: '2026-11-23' }],
    ['a place that is not told to', null, null, { day: '2026-11-23', fromDay: '2026-11-23' }],
    ['yesterday was settled', '2026-11-01', '2026-11-22', { day: '2026-11-23', fromDay: '2026-11-23' }],
    ['yesterday was not', '2026-11-01', '2026-11-21', { day: '2026-11-22', fromDay: '2026-11-22' }],
    ['three days were not', '2026-11-01', '2026-11-19', { day: '2026-11-22', fromDay: '2026-11-20' }],
    ['never since it was told to', '2026-11-20', null, { day: '2026-11-22', fromDay: '2026-11-20' }],
  ] as const)('%s', (_, since, last, expected) => {
    expect(dayToSettle(since, last, '2026-11-23')).toEqual(expected)
  })

  test('today is settled once', () => {
    expect(() => dayToSettle('2026-11-01', '2026-11-23', '2026-11-23')).toThrow(
      expect.objectContaining({ code: 'HANDOVER_DAY_SETTLED' }),
    )
  })

  test('open days are at most a year of them', () => {
    expect(openDays('2020-01-01', null, '2026-11-23')).toHaveLength(366)
  })

  test('a place that stopped settling and began again counts from then', () => {
    const plans = [
      plan('2026-11-01T01:00:00.000Z'),
      plan('2026-11-05T01:00:00.000Z', { settles: false }),
      plan('2026-11-09T01:00:00.000Z'),
    ]
    expect(settlesFrom(plans)).toBe('2026-11-09')
    expect(settlesFrom(plans.slice(0, 2))).toBeNull()
  })
})

describe('what keeps two people from signing', () => {
  const line = (over: Partial<HandoverLine>): HandoverLine =>
    ({
      name: '吗啡',
      lotNo: 'M1',
      counted: 5,
      book: 5,
      difference: 0,
      changed: 0,
      moved: false,
      case: null,
      ...over,
    }) as HandoverLine
  const found = { id: 1 } as unknown as HandoverLine['case']
  test.each([
    ['all agree', [line({})], undefined],
    ['a line is open', [line({}), line({ counted: null, difference: null })], 'HANDOVER_UNCOUNTED'],
    ['a line moved', [line({ moved: true })], 'HANDOVER_MOVED'],
    ['one short', [line({ counted: 4, difference: -1 })], 'HANDOVER_DIFFERENCE'],
    ['one short, with its case', [line({ counted: 4, difference: -1, case: found })], undefined],
    ['the books changed behind the signature', [line({ changed: -1 })], 'HANDOVER_DIFFERENCE'],
  ] as const)('%s', (_, lines, code) => {
    const check = () => checkSignable(lines)
    if (code) expect(check).toThrow(expect.objectContaining({ code }))
    else expect(check).not.toThrow()
  })

  test('two shifts do not end at the same minute', () => {
    expect(() =>
      checkPlan([
        { name: '白班', end: '17:30' },
        { name: '中班', end: '17:30' },
      ]),
    ).toThrow(expect.objectContaining({ code: 'ALREADY_EXISTS' }))
  })
})
