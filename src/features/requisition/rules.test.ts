import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkCounted, checkRoute, mayRoute, passedOver, requisitionState, transferState } from './rules.ts'

const place = (id: number, tier: number) => ({ id, name: `储位 ${id}`, tier })
const no = (run: () => void): string | undefined => {
  try {
    run()
  } catch (error) {
    return (error as { code: string }).code
  }
  return undefined
}

describe('the way between places', () => {
  test('neighbouring tiers and equals, never oneself, never 1 ↔ 3', () => {
    expect(no(() => checkRoute(place(1, 1), place(2, 2)))).toBeUndefined()
    expect(no(() => checkRoute(place(1, 2), place(2, 2)))).toBeUndefined()
    expect(no(() => checkRoute(place(1, 3), place(2, 2)))).toBeUndefined()
    expect(no(() => checkRoute(place(1, 2), place(1, 2)))).toBe('TRANSFER_SAME_PLACE')
    expect(no(() => checkRoute(place(1, 1), place(2, 3)))).toBe('TRANSFER_TIER')
    expect(no(() => checkRoute(place(1, 3), place(2, 1)))).toBe('TRANSFER_TIER')
  })
  test('what the page offers is what the command allows', () => {
    for (const a of [1, 2, 3])
      for (const b of [1, 2, 3])
        for (const id of [1, 2]) {
          expect(mayRoute(place(1, a), place(id, b))).toBe(
            no(() => checkRoute(place(1, a), place(id, b))) === undefined,
          )
        }
  })
})

describe('states come from the books', () => {
  test.each([
    [20, 0, 'inTransit'],
    [4, 16, 'short'],
    [0, 20, 'done'],
    [0, 0, 'returned'],
  ] as const)('in transit %i, accepted %i: %s', (inTransitUnits, acceptedUnits, state) => {
    expect(transferState({ inTransitUnits, acceptedUnits })).toBe(state)
  })
  test.each([
    [null, 0, 0, 'requested'],
    [null, 20, 5, 'sent'],
    [null, 20, 0, 'done'],
    ['2026-11-23T06:05:00.000Z', 0, 0, 'cancelled'],
  ] as const)('cancelled %s, sent %i, in transit %i: %s', (cancelledAt, sentUnits, inTransitUnits, state) => {
    expect(requisitionState({ cancelledAt, sentUnits, inTransitUnits })).toBe(state)
  })
})

describe('counting against what is in transit', () => {
  const held = [
    { drug: '枸橼酸舒芬太尼注射液 1ml:50µg', lotId: 1, code: 'A', quantity: 10 },
    { drug: '枸橼酸舒芬太尼注射液 1ml:50µg', lotId: 1, code: 'B', quantity: 4 },
  ]
  const count = (a: number, b: number) =>
    [
      { lotId: 1, code: 'A', quantity: a },
      { lotId: 1, code: 'B', quantity: b },
    ].filter((c) => c.quantity > 0)

  test('all of it needs no words', () =>
    expect(no(() => checkCounted(count(10, 4), held, undefined))).toBeUndefined())
  test('less needs them, and blank ones do not count', () => {
    expect(no(() => checkCounted(count(10, 0), held, undefined))).toBe('REASON_REQUIRED')
    expect(no(() => checkCounted(count(10, 3), held, ''))).toBe('REASON_REQUIRED')
    expect(no(() => checkCounted(count(10, 3), held, '少 1 支，外盒已开'))).toBeUndefined()
  })
  test('more of one code is refused although the sum would fit', () => {
    expect(no(() => checkCounted(count(5, 5), held, '写了说明'))).toBe('TRANSFER_OVER')
    expect(no(() => checkCounted(count(11, 4), held, undefined))).toBe('TRANSFER_OVER')
  })
  test('goes through exactly where nothing is over, and short is explained', () => {
    fc.assert(
      fc.property(fc.nat(14), fc.nat(8), fc.boolean(), (a, b, told) => {
        const expected =
          a > 10 || b > 4 ? 'TRANSFER_OVER' : a + b < 14 && !told ? 'REASON_REQUIRED' : undefined
        expect(no(() => checkCounted(count(a, b), held, told ? '说明' : undefined))).toBe(expected)
      }),
    )
  })
})

describe('first to expire goes first, as the page sees it', () => {
  const lot = (lotNo: string, expiry: string, units: number) => ({ lotNo, expiry, units })
  const suggested = [lot('EARLY', '2027-01-31', 6), lot('LATE', '2029-08-31', 14)]
  test('the suggestion itself passes nothing over', () =>
    expect(passedOver(suggested, suggested)).toBeUndefined())
  test('a later lot before the earlier one is used up', () => {
    expect(passedOver(suggested, [lot('LATE', '2029-08-31', 1)])?.lotNo).toBe('EARLY')
    expect(passedOver(suggested, [lot('EARLY', '2027-01-31', 5), lot('LATE', '2029-08-31', 1)])?.lotNo).toBe(
      'EARLY',
    )
  })
  test('only the earlier lot, or nothing yet', () => {
    expect(passedOver(suggested, [lot('EARLY', '2027-01-31', 2)])).toBeUndefined()
    expect(passedOver(suggested, [])).toBeUndefined()
    expect(passedOver(suggested, [lot('LATE', '2029-08-31', 0)])).toBeUndefined()
  })
  test('two lots of one day are equals', () => {
    const same = [lot('P', '2028-01-01', 10), lot('Q', '2028-01-01', 5)]
    expect(passedOver(same, [lot('Q', '2028-01-01', 10)])).toBeUndefined()
  })
})
