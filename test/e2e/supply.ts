import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import {
  arrive,
  button,
  choose,
  expectRow,
  gone,
  goTo,
  press,
  row,
  scan,
  see,
  signBoth,
  write,
} from './hands.ts'

const sample = (name: string) => fileURLToPath(new URL(`../../samples/${name}`, import.meta.url))
const box = '扫描盒上的药品追溯码'

/** 1 采购单: 选文件 › 核对 › 导入, then one order by hand. */
export async function orders(page: Page): Promise<void> {
  await goTo(page, '采购单')
  await press(page, '导入采购单')
  await page.getByLabel('采购单文件').setInputFiles(sample('purchase-orders-gb18030.csv'))
  await see(page, '6 行，3 张采购单')
  await see(page, '可导入 6')
  await press(page, '导入 3 张采购单')
  await see(page, '已导入 3 张采购单')
  await expectRow(page, 'CG2026111000187', ['湖南楚湘医药有限公司', '待收'])
  await press(page, '录入采购单')
  const panel = page.getByRole('dialog')
  await choose(panel, '供应商', '湖南湘康医药')
  await press(panel, '增加一行')
  await panel.getByLabel('药品', { exact: true }).fill('哌替啶')
  await page
    .locator('.ant-select-dropdown:visible')
    .getByText(/盐酸哌替啶注射液/)
    .first()
    .click()
  await write(panel.getByLabel('数量', { exact: true }), '20')
  await write(panel.getByLabel('单价', { exact: true }), '4.25')
  await press(panel, '录入采购单')
  await page.getByRole('heading', { name: '湖南湘康医药股份有限公司' }).waitFor()
  await expectRow(page, '盐酸哌替啶', ['20 支', '0 / 20 支'])
}

/** Starts a receipt from one order of 湖南楚湘医药. */
export async function startReceipt(page: Page, order: string, deliveryNo?: string): Promise<void> {
  await goTo(page, '收货验收')
  await press(page, '开始收货')
  const panel = page.getByRole('dialog')
  await choose(panel, '供货单位', '湖南楚湘医药有限公司')
  if (deliveryNo) await write(panel.getByLabel('随货同行单号'), deliveryNo)
  await panel.getByRole('checkbox', { name: new RegExp(order) }).check()
  await page.keyboard.press('F10')
  await page.getByText('抵达后即验').waitFor()
}

/** The supplier's file; its TXT has no expiry, so each lot's is read off the box once. */
async function loadFile(page: Page, name: string, says: string): Promise<void> {
  const [picker] = await Promise.all([page.waitForEvent('filechooser'), press(page, '载入随货文件')])
  await picker.setFiles(sample(name))
  await see(page, says)
}

async function giveExpiry(page: Page, lot: string, expiry: string): Promise<void> {
  const form = page.getByLabel('批号和有效期')
  await form.waitFor()
  expect(await form.getByLabel('批号', { exact: true }).inputValue()).toBe(lot)
  await write(form.getByLabel('有效期至'), expiry)
  await page.keyboard.press('Enter')
  await form.waitFor({ state: 'hidden' })
}

const firstSufentanil = ['81902367304992675542', '81902367304992691740', '81902367304992700300']

/** 2 收货 of the TXT delivery: scanned by keyboard, refused, repeated, the rest by the file, short, damaged, signed by two. */
export async function receiveText(page: Page): Promise<void> {
  await startReceipt(page, 'CG2026111000187', 'CX26112300871')
  await loadFile(page, 'delivery-msfx-gb18030.txt', '还有 46 盒没有点到')
  const [first = '', ...next] = firstSufentanil
  await scan(page, box, first)
  await giveExpiry(page, 'S2609118', '2028-08')
  await expectRow(page, '枸橼酸舒芬太尼', ['20 盒', '1 盒', 'S2609118', '2028-08-31'])
  for (const code of next) await scan(page, box, code)
  await expectRow(page, '枸橼酸舒芬太尼', ['3 盒', '验收中'])
  await refusedAndRepeated(page, first)
  await restByFile(page)
  await shortAndDamaged(page)
  await arrive(page, 'lizhenhua@lushan')
  await signBoth(page)
  await see(page, '已签字入库')
  await see(page, '已入库')
  for (const name of ['王雪梅', '李振华'])
    await see(page.getByText('验收签字').locator('xpath=ancestor::section[1]'), name)
}

