import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectAs, type Client } from '#apps/client.ts'
import { createDrug, searchProducts } from '#features/catalogue/contract.ts'
import { createDepartment, createPlace } from '#features/places/contract.ts'
import { createOrder } from '#features/purchase/contract.ts'
import { cardPeople, registerCard } from '#features/purchaseCard/contract.ts'
import { createStaff, grantQualification } from '#features/staff/contract.ts'
import { createSupplier } from '#features/suppliers/contract.ts'
import { startHospital, type Hospital } from '#test/harness.ts'
import {
  approveApplication,
  listApplications,
  listAuthorities,
  readApplication,
  readSetup,
} from './contract.ts'
import { handedIn } from './testKit.ts'

// A hospital of which nothing is known but its application prepares itself, with no rows of a demonstration, until it may order.
const password = 'Changsha-2026'
let h: Hospital
let admin: Client
let orgCode: string
beforeAll(async () => {
  h = await startHospital()
  const { rows } = await h.nobody.call(listAuthorities, {})
  const authority = rows.find((r) => r.name === '长沙市卫生健康委员会')?.orgId ?? 0
  const begun = await handedIn(h.nobody, authority, { seed: 40 })
  orgCode = begun.orgCode
  const city = await h.as('hemingyuan@cswjw')
  const id = (await city.call(listApplications, { q: begun.no })).rows[0]?.id ?? 0
  const { version } = await city.call(readApplication, { id })
  const founded = await city.call(approveApplication, { id, version })
  admin = await connectAs(h.transport, founded.account, password)
})
afterAll(() => h.stop())

const steps = async () => (await admin.call(readSetup, {})).steps
const step = async (key: string) => (await steps())?.find((s) => s.key === key)

async function person(account: string, name: string, roles: string[]): Promise<Client> {
  const { userId } = await admin.call(createStaff, { account, name, title: '药师', roles, password })
  const term = { validFrom: '2026-11-01', validTo: '2027-10-31', reason: '市级培训合格证' }
  if (roles.includes('VAULT_KEEPER'))
    await admin.call(grantQualification, { id: userId, type: 'handle', ...term })
  return connectAs(h.transport, `${account}@${orgCode}`, password)
}

test('each step is done when what the law wants is there, not before, and the list goes away with the last', async () => {
  expect((await steps())?.every((s) => !s.done)).toBe(true)

  await admin.call(createDepartment, { code: '01', name: '药剂科' })
  expect(await step('places')).toMatchObject({ done: false, says: '科室 1 个，一级库 0 个' })
  await admin.call(createPlace, { code: 'B01', name: '病房柜', kind: 'store', tier: 3 })
  expect((await step('places'))?.done).toBe(false)
  await admin.call(createPlace, { code: 'A01', name: '麻精库', kind: 'store', tier: 1 })
  expect(await step('places')).toMatchObject({ done: true, says: '科室 1 个，一级库 1 个' })

  const { supplierId } = await admin.call(createSupplier, {
    code: 'GY',
    name: '国药控股湖南有限公司',
    licenceNo: '湘AA7310001',
    licenceValidTo: '2029-12-31',
    licences: [{ kind: 'wholesale', licenceNo: '湘麻精批2026001', validTo: '2029-12-31' }],
  })
  expect((await step('suppliers'))?.done).toBe(true)
  const { rows: products } = await admin.call(searchProducts, { q: 'NAR017' })
  const { drugId } = await admin.call(createDrug, {
    productId: products[0]?.productId ?? 0,
    code: 'SF50',
    manufacturer: '宜昌人福药业有限责任公司',
    packUnits: 10,
    identifiers: [],
  })
  expect((await step('drugs'))?.done).toBe(true)

  const keeper = await person('keeper', '文静', ['VAULT_KEEPER'])
  const head = await person('head', '周明', ['PHARMACY_HEAD'])
  expect(await step('people')).toMatchObject({
    done: false,
    says: '能收货的 1 人（至少 2 人，有麻精管理培训合格），药学部负责人 1 人',
  })
  await person('second', '田野', ['VAULT_KEEPER'])
  expect((await step('people'))?.done).toBe(true)

  expect(await step('card')).toMatchObject({ done: false })
  const purchaser = (await head.call(cardPeople, {})).rows.find((p) => p.name === '文静')
  await head.call(registerCard, {
    cardNo: '湘长麻精20260040',
    issuer: '长沙市卫生健康委员会',
    issuedOn: '2026-11-01',
    validFrom: '2026-11-01',
    validTo: '2029-10-31',
    orgName: '长沙市山塘街道社区卫生服务中心',
    address: '岳麓区麓谷大道 6 号',
    legalPerson: '彭国强',
    medHead: '易小云',
    pharmHead: '周明',
    purchaserIds: [purchaser?.userId ?? 0],
  })
  expect(await steps()).toBeNull()

  // What it was for: who stands on the card may order.
  const order = { supplierId, orderedOn: '2026-11-23', lines: [{ drugId, units: 100, price: '12.5' }] }
  await expect(keeper.call(createOrder, order)).resolves.toMatchObject({ no: 'CG-20261123-01' })
})

test('it is nobody’s list but of those who prepare', async () => {
  const keeper = await connectAs(h.transport, `keeper@${orgCode}`, password)
  expect((await keeper.call(readSetup, {})).steps).toBeNull()
})
