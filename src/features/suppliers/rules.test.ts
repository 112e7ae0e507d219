import { expect, test } from 'vitest'
import { licenceOn } from './rules.ts'

test('a licence is near its end for ninety days, and its last day still counts', () => {
  const on = (validTo: string | null) => licenceOn(validTo, '2026-11-23')
  expect([on(null), on('2026-11-22'), on('2026-11-23'), on('2027-02-21'), on('2027-02-22')]).toEqual([
    'none',
    'expired',
    'nearExpiry',
    'nearExpiry',
    'valid',
  ])
})
