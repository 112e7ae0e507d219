import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import {
  arrive,
  button,
  choose,
  expectRow,
  field,
  gone,
  goTo,
  press,
  row,
  scan,
  see,
  signBoth,
  takePhotos,
  write,
} from './hands.ts'

export const sufentanil = [
  '81902367304992675542',
  '81902367304992691740',
  '81902367304992700300',
  '81902367304992728676',
] as const
export const remifentanil = ['81077426855622092875', '81077426855622126284'] as const
const fentanyl = '81345076945571398762'
/** Labels of the first ampoules that leave the first boxes. */
export const [first, second, whole] = [
  `${sufentanil[0]}-01`,
  `${sufentanil[0]}-02`,
  `${remifentanil[0]}-01`,
] as const

const sending = '扫描要发出的盒或单支码'
const arriving = '扫描收到的盒或单支码'

/** 3 调拨, asked for by the theatre's pharmacy. */
export async function request(page: Page): Promise<void> {
  await goTo(page, '请领调拨')
  await press(page, '新请领')
  const panel = page.getByRole('dialog')
  await see(panel, '一级库 A 柜')
  for (const [drug, units] of [
    ['枸橼酸舒芬太尼注射液', '40'],
    ['注射用盐酸瑞芬太尼', '20'],
  ] as const) {
    await choose(panel, '药品', drug)
    await write(panel.getByLabel('数量', { exact: true }), units)
    await press(panel, '添加')
    await panel.getByLabel('请领数量').first().waitFor()
  }
  await page.keyboard.press('F10')
  await see(page, '等待一级库 A 柜配货')
}

/** 3 调拨, picked by scanning and signed out by two; what was not asked for stays. */
export async function send(page: Page): Promise<void> {
  await goTo(page, '请领调拨')
  await row(page, '手术药房').click()
  await expectRow(page, '枸橼酸舒芬太尼', ['40 支'])
  await page.keyboard.press('F4')
  for (const code of sufentanil) await scan(page, sending, code)
  await scan(page, sending, fentanyl)
  await see(page.getByRole('alert').filter({ hasText: '不收' }), '请领单没有这个药')
  await page.keyboard.press('Escape')
  await gone(page, '不收：请领单没有这个药')
  for (const code of remifentanil) await scan(page, sending, code)
  await see(page, /^60\s*\/ 60 支$/)
  await arrive(page, 'lizhenhua@lushan')
  await signBoth(page)
  await see(page, '已出库，药品在途')
  await see(page, '等待手术药房点收；发出人不能替对方签收')
}

/** 3 调拨: one box is not on the trolley; it stays in transit until it is found. */
export async function acceptShort(page: Page): Promise<void> {
  await goTo(page, '请领调拨')
  await page.getByRole('tab', { name: '调拨单' }).click()
  await row(page, '手术药房').click()
  const [missing = '', ...found] = [...remifentanil, ...sufentanil].toReversed()
  for (const code of found) await scan(page, arriving, code)
  await see(page, '少 10 支，签收后仍记在途')
  await write(page.getByPlaceholder('少了什么'), '推车上少舒芬太尼 1 盒，待查')
  await page.keyboard.press('F10')
  await see(page, '已签收，其余仍在途')
  await see(page, '签收有差异，尚在途')
  await scan(page, arriving, missing)
  await expectRow(page, '在途', [])
  await see(page, /^1\s*\/ 1 码$/)
  await page.keyboard.press('F10')
  await see(page, '已全部签收')
}

const fields = [
  ['手术编号', 'SS-1123-009'],
  ['手术名称', '腹腔镜胆囊切除术'],
  ['手术间', '手术 2 间'],
  ['患者姓名', '邓永和'],
  ['年龄', '54'],
  ['病历号', '0482119916'],
  ['疾病名称', '胆囊结石伴慢性胆囊炎'],
  ['身份证明编号', '430104197203152218'],
] as const

/** 4 领用: the desk's paper, the plan, the boxes scanned, two pharmacists. Returns the address of the case. */
export async function issue(page: Page): Promise<string> {
  await goTo(page, '领用发药')
  await page.keyboard.press('F4')
  for (const [label, text] of fields) await write(field(page, label), text)
  await page.getByText('男', { exact: true }).click()
  for (const label of ['主刀或开方医师', '麻醉医师']) await choose(page, label, '陈思远')
  for (const [drug, units] of [
    ['枸橼酸舒芬太尼注射液', '2'],
    ['注射用盐酸瑞芬太尼', '1'],
  ] as const) {
    await choose(page, '药品', drug)
    await write(field(page, '计划数量'), units)
    await press(page, '加入计划')
  }
  await scan(page, '扫盒码或单支标签', sufentanil[0])
  await scan(page, '扫盒码或单支标签', remifentanil[0])
  await expectRow(page, '枸橼酸舒芬太尼', ['2 支', '已齐'])
  await see(page, '拆零 2 支，贴 -01、-02，盒内余 8')
  await arrive(page, 'hezhiyuan@lushan')
  await signBoth(page)
  await see(page, '单支标签')
  await see(page, '3 张，每张 40 × 20 mm')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await see(page, '由领用人 陈思远 记录')
  return new URL(page.url()).pathname
}

