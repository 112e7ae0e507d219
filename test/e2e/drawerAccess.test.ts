import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '#apps/journey/world.ts'
import { suggestPicks } from '#features/stock/contract.ts'
import type { Office } from './browser.ts'
import { arrive, choose, expectRow, field, press, row, scan, see, signBoth, write } from './hands.ts'
import type { House } from './house.ts'
import { openStocked } from './stocked.ts'

// A place that wants its drugs counted before they are taken, and openings for nothing.
let house: House
let office: Office
let world: World
let box = ''
const [head, pharmacist, checker] = ['liuguodong@lushan', 'liqian@lushan', 'hezhiyuan@lushan'] as const

beforeAll(async () => {
  ;({ house, office, world } = await openStocked({ NAR017: 20 }))
  const want = { locationId: world.place('B01'), drugId: world.drug('NAR017'), units: 2 }
  box = (await (await world.as(pharmacist)).call(suggestPicks, want)).picks[0]?.code ?? ''
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

test('the head of pharmacy sets it for a place, with a reason', async () => {
  const page = await office.as(head)
  await page.goto('/drawer-access')
  await see(page, '还没有存取记录')
  await page.getByRole('tab', { name: '取前清点规则' }).click()
  await row(page, '手术药房').getByRole('button', { name: '更改' }).click()
  await choose(page, '规则', '取前清点，盲点')
  await page.getByRole('checkbox', { name: '领用' }).waitFor()
  await page.getByRole('checkbox', { name: '调拨出库' }).click()
  await office.photograph('取前清点 规则')
  await page.keyboard.press('F10')
  await see(page, '原因')
  await write(field(page, '原因'), '上月两次不符')
  await page.keyboard.press('F10')
  await expectRow(page, '手术药房', ['取前清点，盲点', '领用、调拨出库', '10 分钟', '上月两次不符', '刘国栋'])
  expect(office.complaints()).toEqual([])
})

test('at the desk the count comes first, blind; a difference opens a case and stops nobody', async () => {
  const page = await office.as(pharmacist)
  await page.goto('/issues/new')
  await write(field(page, '手术编号'), 'SS-1123-021')
  await write(field(page, '手术名称'), '阑尾切除术')
  await choose(page, '发药储位', '手术药房')
  await write(field(page, '患者姓名'), '熊志强')
  await page.getByText('男', { exact: true }).click()
  await write(field(page, '年龄'), '24')
  await write(field(page, '病历号'), '0481900855')
  await write(field(page, '疾病名称'), '急性阑尾炎')
  await choose(page, '主刀或开方医师', '陈思远')
  await choose(page, '领用人', '陈思远')
  await choose(page, '药品', '枸橼酸舒芬太尼')
  await press(page, '加入计划')
  await see(page, '这个储位规定先点后取')
  await scan(page, '扫盒码或单支标签', box)
  await see(page, '取 1 支')
  await arrive(page, checker)
  await signBoth(page)
  await see(page, '手术药房规定取前清点：请先清点枸橼酸舒芬太尼注射液')
  await office.photograph('取前清点 未点')
  await page.keyboard.press('F7')
  const counted = page.getByLabel(/批号 S2609118 实点$/)
  await counted.waitFor()
  expect(await page.locator('.z-lot-counts').textContent()).not.toContain('账面')
  await counted.fill('19')
  await page.keyboard.press('Enter')
  await see(page, '少 1 支')
  await see(page, /CY-20261123-01/)
  await see(page, '照常取药')
  await office.photograph('取前清点 不符')
  // The second signature holds: what both signed has not changed.
  await page.keyboard.press('F10')
  await page.waitForURL(/\/issues\/\d+/)
  await page.goto('/drawer-access')
  await expectRow(page, 'KG-20261123-01', ['手术药房', '李倩', '1 批', '1 笔', '有出入'])
  expect(office.complaints()).toEqual([])
})

test('a transfer out of the same place asks too, for what is on the cart and no more', async () => {
  house.clock.goOn(15)
  const page = await office.as(pharmacist)
  await page.goto(`/transfers/new?from=${world.place('B01')}&to=${world.place('C01')}`)
  await see(page, '先选要取的品种')
  await scan(page, '扫描要发出的盒或单支码', box)
  await see(page, '取 9 支')
  await arrive(page, checker)
  await signBoth(page)
  await see(page, '手术药房规定取前清点：请先清点枸橼酸舒芬太尼注射液')
  await page.keyboard.press('F7')
  await page.getByLabel(/批号 S2609118 实点$/).fill('19')
  await page.keyboard.press('Enter')
  await see(page, '相符')
  await office.photograph('取前清点 调拨')
  await page.keyboard.press('F10')
  await page.waitForURL(/\/transfers\/\d+/)
  await page.goto('/drawer-access?purpose=send')
  await expectRow(page, 'KG-20261123-02', ['手术药房', '李倩', '调拨取药', '1 批', '1 笔', '有出入'])
  await page.goto('/reports/accesses')
  await expectRow(page, 'KG-20261123-02', ['调拨取药', 'DB-20261123-02', '有出入'])
  expect(office.complaints()).toEqual([])
})

test('opened and nothing taken: said where it happened, or asked for afterwards', async () => {
  const page = await office.as(checker)
  await page.goto('/drawer-access')
  await press(page, '开柜')
  await choose(page, '储位', '手术药房')
  await choose(page, '用途', '检查')
  await page.keyboard.press('F10')
  await see(page, /KG-20261123-03 已登记/)
  await page.keyboard.press('F10')
  house.clock.goOn(30)
  await page.goto('/')
  await see(page, '空开说明')
  await page.goto('/drawer-access?state=unexplained&mine=1')
  await row(page, 'KG-20261123-03').click()
  await choose(page, '没有取药的原因', '其他')
  await page.keyboard.press('F10')
  await see(page, '请写明原因')
  await office.photograph('说明空开 拒绝')
  await write(field(page, '说明'), '陪同上级检查')
  await page.keyboard.press('F10')
  await page.goto('/drawer-access')
  await expectRow(page, 'KG-20261123-03', ['空开', '其他：陪同上级检查'])
  await page.goto('/reports/nullAccess')
  await expectRow(page, '何志远', ['1 次', '100'])
  expect(office.complaints()).toEqual([])
})
