import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { photo } from '../../samples/photo.ts'
import { openOffice, type Office } from './browser.ts'
import { button, choose, field, goTo, press, see, write } from './hands.ts'
import { openHouse, type House } from './house.ts'

// Training and rights on the pages: a class is entered from the keyboard, a certificate is sent, a role is made, and the
// authority reads every change of it.
let house: House
let office: Office
const dir = mkdtempSync(path.join(tmpdir(), 'zhuisu-certificate-'))
const [head, admin, inspector] = ['liuguodong@lushan', 'admin@lushan', 'hemingyuan@cswjw'] as const

beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T06:05:00Z' })
  office = await openOffice(house.address, house.clock.now)
})
afterAll(async () => {
  await office?.close()
  await house?.close()
  rmSync(dir, { recursive: true, force: true })
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail')
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

test('a class is entered from the keyboard and from a sheet; a pass gives its right at once', async () => {
  const page = await office.as(head)
  await goTo(page, '培训考核')
  await see(page, '还没有课程')
  await press(page, '新增课程')
  const panel = page.getByRole('dialog')
  await write(field(panel, '课程名称'), '麻精药品管理年度复训')
  await write(field(panel, '授课人'), '王雪梅')
  await write(panel.getByLabel(/^培训开始/).first(), '2026-11-23')
  await write(panel.getByLabel('培训开始时间'), '1300')
  await write(panel.getByLabel(/^培训结束/).first(), '2026-11-23')
  await write(panel.getByLabel('培训结束时间'), '1400')
  await write(field(panel, '授课地点'), '3 楼 301 会议室')
  await choose(panel, '通过后取得', '麻精管理培训合格')
  await choose(panel, '按科室加入', '肿瘤内科')
  await panel.getByRole('button', { name: /^新增课程/ }).click()
  await see(page, 'PX-20261123-01')
  await press(page, '粘贴名单')
  await page.getByLabel('粘贴名单与成绩').last().fill('姓名\t成绩\n孙立\t92\n张三\t80\n赵敏\t41')
  await see(page, '不在参加人里')
  await press(page, '填入表格')
  await page.getByLabel('钱明的成绩').fill('88')
  await see(page, '还差')
  await press(page, '全部补签')
  await page.keyboard.press('F10')
  await see(page, '补签 3 人，通过 2 人，未通过 1 人，发资格 2 个')
  // The table is read again; before it is, nobody has signed in and no score would be taken.
  await see(page, /签到 3 人，考核 3 人/)
  await page.getByLabel('赵敏的成绩').fill('75')
  await page.keyboard.press('F10')
  await see(page, '初考 41 分')
  expect(office.complaints()).toEqual([])
})

test('a certificate is a small picture; too large a one is refused with its limit', async () => {
  const page = await office.as(head)
  const [large, good] = [path.join(dir, 'large.png'), path.join(dir, 'good.jpg')]
  writeFileSync(large, Buffer.alloc(600_000, 1))
  writeFileSync(good, photo({ liquid: 0.3, ampoules: 1, seed: 90_001 }))
  const box = page.getByLabel('钱明的证书')
  await box.setInputFiles(large)
  await see(page, '证书图片超过 500 KB')
  await box.setInputFiles(good)
  await see(page, '证书已上传')
  await page.getByRole('button', { name: '查看' }).first().click()
  await see(page, '钱明的证书')
  await page.keyboard.press('Escape')
  expect(office.complaints()).toEqual([])
})

test('a role is made by process step, and what belongs into two hands is said before it is sent', async () => {
  const page = await office.as(admin)
  await goTo(page, '岗位与授权')
  await press(page, '新建岗位')
  await page.getByLabel('岗位名称').fill('夜班质控')
  await page.getByRole('checkbox', { name: '申请红冲' }).check()
  await page.getByRole('checkbox', { name: '批准红冲' }).check()
  await see(page, '分开“申请红冲”和“批准红冲”')
  await page.getByRole('checkbox', { name: '申请红冲' }).uncheck()
  await button(page, '新建岗位').last().click()
  await page.getByPlaceholder('写明原因，记入账册').fill('设夜班质控岗')
  await page.getByPlaceholder('写明原因，记入账册').locator('xpath=..').getByRole('button').last().click()
  await see(page, '已新建岗位')
  await page.getByText('授权变更', { exact: true }).click()
  await see(page, '夜班质控：批准红冲')
  expect(office.complaints()).toEqual([])
})

test('the authority reads the changes and the classes of its hospital', async () => {
  const page = await office.as(inspector)
  await goTo(page, '岗位与授权')
  await see(page, '先选一家医疗机构')
  await choose(page, '医疗机构', '长沙市麓山中心医院')
  await see(page, '设夜班质控岗')
  await see(page, '麻精管理培训合格 2026-11-23 至 2027-11-22')
  await goTo(page, '培训考核')
  await choose(page, '医疗机构', '长沙市麓山中心医院')
  await see(page, '麻精药品管理年度复训')
  expect(await button(page, '新增课程').count()).toBe(0)
  expect(office.complaints()).toEqual([])
})
