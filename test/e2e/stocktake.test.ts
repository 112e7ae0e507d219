import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { demoPassword } from '#apps/demo/orgs.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { shelf } from '#apps/journey/count.ts'
import { orders, receiveText, transfer } from '#apps/journey/supply.ts'
import { openWorld, type World } from '#apps/journey/world.ts'
import { openOffice, type Office } from './browser.ts'
import { arrive, arriveWrong, choose, expectRow, field, press, row, see, signBoth, write } from './hands.ts'
import { openHouse, type House } from './house.ts'

// The vault and the theatre's store are counted blind by two: one ampoule is missing, one is too many.
let house: House
let office: Office
let world: World
const [keeper, second, head] = ['wangxuemei@lushan', 'lizhenhua@lushan', 'liuguodong@lushan'] as const
const authority = 'tangwei@csyjj'
type Boxes = Awaited<ReturnType<typeof shelf>>
let boxes: Record<'sufentanil' | 'remifentanil' | 'fentanyl' | 'midazolam' | 'there', Boxes>

beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T06:05:00Z' })
  office = await openOffice(house.address, house.clock.now)
  world = await openWorld(house.send, () => {}, house.clock.now)
  await orders(world)
  await receiveText(world)
  await transfer(world, {
    checker: second,
    sender: keeper,
    from: 'A01',
    to: 'C01',
    wants: { NAR012: 20 },
    taker: 'pengli@lushan',
  })
  boxes = {
    sufentanil: await shelf(world, 'A01', 'NAR017'),
    remifentanil: await shelf(world, 'A01', 'NAR020'),
    fentanyl: await shelf(world, 'A01', 'NAR012'),
    midazolam: await shelf(world, 'A01', 'PS1005'),
    there: await shelf(world, 'C01', 'NAR012'),
  }
}, 120_000)
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail' || process.env['E2E_PHOTOGRAPH'])
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

/** A scanner: no pause between its keys, and none between one box and the next. */
async function shoot(page: Page, codes: readonly string[]): Promise<void> {
  for (const code of codes) {
    await page.keyboard.type(code)
    await page.keyboard.press('Enter')
  }
}
const codesOf = (of: Boxes) => of.map((b) => b.code)
const unitsOf = (of: Boxes) => of.reduce((n, b) => n + b.units, 0)
const enter = (page: Page, text: string) => shoot(page, [text])

/** A click on a line; the box of that line has the focus a moment later. */
async function goToLine(page: Page, line: RegExp): Promise<void> {
  await row(page, line).click()
  await page.locator('[data-current] input[data-scan]:focus').waitFor()
}

/** The second person has been there since the beginning: signs with account and password, and the count is closed. */
async function signAsPresent(page: Page): Promise<void> {
  await page.keyboard.press('F10')
  await page.getByText('账号密码', { exact: true }).filter({ visible: true }).click()
  await page.getByLabel('账号', { exact: true }).fill(second)
  await page.getByLabel('密码', { exact: true }).fill(demoPassword)
  await page.keyboard.press('Enter')
}

/** The row of one drug in one of the two places. */
const rowIn = (place: string, drug: string) => new RegExp(`${place}.*${drug}`)
const [vault, store] = ['一级库 A 柜', '住院药房']
const [sufentanil, remifentanil, fentanyl] = ['枸橼酸舒芬太尼', '盐酸瑞芬太尼', '枸橼酸芬太尼']

async function begin(page: Page): Promise<void> {
  await page.goto('/stocktakes')
  await press(page, '新增盘点')
  const panel = page.getByRole('dialog')
  await write(field(panel, '名称'), '一级库月盘')
  for (const place of [vault, store]) await choose(panel, '储位', place)
  await several(panel, '药品', [sufentanil, remifentanil, fentanyl])
  await arrive(page, second)
  await signBoth(page)
  await page.getByRole('heading', { name: /^PD-/ }).waitFor()
}

