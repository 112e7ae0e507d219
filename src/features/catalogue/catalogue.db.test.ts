import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { whoAmI } from '#core/identity/contract.ts'
import { refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import {
  createDrug,
  listDrugs,
  readDrug,
  resumeDrug,
  searchProducts,
  stopDrug,
  updateDrug,
} from './contract.ts'

let h: Hospital
let head: Client

beforeAll(async () => {
  h = await startHospital()
  head = await h.as('liuguodong@lushan')
})
afterAll(() => h.stop())

const productOf = async (q: string) => (await head.call(searchProducts, { q })).rows[0]!
const fresh = (productId: number, code: string, key: string) => {
  return {
    productId,
    code,
    manufacturer: '彭城制药',
    packUnits: 10,
    identifiers: [{ key, level: 1, units: 10 }],
  }
}

test('the formulary of the demonstration lists with class, strength and prefix', async () => {
  const { rows, total } = await head.call(listDrugs, {})
  expect(total).toBe(9)
  expect(rows.map((r) => r.code)).toEqual(rows.map((r) => r.code).toSorted())
  expect(rows.find((r) => r.code === 'NAR017')).toMatchObject({
    drugClass: 'NAR',
    contentUnit: 'µg',
    contentPerUnit: 50,
    container: '空安瓿',
    prefix: '8190236',
    packUnits: 10,
    lowUnits: 400,
  })
  expect(rows.find((r) => r.code === 'NAR015')).toMatchObject({
    container: '废贴',
    packUnits: 5,
    formGroup: 'CR',
  })
  expect(rows.find((r) => r.code === 'PS1005')).toMatchObject({ drugClass: 'PS1' })
})

test('the list is searched, filtered and sorted', async () => {
  const codes = async (input: Parameters<typeof head.call<typeof listDrugs>>[1]) =>
    (await head.call(listDrugs, input)).rows.map((r) => r.code)
  expect(await codes({ q: '8121151' })).toEqual(['NAR002'])
  expect(await codes({ q: '舒芬' })).toEqual(['NAR017'])
  expect(await codes({ q: '50μg' })).toEqual(['NAR017'])
  expect(await codes({ q: '%' })).toEqual([])
  expect(await codes({ class: 'PS1' })).toEqual(['PS1001', 'PS1005'])
  expect(await codes({ formGroup: 'CR' })).toEqual(['NAR015', 'NAR031'])
  expect((await codes({ sort: '-highUnits', pageSize: 2, page: 1 }))[0]).toBe('NAR017')
  expect(await refusalOf(head.call(listDrugs, { sort: 'org_id; drop table' }))).toBe('INPUT_INVALID')
})

test('products tell their class today and since when', async () => {
  const midazolam = await productOf('PS1004')
  expect(midazolam).toMatchObject({ drugClass: 'PS1', inFormulary: false })
  expect(midazolam.classes).toEqual([
    { class: 'PS2', from: '2005-11-01', to: '2024-07-01' },
    { class: 'PS1', from: '2024-07-01', to: null },
  ])
  expect((await productOf('PS1005')).inFormulary).toBe(true)
  expect((await head.call(searchProducts, { class: 'PRE' })).total).toBe(2)
})

test('a drug is made from a product, changed, stopped and resumed', async () => {
  const { productId } = await productOf('PS2018')
  const codes = { approvalNo: '国药准字H20203650', insuranceCode: 'X1' }
  const made = await head.call(createDrug, {
    ...fresh(productId, 'PS2018', '8185520'),
    ...codes,
    lowUnits: 100,
    highUnits: 600,
  })
  expect(made.warnings).toHaveLength(1)
  const drug = await head.call(readDrug, { id: made.drugId })
  expect(drug).toMatchObject({
    name: '盐酸曲马多注射液',
    contentPerUnit: 100_000,
    container: null,
    drugClass: 'PS2',
    product: { code: 'PS2018' },
  })
  const changed = {
    id: made.drugId,
    manufacturer: '北辰药业',
    packUnits: 5,
    identifiers: [{ key: '06901234567892', level: 1, units: 5 }],
  }
  await head.call(updateDrug, changed)
  expect(await head.call(readDrug, { id: made.drugId })).toMatchObject({
    manufacturer: '北辰药业',
    form: '注射液',
    packUnits: 5,
    approvalNo: null,
    highUnits: null,
    identifiers: [{ key: '06901234567892', units: 5 }],
  })
  await head.call(stopDrug, { id: made.drugId, reason: '换规格' })
  expect((await head.call(listDrugs, { state: 'stopped' })).rows.map((r) => r.code)).toEqual(['PS2018'])
  expect(await refusalOf(head.call(stopDrug, { id: made.drugId, reason: '换规格' }))).toBe('DOCUMENT_CLOSED')
  await head.call(resumeDrug, { id: made.drugId })
  expect((await head.call(readDrug, { id: made.drugId })).stoppedAt).toBeNull()
})

test('what is taken or unknown is refused', async () => {
  const { productId } = await productOf('PS2017')
  expect(await refusalOf(head.call(createDrug, fresh(productId, 'NAR017', '8100001')))).toBe('ALREADY_EXISTS')
  expect(await refusalOf(head.call(createDrug, fresh(productId, 'PS2017', '8190236')))).toBe('ALREADY_EXISTS')
  expect(await refusalOf(head.call(createDrug, fresh(99_999, 'PS2017', '8100001')))).toBe('NOT_FOUND')
  expect(
    await refusalOf(head.call(createDrug, { ...fresh(productId, 'PS2017', '8100001'), standardCode: '1' })),
  ).toBe('INPUT_INVALID')
  expect(await refusalOf(head.call(readDrug, { id: 99_999 }))).toBe('NOT_FOUND')
})

test('another hospital sees its own, the authority reads, other roles may not write', async () => {
  const mine = (await head.call(listDrugs, { q: 'NAR017' })).rows[0]!
  const org = (await head.call(whoAmI, {})).org.orgId
  const other = await h.as('tanyong@huaichuan')
  expect(await refusalOf(other.call(readDrug, { id: mine.drugId }))).toBe('NOT_FOUND')
  expect((await other.call(listDrugs, { org })).total).toBe(0)
  expect((await other.call(listDrugs, {})).rows.map((r) => r.drugId)).not.toContain(mine.drugId)
  const inspector = await h.as('fengjie@hnwjw')
  expect((await inspector.call(listDrugs, { org, q: '8190236' })).rows.map((r) => r.code)).toEqual(['NAR017'])
  expect((await inspector.call(readDrug, { id: mine.drugId })).identifiers).toHaveLength(1)
  expect(await refusalOf(inspector.call(stopDrug, { id: mine.drugId, reason: 'x' }))).toBe('FORBIDDEN')
  expect(
    await refusalOf((await h.as('wangxuemei@lushan')).call(stopDrug, { id: mine.drugId, reason: 'x' })),
  ).toBe('FORBIDDEN')
  expect(await refusalOf(h.nobody.call(listDrugs, {}))).toBe('NOT_SIGNED_IN')
})
