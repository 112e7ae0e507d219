import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openOffice, type Office } from './browser.ts'
import { choose, expectRow, field, goTo, gone, press, row, see, write } from './hands.ts'
import { openHouse, type House } from './house.ts'

// A hospital writes down how it handles these drugs; its head approves; those who handle them read it.
let house: House
let office: Office

beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T06:05:00Z' })
  office = await openOffice(house.address, house.clock.now)
}, 60_000)
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (process.env['E2E_PHOTOGRAPH'] || task.result?.state === 'fail')
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

test('the body lacks seats until somebody sits there', async () => {
  const head = await office.as('liuguodong@lushan')
  await goTo(head, '管理与报送')
  await head.getByRole('tab', { name: '管理机构' }).click()
  await see(head, '还没有登记管理机构')
  await press(head, '登记组长')
  await write(field(head, '职务'), '院长')
  await write(field(head, '职责'), '第一责任人')
  await head.keyboard.press('F10')
  await see(head, '请选择本系统人员，或填写姓名')
  if (process.env['E2E_PHOTOGRAPH']) await office.photograph('seat')
  // Fourteen people: typed, not scrolled to.
  await write(field(head, '本系统人员'), '谭建国')
  await head.keyboard.press('Enter')
  await head.keyboard.press('F10')
  await expectRow(head, '谭建国', ['组长', '院长', '第一责任人'])
  await see(head, '还缺：医疗管理、药学、护理、保卫、专职管理人员')
}, 30_000)

test('a policy is drafted, approved by another, and read by who handles the drugs', async () => {
  const head = await office.as('liuguodong@lushan')
  await head.getByRole('tab', { name: '制度' }).click()
  await see(head, '没有执行中的制度：采购、验收')
  await head.keyboard.press('F4')
  await choose(head, '类别', '验收')
  await write(field(head, '名称'), '麻精药品验收制度')
  await write(field(head, '正文'), '货到即验，两人在场，逐盒扫码。')
  await see(head, '还差')
  await write(field(head, '复审日期'), '2027-11-23')
  await head.keyboard.press('Tab')
  await write(field(head, '执行日期'), '2026-11-20')
  await head.keyboard.press('Tab')
  await head.keyboard.press('F10')
  await see(head, '执行日期不能早于 2026-11-23，复审日期要晚于执行日期，请重新选择')
  if (process.env['E2E_PHOTOGRAPH']) await office.photograph('draft-refused')
  await write(field(head, '执行日期'), '2026-11-23')
  await head.keyboard.press('Tab')
  await gone(head, '执行日期不能早于')
  await head.keyboard.press('F10')
  await head.getByRole('heading', { name: '麻精药品验收制度' }).waitFor()
  await see(head, '待批准')

  const director = await office.as('tanjianguo@lushan')
  await expectRow(director, '麻精药品验收制度', ['制度待批', '审批'])
  await row(director, '麻精药品验收制度').getByRole('button', { name: '审批' }).click()
  await see(director, '货到即验，两人在场，逐盒扫码。')
  await director.keyboard.press('F10')
  await see(director, '已批准')

  const nurse = await office.as('zhaomin@lushan')
  await row(nurse, '制度待阅').getByRole('button', { name: '阅读' }).click()
  await press(nurse, '已阅读并知悉')
  await expectRow(nurse, '赵敏', ['2026-11-23'])
  await nurse.goto(house.address)
  await see(nurse, '我的待办')
  await gone(nurse, '制度待阅')

  await head.goto(`${house.address}/office?tab=policies`)
  await expectRow(head, '麻精药品验收制度', ['第1版', '1/11', '执行中'])
  expect(office.complaints()).toEqual([])
}, 40_000)
