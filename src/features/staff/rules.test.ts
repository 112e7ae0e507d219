import { expect, test } from 'vitest'
import { Refusal } from '#core/refusal.ts'
import { accountOf, qualificationOn } from './rules.ts'

test('a qualification is near its end for thirty days, and its last day still counts', () => {
  const on = (validTo: string, validFrom = '2026-01-01', revokedAt: string | null = null) =>
    qualificationOn({ validFrom, validTo, revokedAt }, '2026-11-23')
  expect([on('2026-11-22'), on('2026-11-23'), on('2026-12-23'), on('2026-12-24')]).toEqual([
    'expired',
    'nearExpiry',
    'nearExpiry',
    'valid',
  ])
  expect(on('2027-11-22', '2026-11-24')).toBe('ahead')
  expect(on('2027-11-22', '2026-01-01', '2026-05-05T00:00:00Z')).toBe('revoked')
})

test('an account ends with the code of its own organisation', () => {
  expect(accountOf(' WangLi ', 'lushan')).toBe('wangli@lushan')
  expect(accountOf('wangli@lushan', 'lushan')).toBe('wangli@lushan')
  for (const bad of ['wangli@huaichuan', 'a@b@lushan', '王丽', 'x', 'a b', '']) {
    expect(() => accountOf(bad, 'lushan'), bad).toThrow(Refusal)
  }
})
