import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { phone, signIn, type Office } from './browser.ts'
import { choose, expectRow, field, goTo, press, row, see, write } from './hands.ts'
import type { House } from './house.ts'
import { openStocked } from './stocked.ts'

// A delivery was received; the keeper pays it after the bank's receipt, and the head of pharmacy checks it.
let house: House
let office: Office

beforeAll(async () => {
  ;({ house, office } = await openStocked({ NAR017: 20 }))
}, 120_000)
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (process.env['E2E_PHOTOGRAPH'] || task.result?.state === 'fail')
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})
const picture = async (name: string) => {
  if (process.env['E2E_PHOTOGRAPH']) await office.photograph(name)
}

const save = (panel: Locator) => panel.getByRole('button', { name: /^登记收款账户/ }).click()

test('without the supplier’s account nothing is paid; the head registers it under the supplier’s own name', async () => {
  const keeper = await office.as('wangxuemei@lushan')
  await goTo(keeper, '货款支付')
  await expectRow(keeper, '湖南楚湘医药有限公司', ['SH-20261123-01'])
  await row(keeper, '湖南楚湘医药有限公司').click()
  await see(keeper, '这家供应商还没有收款账户')
  await picture('pay-no-account')

  const head = await office.as('liuguodong@lushan')
  await goTo(head, '货款支付')
  await press(head, '登记收款账户')
  const panel = head.getByRole('dialog')
  await choose(panel, '供应商', '湖南楚湘医药有限公司')
  await write(field(panel, '户名'), '楚湘某个人')
  await write(field(panel, '开户银行'), '中国工商银行长沙岳麓支行')
  await write(field(panel, '账号'), '1901007009024512378')
  await write(field(panel, '依据'), '开户许可证复印件')
  await save(panel)
  await see(panel, '货款只能付给供应商本单位账户')
  await picture('pay-account-refused')
  await write(field(panel, '户名'), '湖南楚湘医药有限公司')
  await save(panel)
  await see(head, '已登记收款账户')
  expect(office.complaints()).toEqual([])
}, 60_000)

test('paid after the bank’s receipt, in part; checked by another; a narcotic is not paid in cash', async () => {
  const keeper = await office.as('wangxuemei@lushan')
  await keeper.goto(`${house.address}/payments`)
  await row(keeper, '湖南楚湘医药有限公司').click()
  const panel = keeper.getByRole('dialog')
  await see(panel, '1901007009024512378')
  await write(panel.getByLabel('SH-20261123-01 发票号'), '00418820')
  await write(panel.getByLabel('SH-20261123-01 本次付'), '1000')
  await choose(panel, '付款方式', '现金')
  await write(field(panel, '银行回单号'), 'HD-2026112300417')
  await keeper.keyboard.press('F10')
  await see(panel, '货款只能银行转账')
  await picture('pay-cash-refused')
  await choose(panel, '付款方式', '银行转账')
  await keeper.keyboard.press('F10')
  await see(keeper, 'FK-20261123-01 已登记，等待复核')
  await picture('pay-due')

  const head = await office.as('liuguodong@lushan')
  await goTo(head, '货款支付')
  await head.getByRole('tab', { name: '付款单' }).click()
  await row(head, 'FK-20261123-01').click()
  await see(head, '三单匹配')
  await head.keyboard.press('F10')
  await see(head, '已复核')
  await picture('pay-detail')
  await goTo(head, '货款支付')
  await head.getByRole('tab', { name: '付款单' }).click()
  await expectRow(head, 'FK-20261123-01', ['1,000.00', '银行转账', 'HD-2026112300417', '已复核'])
  await picture('pay-list')
  expect(office.complaints()).toEqual([])
}, 60_000)

test('the list prints for the inspector, and stands on a telephone', async () => {
  const city = await office.as('hemingyuan@cswjw')
  const org = (
    await house.platform.auditor.transaction(
      (tx) => tx<{ id: number }[]>`select id from identity.org where code = 'lushan'`,
    )
  )[0]?.id
  await city.goto(`${house.address}/reports/payments?org=${org}`)
  await see(city, '采购付款清单')
  await see(city, 'FK-20261123-01')
  await picture('pay-report')
  const small = await office.nobody(phone)
  await signIn(small, 'wangxuemei@lushan')
  await small.goto('/payments')
  await see(small, '应付')
  const across = await small.evaluate(() => document.documentElement.scrollWidth)
  expect(across).toBeLessThanOrEqual(phone.width)
  expect(office.complaints()).toEqual([])
}, 60_000)
