import { describe, expect, test } from 'vitest'
import { inForce, missingAreas, missingSeats, versionState } from './rules.ts'

describe('the version in force', () => {
  const at = '2026-11-01T00:00:00Z'
  const v = (version: number, effectiveOn: string, more: { approved?: false; returned?: true } = {}) => ({
    version,
    effectiveOn,
    approvedAt: more.approved === false || more.returned ? null : at,
    returnedAt: more.returned ? at : null,
  })
  const three = [v(3, '2026-12-01', { approved: false }), v(2, '2026-11-20'), v(1, '2026-01-01')]
  test.each([
    ['before the first day', three, null, '2025-12-31', null],
    ['the first', three, null, '2026-11-19', 1],
    ['the second, from its day on', three, null, '2026-11-20', 2],
    ['a draft never', three, null, '2026-12-31', 2],
    ['on the day it ends', three, '2026-11-25', '2026-11-25', null],
    ['until the day before', three, '2026-11-25', '2026-11-24', 2],
    [
      'a returned one never',
      [v(2, '2026-02-01', { returned: true }), v(1, '2026-01-01')],
      null,
      '2026-03-01',
      1,
    ],
  ])('%s', (_, versions, endedOn, day, expected) => {
    expect(inForce(versions, endedOn, day)).toBe(expected)
  })

  test.each([
    [3, '2026-11-23', 'draft'],
    [2, '2026-11-19', 'coming'],
    [2, '2026-11-20', 'current'],
    [1, '2026-11-19', 'current'],
    [1, '2026-11-20', 'replaced'],
  ])('version %i on %s is %s', (version, day, state) => {
    const one = three.find((x) => x.version === version)
    expect(one && versionState(one, three, null, day)).toBe(state)
  })
})

test('what the body and the rules still lack', () => {
  expect(missingSeats(['chair', 'pharmacy', 'member'])).toEqual(['medical', 'nursing', 'security', 'manager'])
  expect(missingAreas(['purchase', 'other'])).not.toContain('purchase')
  expect(missingAreas([])).toHaveLength(12)
})
