import { expect, test } from 'vitest'
import { readDate } from './date-entry.ts'

const today = '2026-11-23'

test('dates as people type them', () => {
  for (const text of [
    '20261122',
    '2026-11-22',
    '2026.11.22',
    '2026/11/22',
    '2026年11月22日',
    '11-22',
    '11.22',
  ]) {
    expect(readDate(text, today)).toBe('2026-11-22')
  }
  expect(readDate('2026-3-5', today)).toBe('2026-03-05')
})

test('what is not a day is refused', () => {
  for (const text of ['', '2026-02-30', '2026-13-01', '今天', '2026'])
    expect(readDate(text, today)).toBeUndefined()
})
