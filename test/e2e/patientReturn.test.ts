import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { demoPassword } from '#apps/demo/orgs.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import {
  ampoules,
  dispenseTo,
  fillWindow,
  luo,
  openRecord,
  openWindow,
  prescribe,
} from '#apps/demo/prescriptions.ts'
import { orders, receiveText, receiveXml } from '#apps/journey/supply.ts'
import { openWorld, type World } from '#apps/journey/world.ts'
import { findGiven, listReturnBoxes } from '#features/patientReturn/contract.ts'
import { readOwed } from '#features/prescription/longTermContract.ts'
import { openOffice, type Office } from './browser.ts'
import { arrive, choose, expectRow, field, gone, goTo, press, see, signBoth, write } from './hands.ts'
import { openHouse, type House } from './house.ts'
import { unitsIn } from './stocked.ts'

// 罗桂芳 took six ampoules of morphine home on Friday. On Monday her son brings what is left, and a strip from elsewhere.
let house: House
let office: Office
let world: World
let prescriptionId = 0
const [pharmacist, checker, keeper] = ['pengli@lushan', 'hezhiyuan@lushan', 'wangxuemei@lushan'] as const

beforeAll(async () => {
  house = await openHouse({ at: '2026-11-20T06:05:00Z' })
  office = await openOffice(house.address, house.clock.now)
  const first = await openWorld(house.send, () => {}, house.clock.now)
  await orders(first)
  await receiveText(first)
  await receiveXml(first)
  await openWindow(first)
  world = await openWorld(house.send, () => {}, house.clock.now, 50)
  await fillWindow(world)
  await openRecord(world, luo, ['certificate', 'patientId', 'consent'])
  prescriptionId = await prescribe(world, luo, ampoules, 'cancer')
  await dispenseTo(world, prescriptionId, luo, ampoules)
  house.clock.goTo(new Date('2026-11-23T06:05:00Z'))
  world = await openWorld(house.send, () => {}, house.clock.now, 90)
}, 120_000)
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail' || process.env['E2E_PHOTOGRAPH'])
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

test('four of six ampoules come back before two people, and no more than that', async () => {
  const page = await office.as(pharmacist)
  await goTo(page, '患者交回')
  await see(page, '还没有患者交回')
  await page.keyboard.press('F4')
  const search = page.getByLabel('查领过的药')
  await write(search, '0488000000')
  await page.keyboard.press('Enter')
  await see(page, '没有找到，请核对号码')
  await write(search, luo.recordNo)
  await page.keyboard.press('Enter')
  await see(page, '患者 罗**，病历号 0488****71')
  const { rows } = await (await world.as(pharmacist)).call(findGiven, { q: luo.recordNo })
  expect(rows[0]?.given.map((g) => g.units)).toEqual([1, 1, 1, 1, 1, 1])
  const given = page.getByRole('row').filter({ hasText: '盐酸吗啡' })
  for (const at of [0, 1, 2, 3]) await given.nth(at).click()
  await write(field(page, '代办人'), '罗建国')
  await write(field(page, '代办人证件号'), '430104198803120034')
  await arrive(page, checker)
  // Without the reason nothing is signed, and the button says so.
  await see(page.locator('.z-act-lack'), /^原因$/)
  await choose(page, '原因', '更换药品')
  // She belongs to 住院药房 and works at the window of 门诊药房 today.
  await choose(page, '收进', '门诊药房')
  await signBoth(page)
  await see(page, 'JH-20261123-01 已接收 4 支')
  await see(page, '严禁再次使用')
  expect(await unitsIn(house, 'returned')).toBe(4)
  expect(office.complaints()).toEqual([])
})

test('what came back is not offered again: two are still with the patient', async () => {
  const page = await office.as(pharmacist)
  await page.goto('/patient-returns/new')
  await write(page.getByLabel('查领过的药'), luo.recordNo)
  await page.keyboard.press('Enter')
  const given = page.getByRole('row').filter({ hasText: '盐酸吗啡' })
  await given.nth(1).waitFor()
  expect(await given.count()).toBe(2)
  expect((await given.allInnerTexts()).map((text) => /-0\d$/m.exec(text)?.[0])).toEqual(['-05', '-06'])
  // Nor are the empties of the four owed any longer.
  const { rows } = await (await world.as(pharmacist)).call(readOwed, { prescriptionId })
  expect(rows.reduce((n, r) => n + r.owed, 0)).toBe(2)
  expect(office.complaints()).toEqual([])
})

test('a strip from elsewhere, without a code of ours, is taken by what is printed on it', async () => {
  const page = await office.as(pharmacist)
  await page.goto('/patient-returns/new')
  await choose(page, '没有本院码：药品', '盐酸羟考酮缓释片')
  await write(field(page, '批号'), 'Q2512008')
  await write(field(page, '有效期'), '2028-11')
  await write(field(page, '数量'), '6')
  await press(page, '加入')
  await see(page, '批号 Q2512008　至 2028-11-30')
  await write(field(page, '患者姓名'), '罗桂英')
  await write(field(page, '病历号'), '0482771016')
  await choose(page, '原因', '患者去世')
  await arrive(page, checker)
  await signBoth(page)
  await see(page, '无本院码')
  await page.goto('/patient-returns')
  await expectRow(page, 'JH-20261123-02', ['罗**', '盐酸羟考酮缓释片', '6 片', '患者去世', '彭丽', '何志远'])
  await expectRow(page, 'JH-20261123-01', ['罗**', '盐酸吗啡注射液', '4 支', '更换药品', '门诊药房'])
  expect(office.complaints()).toEqual([])
})

test('what each pharmacy collected goes to the vault, whose keeper receives it; it waits there for its destruction', async () => {
  const page = await office.as(pharmacist)
  await page.goto('/patient-returns?tab=boxes')
  await expectRow(page, '盐酸吗啡', ['门诊药房', '4 支', '剩 89 天'])
  for (const [from, units, no] of [
    ['住院药房', '6 片', 'JZ-20261123-01'],
    ['门诊药房', '4 支', 'JZ-20261123-02'],
  ] as const) {
    await see(page, `${from}汇总上交`)
    await see(page, `${units} 交一级库 A 柜，全部上交`)
    await arrive(page, keeper)
    await press(page, '汇总上交')
    await page.getByLabel('密码', { exact: true }).fill(demoPassword)
    await page.keyboard.press('Enter')
    await see(page, `${no} 已上交 ${units}`)
    await gone(page, `${from}汇总上交`)
  }
  await expectRow(page, '盐酸吗啡', ['一级库 A 柜', '4 支', '在药库，待报损销毁'])
  const { rows } = await (await world.as(keeper)).call(listReturnBoxes, {})
  expect(rows.map((r) => [r.location, r.units]).toSorted()).toEqual([
    ['一级库 A 柜', 4],
    ['一级库 A 柜', 6],
  ])
  expect(await house.platform.auditor.transaction(verifyLedger)).toEqual([])
  expect(office.complaints()).toEqual([])
})

test('a recall of the lot leads to the patient who took it home', async () => {
  const page = await office.as(keeper)
  await page.goto('/recalls?q=P2609016')
  await expectRow(page, /^已用于患者/, ['2 支'])
  await expectRow(page, /^患者交回/, ['一级库 A 柜', '4 支'])
  await expectRow(page, '罗**', ['0488****71', '孙立', '6 支'])
  await page.getByRole('link', { name: 'MJ-20261120-01' }).click()
  await see(page, '盐酸吗啡注射液')
  expect(new URL(page.url()).pathname).toMatch(/^\/prescriptions\/\d+$/)
  expect(office.complaints()).toEqual([])
})
