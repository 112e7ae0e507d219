import { describe, expect, test } from 'vitest'
import { checkBase, exchangeRows, type BasePosition, type Provable } from './baseRules.ts'

const place = (drugs: [number, number][], ward = true) => ({
  place: '肿瘤内科药柜',
  ward,
  act: '请领',
  drugs: new Map(drugs),
})
const morphine: BasePosition = { drugId: 1, drug: '吗啡', unit: '支', baseUnits: 10, total: 7, pending: 2 }
const loose: BasePosition = { drugId: 2, drug: '芬太尼', unit: '支', baseUnits: null, total: 3, pending: 0 }

describe('a place takes no more than its base', () => {
  test.each([
    ['what is free', place([[1, 1]]), true, undefined],
    ['one more, what is on its way counted', place([[1, 2]]), true, 'BASE_OVER'],
    ['when it arrives, what is on its way no longer counts', place([[1, 3]]), false, undefined],
    ['but never above the base', place([[1, 4]]), false, 'BASE_OVER'],
    ['a ward keeps nothing without a base', place([[2, 1]]), true, 'BASE_NONE'],
    ['nor a drug that was never there', place([[3, 1]]), true, 'BASE_NONE'],
    ['a pharmacy may', place([[2, 1]], false), true, undefined],
  ] as const)('%s', (_, want, counted, code) => {
    const check = () => checkBase(want, [morphine, loose], () => '哌替啶', counted)
    if (code) expect(check).toThrow(expect.objectContaining({ code }))
    else expect(check).not.toThrow()
  })

  test('where no base was ever approved nothing is judged', () => {
    expect(() => checkBase(place([[2, 99]]), [loose], () => '', true)).not.toThrow()
  })

  test('the refusal names what is free', () => {
    const over = () => checkBase(place([[1, 2]]), [morphine], () => '', true)
    expect(over).toThrow(
      expect.objectContaining({ facts: expect.objectContaining({ free: '1 支', units: '2 支' }) }),
    )
  })
})

describe('what is brought in exchange', () => {
  const of = (caseId: number, lotId: number, over: Partial<Provable> = {}): Provable => ({
    caseKind: 'issue',
    caseId,
    lotId,
    drugId: 1,
    drug: '吗啡',
    lotNo: 'M1',
    proven: 2,
    inHand: 0,
    owed: 0,
    ...over,
  })
  const give = (caseId: number, lotId: number, units: number) => ({
    caseKind: 'issue' as const,
    caseId,
    lotId,
    units,
  })

  test('all of an issue closes it, a part of it does not', () => {
    expect(exchangeRows([give(1, 1, 2)], [of(1, 1)], new Map([[1, 2]]))).toMatchObject([
      { units: 2, closes: true },
    ])
    expect(exchangeRows([give(1, 1, 1)], [of(1, 1)], new Map([[1, 1]]))).toMatchObject([
      { units: 1, closes: false },
    ])
  })

  test('a lot that is still owed keeps the whole issue open', () => {
    const rows = exchangeRows(
      [give(1, 1, 2)],
      [of(1, 1), of(1, 2, { owed: 1, proven: 0 })],
      new Map([[1, 2]]),
    )
    expect(rows).toEqual([{ caseKind: 'issue', caseId: 1, lotId: 1, drugId: 1, units: 2, closes: false }])
  })

  test('an issue of which everything came back unopened is closed by the way', () => {
    const rows = exchangeRows([give(1, 1, 2)], [of(1, 1), of(9, 1, { proven: 0 })], new Map([[1, 2]]))
    expect(rows).toContainEqual({ caseKind: 'issue', caseId: 9, lotId: 1, drugId: 1, units: 0, closes: true })
  })

  test.each([
    ['more than is proven', [give(1, 1, 3)], [[1, 3]], 'BASE_NOT_PROVEN'],
    ['the same lot named twice', [give(1, 1, 2), give(1, 1, 1)], [[1, 3]], 'BASE_NOT_PROVEN'],
    ['another lot', [give(1, 7, 1)], [[1, 1]], 'BASE_NOT_PROVEN'],
    ['fewer than asked for', [give(1, 1, 1)], [[1, 2]], 'BASE_EXCHANGE_LINES'],
    ['another drug asked for', [give(1, 1, 1)], [[2, 1]], 'BASE_EXCHANGE_LINES'],
  ] as const)('%s is refused', (_, brought, lines, code) => {
    expect(() => exchangeRows(brought, [of(1, 1)], new Map(lines.map(([a, b]) => [a, b])))).toThrow(
      expect.objectContaining({ code }),
    )
  })
})
