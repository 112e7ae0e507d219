import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openOffice, type Office } from './browser.ts'
import { expectRow, goTo, gone, press, row, see } from './hands.ts'
import { openHouse, type House } from './house.ts'

// Master data by file, and what a limit that came in with a file asks for: template, faults mended in place, the good
// rows without the bad, the whole withdrawn.
let house: House
let office: Office
const dir = mkdtempSync(path.join(tmpdir(), 'zhuisu-imports-'))
const [admin, pharmacist] = ['admin@lushan', 'liqian@lushan'] as const

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

function file(name: string, ...lines: string[]): string {
  const to = path.join(dir, name)
  writeFileSync(to, `\uFEFF${lines.join('\r\n')}`)
  return to
}

async function pick(page: Page, what: string, from: string): Promise<void> {
  await page.getByLabel(`${what}文件`).setInputFiles(from)
  await see(page, '列名已自动对应')
}

async function withdraw(page: Page): Promise<void> {
  await press(page, '整批撤回')
  const reason = page.getByPlaceholder('写明原因，记入账册')
  await reason.fill('导错文件')
  await reason.locator('xpath=..').getByRole('button').last().click()
  await see(page, '已整批撤回')
}

test('the template comes back with two errors: one is mended in its cell, the other stays out', async () => {
  const page = await office.as(admin)
  await goTo(page, '药品档案')
  await press(page, '批量导入')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '.csv' }).click(),
  ])
  const [header = ''] = readFileSync(await download.path(), 'utf8').split('\r\n')
  expect(header).toContain('药品名称')
  const cells = (of: Record<string, string>) =>
    header
      .replace('\uFEFF', '')
      .split(',')
      .map((title) => of[title.replace('*', '')] ?? '')
      .join(',')
  const morphine = { 药品名称: '盐酸吗啡注射液', 规格: '1ml:10mg', 生产单位: '东北制药' }
  const good = cells({ ...morphine, 编码: 'NAR901', 每盒数量: '10', 追溯标识码: '8199001' })
  const noPack = cells({ ...morphine, 编码: 'NAR902' })
  const wrongSpec = cells({ ...morphine, 编码: 'NAR903', 每盒数量: '5', 规格: '10mg/1ml' })
  await pick(page, '药品', file('drugs.csv', header.replace('\uFEFF', ''), good, noPack, wrongSpec))
  await expectRow(page, '每盒数量', ['3', '没有填，填 1 至 10000 的整数'])
  await expectRow(page, '写成 1ml:10mg', ['4', '规格'])
  const cell = page.getByLabel('第 4 行 规格')
  await cell.fill('1ml:10mg')
  await page.keyboard.press('Enter')
  await gone(page, '写成 1ml:10mg')
  await press(page, '导入没有错的 2 行')
  await see(page, '已导入药品 2 行')
  await expectRow(page, 'NAR901', ['盐酸吗啡注射液', '8199001'])
  expect(await row(page, 'NAR902').count()).toBe(0)
  await press(page, '批量导入')
  await expectRow(page, 'drugs.csv', ['2 行', '已导入'])
  await withdraw(page)
  await page.keyboard.press('Escape')
  await row(page, 'NAR901').waitFor({ state: 'hidden' })
  expect(office.complaints()).toEqual([])
})

test('a file that is none of ours says which column it lacks; nothing is lost', async () => {
  const page = await office.as(admin)
  await goTo(page, '人员与资格')
  await press(page, '批量导入')
  await page.getByLabel('人员文件').setInputFiles(file('wrong.csv', '名字,科目', '王芳,药学'))
  await see(page, '表头缺少“账号”列')
  await pick(page, '人员', file('staff.csv', '账号,姓名,职务,科室编码', 'wangfang,王芳,药师,02'))
  await page.keyboard.press('F10')
  await see(page, '已导入人员 1 行')
  await expectRow(page, '王芳', ['wangfang@lushan'])
  await press(page, '批量导入')
  await press(page, '整批撤回')
  await see(page, '新增的人停用（账号保留，可再启用）')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  expect(office.complaints()).toEqual([])
})

test('limits by file: what is low is on the stock page and opens a requisition that is filled in', async () => {
  const page = await office.as(admin)
  await goTo(page, '科室与储位')
  await press(page, '批量导入')
  await page.getByRole('menuitem', { name: '导入储位限量' }).click()
  await pick(
    page,
    '储位限量',
    file('limits.csv', '储位编码,药品编码,下限,上限,最多存放天数', 'B01,NAR017,40,120,15'),
  )
  await page.keyboard.press('F10')
  await see(page, '已导入储位限量 1 行')
  const desk = await office.as(pharmacist)
  await desk.reload()
  await expectRow(desk, '低于下限', ['手术药房，枸橼酸舒芬太尼注射液 0 / 40 支'])
  await goTo(desk, '库存')
  await desk.getByText('限量与补货', { exact: true }).click()
  await expectRow(desk, '手术药房', ['低于下限', '请领 120 支', '无数据'])
  await desk.getByRole('link', { name: '请领 120 支' }).click()
  await see(desk, '已填入低于下限的 1 个品种')
  expect(await desk.getByLabel('请领数量').inputValue()).toBe('120')
  await desk.keyboard.press('F10')
  await see(desk, '已送出')
  await expectRow(desk, '枸橼酸舒芬太尼', ['120 支'])
  expect(office.complaints()).toEqual([])
})
