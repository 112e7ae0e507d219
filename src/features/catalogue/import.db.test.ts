import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CallFailed, Client } from '#apps/client.ts'
import { readTable } from '#core/tables/read.ts'
import { createOrder } from '#features/purchase/contract.ts'
import { listSuppliers } from '#features/suppliers/contract.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import { encodeGb } from '../../../samples/gb.ts'
import { listDrugs, readDrug, searchProducts, updateDrug } from './contract.ts'
import { drugImport } from './importContract.ts'

let h: Hospital
let head: Client

beforeAll(async () => {
  h = await startHospital()
  head = await h.as('liuguodong@lushan')
})
afterAll(() => h.stop())

const header = '编码,药品名称,规格,管制分类,每支含量,生产单位,每盒数量,追溯标识码'
const row = (
  code: string,
  more: Partial<Record<'spec' | 'class' | 'content' | 'pack' | 'key' | 'name', string>> = {},
) =>
  [
    code,
    more.name ?? '盐酸吗啡注射液',
    more.spec ?? '1ml:10mg',
    more.class ?? '麻',
    more.content ?? '10mg',
    '彭城制药',
    more.pack ?? '10',
    more.key ?? '',
  ].join(',')
const file = (...rows: string[]) => Buffer.from([header, ...rows].join('\n'))
const check = (bytes: Uint8Array, fileName = '药品.csv') =>
  head.call(drugImport.check, { fileName }, { file: bytes })
const bad = async (importId: number) => (await head.call(drugImport.look, { importId, state: 'bad' })).rows
const needs = async (...rows: string[]) => {
  const { importId } = await check(file(...rows))
  return (await bad(importId)).map((r) => r.faults.map((f) => [r.row, f.title, f.need]))
}
async function run(importId: number, consent: { acceptGood?: boolean; acceptUpdates?: boolean } = {}) {
  for (let batch = 0; batch < 10; batch++) {
    const step = await head.call(drugImport.run, { importId, ...consent })
    if (step.finished) return step
  }
  throw new Error('an import of few rows needs few batches')
}
const drugOf = async (code: string) =>
  (await head.call(listDrugs, { q: code })).rows.find((r) => r.code === code)

test('a file is checked, imported, listed, and withdrawn as a whole', async () => {
  const summary = await check(file(row('IM-1', { key: '8990001' }), row('IM-2', { pack: '５' })))
  expect(summary).toMatchObject({ rows: 2, bad: 0, fresh: 2, updates: 0, same: 0, state: 'checked' })
  expect(await drugOf('IM-1')).toBeUndefined()
  expect(await run(summary.importId)).toEqual({ done: 2, total: 2, finished: true })
  expect(await drugOf('IM-1')).toMatchObject({
    prefix: '8990001',
    packUnits: 10,
    container: '空安瓿',
    drugClass: 'NAR',
  })
  expect(await drugOf('IM-2')).toMatchObject({ packUnits: 5 })
  const { past } = await head.call(drugImport.columns, {})
  expect(past[0]).toMatchObject({ no: summary.no, state: 'done', written: 2, createdBy: '刘国栋' })
  const { importId } = summary
  expect(await head.call(drugImport.withdraw, { importId, reason: '传错了文件' })).toEqual({ ok: true })
  expect(await drugOf('IM-1')).toBeUndefined()
  expect(await refusalOf(head.call(drugImport.withdraw, { importId, reason: '再来' }))).toBe(
    'DOCUMENT_CLOSED',
  )
  expect(await refusalOf(head.call(drugImport.run, { importId }))).toBe('DOCUMENT_CLOSED')
  const again = await check(file(row('IM-1', { key: '8990001' })))
  expect(again).toMatchObject({ fresh: 1, bad: 0 })
})

