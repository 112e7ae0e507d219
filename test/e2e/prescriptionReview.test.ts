import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { excessive, reviewPatients, tooMuch } from '#apps/journey/prescriptionReview.ts'
import { openWorld, type World } from '#apps/journey/world.ts'
import { listReviews, readReview } from '#features/prescriptionReview/contract.ts'
import { openOffice, type Office } from './browser.ts'
import { arrive, choose, expectRow, field, goTo, press, row, see, signBoth, write } from './hands.ts'
import { openHouse, type House } from './house.ts'

// Three prescriptions of 林悦 that should not have been written.
let house: House
let office: Office
let world: World
const photograph = async (name: string) => {
  if (process.env['E2E_PHOTOGRAPH']) await office.photograph(`review-${name}`)
}

beforeAll(async () => {
  house = await openHouse({ at: '2026-11-23T06:05:00Z' })
  office = await openOffice(house.address, house.clock.now)
  world = await openWorld(house.send, () => {}, house.clock.now)
  for (const patient of reviewPatients) await tooMuch(world, patient)
}, 60_000)
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail')
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

test('the head draws, and the draw proves itself', async () => {
  const head = await office.as('liuguodong@lushan')
  await goTo(head, '处方点评')
  await see(head, '还没有抽取过处方')
  await photograph('empty')
  await press(head, '抽取处方')
  await press(head, '随机抽取')
  await see(head, '所选范围里没有还未点评的麻、精处方')
  await photograph('refused')
  await write(field(head, '开具日期自'), '2026-11-23')
  await write(field(head, '至'), '2026-11-23')
  await press(head, '随机抽取')
  await see(head, '抽中 3 张，加入 0 张')
  await press(head, '核验抽取')
  await see(head, '按种子重抽 3 张，抽中的 3 张逐张相同')
  await photograph('drawn')
})

test('two pharmacists find 超常, 林悦 answers, and the head settles it', async () => {
  const { rows } = await (await world.as('liqian@lushan')).call(listReviews, {})
  const { items } = await (await world.as('liqian@lushan')).call(readReview, { id: rows[0]?.reviewId ?? 0 })
  const [last, ...others] = items
  for (const item of others) expect(await excessive(world, item.itemId)).toBeNull()

  const reviewer = await office.as('liqian@lushan')
  await goTo(reviewer, '处方点评')
  await row(reviewer, rows[0]?.no ?? '').click()
  await row(reviewer, last?.rxNo ?? '').click()
  await reviewer.getByLabel(/^3-1/).check()
  await see(reviewer, '超常')
  await write(field(reviewer, '点评意见'), '失眠无使用羟考酮的指征')
  await photograph('opinion')
  await reviewer.keyboard.press('F10')
  await see(reviewer, '已点评：超常，待复核')

  const checker = await office.as('hezhiyuan@lushan')
  await checker.goto(`/prescription-review-items/${last?.itemId ?? 0}`)
  await see(checker, '复核后请开方医师在 7 日内说明')
  await press(checker, '签字复核')
  await see(checker, '待医师说明，到 11-30')

  const doctor = await office.as('linyue@lushan')
  await expectRow(doctor, last?.rxNo ?? '', ['点评说明', '处方点评为超常，请说明'])
  await photograph('todo')
  await row(doctor, last?.rxNo ?? '')
    .getByRole('button')
    .click()
  await write(field(doctor, '说明'), '患者自诉其他药无效')
  await photograph('statement')
  await doctor.keyboard.press('F10')
  await see(doctor, '已说明，待审定')

  const head = await office.as('liuguodong@lushan')
  await head.goto(`/prescription-review-items/${last?.itemId ?? 0}`)
  await see(head, '患者自诉其他药无效')
  await head.getByText('无正当理由', { exact: true }).click()
  await photograph('final')
  await head.keyboard.press('F10')
  await see(head, 'CF-20261123-01 待决定处方权')
})

test('the director and the head restrict, and the next prescription is refused on the page', async () => {
  const director = await office.as('tanjianguo@lushan')
  await goTo(director, '处方点评')
  await director.getByRole('tab', { name: '处方权处理' }).click()
  await row(director, 'CF-20261123-01').click()
  await write(field(director, '决定的理由'), '三张超常处方均无正当理由')
  await arrive(director, 'liuguodong@lushan')
  await photograph('decide')
  await signBoth(director)
  await see(director, '执行中，到 2027-02-21')
  await photograph('decided')

  const doctor = await office.as('linyue@lushan')
  await goTo(doctor, '处方')
  await press(doctor, '开具处方')
  await write(field(doctor, '患者姓名'), '易卫国')
  await doctor.getByRole('group', { name: '性别' }).getByText('男').click()
  await write(field(doctor, '年龄'), '56')
  await write(field(doctor, '病历号'), '0488231377')
  await write(field(doctor, '身份证明编号'), '430103197006210035')
  await write(field(doctor, '临床诊断'), '带状疱疹后神经痛')
  await choose(doctor, '药品', '盐酸羟考酮缓释片')
  await write(field(doctor, '盐酸羟考酮缓释片 单次用量'), '10')
  await write(field(doctor, '盐酸羟考酮缓释片 数量'), '14')
  await see(doctor, '7 日量')
  await doctor.keyboard.press('F10')
  await see(doctor, '林悦 没有有效的麻精处方权')
  await see(doctor, '已按 CF-20261123-01 暂停，2027-02-21 期满由决定人恢复')
  await photograph('stopped')
})

test('the register and the sums hold it, and the authority reads them', async () => {
  const head = await office.as('liuguodong@lushan')
  await head.goto('/reports/reviewSummary?from=2026-11-01&to=2026-11-30')
  await expectRow(head, '林悦', ['100.0%', '3 张'])
  await photograph('summary')
  await head.goto('/registers/R25?from=2026-11-01&to=2026-11-30')
  await see(head, '3-1 无适应证用药')
  await photograph('register')
  const city = await office.as('hemingyuan@cswjw')
  await goTo(city, '处方点评')
  expect(office.complaints()).toEqual([])
})
