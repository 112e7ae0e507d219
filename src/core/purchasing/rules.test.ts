import { describe, expect, test } from 'vitest'
import { cardClassesOn, cardRuleOn, cardStateOn, lastDayOf, provinceOf, usableOn } from './rules.ts'

describe('the state of a card is a matter of the day', () => {
  const card = { validFrom: '2025-08-01', validTo: '2028-07-31', nextFrom: null }
  test.each([
    ['2025-07-31', 'notYet'],
    ['2025-08-01', 'active'],
    ['2028-05-01', 'active'],
    ['2028-05-02', 'renewalDue'],
    ['2028-07-31', 'renewalDue'],
    ['2028-08-01', 'expired'],
  ])('%s %s', (day, state) => {
    expect(cardStateOn(card, day)).toBe(state)
    expect(usableOn(card, day)).toBe(state === 'active' || state === 'renewalDue')
  })

  test('who holds the next card has nothing to renew; from its first day on the old one is replaced', () => {
    const old = { ...card, nextFrom: '2028-07-15' }
    expect(cardStateOn(old, '2028-07-14')).toBe('active')
    expect(cardStateOn(old, '2028-07-15')).toBe('replaced')
  })
})

test.each([
  ['2025-08-01', '2028-07-31'],
  ['2024-01-01', '2026-12-31'],
  ['2024-02-29', '2027-02-28'],
  ['2024-03-01', '2027-02-28'],
])('three years from %s end on %s', (from, last) => expect(lastDayOf(from)).toBe(last))

test('narcotics, the first class and precursors are bought with the card, each from the day of its law', () => {
  expect(cardClassesOn('2026-11-23')).toEqual(['NAR', 'PS1', 'PRE'])
  expect(cardRuleOn('PS2', '2026-11-23')).toBeUndefined()
  expect(cardRuleOn('PRE', '2010-04-30')).toBeUndefined()
})

test.each([
  ['湘AA7310001', '43'],
  [' 鄂BA0270001', '42'],
  ['AA7310001', null],
  [null, null],
])('the licence %s is of the province %s', (no, province) => expect(provinceOf(no)).toBe(province))