async function open(page: Page, label: string): Promise<void> {
  await press(page, '开启')
  await scan(page, '扫要开启的那支', label)
  await button(page.getByRole('dialog'), '开启 1 支').click()
  await see(page, '已开启 1 支')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
}

async function give(page: Page, ug: string): Promise<void> {
  await page.getByRole('button', { name: '记录给药' }).filter({ visible: true }).first().click()
  const panel = page.getByRole('dialog')
  await write(panel.getByLabel('枸橼酸舒芬太尼注射液 给药量'), ug)
  await page.keyboard.press('F10')
  await see(page, '已记录给药')
  await panel.waitFor({ state: 'hidden' })
}

/** 5 使用: opens two ampoules of 50 µg, gives 70 µg. */
export async function use(page: Page): Promise<void> {
  await goTo(page, '手术闭环')
  await row(page, 'SS-1123-009').click()
  await see(page, '账户尚余')
  await open(page, first)
  await give(page, '50')
  await open(page, second)
  await give(page, '20')
  await see(page, '开启 100 μg = 给药 70 μg + 弃去 0 μg + 尚余 30 μg')
}

/** 5 残余: the program subtracts, three photographs, the nurse witnesses. */
export async function waste(page: Page): Promise<void> {
  await press(page, '弃去残余')
  const panel = page.getByRole('dialog')
  await see(panel, '要弃去')
  await takePhotos(page, {
    弃前: { liquid: 0.6, ampoules: 2 },
    弃中: { liquid: 0.3, ampoules: 2, pouring: true },
    弃后: { liquid: 0, ampoules: 2 },
  })
  await arrive(page, 'zhoujing@lushan')
  await signBoth(page)
  await see(page, '已弃去，两人已签')
  await panel.waitFor({ state: 'hidden' })
  // The page has turned to the drug that is still open.
  await page.getByRole('button', { name: /枸橼酸舒芬太尼/ }).click()
  await see(page, '开启 100 μg = 给药 70 μg + 弃去 30 μg + 尚余 0 μg')
  await expect.poll(() => page.getByRole('img', { name: /^弃[前中后]$/ }).count()).toBe(3)
}

/** 5 整支退回: the pharmacist takes the unopened unit back from the nurse. */
export async function takeBack(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await page.getByRole('button', { name: /注射用盐酸瑞芬太尼/ }).click()
  await press(page, '整支退回')
  await scan(page, '扫要退回的那支', whole)
  await see(page, '整支退回 1 支')
  await arrive(page, 'zhoujing@lushan')
  await signBoth(page)
  await see(page, '已退回 1 支')
}

/** 6 空安瓿回收: every shell is scanned; the first scan finds whose it is. */
export async function recover(page: Page): Promise<void> {
  await goTo(page, '空安瓿回收')
  await expectRow(page, '陈思远', ['2 个'])
  await page.keyboard.press('F4')
  for (const code of [first, second]) await scan(page, '扫描瓶上的单支标签', code)
  await scan(page, '扫描瓶上的单支标签', first)
  await see(page, '已扫过，不重复计数')
  await see(page, /^2\s*\/ 2 个$/)
  await arrive(page, 'zhoujing@lushan')
  await signBoth(page)
  await see(page, '已回收 2 个，全部交清')
}

/** 6 销毁: counted, photographed, signed by two; the surgery's account stands at zero afterwards. */
export async function destroy(page: Page, address: string): Promise<void> {
  await goTo(page, '销毁报损')
  await row(page, '手术药房回收箱').getByRole('checkbox').check()
  await page.keyboard.press('F4')
  await write(field(page, '销毁地点'), '后勤楼 102')
  await page.getByText('砸碎', { exact: true }).click()
  await press(page, '季度集中销毁')
  await takePhotos(page, {
    毁前: { liquid: 0, ampoules: 3 },
    毁中: { liquid: 0, ampoules: 2, broken: true },
    毁后: { liquid: 0, ampoules: 3, broken: true },
  })
  await arrive(page, 'liuguodong@lushan')
  await signBoth(page)
  await see(page, '已销毁 2 个')
  await page.goto(address)
  await see(page, '去向齐全，账户已归零')
}
