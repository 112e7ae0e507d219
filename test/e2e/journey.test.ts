import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connectAs } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { readClosure } from '#features/reports/contract.ts'
import { readOverview } from '#features/supervision/contract.ts'
import { inspect, strangerFindsNothing } from './authority.ts'
import { openOffice, type Office } from './browser.ts'
import { openHouse, type House } from './house.ts'
import { orders, receiveCarton, receiveText } from './supply.ts'
import { acceptShort, destroy, issue, recover, request, send, takeBack, use, waste } from './theatre.ts'

// The main job through the screens, each step as the person whose work it is.
let house: House
let office: Office
let broken = false
let caseAddress = ''

beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T06:05:00Z', fresh: true })
  office = await openOffice(house.address, house.clock.now)
})
afterAll(async () => {
  await office?.close()
  await house?.close()
})
beforeEach((context) => {
  if (broken) context.skip('a step before this one failed')
})
afterEach(async ({ task }) => {
  broken ||= task.result?.state === 'fail'
  if (task.result?.state === 'fail')
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

const [keeper, theatre, doctor] = ['wangxuemei@lushan', 'liqian@lushan', 'chensiyuan@lushan'] as const
const [inspector, stranger] = ['hemingyuan@cswjw', 'tanyong@huaichuan'] as const

describe('one ampoule from the van to the ashes, through the screens', () => {
  test('1 采购单: the HIS export is checked and imported, one order is written by hand', async () => {
    await orders(await office.as(keeper))
    expect(office.complaints()).toEqual([])
  })

  test('2 收货: a delivery counted by scanning and by its file, with a short and a damaged box, signed by two', async () => {
    await receiveText(await office.as(keeper))
    expect(office.complaints()).toEqual([])
  })

  test('2 收货: one carton code brings fifty boxes', async () => {
    await receiveCarton(await office.as(keeper))
    expect(office.complaints()).toEqual([])
  })

  test('3 调拨: asked for, sent by two, taken in short with words, the rest when it is found', async () => {
    await request(await office.as(theatre))
    await send(await office.as(keeper))
    await acceptShort(await office.as(theatre))
    expect(office.complaints()).toEqual([])
  })

  test('4 领用: dispensed for a surgery by two pharmacists, each ampoule with its own code', async () => {
    caseAddress = await issue(await office.as(theatre))
    expect(office.complaints()).toEqual([])
  })

  test('5 使用与残余: opened, given, the rest wasted before a witness and a camera, the unopened unit returned', async () => {
    await use(await office.as(doctor))
    await waste(await office.as(doctor))
    await takeBack(await office.as(theatre), caseAddress)
    expect(office.complaints()).toEqual([])
  })

  test('6 空安瓿: both shells come back by their labels and are destroyed before two people', async () => {
    await recover(await office.as(theatre))
    await destroy(await office.as(theatre), caseAddress)
    expect(office.complaints()).toEqual([])
  })

  test('7 主管部门: reads everything and can press nothing; another hospital finds nothing', async () => {
    await inspect(await office.as(inspector), caseAddress)
    await strangerFindsNothing(await office.as(stranger), caseAddress)
    expect(office.complaints()).toEqual([])
  })

  test('8 闭环: every unit, every microgram and every shell is accounted for', async () => {
    const client = await connectAs(house.send, inspector, demoPassword)
    const { institutions } = await client.call(readOverview, {})
    const org = institutions.find((i) => i.name === '长沙市麓山中心医院')?.orgId ?? 0
    const { rows } = await client.call(readClosure, { org })
    const moved = rows.filter((r) => r.received > 0)
    expect(moved.length).toBe(5)
    expect(moved.filter((r) => !r.equal || r.open)).toEqual([])
    const suf = moved.find((r) => r.name.includes('舒芬太尼'))
    expect(suf).toMatchObject({
      received: 200,
      onHand: 198,
      opened: 2,
      contentGiven: 70,
      contentWasted: 30,
      containersDestroyed: 2,
    })
    expect(await house.platform.auditor.transaction(verifyLedger)).toEqual([])
  })
})