/** Several of one list, which stays open meanwhile. */
async function several(panel: Locator, label: string, words: readonly string[]): Promise<void> {
  const page = panel.page()
  await field(panel, label).locator('xpath=ancestor::*[contains(@class, "ant-select-multiple")][1]').click()
  for (const w of words) {
    await page.keyboard.type(w)
    await page
      .locator('.ant-select-dropdown:visible .ant-select-item-option')
      .filter({ hasText: w })
      .first()
      .click()
  }
  await page.keyboard.press('Tab')
}

test('a blind count takes a hand faster than the page, and loses no code', async () => {
  const page = await office.as(keeper)
  await begin(page)
  // Blind: no book figure has left the server.
  expect(await page.locator('.k-hatched').count()).toBe(4)
  await expectRow(page, rowIn(vault, sufentanil), ['正在盘'])
  await expectRow(page, rowIn(store, fentanyl), ['待盘', '未盘'])
  // Both places without a pause, one box twice, one box that never came to this hospital.
  const stranger = '81550930684120937745'
  const here = codesOf(boxes.fentanyl)
  await shoot(page, [...here.slice(0, 3), stranger, ...codesOf(boxes.there), here[0] ?? '', ...here.slice(3)])
  const left = page.getByRole('alert', { name: '没有计入的码' })
  await see(left, '从未在本院入账')
  await expectRow(page, rowIn(vault, fentanyl), [`已扫 ${here.length} 码 ${unitsOf(boxes.fentanyl)} 支`])
  await expectRow(page, rowIn(store, fentanyl), [`已扫 ${boxes.there.length} 码 20 支`])
  await press(left, '已另放，不计入')
  await left.waitFor({ state: 'hidden' })
  // Enter on an empty line stands for what was scanned.
  for (const place of [vault, store]) {
    await goToLine(page, rowIn(place, fentanyl))
    await page.keyboard.press('Enter')
    await expectRow(page, rowIn(place, fentanyl), ['0', '正常'])
  }
  expect(office.complaints()).toEqual([])
})

test('a code of no line asks where it lies; what has no code is added by hand', async () => {
  const page = await office.as(keeper)
  const [first = '', ...rest] = codesOf(boxes.midazolam)
  await shoot(page, [first])
  const left = page.getByRole('alert', { name: '没有计入的码' })
  await see(left, '请选实物所在的储位')
  await choose(left, `${first} 所在储位`, vault)
  await expectRow(page, rowIn(vault, '咪达唑仑'), ['已扫 1 码'])
  await shoot(page, rest)
  await page.keyboard.press('Enter')
  await expectRow(page, rowIn(vault, '咪达唑仑'), ['0', '正常'])
  await page.keyboard.press('F8')
  const panel = page.getByRole('dialog')
  await see(panel, '还差')
  await choose(panel, '储位', store)
  await choose(panel, '药品', '盐酸哌替啶')
  await write(field(panel, '批号'), 'P2605016')
  await write(field(panel, '有效期至'), '2029-04-30')
  await page.keyboard.press('F10')
  await panel.waitFor({ state: 'hidden' })
  await expectRow(page, rowIn(store, '盐酸哌替啶'), ['P2605016', '正在盘'])
  await enter(page, '1')
  await expectRow(page, rowIn(store, '盐酸哌替啶'), ['+1', '盘盈'])
  expect(await row(page, rowIn(store, '盐酸哌替啶')).getAttribute('class')).toContain('z-tone-amber')
  expect(office.complaints()).toEqual([])
})

