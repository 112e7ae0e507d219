import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectAs, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { listAlerts } from '#features/alerts/contract.ts'
import { alertsFollower } from '#features/alerts/follower.ts'
import { readHome } from '#features/home/contract.ts'
import { setLimit } from '#features/places/contract.ts'
import {
  acceptTransfer,
  cancelRequisition,
  createRequisition,
  sendBack,
  sendTransfer,
} from '#features/requisition/contract.ts'
import { receiveBoxes, type Received } from '#test/flow.ts'
import { followAll, startHospital, witness, type Hospital } from '#test/harness.ts'
import { hand, loopOf, type Loop } from '#test/loop.ts'
import { listStanding, type StandingRow } from './contract.ts'
import { tellCrossed } from './sweep.ts'

let h: Hospital
let at: Loop
let pharmacy: Client
let drug: Received
const second = () => witness('lizhenhua@lushan')

beforeAll(async () => {
  h = await startHospital()
  at = await loopOf(h)
  pharmacy = await h.as('liqian@lushan')
  drug = await receiveBoxes(h, { drug: 'NAR017', boxes: 8, lotNo: 'S2609118', expiry: '2029-08-31' })
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

/** Signed in anew: the clock moves past a session's life. */
const as = (account: string): Promise<Client> => connectAs(h.transport, account, demoPassword)
const keeper = () => as('wangxuemei@lushan')
const sweep = () => h.db.asOrg(at.orgId, (tx) => tellCrossed(tx, at.orgId, h.clock.now().toISOString()))
async function standing(place = 'B01'): Promise<StandingRow> {
  const { rows } = await (
    await as('liqian@lushan')
  ).call(listStanding, { placeId: at.place(place).id, drugId: drug.drugId })
  expect(rows).toHaveLength(1)
  return rows[0]!
}
async function limit(place: string, of: { lowUnits: number; highUnits?: number; maxDays?: number }) {
  const head = await as('liuguodong@lushan')
  await head.call(setLimit, { id: at.place(place).id, drugId: drug.drugId, ...of })
}
const alerts = async (who: string) => {
  await followAll(h, alertsFollower)
  const { rows } = await (await as(who)).call(listAlerts, { pageSize: 200 })
  return rows.filter((r) => r.kind.startsWith('STOCK_')).map((r) => r.text)
}
const todos = async (who: string) =>
  (await (await as(who)).call(readHome, {})).todos.filter((t) => t.kind.endsWith('Low'))
const send = async (codes: string[], requisitionId?: number) =>
  (await keeper()).call(
    sendTransfer,
    {
      sourceLocationId: at.place('A01').id,
      destinationLocationId: at.place('B01').id,
      requisitionId,
      picks: codes.map((code) => ({ code, units: 10 })),
    },
    second(),
  )
const box = (i: number) => drug.codes[i] ?? ''

test('an empty place below its limit is told once, to the hospital and not to the authority', async () => {
  await limit('B01', { lowUnits: 20, highUnits: 60 })
  expect(await standing()).toMatchObject({
    states: ['low'],
    usableUnits: 0,
    suggestedUnits: 60,
    supplyDays: null,
  })
  expect(await sweep()).toBe(1)
  expect(await sweep()).toBe(0)
  const said = '手术药房 枸橼酸舒芬太尼注射液 1ml:50μg 现存 0 支，低于下限 20'
  expect(await alerts('liuguodong@lushan')).toEqual([said])
  expect(await alerts('hemingyuan@cswjw')).toEqual([])
})

test('the home page asks for a requisition, until enough is on its way', async () => {
  expect(await todos('liqian@lushan')).toMatchObject([
    {
      kind: 'stockLow',
      id: at.place('B01').id,
      no: '1 个品种',
      text: '手术药房，枸橼酸舒芬太尼注射液 0 / 20 支',
    },
  ])
  const asked = {
    locationId: at.place('B01').id,
    sourceLocationId: at.place('A01').id,
    lines: [{ drugId: drug.drugId, units: 40 }],
  }
  const { id } = await pharmacy.call(createRequisition, asked)
  expect(await standing()).toMatchObject({ askedUnits: 40, suggestedUnits: 20, states: ['low'] })
  await pharmacy.call(cancelRequisition, { id, reason: '数量改了' })
  const whole = await pharmacy.call(createRequisition, {
    ...asked,
    lines: [{ drugId: drug.drugId, units: 60 }],
  })
  expect(await todos('liqian@lushan')).toEqual([])
  const sent = await send([box(0), box(1), box(2)], whole.id)
  expect(await standing()).toMatchObject({ comingUnits: 30, askedUnits: 0, usableUnits: 0 })
  await pharmacy.call(acceptTransfer, {
    id: sent.id,
    picks: [0, 1, 2].map((i) => ({ code: box(i), units: 10 })),
  })
  expect(await standing()).toMatchObject({ comingUnits: 0, usableUnits: 30, states: [], suggestedUnits: 0 })
  expect(await sweep()).toBe(0)
})

test('crossed again after it held, it is told again', async () => {
  await limit('B01', { lowUnits: 31, highUnits: 60 })
  expect(await sweep()).toBe(1)
  expect(await alerts('liuguodong@lushan')).toHaveLength(2)
  await limit('B01', { lowUnits: 10, highUnits: 60 })
  expect(await sweep()).toBe(0)
})

test('use is what left for a hand or another place, less what came back; four days say nothing', async () => {
  await limit('A01', { lowUnits: 0, maxDays: 30 })
  await hand(at, box(0), 4)
  expect(await standing()).toMatchObject({ usedUnits: 4, usableUnits: 26, supplyDays: null })
  const { id } = await send([box(3)])
  expect(await standing('A01')).toMatchObject({ usedUnits: 40, usableUnits: 40 })
  await (
    await keeper()
  ).call(sendBack, { id, picks: [{ code: box(3), units: 10 }], reason: '多拿一盒' }, second())
  expect(await standing('A01')).toMatchObject({ usedUnits: 30, usableUnits: 50, supplyDays: null })
  h.clock.advance(5 * 86_400_000)
  expect(await standing('A01')).toMatchObject({ supplyDays: 8, states: [] })
  expect(await standing()).toMatchObject({ supplyDays: 32 })
})

test('too much and too long: told to the hospital and to the authority', async () => {
  await limit('B01', { lowUnits: 0, highUnits: 25, maxDays: 15 })
  expect((await standing()).states).toEqual(['high', 'days'])
  expect(await sweep()).toBe(2)
  const said = [
    '手术药房 枸橼酸舒芬太尼注射液 1ml:50μg 现存 26 支，可用 32 天，超过 15 天',
    '手术药房 枸橼酸舒芬太尼注射液 1ml:50μg 现存 26 支，高于上限 25',
  ]
  expect((await alerts('hemingyuan@cswjw')).toSorted()).toEqual(said)
})

test('after the window an old use is no longer counted', async () => {
  h.clock.advance(31 * 86_400_000)
  expect(await standing()).toMatchObject({ usedUnits: 0, supplyDays: null, states: ['high'] })
})

test('the list puts what is low first, and another hospital sees nothing of it', async () => {
  await limit('A01', { lowUnits: 60 })
  const head = await as('liuguodong@lushan')
  const { rows } = await head.call(listStanding, {})
  expect(rows.map((r) => [r.place, r.states, r.suggestedUnits])).toEqual([
    ['一级库 A 柜', ['low'], 10],
    ['手术药房', ['high'], 0],
  ])
  expect((await head.call(listStanding, { state: 'low' })).total).toBe(1)
  expect((await (await as('tanyong@huaichuan')).call(listStanding, {})).total).toBe(0)
  expect((await (await as('hemingyuan@cswjw')).call(listStanding, { org: at.orgId })).total).toBe(2)
})
