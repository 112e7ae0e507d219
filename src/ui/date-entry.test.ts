import { expect, test } from 'vitest'
import { readDate, readExpiry } from './date-entry.ts'

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
  for (const text of [
    '',
    '2026-02-30',
    '2026-13-01',
    '今天',
    '2026',
    '2026-11',
    '2026-12',
    '202611',
    '2026-1122',
  ])
    expect(readDate(text, today)).toBeUndefined()
})

test.each([
  ['2029-08', '2029-08-31'],
  ['202908', '2029-08-31'],
  ['2028-02', '2028-02-29'],
  ['2029.08.31', '2029-08-31'],
  ['20290831', '2029-08-31'],
  ['2029/8/5', '2029-08-05'],
  ['2029年08月', '2029-08-31'],
  ['2029-13', undefined],
  ['2029-02-29', undefined],
  ['29-08', undefined],
  ['F2609027', undefined],
])('expiry %s', (text, expiry) => {
  expect(readExpiry(text)).toBe(expiry)
})
