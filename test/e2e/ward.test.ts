import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { approveBase } from '#apps/acts/ward.ts'
import { orders, receiveText, transfer } from '#apps/journey/supply.ts'
import { openWorld, type World } from '#apps/journey/world.ts'
import { openOffice, type Office } from './browser.ts'
import { checkItems, checkItemTitle } from '#features/baseStock/checkContract.ts'
import {
  arrive,
  arriveWrong,
  choose,
  expectRow,
  field,
  press,
  row,
  see,
  signBoth,
  tabTo,
  tabToFirst,
  write,
} from './hands.ts'
import { openHouse, type House } from './house.ts'

// A ward's evening: two drugs of 芬太尼 and 舒芬太尼 in the cabinet, a base, and a shift that ends.
let house: House
let office: Office
let world: World
const [nurse, other, head, pharmacist] = [
  'zhaomin@lushan',
  'zhoujing@lushan',
  'liuguodong@lushan',
  'pengli@lushan',
] as const

beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T06:05:00Z' })
  office = await openOffice(house.address, house.clock.now)
  world = await openWorld(house.send, () => {}, house.clock.now)
  await orders(world)
  await receiveText(world)
  const wants = { NAR012: 20, NAR017: 20 }
  const people = { checker: 'lizhenhua@lushan', sender: 'wangxuemei@lushan' }
  await transfer(world, { ...people, from: 'A01', to: 'C01', wants, taker: 'pengli@lushan' })
  await approveBase(world, {
    place: 'W03',
    by: nurse,
    reason: '核定',
    units: { NAR012: [12, 4], NAR017: [10, 3] },
  })
  await transfer(world, {
    from: 'C01',
    to: 'W03',
    wants: { NAR012: 12, NAR017: 10 },
    sender: 'pengli@lushan',
    checker: 'hezhiyuan@lushan',
    taker: nurse,
  })
}, 120_000)
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail' || process.env['E2E_PHOTOGRAPH'])
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

async function enter(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
}

test('a shift is handed over with the keyboard alone: figures, F9, F10', async () => {
  const page = await office.as(nurse)
  await page.goto('/handovers')
  await see(page, '肿瘤内科药柜交班')
  await page.keyboard.press('F4')
  await see(page, '键入实点数')
  await enter(page, '12')
  await expectRow(page, '枸橼酸芬太尼', ['12', '相符'])
  await enter(page, '9')
  await expectRow(page, '枸橼酸舒芬太尼', ['9', '−1', '少'])
  await see(page, '1 处差异登记')
  // Miscounted: the arrow goes back to the line, the new figure replaces the old one.
  await row(page, '枸橼酸舒芬太尼').click()
  await enter(page, '10')
  await expectRow(page, '枸橼酸舒芬太尼', ['10', '相符'])
  await arrive(page, other)
  await signBoth(page)
  await see(page, '已交接，相符')
  expect(office.complaints()).toEqual([])
})

test('月检查: nine things looked at and every lot counted with the keyboard, signed by pharmacy and ward', async () => {
  const page = await office.as(pharmacist)
  await page.goto('/base-stock?tab=checks')
  await see(page, '肿瘤内科药柜 待月检查')
  await press(page, '检查')
  await see(page, '9 项没有查')
  for (const item of checkItems) await tabToFirst(page, checkItemTitle[item])
  for (const [lot, units] of [
    ['F2609027', '12'],
    ['S2609118', '9'],
  ]) {
    await tabTo(page, field(page, `批号 ${lot} 实点`))
    await page.keyboard.type(units ?? '')
  }
  await expectRow(page, '枸橼酸舒芬太尼', ['−1'])
  await see(page, '数量不符的发现')
  // Counted again: it lay behind the others.
  await page.keyboard.press('Control+A')
  await page.keyboard.type('10')
  await expectRow(page, '枸橼酸舒芬太尼', ['10', '0'])
  await arriveWrong(page, pharmacist, '同一人')
  await arrive(page, nurse)
  await signBoth(page)
  await see(page, /^JC-20261123-01/)
  await see(page, '赵敏')
  expect(office.complaints()).toEqual([])
})

test('the head of pharmacy approves a base, and the equation says what is now missing', async () => {
  const page = await office.as(nurse)
  await page.goto('/base-stock')
  await press(page, '申请基数')
  await choose(page, '储位', '肿瘤内科药柜')
  await choose(page, '加药品', '枸橼酸芬太尼')
  await write(field(page, '基数'), '15')
  await write(field(page, '原因'), '用量增加')
  await page.keyboard.press('F10')
  await see(page, '已送药学部负责人批准')
  const desk = await office.as(head)
  await desk.goto('/base-stock?tab=requests&state=waiting')
  await row(desk, '肿瘤内科药柜').click()
  await desk.keyboard.press('F10')
  await see(desk, '已批准')
  await page.goto('/base-stock?tab=drugs')
  await expectRow(page, '枸橼酸芬太尼', ['15', '12', '待补足', '3'])
  expect(office.complaints()).toEqual([])
})
