import { expect, test } from 'vitest'
import { readDate } from './dates.ts'

test.each([
  ['2026-09-05', 'first', '2026-09-05'],
  ['20260905', 'first', '2026-09-05'],
  ['2026/9/5', 'first', '2026-09-05'],
  ['2026.09.05', 'first', '2026-09-05'],
  ['2026年9月5日', 'first', '2026-09-05'],
  [' 2026-09-05 10:01:02 ', 'first', '2026-09-05'],
  ['2026-09-05T10:01', 'first', '2026-09-05'],
  ['2026-09', 'first', '2026-09-01'],
  ['2028-09', 'last', '2028-09-30'],
  ['2028年2月', 'last', '2028-02-29'],
  ['2027-02', 'last', '2027-02-28'],
  ['2026-02-29', 'first', undefined],
  ['2026-13-01', 'first', undefined],
  ['2026-00', 'first', undefined],
  ['2026-09-00', 'first', undefined],
  ['2026-09/05', 'first', undefined],
  ['260905', 'first', undefined],
  ['201012', 'first', undefined],
  ['1026-09-05', 'first', undefined],
  ['2026095', 'first', undefined],
  ['20269', 'first', undefined],
  ['09/05/2026', 'first', undefined],
  ['昨天', 'first', undefined],
] as const)('%s (%s) is %s', (text, withoutDay, date) => {
  expect(readDate(text, withoutDay)).toBe(date)
})
