import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { readHome } from '#features/home/contract.ts'
import { issueFromPrescription } from '#features/issue/contract.ts'
import { aClass } from '#apps/journey/training.ts'
import { openWorld } from '#apps/journey/world.ts'
import { endStay, grantQualification, listStaff, markStay, readStaff } from '#features/staff/contract.ts'
import { bring } from '#test/loop.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { listPrescriptions, printPrescription, readPrescription, writePrescription } from './contract.ts'
import { countersignPrescription } from './countersignContract.ts'
import { clinicOf, hand, slowTablets, tang, type Clinic } from './testKit.ts'

// 钱明 holds no right; on probation what he writes waits for another's signature.
let h: Hospital
let at: Clinic
let boxes: string[]
let head: Client
let young: Client
const people = new Map<string, number>()
const id = (name: string) => people.get(name) ?? 0
let patients = 0
const someone = () => {
  patients += 1
  return { ...tang, recordNo: `04777${patients}`, idNo: `43010419810714${String(patients).padStart(4, '0')}` }
}
const writes = (over = {}) =>
  young.call(writePrescription, slowTablets(at, 14, { patient: someone(), ...over }))
const stay = (name: string, over: Record<string, unknown> = {}) =>
  head.call(markStay, {
    id: id(name),
    kind: 'probation',
    validFrom: '2026-11-01',
    validTo: '2027-01-31',
    reason: '入职',
    ...over,
  })

beforeAll(async () => {
  h = await startHospital()
  at = await clinicOf(h)
  boxes = (await bring(at, { drug: 'NAR031', lotNo: 'Q2603011', place: 'C01', boxes: 6 })).codes
  head = await h.as('liuguodong@lushan')
  young = await h.as('qianming@lushan')
  for (const p of (await head.call(listStaff, { pageSize: 500 })).rows) people.set(p.name, p.userId)
})
afterAll(() => h.stop())

describe('试用期', () => {
  test('without the right and not on probation nothing is written; on probation it is, and waits', async () => {
    expect(await refusalOf(writes())).toBe('UNQUALIFIED')
    await stay('钱明')
    const rx = await writes()
    const read = await young.call(readPrescription, { id: rx.id })
    expect(read).toMatchObject({ state: 'unsigned', countersign: true, countersignedBy: null })
    const { rows } = await head.call(listPrescriptions, { state: 'unsigned' })
    expect(rows.map((r) => r.no)).toEqual([rx.no])
    expect((await head.call(listPrescriptions, { state: 'open' })).rows).toEqual([])
    expect(await refusalOf(young.call(printPrescription, { id: rx.id }))).toBe('RX_UNSIGNED')
  })

  test('neither window nor ward hands it out before somebody with the right has signed, and the refusal is on record', async () => {
    const patient = someone()
    const home = await writes({ patient })
    const taker = { takerIdNo: patient.idNo }
    const picks = boxes.slice(0, 2).map((code, i) => ({ code, units: i === 0 ? 10 : 4 }))
    await expect(hand(at, home.id, picks, taker)).rejects.toThrow(/试用期医师钱明.*不能调配/)
    const ward = await writes({ useAt: 'institution' })
    const issue = {
      prescriptionId: ward.id,
      locationId: at.place('C01').id,
      holderId: id('赵敏'),
      picks: boxes.slice(2, 4).map((code, i) => ({ code, units: i === 0 ? 10 : 4 })),
    }
    const dispenser = await h.as('pengli@lushan')
    const given = () => dispenser.call(issueFromPrescription, issue, witness('hezhiyuan@lushan'))
    expect(await refusalOf(given())).toBe('RX_UNSIGNED')
    const [kept] = await h.auditor.transaction(
      (tx) => tx<{ n: number }[]>`select count(*)::int as n from audit.refusal where code = 'RX_UNSIGNED'`,
    )
    expect(kept?.n).toBe(3)
    const senior = await at.doctor()
    const todos = (await senior.call(readHome, {})).todos.filter((t) => t.kind === 'countersign')
    expect(todos).toHaveLength(3)
    expect((await young.call(readHome, {})).todos.some((t) => t.kind === 'countersign')).toBe(false)
    const waits = async () =>
      (await dispenser.call(readHome, {})).todos.filter((t) => t.kind === 'dispense').length
    expect(await waits()).toBe(0)
    await senior.call(countersignPrescription, { id: home.id, outcome: 'signed' })
    expect(await waits()).toBe(1)
    await senior.call(countersignPrescription, { id: ward.id, outcome: 'signed' })
    expect((await hand(at, home.id, picks, taker)).no).toMatch(/^FY-/)
    expect((await given()).no).toBeTruthy()
    expect(await senior.call(readPrescription, { id: home.id })).toMatchObject({ countersignedBy: '孙立' })
  })

  test('not by himself, not by another on probation, not without the right, not twice', async () => {
    const rx = await writes()
    const sign = (client: Client) => client.call(countersignPrescription, { id: rx.id, outcome: 'signed' })
    expect(await refusalOf(sign(young))).toBe('UNQUALIFIED')
    const other = await h.as('linyue@lushan')
    const { stayId } = await stay('林悦')
    expect(await refusalOf(sign(other))).toBe('RX_COUNTERSIGN')
    // A right of one's own does not help who is on probation.
    const hers = await other.call(writePrescription, slowTablets(at, 14, { patient: someone() }))
    expect(await refusalOf(other.call(countersignPrescription, { id: hers.id, outcome: 'signed' }))).toBe(
      'RX_COUNTERSIGN',
    )
    await head.call(endStay, { stayId, reason: '转正' })
    await sign(other)
    expect(await refusalOf(sign(await at.doctor()))).toBe('DOCUMENT_CLOSED')
    const free = await other.call(writePrescription, slowTablets(at, 14, { patient: someone() }))
    expect((await other.call(readPrescription, { id: free.id })).state).toBe('open')
  })

  test('who does not agree voids it, with the reason', async () => {
    const rx = await writes()
    const senior = await at.doctor()
    const refuse = (reason?: string) =>
      senior.call(countersignPrescription, {
        id: rx.id,
        outcome: 'refused',
        ...(reason ? { reason } : {}),
      })
    expect(await refusalOf(refuse())).toBe('REASON_REQUIRED')
    await refuse('剂量偏大')
    expect(await young.call(readPrescription, { id: rx.id })).toMatchObject({
      state: 'void',
      voidedBy: '孙立',
      voidReason: '剂量偏大',
    })
  })

  test('a term is one at a time, begins before it ends, and nobody marks himself', async () => {
    expect(await refusalOf(stay('钱明', { validFrom: '2027-01-31', validTo: '2027-03-01' }))).toBe(
      'STAY_OVERLAP',
    )
    expect(await refusalOf(stay('孙立', { validTo: '2026-10-01' }))).toBe('STAY_TERM')
    expect(await refusalOf(stay('孙立', { home: '湘西州人民医院' }))).toBe('STAY_HOME')
    expect(await refusalOf(stay('刘国栋'))).toBe('ACCESS_OWN')
  })
})

