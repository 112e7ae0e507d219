import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { expectRow, row, see } from './hands.ts'
import { first } from './theatre.ts'

/** Verbs of acts that change something; none of them may stand on an authority's page. */
const acts =
  /^(签字|发药|领用发药|开启|记录给药|弃去|登记|整支退回|扫空安瓿|配货|新请领|开始收货|录入|导入|申请|撤|退回|销毁)/

async function readsOnly(page: Page): Promise<void> {
  expect(
    await page.getByRole('main').getByRole('button', { name: acts }).count(),
    `acts on ${page.url()}`,
  ).toBe(0)
}

/** 7 主管部门: the institution, its stock, the case with its photographs, one code's life; nothing to press. */
export async function inspect(page: Page, caseAddress: string): Promise<void> {
  await row(page, '长沙市麓山中心医院').click()
  await page.getByRole('heading', { name: '长沙市麓山中心医院' }).waitFor()
  await see(page, '没有未闭环')
  await readsOnly(page)
  await page.getByRole('link', { name: '闭环核对', exact: true }).click()
  await expectRow(page, '枸橼酸舒芬太尼', ['200', '198', '账平'])
  await page.goBack()
  await page.getByRole('link', { name: '库存', exact: true }).click()
  await expectRow(page, '枸橼酸舒芬太尼', ['198'])
  await readsOnly(page)
  await page.goto(caseAddress)
  await see(page, '去向齐全，账户已归零')
  await see(page, '开启 100 μg = 给药 70 μg + 弃去 30 μg + 尚余 0 μg')
  await see(page, /^邓\*\*/)
  await photographsLoad(page)
  await readsOnly(page)
  await page.keyboard.press('F2')
  await page.keyboard.type(first)
  await page.keyboard.press('Enter')
  await row(page, '单支码').getByRole('link').first().click()
  await see(page, '与收货数一致')
  await see(page, '院内单支码')
  await see(page, '50 μg = 给药 50')
  await readsOnly(page)
}

/** The pictures are there, not only their frames. */
async function photographsLoad(page: Page): Promise<void> {
  const pictures = page.getByRole('img', { name: /^弃[前中后]$/ })
  const widths = () =>
    pictures.evaluateAll((all) => all.map((p) => (p as HTMLImageElement).naturalWidth > 100))
  await expect.poll(widths).toEqual([true, true, true])
}

/** Another hospital finds nothing at the very address. */
export async function strangerFindsNothing(page: Page, caseAddress: string): Promise<void> {
  await page.goto(caseAddress)
  await see(page, '没有找到')
  expect(await page.getByText('邓').count()).toBe(0)
}
