import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawnCount, drawOrder, frameHash, newSeed } from './draw.ts'
import {
  checkHeard,
  checkPeriod,
  checkTerm,
  checkUnjustified,
  consequence,
  handIn,
  verdictOf,
  type Judged,
} from './rules.ts'

const known = [
  { code: '1-8', verdict: 'irregular', title: '' },
  { code: '2-5', verdict: 'unsuitable', title: '' },
  { code: '3-1', verdict: 'excessive', title: '' },
] as const

test('the verdict is that of the gravest finding, and without one the prescription is 合理', () => {
  expect(verdictOf([], known)).toBe('reasonable')
  expect(verdictOf(['1-8'], known)).toBe('irregular')
  expect(verdictOf(['2-5', '1-8'], known)).toBe('unsuitable')
  expect(verdictOf(['1-8', '3-1', '2-5'], known)).toBe('excessive')
  expect(() => verdictOf(['9-9'], known)).toThrow(/9-9/)
})

test('a draw depends on frame and seed only, never on the order in which the frame was read', () => {
  const numbers = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(numbers, (list) => {
      const seed = newSeed()
      const turned = list.toReversed()
      expect(drawOrder(turned, seed)).toEqual(drawOrder(list, seed))
      expect(frameHash(turned)).toEqual(frameHash(list))
      expect(drawOrder(list, seed).toSorted()).toEqual(list.toSorted())
    }),
  )
})

test('another seed draws others, and every prescription is drawn about as often', () => {
  const list = Array.from({ length: 10 }, (_, i) => `MJ-${i}`)
  const first = new Map(list.map((no) => [no, 0]))
  // Seeds that are counted, so that the test is the same every time.
  for (let i = 0; i < 2000; i++) {
    const [no = ''] = drawOrder(list, Buffer.from(String(i).padStart(32, '0')))
    first.set(no, (first.get(no) ?? 0) + 1)
  }
  for (const n of first.values()) expect(n).toBeGreaterThan(140)
})

test('a share is rounded up, a number is not more than there are', () => {
  expect(drawnCount(7, { measure: 'share', size: 20 })).toBe(2)
  expect(drawnCount(3, { measure: 'share', size: 1 })).toBe(1)
  expect(drawnCount(5, { measure: 'count', size: 50 })).toBe(5)
  expect(drawnCount(200, { measure: 'count', size: 50 })).toBe(50)
})

const at = '2026-11-23T06:05:00.000Z'
const one = (itemId: number, day: string, bad: boolean, used = false): Judged => ({
  itemId,
  writtenAt: `${day}T02:00:00.000Z`,
  bad,
  used,
})
const free = { restrictedAt: null, cancelled: false }

test('three 超常 without a good reason within a year come to a restriction, two do not, and none counts twice', () => {
  const three = [one(1, '2026-03-01', true), one(2, '2026-05-01', true), one(3, '2026-11-20', true)]
  expect(consequence(three, free, at)).toEqual({ kind: 'restrict', itemIds: [1, 2, 3] })
  expect(consequence(three.slice(1), free, at)).toBeUndefined()
  expect(consequence([one(1, '2025-11-22', true), ...three.slice(1)], free, at)).toBeUndefined()
  expect(consequence([one(1, '2025-11-23', true), ...three.slice(1)], free, at)?.kind).toBe('restrict')
  expect(consequence([one(1, '2026-03-01', true, true), ...three.slice(1)], free, at)).toBeUndefined()
  const between = [three[0], one(9, '2026-04-01', false), ...three.slice(1)] as Judged[]
  expect(consequence(between, free, at)?.kind).toBe('restrict')
})

test('after a restriction two in a row are enough, and only what was written since counts', () => {
  const past = { restrictedAt: '2026-06-01T00:00:00.000Z', cancelled: false }
  const before = one(1, '2026-05-31', true)
  const run = [one(2, '2026-10-01', true), one(3, '2026-11-01', true)]
  expect(consequence([before, ...run], past, at)).toEqual({ kind: 'cancel', itemIds: [2, 3] })
  expect(consequence([before, run[0] as Judged], past, at)).toBeUndefined()
  const broken = [run[0], one(4, '2026-10-15', false), run[1]] as Judged[]
  expect(consequence(broken, past, at)).toBeUndefined()
  expect(consequence([before, ...run], { ...past, cancelled: true }, at)).toBeUndefined()
})

test('nobody judges what he had a hand in', () => {
  const hands = { prescriberId: 1, dispensedBy: 2, checkedBy: 3, reviewerId: 4 }
  expect([1, 2, 3, 4, 5].map((u) => handIn(hands, u, 'review'))).toEqual([
    '开方医师',
    '调配人',
    '核对人',
    undefined,
    undefined,
  ])
  expect([1, 2, 3, 4, 5].map((u) => handIn(hands, u, 'check'))).toEqual([
    '开方医师',
    '调配人',
    '核对人',
    '点评人',
    undefined,
  ])
  expect([1, 2, 3, 4, 5].map((u) => handIn(hands, u, 'finish'))).toEqual([
    '开方医师',
    undefined,
    undefined,
    '点评人',
    undefined,
  ])
})

test('a term that runs is waited for, its last day included; a statement ends the waiting', () => {
  const waiting = { state: 'stating', stateBy: '2026-11-30', prescriber: '孙立' } as const
  expect(() => checkHeard(waiting, '2026-11-30')).toThrow(/2026-11-30/)
  checkHeard(waiting, '2026-12-01')
  checkHeard({ ...waiting, state: 'stated' }, '2026-11-23')
})

test('only 超常 says whether there was a good reason, and it always does', () => {
  expect(() => checkUnjustified('excessive', undefined)).toThrow()
  expect(() => checkUnjustified('irregular', false)).toThrow()
  checkUnjustified('excessive', false)
  checkUnjustified('reasonable', undefined)
})

test('a restriction ends on a day from tomorrow to a year on; nothing else has one', () => {
  const today = '2026-11-23'
  checkTerm('restrict', 'upheld', '2026-11-24', today)
  checkTerm('cancel', 'upheld', undefined, today)
  checkTerm('restrict', 'dropped', undefined, today)
  for (const endsOn of [undefined, today, '2027-11-25'])
    expect(() => checkTerm('restrict', 'upheld', endsOn, today)).toThrow()
  expect(() => checkTerm('cancel', 'upheld', '2026-12-24', today)).toThrow()
})

test('a period is a year at most and never in the future', () => {
  checkPeriod({ from: '2026-11-01', to: '2026-11-23' }, '2026-11-23')
  for (const [from, to] of [
    ['2026-11-01', '2026-11-24'],
    ['2026-11-10', '2026-11-01'],
    ['2025-11-01', '2026-11-23'],
  ] as const)
    expect(() => checkPeriod({ from, to }, '2026-11-23')).toThrow()
})
