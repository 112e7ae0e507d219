import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { reverseMovement } from '#features/correction/contract.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { readFile } from '#core/files/contract.ts'
import { bring, holdings, photo } from '#test/loop.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { writePrescription } from './contract.ts'
import {
  addPaper,
  addReview,
  closeLongTerm,
  listLongTerm,
  listOwed,
  openLongTerm,
  readLongTerm,
  readOwed,
  revealLongTerm,
  takeEmpties,
} from './longTermContract.ts'
import { anew, clinicOf, hand, luo, type Clinic, type RxInput } from './testKit.ts'

let h: Hospital
let at: Clinic
let boxes: string[]
beforeAll(async () => {
  h = await startHospital()
  at = await clinicOf(h)
  boxes = (await bring(at, { drug: 'NAR002', lotNo: 'M2605011', place: 'C01', boxes: 4 })).codes
})
afterAll(() => h.stop())

const days = 86_400_000
let people = 0
const someone = () => {
  people += 1
  return { ...luo, recordNo: `04990${people}`, idNo: `43012119590107${String(people).padStart(4, '0')}` }
}
type Patient = ReturnType<typeof someone>

const opening = (p: Patient, over = {}) => ({
  category: 'cancer' as const,
  name: p.name,
  sex: p.sex,
  birthYear: 1959,
  recordNo: p.recordNo,
  idNo: p.idNo,
  diagnosis: '肺癌骨转移',
  certificateHospital: '长沙市麓山中心医院',
  certificateGrade: '三级' as const,
  certificateOn: '2026-10-08',
  examination: '爆发痛每日 2 次，评分 7',
  ...over,
})

/** Morphine 10 mg twice a day under the skin, so many ampoules to take home. */
const ampoules = (patient: Patient, units: number, over: Partial<RxInput> = {}): RxInput => ({
  encounter: 'outpatient',
  category: 'cancer',
  useAt: 'home',
  payment: '医保',
  patient,
  diagnosis: '肺癌骨转移',
  verifiedHow: '居民身份证',
  lines: [{ drugId: at.drug('NAR002'), units, dose: 10_000, times: 2, perDays: 1, route: '皮下注射' }],
  ...over,
})

const papers = ['certificate', 'patientId', 'consent'] as const

async function recordFor(
  p: Patient,
  over = {},
  kinds: readonly ('agentId' | (typeof papers)[number])[] = papers,
) {
  const doctor = await at.doctor()
  const { id } = await doctor.call(openLongTerm, opening(p, over))
  for (const kind of kinds) await doctor.call(addPaper, { id, kind, sha256: await photo(doctor) })
  return id
}

async function taken(p: Patient, units: number, box: string, client?: Client): Promise<number> {
  const doctor = client ?? (await at.doctor())
  const { id } = await doctor.call(writePrescription, ampoules(p, units))
  await hand(at, id, [{ code: box, units }], { takerIdNo: p.idNo, fefoReason: '测试' })
  return id
}

