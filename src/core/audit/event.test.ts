import { expect, test } from 'vitest'
import { commitment, eventBytes, eventHash, type EventV1 } from './event.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

// Frozen on 2026-11-23. These literals may never be edited: records in hospitals hash to them.
const opening: EventV1 = {
  v: 1,
  id: 188522,
  org: 7,
  at: '2026-11-16T01:41:00.000Z',
  type: 'residue.open',
  actor: 31,
  witness: null,
  subject: { kind: 'issue', id: 4127, no: 'LY-20261116-03' },
  data: { theatre: '手术 1 间', volumeUl: 1000 },
  movements: [
    {
      id: 90210,
      kind: 'open',
      occurredAt: '2026-11-16T01:41:00.000Z',
      cause: ['issue', 4127, 'LY-20261116-03'],
      reverses: null,
      lines: [
        ['intact', 17, 55, '81902360038471950266-03', 801, 3, 1],
        ['content', 17, 55, '81902360038471950266-03', 3, 801, 50],
      ],
      evidence: {},
    },
  ],
  personal: { patient: 'ab'.repeat(32) },
}

test('version 1 bytes are canonical JSON and never change', () => {
  expect(new TextDecoder().decode(eventBytes(opening))).toBe(
    '{"actor":31,"at":"2026-11-16T01:41:00.000Z","data":{"theatre":"手术 1 间","volumeUl":1000},"id":188522,' +
      '"movements":[{"cause":["issue",4127,"LY-20261116-03"],"evidence":{},"id":90210,"kind":"open","lines":' +
      '[["intact",17,55,"81902360038471950266-03",801,3,1],["content",17,55,"81902360038471950266-03",3,801,50]],' +
      '"occurredAt":"2026-11-16T01:41:00.000Z","reverses":null}],"org":7,"personal":{"patient":"' +
      'ab'.repeat(32) +
      '"},"subject":{"id":4127,"kind":"issue","no":"LY-20261116-03"},"type":"residue.open","v":1,"witness":null}',
  )
  expect(hex(eventHash(eventBytes(opening)))).toBe(
    '84958ea83edf71a18ad0e33e30f3ecbd3a33e37d29792d0a224fbddbefbe1b9a',
  )
})

test('the order in which an object was built does not matter, a changed digit does', () => {
  const turned = Object.fromEntries(Object.entries(opening).reverse()) as unknown as EventV1
  expect(eventBytes(turned)).toEqual(eventBytes(opening))
  expect(hex(eventHash(eventBytes({ ...opening, id: 188523 })))).not.toBe(hex(eventHash(eventBytes(opening))))
})

test('a commitment opens only with its salt, its field and its value', () => {
  const salt = Uint8Array.from({ length: 16 }, (_, i) => i)
  const patient = { name: '罗小满', recordNo: '0482119916' }
  expect(commitment('patient', patient, salt)).toBe(
    '805d8ffb8d36d6a27dac8929af615a6fe4d3868be246cf3d5438136488ec0087',
  )
  expect(commitment('patient', patient, salt)).not.toBe(
    commitment('patient', { ...patient, name: '罗小' }, salt),
  )
  expect(commitment('patient', patient, salt)).not.toBe(commitment('agent', patient, salt))
  expect(commitment('patient', patient, salt)).not.toBe(commitment('patient', patient, new Uint8Array(16)))
})
