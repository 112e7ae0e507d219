import { describe, expect, test } from 'vitest'
import { checklistOn, checklists } from './checklist.ts'
import { checkDue, failedOf, isOneOfTheirs } from './rules.ts'

const codeOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
  return 'WENT THROUGH'
}
const today = '2026-11-23'
const list = checklistOn('patrol', today)
const passed = list.items.map((i) => ({ item: i.code, outcome: 'pass' as const, photos: [] }))
const walked = (results: Parameters<typeof failedOf>[0]['results'], listVersion = list.version) =>
  failedOf({ kind: 'patrol', listVersion, results, today })

describe('a walk', () => {
  const fails = { ...passed[0], item: 'P01', outcome: 'fail' as const, photos: [] }
  const whole = { ...fails, finding: '窗未关', responsibleId: 7, dueOn: '2026-11-24' }
  const rest = passed.slice(1)
  test.each([
    ['all agree', () => walked(passed), 'WENT THROUGH'],
    ['one is not answered', () => walked(rest), 'INSPECTION_INCOMPLETE'],
    ['one is answered twice', () => walked([...passed, ...passed.slice(0, 1)]), 'INSPECTION_LIST_CHANGED'],
    ['an older list', () => walked(passed, 0), 'INSPECTION_LIST_CHANGED'],
    ['failed, and nothing said', () => walked([fails, ...rest]), 'INSPECTION_FAIL_NEEDS'],
    [
      'failed, nobody named',
      () => walked([{ ...whole, responsibleId: undefined }, ...rest]),
      'INSPECTION_FAIL_NEEDS',
    ],
    [
      'failed, due yesterday',
      () => walked([{ ...whole, dueOn: '2026-11-22' }, ...rest]),
      'INSPECTION_DUE_DAY',
    ],
    ['failed, all said', () => walked([whole, ...rest]), 'WENT THROUGH'],
  ])('%s', (_name, run, code) => expect(codeOf(run)).toBe(code))

  test('gives what failed, and nothing else', () =>
    expect(walked([whole, ...rest])).toEqual([
      { item: 'P01', finding: '窗未关', responsibleId: 7, dueOn: '2026-11-24' },
    ]))
})

test.each([
  ['2026-11-22', 'INSPECTION_DUE_DAY'],
  ['2026-11-23', 'WENT THROUGH'],
  ['2027-05-22', 'WENT THROUGH'],
  ['2027-05-23', 'INSPECTION_DUE_DAY'],
])('due on %s: %s', (day, code) => expect(codeOf(() => checkDue(day, today))).toBe(code))

test.each([
  [{ responsibleId: 1, lastBy: 2 }, 1, true],
  [{ responsibleId: 1, lastBy: 2 }, 2, true],
  [{ responsibleId: 1, lastBy: 2 }, 3, false],
  [{ responsibleId: null, lastBy: null }, 3, false],
])('%o verified by %i: one of theirs %s', (of, user, theirs) => expect(isOneOfTheirs(of, user)).toBe(theirs))

test('no code of an item is used twice, and versions follow each other', () => {
  for (const kind of ['special', 'patrol'] as const) {
    const mine = checklists.filter((c) => c.kind === kind)
    expect(mine.map((c) => c.version)).toEqual(mine.map((_, i) => i + 1))
    for (const c of mine) expect(new Set(c.items.map((i) => i.code)).size).toBe(c.items.length)
  }
})
