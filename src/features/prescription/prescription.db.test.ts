import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { bring, holdings } from '#test/loop.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import {
  dispense,
  extendPrescription,
  listPrescriptions,
  readPrescription,
  revealRxPatient,
  voidPrescription,
  writePrescription,
} from './contract.ts'
import {
  allChecked,
  anew,
  clinicOf,
  hand,
  luo,
  slowTablets,
  tang,
  write,
  type Clinic,
  type DispenseInput,
} from './testKit.ts'

let h: Hospital
let at: Clinic
let boxes: string[]
beforeAll(async () => {
  h = await startHospital()
  at = await clinicOf(h)
  boxes = (await bring(at, { drug: 'NAR031', lotNo: 'Q2603011', place: 'C01', boxes: 6 })).codes
})
afterAll(() => h.stop())

const morphine = (units: number) => [
  { drugId: at.drug('NAR002'), units, dose: 10_000, times: 1, perDays: 1, route: '皮下注射' },
]
let people = 0
/** Somebody new, so that nobody's former supply is in the way. */
const someone = () => {
  people += 1
  return { ...tang, recordNo: `04889${people}`, idNo: `43010419810512${String(people).padStart(4, '0')}` }
}

describe('writing', () => {
  test('麻、精一 are numbered day by day, apart from 精二, and a patient is shown masked', async () => {
    const first = await write(at, slowTablets(at, 14, { patient: someone() }))
    const second = await write(at, slowTablets(at, 14, { patient: someone() }))
    expect([first.no, second.no]).toEqual(['MJ-20261123-01', 'MJ-20261123-02'])
    expect(first.validTo).toBe('2026-11-23')
    const rx = await (await h.as('pengli@lushan')).call(readPrescription, { id: first.id })
    expect(rx).toMatchObject({
      state: 'open',
      patientName: '汤**',
      series: 'narcotic',
      lines: [{ suppliedDays: 7 }],
    })
    expect(rx.patient.idNo).not.toContain('19810512')
    expect(rx.lines[0]?.checks).toEqual([
      expect.objectContaining({ limit: '7 日常用量', actual: '7 日量', passed: true }),
    ])
    const seen = await (
      await h.as('liuguodong@lushan')
    ).call(revealRxPatient, { id: first.id, reason: '处方点评' })
    expect(seen.name).toBe('汤文斌')
  })

  test('over the limit is refused with the rule’s name, and the refusal is on record', async () => {
    const over = write(at, slowTablets(at, 16, { patient: someone() }))
    await expect(over).rejects.toThrow(/8 日量.*7 日常用量.*第二十三条/)
    const [kept] = await h.auditor.transaction(
      (tx) => tx<{ n: number }[]>`select count(*)::int as n from audit.refusal where code = 'RX_OVER_LIMIT'`,
    )
    expect(kept?.n).toBe(1)
  })

  test.each([
    ['an internet encounter', 'RX_INTERNET', () => ({ encounter: 'internet' as const })],
    ['nobody saw a document', 'RX_IDENTITY', () => ({ verifiedHow: undefined })],
    ['a document without its number', 'RX_IDENTITY', () => ({ patient: { ...someone(), idNo: undefined } })],
    ['seen and an emergency at once', 'RX_IDENTITY', () => ({ emergencyReason: '抢救' })],
    ['for himself', 'RX_FOR_SELF', () => ({ patient: { ...someone(), name: '孙立' } })],
    ['an injection taken home', 'RX_IN_INSTITUTION', () => ({ lines: morphine(1) })],
    ['an inpatient as an outpatient', 'RX_SITUATION', () => ({ encounter: 'inpatient' as const })],
    ['cancer pain without a record', 'RX_RECORD_MISSING', () => ({ category: 'cancer' as const })],
    ['a drug of nobody', 'NOT_FOUND', () => ({ lines: [{ ...morphine(1)[0], drugId: 999_999 }] as never })],
  ])('%s is refused: %s', async (_title, code, over) => {
    expect(await refusalOf(write(at, slowTablets(at, 2, { patient: someone(), ...over() })))).toBe(code)
  })

  test('in an emergency a patient without a document gets an injection inside, with the reason', async () => {
    const written = await write(
      at,
      slowTablets(at, 1, {
        encounter: 'emergency',
        useAt: 'institution',
        patient: { ...someone(), idNo: undefined },
        verifiedHow: undefined,
        emergencyReason: '车祸昏迷，无陪同',
        lines: morphine(1),
      }),
    )
    const rx = await (await at.doctor()).call(readPrescription, { id: written.id })
    expect(rx).toMatchObject({ verifiedHow: null, emergencyReason: '车祸昏迷，无陪同' })
  })

  test('who has no right to prescribe narcotics writes none', async () => {
    const trainee = await h.as('qianming@lushan')
    expect(await refusalOf(trainee.call(writePrescription, slowTablets(at, 2, { patient: someone() })))).toBe(
      'UNQUALIFIED',
    )
  })

  test('a drug twice, and a second prescription while the first waits, are refused', async () => {
    const patient = someone()
    const input = slowTablets(at, 2, { patient })
    expect(await refusalOf(write(at, { ...input, lines: [...input.lines, ...input.lines] }))).toBe(
      'ALREADY_EXISTS',
    )
    const { id } = await write(at, input)
    expect(await refusalOf(write(at, input))).toBe('RX_STILL_OPEN')
    await (await at.doctor()).call(voidPrescription, { id, reason: '剂量写错' })
    await write(at, input)
  })

  test('only its doctor voids it, with a reason; it is kept and its number is not given again', async () => {
    const { id, no } = await write(at, slowTablets(at, 2, { patient: someone() }))
    const other = await h.as('chensiyuan@lushan')
    expect(await refusalOf(other.call(voidPrescription, { id, reason: '重开' }))).toBe('RX_NOT_OWN')
    const doctor = await at.doctor()
    await doctor.call(voidPrescription, { id, reason: '重开' })
    expect(await refusalOf(doctor.call(voidPrescription, { id, reason: '重开' }))).toBe('DOCUMENT_CLOSED')
    expect(await doctor.call(readPrescription, { id })).toMatchObject({
      no,
      state: 'void',
      voidReason: '重开',
    })
    const next = await write(at, slowTablets(at, 2, { patient: someone() }))
    expect(next.no > no).toBe(true)
    expect((await doctor.call(listPrescriptions, { state: 'void' })).rows.map((r) => r.no)).toContain(no)
  })
})

