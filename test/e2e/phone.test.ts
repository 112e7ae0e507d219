import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { issueTo, surgery } from '#apps/journey/bedside.ts'
import { signedBy, type World } from '#apps/journey/world.ts'
import { createRequisition } from '#features/requisition/contract.ts'
import { openOrders } from '#features/purchase/contract.ts'
import { startReceipt } from '#features/receipt/contract.ts'
import { readIssue } from '#features/issue/contract.ts'
import { openHandover } from '#features/handover/contract.ts'
import { startStocktake } from '#features/stocktake/contract.ts'
import { phone, signIn, type Office } from './browser.ts'
import { press, see } from './hands.ts'
import type { House } from './house.ts'
import { openStocked } from './stocked.ts'

// A telephone, 390 px wide: nothing of a page lies beside it.
let house: House
let office: Office
let world: World

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

/** What reaches over the right edge of the window and cannot be scrolled to in a box of its own. */
async function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    // The window itself grows with what is too wide for it.
    const wide = document.documentElement.clientWidth
    const scrolls = (e: Element): boolean => {
      const at = e.parentElement
      if (!at || at.matches('.w-main, body')) return false
      return ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(at).overflowX) || scrolls(at)
    }
    const isBeside = (box: DOMRect) => box.right > wide + 1 || box.left < -1
    return [...document.querySelectorAll('#root *')]
      .filter((e) => isBeside(e.getBoundingClientRect()) && !scrolls(e))
      .map((e) => `${e.tagName}.${e.getAttribute('class') ?? ''}`)
  })
}

/** The column of figures lies within the window, without scrolling anything sideways. */
async function inSight(page: Page, head: string): Promise<void> {
  const box = await page.getByRole('columnheader', { name: head, exact: true }).boundingBox()
  expect(box && box.x >= 0 && box.x + box.width <= phone.width).toBe(true)
}

test('the sign-in page, the home page, the desk, a case and a code stand within the telephone', async () => {
  const id = await issueTo(world, { ...surgery, drugs: { NAR017: 1 } })
  const label = (await (await world.as('liqian@lushan')).call(readIssue, { id })).drugs[0]?.units[0]?.code
  const page = await office.nobody(phone)
  await page.goto('/sign-in')
  await see(page, '登录')
  expect(await tooWide(page)).toEqual([])
  await signIn(page, 'liqian@lushan')
  for (const [path, words] of [
    ['/', '我的待办'],
    ['/issues/new', '手术与患者'],
    [`/issues/${id}`, '账户尚余'],
    ['/trace', '追溯码'],
    [`/trace/${label}`, '去向齐全'],
  ] as const) {
    await page.goto(path)
    await see(page, words)
    expect(await tooWide(page), path).toEqual([])
  }
  await page.goto('/issues/new')
  const name = await page.getByRole('group', { name: '患者姓名' }).boundingBox()
  expect(name?.width).toBeGreaterThan(100)
  expect(office.complaints()).toEqual([])
})

test('what is counted is written without scrolling sideways', async () => {
  const page = await office.nobody(phone)
  await signIn(page, 'wangxuemei@lushan')
  const keeper = await world.as('wangxuemei@lushan')
  const placeId = world.place('A01')
  const handover = await keeper.call(openHandover, { placeId, kind: 'shift' })
  await page.goto(`/handovers/${handover.id}`)
  await see(page, '清点')
  expect(await tooWide(page)).toEqual([])
  await inSight(page, '实点')
  const count = { title: '月盘', locationIds: [placeId], blind: true }
  const stocktake = await keeper.call(startStocktake, count, signedBy('lizhenhua@lushan'))
  await page.goto(`/stocktakes/${stocktake.id}`)
  await see(page, '已盘')
  expect(await tooWide(page)).toEqual([])
  await inSight(page, '实盘数')
  expect(office.complaints()).toEqual([])
})

test('the pages that people hold in a hand stand within it; what has no key there has a button', async () => {
  const page = await office.nobody(phone)
  await signIn(page, 'wangxuemei@lushan')
  const keeper = await world.as('wangxuemei@lushan')
  const { rows: open } = await keeper.call(openOrders, { supplier: world.supplier('XK') })
  const { id } = await keeper.call(startReceipt, {
    supplierId: world.supplier('XK'),
    locationId: world.place('A01'),
    deliveryNo: 'XK-1',
    orderIds: open.slice(0, 1).map((o) => o.orderId),
  })
  const nurse = await world.as('liqian@lushan')
  const lines = [{ drugId: world.drug('NAR017'), units: 10 }]
  const ways = { locationId: world.place('B01'), sourceLocationId: world.place('A01') }
  const asked = await nurse.call(createRequisition, { ...ways, lines })
  for (const [path, words] of [
    [`/transfers/new?requisition=${asked.id}`, '配货明细'],
    ['/transfers/1', '流向'],
    ['/receipts', '收货验收'],
    [`/receipts/${id}`, '扫码'],
    ['/recovery', '回收'],
    ['/destruction', '销毁'],
    ['/destruction/new', '销毁'],
    ['/quarantine', '待查'],
    ['/transfers/new', '调拨'],
    ['/write-offs', '报损'],
    ['/patient-returns', '患者'],
    ['/handovers', '交接'],
    ['/prescriptions', '处方'],
    ['/trace', '追溯码'],
    ['/assays', '残余抽检'],
    ['/discrepancies', '差异'],
    ['/requisitions', '请领'],
    ['/base-stock', '基数'],
  ] as const) {
    await page.goto(path)
    await see(page, words)
    expect(await tooWide(page), path).toEqual([])
  }
  await page.goto(`/receipts/${id}`)
  await press(page, '登记短少、破损、多送')
  await see(page, '登记异常')
  expect(office.complaints()).toEqual([])
})
