import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import { createSupplier, listSuppliers, updateSupplier } from './contract.ts'
import { supplierImport } from './importContract.ts'

let h: Hospital
let head: Client

beforeAll(async () => {
  h = await startHospital()
  head = await h.as('liuguodong@lushan')
})
afterAll(() => h.stop())

const supplierOf = async (q: string) => (await head.call(listSuppliers, { q })).rows[0]
const check = (...lines: string[]) =>
  head.call(supplierImport.check, { fileName: 'a.csv' }, { file: Buffer.from(lines.join('\n')) })
const accountTitles = async (like: string) => {
  const rows = await h.auditor.transaction(
    (tx) =>
      tx<{ title: string }[]>`select title from ledger.account where title like ${`${like}%`} order by id`,
  )
  return rows.map((r) => r.title)
}

test('several licences: the one that ends first decides about the supplier', async () => {
  const licences = [
    { kind: 'wholesale' as const, licenceNo: '湘麻批2026-01', validTo: '2026-12-20' },
    { kind: 'business' as const, licenceNo: '9143', validTo: null },
  ]
  const details = { name: '岳麓医药', licenceNo: '湘AA1', licenceValidTo: '2029-01-01', licences }
  const { supplierId } = await head.call(createSupplier, { code: 'L1', ...details })
  expect(await supplierOf('岳麓医药')).toMatchObject({
    licence: 'nearExpiry',
    licences: [
      { kind: 'business', state: 'valid' },
      { kind: 'wholesale', state: 'nearExpiry' },
    ],
  })
  const codes = async (licence: 'nearExpiry' | 'valid' | 'expired') =>
    (await head.call(listSuppliers, { licence })).rows.map((r) => r.code)
  expect(await codes('nearExpiry')).toContain('L1')
  expect(await codes('valid')).not.toContain('L1')
  await head.call(updateSupplier, {
    id: supplierId,
    ...details,
    licences: [{ ...licences[0]!, validTo: '2020-01-01' }],
  })
  expect(await codes('expired')).toContain('L1')
  const twice = { id: supplierId, ...details, licences: [licences[0]!, licences[0]!] }
  expect(await refusalOf(head.call(updateSupplier, twice))).toBe('INPUT_INVALID')
})

test('a file with licences; blank cells leave what stands there; the withdrawal puts everything back', async () => {
  const header = '供应商编码,供应商名称,经营许可证号,许可证有效期至,定点批发资质,定点批发资质有效期至,电话'
  const first = await check(header, 'F1,浏阳医药,湘AA2,2028/6/30,湘麻批2,20280630,0731-1')
  expect(first).toMatchObject({ fresh: 1, bad: 0 })
  await head.call(supplierImport.run, { importId: first.importId })
  expect(await supplierOf('浏阳医药')).toMatchObject({
    licenceValidTo: '2028-06-30',
    licences: [{ licenceNo: '湘麻批2' }],
  })
  const second = await check(header, 'F1,,,,,,0731-2')
  expect(second).toMatchObject({ updates: 1, bad: 0 })
  await head.call(supplierImport.run, { importId: second.importId, acceptUpdates: true })
  expect(await supplierOf('浏阳医药')).toMatchObject({
    phone: '0731-2',
    licences: [{ licenceNo: '湘麻批2' }],
  })
  expect(
    await refusalOf(head.call(supplierImport.withdraw, { importId: first.importId, reason: '撤' })),
  ).toBe('IMPORT_IN_USE')
  await head.call(supplierImport.withdraw, { importId: second.importId, reason: '撤' })
  expect(await supplierOf('浏阳医药')).toMatchObject({ phone: '0731-1' })
  await head.call(supplierImport.withdraw, { importId: first.importId, reason: '撤' })
  expect(await supplierOf('浏阳医药')).toBeUndefined()
  expect(await accountTitles('浏阳医药')).toEqual(['浏阳医药（导入已撤回）'])
})
