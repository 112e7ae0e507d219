import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { verifyLedger } from '#core/ledger/verify.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import type { Office } from './browser.ts'
import { arrive, choose, field, press, see, signBoth, tick, write } from './hands.ts'
import type { House } from './house.ts'
import { openStocked } from './stocked.ts'

// What comes in by another door than the supplier's: ampoules and tablets together, so that the page has to say of each
// how many.
let house: House
let office: Office
const [keeper, second, theatre] = ['wangxuemei@lushan', 'lizhenhua@lushan', 'liqian@lushan'] as const
const [ampoules, tablets] = ['枸橼酸舒芬太尼', '盐酸羟考酮缓释片'] as const

beforeAll(async () => {
  ;({ house, office } = await openStocked({ NAR017: 20 }))
}, 120_000)
afterAll(async () => {
  expect(await house?.platform.auditor.transaction(verifyLedger)).toEqual([])
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail' || process.env['E2E_PHOTOGRAPH'])
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

/** A pack without a code of ours: which drug, and how many. */
async function add(page: Page, drug: string, units: number): Promise<void> {
  await choose(page, '没有', drug)
  await write(field(page, '数量'), String(units))
  await press(page, '加入')
}

async function lot(page: Page, no: string): Promise<void> {
  await write(field(page, '批号'), no)
  await write(field(page, '有效期'), '2029-01-31')
}

test('what another hospital lends is counted in its units, and so is what is still owed', async () => {
  const page = await office.as(keeper)
  await page.goto('/borrowings/new')
  await choose(page, '放进', '一级库 A 柜')
  await lot(page, 'HX2601')
  await add(page, ampoules, 3)
  await add(page, tablets, 12)
  await write(field(page, '对方单位'), '浏阳市淮川人民医院')
  await write(field(page, '原因'), '车祸伤员同时手术，本院库存不足')
  await arrive(page, second)
  await signBoth(page)
  await see(page, /已借入 (3 支、12 片|12 片、3 支)，请/)
  await see(page, '未还清')
  await page.keyboard.press('F4')
  const panel = page.getByRole('dialog')
  await tick(panel, tablets, 5)
  await arrive(page, second)
  await signBoth(page)
  await see(page, /已归还 5 片，还欠 (3 支、7 片|7 片、3 支)$/)
  expect(office.complaints()).toEqual([])
})

test('what a patient brings back is counted in its units, at the counter and at the vault', async () => {
  const page = await office.as(theatre)
  await page.goto('/patient-returns/new')
  await lot(page, 'PT2601')
  await add(page, ampoules, 2)
  await write(field(page, '批号'), 'PT2602')
  await add(page, tablets, 10)
  await write(field(page, '患者姓名'), '陈国平')
  await write(field(page, '病历号'), '0118842')
  await choose(page, '原因', '停药')
  await arrive(page, 'hezhiyuan@lushan')
  await signBoth(page)
  await see(page, /已接收 2 支、10 片，请打印/)
  await page.goto('/patient-returns?tab=boxes')
  await see(page, '2 支、10 片 交一级库')
  await arrive(page, keeper)
  await press(page, '汇总上交')
  await page.getByLabel('密码', { exact: true }).fill(demoPassword)
  await page.keyboard.press('Enter')
  await see(page, /已上交 (2 支、10 片|10 片、2 支)$/)
  expect(office.complaints()).toEqual([])
})
