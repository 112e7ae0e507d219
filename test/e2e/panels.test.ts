import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { issueTo, surgery } from '#apps/journey/bedside.ts'
import { quarantineSome } from '#apps/journey/endOfLife.ts'
import { signedBy, type World } from '#apps/journey/world.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { readIssue } from '#features/issue/contract.ts'
import { takePapers } from '#features/prescription/paperContract.ts'
import { sendTransfer } from '#features/requisition/contract.ts'
import { suggestPicks } from '#features/stock/contract.ts'
import type { Office } from './browser.ts'
import {
  arrive,
  arriveAgain,
  arriveWrong,
  expectRow,
  field,
  gone,
  press,
  row,
  scan,
  see,
  signBoth,
  tabTo,
  takePhotos,
  write,
} from './hands.ts'
import type { House } from './house.ts'
import { openStocked, unitsIn } from './stocked.ts'

// What is rare, and needs two people all the more: a wrong entry, a box sent to the wrong door, glass on the floor, spoilt paper.
let house: House
let office: Office
let world: World
const [keeper, second, doctor, nurse, head] = [
  'wangxuemei@lushan',
  'lizhenhua@lushan',
  'chensiyuan@lushan',
  'zhoujing@lushan',
  'liuguodong@lushan',
] as const

beforeAll(async () => {
  ;({ house, office, world } = await openStocked({ NAR017: 20 }))
}, 120_000)
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail' || process.env['E2E_PHOTOGRAPH'])
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

test('a wrong entry is taken back with the approval of the head of pharmacy, and of nobody else', async () => {
  const before = await unitsIn(house, 'quarantine')
  await quarantineSome(world)
  const moved = (await unitsIn(house, 'quarantine')) - before
  expect(moved).toBeGreaterThan(0)
  const page = await office.as(keeper)
  await page.goto('/quarantine?tab=records')
  await row(page, 'DC-').click()
  await press(page, '申请红冲')
  await see(page, '红冲后的账')
  await see(page, '原因')
  await tabTo(page, field(page, '红冲原因'))
  await page.keyboard.type('移错批号，应为另一批')
  await arriveWrong(page, second, /无权|没有.*权限|不能/)
  await arrive(page, head)
  await signBoth(page)
  await see(page, '已红冲')
  await see(page, '移错批号，应为另一批')
  expect(await unitsIn(house, 'quarantine')).toBe(before)
  await page.goto('/quarantine?tab=records')
  await expectRow(page, 'DC-', ['已红冲'])
  expect(office.complaints()).toEqual([])
})

test('what was sent to the wrong place comes back from the way, counted by two', async () => {
  const client = await world.as(keeper)
  const way = { sourceLocationId: world.place('A01'), destinationLocationId: world.place('C01') }
  const want = { locationId: way.sourceLocationId, drugId: world.drug('NAR017'), units: 10 }
  const picks = (await client.call(suggestPicks, want)).picks.map((p) => ({ code: p.code, units: p.units }))
  const sent = await client.call(sendTransfer, { ...way, picks }, signedBy(second))
  const before = await unitsIn(house, 'transit')
  const page = await office.as(keeper)
  await page.goto(`/transfers/${sent.id}`)
  await press(page, '退回在途')
  const panel = page.getByRole('dialog')
  await see(panel, '还差')
  await tabTo(page, field(page, '退回数量'))
  await page.keyboard.type('10')
  await tabTo(page, field(page, '退回的原因'))
  await page.keyboard.type('送错储位，原盒退回')
  await arriveWrong(page, keeper, '同一人')
  await arrive(page, second)
  await signBoth(page)
  await see(page, '已退回一级库 A 柜')
  await panel.waitFor({ state: 'hidden' })
  expect(await unitsIn(house, 'transit')).toBe(before - 10)
  await see(page, '送错储位，原盒退回')
  expect(office.complaints()).toEqual([])
})

test('an unopened ampoule breaks in a hand: the fragments are owed, the content is lost', async () => {
  const id = await issueTo(world, { ...surgery, drugs: { NAR017: 2 } })
  const before = await unitsIn(house, 'lost', 'content')
  const page = await office.as(doctor)
  await page.goto(`/issues/${id}`)
  await press(page, '登记破碎')
  const panel = page.getByRole('dialog')
  await scan(page, '扫要登记的那支', '81902369999999999999-01')
  await see(page.getByRole('alert'), '这支不在可选之列')
  await page.keyboard.press('Escape')
  await gone(page, '这支不在可选之列')
  const [drug] = (await (await world.as(doctor)).call(readIssue, { id })).drugs
  const label = drug?.units[0]?.code ?? ''
  await scan(page, '扫要登记的那支', label)
  await panel.getByRole('checkbox', { checked: true }).waitFor()
  await takePhotos(page, { 碎片: { syringe: false, liquid: 0, ampoules: 1, broken: true } })
  await tabTo(page, field(page, '地点'))
  await page.keyboard.type('手术 2 间')
  await page.keyboard.press('Escape')
  await tabTo(page, field(page, '经过'))
  await page.keyboard.type('掰开时瓶颈碎裂，药液流失')
  await arriveWrong(page, doctor, '同一人')
  await arrive(page, nurse)
  await signBoth(page)
  await see(page, '已登记破碎')
  await panel.waitFor({ state: 'hidden' })
  expect(await unitsIn(house, 'lost', 'content')).toBe(before + 50)
  await see(page, '破碎')
  expect(office.complaints()).toEqual([])
})

test('spoilt prescription paper is written off by one and destroyed by two, each number once', async () => {
  const client = await world.as(head)
  const takenBy = await world.person('孙立')
  const book = { series: 'narcotic', prefix: 'HM', firstNo: 1001, lastNo: 1050, takenBy } as const
  await client.call(takePapers, book)
  const page = await office.as(head)
  await page.goto('/prescription-papers')
  await row(page, 'HM1001').click()
  const panel = page.getByRole('dialog')
  await panel.getByText('作废', { exact: true }).click()
  await tabTo(page, field(page, '起始编号'))
  await page.keyboard.type('1003')
  await tabTo(page, field(page, '截止编号'))
  await page.keyboard.type('1004')
  await tabTo(page, field(page, '原因'))
  await page.keyboard.type('打印错位')
  await page.keyboard.press('F10')
  await see(page, '已登记')
  await expectRow(page, 'HM1001', ['2', '48'])
  await row(page, 'HM1001').click()
  await panel.getByText('销毁（两人）').click()
  await tabTo(page, field(page, '起始编号'))
  await page.keyboard.type('1005')
  await tabTo(page, field(page, '说明'))
  await page.keyboard.type('碎纸机')
  await arrive(page, keeper)
  await signBoth(page)
  await see(page, '处方纸 HM1005 还没有退回或作废，不能销毁')
  for (const [label, no] of [
    ['起始编号', '1003'],
    ['截止编号', '1004'],
  ] as const) {
    await write(field(page, label), no)
    await page.keyboard.press('Tab')
  }
  await arriveAgain(page, keeper)
  await signBoth(page)
  await see(page, '已登记')
  await panel.waitFor({ state: 'hidden' })
  await expectRow(page, 'HM1001', ['2', '48'])
  await row(page, 'HM1001').click()
  await see(panel, 'HM1003 至 HM1004，碎纸机，刘国栋、王雪梅')
  expect(office.complaints()).toEqual([])
})

test('after all of it the books balance', async () => {
  expect(await house.platform.auditor.transaction(verifyLedger)).toEqual([])
})
