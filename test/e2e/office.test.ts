import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { fileReport, specimens } from '#apps/journey/office.ts'
import { openWorld, type World } from '#apps/journey/world.ts'
import { checklistOn } from '#features/inspection/checklist.ts'
import { openOffice, type Office } from './browser.ts'
import {
  arrive,
  arriveWrong,
  expectRow,
  field,
  goTo,
  press,
  row,
  see,
  signBoth,
  tabTo,
  tabToFirst,
  takePhotos,
  write,
} from './hands.ts'
import { openHouse, type House } from './house.ts'

// Two pharmacists walk the theatre pharmacy; what they find is put right, and the authority reads it.
let house: House
let office: Office
let world: World

beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T06:05:00Z' })
  office = await openOffice(house.address, house.clock.now)
  world = await openWorld(house.send, () => {}, house.clock.now)
}, 60_000)
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (process.env['E2E_PHOTOGRAPH'] || task.result?.state === 'fail')
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

test('a patrol of eight items by one; what is not in order needs words, a name and a day', async () => {
  const nurse = await office.as('zhaomin@lushan')
  await goTo(nurse, '管理与报送')
  await nurse.getByRole('tab', { name: '检查记录' }).click()
  await see(nurse, '还没有检查记录')
  await press(nurse, '值班巡查')
  // A list of several choices stays open.
  await field(nurse, '检查地点').click()
  await nurse.locator('.ant-select-item-option').filter({ hasText: '肿瘤内科药柜' }).click()
  await nurse.getByRole('heading', { name: '值班巡查' }).click()
  const { items } = checklistOn('patrol', '2026-11-23')
  for (const item of items.slice(0, -1))
    await nurse.getByRole('radiogroup', { name: item.text }).getByText('合格', { exact: true }).click()
  await see(nurse, '1 项没有查')
  const last = items.at(-1)?.text ?? ''
  await nurse.getByRole('radiogroup', { name: last }).getByText('不合格', { exact: true }).click()
  await see(nurse, '1 项不合格的问题、责任人或期限')
  await write(field(nurse, 'P08 发现的问题'), '药柜后墙角有水渍')
  // Fourteen people: typed, not scrolled to.
  await write(field(nurse, 'P08 责任人'), '赵敏')
  await nurse.keyboard.press('Enter')
  // A reload loses nothing.
  await nurse.reload()
  await see(nurse, '已查 8 / 8，不合格 1')
  await write(nurse.getByPlaceholder('整改期限'), '2026-11-27')
  await nurse.keyboard.press('Tab')
  await nurse.keyboard.press('F10')
  await see(nurse, 'XC-20261123-01')
  await expectRow(nurse, '药柜后墙角有水渍', ['P08', '不合格', 'ZG-20261123-01'])
}, 40_000)

test('专项检查: the keyboard walks the list, two sign, and nobody is two', async () => {
  const page = await office.as('liqian@lushan')
  await page.goto('/inspections/new/special')
  const { items } = checklistOn('special', '2026-11-23')
  await see(page, `${items.length} 项没有查`)
  for (const item of items) await tabToFirst(page, item.text)
  await see(page, `已查 ${items.length} / ${items.length}`)
  await tabTo(page, field(page, '检查地点'))
  await page.keyboard.type('手术药房回收箱')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await tabTo(page, field(page, '备注'))
  await page.keyboard.type('季度专项')
  await arriveWrong(page, 'liqian@lushan', '同一人')
  await arrive(page, 'hezhiyuan@lushan')
  await signBoth(page)
  await page.getByRole('heading', { name: /^ZX-20261123-01/ }).waitFor()
  await see(page, '季度专项')
  await see(page, '何志远')
  expect(office.complaints()).toEqual([])
}, 40_000)

test('what failed is put right with a photograph, looked at by another, and read by the authority', async () => {
  const nurse = await office.as('zhaomin@lushan')
  await row(nurse, '药柜后墙角有水渍').click()
  await see(nurse, '还没有登记整改措施')
  await write(field(nurse, '整改措施'), '报修空调冷凝管，墙面已擦干')
  await takePhotos(nurse, { 整改证明: { syringe: false, liquid: 0, ampoules: 1 } })
  await nurse.keyboard.press('F10')
  await see(nurse, '等药学部负责人或主要负责人复查')

  const head = await office.as('liuguodong@lushan')
  await goTo(head, '管理与报送')
  await row(head, 'ZG-20261123-01').click()
  await write(field(head, '复查意见'), '现场看过，已干')
  await head.keyboard.press('F10')
  await see(head, '已销号，无需办理')

  const city = await office.as('hemingyuan@cswjw')
  await goTo(city, '管理与报送')
  await expectRow(city, 'ZG-20261123-01', ['长沙市麓山中心医院', '已销号'])
  expect(office.complaints()).toEqual([])
}, 40_000)

test('the list of the quarter is made, checked, sent and received; the specimen stands beside the name', async () => {
  await specimens(world, ['林悦'])
  const head = await office.as('liuguodong@lushan')
  await goTo(head, '管理与报送')
  await head.getByRole('tab', { name: '签名留样' }).click()
  await expectRow(head, '林悦', ['没有留样', '登记'])
  await head.getByRole('tab', { name: '报送' }).click()
  await see(head, '应报')
  await fileReport(world, 'people', '2026-07-01', false)
  const city = await office.as('hemingyuan@cswjw')
  await goTo(city, '管理与报送')
  await city.getByRole('tab', { name: '报送' }).click()
  await row(city, 'BB-20261123-01').click()
  await see(city, '陈思远')
  await city.keyboard.press('F10')
  await see(city, '等对方签收')
  await see(city, 'HZ-20261123-01')
  expect(office.complaints()).toEqual([])
}, 40_000)
