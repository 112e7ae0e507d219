import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { openWorld } from '#apps/journey/world.ts'
import { openOffice, phone } from './browser.ts'
import {
  arrive,
  button,
  choose,
  expectRow,
  field,
  press,
  row,
  scan,
  see,
  takePhotos,
  write,
} from './hands.ts'
import { openHouse } from './house.ts'
import { smaller } from './png.ts'
import { inTheHand, oneShellOwed, richestBox } from './tourScenes.ts'

// `node test/e2e/tour.ts [NAME…]`: the pictures of the README's tour, on a demonstration hospital of its own.
const wanted = process.argv.slice(2)
const dir = process.env['TOUR_DIR'] ?? path.resolve(import.meta.dirname, '../../docs/images')
mkdirSync(dir, { recursive: true })
const [keeper, theatre, head] = ['wangxuemei@lushan', 'liqian@lushan', 'liuguodong@lushan'] as const

const house = await openHouse({ demoFlow: true, fresh: true })
const office = await openOffice(house.address, house.clock.now)
const caseId = await oneShellOwed(house)
const hand = await inTheHand(house)
const world = await openWorld(house.send, () => {}, house.clock.now, 70_000)

const scenes: Readonly<Record<string, () => Promise<Page>>> = {
  '01-sign-in': async () => {
    const page = await office.nobody()
    await page.goto('/sign-in')
    return page
  },
  '02-home': async () => {
    const page = await office.as(keeper)
    await page.goto('/')
    await see(page, '未闭环')
    return page
  },
  '03-receiving': async () => {
    const page = await office.as(keeper)
    await page.goto('/receipts?state=counting')
    await row(page, 'CX26112300902').click()
    await arrive(page, 'lizhenhua@lushan')
    await scan(page, '扫描盒上的药品追溯码', '81550930684120937745')
    await see(page, '此码不在本单')
    return page
  },
  '03b-transfer': async () => {
    const page = await office.as(theatre)
    await page.goto('/requisitions?tab=transfers')
    await row(page, /在途 \d+ 分钟/).click()
    await see(page, '点收')
    const code = await page
      .getByRole('row')
      .filter({ hasText: '枸橼酸舒芬太尼' })
      .first()
      .locator('.z-trace')
      .getAttribute('title')
    await scan(page, '扫描收到的盒或单支码', code?.replaceAll(' ', '') ?? '')
    await write(page.getByPlaceholder('少了什么'), '推车上只有 1 盒，另 1 盒与药库核对')
    return page
  },
  '04-issue': async () => {
    const page = await office.as(theatre)
    await page.goto('/issues/new')
    const paper = {
      手术编号: 'SS-1123-022',
      手术名称: '胸腔镜肺叶切除术',
      手术间: '手术 5 间',
      患者姓名: '谭国华',
      年龄: '59',
      病历号: '0482120233',
      疾病名称: '右上肺结节',
    }
    for (const [label, text] of Object.entries(paper)) await write(field(page, label), text)
    await page.getByText('男', { exact: true }).click()
    for (const label of ['主刀或开方医师', '麻醉医师']) await choose(page, label, '林悦')
    for (const [drug, units] of [
      ['枸橼酸舒芬太尼注射液', '3'],
      ['注射用盐酸瑞芬太尼', '2'],
    ] as const) {
      await choose(page, '药品', drug)
      await write(field(page, '计划数量'), units)
      await press(page, '加入计划')
    }
    for (const drug of ['枸橼酸舒芬太尼', '注射用盐酸瑞芬太尼']) {
      await button(row(page, drug), '近效期先出').click()
      await expectRow(page, drug, ['已齐'])
    }
    await arrive(page, 'hezhiyuan@lushan')
    return page
  },
  '04-surgery-case': async () => {
    const page = await office.as(theatre)
    await page.goto(`/issues/${caseId}`)
    await see(page, '弃去取证')
    return page
  },
  '05-residue': async () => {
    const page = await office.as('linyue@lushan', phone)
    await page.goto(`/issues/${hand.rest}?act=waste`)
    await takePhotos(page, {
      弃前: { liquid: 0.5, ampoules: 1 },
      弃中: { liquid: 0.2, ampoules: 1, pouring: true },
    })
    return page
  },
  '06-recovery': async () => {
    const page = await office.as(theatre)
    await page.goto('/recovery?tab=station')
    for (const code of hand.shells.slice(0, 2)) await scan(page, '扫描瓶上的单支标签', code)
    await arrive(page, 'zhoujing@lushan')
    return page
  },
  '06b-destruction': async () => {
    const page = await office.as(theatre)
    await page.goto('/destruction')
    await row(page, '手术药房回收箱').getByRole('checkbox').check()
    await page.keyboard.press('F4')
    await write(field(page, '销毁地点'), '后勤楼 102')
    await page.getByText('砸碎', { exact: true }).click()
    await press(page, '季度集中销毁')
    await takePhotos(page, {
      毁前: { syringe: false, liquid: 0, ampoules: 3 },
      毁中: { syringe: false, liquid: 0, ampoules: 2, broken: true },
    })
    await arrive(page, head)
    return page
  },
  '07-authority': async () => {
    const page = await office.as('hemingyuan@cswjw')
    await page.goto('/supervision')
    await see(page, '在手超时')
    return page
  },
  '07b-code-life': async () => {
    const page = await office.as('hemingyuan@cswjw')
    await page.goto(`/trace/${await richestBox(world)}`)
    await see(page, '与收货数一致')
    return page
  },
  '08-drug-list': async () => {
    const page = await office.as(head)
    await page.goto('/drugs')
    await see(page, '枸橼酸舒芬太尼注射液')
    return page
  },
}

async function take(name: string, scene: () => Promise<Page>): Promise<void> {
  const page = await scene()
  const file = path.join(dir, `${name}.png`)
  await settled(page)
  const picture = smaller(await page.screenshot())
  writeFileSync(file, picture)
  process.stdout.write(`${name} ${Math.round(picture.length / 1024)} kB\n`)
  for (const words of await page.evaluate(cutOff)) process.stdout.write(`  cut off: ${words}\n`)
}

for (const [name, scene] of Object.entries(scenes)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  // A page that does not show what it should must not keep the others from their pictures.
  await take(name, scene).catch(async (error: unknown) => {
    process.stdout.write(`✗ ${name}: ${String(error)}\n  screens: ${await office.photograph(name)}\n`)
  })
}
for (const said of office.complaints()) process.stdout.write(`✗ ${said}\n`)
await office.close()
await house.close()
process.exit(0)

/** Nothing on its way any more, all pictures there, no toast left over. */
async function settled(page: Page): Promise<void> {
  // A pointer left over a button would show it as touched.
  await page.mouse.move(0, 0)
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(
    () => [...document.images].every((i) => i.complete) && !document.querySelector('.z-toast'),
  )
  await page.waitForTimeout(400)
}

/** Runs in the page: what stands outside the box that it belongs to. */
function cutOff(): string[] {
  const boxes = [...document.querySelectorAll('.z-card, .z-table-wrap, .z-page')]
  const over = boxes.filter((b) => b.scrollWidth > b.clientWidth + 1)
  return over.map(
    (b) => `${b.className}, ${b.scrollWidth - b.clientWidth} px: ${(b.textContent ?? '').slice(0, 60)}`,
  )
}
