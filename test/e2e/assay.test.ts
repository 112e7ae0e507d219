import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { issueTo, surgery } from '#apps/journey/bedside.ts'
import type { World } from '#apps/journey/world.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { readIssue } from '#features/issue/contract.ts'
import { administer, openUnits } from '#features/residue/contract.ts'
import type { Office } from './browser.ts'
import {
  arrive,
  choose,
  expectRow,
  field,
  goTo,
  gone,
  press,
  row,
  see,
  signBoth,
  takePhotos,
  write,
} from './hands.ts'
import type { House } from './house.ts'
import { openStocked, unitsIn } from './stocked.ts'

// A residue is chosen when two people hand it in; its sample is tested by a third, and what deviates is a case.
let house: House
let office: Office
let world: World
let issueId = 0
const [head, doctor, nurse, tester, pharmacist] = [
  'liuguodong@lushan',
  'chensiyuan@lushan',
  'zhoujing@lushan',
  'hezhiyuan@lushan',
  'liqian@lushan',
] as const

beforeAll(async () => {
  ;({ house, office, world } = await openStocked({ NAR017: 20, NAR020: 10 }))
}, 120_000)
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (process.env['E2E_PHOTOGRAPH'] || task.result?.state === 'fail')
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})
const picture = async (name: string) => {
  if (process.env['E2E_PHOTOGRAPH']) await office.photograph(name)
}

test('the head of pharmacy sets a plan; its promise is there, its secret is not', async () => {
  const page = await office.as(head)
  await goTo(page, '残余抽检')
  await see(page, '没有待检测的留样')
  await page.getByRole('tab', { name: '抽检方案' }).click()
  await see(page, '还没有抽检方案')
  await page.keyboard.press('F4')
  const panel = page.getByRole('dialog')
  await write(field(panel, '药品'), '舒芬太尼')
  await page.keyboard.press('Enter')
  await choose(panel, '检测方法', '折光法')
  await write(field(panel, '每 100 份'), '100')
  await write(field(panel, '允许偏差'), '10')
  await write(field(panel, '依据或原因'), '年度抽检计划')
  await picture('plan panel')
  await page.keyboard.press('F10')
  await expectRow(page, '枸橼酸舒芬太尼', ['每份都抽', '折光法', '±10 %', '执行中'])
  await row(page, '枸橼酸舒芬太尼').click()
  await see(page, '抽签承诺')
  await see(page, '密钥还没有公布')
}, 60_000)

test('the residue is chosen at hand-in, sampled by two, and its rest poured away', async () => {
  issueId = await issueTo(world, surgery)
  const client = await world.as(doctor)
  const issue = await client.call(readIssue, { id: issueId })
  const [a = ''] = issue.drugs.find((d) => d.drugId === world.drug('NAR017'))?.units.map((u) => u.code) ?? []
  await client.call(openUnits, { id: issueId, units: [{ code: a }] })
  await client.call(administer, { id: issueId, doses: [{ code: a, content: 30 }], route: '静脉注射' })

  const page = await office.as(doctor)
  await page.goto(`${house.address}/issues/${issueId}?act=waste`)
  const scenes = {
    弃前: { liquid: 0.4, ampoules: 1 },
    弃中: { liquid: 0.2, ampoules: 1, pouring: true },
    弃后: { liquid: 0, ampoules: 1 },
  }
  // Before anything is poured away: the first picture is the handing in.
  await takePhotos(page, { 弃前: scenes.弃前 })
  await see(page, '抽中留样，请先到“残余抽检”留样封存')
  await see(page, '先不要弃去')
  await picture('chosen')
  await page.getByRole('link', { name: '去留样' }).click()
  await see(page, '从哪一支留样')
  await write(field(page, '留样量'), '10')
  await see(page, '应有浓度 50 μg/ml')
  await write(field(page, '封签号'), 'F-20261123-7')
  await write(field(page, '存放处'), '手术药房留样柜')
  await arrive(page, nurse)
  await picture('keep')
  await signBoth(page)
  await see(page, '已留样，请弃去其余')
  await see(page, '已留样')
  await takePhotos(page, scenes)
  await arrive(page, nurse)
  await signBoth(page)
  await see(page, '已弃去，两人已签')
  await see(page, '开启 50 μg = 给药 30 μg + 弃去 10 μg + 留样 10 μg + 尚余 0 μg')
  expect(await unitsIn(house, 'sample', 'content')).toBe(10)
}, 90_000)