describe('each fault names its row and column and says how to mend it', () => {
  test('a strength in another order, a class that changed, an empty cell, a code twice', async () => {
    expect(
      await needs(
        row('E-1', { spec: '10mg/1ml' }),
        row('E-2', { name: '咪达唑仑注射液', spec: '2ml:10mg', class: '精二', content: '10 mg' }),
        row('E-3', { pack: '' }),
        row('E-4'),
        row('e-4'),
        row('E-5', { content: '1mg' }),
        row('E-6', { name: '吗啡', spec: '' }),
        row('', {}),
      ),
    ).toEqual([
      [[2, '规格', '写成 1ml:10mg']],
      [[3, '管制分类', '咪达唑仑注射液自 2024-07-01 为精一']],
      [[4, '每盒数量', '没有填，填 1 至 10000 的整数']],
      [[6, '编码', '与第 5 行重复，删去一行或改编码']],
      [[7, '每支含量', '目录中每支 10000 µg']],
      [[8, '药品名称', '全平台目录里没有这个名称，按目录改正']],
      [[9, '编码', '没有填，补上（最多 20 个字）']],
    ])
  })

  test('a product key of another drug, one twice in the file, one that is none', async () => {
    expect(
      await needs(
        row('K-1', { key: '8190236' }),
        row('K-2', { key: '8990002' }),
        row('K-3', { key: '8990003、8990002' }),
        row('K-4', { key: '819' }),
      ),
    ).toEqual([
      [[2, '追溯标识码', '8190236 已是编码 NAR017 的标识码，核对是哪一种药']],
      [[4, '追溯标识码', '8990002 与第 3 行重复，改其中一行']],
      [[5, '追溯标识码', '819 不是 8 开头的 7 位标识码，也不是校验位正确的 14 位 GTIN']],
    ])
  })

  test('a cell is mended on the page, and rows that spoke of it with it', async () => {
    const { importId } = await check(file(row('M-1'), row('M-1'), row('M-3', { spec: '10mg/1ml' })))
    const mended = await head.call(drugImport.mend, { importId, row: 3, column: 'code', value: 'M-2' })
    expect(mended).toMatchObject({ import: { bad: 1, fresh: 2 }, row: { state: 'new', faults: [] } })
    const worse = await head.call(drugImport.mend, { importId, row: 2, column: 'code', value: 'M-2' })
    expect(worse).toMatchObject({ import: { bad: 2, fresh: 1 }, row: { state: 'new' } })
    expect((await bad(importId))[0]).toMatchObject({ row: 3, faults: [{ column: 'code' }] })
    const input = { importId, row: 99, column: 'code', value: 'x' }
    expect(await refusalOf(head.call(drugImport.mend, input))).toBe('NOT_FOUND')
  })
})

test('nothing goes in while one row is wrong, unless the good ones are accepted', async () => {
  const { importId } = await check(file(row('G-1'), row('G-2', { spec: '9ml' })))
  const refused = await head.call(drugImport.run, { importId }).catch((e: CallFailed) => e.problem)
  expect(refused).toMatchObject({ code: 'FILE_HAS_FAULTS', faults: [{ row: 3, field: 'spec' }] })
  expect(await drugOf('G-1')).toBeUndefined()
  expect(await run(importId, { acceptGood: true })).toMatchObject({ done: 1, total: 1 })
  expect(await drugOf('G-1')).toBeDefined()
  expect(await drugOf('G-2')).toBeUndefined()
})

test('what exists is updated only with consent, shown beforehand, and put back by the withdrawal', async () => {
  const bytes = Buffer.from('院内编码,每包装数量,库存下限\nNAR017,10,450\nNAR020,10,300')
  const { importId, updates, same } = await check(bytes)
  expect({ updates, same }).toEqual({ updates: 1, same: 1 })
  const { rows } = await head.call(drugImport.look, { importId, state: 'update' })
  expect(rows[0]?.changes).toEqual([{ title: '下限', from: '400', to: '450' }])
  expect(await refusalOf(head.call(drugImport.run, { importId }))).toBe('IMPORT_NOTHING')
  await run(importId, { acceptUpdates: true })
  expect(await drugOf('NAR017')).toMatchObject({ lowUnits: 450, prefix: '8190236', highUnits: 2000 })
  await head.call(drugImport.withdraw, { importId, reason: '下限填错' })
  expect(await drugOf('NAR017')).toMatchObject({ lowUnits: 400, prefix: '8190236' })
})

test('another strength under a known code is refused: it would be another drug', async () => {
  expect(await needs(row('NAR002', { spec: '0.5ml:5mg', content: '' }))).toEqual([
    [[2, '规格', '编码 NAR002 已是 1ml:10mg，另一强度须另建编码']],
  ])
})