/** A box of another order is refused loudly and stops the counting until Esc; it is registered as surplus. */
async function refusedAndRepeated(page: Page, counted: string): Promise<void> {
  await scan(page, box, '81550930684120937745')
  const refusal = page.getByRole('alert').filter({ hasText: '不收' })
  await refusal.waitFor()
  await see(refusal, '本单没有盐酸哌替啶')
  await see(refusal, '红色待查盒')
  await scan(page, box, '81902367304992728676')
  await page.keyboard.press('F8')
  await press(page.getByLabel('登记异常'), '登记多送')
  // The line that stays, not the words that pass.
  await see(page, /^多送 10 /)
  await page.keyboard.press('Escape')
  await refusal.waitFor({ state: 'hidden' })
  await expectRow(page, '枸橼酸舒芬太尼', ['3 盒'])
  await scan(page, box, counted)
  await see(page, '已扫过，不重复计数')
  await expectRow(page, '枸橼酸舒芬太尼', ['3 盒'])
}

/** The rest of the delivery by its file; lots without an expiry are asked for and the counting goes on by itself. */
async function restByFile(page: Page): Promise<void> {
  const lots = [
    ['R2608042', '2028-07', 12],
    ['F2609027', '2029-08', 10],
    ['M2609033', '2029-02', 4],
  ] as const
  await page.keyboard.press('F4')
  for (const [lot, expiry] of lots) {
    await page.getByRole('button', { name: `填批号 ${lot} 的有效期` }).click()
    await giveExpiry(page, lot, expiry)
    await gone(page, `填批号 ${lot} 的有效期`)
  }
  await see(page, '已全部点到')
  await expectRow(page, '枸橼酸舒芬太尼', ['20 盒', '已齐'])
}

/** One box was counted by the file and is not in the carton; another is crushed. */
async function shortAndDamaged(page: Page): Promise<void> {
  await row(page, '盐酸瑞芬太尼').click()
  await page.getByRole('button', { name: '撤回 81077426855622293104' }).click()
  await expectRow(page, '盐酸瑞芬太尼', ['11 盒', '验收中'])
  await page.keyboard.press('F8')
  await page.keyboard.press('1')
  await press(page.getByLabel('登记异常'), '登记短少')
  await see(page, '已登记短少')
  await expectRow(page, '盐酸瑞芬太尼', ['11 盒', '短少 1 盒'])
  await row(page, '枸橼酸芬太尼').click()
  await page.keyboard.press('F8')
  await page.keyboard.press('2')
  await write(page.getByLabel(/^追溯码/), '81345076945571552831')
  await press(page.getByLabel('登记异常'), '登记破损')
  await see(page, '已登记破损')
  await expectRow(page, '枸橼酸芬太尼', ['9 盒', '破损 1 盒'])
}

/** 2 收货 of a carton: one code brings its fifty boxes. */
export async function receiveCarton(page: Page): Promise<void> {
  await startReceipt(page, 'CG2026111000188')
  await loadFile(page, 'relation-gb2312.xml', '还有 50 盒没有点到')
  await scan(page, box, '81211523868323787510')
  await see(page, '已收 50 盒')
  await expectRow(page, '盐酸吗啡', ['50 盒', '已齐'])
  await arrive(page, 'lizhenhua@lushan')
  await signBoth(page)
  await see(page, '已入库')
  expect(await button(page, '打印').count()).toBe(1)
}
