import { describe, expect, test } from 'vitest'
import { movementsOf, pictureOf, wayTo, type Known, type LifeAccount, type LifeEntry } from './picture.ts'
import { endText, pathOf } from './rules.ts'

const account = (id: number, kind: string, title: string): LifeAccount => ({
  id,
  kind,
  title,
  holder: null,
  dueAt: null,
})
const accounts = new Map(
  [
    account(1, 'supplier', '楚湘'),
    account(2, 'location', '药库'),
    account(3, 'transit', '在途'),
    account(4, 'location', '手术药房'),
    account(5, 'relabelled', '换码'),
  ].map((a) => [a.id, a]),
)
const box = { code: 'B', units: 10, container: '空安瓿' }
const at = '2026-11-23T06:05:00.000Z'
const entry = (movementId: number, from: number, to: number, quantity: number, code = 'B'): LifeEntry => ({
  movementId,
  recordedAt: at,
  occurredAt: at,
  item: 'intact',
  code,
  from,
  to,
  quantity,
})
const known = (entries: LifeEntry[], labels: Known['labels'] = []): Known => ({
  box,
  labels,
  entries,
  accounts,
  now: at,
})

describe('a box without labels', () => {
  test('whole in one place is one row at the end of the trunk', () => {
    const picture = pictureOf(known([entry(1, 1, 2, 10)]))
    expect(picture.columns.map((c) => c.title)).toEqual(['供应商', '药库'])
    expect(picture.units.map((u) => [u.units, u.state, u.column])).toEqual([[10, 'stock', 1]])
    expect(picture.splitColumn).toBe(1)
  })

  test('in two places is a row for each, and the trunk ends at the first', () => {
    const picture = pictureOf(known([entry(1, 1, 2, 10), entry(2, 2, 3, 4), entry(3, 3, 4, 4)]))
    expect(picture.units.map((u) => [u.units, u.account])).toEqual([
      [6, '药库'],
      [4, '手术药房'],
    ])
    expect(picture.splitColumn).toBe(1)
    expect(picture.columns.map((c) => c.key)).toEqual(['supplier', 'place2', 'place4'])
  })

  test('on its way it has a column for the road, which is gone when it has arrived', () => {
    const picture = pictureOf(known([entry(1, 1, 2, 10), entry(2, 2, 3, 10)]))
    expect(picture.columns.map((c) => c.key)).toEqual(['supplier', 'place2', 'transit'])
    expect(picture.units[0]?.state).toBe('transit')
  })

  test('a receipt that was taken back leaves its units with the supplier', () => {
    const picture = pictureOf(known([entry(1, 1, 2, 10), entry(2, 2, 1, 10)]))
    expect(picture.units.map((u) => [u.units, u.state, u.column])).toEqual([[10, 'withdrawn', 0]])
  })
})

describe('an ampoule with a label', () => {
  const labels = [{ code: 'B-01', unitNo: 1 }]
  const entries = [
    entry(1, 1, 2, 10),
    entry(2, 2, 3, 10),
    entry(3, 3, 4, 10),
    entry(4, 4, 5, 1),
    entry(4, 5, 4, 1, 'B-01'),
    entry(5, 4, 3, 9),
    entry(6, 3, 2, 9),
  ]
  test('shares the box’s way up to the label, and not what the box did afterwards', () => {
    const picture = pictureOf(known(entries, labels))
    const [one, rest] = picture.units
    expect(one && movementsOf(known(entries, labels), one)).toEqual([1, 2, 3, 4])
    expect(rest && movementsOf(known(entries, labels), rest)).toEqual([1, 2, 3, 5, 6])
    expect(picture.units.reduce((n, u) => n + u.units, 0)).toBe(10)
  })

  test('the way backwards ends at the supplier', () => {
    expect(wayTo(known(entries, labels), 4, 3)).toEqual([1, 2, 3])
    expect(wayTo(known(entries, labels), 99, 3)).toEqual([])
  })
})

test('what stands at the end of a line', () => {
  const unit = { holder: '陈思远', account: '手术药房' }
  expect(endText({ ...unit, state: 'overdue' }, '空安瓿')).toBe('陈思远 在手')
  expect(endText({ ...unit, state: 'owed' }, '废贴')).toBe('陈思远 欠废贴')
  expect(endText({ ...unit, state: 'stock', holder: null }, null)).toBe('在 手术药房')
})

test('where hits lead; an authority keeps the institution in the address', () => {
  expect(pathOf({ kind: 'code', id: null, key: 'A/1' })).toBe('/trace/A%2F1')
  expect(pathOf({ kind: 'lot', id: 3, key: 'S1' }, 7)).toBe('/stock?q=S1&org=7')
  expect(pathOf({ kind: 'issue', id: 3, key: 'LY-1' }, 7)).toBe('/issues/3?org=7')
  expect(pathOf({ kind: 'carton', id: 5, key: '8' })).toBe('/receipts/5')
})
