import { expect, test } from 'vitest'
import { Refusal } from '#core/refusal.ts'
import { breakageLines, checkOpenable, checkTime, checkWhole, openingLines } from './rules.ts'

const unit = { drugId: 1, lotId: 2, code: '81902360038471950266-03' }
const ampoule = { contentPerUnit: 50, container: '空安瓿', drug: '舒芬太尼', unit: '支' }
const tablet = { contentPerUnit: 10_000, container: null, drug: '羟考酮', unit: '片' }
const herb = { contentPerUnit: 0, container: null, drug: '罂粟壳', unit: 'g' }
const codeOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error)
  }
  return 'WENT THROUGH'
}
const short = (lines: ReturnType<typeof openingLines>) => lines.map((l) => [l.item, l.from, l.to, l.quantity])

test('opening one ampoule: intact out, its content and its container into the same hand', () => {
  expect(short(openingLines(unit, ampoule, 10, 20))).toEqual([
    ['intact', 10, 20, 1],
    ['content', 20, 10, 50],
    ['container', 20, 10, 1],
  ])
  expect(short(openingLines(unit, tablet, 10, 20))).toEqual([
    ['intact', 10, 20, 1],
    ['content', 20, 10, 10_000],
  ])
})

test('a broken ampoule: the content is lost, the fragments stay owed', () => {
  expect(short(breakageLines(unit, ampoule, 10, 20, 30))).toEqual([
    ['intact', 10, 20, 1],
    ['content', 20, 30, 50],
    ['container', 20, 10, 1],
  ])
  expect(short(breakageLines(unit, herb, 10, 20, 30))).toEqual([['intact', 10, 20, 1]])
})

test('opened is what leaves something behind, whole is what does not', () => {
  expect([ampoule, tablet, herb].map((d) => codeOf(() => checkOpenable(d)))).toEqual([
    'WENT THROUGH',
    'WENT THROUGH',
    'USE_NOT_OPENED',
  ])
  expect([ampoule, tablet, herb].map((d) => codeOf(() => checkWhole(d)))).toEqual([
    'USE_OPEN_FIRST',
    'WENT THROUGH',
    'WENT THROUGH',
  ])
})

test('nothing is used before it was handed out', () => {
  const issued = '2026-11-23T02:05:00.000Z'
  expect(codeOf(() => checkTime(undefined, issued))).toBe('WENT THROUGH')
  expect(codeOf(() => checkTime('2026-11-23T10:05:00+08:00', issued))).toBe('WENT THROUGH')
  expect(codeOf(() => checkTime('2026-11-23T02:04:59.999Z', issued))).toBe('USE_TIME_ORDER')
})