describe('an import whose rows are used stays', () => {
  test('an order names one of its drugs', async () => {
    const { importId } = await check(file(row('U-1'), row('U-2')))
    await run(importId)
    const drug = await drugOf('U-2')
    const supplierId = (await head.call(listSuppliers, {})).rows[0]!.supplierId
    const keeper = await h.as('wangxuemei@lushan')
    await keeper.call(createOrder, {
      supplierId,
      orderedOn: '2026-11-23',
      lines: [{ drugId: drug!.drugId, units: 10, price: '1' }],
    })
    const refused = await head
      .call(drugImport.withdraw, { importId, reason: '不要了' })
      .catch((e: CallFailed) => e.problem)
    expect(refused).toMatchObject({ code: 'IMPORT_IN_USE', facts: { what: '盐酸吗啡注射液 1ml:10mg' } })
    expect(await drugOf('U-1')).toBeDefined()
  })

  test('somebody changed one since', async () => {
    const { importId } = await check(file(row('C-1')))
    await run(importId)
    const { drugId } = (await drugOf('C-1'))!
    const { identifiers } = await head.call(readDrug, { id: drugId })
    await head.call(updateDrug, { id: drugId, manufacturer: '北辰药业', packUnits: 5, identifiers })
    expect(await refusalOf(head.call(drugImport.withdraw, { importId, reason: '撤' }))).toBe('IMPORT_IN_USE')
  })
})

test('a row that another person made meanwhile stops its batch, and nothing of it is written', async () => {
  const { importId } = await check(file(row('S-1'), row('S-2')))
  const other = await checkedByAnother(file(row('S-2')))
  await (await h.as('admin@lushan')).call(drugImport.run, { importId: other })
  expect(await refusalOf(head.call(drugImport.run, { importId }))).toBe('IMPORT_STALE')
  expect(await drugOf('S-1')).toBeUndefined()
})

/** The same person's second file would replace the first; another person's does not. */
async function checkedByAnother(bytes: Uint8Array): Promise<number> {
  const admin = await h.as('admin@lushan')
  return (await admin.call(drugImport.check, { fileName: 'b.csv' }, { file: bytes })).importId
}

test('the template of either format is read back: its example is a row, its explanations are none', async () => {
  for (const format of ['xlsx', 'csv'] as const) {
    const bytes = await head.download(drugImport.template, { format })
    const table = await readTable(bytes, `a.${format}`)
    expect(table.header).toContain('编码*')
    expect(table.rows).toHaveLength(2)
    const summary = await check(bytes, `a.${format}`)
    expect(summary.rows).toBe(1)
    expect(summary.columns).toHaveLength(table.header.length)
  }
})

test('the bad rows come back as a workbook that says how to mend them', async () => {
  const { importId } = await check(file(row('B-1'), row('B-2', { spec: '10mg/1ml', key: '8990010' })))
  const table = await readTable(await head.download(drugImport.bad, { importId }), 'b.xlsx')
  expect(table.rows).toHaveLength(1)
  const cells = table.rows[0]!.cells
  expect(cells.slice(0, 4)).toEqual(['B-2', '', '盐酸吗啡注射液', '10mg/1ml'])
  expect(cells.slice(-2)).toEqual(['3', '规格：写成 1ml:10mg'])
})

test('GB18030 is read like UTF-8; a new file takes the place of one that was never imported', async () => {
  const first = await check(file(row('R-1')))
  const second = await check(encodeGb(file(row('R-2')).toString()))
  expect(second).toMatchObject({ fresh: 1, bad: 0 })
  expect(await refusalOf(head.call(drugImport.run, { importId: first.importId }))).toBe('DOCUMENT_CLOSED')
})

test('who may only read drugs imports none', async () => {
  const nurse = await h.as('zhaomin@lushan')
  expect(
    await refusalOf(nurse.call(drugImport.check, { fileName: 'a.csv' }, { file: file(row('N-1')) })),
  ).toBe('FORBIDDEN')
})

test(
  'ten thousand drugs are checked at once, go in by batches, and can be withdrawn',
  { timeout: 120_000 },
  async () => {
    const { rows: products } = await head.call(searchProducts, { pageSize: 500 })
    const listed = products.filter((p) => p.drugClass !== null)
    const lines = Array.from({ length: 10_000 }, (_, i) => {
      return [`T${i}`, listed[i % listed.length]!.code, '彭城制药', 10, 8_000_000 + i].join(',')
    })
    const bytes = Buffer.from(['编码,目录编码,生产单位,每盒数量,追溯标识码', ...lines].join('\n'))
    const { importId, fresh, bad: wrong } = await check(bytes)
    expect({ fresh, wrong }).toEqual({ fresh: 10_000, wrong: 0 })
    const steps: number[] = []
    for (let finished = false; !finished;) {
      const step = await head.call(drugImport.run, { importId })
      steps.push(step.done)
      finished = step.finished
    }
    expect(steps).toEqual([2_000, 4_000, 6_000, 8_000, 10_000])
    expect((await head.call(listDrugs, { q: 'T9999' })).total).toBe(1)
    await head.call(drugImport.withdraw, { importId, reason: '量大试一次' })
    expect((await head.call(listDrugs, { q: 'T9999' })).total).toBe(0)
  },
)
