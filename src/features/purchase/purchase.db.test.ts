import { readFileSync } from 'node:fs'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CallFailed, type Client } from '#apps/client.ts'
import { whoAmI } from '#core/identity/contract.ts'
import { listDrugs } from '#features/catalogue/contract.ts'
import { listSuppliers } from '#features/suppliers/contract.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import { readTable } from '#core/tables/read.ts'
import { cancelOrder, createOrder, listOrders, openOrders, readOrder } from './contract.ts'
import { importOrders, importTemplate, previewImport } from './importContract.ts'

let h: Hospital
let keeper: Client
let supplierId = 0
const drugs = new Map<string, number>()

let sql: ReturnType<typeof postgres>

beforeAll(async () => {
  h = await startHospital()
  sql = postgres(h.superUrl, { max: 1, onnotice: () => {} })
  keeper = await h.as('wangxuemei@lushan')
  supplierId = (await keeper.call(listSuppliers, { q: '楚湘' })).rows[0]!.supplierId
  for (const row of (await keeper.call(listDrugs, {})).rows) drugs.set(row.code, row.drugId)
})
afterAll(async () => {
  await sql.end()
  await h.stop()
})

/** A receipt of one order line with its scanned boxes, as the receiving desk leaves it. */
async function received(
  orderId: number,
  orderLineId: number,
  state: string,
  boxes: [string, number, boolean][],
): Promise<number> {
  const [row] = await sql<{ id: string }[]>`
    insert into receipt.receipt (org_id, no, supplier_id, location_id, arrived_at, state, created_by, created_at)
    select o.org_id, ${`SH-${boxes[0]![0]}`}, o.supplier_id, (select min(id) from place.location where org_id = o.org_id), now(),
      ${state}, o.created_by, now() from purchase.purchase_order o where o.id = ${orderId} returning id`
  const [line] = await sql<{ id: string }[]>`
    insert into receipt.line (org_id, receipt_id, line, drug_id, order_line_id, expected_units)
    select org_id, ${row!.id}, 1, drug_id, id, units from purchase.order_line where id = ${orderLineId} returning id`
  for (const [code, units, damaged] of boxes) {
    await sql`
      insert into receipt.scan (org_id, receipt_id, code, raw, kind, line_id, units, damaged, entered, scanned_by, scanned_at)
      select org_id, id, ${code}, ${code}, 'MSFX', ${line!.id}, ${units}, ${damaged}, 'scan', created_by, now()
      from receipt.receipt where id = ${row!.id}`
  }
  return Number(row!.id)
}

const sample = (name: string) => readFileSync(new URL(`../../../samples/${name}`, import.meta.url))
const csv = (...rows: string[]) =>
  Buffer.from(['采购单号,供应商,药品编码,药品名称,规格,数量,单位,单价,下单日期', ...rows].join('\n'))
const line = (
  no: string,
  more: Partial<Record<'supplier' | 'code' | 'quantity' | 'unit' | 'price' | 'day', string>> = {},
) => {
  const {
    supplier = 'CX',
    code = 'NAR017',
    quantity = '2',
    unit = '盒',
    price = '100',
    day = '2026-11-20',
  } = more
  return [no, supplier, code, '', '', quantity, unit, price, day].join(',')
}
const send = (file: Uint8Array, acceptGood = false) =>
  keeper.call(importOrders, { fileName: 'a.csv', acceptGood }, { file })
const faultsOf = async (call: Promise<unknown>) => {
  const error = await call.catch((e: unknown) => e)
  if (!(error instanceof CallFailed)) throw new Error('it went through')
  return { code: error.code, texts: error.problem.faults.map((f) => f.text) }
}

