import { describe, expect, test } from 'vitest'
import { drawOf, weightOf } from './drawing.ts'
import { bookFor, compare, sumOf, type Course, type Seen } from './rules.ts'

const courses = (of: Record<string, Course>) => new Map(Object.entries(of))
const seen = (of: Record<string, number>): Seen[] =>
  Object.entries(of).map(([code, units]) => ({ code, units }))

describe('a count against the books', () => {
  test.each<[string, Record<string, Course>, Record<string, number>, number, number, Record<string, number>]>(
    [
      ['agrees', { A: [10], B: [10] }, { A: 10, B: 10 }, 20, 0, {}],
      ['a box that nobody saw', { A: [10], B: [10] }, { A: 10 }, 10, -10, { B: -10 }],
      ['one ampoule out of a box', { A: [10], B: [10] }, { A: 10, B: 9 }, 19, -1, { B: -1 }],
      ['a box that is not expected here', { A: [10] }, { A: 10, X: 10 }, 20, 10, { X: 10 }],
      ['one missing, another in its place', { A: [10], B: [10] }, { A: 10, X: 10 }, 20, 0, { B: -10, X: 10 }],
      ['four loose ones of a box whose code was not read', { A: [10], B: [4] }, { A: 10 }, 14, 0, {}],
      ['three of those four', { A: [10], B: [4] }, { A: 10 }, 13, -1, { B: -1 }],
      ['more loose ones than any box explains', { A: [10] }, { A: 10 }, 12, 2, { '': 2 }],
      ['stock without codes, short', { '': [80] }, {}, 78, -2, { '': -2 }],
      ['stock without codes, surplus', { '': [80] }, {}, 81, 1, { '': 1 }],
      ['nothing there at all', { A: [10], B: [4] }, {}, 0, -14, { A: -10, B: -4 }],
      ['a lot that the books do not have here', {}, {}, 3, 3, { '': 3 }],
      ['coded, counted by hand and short: only a scan can tell which', { A: [10], B: [10] }, {}, 19, -1, {}],
      ['coded, counted by hand and equal', { A: [10], B: [10] }, {}, 20, 0, {}],
    ],
  )('%s', (_, book, codes, counted, difference, lines) => {
    const found = compare(courses(book), seen(codes), counted)
    expect(found.difference).toBe(difference)
    expect(Object.fromEntries(found.lines.map((l) => [l.code, l.delta]))).toEqual(lines)
    expect(found.book + found.difference).toBe(counted)
  })

  test.each<[string, Record<string, Course>, Record<string, number>, number]>([
    ['scanned, then issued', { A: [10], B: [10, 0] }, { A: 10, B: 10 }, 20],
    ['issued before it would have been scanned', { A: [10], B: [10, 0] }, { A: 10 }, 10],
    ['came in after it was passed', { A: [10], B: [0, 10] }, { A: 10 }, 10],
    ['came in and was seen', { A: [10], B: [0, 10] }, { A: 10, B: 10 }, 20],
    ['one was taken out of a box meanwhile', { A: [10, 9] }, { A: 10 }, 10],
    ['counted by hand before, between or after', { '': [80, 75, 70] }, {}, 75],
  ])('a movement during the count is no difference: %s', (_, book, codes, counted) => {
    expect(compare(courses(book), seen(codes), counted).difference).toBe(0)
  })

  test('a movement during the count does not hide a difference', () => {
    expect(compare(courses({ '': [80, 75] }), [], 78)).toEqual({
      book: 75,
      difference: 3,
      lines: [{ code: '', delta: 3 }],
    })
  })

  test('courses add up step by step, also of a code that came later', () => {
    expect(
      sumOf([
        [10, 9, 9],
        [0, 0, 5],
      ]),
    ).toEqual([10, 9, 14])
    expect(sumOf([])).toEqual([])
    expect(bookFor([], 0)).toBe(0)
  })
})

describe('drawing', () => {
  const rows = Array.from({ length: 40 }, (_, i) => ({ key: `row ${i}`, weight: i === 7 ? 20 : 1 }))
  test('the same seed draws the same rows, another seed others', () => {
    const [one, two] = ['5eed', 'feed']
    expect(drawOf(one, rows, 5)).toEqual(drawOf(one, [...rows].reverse(), 5))
    expect(drawOf(one, rows, 5)).not.toEqual(drawOf(two, rows, 5))
  })

  test('no row is drawn twice, and never more than there are', () => {
    expect(new Set(drawOf('5eed', rows, 40).map((r) => r.key)).size).toBe(40)
    expect(drawOf('5eed', rows, 500)).toHaveLength(40)
  })

  test('a row of weight 20 among 39 of weight 1 comes first in about a third of all draws', () => {
    const first = Array.from({ length: 2_000 }, (_, i) => drawOf(`seed ${i}`, rows, 1)[0]?.key)
    const share = first.filter((k) => k === 'row 7').length / first.length
    expect(share).toBeGreaterThan(0.3)
    expect(share).toBeLessThan(0.38)
  })

  test.each([
    [
      'a quiet lot of no class, counted yesterday',
      { drugClass: 'PS2', daysUncounted: 1, differences: 0, movements: 0 },
      1,
    ],
    [
      'morphine that nobody ever counted',
      { drugClass: 'NAR', daysUncounted: null, differences: 0, movements: 0 },
      8,
    ],
    [
      'and that was short twice and moves daily',
      { drugClass: 'NAR', daysUncounted: 60, differences: 2, movements: 35 },
      15,
    ],
  ])('weight of %s', (_, risk, weight) => {
    expect(weightOf(risk)).toBe(weight)
  })
})
