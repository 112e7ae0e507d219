import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { giveAll } from '#apps/acts/rescue.ts'
import { readIssue } from '#features/issue/contract.ts'
import { writePrescription } from '#features/prescription/contract.ts'
import { suggestPicks } from '#features/stock/contract.ts'
import { openWorld, type World } from '#apps/journey/world.ts'
import type { Office } from './browser.ts'
import { arrive, button, choose, field, press, scan, see, signBoth, write } from './hands.ts'
import type { House } from './house.ts'
import { openStocked } from './stocked.ts'

// Two in the morning: the drug first, the paper afterwards.
let house: House
let office: Office
let world: World
let box = ''
const [nurse, doctor, other] = ['zhoujing@lushan', 'chensiyuan@lushan', 'linyue@lushan'] as const
const patient = { name: '欧阳杰', sex: '男', age: 38, recordNo: '0488310027' } as const

beforeAll(async () => {
  ;({ house, office } = await openStocked({ NAR017: 20 }))
  house.clock.goTo(new Date('2026-11-23T18:02:00Z'))
  // Sessions of the afternoon have ended.
  world = await openWorld(house.send, () => {}, house.clock.now)
  const { picks } = await (
    await world.as('liqian@lushan')
  ).call(suggestPicks, { locationId: world.place('B01'), drugId: world.drug('NAR017'), units: 2 })
  box = picks[0]?.code ?? ''
}, 120_000)
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail' || process.env['E2E_PHOTOGRAPH'])
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

let address = ''

test('a nurse draws two ampoules on a doctor’s word; what nobody knows stays empty', async () => {
  const page = await office.as(nurse)
  await page.goto('/surgeries')
  await press(page, '抢救用药')
  await page.getByRole('heading', { name: '抢救用药' }).waitFor()
  await see(page, '没有医嘱就取药')
  await see(page, '抢救原因')
  await choose(page, '抢救原因', '急性创伤')
  await choose(page, '口头医嘱医师', '陈思远')
  await choose(page, '取药储位', '手术药房')
  await page.getByText('男', { exact: true }).click()
  await write(field(page, '年龄'), '38')
  await scan(page, '扫盒码或单支标签，每扫一次取一支', '81902367304990000000')
  await see(page, '从未在本院入账')
  await page.keyboard.press('Escape')
  await scan(page, '扫盒码或单支标签，每扫一次取一支', box)
  await see(page, '取 1 支')
  await scan(page, '扫盒码或单支标签，每扫一次取一支', box)
  await see(page, '取 2 支')
  await arrive(page, other)
  await office.photograph('抢救用药 待签')
  await signBoth(page)
  await page.waitForURL(/\/issues\/\d+/)
  address = new URL(page.url()).pathname
  await see(page, '抢救用药（急性创伤、大出血），陈思远口头医嘱')
  await see(page, '剩 5 小时')
  expect(office.complaints()).toEqual([])
})

test('while something is whole there is nothing to order; then the order stands before the doctor, with what does not fit', async () => {
  const id = Number(address.split('/').at(-1))
  const page = await office.as(doctor)
  await page.goto(`${address}?act=order`)
  await see(page, '还有未开启的，先用完或退回')
  const { drugs } = await (await world.as(nurse)).call(readIssue, { id })
  await giveAll(await world.as(nurse), { id, codes: drugs[0]?.units.map((u) => u.code) ?? [] }, 50)
  const physician = await world.as(doctor)
  for (const units of [1, 2])
    await physician.call(writePrescription, {
      encounter: 'inpatient',
      category: 'inpatient',
      useAt: 'institution',
      payment: '医保',
      // Another record, so that the second is not an overlap of the first.
      patient: units === 2 ? patient : { ...patient, recordNo: '0488310028' },
      diagnosis: '创伤性休克',
      emergencyReason: '抢救中无法核对证件',
      lines: [
        { drugId: world.drug('NAR017'), units, dose: units * 50, times: 1, perDays: 1, route: '静脉注射' },
      ],
    })
  await page.goto('/')
  await see(page, '补办医嘱')
  await page.goto(`${address}?act=order`)
  await see(page, '实际用了 2 支，处方 MJ-20261124-01 写的是 1 支')
  expect(await page.getByRole('button', { name: /MJ-20261124-01/ }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: /MJ-20261124-02/ }).click()
  await office.photograph('补办医嘱')
  await page.keyboard.press('F10')
  await see(page, '医嘱已补办')
  await see(page, '补办医嘱 MJ-20261124-02')
  expect(await button(page, '补办医嘱').count()).toBe(0)
  expect(office.complaints()).toEqual([])
})

test('an order kept elsewhere is signed by the doctor who gave the word, and by nobody else', async () => {
  const page = await office.as(nurse)
  await page.goto('/issues/rescue')
  await choose(page, '抢救原因', '心跳呼吸骤停')
  await choose(page, '口头医嘱医师', '陈思远')
  await choose(page, '取药储位', '手术药房')
  await page.getByText('女', { exact: true }).click()
  await write(field(page, '年龄'), '60')
  await scan(page, '扫盒码或单支标签，每扫一次取一支', box)
  await see(page, '取 1 支')
  await arrive(page, other)
  await signBoth(page)
  await page.waitForURL(/\/issues\/\d+/)
  const id = Number(new URL(page.url()).pathname.split('/').at(-1))
  const { drugs } = await (await world.as(nurse)).call(readIssue, { id })
  await giveAll(await world.as(nurse), { id, codes: drugs[0]?.units.map((u) => u.code) ?? [] }, 50)
  await page.goto(`/issues/${id}?act=order`)
  await page.getByText('医嘱或手术编号', { exact: true }).click()
  await write(page.getByPlaceholder('住院医嘱号、手术麻醉记录编号'), 'YZ-1124-0415')
  await arrive(page, other)
  await signBoth(page)
  await see(page, '口头医嘱是陈思远下的，请本人签字')
  await office.photograph('补办医嘱 他人签字')
  await page.goto(`/issues/${id}?act=order`)
  await page.getByText('医嘱或手术编号', { exact: true }).click()
  await write(page.getByPlaceholder('住院医嘱号、手术麻醉记录编号'), 'YZ-1124-0415')
  await arrive(page, doctor)
  await signBoth(page)
  await see(page, '补办医嘱 YZ-1124-0415')
  expect(office.complaints()).toEqual([])
})

test('the analysis opens its cases', async () => {
  const page = await office.as('liuguodong@lushan')
  await page.goto('/reports/rescueShare')
  await see(page, '周婧')
  await page.goto('/reports/rescues')
  await see(page, 'YZ-1124-0415')
})
