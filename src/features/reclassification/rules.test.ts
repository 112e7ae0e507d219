import { expect, test } from 'vitest'
import { checkConfirm, stateOf } from './rules.ts'

const change = { effectiveOn: '2026-12-10', lines: 3, unfitLines: 0, confirmedAt: null }
const hash = 'a'.repeat(64)

test('a change is ahead until its day, due from it on, and nobody’s when nothing of it is here', () => {
  expect(stateOf(change, '2026-12-09')).toBe('ahead')
  expect(stateOf(change, '2026-12-10')).toBe('due')
  expect(stateOf({ ...change, lines: 0 }, '2026-12-10')).toBe('empty')
  expect(stateOf({ ...change, confirmedAt: '2026-12-01T00:00:00Z' }, '2027-12-10')).toBe('confirmed')
  expect(stateOf(change, '2027-06-08')).toBe('due')
  expect(stateOf(change, '2027-06-09')).toBe('past')
})

test('it is confirmed once, from thirty days before, as it was seen, and with words for what is not fit', () => {
  const now = { today: '2026-11-10', listHash: hash }
  checkConfirm(change, { listHash: hash }, now)
  const refused = (c: typeof change | object, given: object, at: object) => () =>
    checkConfirm({ ...change, ...c }, { listHash: hash, ...given }, { ...now, ...at })
  expect(refused({}, {}, { today: '2026-11-09' })).toThrow(/2026-11-10/)
  expect(refused({}, { listHash: 'b'.repeat(64) }, {})).toThrow(/变动/)
  expect(refused({ unfitLines: 2 }, {}, {})).toThrow(/2 行/)
  expect(refused({ confirmedAt: '2026-11-10T00:00:00Z' }, {}, {})).toThrow(/不能再确认/)
  checkConfirm({ ...change, unfitLines: 2 }, { listHash: hash, note: '双锁保险柜' }, now)
})
