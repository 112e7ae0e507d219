import { expect, test } from 'vitest'
import { endFits, firstGap, formText, startFits, stateOf } from './rules.ts'

const now = '2026-11-23T06:00:00.000Z'

test('a downtime is declared within three days, and ends after it began and not in the future', () => {
  expect(startFits('2026-11-20T06:00:00.000Z', now)).toBe(true)
  expect(startFits('2026-11-20T05:59:59.999Z', now)).toBe(false)
  expect(startFits('2026-11-23T06:00:00.001Z', now)).toBe(false)
  expect(endFits('2026-11-23T05:00:00.000Z', '2026-11-23T05:00:00.000Z', now)).toBe(false)
  expect(endFits(now, '2026-11-23T05:00:00.000Z', now)).toBe(true)
  expect(endFits('2026-11-23T06:00:00.001Z', '2026-11-23T05:00:00.000Z', now)).toBe(false)
})

test('running, entering, late, closed', () => {
  const open = { endedAt: null, enterDueAt: null, closedAt: null }
  expect(stateOf(open, now)).toBe('running')
  expect(stateOf({ ...open, endedAt: now, enterDueAt: now }, now)).toBe('entering')
  expect(stateOf({ ...open, endedAt: now, enterDueAt: '2026-11-23T05:59:59.999Z' }, now)).toBe('late')
  expect(stateOf({ ...open, endedAt: now, enterDueAt: now, closedAt: now }, now)).toBe('closed')
})

test.each<[number, number[], number | undefined]>([
  [1, [], undefined],
  [1, [1, 2, 3], undefined],
  [1, [3], 1],
  [5, [7, 5], 6],
  [5, [8, 6, 5], 7],
])('sheets from %i, known %j: the first missing is %s', (first, known, gap) =>
  expect(firstGap(first, known)).toBe(gap),
)

test('a number is read as it is printed', () => expect(formText('YJ', 7)).toBe('YJ0007'))
