import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openOffice, type Office } from './browser.ts'
import { openHouse, type House } from './house.ts'
import { orders, receiveCarton, receiveText } from './supply.ts'

// The main job through the screens, each step as the person whose work it is.
let house: House
let office: Office
let broken = false

beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T06:05:00Z' })
  office = await openOffice(house.address, house.clock.now)
})
afterAll(async () => {
  await office?.close()
  await house?.close()
})
beforeEach((context) => {
  if (broken) context.skip('a step before this one failed')
})
afterEach(async ({ task }) => {
  broken ||= task.result?.state === 'fail'
  if (task.result?.state === 'fail') process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

const [keeper] = ['wangxuemei@lushan']

describe('one ampoule from the van to the ashes, through the screens', () => {
  test('1 采购单: the HIS export is checked and imported, one order is written by hand', async () => {
    await orders(await office.as(keeper ?? ''))
    expect(office.complaints()).toEqual([])
  })

  test('2 收货: a delivery counted by scanning and by its file, with a short and a damaged box, signed by two', async () => {
    await receiveText(await office.as(keeper ?? ''))
    expect(office.complaints()).toEqual([])
  })

  test('2 收货: one carton code brings fifty boxes', async () => {
    await receiveCarton(await office.as(keeper ?? ''))
    expect(office.complaints()).toEqual([])
  })
})