describe('dispensing', () => {
  test('two qualified people, the right card, to the unit: the tablets are the patient’s', async () => {
    const patient = someone()
    const { id } = await write(at, slowTablets(at, 14, { patient }))
    const [first = '', second = ''] = boxes
    const picks = [
      { code: first, units: 10 },
      { code: second, units: 4 },
    ]
    const over = { takerIdNo: patient.idNo }
    const refused = (changed: Partial<DispenseInput>, client?: Client) =>
      refusalOf(hand(at, id, picks, { ...over, ...changed }, client))
    expect(await refused({ takerIdNo: luo.idNo })).toBe('RX_TAKER_MISMATCH')
    expect(await refused({ takenBy: 'agent' })).toBe('RX_TAKER_MISMATCH')
    expect(await refused({ checked: allChecked.slice(1) })).toBe('RX_CHECKLIST')
    expect(await refused({ picks: picks.slice(1) })).toBe('RX_QUANTITY')
    expect(await refused({ locationId: at.place('B01').id })).toBe('RX_EMERGENCY_PHARMACY')
    expect(await refused({ locationId: at.place('A01').id })).toBe('RX_NO_DISPENSARY')
    expect(await refused({}, await h.as('wangxuemei@lushan'))).toBe('FORBIDDEN')
    const done = await hand(at, id, picks, over)
    expect(done.labels).toHaveLength(14)
    const held = await holdings(at, { lotNo: 'Q2603011', item: 'intact' })
    expect(held.filter((r) => r.kind === 'patient').reduce((n, r) => n + r.quantity, 0)).toBe(14)
    expect(await (await at.doctor()).call(readPrescription, { id })).toMatchObject({
      state: 'done',
      filled: { kind: 'dispense', no: done.no, dispensedBy: '彭丽', checkedBy: '何志远' },
    })
    expect(await refusalOf(hand(at, id, picks, over))).toBe('DOCUMENT_CLOSED')
  })

  test('one person alone, and one who checks himself, cannot', async () => {
    const { id } = await write(at, slowTablets(at, 2, { patient: someone() }))
    const input = {
      id,
      locationId: at.place('C01').id,
      takenBy: 'patient' as const,
      takerIdNo: tang.idNo,
      checked: [...allChecked],
      picks: [{ code: boxes[5] ?? '', units: 2 }],
    }
    const peng = await h.as('pengli@lushan')
    expect(await refusalOf(peng.call(dispense, input))).toBe('WITNESS_REQUIRED')
    const self = { witness: { account: 'pengli@lushan', secret: 'Zhuisu-2026' } }
    expect(await refusalOf(peng.call(dispense, input, self))).toBe('WITNESS_IS_ACTOR')
    const keeper = { witness: { account: 'wangxuemei@lushan', secret: 'Zhuisu-2026' } }
    expect(await refusalOf(peng.call(dispense, input, keeper))).toBe('WITNESS_UNQUALIFIED')
  })

  test('an injection used inside does not leave over the counter', async () => {
    const { id } = await write(
      at,
      slowTablets(at, 1, { patient: someone(), useAt: 'institution', lines: morphine(1) }),
    )
    expect(await refusalOf(hand(at, id, [{ code: boxes[5] ?? '', units: 1 }]))).toBe('RX_WRONG_WAY')
  })

  test('a prescription of yesterday is refused unless its doctor extended it, to three days at most', async () => {
    const [a, b] = [someone(), someone()]
    const kept = await write(at, slowTablets(at, 2, { patient: a }))
    const lapsed = await write(at, slowTablets(at, 2, { patient: b }))
    const doctor = await at.doctor()
    const extend = (validTo: string) =>
      doctor.call(extendPrescription, { id: kept.id, validTo, reason: '患者次日来取' })
    expect(await refusalOf(extend('2026-11-27'))).toBe('RX_EXTEND_RANGE')
    expect(await refusalOf(extend('2026-11-23'))).toBe('RX_EXTEND_RANGE')
    await extend('2026-11-26')
    h.clock.advance(2 * 86_400_000)
    const [peng, sun] = [await anew(h, 'pengli@lushan'), await anew(h, 'sunli@lushan')]
    const picks = [{ code: boxes[5] ?? '', units: 2 }]
    const fefoReason = '测试'
    expect(await refusalOf(hand(at, lapsed.id, picks, { takerIdNo: b.idNo, fefoReason }, peng))).toBe(
      'RX_EXPIRED',
    )
    expect((await sun.call(readPrescription, { id: lapsed.id })).state).toBe('expired')
    await hand(at, kept.id, picks, { takerIdNo: a.idNo, fefoReason }, peng)
    h.clock.advance(-2 * 86_400_000)
  })

  test('a refill before the supply ends is refused, and comes through a day before it does', async () => {
    const patient = someone()
    const { id } = await write(at, slowTablets(at, 14, { patient }))
    await hand(
      at,
      id,
      [
        { code: boxes[2] ?? '', units: 10 },
        { code: boxes[3] ?? '', units: 4 },
      ],
      {
        takerIdNo: patient.idNo,
        fefoReason: '测试',
      },
    )
    const again = write(at, slowTablets(at, 2, { patient }))
    await expect(again).rejects.toThrow(/2026-11-23 已发 7 日量.*2026-11-29 起/)
    h.clock.advance(6 * 86_400_000)
    const sun = await anew(h, 'sunli@lushan')
    const next = await sun.call(writePrescription, slowTablets(at, 2, { patient }))
    expect(next.no).toBe('MJ-20261129-01')
    h.clock.advance(-6 * 86_400_000)
  })

  test('two who fill the same prescription at once: one does', async () => {
    const patient = someone()
    const { id } = await write(at, slowTablets(at, 2, { patient }))
    const over = { takerIdNo: patient.idNo, fefoReason: '测试' }
    const both = await Promise.all(
      [3, 4].map((n) => refusalOf(hand(at, id, [{ code: boxes[n] ?? '', units: 2 }], over))),
    )
    expect(both.toSorted()).toEqual(['DOCUMENT_CLOSED', 'WENT THROUGH'])
  })
})
