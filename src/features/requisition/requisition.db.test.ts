import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { mapOf, receiveBoxes, whereIs, type Received, type Surroundings } from '#test/flow.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import {
  acceptTransfer,
  cancelRequisition,
  createRequisition,
  listRequisitions,
  listTransfers,
  lookCode,
  readRequisition,
  readTransfer,
  sendBack,
  sendTransfer,
} from './contract.ts'

const vault = '一级库 A 柜'
let h: Hospital
let at: Surroundings
let wang: Client
let li: Client
let sufentanil: Received
let fentanyl: Received

beforeAll(async () => {
  h = await startHospital()
  at = await mapOf(h)
  wang = await h.as('wangxuemei@lushan')
  li = await h.as('liqian@lushan')
  sufentanil = await receiveBoxes(h, { drug: 'NAR017', boxes: 6, lotNo: 'S2609118', expiry: '2029-08-31' })
  fentanyl = await receiveBoxes(h, { drug: 'NAR012', boxes: 3, lotNo: 'F2609027', expiry: '2029-08-31' })
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

const box = (i: number): string => sufentanil.codes[i] ?? ''
const inTransit = (no: string) => `在途 ${vault} → 手术药房 ${no}`

/** 手术药房 asks the vault for units of both drugs. */
function ask(units: number, more = 0): Promise<{ id: number; no: string }> {
  const lines = [
    { drugId: sufentanil.drugId, units },
    ...(more > 0 ? [{ drugId: fentanyl.drugId, units: more }] : []),
  ]
  return li.call(createRequisition, {
    locationId: at.place('B01').id,
    sourceLocationId: at.place('A01').id,
    lines,
  })
}

const route = (from: string, to: string) => ({
  sourceLocationId: at.place(from).id,
  destinationLocationId: at.place(to).id,
})
const toPharmacy = () => route('A01', 'B01')
const second = () => witness('lizhenhua@lushan')

describe('a request, sent with a whole box and part of another', () => {
  let request: { id: number; no: string }
  let sent: { id: number; no: string }

  test('the request names both places, their stock and the need', async () => {
    request = await ask(14, 5)
    expect(request.no).toBe('QL-20261123-01')
    const seen = await wang.call(readRequisition, { id: request.id })
    expect(seen).toMatchObject({
      state: 'requested',
      location: '手术药房',
      source: vault,
      drugs: 2,
      units: 19,
      sentUnits: 0,
      inTransitUnits: 0,
      createdBy: '李倩',
    })
    expect(seen.lines.map((l) => [l.name, l.units, l.sentUnits, l.sourceStock, l.ownStock])).toEqual([
      ['枸橼酸舒芬太尼注射液', 14, 0, 60, 0],
      ['枸橼酸芬太尼注射液', 5, 0, 30, 0],
    ])
  })

  test('one box goes whole, the other holds 6 here and 4 in transit', async () => {
    const picks = [
      { code: box(0), units: 10 },
      { code: box(1), units: 4 },
    ]
    sent = await wang.call(sendTransfer, { ...toPharmacy(), requisitionId: request.id, picks }, second())
    expect(sent.no).toBe('DB-20261123-01')
    expect(await whereIs(h, box(0))).toEqual({ [inTransit(sent.no)]: 10 })
    expect(await whereIs(h, box(1))).toEqual({ [vault]: 6, [inTransit(sent.no)]: 4 })
    const seen = await li.call(readTransfer, { id: sent.id })
    expect(seen).toMatchObject({
      state: 'inTransit',
      requisitionNo: request.no,
      drugs: 1,
      sentUnits: 14,
      acceptedUnits: 0,
      backUnits: 0,
      inTransitUnits: 14,
      sentBy: '王雪梅',
      checkedBy: '李振华',
      acceptedBy: null,
    })
    expect(seen.items.map((i) => [i.code, i.packUnits, i.sentUnits, i.inTransitUnits])).toEqual([
      [box(0), 10, 10, 10],
      [box(1), 10, 4, 4],
    ])
    expect(seen.movements).toMatchObject([
      {
        kind: 'send',
        units: 14,
        codes: 2,
        source: vault,
        destination: inTransit(sent.no),
        actor: '王雪梅',
        witness: '李振华',
        reversal: false,
      },
    ])
    expect(await wang.call(readRequisition, { id: request.id })).toMatchObject({
      state: 'sent',
      sentUnits: 14,
      inTransitUnits: 14,
      transfers: [{ id: sent.id }],
    })
  })

  test('what is being looked up is what the account holds', async () => {
    expect(await wang.call(lookCode, { accountId: at.place('A01').accountId, raw: box(1) })).toMatchObject({
      code: box(1),
      lotNo: 'S2609118',
      packUnits: 10,
      units: 6,
    })
    expect(await refusalOf(wang.call(lookCode, { accountId: at.place('A01').accountId, raw: box(0) }))).toBe(
      'CODE_NOT_HERE',
    )
    expect(
      await refusalOf(wang.call(lookCode, { accountId: at.place('A01').accountId, raw: '6901234567892' })),
    ).toBe('CODE_IS_PRODUCT_BARCODE')
    expect(
      await refusalOf(
        wang.call(lookCode, { accountId: at.place('A01').accountId, raw: '81902360000000000000' }),
      ),
    ).toBe('CODE_NEVER_RECEIVED')
    const { accountId } = await li.call(readTransfer, { id: sent.id })
    expect(await li.call(lookCode, { accountId, raw: `  ${box(1)}\n` })).toMatchObject({
      code: box(1),
      units: 4,
    })
  })

  test('accepted in full: the pharmacy holds it, transit is empty, the account says so', async () => {
    const picks = [
      { code: box(0), units: 10 },
      { code: box(1), units: 4 },
    ]
    expect(await li.call(acceptTransfer, { id: sent.id, picks })).toMatchObject({ inTransitUnits: 0 })
    expect(await whereIs(h, box(1))).toEqual({ [vault]: 6, 手术药房: 4 })
    const seen = await li.call(readTransfer, { id: sent.id })
    expect(seen).toMatchObject({
      state: 'done',
      sentUnits: 14,
      acceptedUnits: 14,
      inTransitUnits: 0,
      acceptedBy: '李倩',
      note: null,
    })
    expect(seen.movements.map((m) => m.kind)).toEqual(['send', 'accept'])
    expect(new Set(seen.movements.map((m) => m.eventId)).size).toBe(2)
    const [line] = (await li.call(readRequisition, { id: request.id })).lines
    expect(line).toMatchObject({ units: 14, sentUnits: 14, sourceStock: 46, ownStock: 14 })
  })

  test('nothing can be done to it twice', async () => {
    const picks = [{ code: box(0), units: 10 }]
    expect(await refusalOf(li.call(acceptTransfer, { id: sent.id, picks }))).toBe('DOCUMENT_CLOSED')
    expect(await refusalOf(wang.call(sendBack, { id: sent.id, picks, reason: '多发' }, second()))).toBe(
      'DOCUMENT_CLOSED',
    )
    expect(await refusalOf(li.call(cancelRequisition, { id: request.id, reason: '不要了' }))).toBe(
      'DOCUMENT_CLOSED',
    )
  })

  test('the rest of the request goes with a second transfer', async () => {
    const picks = [{ code: fentanyl.codes[0] ?? '', units: 5 }]
    const more = await wang.call(
      sendTransfer,
      { ...toPharmacy(), requisitionId: request.id, picks },
      second(),
    )
    expect(await li.call(readRequisition, { id: request.id })).toMatchObject({
      state: 'sent',
      sentUnits: 19,
      inTransitUnits: 5,
      transfers: [{ state: 'done' }, { state: 'inTransit' }],
    })
    await li.call(acceptTransfer, { id: more.id, picks })
    expect(await li.call(readRequisition, { id: request.id })).toMatchObject({
      state: 'done',
      sentUnits: 19,
      inTransitUnits: 0,
    })
  })
})

describe('lists', () => {
  test('by state, number, place and page; newest first', async () => {
    const all = await li.call(listTransfers, { pageSize: 500 })
    expect(all.total).toBe(all.rows.length)
    expect(all.rows.map((r) => r.sentAt)).toEqual(
      all.rows
        .map((r) => r.sentAt)
        .toSorted()
        .toReversed(),
    )
    for (const state of ['inTransit', 'short', 'done', 'returned'] as const) {
      const some = await li.call(listTransfers, { state, pageSize: 500 })
      expect(some.rows.map((r) => r.id)).toEqual(all.rows.filter((r) => r.state === state).map((r) => r.id))
      expect(some.total).toBe(some.rows.length)
    }
    expect((await li.call(listTransfers, { q: 'DB-20261123-01' })).total).toBe(1)
    expect((await li.call(listTransfers, { q: '%' })).total).toBe(0)
    expect((await li.call(listTransfers, { locationId: at.place('C02').id })).total).toBe(0)
    expect((await li.call(listTransfers, { page: 2, pageSize: 1 })).rows[0]?.id).toBe(all.rows[1]?.id)
    const asked = await li.call(listRequisitions, { pageSize: 500 })
    for (const state of ['requested', 'sent', 'done', 'cancelled'] as const) {
      expect((await li.call(listRequisitions, { state, pageSize: 500 })).total).toBe(
        asked.rows.filter((r) => r.state === state).length,
      )
    }
  })
})

describe('who may see and who may not', () => {
  test('another hospital knows nothing of it', async () => {
    const tan = await h.as('tanyong@huaichuan')
    const [row] = (await li.call(listTransfers, {})).rows
    const request = await ask(3)
    expect(await refusalOf(tan.call(readTransfer, { id: row?.id ?? 0 }))).toBe('NOT_FOUND')
    expect(await refusalOf(tan.call(readRequisition, { id: request.id }))).toBe('NOT_FOUND')
    expect((await tan.call(listTransfers, { org: at.orgId })).total).toBe(0)
    expect(await refusalOf(tan.call(lookCode, { accountId: at.place('A01').accountId, raw: box(1) }))).toBe(
      'NOT_FOUND',
    )
    const picks = [{ code: box(1), units: 1 }]
    expect(
      await refusalOf(tan.call(sendTransfer, { ...toPharmacy(), picks }, witness('xiaohong@huaichuan'))),
    ).toBe('NOT_FOUND')
    expect(
      await refusalOf(
        tan.call(sendBack, { id: row?.id ?? 0, picks, reason: '误发' }, witness('xiaohong@huaichuan')),
      ),
    ).toBe('NOT_FOUND')
    await li.call(cancelRequisition, { id: request.id, reason: '试' })
  })

  test('the authority reads everything and moves nothing', async () => {
    const he = await h.as('hemingyuan@cswjw')
    const list = await he.call(listTransfers, { org: at.orgId, pageSize: 500 })
    expect(list.total).toBe((await li.call(listTransfers, { pageSize: 500 })).total)
    const seen = await he.call(readTransfer, { id: list.rows.at(-1)?.id ?? 0 })
    expect(seen.items.length).toBeGreaterThan(0)
    expect(seen.movements.map((m) => m.kind)).toEqual(['send', 'accept'])
    expect((await he.call(listTransfers, {})).total).toBe(0)
    const [request] = (await he.call(listRequisitions, { org: at.orgId })).rows
    expect((await he.call(readRequisition, { id: request?.id ?? 0 })).lines.length).toBeGreaterThan(0)
    const picks = [{ code: box(1), units: 1 }]
    expect(await refusalOf(he.call(sendTransfer, { ...toPharmacy(), picks }))).toBe('FORBIDDEN')
    expect(await refusalOf(he.call(acceptTransfer, { id: seen.id, picks }))).toBe('FORBIDDEN')
    expect(await refusalOf(he.call(cancelRequisition, { id: request?.id ?? 0, reason: '查' }))).toBe(
      'FORBIDDEN',
    )
    expect(await refusalOf(he.call(lookCode, { accountId: at.place('A01').accountId, raw: box(1) }))).toBe(
      'NOT_FOUND',
    )
  })
})
