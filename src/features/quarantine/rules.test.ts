import { describe, expect, test } from 'vitest'
import type { Line } from '#core/ledger/rules.ts'
import { kinds, type Kind } from '#core/ledger/kinds.ts'
import { Refusal } from '#core/refusal.ts'
import { heldReasons, type HeldReason, type QuarantineReason } from './contract.ts'
import { checkReason, checkRelease, dueAtOf, fragmentsOf, releasable } from './rules.ts'

const codeOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error)
  }
  return 'fine'
}

describe('the reason is true of every lot', () => {
  const today = '2026-11-23'
  const past = { lotNo: 'A', expiry: '2026-11-22' }
  const last = { lotNo: 'B', expiry: '2026-11-23' }
  const table: [QuarantineReason, (typeof past)[], string][] = [
    ['expired', [past], 'fine'],
    // The last day of its validity is a day on which it may be used.
    ['expired', [last], 'QUARANTINE_NOT_EXPIRED'],
    ['expired', [past, last], 'QUARANTINE_NOT_EXPIRED'],
    ['nearExpiry', [last], 'fine'],
    ['nearExpiry', [past], 'QUARANTINE_EXPIRED_LOT'],
    ['damaged', [past, last], 'fine'],
    ['quality', [last], 'fine'],
    ['recall', [past], 'fine'],
  ]
  test.each(table)('%s of %j: %s', (reason, lots, said) => {
    expect(codeOf(() => checkReason(reason, lots, today))).toBe(said)
  })
})

test('a lot is due a day after its last day is over, in China', () => {
  expect(dueAtOf('2026-11-22')).toBe('2026-11-23T16:00:00.000Z')
})

describe('what may come back into stock', () => {
  const today = '2026-11-23'
  const table: [HeldReason, string, string][] = [
    ['quality', '2027-01-01', 'fine'],
    ['recall', '2027-01-01', 'fine'],
    ['nearExpiry', '2026-11-23', 'fine'],
    ['quality', '2026-11-22', 'LOT_EXPIRED'],
    ['damaged', '2027-01-01', 'QUARANTINE_NOT_RELEASABLE'],
    ['expired', '2026-11-22', 'QUARANTINE_NOT_RELEASABLE'],
    ['arrival', '2027-01-01', 'QUARANTINE_NOT_RELEASABLE'],
    ['patientReturn', '2029-01-01', 'PATIENT_RETURN_NO_REUSE'],
  ]
  test.each(table)('%s until %s: %s', (reason, expiry, said) => {
    const kind = reason === 'patientReturn' ? 'returned' : 'quarantine'
    expect(codeOf(() => checkRelease({ kind, reason }, [{ lotNo: 'A', expiry }], today))).toBe(said)
    expect(releasable(reason, expiry, today)).toBe(said === 'fine')
  })
  test('every reason is in the table', () =>
    expect(new Set(table.map(([reason]) => reason))).toEqual(new Set(heldReasons)))

  test('the ledger itself has no way from what a patient brought back to anywhere but its end', () => {
    const ways = Object.values<Kind>(kinds).flatMap((k) =>
      k.flows.filter(([, from]) => from === 'returned').map(([, , to]) => to),
    )
    expect(ways.filter((to) => !['returned', 'destroyed', 'lost'].includes(to))).toEqual([])
  })
})

describe('a broken unit', () => {
  const drug = {
    id: 1,
    name: '枸橼酸舒芬太尼',
    spec: '1ml:50μg',
    unit: '支',
    contentUnit: 'ug',
    contentPerUnit: 50,
    container: '空安瓿',
  }
  const line: Line = { item: 'intact', drugId: 1, lotId: 2, code: 'B-01', from: 10, to: 11, quantity: 3 }
  const to = { opened: 11, lost: 12, bin: 13 }

  test('loses its content to the last microgram, and its fragments lie in the bin', () => {
    expect(fragmentsOf([line], new Map([[1, drug]]), to)).toEqual([
      { item: 'content', drugId: 1, lotId: 2, code: 'B-01', from: 11, to: 12, quantity: 150 },
      { item: 'container', drugId: 1, lotId: 2, code: 'B-01', from: 11, to: 13, quantity: 3 },
    ])
  })
  test('without a container leaves none', () => {
    const bare = { ...drug, container: null }
    expect(fragmentsOf([line], new Map([[1, bare]]), to).map((l) => l.item)).toEqual(['content'])
  })
  test('that has no content is no breakage but a write-off', () => {
    const tablet = { ...drug, contentPerUnit: 0, container: null }
    expect(codeOf(() => fragmentsOf([line], new Map([[1, tablet]]), to))).toBe('BREAKAGE_NOT_TRACKED')
  })
})
