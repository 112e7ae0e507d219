import { expect, test } from 'vitest'
import { Refusal } from '#core/refusal.ts'
import {
  checkCarrier,
  checkHandOver,
  checkReceiver,
  dueOfWay,
  ruleOfWay,
  type CarrierRule,
} from './carrierRules.ts'

const codeOf = (act: () => void): string => {
  try {
    act()
    return ''
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error)
  }
}

const rule = (
  s: number | null,
  d: number | null,
  mode: 'off' | 'required',
  minutes: number,
): CarrierRule => ({
  sourceLocationId: s,
  destinationLocationId: d,
  mode,
  minutes,
})
const [hospital, pair, quiet] = [
  rule(null, null, 'required', 40),
  rule(1, 2, 'required', 15),
  rule(1, 3, 'off', 30),
]
test.each<[string, CarrierRule[], number, number, string, number]>([
  ['nothing was ever set', [], 1, 2, 'off', 30],
  ['the hospital’s default', [hospital, pair], 2, 3, 'required', 40],
  ['a way of its own', [hospital, pair], 1, 2, 'required', 15],
  ['the way back is another', [pair], 2, 1, 'off', 30],
  ['a way let off', [hospital, quiet], 1, 3, 'off', 30],
])('%s', (_, rules, from, to, mode, minutes) =>
  expect(ruleOfWay(rules, { from, to })).toMatchObject({ mode, minutes }),
)

const [wang, li, zhang, zhou] = [
  { id: 1, name: '王' },
  { id: 2, name: '李' },
  { id: 3, name: '张' },
  { id: 4, name: '周' },
]
test('the checker does not carry', () => {
  expect(codeOf(() => checkCarrier(li, 2))).toBe('CARRIER_IS_CHECKER')
  expect(codeOf(() => checkCarrier(zhang, 2))).toBe('')
})

const sent = { no: 'DB-1', sentBy: wang, checkedBy: li }
const waits = { ...zhang, takenAt: null }
test.each<[string, Parameters<typeof checkHandOver>[0], number, number, string]>([
  ['nobody named', sent, 1, 3, 'CARRIER_NONE'],
  ['the sender gives, the named one takes', { ...sent, named: waits }, 1, 3, ''],
  ['the checker gives', { ...sent, named: waits }, 2, 3, ''],
  ['somebody else signs', { ...sent, named: waits }, 1, 4, 'CARRIER_OTHER'],
  ['who does not answer for it gives', { ...sent, named: waits }, 4, 3, 'CARRIER_GIVER'],
  ['taken already', { ...sent, named: { ...zhang, takenAt: 'x' }, inHandOf: zhang }, 1, 3, 'CARRIER_TAKEN'],
  [
    'on the way, from hand to hand',
    { ...sent, named: { ...zhou, takenAt: null }, inHandOf: zhang },
    3,
    4,
    '',
  ],
])('%s', (_, t, giver, taker, code) => expect(codeOf(() => checkHandOver(t, { giver, taker }))).toBe(code))

test.each<[string, Parameters<typeof checkReceiver>[1], number, string]>([
  ['without a carrier, as ever', [], 4, ''],
  ['named and not taken', [waits], 4, 'CARRIER_NOT_TAKEN'],
  ['taken', [{ ...zhang, takenAt: 'x' }], 4, ''],
  ['the carrier receives', [{ ...zhang, takenAt: 'x' }], 3, 'CARRIER_IS_RECEIVER'],
  [
    'one who was named and never took it',
    [
      { ...zhou, takenAt: null },
      { ...zhang, takenAt: 'x' },
    ],
    4,
    '',
  ],
  [
    'one who carried a part of the way',
    [
      { ...zhang, takenAt: 'x' },
      { ...zhou, takenAt: 'y' },
    ],
    3,
    'CARRIER_IS_RECEIVER',
  ],
])('%s', (_, carriers, who, code) => expect(codeOf(() => checkReceiver('DB-1', carriers, who))).toBe(code))

test('one limit for the whole way', () => {
  expect(dueOfWay('2026-11-23T06:00:00.000Z', 30, null)).toBe('2026-11-23T06:30:00.000Z')
  expect(dueOfWay('2026-11-23T06:20:00.000Z', 30, '2026-11-23T06:30:00.000Z')).toBe(
    '2026-11-23T06:30:00.000Z',
  )
})
