import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { codesOf } from '../../samples/generate.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { signedBy } from '#apps/journey/world.ts'
import { borrowIn, lendOut, listLoans, readLoan } from '#features/borrowing/contract.ts'
import { listPlaces } from '#features/places/contract.ts'
import { suggestPicks } from '#features/stock/contract.ts'
import type { World } from '#apps/journey/world.ts'
import type { Office } from './browser.ts'
import {
  arrive,
  button,
  expectRow,
  field,
  gone,
  goTo,
  press,
  row,
  scan,
  see,
  signBoth,
  tick,
  write,
} from './hands.ts'
import type { House } from './house.ts'
import { openStocked } from './stocked.ts'

// 淮川 operates on five at once and has run out; 麓山 lends a box. Within the day it is given back, in two parts.
let house: House
let office: Office
let world: World
/** Boxes of the vault: the one that is lent, and two that stay. */
let lent = ''
let kept: string[] = []
const [keeper, second] = ['wangxuemei@lushan', 'lizhenhua@lushan'] as const
const [borrower, taker] = ['tanyong@huaichuan', 'xiaohong@huaichuan'] as const

beforeAll(async () => {
  ;({ house, office, world } = await openStocked({ NAR017: 20 }))
  const client = await world.as(keeper)
  const want = { locationId: world.place('A01'), drugId: world.drug('NAR017'), units: 30 }
  ;[lent = '', ...kept] = (await client.call(suggestPicks, want)).picks.map((p) => p.code)
  const loan = {
    partner: '浏阳市淮川人民医院',
    partnerKind: 'hospital' as const,
    reason: '对方车祸伤员 5 人同时手术，库存不足',
    locationId: want.locationId,
    picks: [{ code: lent, units: 10 }],
  }
  await client.call(lendOut, loan, signedBy(second))
}, 120_000)
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail' || process.env['E2E_PHOTOGRAPH'])
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

/** In which hospitals' accounts the units of a code are. */
async function whereIs(code: string): Promise<[org: string, kind: string, units: number][]> {
  const rows = await house.platform.auditor.transaction(
    (tx) => tx<{ org: string; kind: string; units: number }[]>`
      select o.code as org, a.kind, b.quantity::int as units from ledger.balance b
      join ledger.account a on a.org_id = b.org_id and a.id = b.account_id join identity.org o on o.id = b.org_id
      where b.code = ${code} and b.item = 'intact' and b.inside and b.quantity > 0 order by 1, 2`,
  )
  return rows.map((r) => [r.org, r.kind, r.units])
}

/** A wrong box under the scanner: it is said at once, and does not come among the others. */
async function scanWrong(page: Page, box: string, code: string, says: string): Promise<void> {
  await scan(page, box, code)
  await see(page.getByRole('alert'), says)
  await page.keyboard.press('Escape')
  await gone(page, says)
}

/** A box under the scanner, once its lot stands above. */
async function scanBox(page: Page, code: string): Promise<void> {
  await scan(page, '扫盒上的追溯码', code)
  await page.locator('.b-row').filter({ hasText: code }).waitFor()
}

async function takeOut(page: Page, code: string): Promise<void> {
  const line = page.locator('.b-row').filter({ hasText: code })
  await press(line, '撤回')
  await line.waitFor({ state: 'hidden' })
}

/** Batch and expiry as they stand on the box; a month is good to its last day. */
async function lotOnBox(page: Page): Promise<void> {
  await write(field(page, '批号'), 'S2609118')
  await write(field(page, '有效期'), '2028-08')
}

