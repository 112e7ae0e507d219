import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { issueTo, surgery } from '#apps/journey/bedside.ts'
import type { World } from '#apps/journey/world.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { readIssue } from '#features/issue/contract.ts'
import { openUnits } from '#features/residue/contract.ts'
import type { Office } from './browser.ts'
import {
  arrive,
  expectRow,
  field,
  goTo,
  press,
  row,
  scan,
  see,
  signBoth,
  takePhotos,
  write,
} from './hands.ts'
import type { House } from './house.ts'
import { openStocked, unitsIn } from './stocked.ts'

// A pump is filled from the hand, read, handed over to the ward, stopped by two; its rest is poured away by who kept it.
let house: House
let office: Office
let world: World
let issueId = 0
let codes: string[] = []
const [doctor, nurse, ward, admin] = [
  'chensiyuan@lushan',
  'zhoujing@lushan',
  'zhaomin@lushan',
  'liuguodong@lushan',
] as const

beforeAll(async () => {
  ;({ house, office, world } = await openStocked({ NAR017: 20 }))
  issueId = await issueTo(world, { ...surgery, drugs: { NAR017: 2 } })
  const client = await world.as(doctor)
  const issue = await client.call(readIssue, { id: issueId })
  codes = issue.drugs.flatMap((d) => d.units.map((u) => u.code))
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

test('without pumps the list says where they come from', async () => {
  const page = await office.as(doctor)
  await goTo(page, '泵注监测')
  await see(page, '没有运行中的泵')
  await picture('empty')
  await page.goto(`${house.address}/infusions/new?issue=${issueId}`)
  await see(page, '没有可配泵的药液')
})

test('two ampoules go into one pump, by their labels', async () => {
  const client = await world.as(doctor)
  await client.call(openUnits, { id: issueId, units: codes.map((code) => ({ code })) })
  const page = await office.as(doctor)
  await page.goto(`${house.address}/issues/${issueId}`)
  await page.getByRole('link', { name: '配泵' }).click()
  await see(page, '配入的药液')
  for (const code of codes) await scan(page, '扫要配入的那支', code)
  await page.getByText('镇痛泵 PCA').click()
  await write(field(page, '泵号'), 'PCA-07')
  await write(field(page, '总量'), '2')
  await write(field(page, '速度'), '0.1')
  await write(field(page, '单次量'), '0.5')
  await write(field(page, '锁定时间'), '15')
  await see(page, '枸橼酸舒芬太尼注射液 100 μg，50 μg/ml')
  await picture('fill')
  await page.keyboard.press('F10')
  await see(page, '已配泵，开始运行')
  await see(page, '还没有读泵')
  await picture('started')
  await page.goto(`${house.address}/issues/${issueId}`)
  await see(page, '100 μg 药液都在泵里')
  await picture('case')
}, 60_000)

test('the doctor reads it: what it gave is on the books, what is off needs a reason', async () => {
  const page = await office.as(doctor)
  await page.getByRole('link', { name: '泵 PCA-07' }).click()
  await see(page, '还没有读泵')
  await page.keyboard.press('F4')
  const panel = page.getByRole('dialog')
  await write(field(panel, '累计输注量'), '1.9')
  await write(field(panel, '余量'), '0.1')
  await write(field(panel, '按压总数'), '3')
  await write(field(panel, '有效次数'), '1')
  await see(panel, /应输 0\.5 ml，允许 ±1 ml，多 1\.4 ml，请核对泵面和余量，须写原因/)
  await picture('off')
  await write(field(panel, '累计输注量'), '1')
  await write(field(panel, '余量'), '1')
  await write(field(panel, '有效次数'), '2')
  await see(panel, /应输 1 ml，允许 ±1 ml，相符/)
  await page.keyboard.press('F10')
  await see(page, '已读泵，按读数记给药')
  await see(page, '100 = 50 + 0 + 0 + 50 μg')
  expect(await unitsIn(house, 'custody', 'content')).toBe(50)
}, 60_000)

test('the ward takes it over; the list says who keeps it', async () => {
  const page = await office.as(doctor)
  await press(page, '交接泵')
  const panel = page.getByRole('dialog')
  await write(field(panel, '累计输注量'), '1')
  await write(field(panel, '余量'), '1')
  await write(field(panel, '按压总数'), '3')
  await write(field(panel, '有效次数'), '2')
  await write(field(panel, '交到哪里'), '外科病区 12 床')
  await arrive(page, ward)
  await picture('handover')
  await signBoth(page)
  await see(page, '已交接，两人已签')
  await see(page, '由看管人 赵敏 读泵')

  const sister = await office.as(ward)
  await goTo(sister, '泵注监测')
  await expectRow(sister, 'PCA-07', ['外科病区 12 床', '赵敏'])
  await picture('list')
  const boss = await office.as(admin)
  await goTo(boss, '泵注监测')
  await press(boss, '读泵间隔')
  await write(field(boss.getByRole('dialog'), '超过几小时没有读泵即提醒'), '6')
  await write(field(boss.getByRole('dialog'), '依据或原因'), '镇痛组查房间隔')
  await picture('rule')
  await boss.keyboard.press('F10')
  await see(boss, '已设定读泵间隔')
  await see(boss, '超 6 小时没读')
}, 60_000)

test('stopped by two on a phone, its rest is poured away by the nurse who kept it', async () => {
  const page = await office.as(ward)
  await page.setViewportSize({ width: 390, height: 844 })
  await row(page, 'PCA-07').click()
  await picture('phone')
  await press(page, '停泵')
  const panel = page.getByRole('dialog')
  await write(field(panel, '累计输注量'), '1.5')
  await write(field(panel, '余量'), '0.5')
  await write(field(panel, '按压总数'), '5')
  await write(field(panel, '有效次数'), '3')
  await arrive(page, nurse)
  await picture('phone stop')
  await signBoth(page)
  await see(page, '已停泵，余 0.5 ml 待弃去或续配')
  await see(page, '余液 枸橼酸舒芬太尼注射液 26 μg')
  await picture('rest')
  await press(page, '弃去余液')
  await takePhotos(page, {
    弃前: { liquid: 0.4, ampoules: 1 },
    弃中: { liquid: 0.2, ampoules: 1, pouring: true },
    弃后: { liquid: 0, ampoules: 1 },
  })
  await picture('phone waste')
  await arrive(page, nurse)
  await signBoth(page)
  await see(page, '已弃去，两人已签')
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.getByRole('link', { name: '泵 PCA-07' }).click()
  await see(page, '配入的药液都有去向')
  await see(page, '100 = 74 + 26 + 0 + 0 μg')
  await picture('closed')
  expect(await unitsIn(house, 'custody', 'content')).toBe(0)
  await page.goto(`${house.address}/registers/infusion`)
  await see(page, '泵注记录')
  await expectRow(page, '停泵', ['PCA-07', '1.5', '赵敏', '周婧'])
  await picture('register')
  expect(await house.platform.auditor.transaction(verifyLedger)).toEqual([])
  expect(office.complaints()).toEqual([])
}, 120_000)
