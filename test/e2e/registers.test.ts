import { readFileSync } from 'node:fs'
import readXlsx from 'read-excel-file/node'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Office } from './browser.ts'
import { row, see } from './hands.ts'
import type { House } from './house.ts'
import { openStocked } from './stocked.ts'

// What an inspector asks for: the register as paper, a figure to its entries, the workbook, the stock of an instant.
let house: House
let office: Office
const head = 'liuguodong@lushan'

beforeAll(async () => {
  ;({ house, office } = await openStocked({ NAR017: 20 }))
}, 120_000)
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail' || process.env['E2E_PHOTOGRAPH'])
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

const figure = (text: string): number => Number(/-?[\d,]+/.exec(text)?.[0].replaceAll(',', '') ?? Number.NaN)

/** The texts of a table's rows, cell by cell; `columns` by their titles. */
async function cells(page: Page, title: string): Promise<string[]> {
  const titles = await page.locator('table thead th').allInnerTexts()
  const at = titles.findIndex((t) => t.trim() === title)
  expect(at, title).toBeGreaterThanOrEqual(0)
  return page.locator(`table tbody tr td:nth-child(${at + 1})`).allInnerTexts()
}

test('the register of receipts is a sheet of paper: its sum, its blanks crossed out, its last day of keeping, its proof', async () => {
  const page = await office.as(head)
  await page.goto('/registers/R1')
  const sheet = page.locator('.rp-sheet')
  await sheet.waitFor()
  await see(sheet, '以下空白')
  await see(sheet, '本页合计')
  const quantities = await sheet.locator('tbody tr:not(.rp-blank)').count()
  expect(quantities).toBeGreaterThan(1)
  const proof = /指纹 ([0-9a-f ]+)/.exec(await sheet.locator('footer').innerText())?.[1]?.replaceAll(' ', '')
  expect(proof).toHaveLength(24)
  await page.goto(`/registers/R1?look=sheet&fp=${proof}`)
  await see(page, '账页指纹相符')
  await page.goto(`/registers/R1?look=sheet&fp=${'0'.repeat(24)}`)
  await see(page, '账页指纹不符')
  await page.goto('/registers/R1?look=table')
  await row(page, '枸橼酸舒芬太尼').waitFor()
  // Five years after the expiry of the lot at the earliest.
  for (const day of await cells(page, '保存至')) expect(day >= '2031').toBe(true)
  expect(office.complaints()).toEqual([])
})

test('a figure of 进销存 opens the entries that add up to it', async () => {
  const page = await office.as(head)
  await page.goto('/reports/turnover?from=2026-11-01&to=2026-11-30')
  const line = row(page, '枸橼酸舒芬太尼')
  await line.waitFor()
  const titles = await page.locator('table thead th').allInnerTexts()
  const bought = line.locator(`td:nth-child(${titles.findIndex((t) => t.trim() === '购入') + 1})`)
  const want = figure(await bought.innerText())
  expect(want).toBeGreaterThan(0)
  await bought.getByRole('link').click()
  await page.getByRole('heading', { name: '分录明细' }).waitFor()
  await page.locator('table tbody tr').first().waitFor()
  const deltas = (await cells(page, '增减')).map(figure)
  expect(deltas.reduce((n, d) => n + d, 0)).toBe(want)
  expect(office.complaints()).toEqual([])
})

test('the workbook says what the screen says', async () => {
  const page = await office.as(head)
  await page.goto('/reports/stockSku')
  await row(page, '枸橼酸舒芬太尼').waitFor()
  const shown = (await cells(page, '合计')).map(figure)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '导出 Excel' }).click(),
  ])
  const [first] = await readXlsx(readFileSync(await download.path()))
  const rows = (first?.data ?? []) as unknown[][]
  const top = rows.findIndex((r) => r.includes('合计') && r.includes('药品名称'))
  expect(top).toBeGreaterThanOrEqual(0)
  const at = rows[top]?.indexOf('合计') ?? -1
  expect(rows.slice(top + 1, top + 1 + shown.length).map((r) => Number(r[at]))).toEqual(shown)
  expect(office.complaints()).toEqual([])
})

test('stock of an instant: nothing before the delivery, all of it after, and no more when asked again', async () => {
  const page = await office.as(head)
  await page.goto('/reports/stockSku?asOf=2026-11-01T00:00:00.000Z')
  await see(page, '所选条件下没有记录')
  await page.goto('/reports/stockSku')
  await row(page, '枸橼酸舒芬太尼').waitFor()
  const now = await cells(page, '合计')
  await page.goto(`/reports/stockSku?asOf=${house.clock.now().toISOString()}`)
  await row(page, '枸橼酸舒芬太尼').waitFor()
  expect(await cells(page, '合计')).toEqual(now)
  expect(office.complaints()).toEqual([])
})
