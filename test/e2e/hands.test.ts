import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { codesOf } from '../../samples/generate.ts'
import { demoPassword, demoPin } from '#apps/demo/orgs.ts'
import { issueTo, surgery } from '#apps/journey/bedside.ts'
import { signedBy, type World } from '#apps/journey/world.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { readIssue } from '#features/issue/contract.ts'
import { createOrder } from '#features/purchase/contract.ts'
import { createRequisition, sendTransfer } from '#features/requisition/contract.ts'
import { administer, openUnits } from '#features/residue/contract.ts'
import { suggestPicks } from '#features/stock/contract.ts'
import { phone, signIn, type Office } from './browser.ts'
import { arrive, expectRow, field, menuItem, scan, see, signBoth, takePhotos } from './hands.ts'
import type { House } from './house.ts'
import { openStocked } from './stocked.ts'

// How hands behave: gloves, haste, a session that runs out, a telephone at two in the morning.
let house: House
let office: Office
let world: World
const [keeper, second, theatre, doctor] = [
  'wangxuemei@lushan',
  'lizhenhua@lushan',
  'liqian@lushan',
  'chensiyuan@lushan',
] as const

beforeAll(async () => {
  ;({ house, office, world } = await openStocked({ NAR017: 20, NAR020: 10 }))
})
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail')
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

