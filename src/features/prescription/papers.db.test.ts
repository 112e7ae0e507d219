import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { issueFromPrescription, readIssue } from '#features/issue/contract.ts'
import { bring } from '#test/loop.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { printPrescription, readPrescription, voidPrescription } from './contract.ts'
import { destroyPapers, listPapers, markPapers, takePapers } from './paperContract.ts'
import { clinicOf, slowTablets, tang, write, type Clinic } from './testKit.ts'

let h: Hospital
let at: Clinic
let boxes: string[]
beforeAll(async () => {
  h = await startHospital()
  at = await clinicOf(h)
  boxes = (await bring(at, { drug: 'NAR031', lotNo: 'Q2603011', place: 'C01' })).codes
})
afterAll(() => h.stop())

const morphine = (units: number) => [
  { drugId: at.drug('NAR002'), units, dose: 10_000, times: 1, perDays: 1, route: '皮下注射' },
]
let people = 0
const someone = () => {
  people += 1
  return { ...tang, recordNo: `04887${people}`, idNo: `43010419790512${String(people).padStart(4, '0')}` }
}

describe('used inside', () => {
  test('a prescription goes into a hand whole, once, and the issue says which one it was', async () => {
    const [box = ''] = (await bring(at, { drug: 'NAR002', lotNo: 'M2605', place: 'C01' })).codes
    const input = slowTablets(at, 1, { patient: someone(), useAt: 'institution', lines: morphine(1) })
    const { id, no } = await write(at, input)
    const peng = await h.as('pengli@lushan')
    const draw = (units: number) =>
      peng.call(
        issueFromPrescription,
        {
          prescriptionId: id,
          locationId: at.place('C01').id,
          holderId: at.user('zhaomin@lushan'),
          picks: [{ code: box, units }],
        },
        witness('hezhiyuan@lushan'),
      )
    expect(await refusalOf(draw(2))).toBe('ISSUE_OVER_PLAN')
    const made = await draw(1)
    const issue = await peng.call(readIssue, { id: made.id })
    expect(issue).toMatchObject({ refNo: no, prescriptionId: id, doctor: '孙立', patientName: '汤**' })
    expect(await peng.call(readPrescription, { id })).toMatchObject({
      state: 'done',
      filled: { kind: 'issue', no: made.no },
    })
    expect(await refusalOf(draw(1))).toBe('DOCUMENT_CLOSED')
  })

  test('what is to be taken home is not drawn into a hand', async () => {
    const { id } = await write(at, slowTablets(at, 2, { patient: someone() }))
    const asked = (await h.as('pengli@lushan')).call(
      issueFromPrescription,
      {
        prescriptionId: id,
        locationId: at.place('C01').id,
        holderId: at.user('zhaomin@lushan'),
        picks: [{ code: boxes[0] ?? '', units: 2 }],
      },
      witness('hezhiyuan@lushan'),
    )
    expect(await refusalOf(asked)).toBe('RX_TAKE_HOME')
  })
})

describe('paper', () => {
  test('numbers go out once, are used once, and only what came back or was voided is destroyed', async () => {
    const head = await h.as('liuguodong@lushan')
    const book = {
      series: 'narcotic',
      prefix: 'HM',
      firstNo: 101,
      lastNo: 110,
      takenBy: at.user('sunli@lushan'),
    } as const
    const { id: bookId } = await head.call(takePapers, book)
    expect(await refusalOf(head.call(takePapers, { ...book, firstNo: 110, lastNo: 120 }))).toBe(
      'RX_PAPER_OVERLAP',
    )
    const on = (paperNo: string) => write(at, slowTablets(at, 2, { patient: someone(), paperNo }))
    const { id } = await on('hm101')
    expect(await refusalOf(on('HM101'))).toBe('RX_PAPER_SPENT')
    expect(await refusalOf(on('HM111'))).toBe('RX_PAPER_UNKNOWN')
    const mark = (kind: 'returned' | 'void', firstNo: number, lastNo = firstNo) =>
      head.call(markPapers, { bookId, kind, firstNo, lastNo, note: '盘点' })
    await mark('returned', 108, 110)
    expect(await refusalOf(mark('void', 109))).toBe('RX_PAPER_SPENT')
    expect(await refusalOf(mark('void', 99))).toBe('RX_PAPER_RANGE')
    const destroy = (firstNo: number, lastNo: number) =>
      head.call(destroyPapers, { bookId, firstNo, lastNo }, witness('lizhenhua@lushan'))
    expect(await refusalOf(destroy(101, 101))).toBe('RX_PAPER_SPENT')
    await (await at.doctor()).call(voidPrescription, { id, reason: '写错' })
    await destroy(101, 101)
    await destroy(108, 110)
    const [row] = (await head.call(listPapers, {})).rows
    expect(row).toMatchObject({ used: 0, returned: 0, void: 0, destroyed: 4, left: 6 })
  })

  test('a printed prescription has the patient in clear, and that it was printed is on record', async () => {
    const patient = someone()
    const { id, no } = await write(at, slowTablets(at, 2, { patient }))
    const printed = await (await at.doctor()).call(printPrescription, { id })
    expect(printed).toMatchObject({
      orgName: '长沙市麓山中心医院',
      patient: { idNo: patient.idNo },
      printedBy: '孙立',
    })
    const rows = await h.auditor.transaction(
      (tx) =>
        tx`select 1 from audit.event where type = 'prescription.print' and convert_from(bytes, 'UTF8') like ${`%${no}%`}`,
    )
    expect(rows).toHaveLength(1)
    const nurse = await h.as('zhaomin@lushan')
    expect(await refusalOf(nurse.call(printPrescription, { id }))).toBe('FORBIDDEN')
  })
})
