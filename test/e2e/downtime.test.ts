import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openWorld, type World } from '#apps/journey/world.ts'
import { countedAsBooked } from '#apps/acts/ward.ts'
import { suggestPicks } from '#features/stock/contract.ts'
import type { Office } from './browser.ts'
import {
  arrive,
  choose,
  chooseOneOfMany,
  expectRow,
  field,
  press,
  row,
  scan,
  see,
  signBoth,
  takePhotos,
  write,
} from './hands.ts'
import type { House } from './house.ts'
import { openStocked } from './stocked.ts'

// The machines stood still for an hour; what was written on paper comes into the books.
let house: House
let office: Office
let world: World
let box = ''
const [pharmacist, checker, head] = ['liqian@lushan', 'hezhiyuan@lushan', 'liuguodong@lushan'] as const

beforeAll(async () => {
  ;({ house, office } = await openStocked({ NAR017: 20 }))
  house.clock.goOn(120)
  world = await openWorld(house.send, () => {}, house.clock.now)
  const want = { locationId: world.place('B01'), drugId: world.drug('NAR017'), units: 1 }
  box = (await (await world.as(pharmacist)).call(suggestPicks, want)).picks[0]?.code ?? ''
}, 120_000)
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail' || process.env['E2E_PHOTOGRAPH'])
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

test('sheets are handed out by number and printed, then a downtime is declared', async () => {
  const page = await office.as(pharmacist)
  await page.goto('/downtimes')
  await see(page, '没有停过机')
  await page.getByRole('tab', { name: '应急单发放' }).click()
  await press(page, '发放应急单')
  await choose(page, '储位', '手术药房')
  await write(field(page, '起始编号'), '1')
  await choose(page, '领取人', '何志远')
  await page.keyboard.press('F10')
  await expectRow(page, '手术药房', ['YJ0001 – YJ0020', '20', '何志远'])
  await page.getByRole('link', { name: '打印' }).click()
  await see(page, '打印 20 张')
  await office.photograph('应急单')
  await page.goto('/downtimes')
  await press(page, '停机登记')
  await chooseOneOfMany(page, '停机的储位', '手术药房')
  await write(field(page, '开始时间'), '2026-11-23')
  await page.getByLabel('开始时间时间').fill('20:00')
  await write(field(page, '原因'), '机房断电')
  await page.keyboard.press('F10')
  await see(page, '开始时间须在过去 72 小时之内')
  await page.getByLabel('开始时间时间').fill('14:30')
  await page.keyboard.press('F10')
  await page.waitForURL(/\/downtimes\/\d+/)
  await see(page, '还没有登记应急单')
  expect(office.complaints()).toEqual([])
})

test('a used sheet is registered with its photograph, and its line entered through the desk with the paper’s time', async () => {
  const page = await office.as(pharmacist)
  await press(page, '登记应急单')
  await takePhotos(page, { 应急单: { syringe: false, liquid: 0, ampoules: 1 } })
  await write(field(page, '用了几行'), '1')
  await write(field(page, '纸上经办人'), '李倩')
  await write(field(page, '纸上见证人'), '何志远')
  await page.keyboard.press('F10')
  await see(page, '未补录')
  await press(page, '登记恢复')
  await write(field(page, '恢复时间'), '2026-11-23')
  await page.getByLabel('恢复时间时间').fill('15:50')
  await page.keyboard.press('F10')
  await see(page, '已登记恢复')
  await press(page, '补录第 1 行')
  await page.getByLabel('发生时间').fill('15:10')
  await office.photograph('补录 选事项')
  await page.getByRole('button', { name: '领用发药' }).click()
  await see(page, /正在补录/)
  await write(field(page, '手术编号'), 'SS-1123-022')
  await write(field(page, '手术名称'), '清创缝合术')
  await choose(page, '发药储位', '手术药房')
  await write(field(page, '患者姓名'), '邹敏')
  await page.getByText('女', { exact: true }).click()
  await write(field(page, '年龄'), '31')
  await write(field(page, '病历号'), '0488315511')
  await write(field(page, '疾病名称'), '右前臂裂伤')
  await choose(page, '主刀或开方医师', '陈思远')
  await choose(page, '领用人', '陈思远')
  await choose(page, '药品', '枸橼酸舒芬太尼')
  await press(page, '加入计划')
  await scan(page, '扫盒码或单支标签', box)
  await see(page, '取 1 支')
  await arrive(page, checker)
  await office.photograph('补录中 发药台')
  await signBoth(page)
  await page.waitForURL(/\/issues\/\d+/)
  await page.goto('/downtimes')
  await row(page, '机房断电').click()
  await see(page, '1 / 1 行')
  await see(page, /领用 LY-/)
  await see(page, '15:10')
  expect(office.complaints()).toEqual([])
})

test('it is closed by two, and not before everything was counted', async () => {
  const page = await office.as(head)
  await page.goto('/downtimes')
  await row(page, '机房断电').click()
  await see(page, '还差 1 个批号')
  await press(page, '核对关闭')
  await arrive(page, pharmacist)
  await signBoth(page)
  await see(page, '恢复后还没有两人清点')
  await office.photograph('核对关闭 拒绝')
  await countedAsBooked(world, { place: 'B01', kind: 'shift', by: pharmacist, with: checker })
  await page.keyboard.press('F10')
  await see(page, '已核对关闭')
  await see(page, '刘国栋、李倩 关闭')
  await page.goto('/reports/downtimes')
  await expectRow(page, 'YJ0001', ['已用', '李倩', '已补录'])
  expect(office.complaints()).toEqual([])
})
