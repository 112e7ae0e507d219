import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { verifyLedger } from '#core/ledger/verify.ts'
import { issueTo, surgery } from '#apps/journey/bedside.ts'
import type { World } from '#apps/journey/world.ts'
import { readIssue } from '#features/issue/contract.ts'
import { listPlaces } from '#features/places/contract.ts'
import { listCodes, listHoldings } from '#features/quarantine/contract.ts'
import { administer, openUnits } from '#features/residue/contract.ts'
import type { Office } from './browser.ts'
import {
  arrive,
  choose,
  expectRow,
  field,
  goTo,
  press,
  row,
  scan,
  see,
  signBoth,
  takePhotos,
  tick,
  write,
} from './hands.ts'
import type { House } from './house.ts'
import { openStocked, unitsIn } from './stocked.ts'

// What may not be used: an ampoule that fell, three with something floating in them, a lot that its maker calls back.
let house: House
let office: Office
let world: World
const [keeper, second, theatre, checker, head] = [
  'wangxuemei@lushan',
  'lizhenhua@lushan',
  'liqian@lushan',
  'hezhiyuan@lushan',
  'liuguodong@lushan',
] as const

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

/** Codes of a drug that lie in a place, first to expire first. */
async function codesAt(place: string, drug: string): Promise<string[]> {
  const client = await world.as(keeper)
  const { rows } = await client.call(listPlaces, { pageSize: 500 })
  const accountId = rows.find((p) => p.placeId === world.place(place))?.accountId ?? 0
  const found = await client.call(listCodes, { accountId, drugId: world.drug(drug) })
  return found.rows.map((r) => r.code)
}

test('an ampoule falls in the theatre pharmacy: its fragments are photographed and kept, its content is written off', async () => {
  const [box] = await codesAt('B01', 'NAR017')
  const page = await office.as(theatre)
  await goTo(page, '待查')
  await press(page, '登记破碎')
  const panel = page.getByRole('dialog')
  // One's own department's shelf and bin come first.
  await see(panel, '手术药房回收箱')
  await tick(panel, '枸橼酸舒芬太尼', 1)
  await write(field(panel, '经过'), '补货时从台面滑落，药液流在地上')
  await arrive(page, checker)
  await see(panel.locator('.z-act-lack'), /^碎片照片$/)
  await takePhotos(page, { 碎片: { syringe: false, liquid: 0, ampoules: 1, broken: true } })
  await signBoth(page)
  await see(page, 'PS-20261123-01 已登记破碎 1')
  await panel.waitFor({ state: 'hidden' })
  expect(await unitsIn(house, 'lost', 'content')).toBe(50)
  expect(await unitsIn(house, 'empties', 'container')).toBe(1)
  await page.goto(`/trace/${box}-01`)
  await see(page, '破碎，已报损')
  await page.goto('/destruction')
  await expectRow(page, '枸橼酸舒芬太尼', ['手术药房回收箱', '1 个'])
  expect(office.complaints()).toEqual([])
})

test('three ampoules of a scanned box are put aside, each with a label of its own', async () => {
  const before = await unitsIn(house, 'quarantine')
  const [box = ''] = await codesAt('A01', 'NAR017')
  const page = await office.as(keeper)
  await goTo(page, '待查')
  await page.keyboard.press('F4')
  await page.getByRole('row').filter({ hasText: '枸橼酸舒芬太尼' }).first().waitFor()
  await scan(page, '扫要移出的盒或单支码', box)
  await see(page, '选 10 支')
  await scan(page, '扫要移出的盒或单支码', '81902369999999999999')
  await see(page.getByRole('alert'), '不收')
  await page.keyboard.press('Escape')
  await write(page.getByLabel(/^枸橼酸舒芬太尼.*移入数量$/), '3')
  await page.getByText('质量问题', { exact: true }).click()
  await write(field(page, '说明'), '瓶身有可见异物，待厂家答复')
  await arrive(page, second)
  await signBoth(page)
  await see(page, '待查 3')
  await see(page, '还没有去向')
  await see(page, '1 个批号，3 个码')
  expect(await unitsIn(house, 'quarantine')).toBe(before + 3)
  expect(office.complaints()).toEqual([])
})