describe('by hand', () => {
  test('支 and 片 of an order are two sums', async () => {
    const lines = [
      { drugId: drugs.get('NAR017')!, units: 20, price: '1' },
      { drugId: drugs.get('NAR031')!, units: 60, price: '1' },
    ]
    const { orderId, no } = await keeper.call(createOrder, { supplierId, orderedOn: '2026-11-23', lines })
    const [row] = (await keeper.call(listOrders, { q: no })).rows
    expect(row?.orderedSums.toSorted((a, b) => a.units - b.units)).toEqual([
      { unit: '支', units: 20 },
      { unit: '片', units: 60 },
    ])
    await keeper.call(cancelOrder, { id: orderId, reason: '只为看合计' })
  })

  test('an order is written, read, listed and open to be received', async () => {
    const lines = [
      { drugId: drugs.get('NAR017')!, units: 200, price: '39.86', invoiceNo: '20261187' },
      { drugId: drugs.get('PS1005')!, units: 40, price: '12.8' },
    ]
    const made = await keeper.call(createOrder, { supplierId, orderedOn: '2026-11-23', lines })
    expect(made.no).toMatch(/^CG-20261123-\d\d$/)
    const order = await keeper.call(readOrder, { id: made.orderId })
    expect(order).toMatchObject({
      state: 'open',
      orderedSums: [{ unit: '支', units: 240 }],
      receivedSums: [],
      amount: '8484.00',
      createdBy: '王雪梅',
      source: 'manual',
    })
    expect(order.orderLines.map((l) => [l.name, l.units, l.price, l.drugClass])).toEqual([
      ['枸橼酸舒芬太尼注射液', 200, '39.86', 'NAR'],
      ['咪达唑仑注射液', 40, '12.80', 'PS1'],
    ])
    const listed = await keeper.call(listOrders, { q: made.no, state: 'open' })
    expect(listed).toMatchObject({
      total: 1,
      rows: [{ orderId: made.orderId, supplier: '湖南楚湘医药有限公司' }],
    })
    const open = await keeper.call(openOrders, { supplier: supplierId })
    expect(open.rows.find((o) => o.orderId === made.orderId)?.orderLines).toHaveLength(2)
  })

  test('a cancelled order is not open, and is cancelled once', async () => {
    const lines = [{ drugId: drugs.get('NAR017')!, units: 10, price: '1' }]
    const { orderId } = await keeper.call(createOrder, { supplierId, orderedOn: '2026-11-23', lines })
    await keeper.call(cancelOrder, { id: orderId, reason: '下错单' })
    expect((await keeper.call(readOrder, { id: orderId })).state).toBe('cancelled')
    expect((await keeper.call(listOrders, { state: 'cancelled' })).rows.map((r) => r.orderId)).toContain(
      orderId,
    )
    expect((await keeper.call(openOrders, {})).rows.map((r) => r.orderId)).not.toContain(orderId)
    expect(await refusalOf(keeper.call(cancelOrder, { id: orderId, reason: '再来' }))).toBe('DOCUMENT_CLOSED')
  })

  test('what signed receipts brought decides the state, damaged boxes and unsigned receipts do not', async () => {
    const lines = [
      { drugId: drugs.get('NAR017')!, units: 20, price: '1' },
      { drugId: drugs.get('NAR012')!, units: 10, price: '1' },
    ]
    const { orderId } = await keeper.call(createOrder, { supplierId, orderedOn: '2026-11-23', lines })
    const order = () => keeper.call(readOrder, { id: orderId })
    const [first, second] = (await order()).orderLines
    const receipt = await received(orderId, first!.orderLineId, 'counting', [
      ['S1', 10, false],
      ['S2', 10, true],
    ])
    expect(await order()).toMatchObject({
      state: 'open',
      receivedSums: [],
      receipts: [{ state: 'counting' }],
    })
    expect(await refusalOf(keeper.call(cancelOrder, { id: orderId, reason: '不要了' }))).toBe(
      'DOCUMENT_CLOSED',
    )
    await sql`update receipt.receipt set state = 'signed' where id = ${receipt}`
    expect(await order()).toMatchObject({
      state: 'partial',
      receivedSums: [{ unit: '支', units: 10 }],
      orderLines: [{ receivedUnits: 10 }, { receivedUnits: 0 }],
    })
    await received(orderId, first!.orderLineId, 'signed', [['S3', 10, false]])
    expect((await order()).state).toBe('partial')
    await received(orderId, second!.orderLineId, 'signed', [['F1', 10, false]])
    expect(await order()).toMatchObject({ state: 'received', receivedSums: [{ unit: '支', units: 30 }] })
    const inState = async (state: 'open' | 'partial' | 'received') =>
      (await keeper.call(listOrders, { state })).rows.map((r) => r.orderId)
    expect(await inState('received')).toContain(orderId)
    expect([...(await inState('open')), ...(await inState('partial'))]).not.toContain(orderId)
    expect((await keeper.call(openOrders, {})).rows.map((r) => r.orderId)).not.toContain(orderId)
  })

  test('what does not exist or lies in the future is refused', async () => {
    const lines = [{ drugId: drugs.get('NAR017')!, units: 10, price: '1' }]
    const order = { supplierId, orderedOn: '2026-11-23', lines }
    expect(await refusalOf(keeper.call(createOrder, { ...order, supplierId: 99_999 }))).toBe('NOT_FOUND')
    expect(await refusalOf(keeper.call(createOrder, { ...order, orderedOn: '2026-11-24' }))).toBe(
      'TIME_IN_FUTURE',
    )
    expect(
      await refusalOf(keeper.call(createOrder, { ...order, lines: [{ ...lines[0]!, drugId: 99_999 }] })),
    ).toBe('NOT_FOUND')
    expect(
      await refusalOf(keeper.call(createOrder, { ...order, lines: [{ ...lines[0]!, price: '1e3' }] })),
    ).toBe('INPUT_INVALID')
    await keeper.call(createOrder, { ...order, externalNo: 'HIS-1' })
    expect(await refusalOf(keeper.call(createOrder, { ...order, externalNo: 'HIS-1' }))).toBe(
      'ALREADY_EXISTS',
    )
  })
})

