import { afterAll, beforeAll, expect, test } from 'vitest'
import postgres from 'postgres'
import type { Client } from '#apps/client.ts'
import { whoAmI } from '#core/identity/contract.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import {
  createDepartment,
  createPlace,
  listDepartments,
  listPlaces,
  renameDepartment,
  renamePlace,
  stopPlace,
} from './contract.ts'

let h: Hospital
let head: Client

beforeAll(async () => {
  h = await startHospital()
  head = await h.as('liuguodong@lushan')
})
afterAll(() => h.stop())

test('departments are a tree with their places and people', async () => {
  const { rows } = await head.call(listDepartments, {})
  expect(rows.slice(0, 2)).toMatchObject([
    { code: '01', depth: 0 },
    { code: '0101', depth: 1, places: 2, people: 2 },
  ])
  const { departmentId } = await head.call(createDepartment, {
    code: '0104',
    name: '门诊药房',
    parentId: rows[0]!.departmentId,
  })
  await head.call(renameDepartment, { id: departmentId, name: '门急诊药房' })
  const after = (await head.call(listDepartments, {})).rows
  expect(after.find((d) => d.code === '0104')).toMatchObject({
    name: '门急诊药房',
    depth: 1,
    places: 0,
    people: 0,
  })
  expect(await refusalOf(head.call(createDepartment, { code: '01', name: '又一个' }))).toBe('ALREADY_EXISTS')
  expect(await refusalOf(head.call(createDepartment, { code: '77', name: '孤儿', parentId: 99_999 }))).toBe(
    'NOT_FOUND',
  )
  expect(await refusalOf(head.call(renameDepartment, { id: 99_999, name: '无' }))).toBe('NOT_FOUND')
})

test.each([
  ['store', 2, 'location'],
  ['cabinet', 2, 'location'],
  ['ward', 3, 'location'],
  ['recovery', 2, 'empties'],
  ['quarantine', 1, 'quarantine'],
] as const)('a %s opens its account', async (kind, tier, accountKind) => {
  const made = await head.call(createPlace, { code: `T-${kind}`, name: `新${kind}`, kind, tier })
  const [account] = await h.auditor.transaction(
    (tx) => tx`select kind, tier, title from ledger.account where id = ${made.accountId}`,
  )
  expect(account).toEqual({ kind: accountKind, tier, title: `新${kind}` })
  await head.call(renamePlace, { id: made.placeId, name: '改名' })
  const { rows } = await head.call(listPlaces, { q: `T-${kind}` })
  expect(rows).toMatchObject([
    { placeId: made.placeId, name: '改名', kind, tier, heldUnits: 0, drugs: 0, stoppedAt: null },
  ])
  await head.call(stopPlace, { id: made.placeId, reason: '撤柜' })
  expect(await refusalOf(head.call(stopPlace, { id: made.placeId, reason: '撤柜' }))).toBe('DOCUMENT_CLOSED')
})

test('the list filters by kind, tier, department and state', async () => {
  const codes = async (input: Parameters<typeof head.call<typeof listPlaces>>[1]) =>
    (await head.call(listPlaces, { state: 'active', ...input })).rows.map((r) => r.code)
  const { rows } = await head.call(listDepartments, {})
  expect(await codes({ kind: 'recovery' })).toEqual(['B02', 'C02'])
  expect(await codes({ tier: 3 })).toEqual(['W03', 'W04'])
  expect(await codes({ department: rows.find((d) => d.code === '0101')!.departmentId })).toEqual([
    'A01',
    'A09',
  ])
  expect((await codes({ sort: '-code' }))[0]).toBe('W04')
  expect((await codes({ state: 'stopped' })).every((c) => c.startsWith('T-'))).toBe(true)
})

test('a place that holds anything cannot be stopped', async () => {
  const place = (await head.call(listPlaces, { q: 'A01' })).rows[0]!
  const sql = postgres(h.superUrl, { max: 1 })
  try {
    await sql`
      with lot as (insert into ledger.lot (org_id, drug_id, lot_no, expiry)
        select org_id, id, 'L1', '2029-01-01' from ledger.drug where code = 'NAR017'
          and org_id = (select org_id from place.location where id = ${place.placeId}) returning org_id, id, drug_id)
      insert into ledger.balance (org_id, account_id, item, lot_id, code, drug_id, inside, quantity, changed_at)
      select org_id, ${place.accountId}, 'intact', id, '', drug_id, true, 40, now() from lot`
  } finally {
    await sql.end()
  }
  expect((await head.call(listPlaces, { q: 'A01' })).rows[0]).toMatchObject({ heldUnits: 40, drugs: 1 })
  expect(await refusalOf(head.call(stopPlace, { id: place.placeId, reason: '撤柜' }))).toBe('IN_USE')
})

test('another hospital, the authority, another role', async () => {
  const org = (await head.call(whoAmI, {})).org.orgId
  const place = (await head.call(listPlaces, { q: 'W03' })).rows[0]!
  const other = await h.as('tanyong@huaichuan')
  expect((await other.call(listPlaces, { org })).total).toBe(0)
  expect((await other.call(listDepartments, { org })).rows).toEqual([])
  const inspector = await h.as('hemingyuan@cswjw')
  expect((await inspector.call(listPlaces, { org, q: 'W03' })).rows[0]).toMatchObject({
    placeId: place.placeId,
    department: '肿瘤内科',
  })
  expect((await inspector.call(listDepartments, { org })).rows.length).toBeGreaterThan(5)
  expect(await refusalOf(inspector.call(stopPlace, { id: place.placeId, reason: 'x' }))).toBe('FORBIDDEN')
  expect(
    await refusalOf((await h.as('zhaomin@lushan')).call(stopPlace, { id: place.placeId, reason: 'x' })),
  ).toBe('FORBIDDEN')
  expect(await refusalOf(head.call(renamePlace, { id: 99_999, name: 'x' }))).toBe('NOT_FOUND')
})
