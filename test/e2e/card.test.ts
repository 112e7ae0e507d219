import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { openOffice, type Office } from './browser.ts'
import { choose, goTo, press, row, see, write } from './hands.ts'
import { openHouse, type House } from './house.ts'

// 印鉴卡 and 购用计划 on the pages: a plan is written, sent and approved by the authority; an order over it, and one under
// a card that has ended, are refused in the drawer; the new card is registered and the order goes out.
let house: House
let office: Office
const [keeper, head, city] = ['wangxuemei@lushan', 'liuguodong@lushan', 'hemingyuan@cswjw'] as const

beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T06:05:00Z' })
  office = await openOffice(house.address, house.clock.now)
})
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail' || process.env['PHOTOS'])
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

async function order(page: Page, units: string) {
  await press(page, '录入采购单')
  const panel = page.getByRole('dialog')
  await choose(panel, '供应商', '湖南楚湘医药')
  await press(panel, '增加一行')
  await panel.getByLabel('药品', { exact: true }).fill('舒芬太尼')
  await page
    .locator('.ant-select-dropdown:visible')
    .getByText(/枸橼酸舒芬太尼注射液/)
    .first()
    .click()
  await write(panel.getByLabel('数量', { exact: true }), units)
  await write(panel.getByLabel('单价', { exact: true }), '12.5')
  return panel
}

test('a year’s plan is written, sent and approved; an order over it says what is left', async () => {
  const page = await office.as(keeper)
  await goTo(page, '购用计划')
  await see(page, '还没有 2026 年的购用计划')
  await press(page, '编制 2026 年计划')
  await write(page.getByLabel('枸橼酸舒芬太尼注射液 1ml:50μg 申请'), '500')
  await press(page, '保存计划')
  await see(page, '保存后由药学部负责人上报')

  const chief = await office.as(head)
  await goTo(chief, '购用计划')
  await row(chief, 'GY-20261123-01').click()
  await press(chief, '上报计划')
  await see(chief, '已报长沙市卫生健康委员会')

  const desk = await office.as(city)
  await goTo(desk, '购用计划')
  await row(desk, 'GY-20261123-01').click()
  await write(desk.getByLabel('枸橼酸舒芬太尼注射液 1ml:50μg 核定'), '400')
  await see(desk, '1 个品种与申请不同')
  await press(desk, '核定计划')
  await see(desk, '已核定')

  await goTo(page, '采购单')
  const panel = await order(page, '500')
  await see(panel, '本年核定 400，已订 0，还可订 400 支')
  await panel.getByRole('button', { name: /^录入采购单/ }).click()
  await see(panel, '核定 400 支，已订 0 支，还可订 400 支，不能订 500 支')
  await write(panel.getByLabel('数量', { exact: true }), '300')
  await panel.getByRole('button', { name: /^录入采购单/ }).click()
  await page.getByRole('heading', { name: '湖南楚湘医药有限公司' }).waitFor()
  await goTo(page, '购用计划')
  await see(page, '已订 300，还可订 100 支')
  expect(office.complaints()).toEqual([])
})

test('a change of the card is recorded, filed, and settled by the city', async () => {
  const chief = await office.as(head)
  await goTo(chief, '印鉴卡')
  await press(chief, '登记变更')
  const panel = chief.getByRole('dialog')
  await choose(panel, '变更事项', '药学部门负责人')
  await write(panel.getByLabel(/^变更为/), '周明')
  await panel.getByRole('button', { name: /^登记变更/ }).click()
  await see(chief, '刘国栋 → 周明')
  await press(chief, '报备')
  await chief
    .getByRole('dialog')
    .getByRole('button', { name: /^报备变更/ })
    .click()
  await see(chief, '已报备，待办结')
  const desk = await office.as(city)
  await goTo(desk, '印鉴卡')
  await row(desk, '长沙市麓山中心医院').click()
  await press(desk, '处理')
  await press(desk.getByRole('dialog'), '办结变更')
  await see(desk, '已办结')
  await see(desk.getByLabel('印鉴卡', { exact: true }), '周明')
  expect(office.complaints()).toEqual([])
})

test('an order under a card that has ended is refused in the drawer', async () => {
  house.clock.goTo(new Date('2028-08-25T02:00:00Z'))
  await office.close()
  office = await openOffice(house.address, house.clock.now)
  const page = await office.as(keeper)
  await goTo(page, '采购单')
  const panel = await order(page, '10')
  await see(panel, '印鉴卡已于 2028-08-24 到期')
  await panel.getByRole('button', { name: /^录入采购单/ }).click()
  await see(panel, '2028-08-25 不能采购 枸橼酸舒芬太尼注射液 1ml:50μg，请先换领新卡并登记')
  expect(office.complaints()).toEqual([])
})