describe('the record', () => {
  test('no paper may be missing: each is asked for by name until it is there', async () => {
    const p = someone()
    const doctor = await at.doctor()
    const ask = () => doctor.call(writePrescription, ampoules(p, 2))
    expect(await refusalOf(ask())).toBe('RX_RECORD_MISSING')
    const id = await recordFor(p, { agentName: '周建', agentIdNo: '430104198501010033' }, [
      'certificate',
      'patientId',
    ])
    await expect(ask()).rejects.toThrow(/缺 知情同意书、代办人身份证明/)
    await doctor.call(addPaper, { id, kind: 'consent', sha256: await photo(doctor) })
    await doctor.call(addPaper, { id, kind: 'agentId', sha256: await photo(doctor) })
    await ask()
    const record = await doctor.call(readLongTerm, { id })
    expect(record).toMatchObject({ state: 'ok', missing: [], reviewDue: '2027-02-23', patientName: '罗**' })
    expect(record.prescriptions).toHaveLength(1)
    expect(JSON.stringify(record)).not.toContain(p.idNo)
  })

  test('a copied identity card opens to whoever may see the patient in full, to nobody else with its hash', async () => {
    const doctor = await at.doctor()
    const id = await recordFor(someone(), {}, [])
    const sha256 = await photo(doctor)
    const head = await h.as('liuguodong@lushan')
    // Not bound yet: it is the doctor's own, whatever others may do.
    expect((await doctor.download(readFile, { sha256 })).length).toBeGreaterThan(0)
    expect(await refusalOf(head.download(readFile, { sha256 }))).toBe('NOT_FOUND')
    await doctor.call(addPaper, { id, kind: 'patientId', sha256 })
    expect((await head.download(readFile, { sha256 })).length).toBeGreaterThan(0)
    for (const account of ['sunli@lushan', 'wangxuemei@lushan', 'liqian@lushan', 'tanyong@huaichuan'])
      expect(await refusalOf((await h.as(account)).download(readFile, { sha256 }))).toBe('NOT_FOUND')
  })

  test('one patient, one open record; a picture proves one thing only', async () => {
    const p = someone()
    const doctor = await at.doctor()
    const id = await recordFor(p, {}, [])
    expect(await refusalOf(doctor.call(openLongTerm, opening(p)))).toBe('ALREADY_EXISTS')
    const sha256 = await photo(doctor)
    await doctor.call(addPaper, { id, kind: 'consent', sha256 })
    expect(await refusalOf(doctor.call(addPaper, { id, kind: 'certificate', sha256 }))).toBe(
      'EVIDENCE_REUSED',
    )
    const nothing = doctor.call(addPaper, { id, kind: 'certificate', sha256: 'b'.repeat(64) })
    expect(await refusalOf(nothing)).toBe('EVIDENCE_INCOMPLETE')
    await doctor.call(closeLongTerm, { id, reason: '转院' })
    expect(await refusalOf(doctor.call(writePrescription, ampoules(p, 2)))).toBe('RX_RECORD_MISSING')
    expect(
      await refusalOf(doctor.call(addReview, { id, reviewedOn: '2026-11-23', painScore: 3, note: '稳' })),
    ).toBe('DOCUMENT_CLOSED')
    await doctor.call(openLongTerm, opening(p))
  })

  test('after three months without a review the next prescription waits for one', async () => {
    const p = someone()
    const id = await recordFor(p)
    h.clock.set('2027-02-24T02:00:00Z')
    const doctor = await anew(h, 'sunli@lushan')
    const states = async (state: 'overdue' | 'ok' | 'due') =>
      (await doctor.call(listLongTerm, { state })).rows.map((r) => r.id).includes(id)
    expect([await states('overdue'), await states('ok')]).toEqual([true, false])
    await expect(doctor.call(writePrescription, ampoules(p, 2))).rejects.toThrow(/上次诊查是 2026-11-23/)
    const review = { id, painScore: 4, note: '控制尚可，剂量不变' }
    expect(await refusalOf(doctor.call(addReview, { ...review, reviewedOn: '2027-02-25' }))).toBe(
      'TIME_IN_FUTURE',
    )
    await doctor.call(addReview, { ...review, reviewedOn: '2027-02-24' })
    await doctor.call(writePrescription, ampoules(p, 2))
    expect([await states('overdue'), await states('ok')]).toEqual([false, true])
    h.clock.set('2027-05-15T02:00:00Z')
    const later = await anew(h, 'sunli@lushan')
    expect((await later.call(listLongTerm, { state: 'due' })).rows.map((r) => r.id)).toContain(id)
    h.clock.set('2026-11-23T06:05:00Z')
  })

  test('copies of documents are seen by who may reveal a patient, with a reason', async () => {
    const p = someone()
    const id = await recordFor(p)
    const head = await h.as('liuguodong@lushan')
    const seen = await head.call(revealLongTerm, { id, reason: '材料检查' })
    expect([seen.patient.idNo, seen.papers.length]).toEqual([p.idNo, 3])
    expect(await refusalOf((await at.doctor()).call(revealLongTerm, { id, reason: '看看' }))).toBe(
      'FORBIDDEN',
    )
  })
})

