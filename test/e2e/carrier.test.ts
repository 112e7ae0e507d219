import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '#apps/journey/world.ts'
import { suggestPicks } from '#features/stock/contract.ts'
import { phone, type Office } from './browser.ts'
import {
  arrive,
  arriveAgain,
  choose,
  expectRow,
  field,
  press,
  row,
  scan,
  see,
  signBoth,
  write,
} from './hands.ts'
import type { House } from './house.ts'
import { openStocked } from './stocked.ts'

// A parcel on its way: who sent it, who carried it, who received it.
let house: House
let office: Office
let world: World
let box = ''
const [head, keeper, checker, carrier, receiver] = [
  'liuguodong@lushan',
  'wangxuemei@lushan',
  'lizhenhua@lushan',
  'pengli@lushan',
  'liqian@lushan',
] as const

beforeAll(async () => {
  ;({ house, office, world } = await openStocked({ NAR017: 20 }))
  const want = { locationId: world.place('A01'), drugId: world.drug('NAR017'), units: 10 }
  box = (await (await world.as(keeper)).call(suggestPicks, want)).picks[0]?.code ?? ''
  world = await openWorld(house.send, () => {}, house.clock.now)
}, 120_000)
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail' || process.env['E2E_PHOTOGRAPH'])
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

const photograph = async (name: string) => {
  if (process.env['E2E_PHOTOGRAPH']) await office.photograph(name)
}

test('the head of pharmacy says which way wants a carrier, and for how long it may be underway', async () => {
  const page = await office.as(head)
  await page.goto('/requisitions?tab=carriers')
  await expectRow(page, '本院默认', ['不登记运送人', '30 分钟'])
  await press(page, '加一条路线')
  await choose(page, '调出储位', '一级库 A 柜')
  await choose(page, '调入储位', '手术药房')
  await write(field(page, '路上时限'), '20')
  await page.keyboard.press('F10')
  await see(page, '原因')
  await photograph('运送规则 缺原因')
  await write(field(page, '原因'), '上月一次在途 3 小时')
  await page.keyboard.press('F10')
  await expectRow(page, '一级库 A 柜 → 手术药房', ['须写运送人', '20 分钟', '上月一次在途 3 小时', '刘国栋'])
  await photograph('运送规则')
  expect(office.complaints()).toEqual([])
})

test('it leaves with a name on it, and the carrier signs for it where it lies', async () => {
  const page = await office.as(keeper)
  await page.goto(`/transfers/new?from=${world.place('A01')}&to=${world.place('B01')}`)
  await scan(page, '扫描要发出的盒或单支码', box)
  await see(page, /^取 \d+ 支/)
  await arrive(page, checker)
  await see(page, '运送人（路上限 20 分钟）')
  await choose(page, '运送人', '李振华')
  await signBoth(page)
  await see(page, '李振华 复核了这张调拨单，不能再运送，请换人')
  await photograph('发出 复核人运送')
  await choose(page, '运送人', '彭丽')
  await arriveAgain(page, checker)
  await signBoth(page)
  await page.waitForURL(/\/transfers\/\d+$/)
  await see(page, '待运送人签字')
  await photograph('待运送人签字')
  const other = await office.as(receiver)
  await other.goto(page.url())
  await scan(other, '扫描收到的盒或单支码', box)
  await see(other, /运送人 彭丽 签字带走/)
  await photograph('签收 未带走')
  // Another is named with a reason, and the first again: who takes it is who was named last.
  for (const [name, why] of [
    ['何志远', '彭丽去急诊'],
    ['彭丽', '何志远已下班'],
  ] as const) {
    await press(page, '换运送人')
    await choose(page, '运送人', name)
    await write(field(page, '换人的原因'), why)
    await photograph('换运送人')
    await page.keyboard.press('F10')
    await see(page, why)
  }
  await arrive(page, carrier)
  await signBoth(page)
  await see(page, '现由 彭丽 负责')
  await see(page, /路上 不到 1 分钟，剩/)
  await photograph('已带走')
  expect(office.complaints()).toEqual([])
})

test('the carrier has it on the telephone; late is amber at home, and the receiver sees every hand', async () => {
  const small = await office.as(carrier, phone)
  await small.goto('/')
  await see(small, '一级库 A 柜 → 手术药房')
  await row(small, 'DB-20261123-02').or(small.getByText('DB-20261123-02')).first().click()
  await see(small, '现由 彭丽 负责')
  await photograph('运送 手机')
  house.clock.goOn(26)
  // A desk opened now: its clock shows what the house's does.
  const page = await office.as('hezhiyuan@lushan')
  await page.goto('/')
  await see(page, /彭丽 运送，超 \d+ 分钟/)
  await photograph('首页 运送超时')
  await page.goto('/requisitions?tab=transfers')
  await row(page, 'DB-20261123-02').click()
  await see(page, /路上 2\d 分钟，超/)
  await scan(page, '扫描收到的盒或单支码', box)
  await see(page, /点收 10/)
  await page.keyboard.press('F10')
  await see(page, /路上 2\d 分钟，超时/)
  await see(page, '王雪梅 交出')
  await photograph('签收 一条链')
  expect(office.complaints()).toEqual([])
})
