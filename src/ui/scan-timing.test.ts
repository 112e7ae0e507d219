import { expect, test } from 'vitest'
import { typedByHand } from './scan-timing.ts'

function strokes(count: number, gap: number): number[] {
  return Array.from({ length: count }, (_, i) => 1000 + i * gap)
}

test('a scanner is fast, a person is not', () => {
  expect(typedByHand(strokes(20, 3))).toBe(false)
  expect(typedByHand(strokes(20, 30))).toBe(false)
  expect(typedByHand(strokes(20, 60))).toBe(true)
  expect(typedByHand(strokes(20, 180))).toBe(true)
})

test('one hitch of the computer does not turn a scan into typing', () => {
  const stamps = strokes(20, 4).map((t, i) => (i > 9 ? t + 400 : t))
  expect(typedByHand(stamps)).toBe(false)
})

test('a pasted or tiny input has no rhythm and counts as typed', () => {
  expect(typedByHand([])).toBe(true)
  expect(typedByHand([1, 2, 3])).toBe(true)
})