test('a short line is red, is counted again box by box, and becomes a case with a deadline', async () => {
  const page = await office.as(keeper)
  const line = rowIn(vault, remifentanil)
  await goToLine(page, line)
  await enter(page, String(unitsOf(boxes.remifentanil) - 1))
  await expectRow(page, line, ['−1', '盘损', '选择原因'])
  expect(await row(page, line).getAttribute('class')).toContain('z-tone-red')
  await see(page, /请在 .* 前复盘/)
  await page.keyboard.press('F4')
  await expectRow(page, line, ['正在盘'])
  await shoot(page, codesOf(boxes.remifentanil))
  await see(page, `已扫 ${boxes.remifentanil.length} 码`)
  await write(page.getByLabel('已开封，实数'), '9')
  await page.keyboard.press('Enter')
  await see(page, `已扫 ${boxes.remifentanil.length} 码 ${unitsOf(boxes.remifentanil) - 1} 支`)
  await page.getByLabel(/盐酸瑞芬太尼.*实盘数/).focus()
  await page.keyboard.press('Enter')
  await expectRow(page, line, ['−1', '盘损', 'CY-'])
  await choose(row(page, line), '.*差异原因', '查不出原因')
  await expectRow(page, line, ['查不出原因'])
  // The surplus without a code: counted a second time, it was one after all.
  const more = rowIn(store, '盐酸哌替啶')
  await goToLine(page, more)
  await page.keyboard.press('F4')
  await expectRow(page, more, ['正在盘'])
  await enter(page, '0')
  await expectRow(page, more, ['0', '正常'])
  await goToLine(page, rowIn(vault, sufentanil))
  await enter(page, String(unitsOf(boxes.sufentanil)))
  await expectRow(page, rowIn(vault, sufentanil), ['正常'])
  await signAsPresent(page)
  await see(page, '差异由没有参加盘点的药学部负责人批准')
  expect(office.complaints()).toEqual([])
})

/** 复盘 of the case: nobody is two, and what was counted again is still one short. */
async function recountTwice(page: Page): Promise<void> {
  await page.getByRole('tab', { name: '复盘' }).click()
  await see(page, '实数')
  await field(page, '实数').focus()
  // The case is about one opened box of ten.
  await page.keyboard.type('9')
  await page.keyboard.press('Tab')
  await arriveWrong(page, keeper, '同一人')
  await arrive(page, second)
  await signBoth(page)
  await see(page, '账面 10，实物 9，仍不相符')
  await see(page, '账面 10，实物 9 支')
}

test('the case is explained by two, reported, and the books follow the count', async () => {
  const page = await office.as(keeper)
  await page.goto('/discrepancies')
  await row(page, remifentanil).click()
  await page.getByRole('heading', { name: /^CY-/ }).waitFor()
  await choose(page, '原因', '查不出原因')
  await write(field(page, '经过'), '监控与流水均已查，查不出原因')
  await arrive(page, second)
  await signBoth(page)
  await see(page, '已说明')
  await recountTwice(page)
  const desk = await office.as(head)
  await desk.goto(page.url())
  await press(desk, '登记上报')
  await see(desk, '已登记上报')
  await desk.goto('/stocktakes')
  await row(desk, '一级库月盘').click()
  await write(field(desk, '批准意见'), '两次清点一致，已上报')
  await arrive(desk, keeper)
  await signBoth(desk)
  await see(desk, '账面已按盘点结果调整')
  await desk.goto('/discrepancies')
  await expectRow(desk, remifentanil, ['−1', '查不出原因'])
  expect(await house.platform.auditor.transaction(verifyLedger)).toEqual([])
  expect(office.complaints()).toEqual([])
})

test('the variance book says it to the hospital and to the authority, who has nothing to press', async () => {
  for (const account of [head, authority]) {
    const page = await office.as(account)
    await page.goto('/discrepancies')
    await expectRow(page, remifentanil, ['−1'])
    await row(page, remifentanil).click()
    await see(page, '办理经过')
    if (account === authority)
      expect(await page.getByRole('button', { name: /^(两人签字|登记|关闭)/ }).count()).toBe(0)
    await page.goto('/reports/variance')
    if (account === authority) await choose(page, '医疗机构', '长沙市麓山中心医院')
    await expectRow(page, remifentanil, ['110', '109', '盘损', '−1'])
  }
  expect(office.complaints()).toEqual([])
})
