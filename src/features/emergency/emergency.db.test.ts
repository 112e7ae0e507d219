import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectAs } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { sweep } from '#apps/sweep.ts'
import type { CallInputOf } from '#core/contract.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { askReport, type ReportPage } from '#core/reports/contract.ts'
import { listAlerts } from '#features/alerts/contract.ts'
import { alertsFollower } from '#features/alerts/follower.ts'
import { readHome } from '#features/home/contract.ts'
import {
  createIssue,
  issueForRescue,
  issueFromPrescription,
  listIssues,
  readIssue,
} from '#features/issue/contract.ts'
import { recover } from '#features/recovery/contract.ts'
import { writePrescription } from '#features/prescription/contract.ts'
import { administer, openUnits, returnUnopened } from '#features/residue/contract.ts'
import { followAll, refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { bring, loopOf, type Loop } from '#test/loop.ts'
import { matchOrder, matchPrescription, rescueCandidates } from './contract.ts'

let h: Hospital
let at: Loop
let boxes: readonly string[]
beforeAll(async () => {
  h = await startHospital()
  at = await loopOf(h)
  boxes = (await bring(at, { drug: 'NAR002', lotNo: 'P2609016', boxes: 6 })).codes
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

/** Sessions end after an hour; a test that moves the clock signs in anew. */
const as = (account: string) => connectAs(h.transport, `${account}@lushan`, demoPassword)
const start = Date.parse('2026-11-23T18:05:00.000Z')
const hours = (n: number) => h.clock.set(new Date(start + n * 3_600_000).toISOString())
const patient = { name: '罗桂芳', sex: '女', age: 67, recordNo: '0488230571' } as const

const rescue = (
  over: Partial<CallInputOf<typeof issueForRescue>> = {},
): CallInputOf<typeof issueForRescue> => ({
  reason: 'arrest',
  room: '抢救室 1 床',
  locationId: at.place('B01').id,
  patient,
  doctorId: at.user('sunli@lushan'),
  holderId: at.user('zhoujing@lushan'),
  picks: [{ code: boxes[0] ?? '', units: 2 }],
  ...over,
})

/** 周婧 draws at two in the morning and holds it herself, 林悦 checks. */
async function draw(over: Partial<CallInputOf<typeof issueForRescue>> = {}) {
  return (await as('zhoujing')).call(issueForRescue, rescue(over), witness('linyue@lushan'))
}

async function useAll(id: number, codes: readonly string[]): Promise<void> {
  const nurse = await as('zhoujing')
  await nurse.call(openUnits, { id, units: codes.map((code) => ({ code })) })
  await nurse.call(administer, {
    id,
    route: '静脉注射',
    doses: codes.map((code) => ({ code, content: 10_000 })),
  })
}

/** 孙立 writes what was given: so many ampoules of morphine at once, for use on the ward. */
async function prescribe(
  units: number,
  over: Partial<CallInputOf<typeof writePrescription>> = {},
  by = 'sunli',
) {
  const line = {
    drugId: at.drug('NAR002'),
    units,
    dose: units * 10_000,
    times: 1,
    perDays: 1,
    route: '静脉注射',
  }
  const made = await (
    await as(by)
  ).call(writePrescription, {
    encounter: 'inpatient',
    category: 'inpatient',
    useAt: 'institution',
    payment: '医保',
    patient: { ...patient, idNo: '430121195901077421' },
    diagnosis: '急性左心衰竭',
    verifiedHow: '居民身份证',
    lines: [line],
    ...over,
  })
  return made.id
}

describe('two ampoules before there is an order', () => {
  let id: number
  let labels: string[]

  test('a reason of one’s own is written out, and the doctor has the right', async () => {
    hours(0)
    expect(await refusalOf(draw({ reason: 'other' }))).toBe('REASON_REQUIRED')
    expect(await refusalOf(draw({ doctorId: at.user('qianming@lushan') }))).toBe('PRESCRIBER_UNQUALIFIED')
    const alone = (await as('zhoujing')).call(issueForRescue, rescue())
    expect(await refusalOf(alone)).toBe('WITNESS_REQUIRED')
    const asSurgery = (await as('zhoujing')).call(
      createIssue,
      {
        ...rescue(),
        kind: 'surgery',
        refNo: 'SS-1',
        title: '抢救',
        diagnosis: '抢救',
        plan: [{ drugId: at.drug('NAR002'), units: 2 }],
      } as never,
      witness('linyue@lushan'),
    )
    expect(await refusalOf(asSurgery)).toBe('WITNESS_UNQUALIFIED')
  })

  test('a nurse draws them with a doctor beside her; the hand owes an order', async () => {
    const made = await draw()
    id = made.id
    labels = made.labels.map((l) => l.code)
    const seen = await (await as('zhoujing')).call(readIssue, { id })
    expect(seen).toMatchObject({
      kind: 'emergency',
      refNo: 'QJ-20261124-01',
      title: '抢救用药，心跳呼吸骤停',
      state: 'open',
      orderDueAt: '2026-11-24T00:05:00.000Z',
      rescue: { reason: 'arrest', order: null, matchedAt: null },
    })
  })

  test('an empty hand is not closed while the order is owed', async () => {
    const head = await as('liuguodong')
    expect(
      await refusalOf(
        (await as('sunli')).call(matchPrescription, { id, prescriptionId: await prescribe(2) }),
      ),
    ).toBe('RESCUE_STILL_HELD')
    await useAll(id, labels)
    await (
      await as('liqian')
    ).call(
      recover,
      { issueId: id, binLocationId: at.place('B02').id, items: labels.map((code) => ({ code })) },
      witness('zhoujing@lushan'),
    )
    const { rows } = await head.call(listIssues, { state: 'pending', kind: 'emergency' })
    expect(rows.map((r) => r.id)).toEqual([id])
    expect((await head.call(readHome, {})).loops?.today).toMatchObject({ issued: 1, closed: 0 })
    expect((await (await as('sunli')).call(readHome, {})).todos.map((t) => t.kind)).toContain('order')
    expect((await head.call(readHome, {})).todos.map((t) => t.kind)).not.toContain('order')
  })

  test('what does not fit is refused with what is different, and shown before', async () => {
    const doctor = await as('sunli')
    const three = await prescribe(3, {
      patient: { ...patient, name: '汤文斌', recordNo: '0488230999', idNo: '1' },
    })
    const { rows } = await doctor.call(rescueCandidates, { id })
    expect(rows.map((r) => r.faults.length)).toEqual([0, 2])
    expect(rows[1]?.faults[1]).toBe(
      `盐酸吗啡注射液 1ml:10mg 实际用了 2 支，处方 ${rows[1]?.no ?? ''} 写的是 3 支，请医师按实际用量重开`,
    )
    expect(await refusalOf(doctor.call(matchPrescription, { id, prescriptionId: three }))).toBe(
      'RESCUE_OTHER_PATIENT',
    )
    expect(await refusalOf(doctor.call(matchPrescription, { id, prescriptionId: 999_999 }))).toBe('NOT_FOUND')
  })

  test('the prescription that says what was used closes it, and can fill nothing else', async () => {
    hours(1)
    const doctor = await as('sunli')
    const fits = (await doctor.call(rescueCandidates, { id })).rows[0]
    const prescriptionId = fits?.prescriptionId ?? 0
    expect(await doctor.call(matchPrescription, { id, prescriptionId })).toEqual({ late: false })
    expect(await doctor.call(readIssue, { id })).toMatchObject({
      orderDueAt: null,
      rescue: { order: fits?.no, matchedBy: '孙立', matchedAt: '2026-11-23T19:05:00.000Z' },
    })
    expect(await refusalOf(doctor.call(matchPrescription, { id, prescriptionId }))).toBe('DOCUMENT_CLOSED')
    const again = (await as('liqian')).call(
      issueFromPrescription,
      {
        prescriptionId,
        locationId: at.place('B01').id,
        holderId: at.user('zhoujing@lushan'),
        picks: [{ code: boxes[1] ?? '', units: 2 }],
      },
      witness('hezhiyuan@lushan'),
    )
    expect(await refusalOf(again)).toBe('DOCUMENT_CLOSED')
  })

  test('another hospital and an authority have nothing to do here', async () => {
    const other = await connectAs(h.transport, 'tanyong@huaichuan', demoPassword)
    expect(await refusalOf(other.call(readIssue, { id }))).toBe('NOT_FOUND')
  })
})

describe('an order that is kept elsewhere, and late', () => {
  let id: number
  test('what was not used goes back first, and only the rest is ordered', async () => {
    hours(2)
    const made = await draw({
      patient: { sex: '男', age: 40 },
      picks: [{ code: boxes[2] ?? '', units: 2 }],
      reason: 'trauma',
    })
    id = made.id
    const [first = '', second = ''] = made.labels.map((l) => l.code)
    await useAll(id, [first])
    await (
      await as('liqian')
    ).call(
      returnUnopened,
      { id, locationId: at.place('B01').id, items: [{ code: second, units: 1 }] },
      witness('zhoujing@lushan'),
    )
    const seen = await (await as('zhoujing')).call(readIssue, { id })
    expect(seen.patient.name).toMatch(/^无/)
  })

  test('past six hours it is told once a day, and stands before the head of pharmacy', async () => {
    hours(9)
    const told = async () => {
      await sweep(h.db, h.auditor, h.clock)
      await followAll(h, alertsFollower)
      const inspector = await connectAs(h.transport, 'hemingyuan@cswjw', demoPassword)
      return (await inspector.call(listAlerts, { kind: 'ORDER_OWED', pageSize: 10 })).rows.map((r) => r.text)
    }
    expect(await told()).toEqual([`抢救用药逾期未补办医嘱：LY-20261124-02（手术药房）`])
    expect(await told()).toHaveLength(1)
    const head = await (await as('liuguodong')).call(readHome, {})
    expect(head.todos.find((t) => t.kind === 'order')).toMatchObject({
      id,
      dueAt: '2026-11-24T02:05:00.000Z',
    })
  })

  test('the doctor who gave the word signs for it, nobody else', async () => {
    const nurse = await as('zhoujing')
    const input = { id, orderNo: 'YZ-20261124-0031' }
    expect(await refusalOf(nurse.call(matchOrder, input, witness('chensiyuan@lushan')))).toBe(
      'RESCUE_NOT_DOCTOR',
    )
    expect(await nurse.call(matchOrder, input, witness('sunli@lushan'))).toEqual({ late: true })
    expect(await nurse.call(readIssue, { id })).toMatchObject({
      rescue: { order: 'YZ-20261124-0031', confirmedBy: '孙立', matchedBy: '周婧' },
    })
  })
})

test('the analysis counts them against all that the person drew', async () => {
  const head = await as('liuguodong')
  const ask = async (code: string, input: object) =>
    ((await head.call(askReport(code), input as never)) as ReportPage).rows
  const [row] = await ask('rescueShare', {})
  expect(row?.cells).toMatchObject({ holder: '周婧', rescues: 2, issues: 2, share: 100, owed: 0, late: 1 })
  const late = await ask('rescues', { order: 'late' })
  expect(late.map((r) => [r.cells['orderNo'], r.cells['state'], r.cells['minutes']])).toEqual([
    ['YZ-20261124-0031', '逾期补办', 420],
  ])
})