/** Tab until it is there; a person gives up sooner. */
async function tabTo(page: Page, what: { role: 'link' | 'checkbox'; name: RegExp }): Promise<void> {
  const wanted = page.getByRole(what.role, { name: what.name }).first()
  await wanted.waitFor()
  for (let n = 0; n < 40; n++) {
    if (await wanted.evaluate((el) => el === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`40 times Tab does not lead to ${what.name}`)
}

async function enter(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
}

const focused = (page: Page, label: string) =>
  page.waitForFunction((l) => document.activeElement?.getAttribute('aria-label') === l, label)

async function movements(kind: string): Promise<number> {
  const [row] = await house.platform.auditor.transaction(
    (tx) => tx<{ n: number }[]>`select count(*)::int as n from ledger.movement where kind = ${kind}`,
  )
  return row?.n ?? 0
}

/** Sends boxes of sufentanil to the theatre; returns the transfer and its codes. */
async function onItsWay(boxes: number): Promise<{ id: number; codes: string[] }> {
  const vault = await world.as(keeper)
  const [from, to] = [world.place('A01'), world.place('B01')]
  const { picks } = await vault.call(suggestPicks, {
    locationId: from,
    drugId: world.drug('NAR017'),
    units: boxes * 10,
  })
  const taken = picks.map((p) => ({ code: p.code, units: p.units }))
  const { id } = await vault.call(
    sendTransfer,
    { sourceLocationId: from, destinationLocationId: to, picks: taken },
    signedBy(second),
  )
  return { id, codes: picks.map((p) => p.code) }
}

describe('hands', () => {
  test('from the sign-in page to a signed receipt of three boxes without a mouse', async () => {
    const boxes = codesOf('8190236', 3, 4_711)
    const line = { drugId: world.drug('NAR017'), units: 30, price: '8.600000' }
    await (
      await world.as(keeper)
    ).call(createOrder, {
      supplierId: world.supplier('CX'),
      orderedOn: '2026-11-20',
      externalNo: 'JP-0001',
      lines: [line],
    })
    const page = await office.nobody()
    await page.goto('/sign-in')
    await page.waitForFunction(() => document.activeElement?.id === 'w-name')
    await page.keyboard.type(keeper)
    await page.keyboard.press('Tab')
    await enter(page, demoPassword)
    await tabTo(page, { role: 'link', name: menuItem('收货验收') })
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '收货验收' }).waitFor()
    await page.keyboard.press('n')
    await page.getByRole('dialog').getByRole('combobox').first().waitFor()
    await page.keyboard.type('楚湘')
    await page.locator('.ant-select-item-option').filter({ hasText: '楚湘', visible: true }).waitFor()
    await page.keyboard.press('Enter')
    await tabTo(page, { role: 'checkbox', name: /JP-0001/ })
    await page.keyboard.press('Space')
    await page.keyboard.press('F10')
    await focused(page, '扫描盒上的药品追溯码')
    await enter(page, boxes[0] ?? '')
    await page.getByLabel('批号和有效期').waitFor()
    await enter(page, 'S2610041')
    await enter(page, '2028-09')
    await expectRow(page, '枸橼酸舒芬太尼', ['1 盒', '2028-09-30'])
    await focused(page, '扫描盒上的药品追溯码')
    for (const code of boxes.slice(1)) await enter(page, code)
    await expectRow(page, '枸橼酸舒芬太尼', ['3 盒', '已齐'])
    await page.keyboard.press('F9')
    await focused(page, '卡号')
    await enter(page, '0010002')
    await enter(page, demoPin)
    await see(page, '李振华')
    await page.keyboard.press('F10')
    await focused(page, 'PIN')
    await enter(page, demoPin)
    await see(page, '已签字入库')
    expect(office.complaints()).toEqual([])
  })

  test('a double click on a signing button makes one movement', async () => {
    const [sentBefore, takenBefore] = [await movements('send'), await movements('accept')]
    const { id, codes } = await onItsWay(1)
    const page = await office.as(theatre)
    await page.goto(`/transfers/${id}`)
    for (const code of codes) await scan(page, '扫描收到的盒或单支码', code)
    await see(page, /^1\s*\/ 1 码$/)
    await page.getByRole('button', { name: /^签收入库/ }).dblclick()
    await see(page, '已全部签收')
    expect(await movements('accept')).toBe(takenBefore + 1)
    await (
      await world.as(theatre)
    ).call(createRequisition, {
      locationId: world.place('B01'),
      sourceLocationId: world.place('A01'),
      lines: [{ drugId: world.drug('NAR017'), units: 10 }],
    })
    const vault = await office.as(keeper)
    await vault.goto('/requisitions')
    await vault.getByRole('link', { name: '配货' }).first().click()
    await vault.getByRole('button', { name: '直接取' }).first().click()
    await arrive(vault, second)
    await vault.getByRole('button', { name: /^签字出库/ }).dblclick()
    await vault.getByLabel('密码', { exact: true }).fill(demoPassword)
    await vault.getByRole('button', { name: /^签字 Enter/ }).dblclick()
    await see(vault, '药品在途')
    expect(await movements('send')).toBe(sentBefore + 2)
    expect(office.complaints()).toEqual([])
  })

  test('a session that ends in the middle of counting keeps what was scanned', async () => {
    const { id, codes } = await onItsWay(3)
    const page = await office.as(theatre)
    await page.goto(`/transfers/${id}`)
    const box = '扫描收到的盒或单支码'
    for (const code of codes.slice(0, 2)) await scan(page, box, code)
    await see(page, /^2\s*\/ 3 码$/)
    await page.context().clearCookies()
    await scan(page, box, codes[2] ?? '')
    const cover = page.getByRole('dialog', { name: '重新登录' })
    await see(cover, '已填内容都在')
    await cover.getByLabel('密码', { exact: true }).fill(demoPassword)
    await page.keyboard.press('Enter')
    await cover.waitFor({ state: 'hidden' })
    await see(page, /^2\s*\/ 3 码$/)
    await page.keyboard.press('Escape')
    await scan(page, box, codes[2] ?? '')
    await see(page, /^3\s*\/ 3 码$/)
    await page.keyboard.press('F10')
    await see(page, '已全部签收')
    expect(office.complaints()).toEqual([])
  })

  test('what is written of a patient stays in its field, however long one thinks', async () => {
    const page = await office.as(theatre)
    await page.goto('/issues/new')
    const box = page.getByLabel('扫盒码或单支标签')
    await box.waitFor()
    await field(page, '疾病名称').click()
    await page.keyboard.type('右上肺')
    // The scan box takes the focus back after three seconds without a key.
    await page.waitForTimeout(3_400)
    await page.keyboard.type('结节')
    expect(await field(page, '疾病名称').inputValue()).toBe('右上肺结节')
    expect(await box.inputValue()).toBe('')
  })

  test('a rest is wasted on a telephone', async () => {
    const id = await issueTo(world, surgery)
    const anaesthetist = await world.as(doctor)
    const code = (await anaesthetist.call(readIssue, { id })).drugs[0]?.units[0]?.code ?? ''
    await anaesthetist.call(openUnits, { id, units: [{ code }] })
    await anaesthetist.call(administer, { id, doses: [{ code, content: 35 }], route: '静脉注射' })
    const page = await office.nobody(phone)
    await signIn(page, doctor)
    await page.goto('/residue')
    await page.getByText('腹腔镜胆囊切除术').click()
    const panel = page.getByRole('dialog')
    await see(panel, '要弃去')
    const wide = await panel.evaluate((el) => el.scrollWidth > el.clientWidth + 1)
    expect(wide, 'the panel scrolls sideways').toBe(false)
    await takePhotos(page, {
      弃前: { liquid: 0.5, ampoules: 1 },
      弃中: { liquid: 0.2, ampoules: 1, pouring: true },
      弃后: { liquid: 0, ampoules: 1 },
    })
    await panel.getByRole('button', { name: /第二人/ }).tap()
    await arrive(page, 'zhoujing@lushan')
    await signBoth(page)
    await see(page, '已弃去，两人已签')
    expect(office.complaints()).toEqual([])
  })

  test('after all of it the books balance', async () => {
    expect(await house.platform.auditor.transaction(verifyLedger)).toEqual([])
  })
})