test('a box is borrowed by its code, but only once the lender has let it go', async () => {
  const [wrong = ''] = kept
  const page = await office.as(borrower)
  await goTo(page, '紧急借用')
  await see(page, '没有紧急借用')
  await page.keyboard.press('F4')
  await lotOnBox(page)
  await scanWrong(page, '扫盒上的追溯码', wrong, '已在别的单位入账')
  await scanBox(page, lent)
  await see(page, '批号 S2609118　至 2028-08-31')
  await write(field(page, '对方单位'), '长沙市麓山中心医院')
  await write(field(page, '原因'), '车祸伤员 5 人同时手术，本院用尽')
  // A hasty one: taken back, it leaves the right one alone.
  const [hasty = ''] = codesOf('8190236', 1, 9_001)
  await scanBox(page, hasty)
  await takeOut(page, hasty)
  await see(page, '1 行')
  await arrive(page, taker)
  await signBoth(page)
  await see(page, '未还清，余 10')
  await see(page, '2028-08-31')
  expect(await whereIs(lent)).toEqual([['huaichuan', 'location', 10]])
  expect(office.complaints()).toEqual([])
})

/** The borrower's store has a box of another drug as well, from a wholesaler. */
async function anotherBox(): Promise<string> {
  const client = await world.as(borrower)
  const [store] = (await client.call(listPlaces, { q: 'A01' })).rows
  const [raw = ''] = codesOf('8134507', 1, 9_003)
  const loan = {
    partner: '湖南湘康医药股份有限公司',
    partnerKind: 'wholesaler' as const,
    reason: '抢救用药不足',
    locationId: store?.placeId ?? 0,
    items: [{ raw, lotNo: 'F2610003', expiry: '2028-10-31' }],
  }
  await client.call(borrowIn, loan, signedBy(taker))
  return raw
}

test('it is given back in two parts, never more than is owed, and nothing else', async () => {
  const other = await anotherBox()
  const page = await office.as(borrower)
  await page.goto('/borrowings')
  await expectRow(page, '长沙市麓山中心医院', ['借入', '10 支', '未还清，余 10', '备案 0 / 2'])
  await row(page, '长沙市麓山中心医院').click()
  await button(page, '归还').waitFor()
  for (const [units, says] of [
    [4, '已归还 4 支，还欠 6 支'],
    [6, '已归还 6 支，已还清'],
  ] as const) {
    await page.keyboard.press('F4')
    const panel = page.getByRole('dialog')
    if (units === 4) await scanWrong(page, '扫要还的盒或单支码', other, '不是要还的品种')
    await tick(panel, '枸橼酸舒芬太尼', units)
    await arrive(page, taker)
    await signBoth(page)
    await see(page, says)
    await panel.waitFor({ state: 'hidden' })
  }
  await see(page, '已还清')
  await expectRow(page, /6\s*支/, ['谭勇', '肖虹'])
  expect(await whereIs(lent)).toEqual([])
  expect(await house.platform.auditor.transaction(verifyLedger)).toEqual([])
  expect(office.complaints()).toEqual([])
})

test('the lender takes the same box back, and its loan is settled', async () => {
  const page = await office.as(keeper)
  await page.goto('/borrowings')
  await expectRow(page, '浏阳市淮川人民医院', ['借出', '10 支', '未还清，余 10'])
  await row(page, '浏阳市淮川人民医院').click()
  await button(page, '收回').waitFor()
  await page.keyboard.press('F4')
  const panel = page.getByRole('dialog')
  await see(panel, '同品种归还，还欠 枸橼酸舒芬太尼注射液 10 支')
  await lotOnBox(page)
  await scanWrong(page, '扫盒上的追溯码', codesOf('8134507', 1, 9_002)[0] ?? '', '不在')
  await see(panel, '同品种归还')
  await scanBox(page, lent)
  await arrive(page, second)
  await signBoth(page)
  await see(page, /已收回 10 支，已还清$/)
  await panel.waitFor({ state: 'hidden' })
  await see(page, '已还清')
  expect(await whereIs(lent)).toEqual([['lushan', 'location', 10]])
  const client = await world.as(keeper)
  const [loan] = (await client.call(listLoans, { direction: 'out' })).rows
  expect(await client.call(readLoan, { id: loan?.id ?? 0 })).toMatchObject({
    state: 'returned',
    owedSums: [],
  })
  expect(await house.platform.auditor.transaction(verifyLedger)).toEqual([])
  expect(office.complaints()).toEqual([])
})
