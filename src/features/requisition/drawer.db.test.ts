import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CallFailed, Client } from '#apps/client.ts'
import { createPlace } from '#features/places/contract.ts'
import { placeImport } from '#features/places/importContract.ts'
import { mapOf, receiveBoxes, whereIs, type Received, type Surroundings } from '#test/flow.ts'
import { startHospital, witness, type Hospital } from '#test/harness.ts'
import { decideBase, readPlaceBase, requestBase } from '#features/baseStock/contract.ts'
import {
  countLine,
  listHandoverPlaces,
  openHandover,
  readHandover,
  signHandover,
} from '#features/handover/contract.ts'
import { acceptTransfer, createRequisition, sendTransfer } from './contract.ts'

let h: Hospital
let at: Surroundings
let drawer: number
let keeper: Client
let pharmacy: Client
let sufentanil: Received
let other: Received
let fentanyl: Received

const drugs = (codes: string) => `编码,名称,类型,所在智能柜,可放药品\nCT1,1 号抽屉,抽屉,B11,${codes}`
async function keptFor(codes: string) {
  const head = await h.as('liuguodong@lushan')
  const { importId } = await head.call(
    placeImport.check,
    { fileName: 'a.csv' },
    { file: Buffer.from(drugs(codes)) },
  )
  await head.call(placeImport.run, { importId, acceptUpdates: true })
}
const send = (of: Received, i = 0) =>
  keeper.call(
    sendTransfer,
    {
      sourceLocationId: at.place('A01').id,
      destinationLocationId: drawer,
      picks: [{ code: of.codes[i] ?? '', units: 10 }],
    },
    witness('lizhenhua@lushan'),
  )
const said = (call: Promise<unknown>) => call.then(() => undefined).catch((e: CallFailed) => e.problem)

beforeAll(async () => {
  h = await startHospital()
  at = await mapOf(h)
  keeper = await h.as('wangxuemei@lushan')
  pharmacy = await h.as('liqian@lushan')
  const head = await h.as('liuguodong@lushan')
  const cabinetId = at.place('B11').id
  const made = await head.call(createPlace, {
    code: 'CT1',
    name: '1 号抽屉',
    kind: 'drawer',
    tier: 2,
    cabinetId,
  })
  drawer = made.placeId
  sufentanil = await receiveBoxes(h, { drug: 'NAR017', boxes: 1, lotNo: 'S2609118', expiry: '2029-08-31' })
  other = await receiveBoxes(h, { drug: 'NAR017', boxes: 1, lotNo: 'S2609200', expiry: '2029-09-30' })
  fentanyl = await receiveBoxes(h, { drug: 'NAR012', boxes: 2, lotNo: 'F2609027', expiry: '2029-08-31' })
})
afterAll(() => h.stop())

test('a drawer without a list takes any drug; with one it takes no other, whoever asks or sends', async () => {
  const { id } = await send(fentanyl)
  await keptFor('NAR017')
  const refused = {
    code: 'DRAWER_NOT_FOR_DRUG',
    detail: '1 号抽屉只放枸橼酸舒芬太尼注射液 1ml:50μg，不能放枸橼酸芬太尼注射液 2ml:0.1mg，请改放别的储位',
  }
  expect(await said(send(fentanyl, 1))).toMatchObject(refused)
  const asked = {
    locationId: drawer,
    sourceLocationId: at.place('A01').id,
    lines: [{ drugId: fentanyl.drugId, units: 5 }],
  }
  expect(await said(pharmacy.call(createRequisition, asked))).toMatchObject(refused)
  // What was sent before the list was made still may not be put there.
  const picks = [{ code: fentanyl.codes[0] ?? '', units: 10 }]
  expect(await said(pharmacy.call(acceptTransfer, { id, picks }))).toMatchObject(refused)
})

test('several lots of its drug lie in one drawer', async () => {
  for (const of of [sufentanil, other]) {
    const { id } = await send(of)
    await pharmacy.call(acceptTransfer, { id, picks: [{ code: of.codes[0] ?? '', units: 10 }] })
    expect(await whereIs(h, of.codes[0] ?? '')).toEqual({ '1 号抽屉': 10 })
  }
})

test('a drawer is handed over lot by lot, under its cabinet’s name', async () => {
  const places = (await pharmacy.call(listHandoverPlaces, {})).rows
  expect(places.find((p) => p.placeId === drawer)?.place).toMatch(/.+ 1 号抽屉$/)
  const { id } = await pharmacy.call(openHandover, { placeId: drawer, kind: 'shift' })
  const { lines } = await pharmacy.call(readHandover, { id })
  expect(lines.map((l) => [l.lotNo, l.book])).toEqual([
    ['S2609118', 10],
    ['S2609200', 10],
  ])
  for (const l of lines) await pharmacy.call(countLine, { id, item: 'intact', lotId: l.lotId, units: 10 })
  const { version } = await pharmacy.call(readHandover, { id })
  await pharmacy.call(signHandover, { id, version }, witness('hezhiyuan@lushan'))
  expect((await pharmacy.call(readHandover, { id })).state).toBe('signed')
})

test('a drawer has a base of its own, and the equation holds with both lots', async () => {
  const lines = [{ drugId: sufentanil.drugId, units: 20, minUnits: 5 }]
  const asked = { placeId: drawer, effectiveFrom: '2026-11-23', reason: '抽屉定数', lines }
  const { id } = await pharmacy.call(requestBase, asked)
  await (await h.as('liuguodong@lushan')).call(decideBase, { id, approve: true })
  const base = await pharmacy.call(readPlaceBase, { placeId: drawer })
  expect(base.drugs).toMatchObject([{ baseUnits: 20, inPlace: 20, difference: 0 }])
})