describe('进修', () => {
  const visit = { kind: 'visiting', home: '湘西州人民医院', validFrom: '2026-11-01', validTo: '2027-04-30' }
  const right = (over: Record<string, unknown> = {}) =>
    head.call(grantQualification, {
      id: id('周婧'),
      type: 'prescribe',
      validFrom: '2026-11-23',
      validTo: '2027-04-30',
      reason: '本院考核 86 分',
      assessedOn: '2026-11-20',
      ...over,
    })

  test('somebody who brings a right along is not marked before it is revoked', async () => {
    expect(await refusalOf(stay('孙立', visit))).toBe('STAY_HAS_RIGHT')
    expect(await refusalOf(stay('周婧', { ...visit, home: undefined }))).toBe('STAY_HOME')
  })

  test('the right rests on an assessment of this hospital within the stay, and ends with it', async () => {
    const { stayId } = await stay('周婧', visit)
    expect(await refusalOf(right({ validTo: '2027-05-01' }))).toBe('QUALIFICATION_STAY')
    expect(await refusalOf(right({ validFrom: '2026-10-31' }))).toBe('QUALIFICATION_STAY')
    expect(await refusalOf(right({ assessedOn: undefined }))).toBe('QUALIFICATION_ASSESSMENT')
    expect(await refusalOf(right({ assessedOn: '2026-10-31' }))).toBe('QUALIFICATION_ASSESSMENT')
    expect(await refusalOf(right({ assessedOn: '2026-11-24' }))).toBe('QUALIFICATION_ASSESSMENT')
    await right()
    const held = (await head.call(readStaff, { id: id('周婧') })).qualifications.find(
      (q) => q.type === 'prescribe',
    )
    expect(held).toMatchObject({ basis: 'visiting', assessedOn: '2026-11-20', state: 'valid' })
    expect(await head.call(endStay, { stayId, reason: '提前返回' })).toEqual({ revoked: 1 })
    const after = await head.call(readStaff, { id: id('周婧') })
    expect(after.qualifications.find((q) => q.type === 'prescribe')?.state).toBe('revoked')
    expect(after.stays).toMatchObject([{ state: 'over', endedReason: '提前返回' }])
    expect(await refusalOf(head.call(endStay, { stayId, reason: '再一次' }))).toBe('DOCUMENT_CLOSED')
  })

  test('the hospital’s own exam is the assessment, and its year is cut at the end of the stay', async () => {
    await stay('赵敏', visit)
    const world = await openWorld(h.transport, () => {}, h.clock.now)
    await aClass(world, {
      title: '进修医师处方权考核',
      lecturer: '刘国栋',
      place: '会议室',
      qualification: 'prescribe',
      scores: { 赵敏: 88 },
    })
    const held = (await head.call(readStaff, { id: id('赵敏') })).qualifications.find(
      (q) => q.type === 'prescribe',
    )
    expect(held).toMatchObject({ basis: 'visiting', validTo: '2027-04-30', assessedOn: '2026-11-23' })
  })
})