describe('who may', () => {
  test('another hospital sees nothing, the authority reads, other roles may not write', async () => {
    const lines = [{ drugId: drugs.get('NAR017')!, units: 10, price: '1' }]
    const { orderId } = await keeper.call(createOrder, { supplierId, orderedOn: '2026-11-23', lines })
    const org = (await keeper.call(whoAmI, {})).org.orgId
    const other = await h.as('tanyong@huaichuan')
    expect(await refusalOf(other.call(readOrder, { id: orderId }))).toBe('NOT_FOUND')
    expect(await refusalOf(other.call(cancelOrder, { id: orderId, reason: 'x' }))).toBe('NOT_FOUND')
    expect((await other.call(listOrders, { org })).total).toBe(0)
    const inspector = await h.as('hemingyuan@cswjw')
    expect((await inspector.call(readOrder, { id: orderId })).orderLines).toHaveLength(1)
    expect((await inspector.call(listOrders, { org, state: 'open' })).total).toBeGreaterThan(0)
    expect((await inspector.call(listOrders, {})).total).toBe(0)
    const order = { supplierId, orderedOn: '2026-11-23', lines }
    expect(await refusalOf(inspector.call(createOrder, order))).toBe('FORBIDDEN')
    expect(await refusalOf((await h.as('liqian@lushan')).call(createOrder, order))).toBe('FORBIDDEN')
    expect(await refusalOf((await h.as('zhoujing@lushan')).call(listOrders, {}))).toBe('FORBIDDEN')
  })
})

