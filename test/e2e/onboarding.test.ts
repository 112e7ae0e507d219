import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { paper } from '../../samples/paper.ts'
import { applied } from '#features/onboarding/testKit.ts'
import { openOffice, phone, type Office } from './browser.ts'
import { choose, expectRow, field, gone, goTo, press, row, see, write } from './hands.ts'
import { openHouse, type House } from './house.ts'

// A hospital that nobody knows yet applies, is sent back once, approved, and its administrator begins.
let house: House
let office: Office
const proof = { no: '', code: '' }
const given = { ...applied(30), name: '长沙市岳麓滨江康复医院' }

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

async function bring(page: Page, title: string, seed: number): Promise<void> {
  const file = { name: `${title}.png`, mimeType: 'image/png', buffer: Buffer.from(paper(seed)) }
  await page.locator(`input[aria-label="${title}文件"]`).setInputFiles(file)
  await page.getByRole('img', { name: title }).waitFor()
}

async function ask(page: Page): Promise<void> {
  await page.goto('/onboarding/query')
  await write(field(page, '受理号'), proof.no)
  await write(field(page, '查询码'), proof.code)
  await press(page, '查询进度')
}

test('from the sign-in page to a number and a code; what is wrong is said beside the field', async () => {
  const page = await office.nobody()
  await page.goto('/sign-in')
  await page.getByRole('link', { name: /医疗机构入驻/ }).click()
  await page.getByRole('heading', { name: '医疗机构入驻', exact: true }).waitFor()
  await see(page, '证照图片')
  await bring(page, '医疗机构执业许可证', 30)
  await press(page, '提交审核')
  await see(page, '请填写机构名称')
  await see(page, '请选择所属管理部门')
  await write(field(page, '机构名称'), given.name)
  await write(field(page, '统一社会信用代码'), `${given.creditCode.slice(0, 17)}0`)
  await press(page, '提交审核')
  await see(page, '统一社会信用代码校验位不对，请核对')
  await write(field(page, '统一社会信用代码'), given.creditCode)
  await write(field(page, '执业许可证登记号'), given.licenceNo)
  await choose(page, '机构性质', '民营')
  await see(page, '营业执照')
  await write(field(page, '许可证有效期自'), '2024-01-01')
  await write(field(page, '许可证有效期至'), '2029-12-31')
  await choose(page, '等级', '二级甲等')
  await write(field(page, '机构负责人'), given.head)
  await write(field(page, '联系电话'), given.phone)
  await choose(page, '市', '长沙市')
  await choose(page, '区县', '岳麓区')
  await write(field(page, '详细地址'), given.address)
  await choose(page, '所属管理部门', '长沙市卫生健康委员会')
  await write(field(page, '默认管理员姓名'), given.adminName)
  await write(field(page, '默认管理员账号'), 'admin')
  await write(field(page, '默认管理员密码'), given.password)
  // A file that is too large and no picture is refused before it is sent.
  const text = { name: '说明.txt', mimeType: 'text/plain', buffer: Buffer.from('x') }
  await page.locator('input[aria-label="营业执照文件"]').setInputFiles(text)
  await see(page, '只能上传 jpg 或 png 图片')
  await bring(page, '营业执照', 31)
  await press(page, '保存草稿')
  await see(page, '草稿已保存')
  const codes = page.locator('.ob-code b')
  proof.no = (await codes.nth(0).textContent()) ?? ''
  proof.code = (await codes.nth(1).textContent()) ?? ''
  expect(proof.no).toMatch(/^RZ-20261123-\d{6}$/)
  expect(proof.code).toMatch(/^\w{4} \w{4} \w{4} \w{4}$/)
  await press(page, '提交审核')
  await see(page, '已提交，等待长沙市卫生健康委员会审核')
  expect(office.complaints()).toEqual([])
}, 60_000)

test('the city sees the pictures beside the data and sends it back; on a phone it is corrected', async () => {
  const city = await office.as('hemingyuan@cswjw')
  await goTo(city, '入驻审核')
  await expectRow(city, given.name, ['二级甲等，民营', '湖南省长沙市岳麓区', '待审核'])
  await row(city, given.name).click()
  await see(city, given.licenceNo)
  const wide = () =>
    city
      .getByRole('img', { name: /许可证|执照/ })
      .evaluateAll((all) => all.map((i) => (i as HTMLImageElement).naturalWidth))
  await expect.poll(wide).toEqual([640, 640])
  await press(city, '退回补正')
  const reasonFor = city.getByRole('tooltip')
  await write(reasonFor.getByPlaceholder('写明原因，记入账册'), '营业执照不清楚，请重拍')
  await press(reasonFor, '退回补正')
  await see(city, '已退回补正')
  await see(city, '营业执照不清楚，请重拍')

  const small = await office.nobody(phone)
  await ask(small)
  await see(small, '退回补正：营业执照不清楚，请重拍')
  await press(small, '修改后重新提交')
  await small.getByRole('img', { name: '营业执照' }).waitFor()
  await bring(small, '营业执照', 32)
  await press(small, '提交审核')
  await see(small, '已提交，等待长沙市卫生健康委员会审核')
  const across = await small.evaluate(() => document.documentElement.scrollWidth)
  expect(across).toBeLessThanOrEqual(phone.width)
  expect(office.complaints()).toEqual([])
}, 60_000)

test('approved: the applicant reads his account, signs in, sees what is to be done and makes a department', async () => {
  const city = await office.as('hemingyuan@cswjw')
  await city.reload()
  await see(city, '待审核')
  await city.keyboard.press('F10')
  await see(city, '已建立，机构代码')
  const page = await office.nobody()
  await ask(page)
  await see(page, '审核通过。用 admin@y')
  const said = (await page.getByText(/审核通过。用/).textContent()) ?? ''
  const account = /用 (\S+) 和/.exec(said)?.[1] ?? ''
  await page.getByRole('link', { name: '去登录' }).click()
  await page.getByLabel('账号', { exact: true }).fill(account)
  await page.getByLabel('密码', { exact: true }).fill(given.password)
  await page.keyboard.press('Enter')
  await see(page, '开通清单')
  await see(page, '第一次收货前须备齐，已完成 0 / 5')
  await page.getByRole('link', { name: /科室与储位.*一级库 0 个/ }).click()
  await page.getByRole('heading', { name: '科室与储位', exact: true }).waitFor()
  await press(page, '新增科室')
  const panel = page.getByRole('dialog')
  await write(field(panel, '编码'), '01')
  await write(field(panel, '名称'), '药剂科')
  await press(panel, '新增科室')
  await see(page, '已新增科室')
  await page.getByRole('link', { name: '首页' }).click()
  await see(page, '科室 1 个，一级库 0 个')
  expect(office.complaints()).toEqual([])
}, 60_000)

test('a wrong code says so and nothing else', async () => {
  const page = await office.nobody()
  await page.goto('/onboarding/query')
  await write(field(page, '受理号'), proof.no)
  await write(field(page, '查询码'), 'AAAA BBBB CCCC DDDD')
  await press(page, '查询进度')
  await see(page, '受理号或查询码不对')
  await gone(page, given.name)
})
