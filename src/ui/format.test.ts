import { expect, test } from 'vitest'
import {
  dateText,
  deadlineText,
  durationText,
  instantText,
  num,
  shortInstant,
  signed,
  timeText,
  unitText,
  weekdayText,
} from './format.ts'

const now = '2026-11-23T14:05:00+08:00'
const minute = 60_000

test('an instant is shown in Beijing time wherever the browser stands', () => {
  expect(instantText('2026-11-22T06:05:59Z')).toBe('2026-11-22 14:05')
  expect(instantText('2026-11-22T06:05:59Z', 'second')).toBe('2026-11-22 14:05:59')
  expect(dateText('2026-11-22T16:30:00Z')).toBe('2026-11-23')
  expect(timeText('2026-11-22T16:00:03Z', true)).toBe('00:00:03')
  expect(weekdayText(now)).toBe('周一')
})

test('the shorter, the nearer', () => {
  expect(shortInstant('2026-11-23T01:02:00+08:00', now)).toBe('01:02')
  expect(shortInstant('2026-11-22T23:59:00+08:00', now)).toBe('11-22 23:59')
  expect(shortInstant('2025-11-22T23:59:00+08:00', now)).toBe('2025-11-22 23:59')
})

test('durations in words', () => {
  expect(durationText(59_999)).toBe('不到 1 分钟')
  expect(durationText(44 * minute)).toBe('44 分钟')
  expect(durationText(60 * minute)).toBe('1 小时')
  expect(durationText(205 * minute)).toBe('3 小时 25 分')
  expect(durationText(26 * 60 * minute)).toBe('26 小时')
  expect(durationText(62 * 24 * 60 * minute)).toBe('62 天')
})

test('a deadline is left or passed', () => {
  expect(deadlineText('2026-11-23T17:30:00+08:00', now)).toBe('剩 3 小时 25 分')
  expect(deadlineText('2026-11-23T13:21:00+08:00', now)).toBe('超 44 分钟')
})

test('numbers', () => {
  expect(num(1240)).toBe('1,240')
  expect(num(-1240)).toBe('−1,240')
  expect([signed(2), signed(0), signed(-2)]).toEqual(['+2', '0', '−2'])
  expect(['ug', 'µg', 'mcg', 'mg', '50ug/ml'].map(unitText)).toEqual(['μg', 'μg', 'μg', 'mg', '50ug/ml'])
})
