import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { demoPassword } from '#apps/demo/orgs.ts'
import { clinicDays, fillWindow, luo, openWindow } from '#apps/demo/prescriptions.ts'
import { orders, receiveText, receiveXml } from '#apps/journey/supply.ts'
import { openWorld, type World } from '#apps/journey/world.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { setRule } from '#features/drawerAccess/contract.ts'
import { writePrescription } from '#features/prescription/contract.ts'
import { readOwed } from '#features/prescription/longTermContract.ts'
import { suggestPicks } from '#features/stock/contract.ts'
import { openOffice, type Office } from './browser.ts'
import {
  arrive,
  arriveWrong,
  choose,
  expectRow,
  field,
  goTo,
  press,
  row,
  scan,
  see,
  signBoth,
  tabTo,
  write,
} from './hands.ts'
import { openHouse, type House } from './house.ts'

// A doctor, a window, and a patient who has empties at home.
let house: House
let office: Office
let world: World

beforeAll(async () => {
  house = await openHouse({ at: '2026-11-20T01:00:00Z' })
  office = await openOffice(house.address, house.clock.now)
  const first = await openWorld(house.send, () => {}, house.clock.now)
  await orders(first)
  await receiveText(first)
  await receiveXml(first)
  await openWindow(first)
  const stocked = await openWorld(house.send, () => {}, house.clock.now, 50)
  await fillWindow(stocked)
  await clinicDays(stocked)
  house.clock.goTo(new Date('2026-11-23T06:05:00Z'))
  world = await openWorld(house.send, () => {}, house.clock.now, 90)
}, 60_000)
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (process.env['E2E_PHOTOGRAPH'] || task.result?.state === 'fail')
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

/** What was signed has changed: the second person comes to the slot once more. */
async function arriveAgain(page: Page): Promise<void> {
  await page.keyboard.press('F9')
  await page.getByText('账号密码', { exact: true }).filter({ visible: true }).click()
  await page.getByLabel('账号', { exact: true }).fill('hezhiyuan@lushan')
  await page.keyboard.press('Enter')
  await page.keyboard.type(demoPassword)
  await page.keyboard.press('Enter')
  await page.getByText('在场', { exact: true }).filter({ visible: true }).nth(1).waitFor()
}

test('a doctor is stopped by the limit, writes a right one, and two pharmacists hand it out', async () => {
  const doctor = await office.as('sunli@lushan')
  await goTo(doctor, '处方')
  await press(doctor, '开具处方')
  await write(field(doctor, '患者姓名'), '易卫国')
  await doctor.getByRole('group', { name: '性别' }).getByText('男').click()
  await write(field(doctor, '年龄'), '56')
  await write(field(doctor, '病历号'), '0488231377')
  await write(field(doctor, '身份证明编号'), '430103197006210035')
  await write(field(doctor, '临床诊断'), '带状疱疹后神经痛')
  await choose(doctor, '药品', '盐酸羟考酮缓释片')
  await write(field(doctor, '盐酸羟考酮缓释片 单次用量'), '10')
  await write(field(doctor, '盐酸羟考酮缓释片 数量'), '16')
  await see(doctor, '8 日量，不符合')
  await see(doctor, '处方管理办法第二十三条')
  if (process.env['E2E_PHOTOGRAPH']) await office.photograph('over')
  await write(field(doctor, '盐酸羟考酮缓释片 数量'), '14')
  await see(doctor, '7 日量')
  await doctor.keyboard.press('F10')
  await doctor.getByRole('heading', { name: '麻、精一处方' }).waitFor()

  const window = await office.as('pengli@lushan')
  await goTo(window, '处方')
  await row(window, '易**').click()
  await press(window, '调配发药')
  const { picks } = await (
    await world.as('pengli@lushan')
  ).call(suggestPicks, { locationId: world.place('D01'), drugId: world.drug('NAR031'), units: 14 })
  // Nobody scans before the list of what to fetch is there.
  await expectRow(window, '盐酸羟考酮缓释片', ['还差', '14 片'])
  for (const p of picks) await scan(window, '扫盒码或单支标签', p.code)
  await expectRow(window, '盐酸羟考酮缓释片', ['已齐'])
  for (const check of ['查处方', '查药品', '查配伍禁忌', '查用药合理性'])
    await window.getByText(check, { exact: true }).click()
  await write(field(window, '取药人证件编号'), '430103197006210034')
  await arrive(window, 'hezhiyuan@lushan')
  if (process.env['E2E_PHOTOGRAPH']) await office.photograph('window')
  await signBoth(window)
  await see(window, '取药人的证件编号与处方上的患者不符')
  await write(field(window, '取药人证件编号'), '430103197006210035')
  await see(window, '内容有改动')
  await arriveAgain(window)
  await signBoth(window)
  await see(window, '已发药')
  await see(window, 'FY-20261123-01')
})

