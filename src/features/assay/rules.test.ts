import { describe, expect, test } from 'vitest'
import { isDrawn, residueKey } from '#core/assay/draw.ts'
import { Refusal } from '#core/refusal.ts'
import {
  checkFinding,
  checkPlanDays,
  checkTester,
  deviation,
  expectedMilli,
  judge,
  testDueAt,
  type Finding,
  type Method,
} from './rules.ts'

const codeOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error)
  }
  return 'WENT THROUGH'
}

describe('the draw', () => {
  const secret = Buffer.alloc(32, 7)
  const keys = Array.from({ length: 20_000 }, (_, i) =>
    residueKey({ issueNo: `LY-${i}`, lotNo: 'L', code: '' }),
  )

  test('takes its share, none at 0 and every one at 100', () => {
    const share = (rate: number) => keys.filter((k) => isDrawn(secret, k, rate)).length / keys.length
    expect(share(0)).toBe(0)
    expect(share(100)).toBe(1)
    expect(share(20)).toBeGreaterThan(0.19)
    expect(share(20)).toBeLessThan(0.21)
  })

  test('is the same for the same residue, and another under another secret', () => {
    const other = Buffer.alloc(32, 8)
    expect(keys.every((k) => isDrawn(secret, k, 50) === isDrawn(secret, k, 50))).toBe(true)
    const differs = keys.filter((k) => isDrawn(secret, k, 50) !== isDrawn(other, k, 50)).length
    expect(differs / keys.length).toBeGreaterThan(0.45)
  })

  test('is recomputed from what stands on paper', () => {
    // printf 'LY-20261123-01|26030411|' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0707…07, first six bytes
    const key = residueKey({ issueNo: 'LY-20261123-01', lotNo: '26030411', code: '' })
    expect(key).toBe('LY-20261123-01|26030411|')
    const least = Array.from({ length: 101 }, (_, rate) => rate).find((rate) => isDrawn(secret, key, rate))
    expect(least).toBe(26)
  })
})

describe('what a method answers', () => {
  const measured: Finding = { sealIntact: true, measuredMilli: 50_000 }
  const said: Finding = { sealIntact: true, conforms: true }
  test.each<[Method, number | null, Finding, string]>([
    ['refractometry', 200, measured, 'WENT THROUGH'],
    ['refractometry', 200, said, 'ASSAY_RESULT_KIND'],
    ['refractometry', null, said, 'WENT THROUGH'],
    ['refractometry', null, measured, 'ASSAY_RESULT_KIND'],
    ['ultraviolet', 200, measured, 'WENT THROUGH'],
    ['ultraviolet', 200, said, 'ASSAY_RESULT_KIND'],
    ['strip', 200, said, 'WENT THROUGH'],
    ['strip', 200, measured, 'ASSAY_RESULT_KIND'],
    ['external', 200, measured, 'WENT THROUGH'],
    ['external', 200, said, 'WENT THROUGH'],
    ['external', null, measured, 'ASSAY_RESULT_KIND'],
    ['external', 200, { sealIntact: true }, 'ASSAY_RESULT_KIND'],
    ['external', 200, { ...measured, conforms: true }, 'ASSAY_RESULT_KIND'],
  ])('%s, %s µl: %o %s', (method, volumeUl, found, expected) => {
    expect(codeOf(() => checkFinding({ method, volumeUl }, found))).toBe(expected)
  })
})

describe('what a result means, 10 μg expected as 50 μg/ml, 10 % allowed', () => {
  const sample = { content: 10, expectedMilli: expectedMilli(10, 200), tolerancePercent: 10 }
  test.each<[string, Finding, boolean, number]>([
    ['as expected', { sealIntact: true, measuredMilli: 50_000 }, true, 10],
    ['at the lower edge', { sealIntact: true, measuredMilli: 45_000 }, true, 10],
    ['a thousandth below it', { sealIntact: true, measuredMilli: 44_999 }, false, 8],
    ['at the upper edge', { sealIntact: true, measuredMilli: 55_000 }, true, 10],
    ['a thousandth above it', { sealIntact: true, measuredMilli: 55_001 }, false, 12],
    ['water', { sealIntact: true, measuredMilli: 0 }, false, 0],
    ['half of it', { sealIntact: true, measuredMilli: 25_000 }, false, 5],
    ['the drug', { sealIntact: true, conforms: true }, true, 10],
    ['not the drug', { sealIntact: true, conforms: false }, false, 0],
    ['a broken seal, whatever was measured', { sealIntact: false, measuredMilli: 50_000 }, false, 0],
  ])('%s', (_, found, within, counted) => {
    expect(judge(sample, found)).toEqual({ within, counted })
  })

  test('one content unit that is not quite there is none, never one', () => {
    const one = { content: 1, expectedMilli: expectedMilli(1, 20), tolerancePercent: 10 }
    expect(judge(one, { sealIntact: true, measuredMilli: 44_000 })).toEqual({ within: false, counted: 0 })
    expect(judge(one, { sealIntact: true, measuredMilli: 56_000 })).toEqual({ within: false, counted: 2 })
  })

  test('how far off, in tenths of a percent', () => {
    expect([deviation(45_000, 50_000), deviation(56_250, 50_000)]).toEqual([-100, 125])
  })
})

test.each([
  ['a week from today', '2026-11-23', '2026-11-30', 'WENT THROUGH'],
  ['one day', '2026-11-23', '2026-11-23', 'WENT THROUGH'],
  ['from yesterday', '2026-11-22', '2026-11-30', 'ASSAY_PLAN_DAYS'],
  ['ends before it begins', '2026-11-24', '2026-11-23', 'ASSAY_PLAN_DAYS'],
])('a plan %s', (_, validFrom, validTo, expected) => {
  expect(codeOf(() => checkPlanDays({ validFrom, validTo }, '2026-11-23'))).toBe(expected)
})

test('nobody tests what he held or witnessed', () => {
  expect(codeOf(() => checkTester({ userId: 3, name: '何志远' }, [1, 2]))).toBe('WENT THROUGH')
  expect(codeOf(() => checkTester({ userId: 2, name: '周婧' }, [1, 2]))).toBe('ASSAY_INVOLVED')
})

test('three working days, over a weekend', () => {
  expect(testDueAt('2026-11-26T08:00:00.000Z', 3)).toBe('2026-12-01T10:00:00.000Z')
})
