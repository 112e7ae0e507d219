import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { announceClass, tomorrowsClass } from '#apps/journey/reclassification.ts'
import { orders, receiveText, receiveXml } from '#apps/journey/supply.ts'
import { openWorld } from '#apps/journey/world.ts'
import { openOffice, type Office } from './browser.ts'
import { arrive, expectRow, field, goTo, press, row, see, signBoth, write } from './hands.ts'
import { openHouse, type House } from './house.ts'

// What came into the vault changes its class tomorrow.
let house: House
let office: Office
const photograph = async (name: string) => {
  if (process.env['E2E_PHOTOGRAPH']) await office.photograph(`reclass-${name}`)
}

beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T06:05:00Z' })
  office = await openOffice(house.address, house.clock.now)
  const world = await openWorld(house.send, () => {}, house.clock.now)
  await orders(world)
  await receiveText(world)
  await receiveXml(world)
}, 60_000)
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail')
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

test('only an old change is there, then the catalogue announces it: the keeper is told and two confirm the list', async () => {
  const keeper = await office.as('wangxuemei@lushan')
  await goTo(keeper, '重分类')
  await expectRow(keeper, '2024-07-01', ['咪达唑仑注射液', '精二', '精一', '更早的调整'])
  await announceClass(house.platform.ownerUrl, tomorrowsClass(house.clock.now()))
  await keeper.goto('/')
  await expectRow(keeper, '2026-11-24', ['重分类', '1 个品种换分类', '1 行要移库'])
  await photograph('todo')
  await row(keeper, '2026-11-24').getByRole('button').click()
  await row(keeper, '2026-11-24').click()
  await see(keeper, '没有登记双人双锁')
  await photograph('unfit')

  const head = await office.as('liuguodong@lushan')
  await goTo(head, '科室与储位')
  await row(head, '一级库 A 柜').click()
  await head.getByText('有', { exact: true }).click()
  await photograph('lock')
  await press(head, '保存')
  await see(head, '已保存')

  await keeper.reload()
  await see(keeper, '适合')
  await write(field(keeper, '保管措施'), '已在 A 柜双锁保管')
  await arrive(keeper, 'lizhenhua@lushan')
  await photograph('sign')
  await signBoth(keeper)
  await see(keeper, '已确认')
  await see(keeper, '李振华')
  await photograph('confirmed')
})

test('the list prints, and the authority reads it', async () => {
  const keeper = await office.as('wangxuemei@lushan')
  await keeper.goto('/reports/reclassStock?from=2026-11-01&to=2026-11-30')
  await expectRow(keeper, '王雪梅', ['精一', '麻', '李振华'])
  await photograph('report')
  expect(office.complaints()).toEqual([])
})
