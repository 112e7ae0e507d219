import { expect, test } from 'vitest'
import { kinds, type Kind } from '#core/ledger/kinds.ts'
import { closureOf } from './rules.ts'
import { columnOf, wayOf } from './ways.ts'

const closed = {
  drugId: 1,
  name: '枸橼酸舒芬太尼注射液',
  spec: '1ml:50μg',
  unit: '支',
  drugClass: 'NAR' as const,
  contentUnit: 'ug',
  received: 200,
  onHand: 197,
  inTransit: 0,
  inCustody: 0,
  quarantined: 0,
  opened: 3,
  handedOver: 0,
  adjusted: 0,
  otherUnits: 0,
  contentOpened: 150,
  contentGiven: 70,
  contentWasted: 30,
  contentLost: 50,
  contentSampled: 0,
  contentInSamples: 0,
  contentInCustody: 0,
  containersMade: 3,
  containersOwed: 0,
  containersInBin: 0,
  containersDestroyed: 3,
  containersAdjusted: 0,
  containersFromPatients: 0,
}

test.each([
  ['everything is accounted for', {}, { equal: true, open: false }],
  ['one unit is missing', { onHand: 196 }, { equal: false, open: false }],
  [
    'one unit was counted missing and written off',
    { onHand: 196, adjusted: 1 },
    { equal: true, open: false },
  ],
  ['one unit more was counted', { onHand: 198, adjusted: -1 }, { equal: true, open: false }],
  ['one unit is on its way', { onHand: 196, inTransit: 1 }, { equal: true, open: true }],
  ['ten micrograms are missing', { contentWasted: 20 }, { equal: false, open: false }],
  [
    'content and openings do not agree',
    { contentOpened: 100, contentGiven: 20 },
    { equal: false, open: false },
  ],
  ['a container is owed', { containersDestroyed: 2, containersOwed: 1 }, { equal: true, open: true }],
  ['a container vanished', { containersDestroyed: 2 }, { equal: false, open: false }],
  [
    'taken home, and the empty came back',
    { onHand: 196, handedOver: 1, containersFromPatients: 1, containersInBin: 1 },
    { equal: true, open: false },
  ],
  [
    'more empties came from patients than they took home',
    { containersFromPatients: 1, containersInBin: 1 },
    { equal: false, open: false },
  ],
  ['a hand still holds content', { contentWasted: 20, contentInCustody: 10 }, { equal: true, open: true }],
])('%s', (_what, change, want) => {
  expect(closureOf({ ...closed, ...change }, 50, true)).toMatchObject(want)
})

test('every kind that changes what is held goes one way: 进销存 from the sums of days depends on it', () => {
  for (const [code, kind] of Object.entries<Kind>(kinds)) {
    for (const at of ['border', 'location', 'quarantine', 'empties'] as const) {
      const ways = kind.flows.flatMap((flow) => wayOf({ ...kind, flows: [flow] }, at) ?? [])
      expect(new Set(ways).size, `${code} at ${at}`).toBeLessThanOrEqual(1)
    }
  }
})

test.each([
  ['receive', 'border', 'bought'],
  ['receive', 'location', 'bought'],
  ['accept', 'border', undefined],
  ['accept', 'location', 'otherIn'],
  ['issue', 'border', undefined],
  ['issue', 'location', 'used'],
  ['open', 'border', 'used'],
  ['split', 'location', undefined],
  ['quarantine', 'quarantine', 'otherIn'],
  ['returnToSupplier', 'border', 'otherOut'],
] as const)('%s at %s stands under %s', (code, at, column) => {
  expect(columnOf(code, kinds[code], at)).toBe(column)
})
