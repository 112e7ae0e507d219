import { describe, expect, test } from 'vitest'
import { isLate, orderFaults, unknownPatient, type Order, type Rescue } from './rules.ts'

const rescue: Rescue = {
  doctorId: 1,
  doctor: '孙立',
  recordNo: '0482119916',
  patientName: '邓小满',
  used: new Map([[7, 2]]),
}
const order: Order = {
  no: 'CF-1',
  doctorId: 1,
  doctor: '孙立',
  recordNo: '0482119916',
  patientName: '邓小满',
  lines: new Map([[7, 2]]),
}
const words = { nameOf: (id: number) => `药${id}`, amount: (_: number, n: number) => `${n} 支` }
const codes = (r: Partial<Rescue>, o: Partial<Order>, reason?: string) =>
  orderFaults({ ...rescue, ...r }, { ...order, ...o }, reason, words).map((f) => f.code)
const nobody = { recordNo: unknownPatient.recordNo, patientName: unknownPatient.name }

describe('an order is the one for a rescue', () => {
  test.each<[string, Partial<Rescue>, Partial<Order>, string | undefined, string[]]>([
    ['all the same', {}, {}, undefined, []],
    ['another record', {}, { recordNo: '9' }, undefined, ['RESCUE_OTHER_PATIENT']],
    ['the record decides, not how the name was heard', { patientName: '邓晓曼' }, {}, undefined, []],
    ['nobody knew who it was', nobody, { recordNo: '9', patientName: '王五' }, undefined, []],
    ['a name without a record', { ...nobody, patientName: '邓小满' }, {}, undefined, []],
    [
      'another name',
      { ...nobody, patientName: '邓小满' },
      { patientName: '王五' },
      undefined,
      ['RESCUE_OTHER_PATIENT'],
    ],
    ['fewer than were used', {}, { lines: new Map([[7, 1]]) }, undefined, ['RESCUE_QUANTITY']],
    ['more than were used', {}, { lines: new Map([[7, 3]]) }, undefined, ['RESCUE_QUANTITY']],
    [
      'a drug nobody drew',
      {},
      {
        lines: new Map([
          [7, 2],
          [8, 1],
        ]),
      },
      undefined,
      ['RESCUE_QUANTITY'],
    ],
    ['another drug', {}, { lines: new Map([[8, 2]]) }, undefined, ['RESCUE_QUANTITY', 'RESCUE_QUANTITY']],
    ['another doctor', {}, { doctorId: 2, doctor: '林悦' }, undefined, ['RESCUE_OTHER_DOCTOR']],
    ['another doctor, blank words', {}, { doctorId: 2 }, '  ', ['RESCUE_OTHER_DOCTOR']],
    ['another doctor with a reason', {}, { doctorId: 2 }, '孙立已下班', []],
  ])('%s', (_, r, o, reason, expected) => expect(codes(r, o, reason)).toEqual(expected))
})

test('six hours are over after the sixth', () => {
  expect(isLate('2026-11-23T12:05:00.000Z', '2026-11-23T12:05:00.000Z')).toBe(false)
  expect(isLate('2026-11-23T12:05:00.000Z', '2026-11-23T12:05:00.001Z')).toBe(true)
})