test('what is given inside goes into the hand of a nurse, whose account then has to close', async () => {
  const doctor = await world.as('sunli@lushan')
  const { no } = await doctor.call(writePrescription, {
    encounter: 'emergency',
    category: 'general',
    useAt: 'institution',
    payment: '医保',
    bed: '抢救 2 床',
    patient: { name: '周立群', sex: '男', age: 47, recordNo: '0488231502', idNo: '430102197905110019' },
    diagnosis: '右胫骨骨折',
    verifiedHow: '居民身份证',
    lines: [
      { drugId: world.drug('NAR002'), units: 1, dose: 10_000, times: 1, perDays: 1, route: '皮下注射' },
    ],
  })
  const page = await office.as('pengli@lushan')
  await goTo(page, '处方')
  await row(page, '周**').click()
  await press(page, '调配发药')
  await see(page, '领用签字')
  await choose(page, '发药储位', '门诊药房')
  const want = { locationId: world.place('D01'), drugId: world.drug('NAR002'), units: 1 }
  const { picks } = await (await world.as('pengli@lushan')).call(suggestPicks, want)
  await expectRow(page, '盐酸吗啡注射液', ['还差', '1 支'])
  for (const p of picks) await scan(page, '扫盒码或单支标签', p.code)
  await expectRow(page, '盐酸吗啡注射液', ['已齐'])
  // The scan box has the focus all the while.
  for (let n = 0; n < 4; n++) await page.keyboard.press('F4')
  await see(page, '4 / 4')
  await tabTo(page, field(page, '领用人'))
  await page.keyboard.type('赵敏')
  await page.keyboard.press('Enter')
  await arriveWrong(page, 'pengli@lushan', '同一人')
  await arrive(page, 'hezhiyuan@lushan')
  if (process.env['E2E_PHOTOGRAPH']) await office.photograph('ward-signing')
  await signBoth(page)
  await see(page, '单支标签')
  await page.keyboard.press('Escape')
  await see(page, no)
  await see(page, '赵敏')
  expect(office.complaints()).toEqual([])
})

test('where the window wants it, the drugs of the paper are counted before they are handed out', async () => {
  const manager = await world.as('liuguodong@lushan')
  const placeId = world.place('D01')
  await manager.call(setRule, {
    placeId,
    mode: 'open',
    acts: ['dispense'],
    minutes: 10,
    reason: '上周少 1 片',
  })
  const doctor = await world.as('sunli@lushan')
  const { id } = await doctor.call(writePrescription, {
    encounter: 'outpatient',
    category: 'general',
    useAt: 'home',
    payment: '医保',
    patient: { name: '彭建国', sex: '男', age: 61, recordNo: '0488231611', idNo: '430103196510120037' },
    diagnosis: '带状疱疹后神经痛',
    verifiedHow: '居民身份证',
    lines: [{ drugId: world.drug('NAR031'), units: 4, dose: 10_000, times: 2, perDays: 1, route: '口服' }],
  })
  const page = await office.as('pengli@lushan')
  await page.goto(`/prescriptions/${id}/dispense`)
  await see(page, '这个储位规定先点后取')
  await expectRow(page, '盐酸羟考酮缓释片', ['还差', '4 片'])
  const want = { locationId: placeId, drugId: world.drug('NAR031'), units: 4 }
  const { picks } = await (await world.as('pengli@lushan')).call(suggestPicks, want)
  for (const p of picks) await scan(page, '扫盒码或单支标签', p.code)
  for (let n = 0; n < 4; n++) await page.keyboard.press('F4')
  await write(field(page, '取药人证件编号'), '430103196510120037')
  await arrive(page, 'hezhiyuan@lushan')
  await signBoth(page)
  await see(page, '规定取前清点：请先清点盐酸羟考酮缓释片')
  await page.keyboard.press('F7')
  const counted = page.getByLabel(/批号 .* 实点$/)
  await counted.first().waitFor()
  for (const box of await counted.all()) {
    const book = /账面\s*(\d+)/.exec(
      (await box.locator('xpath=ancestor::li').innerText()).replaceAll(',', ''),
    )
    await box.fill(book?.[1] ?? '0')
  }
  await page.keyboard.press('F7')
  await see(page, '相符')
  if (process.env['E2E_PHOTOGRAPH']) await office.photograph('window-counted')
  await page.keyboard.press('F10')
  await see(page, '已发药')
  await page.goto('/drawer-access')
  await expectRow(page, '发药取药', ['彭丽', '1 笔', '有出入'])
  await manager.call(setRule, { placeId, mode: 'off', minutes: 10, reason: '试行结束' })
  expect(office.complaints()).toEqual([])
})

test('what a patient has at home comes back by lot and count, and the books agree', async () => {
  const window = await office.as('pengli@lushan')
  await goTo(window, '患者空安瓿')
  await row(window, '盐酸吗啡注射液').click()
  await write(window.getByLabel(/^批号 .* 点数$/), '6')
  await choose(window, '回收箱', '门诊药房回收箱')
  await arrive(window, 'hezhiyuan@lushan')
  await signBoth(window)
  await see(window, '全部交清')
  const pharmacist = await world.as('pengli@lushan')
  expect((await pharmacist.call(readOwed, { prescriptionId: 1 })).rows).toEqual([])
  expect(await house.platform.auditor.transaction(verifyLedger)).toEqual([])
})

test('the printed form holds everything the law wants, with the patient in clear', async () => {
  const doctor = await office.as('sunli@lushan')
  await goTo(doctor, '处方')
  await row(doctor, '罗**').click()
  await doctor.evaluate(() => {
    window.print = () => undefined
  })
  await press(doctor, '打印处方')
  const form = doctor.locator('.rx-print')
  await form.waitFor({ state: 'attached' })
  await doctor.emulateMedia({ media: 'print' })
  await form.getByRole('img').waitFor()
  const text = (await form.innerText()).replaceAll(/\s+/g, '')
  for (const words of [
    '长沙市麓山中心医院',
    '麻、精一',
    luo.name,
    luo.idNo,
    luo.recordNo,
    luo.diagnosis,
    '代办人身份证明编号',
    '每次10mg（1支），一日2次，皮下注射',
    '（以下空白）',
    '医师：孙立',
    '核对、发药：何志远',
    '药品金额',
  ])
    expect(text).toContain(words.replaceAll(/\s+/g, ''))
  if (process.env['E2E_PHOTOGRAPH']) await doctor.setViewportSize({ width: 484, height: 740 })
  if (process.env['E2E_PHOTOGRAPH']) await office.photograph('print')
  await doctor.emulateMedia({ media: 'screen' })
  expect(office.complaints()).toEqual([])
})