test('cleared by an inspection, two go back to the shelf with the head’s approval; what arrived broken never does', async () => {
  const before = await unitsIn(house, 'quarantine')
  const page = await office.as(keeper)
  await page.goto('/quarantine')
  await expectRow(page, '枸橼酸舒芬太尼', ['3 支', '质量问题', '可见异物', '药库待查柜', '解除待查'])
  await expectRow(page, '到货破损', ['枸橼酸芬太尼', '10 支'])
  expect(await row(page, '到货破损').getByRole('button', { name: '解除待查' }).count()).toBe(0)
  await press(row(page, '枸橼酸舒芬太尼'), '解除待查')
  const panel = page.getByRole('dialog')
  // The lot is ticked whole; the third ampoule stays.
  await panel.getByRole('row').filter({ hasText: '枸橼酸舒芬太尼' }).nth(2).click()
  await write(field(panel, '检验、评估结论'), '厂家答复为气泡，复检合格')
  await write(field(panel, '检验报告号'), 'JY-2026-1123')
  await choose(panel, '放回', '一级库 A 柜')
  await arrive(page, head)
  await signBoth(page)
  await see(page, '已解除待查 2 支')
  await panel.waitFor({ state: 'hidden' })
  await expectRow(page, '枸橼酸舒芬太尼', ['1 支', '质量问题'])
  await page.getByRole('link', { name: 'DC-20261123-01' }).first().click()
  await see(page, '待查 1')
  await expectRow(page, '解除待查', ['一级库 A 柜', '2', '王雪梅', '刘国栋'])
  expect(await unitsIn(house, 'quarantine')).toBe(before - 2)
  const { rows } = await (await world.as(keeper)).call(listHoldings, { reason: 'quality' })
  expect(rows.map((r) => [r.units, r.codes])).toEqual([[1, 1]])
  expect(await house.platform.auditor.transaction(verifyLedger)).toEqual([])
  expect(office.complaints()).toEqual([])
})

test('a lot is called back: where it lies, in whose hand, who got it; all that lies goes aside in one act', async () => {
  const id = await issueTo(world, { ...surgery, drugs: { NAR017: 2 } })
  const doctor = await world.as('chensiyuan@lushan')
  const [first = ''] = (await doctor.call(readIssue, { id })).drugs.flatMap((d) => d.units.map((u) => u.code))
  await doctor.call(openUnits, { id, units: [{ code: first }] })
  await doctor.call(administer, { id, doses: [{ code: first, content: 50 }], route: '静脉注射' })

  const page = await office.as(keeper)
  await goTo(page, '待查')
  await press(page, '批号召回')
  await see(page, '输入召回通知上的批号')
  const search = page.getByLabel('批号或追溯码')
  // The label of the ampoule that was given leads to the lot as the number on the notice does.
  const found = '枸橼酸舒芬太尼注射液 S2609118，共收 200 支'
  for (const [typed, says] of [
    [first, found],
    ['S2609119', '本院没有这个批号'],
    ['S2609118', found],
  ] as const) {
    await write(search, typed)
    await page.keyboard.press('Enter')
    await see(page, says)
  }
  await expectRow(page, '一级库 A 柜', ['在库', '179 支'])
  await expectRow(page, '手术药房', ['在库', '17 支'])
  await expectRow(page, /^在手/, ['陈思远', '1 支'])
  await expectRow(page, '药库待查柜', ['待查', '1 支'])
  await expectRow(page, '邓**', ['0482****16', '陈思远', '50 μg'])
  await see(page, '还在手、在途的先追回：陈思远 1 支')

  await write(field(page, '召回通知号'), '湘药监召〔2026〕31 号')
  await arrive(page, second)
  await signBoth(page)
  await see(page, /^已移入待查 196 支，DC-20261123-02、DC-20261123-03$/)
  await see(page, '批号 S2609118 在库 0 支')
  for (const place of ['A01', 'B01']) expect(await codesAt(place, 'NAR017')).toEqual([])
  await page.goto('/quarantine?tab=records')
  await expectRow(page, 'DC-20261123-02', ['召回', '一级库 A 柜', '179 支'])
  await expectRow(page, 'DC-20261123-03', ['召回', '手术药房', '17 支'])
  expect(await house.platform.auditor.transaction(verifyLedger)).toEqual([])
  expect(office.complaints()).toEqual([])
})
