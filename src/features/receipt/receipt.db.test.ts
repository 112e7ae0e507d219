import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { askReport, type ReportPage } from '#core/reports/contract.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { codesOf, largeRelation } from '../../../samples/generate.ts'
import { createOrder, openOrders } from '#features/purchase/contract.ts'
import {
  cancelReceipt,
  listReceipts,
  listScans,
  loadDelivery,
  registerDiscrepancy,
  scanOne,
  setLot,
  signReceipt,
  startReceipt,
  takeFile,
  unscan,
  withdrawDiscrepancy,
} from './contract.ts'
import {
  arrive,
  balances,
  deskOf,
  giveLot,
  keeper,
  read,
  sample,
  second,
  sign,
  sound,
  type Desk,
} from './testKit.ts'

let h: Hospital
let desk: Desk
let wang: Client
const lots = {
  sufentanil: 'S2609118',
  remifentanil: 'R2608042',
  fentanyl: 'F2609027',
  midazolam: 'M2609033',
} as const
const carton = '81211523868323787510'
const bundle = '81211514111852814472'

beforeAll(async () => {
  h = await startHospital()
  desk = await deskOf(h)
  wang = await h.as(keeper)
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

/** Takes the whole file in batches, as the page does. */
async function takeAll(
  id: number,
  limit: number,
): Promise<{ taken: number; refused: string[]; calls: number }> {
  const sum = { taken: 0, refused: [] as string[], calls: 0 }
  for (let after: string | null = ''; after !== null; sum.calls++) {
    const batch: { taken: number; refused: { refusal: string }[]; next: string | null } = await wang.call(
      takeFile,
      { id, after, limit },
    )
    sum.taken += batch.taken
    sum.refused.push(...batch.refused.map((r) => r.refusal))
    after = batch.next
  }
  return sum
}

describe('a delivery of four drugs by its TXT', () => {
  let id: number
  const txt = codesOf('8190236', 20)

  test('the order becomes four lines, and the file their 46 boxes', async () => {
    id = await arrive(wang, desk, { sufentanil: 200, remifentanil: 120, fentanyl: 100, midazolam: 40 })
    const loaded = await wang.call(loadDelivery, { id }, { file: sample('delivery-msfx-utf8.txt') })
    expect(loaded).toEqual({
      format: 'MSFX_TXT',
      encoding: 'UTF-8',
      documentNo: 'CX26112300871',
      packs: 46,
      cartons: 0,
    })
    const seen = await read(wang, id)
    expect(seen.lines.map((l) => [l.line, l.expectedUnits, l.packUnits, l.packUnit])).toEqual([
      [1, 200, 10, '盒'],
      [2, 120, 10, '盒'],
      [3, 100, 10, '盒'],
      [4, 40, 10, '盒'],
    ])
    expect(seen.manifest).toEqual({ packs: 46, waiting: 46, cartons: 0 })
  })

  test('the GB18030 export of the same delivery says the same', async () => {
    const loaded = await wang.call(loadDelivery, { id }, { file: sample('delivery-msfx-gb18030.txt') })
    expect(loaded).toMatchObject({ encoding: 'GB18030', packs: 46 })
    expect((await read(wang, id)).manifest.packs).toBe(46)
  })

  test('TXT has no expiry: the first box asks for it, and names the lot which the file knows', async () => {
    const line = (await read(wang, id)).lines[0]
    const asked = await wang.call(scanOne, { id, raw: txt[0] ?? '' }).catch((e: unknown) => e)
    expect(asked).toMatchObject({
      code: 'RECEIPT_LOT_REQUIRED',
      problem: { facts: { lineId: line?.id, lot: lots.sufentanil } },
    })
    await giveLot(wang, desk, id, 'sufentanil', lots.sufentanil)
    expect(await wang.call(scanOne, { id, raw: txt[0] ?? '' })).toEqual({
      packs: 1,
      lineId: line?.id,
      code: txt[0],
      lotNo: lots.sufentanil,
      expiry: '2029-08-31',
      units: 10,
    })
  })

  test('the file counts the rest; drugs without an expiry are said one by one', async () => {
    const first = await takeAll(id, 10)
    expect(first).toMatchObject({ taken: 19, calls: 5 })
    expect(new Set(first.refused)).toEqual(new Set(['RECEIPT_LOT_REQUIRED']))
    for (const word of ['remifentanil', 'fentanyl', 'midazolam'] as const)
      await giveLot(wang, desk, id, word, lots[word])
    expect(await takeAll(id, 500)).toEqual({ taken: 26, refused: [], calls: 1 })
    const scans = await wang.call(listScans, { id, pageSize: 500 })
    expect(scans.total).toBe(46)
    expect(scans.rows.filter((s) => s.entered === 'file')).toHaveLength(45)
  })

  test('a withdrawn box is missing again; registered short, the line is in order', async () => {
    const box = codesOf('8107742', 12).at(-1) ?? ''
    await wang.call(unscan, { id, code: box })
    expect(await refusalOf(sign(wang, id))).toBe('RECEIPT_LINE_OPEN')
    const line = (await read(wang, id)).lines[1]
    await wang.call(registerDiscrepancy, {
      id,
      kind: 'short',
      lineId: line?.id,
      units: 10,
      note: '外箱封签完好，缺第 12 盒',
    })
    expect((await read(wang, id)).lines[1]).toMatchObject({ acceptedUnits: 110, shortUnits: 10 })
    expect(
      await refusalOf(
        wang.call(registerDiscrepancy, { id, kind: 'short', lineId: line?.id, units: 1, note: '再少 1 支' }),
      ),
    ).toBe('RECEIPT_OVER')
  })

  test('a damaged box goes to the red box, whole', async () => {
    const code = txt[3] ?? ''
    const made = await wang.call(registerDiscrepancy, {
      id,
      kind: 'damaged',
      units: 1,
      code,
      note: '一支破碎',
    })
    expect((await read(wang, id)).lines[0]).toMatchObject({ acceptedUnits: 190, damagedUnits: 10, packs: 19 })
    expect((await read(wang, id)).discrepancies.at(-1)).toMatchObject({ kind: 'damaged', units: 10, code })
    expect(
      await refusalOf(
        wang.call(registerDiscrepancy, { id, kind: 'damaged', units: 10, code, note: '又一次' }),
      ),
    ).toBe('ALREADY_EXISTS')
    await wang.call(withdrawDiscrepancy, { id, discrepancyId: made.id })
    expect((await read(wang, id)).lines[0]).toMatchObject({ acceptedUnits: 200, damagedUnits: 0 })
    await wang.call(registerDiscrepancy, { id, kind: 'damaged', units: 10, code, note: '一支破碎' })
    // Taking the scan back takes its damage with it.
    await wang.call(unscan, { id, code })
    expect((await read(wang, id)).discrepancies.map((d) => d.kind)).toEqual(['short'])
    await wang.call(scanOne, { id, raw: code, typed: true })
    await wang.call(registerDiscrepancy, { id, kind: 'damaged', units: 10, code, note: '一支破碎' })
  })

  test('two people sign: stock, quarantine, register', async () => {
    const before = await balances(h, desk)
    expect(before.size).toBe(0)
    expect(await sign(wang, id)).toMatchObject({ acceptedUnits: 440 })
    expect(await balances(h, desk)).toEqual(
      new Map([
        [desk.vault, 440],
        [desk.quarantine, 10],
        [desk.supplier, -450],
      ]),
    )
    expect(await balances(h, desk, txt[3])).toEqual(
      new Map([
        [desk.quarantine, 10],
        [desk.supplier, -10],
      ]),
    )
    const seen = await read(wang, id)
    expect(seen).toMatchObject({
      state: 'signed',
      signedBy: '王雪梅',
      signedTitle: '药库保管员',
      witnessedBy: '李振华',
      ...sound,
      acceptedUnits: 440,
      shortUnits: 10,
    })
    expect(seen.eventId).toBeGreaterThan(0)
    expect(seen.lots).toHaveLength(4)
    expect(seen.lots[0]).toEqual({
      lineId: seen.lines[0]?.id,
      lotNo: lots.sufentanil,
      made: '2026-09-11',
      expiry: '2029-08-31',
      units: 190,
      damagedUnits: 10,
      packs: 19,
      damagedPacks: 1,
    })
  })

  test('the day of production and the barcode stand in the lists that show lots', async () => {
    await h.db.asOrg(
      desk.orgId,
      (tx) => tx`update catalogue.formulary set barcode69 = '6901234567892' where org_id = ${desk.orgId}`,
    )
    for (const code of ['R1', 'stockLots', 'receipts']) {
      const { rows } = (await wang.call(askReport(code), {})) as ReportPage
      const row = rows.find(({ cells }) => String(cells['lotNo']).includes(lots.sufentanil))
      expect(row?.cells, code).toMatchObject({ made: '2026-09-11', barcode69: '6901234567892' })
    }
  })

  test('what is signed cannot be changed by anybody', async () => {
    const tries = [
      wang.call(scanOne, { id, raw: txt[0] ?? '' }),
      wang.call(unscan, { id, code: txt[0] ?? '' }),
      wang.call(takeFile, { id }),
      wang.call(loadDelivery, { id }, { file: sample('delivery-msfx-utf8.txt') }),
      wang.call(registerDiscrepancy, { id, kind: 'surplus', units: 1, note: '多一支' }),
      wang.call(setLot, { id, lineId: 1, lotNo: 'X', expiry: '2029-01-01' }),
      wang.call(cancelReceipt, { id, reason: '录错' }),
      sign(wang, id),
    ]
    expect(await Promise.all(tries.map(refusalOf))).toEqual(tries.map(() => 'DOCUMENT_CLOSED'))
  })
})

describe('cartons', () => {
  test('one scan of the carton counts its 50 boxes, one scan takes them back, a bundle counts ten', async () => {
    const id = await arrive(wang, desk, { morphine: 500 })
    const loaded = await wang.call(loadDelivery, { id }, { file: sample('relation-gb2312.xml') })
    expect(loaded).toMatchObject({ format: 'RELATION_XML', encoding: 'GB18030', packs: 50, cartons: 6 })
    expect(await wang.call(scanOne, { id, raw: carton })).toMatchObject({
      packs: 50,
      units: 500,
      code: carton,
      lotNo: 'P2609016',
      expiry: '2029-09-04',
    })
    expect(await refusalOf(wang.call(scanOne, { id, raw: bundle }))).toBe('CODE_SCANNED_TWICE')
    await wang.call(unscan, { id, code: carton })
    expect((await read(wang, id)).manifest).toEqual({ packs: 50, waiting: 50, cartons: 6 })
    expect(await wang.call(scanOne, { id, raw: bundle })).toMatchObject({ packs: 10, units: 100 })
    // The carton then brings only what is not there yet.
    expect(await wang.call(scanOne, { id, raw: carton })).toMatchObject({ packs: 40, units: 400 })
    expect(await sign(wang, id)).toMatchObject({ acceptedUnits: 500 })
    const scans = await wang.call(listScans, { id, pageSize: 500 })
    expect(new Set(scans.rows.map((s) => s.entered))).toEqual(new Set(['carton']))
  })

  test('a carton in stock already is refused whole', async () => {
    const id = await arrive(wang, desk, { morphine: 490 })
    await wang.call(loadDelivery, { id }, { file: sample('relation-utf8.xml') })
    // Its boxes are in stock since the last receipt: another reason, the same answer for all of them.
    const no = await wang.call(scanOne, { id, raw: carton }).catch((e: unknown) => e)
    expect(no).toMatchObject({ code: 'CODE_IN_STOCK_HERE', problem: { faults: { length: 50 } } })
    expect((await read(wang, id)).acceptedUnits).toBe(0)
  })

  test('a carton which overflows its line is refused whole', async () => {
    const id = await arrive(wang, desk, { morphine: 1_990 })
    const [large = ''] = codesOf('8121152', 1, 7)
    await wang.call(loadDelivery, { id }, { file: Buffer.from(largeRelation(200)) })
    const no = await wang.call(scanOne, { id, raw: large }).catch((e: unknown) => e)
    expect(no).toMatchObject({ code: 'RECEIPT_OVER', problem: { faults: { length: 1 } } })
    expect((await read(wang, id)).acceptedUnits).toBe(0)
  })

  test('the warehouse XML brings six boxes of a lot which the books know', async () => {
    const id = await arrive(wang, desk, { morphine: 60 })
    expect(await wang.call(loadDelivery, { id }, { file: sample('warehouse.xml') })).toMatchObject({
      format: 'WAREHOUSE_XML',
      documentNo: 'CX26112300872',
      packs: 6,
    })
    expect(await takeAll(id, 500)).toEqual({ taken: 6, refused: [], calls: 1 })
    expect(await sign(wang, id)).toMatchObject({ acceptedUnits: 60 })
  })
})

test('an order which comes in two deliveries: the second expects what is left', async () => {
  const { supplierId, locationId } = desk
  const lines = [
    { drugId: desk.drug('fentanyl'), units: 30, price: '3.1', invoiceNo: '26432000000012345678' },
    { drugId: desk.drug('midazolam'), units: 10, price: '2' },
  ]
  const order = await wang.call(createOrder, { supplierId, orderedOn: '2026-11-20', lines })
  const start = async () =>
    (await wang.call(startReceipt, { supplierId, locationId, orderIds: [order.orderId] })).id
  const first = await start()
  expect((await read(wang, first)).lines.map((l) => [l.orderNo, l.expectedUnits, l.invoiceNo])).toEqual([
    [order.no, 30, '26432000000012345678'],
    [order.no, 10, null],
  ])
  for (const word of ['fentanyl', 'midazolam'] as const) await giveLot(wang, desk, first, word, lots[word])
  for (const raw of [...codesOf('8134507', 2, 60), ...codesOf('8162348', 1, 60)])
    await wang.call(scanOne, { id: first, raw })
  const line = (await read(wang, first)).lines[0]
  await wang.call(registerDiscrepancy, {
    id: first,
    kind: 'short',
    lineId: line?.id,
    units: 10,
    note: '少送 1 盒',
  })
  await sign(wang, first)
  const open = (await wang.call(openOrders, { supplier: supplierId })).rows.find(
    (o) => o.orderId === order.orderId,
  )
  expect(open?.orderLines.map((l) => l.units - l.receivedUnits)).toEqual([10, 0])
  const rest = await start()
  expect((await read(wang, rest)).lines.map((l) => [l.drugId, l.expectedUnits])).toEqual([
    [desk.drug('fentanyl'), 10],
  ])
  await giveLot(wang, desk, rest, 'fentanyl', lots.fentanyl)
  for (const raw of codesOf('8134507', 1, 61)) await wang.call(scanOne, { id: rest, raw })
  await sign(wang, rest)
  expect(await refusalOf(start())).toBe('INPUT_INVALID')
})

test('5 000 boxes by their file, in batches, then two signatures', async () => {
  const id = await arrive(wang, desk, { morphine: 50_000 })
  const began = performance.now()
  expect(await wang.call(loadDelivery, { id }, { file: Buffer.from(largeRelation(5_000)) })).toMatchObject({
    packs: 5_000,
    cartons: 525,
  })
  const loaded = performance.now()
  expect(await takeAll(id, 500)).toEqual({ taken: 5_000, refused: [], calls: 11 })
  const counted = performance.now()
  expect(await sign(wang, id)).toMatchObject({ acceptedUnits: 50_000 })
  const signed = performance.now()
  console.log(
    `5 000 boxes: file ${ms(loaded - began)}, counting ${ms(counted - loaded)}, signing ${ms(signed - counted)}`,
  )
  const seen = await read(wang, id)
  expect(seen).toMatchObject({ acceptedUnits: 50_000, manifest: { packs: 5_000, waiting: 0, cartons: 525 } })
  expect(seen.lots).toMatchObject([{ lotNo: 'P2609016', units: 50_000, packs: 5_000 }])
  expect(await balances(h, desk, codesOf('8121150', 5_000, 7)[4_321])).toEqual(
    new Map([
      [desk.vault, 10],
      [desk.supplier, -10],
    ]),
  )
})
const ms = (n: number) => `${Math.round(n)} ms`

test('a delivery which never came is signed as short; nothing moves', async () => {
  const id = await arrive(wang, desk, { fentanyl: 100 })
  expect(await refusalOf(sign(wang, id))).toBe('RECEIPT_NOTHING_SCANNED')
  const line = (await read(wang, id)).lines[0]
  await wang.call(registerDiscrepancy, { id, kind: 'short', lineId: line?.id, units: 100, note: '整批未到' })
  expect(await refusalOf(sign(wang, id))).toBe('INPUT_INVALID')
  const { version } = await read(wang, id)
  const done = await wang.call(signReceipt, { id, version, ...sound, conclusion: '拒收' }, witness(second))
  expect(done).toEqual({ movementId: null, acceptedUnits: 0 })
})

test('the list: by state, by number, newest first', async () => {
  const id = await arrive(wang, desk, { fentanyl: 10 })
  await wang.call(cancelReceipt, { id, reason: '供应商送错医院' })
  const gone = await wang.call(listReceipts, { state: 'cancelled' })
  expect(gone).toMatchObject({ total: 1, rows: [{ id, state: 'cancelled', expectedUnits: 10, drugs: 1 }] })
  const all = await wang.call(listReceipts, { pageSize: 2 })
  expect(all.rows[0]?.id).toBe(id)
  expect(all.rows).toHaveLength(2)
  const found = await wang.call(listReceipts, { q: all.rows[1]?.no ?? '' })
  expect(found.rows.map((r) => r.no)).toEqual([all.rows[1]?.no])
  expect(await wang.call(listReceipts, { q: '100%' })).toEqual({ rows: [], total: 0 })
})
