import { describe, expect, test } from 'vitest'
import {
  causePath,
  expiryState,
  readCursor,
  roadTitle,
  shortTitle,
  supplyDays,
  writeCursor,
} from './rules.ts'

describe('days of supply', () => {
  test('what is there, at the rate of the last 30 days, in whole days', () => {
    expect(supplyDays(300, 90)).toBe(100)
    expect(supplyDays(10, 90)).toBe(3)
    expect(supplyDays(0, 90)).toBe(0)
  })
  test('nothing issued is unknown, not endless', () => {
    expect(supplyDays(300, 0)).toBeNull()
  })
})

describe('expiry', () => {
  test('the day itself may still be used', () => {
    expect(expiryState('2026-11-23', '2026-11-23')).toBe('near')
    expect(expiryState('2026-11-22', '2026-11-23')).toBe('expired')
  })
  test('near up to the limit, good beyond it', () => {
    expect(expiryState('2026-12-23', '2026-11-23', 30)).toBe('near')
    expect(expiryState('2026-12-24', '2026-11-23', 30)).toBe('good')
  })
})

test('a cursor comes back as it was', () => {
  const cursor = { at: '2026-11-23T06:05:00.000Z', movementId: 184220 }
  expect(readCursor(writeCursor(cursor))).toEqual(cursor)
})

test('titles lose the number that stands beside them, and a road its beginning', () => {
  expect(shortTitle('陈思远 领用账户 LY-20261123-02')).toBe('陈思远 领用账户')
  expect(shortTitle('一级库 A 柜')).toBe('一级库 A 柜')
  expect(roadTitle('在途 一级库 A 柜 → 手术药房 DB-20261123-01')).toBe('在途 → 手术药房')
})

test('a cause leads to its document where that has a page', () => {
  expect(causePath('receipt', 7)).toBe('/receipts/7')
  expect(causePath('stocktake', 7)).toBeUndefined()
})
