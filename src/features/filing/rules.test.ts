import { expect, test } from 'vitest'
import { checkReceivers, periodOf, periodTitle } from './rules.ts'

const codeOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
  return 'WENT THROUGH'
}
const month = { months: 1, dueDay: 10 }
const quarter = { months: 3, dueDay: 10 }

test.each([
  ['monthly', '2026-10-01', month, '2026-11-01', 'WENT THROUGH'],
  ['monthly', '2026-10-01', month, '2026-10-31', 'FILING_PERIOD_OPEN'],
  ['monthly', '2026-10-02', month, '2026-11-23', 'FILING_PERIOD_START'],
  ['people', '2026-07-01', quarter, '2026-10-01', 'WENT THROUGH'],
  ['people', '2026-08-01', quarter, '2026-11-23', 'FILING_PERIOD_START'],
  ['people', '2026-10-01', quarter, '2026-12-31', 'FILING_PERIOD_OPEN'],
] as const)('%s of %s, every %o, on %s: %s', (kind, period, term, today, code) =>
  expect(codeOf(() => periodOf(kind, period, term, today))).toBe(code),
)

test.each([
  ['monthly', '2026-12-01', month, { from: '2026-12-01', next: '2027-01-01', dueOn: '2027-01-10' }],
  ['people', '2026-07-01', quarter, { from: '2026-07-01', next: '2026-10-01', dueOn: '2026-10-10' }],
] as const)('%s of %s is due on its day', (kind, period, term, is) =>
  expect(periodOf(kind, period, term, '2027-02-01')).toEqual(is),
)

test.each([
  ['monthly', '2026-10-01', '2026-10'],
  ['people', '2026-10-01', '2026 年第 4 季度'],
] as const)('%s of %s is called %s', (kind, period, title) => expect(periodTitle(kind, period)).toBe(title))

test.each([
  [[], 'FILING_RECEIVER'],
  [['市卫健', '市卫健'], 'FILING_RECEIVER'],
  [['市卫健', '市药监'], 'WENT THROUGH'],
])('receivers %o: %s', (names, code) => expect(codeOf(() => checkReceivers(names))).toBe(code))