describe('empties from home', () => {
  const bin = () => at.place('C02').id
  const back = async (
    prescriptionId: number,
    items: { lotId: number; units: number }[] | { code: string }[],
  ) =>
    (await h.as('pengli@lushan')).call(
      takeEmpties,
      { prescriptionId, binLocationId: bin(), broughtBy: 'family', items },
      witness('hezhiyuan@lushan'),
    )

  test('the next ampoules wait for the empties of the last ones; what is short needs a reason that stays', async () => {
    const p = someone()
    await recordFor(p)
    const first = await taken(p, 6, boxes[0] ?? '')
    h.clock.advance(3 * days)
    const [doctor, peng] = [await anew(h, 'sunli@lushan'), await anew(h, 'pengli@lushan')]
    const { id } = await doctor.call(writePrescription, ampoules(p, 4))
    const fill = (emptiesReason?: string) =>
      hand(
        at,
        id,
        [{ code: boxes[0] ?? '', units: 4 }],
        { takerIdNo: p.idNo, fefoReason: '测试', ...(emptiesReason ? { emptiesReason } : {}) },
        peng,
      )
    await expect(fill()).rejects.toThrow(/还有 6 个空安瓿没有交回（批号 M2605011/)
    const { rows } = await peng.call(readOwed, { prescriptionId: first })
    expect(rows).toHaveLength(6)
    const lotId = rows[0]?.lotId ?? 0
    const bring = (items: { lotId: number; units: number }[] | { code: string }[]) =>
      peng.call(
        takeEmpties,
        { prescriptionId: first, binLocationId: bin(), broughtBy: 'family', items },
        witness('hezhiyuan@lushan'),
      )
    expect(await refusalOf(bring([{ lotId, units: 7 }]))).toBe('CONTAINER_NOT_OWED')
    const code = rows[5]?.code ?? ''
    expect(await bring([{ code }])).toMatchObject({ stillOwed: 5 })
    expect(await refusalOf(bring([{ code }]))).toBe('CONTAINER_NOT_OWED')
    expect(await bring([{ lotId, units: 4 }])).toMatchObject({ stillOwed: 1 })
    expect(await refusalOf(fill())).toBe('RX_EMPTIES_OWED')
    await fill('一支在家中打碎，已登记')
    const owed = (await peng.call(listOwed, {})).rows.filter((r) => r.prescriptionId === id)
    expect(owed.map((r) => [r.owed, r.name])).toEqual([[5, '盐酸吗啡注射液']])
    h.clock.advance(-3 * days)
  })

  test('brought by nobody who took any, or by one person alone, nothing is taken', async () => {
    const p = someone()
    await recordFor(p)
    const doctor = await at.doctor()
    const { id } = await doctor.call(writePrescription, ampoules(p, 2))
    const known = (await holdings(at, { lotNo: 'M2605011' }))[0]
    expect(known).toBeDefined()
    expect(await refusalOf(back(id, [{ code: boxes[3] ?? '' }]))).toBe('CONTAINER_NOT_OWED')
    const alone = (await h.as('pengli@lushan')).call(takeEmpties, {
      prescriptionId: id,
      binLocationId: bin(),
      broughtBy: 'patient',
      items: [{ code: boxes[3] ?? '' }],
    })
    expect(await refusalOf(alone)).toBe('WITNESS_REQUIRED')
  })

  test('a dispense taken back in the books is neither supply nor owed, and may be done again', async () => {
    const p = someone()
    await recordFor(p)
    const doctor = await at.doctor()
    const { id } = await doctor.call(writePrescription, ampoules(p, 2))
    const done = await hand(at, id, [{ code: boxes[2] ?? '', units: 2 }], {
      takerIdNo: p.idNo,
      fefoReason: '测试',
    })
    const peng = await h.as('pengli@lushan')
    await peng.call(
      reverseMovement,
      { id: done.movementId, reason: '窗口发错人，当场追回' },
      witness('liuguodong@lushan'),
    )
    expect((await peng.call(readOwed, { prescriptionId: id })).rows).toEqual([])
    await hand(at, id, [{ code: boxes[2] ?? '', units: 2 }], { takerIdNo: p.idNo, fefoReason: '测试' })
    expect((await peng.call(readOwed, { prescriptionId: id })).rows).toHaveLength(2)
  })

  test('a record is not closed while empties are at the patient’s home', async () => {
    const p = someone()
    const id = await recordFor(p)
    const rx = await taken(p, 2, boxes[1] ?? '')
    const doctor = await at.doctor()
    expect(await refusalOf(doctor.call(closeLongTerm, { id, reason: '停药' }))).toBe('RX_EMPTIES_OWED')
    const peng = await h.as('pengli@lushan')
    const { rows } = await peng.call(readOwed, { prescriptionId: rx })
    await back(rx, [{ lotId: rows[0]?.lotId ?? 0, units: 2 }])
    await doctor.call(closeLongTerm, { id, reason: '停药' })
    expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  })
})
