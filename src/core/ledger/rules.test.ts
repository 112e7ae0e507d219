import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deltasOf, type Line } from './rules.ts'

const line = (from: number, to: number, quantity: number, code = 'c'): Line => ({
  item: 'intact',
  drugId: 1,
  lotId: 1,
  code,
  from,
  to,
  quantity,
})
const least = (movements: readonly (readonly Line[])[], account: number) =>
  deltasOf(movements.map((lines) => ({ lines }))).find((d) => d.account === account)

test('lines of one movement happen at once: what goes round leaves nothing to ask for', () => {
  expect(deltasOf([{ lines: [line(1, 2, 3), line(2, 1, 3)] }])).toEqual([])
})

test('movements happen one after the other: what goes out before it comes in must be there', () => {
  expect(least([[line(1, 2, 3)], [line(2, 1, 3)]], 1)).toMatchObject({ delta: 0, least: 3 })
  expect(least([[line(2, 1, 3)], [line(1, 2, 3)]], 1)).toBeUndefined()
  expect(least([[line(2, 1, 3)], [line(1, 2, 5)]], 1)).toMatchObject({ delta: -2, least: 2 })
})

test('the order of locks is account, item, lot, code, whatever the order of the lines', () => {
  const lines = fc.array(
    fc.tuple(
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 6, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom('a', 'b', 'B', '01'),
    ),
    { minLength: 1, maxLength: 12 },
  )
  fc.assert(
    fc.property(lines, (drawn) => {
      const all = drawn.map(([from, to, quantity, code]) => line(from, to, quantity, code))
      const one = deltasOf([{ lines: all }])
      expect(deltasOf([{ lines: all.toReversed() }])).toEqual(one)
      expect(one.reduce((sum, d) => sum + d.delta, 0)).toBe(0)
      const keys = one.map((d) => [d.account, d.code] as const)
      expect(keys.toSorted(([a, x], [b, y]) => a - b || (x < y ? -1 : x > y ? 1 : 0))).toEqual(keys)
    }),
  )
})
