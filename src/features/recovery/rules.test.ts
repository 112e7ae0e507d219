import { describe, expect, test } from 'vitest'
import { Refusal } from '#core/refusal.ts'
import { matchOwed, type Brought, type Owed } from '#core/ledger/containers.ts'
import { lotsOf } from './rules.ts'

const ampoule = (code: string, lotId = 1): Owed => ({
  drugId: 9,
  lotId,
  lotNo: `S${lotId}`,
  code,
  container: '空安瓿',
  owed: 1,
})
const a = ampoule('box-01')
const b = ampoule('box-02')
const c = ampoule('box-03')
const bare: Owed = { ...ampoule('', 2), owed: 3 }

function refused(brought: Brought[], owed: Owed[]): Refusal {
  try {
    matchOwed(brought, owed, '陈思远')
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
  throw new Error('went through')
}

describe('what is brought against what is owed', () => {
  test('a scanned ampoule is that ampoule', () => {
    expect(matchOwed([{ code: 'box-02' }], [a, b], '陈思远')).toEqual([{ of: b, units: 1 }])
  })

  test('a count of a lot takes its ampoules in order', () => {
    expect(matchOwed([{ lotId: 1, units: 2 }], [a, b, c], '陈思远')).toEqual([
      { of: a, units: 1 },
      { of: b, units: 1 },
    ])
  })

  test('a count of the same lot leaves the scanned ones alone, whatever comes first', () => {
    const takes = matchOwed([{ lotId: 1, units: 2 }, { code: 'box-01' }], [a, b, c], '陈思远')
    expect(takes.map((t) => t.of.code).sort()).toEqual(['box-01', 'box-02', 'box-03'])
  })

  test('a lot without codes is taken in one row', () => {
    expect(matchOwed([{ lotId: 2, units: 3 }], [a, bare], '陈思远')).toEqual([{ of: bare, units: 3 }])
  })

  test('what was opened is left as it was', () => {
    matchOwed([{ lotId: 2, units: 3 }], [bare], '陈思远')
    expect(bare.owed).toBe(3)
  })

  test('another lot, another ampoule, one too many, the same twice', () => {
    expect(refused([{ lotId: 7, units: 1 }], [a]).code).toBe('CONTAINER_NOT_OWED')
    expect(refused([{ code: 'box' }], [a]).code).toBe('CONTAINER_NOT_OWED')
    expect(refused([{ code: 'box-01' }, { lotId: 1, units: 2 }], [a, b]).message).toBe(
      '陈思远 名下没有欠批号 S1 × 2 的空安瓿，请核对',
    )
    expect(refused([{ code: 'box-01' }, { code: 'box-01' }], [a]).code).toBe('CODE_SCANNED_TWICE')
    expect(
      refused(
        [
          { lotId: 2, units: 2 },
          { lotId: 2, units: 2 },
        ],
        [bare],
      ).code,
    ).toBe('CONTAINER_NOT_OWED')
  })
})

test('the station shows lots: how many, and which of them bear a label', () => {
  const lots = lotsOf([a, b, bare, { ...bare, lotId: 1, owed: 2 }])
  expect(lots.map((l) => [l.first.lotId, l.owed, l.codes])).toEqual([
    [1, 4, ['box-01', 'box-02']],
    [2, 3, []],
  ])
})
