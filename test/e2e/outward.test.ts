import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { verifyLedger } from '#core/ledger/verify.ts'
import type { Office } from './browser.ts'
import {
  arrive,
  arriveAgain,
  button,
  choose,
  expectRow,
  field,
  press,
  row,
  see,
  signBoth,
  spell,
  tick,
  write,
} from './hands.ts'
import type { House } from './house.ts'
import { openStocked, unitsIn } from './stocked.ts'

// What leaves the house by another door than the patient's: back to the supplier, lent to a hospital in need, lost.
let house: House
let office: Office
const [keeper, second, theatre, head, inspector] = [
  'wangxuemei@lushan',
  'lizhenhua@lushan',
  'liqian@lushan',
  'liuguodong@lushan',
  'hemingyuan@cswjw',
] as const

beforeAll(async () => {
  ;({ house, office } = await openStocked({ NAR017: 20 }))
}, 120_000)
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail' || process.env['E2E_PHOTOGRAPH'])
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

test('a box goes back to the supplier who brought it, and to no other', async () => {
  const before = await unitsIn(house, 'supplier')
  const page = await office.as(keeper)
  await page.goto('/supplier-returns')
  await see(page, '没有')
  await page.keyboard.press('F4')
  await choose(page, '从', '一级库 A 柜')
  await tick(page, '枸橼酸舒芬太尼')
  await choose(page, '退给', '湘康')
  await page.getByText('质量问题', { exact: true }).click()
  await write(field(page, '说明'), '铝盖松动')
  await write(field(page, '供应商确认号'), 'TH-20261123-07')
  await write(field(page, '对方确认人'), '周敏')
  await arrive(page, second)
  await signBoth(page)
  await see(page, /送来未退的只有/)
  expect(await unitsIn(house, 'supplier')).toBe(before)
  await choose(page, '退给', '楚湘')
  await arriveAgain(page, second)
  await signBoth(page)
  await see(page, /已退货 10 支$/)
  await see(page, 'TH-20261123-07')
  expect(await unitsIn(house, 'supplier')).toBe(before + 10)
  await page.goto('/supplier-returns')
  await expectRow(page, '枸橼酸舒芬太尼', ['10 支', '楚湘'])
  expect(office.complaints()).toEqual([])
})

test('ten ampoules are lent in an emergency, filed with both authorities, and stand as owed', async () => {
  const page = await office.as(keeper)
  await page.goto('/borrowings/new?way=out')
  await choose(page, '储位', '一级库 A 柜')
  await tick(page, '枸橼酸舒芬太尼')
  await write(field(page, '对方单位'), '浏阳市淮川人民医院')
  await write(field(page, '原因'), '车祸伤员同时手术，对方库存不足')
  await arrive(page, second)
  await signBoth(page)
  await see(page, /已借出 10 支，/)
  await see(page, '未还清')
  for (const [receiver, no] of [
    ['设区的市级药品监督管理部门', '长市监麻备 0112'],
    ['设区的市级卫生主管部门', '长卫麻备 0207'],
  ] as const) {
    await write(page.getByLabel(`${receiver}备案号`), no)
    await press(page, '登记备案')
    await see(page, no)
  }
  expect(await unitsIn(house, 'borrowed')).toBe(10)
  await page.goto('/borrowings')
  await expectRow(page, '浏阳市淮川人民医院', ['借出', '10 支', '未还清'])
  expect(office.complaints()).toEqual([])
})

test('a missing ampoule: the case freezes its evidence, the head takes it off the books, three are told, the authority sees it', async () => {
  const page = await office.as(theatre)
  await page.goto('/incidents')
  await button(page, '登记事件').waitFor()
  await page.keyboard.press('F4')
  const panel = page.getByRole('dialog')
  await panel.getByText('丢失', { exact: true }).click()
  // As the hand types on a keyboard without Chinese.
  await spell(panel, '药品', 'shufentai', '枸橼酸舒芬太尼')
  await press(panel, '加入')
  // Without what happened no case can be opened; the button says what is missing.
  await see(panel, '经过')
  await write(field(panel, '经过'), '交班清点少 1 支，已查垃圾与推车')
  await page.keyboard.press('F10')
  await see(page, '证据冻结')
  await see(page, /报告时限/)
  await press(page, '记丢失')
  const lose = page.getByRole('dialog')
  await choose(lose, '从哪里丢失', '手术药房')
  await tick(lose, '枸橼酸舒芬太尼', 1)
  await write(field(lose, '说明'), '复盘仍少 1 支')
  await arrive(page, head)
  await signBoth(page)
  await see(page, '已记丢失 1 支')
  await see(page, '登记追回')
  expect(await unitsIn(house, 'lost')).toBe(1)
  for (const receiver of ['县级公安机关', '药品监督管理部门', '卫生主管部门']) {
    await write(page.getByLabel(`${receiver}报告`), '电话报告，接报人已记')
    await press(page, '登记报告')
    await page.getByLabel(`${receiver}回复`).waitFor()
  }
  await see(page, '已报告')
  const desk = await office.as(inspector)
  await desk.goto('/incidents')
  await expectRow(desk, '枸橼酸舒芬太尼', ['丢失', '1 支'])
  expect(await house.platform.auditor.transaction(verifyLedger)).toEqual([])
  expect(office.complaints()).toEqual([])
})

test('a name is found by its initials and by its full 拼音, and by nothing else', async () => {
  const page = await office.as(keeper)
  await page.goto('/stock')
  for (const [typed, found, hidden] of [
    // 枸橼酸芬太尼 has these initials too: …酸芬太尼.
    ['sftn', '枸橼酸舒芬太尼', '咪达唑仑'],
    ['midazuolun', '咪达唑仑', '枸橼酸舒芬太尼'],
  ] as const) {
    const search = page.getByPlaceholder(/药品|批号/).first()
    await search.fill(typed)
    await search.press('Enter')
    await row(page, found).waitFor()
    await page.getByRole('row').filter({ hasText: hidden }).first().waitFor({ state: 'hidden' })
  }
  expect(office.complaints()).toEqual([])
})
