import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { whoAmI } from '#core/identity/contract.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import { createSupplier, listSuppliers, resumeSupplier, stopSupplier, updateSupplier } from './contract.ts'

let h: Hospital
let head: Client

beforeAll(async () => {
  h = await startHospital()
  head = await h.as('liuguodong@lushan')
})
afterAll(() => h.stop())

test('a supplier is made with its ledger account, changed, stopped and resumed', async () => {
  const { supplierId } = await head.call(createSupplier, {
    code: 'GY',
    name: '国源医药',
    licenceNo: '湘AA1',
    licenceValidTo: '2026-11-22',
  })
  const row = async () => (await head.call(listSuppliers, { q: 'GY' })).rows.find((r) => r.code === 'GY')!
  expect(await row()).toMatchObject({ supplierId, licence: 'expired', stoppedAt: null, address: null })
  const accountId = (await row()).accountId
  const [account] = await h.auditor.transaction(
    (tx) => tx`select kind, title from ledger.account where id = ${accountId}`,
  )
  expect(account).toMatchObject({ kind: 'supplier', title: '国源医药' })
  await head.call(updateSupplier, {
    id: supplierId,
    name: '国源医药公司',
    licenceValidTo: '2027-01-01',
    phone: '0731-1',
  })
  expect(await row()).toMatchObject({
    name: '国源医药公司',
    licence: 'nearExpiry',
    licenceNo: null,
    phone: '0731-1',
  })
  await head.call(stopSupplier, { id: supplierId, reason: '不再合作' })
  expect((await head.call(listSuppliers, { state: 'stopped' })).rows.map((r) => r.code)).toEqual(['GY'])
  expect(await refusalOf(head.call(stopSupplier, { id: supplierId, reason: '再来' }))).toBe('DOCUMENT_CLOSED')
  await head.call(resumeSupplier, { id: supplierId })
  expect((await row()).stoppedAt).toBeNull()
})

test('names and codes are taken once', async () => {
  expect(await refusalOf(head.call(createSupplier, { code: 'CX', name: '别的' }))).toBe('ALREADY_EXISTS')
  expect(await refusalOf(head.call(createSupplier, { code: 'ZZ', name: '湖南楚湘医药有限公司' }))).toBe(
    'ALREADY_EXISTS',
  )
  expect(await refusalOf(head.call(updateSupplier, { id: 99_999, name: '无' }))).toBe('NOT_FOUND')
})

test('the list filters by licence exactly as it marks it', async () => {
  await head.call(createSupplier, { code: 'L0', name: '没有许可证' })
  await head.call(createSupplier, { code: 'L1', name: '今天到期', licenceValidTo: '2026-11-23' })
  await head.call(createSupplier, { code: 'L2', name: '九十天', licenceValidTo: '2027-02-21' })
  await head.call(createSupplier, { code: 'L3', name: '九十一天', licenceValidTo: '2027-02-22' })
  const all = (await head.call(listSuppliers, {})).rows
  for (const licence of ['valid', 'nearExpiry', 'expired', 'none'] as const) {
    const { rows } = await head.call(listSuppliers, { licence })
    expect(rows.map((r) => r.code)).toEqual(all.filter((r) => r.licence === licence).map((r) => r.code))
  }
  expect(all.find((r) => r.code === 'L2')?.licence).toBe('nearExpiry')
  expect(all.find((r) => r.code === 'L3')?.licence).toBe('valid')
  expect((await head.call(listSuppliers, { sort: '-licenceValidTo' })).rows[0]?.code).toBe('CX')
})

test('another hospital, the authority, another role', async () => {
  const { rows } = await head.call(listSuppliers, { q: 'CX' })
  const org = (await head.call(whoAmI, {})).org.orgId
  const id = rows[0]!.supplierId
  const other = await h.as('tanyong@huaichuan')
  expect((await other.call(listSuppliers, { org })).total).toBe(0)
  expect(
    await refusalOf((await h.as('admin@lushan')).call(updateSupplier, { id: id + 10_000, name: 'x' })),
  ).toBe('NOT_FOUND')
  const inspector = await h.as('tangwei@csyjj')
  expect((await inspector.call(listSuppliers, { org, q: 'CX' })).rows.map((r) => r.supplierId)).toEqual([id])
  expect(await refusalOf(inspector.call(stopSupplier, { id, reason: 'x' }))).toBe('FORBIDDEN')
  expect(await refusalOf((await h.as('wangxuemei@lushan')).call(stopSupplier, { id, reason: 'x' }))).toBe(
    'FORBIDDEN',
  )
})
