import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { spellAll } from '#core/spelling.ts'
import { listDrugs, searchProducts } from '#features/catalogue/contract.ts'
import { listPlaces } from '#features/places/contract.ts'
import { listStaff } from '#features/staff/contract.ts'
import { listStock } from '#features/stock/contract.ts'
import { createSupplier, listSuppliers, updateSupplier } from '#features/suppliers/contract.ts'
import { listSpellings } from '#features/spelling/contract.ts'
import { findAnything } from '#features/trace/contract.ts'
import type { Client } from '#apps/client.ts'
import { startHospital, type Hospital } from '#test/harness.ts'
import { oneBox } from '#test/story.ts'

let h: Hospital
let head: Client
let owner: postgres.Sql
beforeAll(async () => {
  h = await startHospital()
  owner = postgres(h.superUrl, { max: 1, onnotice: () => {} })
  await oneBox(h)
  head = await h.as('liuguodong@lushan')
})
afterAll(async () => {
  await owner.end()
  await h.stop()
})

const drugs = async (q: string) => (await head.call(listDrugs, { q })).rows.map((r) => r.name)

test('a drug of the hospital is found by initials, by full reading and by its beginning, as by Chinese', async () => {
  const chinese = await drugs('芬太尼')
  expect(chinese.length).toBeGreaterThan(1)
  expect(await drugs('ftn')).toEqual(chinese)
  expect(await drugs('FenTaiNi')).toEqual(chinese)
  expect(await drugs('fentai')).toEqual(chinese)
  expect(await drugs('xqzk')).toEqual([])
})

test('people, products, stock and the box for everything know the same spelling', async () => {
  expect((await head.call(listStaff, { q: 'csy' })).rows.map((r) => r.name)).toContain('陈思远')
  const stock = (await head.call(listStock, { q: 'sftn' })).rows
  expect(stock.length).toBeGreaterThan(0)
  expect(stock).toEqual((await head.call(listStock, { q: '舒芬太尼' })).rows)
  expect((await head.call(listStock, { q: 'shoushuyaofang' })).rows.length).toBeGreaterThan(0)
  const hits = (await head.call(findAnything, { q: 'rftn' })).hits
  expect(hits.map((x) => x.title)).toContainEqual(expect.stringContaining('瑞芬太尼'))
})

test('a new name is found at once, and after a change by the new one only', async () => {
  const found = async (q: string) => (await head.call(listSuppliers, { q })).rows.map((r) => r.name)
  const { supplierId } = await head.call(createSupplier, { code: 'CY', name: '重药控股' })
  expect(await found('cykg')).toEqual(['重药控股'])
  expect(await found('zhongyao')).toEqual(['重药控股'])
  await head.call(updateSupplier, { id: supplierId, name: '老百姓批发' })
  expect(await found('cykg')).toEqual([])
  expect(await found('lbxpf')).toEqual(['老百姓批发'])
})

test('the spellings of one hospital say nothing to another, and an authority searches what it supervises', async () => {
  const names = (rows: readonly { name: string }[]) => rows.map((r) => r.name)
  const stranger = await h.as('tanyong@huaichuan')
  expect(names((await stranger.call(listSuppliers, { q: 'lbxpf' })).rows)).toEqual([])
  expect(names((await head.call(listSpellings, {})).rows)).toContain('老百姓批发')
  expect(names((await stranger.call(listSpellings, {})).rows)).not.toContain('老百姓批发')
  const hits = (await (await h.as('hemingyuan@cswjw')).call(findAnything, { q: 'csy' })).hits
  expect(hits.map((x) => x.title)).toContain('陈思远')
})

test('names of colleagues are given to who chooses people, and to nobody else; those who left to nobody', async () => {
  const given = async (account: string) =>
    (await (await h.as(account)).call(listSpellings, {})).rows.map((r) => r.name)
  const [doctor, pharmacist] = [await given('sunli@lushan'), await given('liqian@lushan')]
  expect(doctor).toContain('手术药房')
  expect(doctor).not.toContain('陈思远')
  expect(pharmacist).toContain('陈思远')
  await owner`update identity.app_user set disabled_at = now() where account = 'linyue@lushan'`
  expect(await given('liqian@lushan')).not.toContain('林悦')
  await owner`update identity.app_user set disabled_at = null where account = 'linyue@lushan'`
})

test('names from before there were spellings are spelt by the sweep, by two servers at once, and then never again', async () => {
  await owner`delete from core.spelling`
  expect(await drugs('ftn')).toEqual([])
  expect((await head.call(searchProducts, { q: 'ftn' })).rows).toEqual([])
  await Promise.all([spellAll(h.db, h.auditor), spellAll(h.db, h.auditor)])
  expect((await drugs('ftn')).length).toBeGreaterThan(1)
  expect((await head.call(searchProducts, { q: 'ftn' })).rows.length).toBeGreaterThan(1)
  expect(await spellAll(h.db, h.auditor)).toBe(0)
})

test('a place is found by its name', async () => {
  const places = async (q: string) => (await head.call(listPlaces, { q })).rows.map((r) => r.code)
  const all = (await head.call(listPlaces, {})).rows.find((r) => r.name === '手术药房')
  expect(await places('ssyf')).toContain(all?.code)
})
