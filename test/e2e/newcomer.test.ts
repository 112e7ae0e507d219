import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { reviewPatients, tooMuch } from '#apps/journey/prescriptionReview.ts'
import { openWorld, type World } from '#apps/journey/world.ts'
import { openOffice, type Office } from './browser.ts'
import { choose, field, goTo, press, row, see, write } from './hands.ts'
import { openHouse, type House } from './house.ts'

// Somebody on probation, and somebody who came to learn.
let house: House
let office: Office
let world: World
const photograph = async (name: string) => {
  if (process.env['E2E_PHOTOGRAPH']) await office.photograph(`newcomer-${name}`)
}

beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T06:05:00Z' })
  office = await openOffice(house.address, house.clock.now)
  world = await openWorld(house.send, () => {}, house.clock.now)
}, 60_000)
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail')
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

test('林悦 is marked as on probation, writes, and 孙立 signs beside her', async () => {
  const head = await office.as('liuguodong@lushan')
  await goTo(head, '人员与资格')
  await row(head, '林悦').click()
  await press(head, '登记试用期或进修')
  await choose(head, '类别', '试用期')
  await write(field(head, '自'), '2026-11-01')
  await write(field(head, '至'), '2026-10-01')
  await write(field(head, '依据'), '入职试用')
  await press(head, '登记')
  await see(head, '止日不早于起日')
  await photograph('refused')
  await write(field(head, '至'), '2027-04-30')
  await press(head, '登记')
  await see(head, '2026-11-01 至 2027-04-30')
  await photograph('marked')

  const [patient] = reviewPatients
  if (patient) await tooMuch(world, patient)
  const senior = await office.as('sunli@lushan')
  await see(senior, '林悦（试用期）开具，待审核签名')
  await photograph('todo')
  await row(senior, '林悦（试用期）').getByRole('button').click()
  await see(senior, '试用期医师开具，待上级医师审核签名')
  await photograph('waits')
  await press(senior, '审核签名')
  await see(senior, '已审核签名，可以调配')
  await see(senior, /^孙立 .*14:05/)
  await photograph('signed')
})

test('a right to prescribe that outlasts a 进修 is refused, and one within it is given', async () => {
  const head = await office.as('liuguodong@lushan')
  await head.goto('/staff')
  await row(head, '钱明').click()
  await press(head, '登记试用期或进修')
  await choose(head, '类别', '进修')
  await write(field(head, '自'), '2026-11-01')
  await write(field(head, '至'), '2027-04-30')
  await write(field(head, '选派单位'), '湘西州人民医院')
  await write(field(head, '依据'), '进修协议 2026-18')
  await press(head, '登记')
  await see(head, '湘西州人民医院')
  await press(head, '授予资格')
  await choose(head, '资格', '麻精处方权')
  await write(field(head, '有效期自'), '2026-11-23')
  await write(field(head, '有效期至'), '2027-11-22')
  await write(field(head, '依据'), '本院考核 86 分')
  await write(field(head, '本院考核日期'), '2026-11-20')
  await press(head, '授予资格')
  await see(head, '进修人员的处方权须在进修期间')
  await write(field(head, '有效期至'), '2027-04-30')
  await press(head, '授予资格')
  await see(head, '2026-11-23 至 2027-04-30')
  await photograph('visiting')
  expect(office.complaints()).toEqual([])
})
