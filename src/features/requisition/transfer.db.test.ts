import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { connectAs, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { reverseMovement } from '#features/correction/contract.ts'
import { mapOf, receiveBoxes, whereIs, type Received, type Surroundings } from '#test/flow.ts'
import { refusalOf, startHospital, testNow, witness, type Hospital } from '#test/harness.ts'
import {
  acceptTransfer,
  createRequisition,
  listTransfers,
  lookCode,
  readRequisition,
  readTransfer,
  sendBack,
  sendTransfer,
  type TransferDetail,
} from './contract.ts'

const vault = '一级库 A 柜'
let h: Hospital
let at: Surroundings
let wang: Client
let li: Client
let early: Received
let late: Received
let morphine: Received
let used = 0

beforeAll(async () => {
  h = await startHospital()
  at = await mapOf(h)
  wang = await h.as('wangxuemei@lushan')
  li = await h.as('liqian@lushan')
  late = await receiveBoxes(h, { drug: 'NAR017', boxes: 1, lotNo: 'S-LATE', expiry: '2029-08-31' })
  early = await receiveBoxes(h, { drug: 'NAR017', boxes: 1, lotNo: 'S-EARLY', expiry: '2027-01-31' })
  morphine = await receiveBoxes(h, { drug: 'NAR002', boxes: 30, lotNo: 'P2609016', expiry: '2026-12-31' })
})
afterEach(async () => {
  h.clock.set(testNow)
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
})
afterAll(() => h.stop())

type Picks = { code: string; units: number }[]
const route = (from: string, to: string) => ({
  sourceLocationId: at.place(from).id,
  destinationLocationId: at.place(to).id,
})
const second = () => witness('lizhenhua@lushan')
const send = (picks: Picks, more: object = {}) =>
  wang.call(sendTransfer, { ...route('A01', 'B01'), picks, ...more }, second())
const accept = (id: number, picks: Picks, note?: string) => li.call(acceptTransfer, { id, picks, note })
const seen = (id: number): Promise<TransferDetail> => li.call(readTransfer, { id })
/** Signed in anew, where the clock has moved past a session's life. */
const later = (account: string) => connectAs(h.transport, account, demoPassword)
const whole = (code: string) => ({ code, units: 10 })
/** A box of morphine that no test has touched. */
const fresh = (): string => morphine.codes[used++] ?? ''

describe('an answer to a request', () => {
  test('brings what was asked for and no more, over all its deliveries', async () => {
    const request = {
      locationId: at.place('B01').id,
      sourceLocationId: at.place('A01').id,
      lines: [{ drugId: at.drug('NAR002'), units: 20 }],
    }
    const asked = await li.call(createRequisition, request)
    const [a, b, c] = [fresh(), fresh(), fresh()]
    const answer = (picks: Picks) => send(picks, { requisitionId: asked.id })
    expect(await refusalOf(answer([whole(a), whole(b), whole(c)]))).toBe('TRANSFER_NOT_ASKED')
    expect(await refusalOf(answer([whole(early.codes[0] ?? '')]))).toBe('TRANSFER_NOT_ASKED')
    await answer([whole(a)])
    expect(await refusalOf(answer([whole(b), { code: c, units: 1 }]))).toBe('TRANSFER_NOT_ASKED')
    await answer([whole(b)])
    expect(await refusalOf(answer([{ code: c, units: 1 }]))).toBe('TRANSFER_NOT_ASKED')
  })
})

describe('a short delivery', () => {
  let id: number
  let [a, b] = ['', '']

  test('needs words, and what is missing stays in transit', async () => {
    ;[a, b] = [fresh(), fresh()]
    const sent = await send([whole(a), whole(b)])
    id = sent.id
    expect(await refusalOf(accept(id, [whole(a)]))).toBe('REASON_REQUIRED')
    expect(await refusalOf(accept(id, [whole(a)], '  '))).toBe('REASON_REQUIRED')
    h.clock.advance(20 * 60_000)
    expect(await accept(id, [whole(a), { code: b, units: 7 }], '第二盒外封已开，少 3 支')).toMatchObject({
      inTransitUnits: 3,
    })
    expect(await seen(id)).toMatchObject({
      state: 'short',
      sentUnits: 20,
      acceptedUnits: 17,
      backUnits: 0,
      inTransitUnits: 3,
      acceptedBy: '李倩',
      note: '第二盒外封已开，少 3 支',
      acceptedAt: '2026-11-23T06:25:00.000Z',
    })
    expect(await whereIs(h, b)).toEqual({ [`在途 ${vault} → 手术药房 ${sent.no}`]: 3, 手术药房: 7 })
    expect((await li.call(listTransfers, { state: 'short' })).rows.map((r) => r.id)).toEqual([id])
  })

  test('more than is left is refused, whatever the sum', async () => {
    expect(await refusalOf(accept(id, [{ code: b, units: 4 }]))).toBe('TRANSFER_OVER')
    expect(await refusalOf(accept(id, [{ code: a, units: 3 }], '数错'))).toBe('CODE_NOT_HERE')
    expect(await refusalOf(accept(id, [{ code: fresh(), units: 1 }], '别的盒'))).toBe('CODE_NOT_HERE')
  })

  test('part goes back before two people, the rest is found; the first signature and its words remain', async () => {
    const back = { id, picks: [{ code: b, units: 2 }], reason: '药库柜台找到 2 支' }
    expect(await refusalOf(wang.call(sendBack, back))).toBe('WITNESS_REQUIRED')
    expect(await refusalOf(wang.call(sendBack, { ...back, reason: '' }, second()))).toBe('INPUT_INVALID')
    expect(await refusalOf(li.call(sendBack, back, witness('liqian@lushan')))).toBe('WITNESS_IS_ACTOR')
    expect(await wang.call(sendBack, back, second())).toMatchObject({ inTransitUnits: 1 })
    expect(await seen(id)).toMatchObject({
      state: 'short',
      acceptedUnits: 17,
      backUnits: 2,
      inTransitUnits: 1,
    })
    const he = await h.as('hezhiyuan@lushan')
    h.clock.advance(10 * 60_000)
    expect(await he.call(acceptTransfer, { id, picks: [{ code: b, units: 1 }] })).toMatchObject({
      inTransitUnits: 0,
    })
    const done = await seen(id)
    expect(done).toMatchObject({
      state: 'done',
      sentUnits: 20,
      acceptedUnits: 18,
      backUnits: 2,
      acceptedBy: '李倩',
      note: '第二盒外封已开，少 3 支',
    })
    expect(done.movements.map((m) => [m.kind, m.units, m.reason])).toEqual([
      ['send', 20, null],
      ['accept', 17, '第二盒外封已开，少 3 支'],
      ['sendBack', 2, '药库柜台找到 2 支'],
      ['accept', 1, null],
    ])
    expect(await whereIs(h, b)).toEqual({ [vault]: 2, 手术药房: 8 })
  })
})

describe('sent back whole', () => {
  test('the transfer is returned, the request waits again', async () => {
    const lines = [{ drugId: morphine.drugId, units: 10 }]
    const request = await li.call(createRequisition, {
      locationId: at.place('B01').id,
      sourceLocationId: at.place('A01').id,
      lines,
    })
    const picks = [whole(fresh())]
    const { id } = await send(picks, { requisitionId: request.id })
    await wang.call(sendBack, { id, picks, reason: '送错科室' }, second())
    expect(await seen(id)).toMatchObject({
      state: 'returned',
      sentUnits: 10,
      backUnits: 10,
      acceptedUnits: 0,
      acceptedBy: null,
    })
    expect(await li.call(readRequisition, { id: request.id })).toMatchObject({
      state: 'requested',
      sentUnits: 0,
      lines: [{ sentUnits: 0 }],
    })
    expect((await li.call(listTransfers, { state: 'returned' })).rows.map((r) => r.id)).toEqual([id])
  })
})

describe('taken back in red', () => {
  test('a reversed acceptance puts it in transit again, and counts once', async () => {
    const picks = [whole(fresh())]
    const { id } = await send(picks)
    const { movementId } = await accept(id, picks)
    await li.call(reverseMovement, { id: movementId, reason: '点错单据' }, witness('liuguodong@lushan'))
    const again = await seen(id)
    expect(again).toMatchObject({
      state: 'inTransit',
      sentUnits: 10,
      acceptedUnits: 0,
      inTransitUnits: 10,
      items: [{ sentUnits: 10, inTransitUnits: 10 }],
    })
    expect(again.movements.map((m) => [m.kind, m.reversal])).toEqual([
      ['send', false],
      ['accept', false],
      ['accept', true],
    ])
    await accept(id, picks)
    expect(await seen(id)).toMatchObject({ state: 'done', sentUnits: 10, acceptedUnits: 10 })
  })
})

describe('what may not be sent', () => {
  test('to oneself, past a tier, from a place that is none', async () => {
    const picks = [whole(fresh())]
    const go = (from: string, to: string) =>
      refusalOf(wang.call(sendTransfer, { ...route(from, to), picks }, second()))
    expect(await go('A01', 'A01')).toBe('TRANSFER_SAME_PLACE')
    expect(await go('A01', 'W03')).toBe('TRANSFER_TIER')
    expect(await go('W03', 'A01')).toBe('TRANSFER_TIER')
    expect(await go('A01', 'B02')).toBe('NOT_FOUND')
  })

  test('a code that is elsewhere, was never received, or is named twice', async () => {
    const code = fresh()
    expect(
      await refusalOf(wang.call(sendTransfer, { ...route('B01', 'C01'), picks: [whole(code)] }, second())),
    ).toBe('CODE_NOT_HERE')
    expect(await refusalOf(send([whole('81211509999999999999')]))).toBe('CODE_NEVER_RECEIVED')
    expect(
      await refusalOf(
        send([
          { code, units: 4 },
          { code, units: 4 },
        ]),
      ),
    ).toBe('CODE_SCANNED_TWICE')
    expect(await whereIs(h, code)).toEqual({ [vault]: 10 })
  })

  test('nothing, less than nothing, half an ampoule, more than there is', async () => {
    const code = fresh()
    for (const units of [0, -1, 1.5, 1_000_001, Number.NaN])
      expect(await refusalOf(send([{ code, units }]))).toBe('INPUT_INVALID')
    expect(await refusalOf(send([]))).toBe('INPUT_INVALID')
    expect(await refusalOf(send([{ code, units: 11 }]))).toBe('BALANCE_SHORT')
  })

  test('a later lot while an earlier one is there, unless somebody says why', async () => {
    const picks = [whole(late.codes[0] ?? '')]
    const refused = await send(picks).catch((e: unknown) => e)
    expect(refused).toMatchObject({
      code: 'FEFO_BROKEN',
      problem: { facts: { earlier: 'S-EARLY', expiry: '2027-01-31' } },
    })
    // Both lots together are in order: the earlier one is used up.
    const { id } = await send([
      { code: early.codes[0] ?? '', units: 10 },
      { code: late.codes[0] ?? '', units: 4 },
    ])
    expect((await seen(id)).movements[0]).toMatchObject({ reason: null, units: 14 })
    await wang.call(
      sendBack,
      {
        id,
        picks: [
          { code: early.codes[0] ?? '', units: 10 },
          { code: late.codes[0] ?? '', units: 4 },
        ],
        reason: '演练',
      },
      second(),
    )
    const told = await send(picks, { fefoReason: '前批外盒受潮，已报待查' })
    expect((await seen(told.id)).movements[0]).toMatchObject({ reason: '前批外盒受潮，已报待查' })
  })

  test('an expired lot; what expires on its way comes back but is not taken in', async () => {
    const [staying, going] = [whole(fresh()), whole(fresh())]
    const { id } = await send([going])
    h.clock.set('2027-01-01T01:00:00.000Z')
    const [keeper, he] = [await later('wangxuemei@lushan'), await later('hezhiyuan@lushan')]
    const sendNow = keeper.call(
      sendTransfer,
      { ...route('A01', 'B01'), picks: [staying], fefoReason: '急用' },
      second(),
    )
    expect(await refusalOf(sendNow)).toBe('LOT_EXPIRED')
    const { accountId } = await he.call(readTransfer, { id })
    expect(await refusalOf(he.call(lookCode, { accountId, raw: going.code }))).toBe('LOT_EXPIRED')
    expect(await refusalOf(he.call(acceptTransfer, { id, picks: [going] }))).toBe('LOT_EXPIRED')
    await keeper.call(sendBack, { id, picks: [going], reason: '途中过期，退回待查' }, second())
    expect(await whereIs(h, going.code)).toEqual({ [vault]: 10 })
  })
})
