import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { verifyLedger } from '#core/ledger/verify.ts'
import { applySome, quarantineSome } from '#apps/journey/endOfLife.ts'
import { orders, receiveText } from '#apps/journey/supply.ts'
import { openWorld, type World } from '#apps/journey/world.ts'
import { openOffice, type Office } from './browser.ts'
import { arrive, arriveAgain, expectRow, field, row, see, signBoth, takePhotos, write } from './hands.ts'
import { openHouse, type House } from './house.ts'

// Three doubtful ampoules lie in 待查 and were applied for; now the authority comes and they are destroyed before it.
let house: House
let office: Office
let world: World
const [keeper, second, inspector] = ['wangxuemei@lushan', 'lizhenhua@lushan', 'hemingyuan@cswjw'] as const

beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T06:05:00Z' })
  office = await openOffice(house.address, house.clock.now)
  world = await openWorld(house.send, () => {}, house.clock.now)
  await orders(world)
  await receiveText(world)
  await quarantineSome(world)
  await applySome(world, '瓶身有可见异物，厂家答复不能使用')
}, 120_000)
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail' || process.env['E2E_PHOTOGRAPH'])
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

test('the authority takes the application, names the day, and enters who of its people stands there', async () => {
  const page = await office.as(inspector)
  await page.goto('/write-offs')
  await row(page, '长沙市麓山中心医院').click()
  await see(page, '约定到场日期')
  await page.keyboard.press('F10')
  await see(page, '到场登记')
  // Without the certificates nobody has attended: the page says what is missing.
  await see(page, '证件号')
  const people = page.locator('.w-inspector')
  await write(people.nth(0).getByLabel('执法证号'), '湘卫执 010086')
  await write(people.nth(1).getByLabel('监督人员二'), '邹平')
  await write(people.nth(1).getByLabel('执法证号'), '湘卫执 010114')
  await page.keyboard.press('F10')
  await see(page, '已登记到场')
  expect(office.complaints()).toEqual([])
})

test('a count that is not the list’s destroys nothing; the right one does, with two people and three photographs', async () => {
  const page = await office.as(second)
  await page.goto('/write-offs')
  await row(page, '枸橼酸舒芬太尼').click()
  await see(page, '按桌上实物清点')
  await write(page.getByLabel(/^枸橼酸芬太尼.*清点$/), '10')
  await write(page.getByLabel(/舒芬太尼.*清点$/), '2')
  await takePhotos(page, {
    毁前: { syringe: false, liquid: 0, ampoules: 3 },
    毁中: { syringe: false, liquid: 0, ampoules: 2, broken: true },
    毁后: { syringe: false, liquid: 0, ampoules: 3, broken: true },
  })
  await write(field(page, '销毁地点'), '后勤楼 102')
  await page.getByText('砸碎', { exact: true }).click()
  await arrive(page, 'hezhiyuan@lushan')
  await signBoth(page)
  await see(page, '不一致不能销毁')
  await write(page.getByLabel(/舒芬太尼.*清点$/), '3')
  // Another figure is another content: what the second person signed no longer stands.
  await arriveAgain(page, 'hezhiyuan@lushan')
  await signBoth(page)
  await see(page, /已销毁 13 支$/)
  expect(await house.platform.auditor.transaction(verifyLedger)).toEqual([])
  expect(office.complaints()).toEqual([])
})

test('the list says to both sides that it is done, and the authority has nothing left to press', async () => {
  for (const account of [keeper, inspector]) {
    const page = await office.as(account)
    await page.goto('/write-offs')
    await expectRow(page, '枸橼酸舒芬太尼', ['已销毁'])
  }
  expect(office.complaints()).toEqual([])
})