test('a third person tests it; what deviates is a case about the two who signed', async () => {
  const page = await office.as(tester)
  await expectRow(page, '留样待检测', ['枸橼酸舒芬太尼', 'F-20261123-7', '检测'])
  await picture('home')
  await row(page, '留样待检测').getByRole('button', { name: '检测' }).click()
  await write(field(page, '实测浓度'), '49.2')
  await see(page, '49.2 μg/ml，偏差 −1.6 %，合格')
  await write(field(page, '实测浓度'), '30')
  await see(page, '偏差 −40.0 %，不符')
  await write(field(page, '仪器或检验机构'), '折光仪 RX-5000')
  await takePhotos(page, { 检测报告: { liquid: 0.1, ampoules: 1 } })
  await picture('result')
  await page.keyboard.press('F10')
  await see(page, /检测不符，已立差异 CY-/)
  await see(page, '差异办理中')
  await picture('deviating')

  const manager = await office.as(head)
  await manager.goto(house.address)
  await expectRow(manager, '残余检测不符', ['差异待查'])
  await row(manager, '残余检测不符').getByRole('button', { name: '处理' }).click()
  await see(manager, '陈思远、周婧（见证）')
  await picture('case')
  await manager.getByRole('tab', { name: '说明' }).click()
  await choose(manager, '原因', '残余稀释或混药未登记')
  await write(field(manager, '经过'), '抽取时稀释，未登记，已核对录像')
  await arrive(manager, 'wangxuemei@lushan')
  await signBoth(manager)
  await see(manager, '检测仍不符：到样品再测一次，或按检测结果调账')
  await manager.getByRole('link', { name: /^CJ-/ }).click()
  await press(manager, '按检测结果调账')
  await arrive(manager, 'wangxuemei@lushan')
  await signBoth(manager)
  await see(manager, '已调账，账面 6 μg')
  await picture('settled')
  await manager.getByRole('link', { name: /^CY-/ }).click()
  await write(field(manager, '结论'), '已培训稀释登记')
  await press(manager, '关闭差异')
  await see(manager, '已关闭，账物相符')
}, 90_000)

test('the sample is destroyed by two, and the register says all of it', async () => {
  const page = await office.as(pharmacist)
  await goTo(page, '残余抽检')
  await page.getByRole('tab', { name: '待销毁' }).click()
  await row(page, '枸橼酸舒芬太尼').getByRole('checkbox').check()
  await picture('to destroy')
  await press(page, '销毁选中的')
  await write(field(page, '销毁地点'), '药学部检验室')
  await page.getByText('倒入下水道', { exact: true }).click()
  await takePhotos(page, {
    毁前: { liquid: 0.2, ampoules: 1 },
    毁中: { liquid: 0.1, ampoules: 1, pouring: true },
    毁后: { liquid: 0, ampoules: 1 },
  })
  await arrive(page, head)
  await picture('destroy')
  await signBoth(page)
  await see(page, '已销毁 1 份')
  await expectRow(page, '枸橼酸舒芬太尼', ['F-20261123-7', '不符'])
  await row(page, '枸橼酸舒芬太尼').click()
  await see(page, '样品已销毁，账上为零')
  await picture('done')
  expect(await unitsIn(house, 'sample', 'content')).toBe(0)
  await page.goto(`${house.address}/registers/assay`)
  await expectRow(page, 'F-20261123-7', ['陈思远', '周婧', '折光法', '-40.0 %', '不符', '李倩', '刘国栋'])
  await picture('register')
  await page.goto(`${house.address}/reports/residueAnalysis`)
  await expectRow(page, '陈思远', ['1 份', '100 %'])
  await picture('analysis')
  await gone(page, '没有读到')
  expect(await house.platform.auditor.transaction(verifyLedger)).toEqual([])
  expect(office.complaints()).toEqual([])
}, 90_000)