describe('import', () => {
  test.each(['purchase-orders-utf8.csv', 'purchase-orders-gb18030.csv', 'purchase-orders.xlsx'])(
    '%s',
    async (name) => {
      const own = await startHospital()
      try {
        const client = await own.as('wangxuemei@lushan')
        const file = sample(name)
        const shown = await client.call(previewImport, { fileName: name }, { file })
        expect(shown.counts).toEqual({ rows: 6, good: 6, held: 0, bad: 0, orders: 3, goodOrders: 3 })
        expect(shown.rows[0]).toMatchObject({
          row: 2,
          drug: { name: '枸橼酸舒芬太尼注射液' },
          quantity: '20 盒',
          units: 200,
          price: '39.86',
        })
        expect((await client.call(listOrders, {})).total).toBe(0)
        const done = await client.call(importOrders, { fileName: name }, { file })
        expect(done.orders.map((o) => o.externalNo)).toEqual([
          'CG2026111000187',
          'CG2026111000188',
          'CG2026111000189',
        ])
        const [first, second, third] = await Promise.all(
          done.orders.map((o) => client.call(readOrder, { id: o.orderId })),
        )
        expect(first!.orderLines.map((l) => [l.units, l.price])).toEqual([
          [200, '39.86'],
          [120, '61.25'],
          [100, '8.64'],
          [40, '12.80'],
        ])
        expect(first).toMatchObject({
          source: 'import',
          orderedOn: '2026-11-10',
          orderLines: [{ invoiceCode: '043002600111' }, {}, {}, {}],
        })
        expect([second!.orderedSums, third!.orderedSums]).toEqual([
          [{ unit: '支', units: 500 }],
          [{ unit: '支', units: 60 }],
        ])
        const again = await faultsOf(client.call(importOrders, { fileName: name }, { file }))
        expect(again.code).toBe('FILE_HAS_FAULTS')
        expect(again.texts[0]).toContain('CG2026111000187')
      } finally {
        await own.stop()
      }
    },
  )

  test('one bad row stops everything, unless the good orders are asked for', async () => {
    const file = csv(
      line('A1'),
      line('A1', { code: 'NAR999' }),
      line('A2', { code: 'PS1005', unit: '支', price: '12.8' }),
    )
    const { counts, rows } = await keeper.call(previewImport, { fileName: 'a.csv' }, { file })
    expect(counts).toEqual({ rows: 3, good: 1, held: 1, bad: 1, orders: 2, goodOrders: 1 })
    expect(rows.map((r) => r.state)).toEqual(['held', 'bad', 'good'])
    expect(rows[1]!.faults).toMatchObject([{ row: 3, column: '药品编码', code: 'CELL_UNKNOWN' }])
    expect(await faultsOf(send(file))).toEqual({
      code: 'FILE_HAS_FAULTS',
      texts: ['第 3 行“药品编码”的“NAR999”在档案里没有，请先建档或改正'],
    })
    const done = await send(file, true)
    expect(done.orders.map((o) => o.externalNo)).toEqual(['A2'])
    expect((await keeper.call(readOrder, { id: done.orders[0]!.orderId })).orderLines[0]).toMatchObject({
      units: 1 * 2,
      price: '12.80',
    })
    const mended = csv(line('A1'), line('A1', { code: 'NAR012' }))
    expect((await send(mended)).orders).toHaveLength(1)
  })

  test('nothing good: nothing is imported, also when asked for', async () => {
    expect((await faultsOf(send(csv(line('B1', { supplier: '无名公司' })), true))).code).toBe(
      'FILE_HAS_FAULTS',
    )
  })

  test('files that are no such table are refused as a whole', async () => {
    expect(await refusalOf(send(Buffer.from('药品编码,数量\nNAR017,3')))).toBe('FILE_COLUMN_MISSING')
    expect(await refusalOf(send(Buffer.from('')))).toBe('FILE_EMPTY')
    const exe = keeper.call(previewImport, { fileName: 'a.exe' }, { file: Buffer.from('MZ') })
    expect(await refusalOf(exe)).toBe('FILE_TYPE_REFUSED')
    const many = csv(...Array.from({ length: 10_001 }, (_, i) => line(`M${i}`)))
    expect(await refusalOf(send(many))).toBe('FILE_TOO_MANY_ROWS')
  })

  test('ten thousand rows go through', async () => {
    const file = csv(...Array.from({ length: 10_000 }, (_, i) => line(`T${Math.floor(i / 10)}`)))
    const done = await send(file)
    expect(done.counts).toMatchObject({ rows: 10_000, orders: 1000, goodOrders: 1000 })
    const open = await keeper.call(listOrders, { state: 'open', pageSize: 50, sort: '-orderedOn' })
    expect(open.total).toBeGreaterThanOrEqual(1000)
    expect(open.rows).toHaveLength(50)
  })

  test('the template is a workbook that the import itself understands', async () => {
    const bytes = await keeper.download(importTemplate, {})
    await expect(readTable(bytes, 'a.xlsx')).rejects.toMatchObject({ code: 'FILE_EMPTY' })
  })
})
