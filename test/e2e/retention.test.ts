import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { verifyLedger } from '#core/ledger/verify.ts'
import { issueTo, surgery } from '#apps/journey/bedside.ts'
import {
  addIncidentStep,
  closeIncident,
  incidentReceivers,
  openIncident,
} from '#features/incident/contract.ts'
import type { Office } from './browser.ts'
import { arrive, button, expectRow, field, goTo, press, row, see, signBoth, write } from './hands.ts'
import type { House } from './house.ts'
import { openStocked } from './stocked.ts'

// One surgery of 2026, frozen by a case of that week. In September 2033 its lot is five years past its expiry.
let house: House
let office: Office
let issueId = 0
const [head, director, keeper, second] = [
  'liuguodong@lushan',
  'tanjianguo@lushan',
  'wangxuemei@lushan',
  'lizhenhua@lushan',
] as const

beforeAll(async () => {
  const stocked = await openStocked({ NAR017: 20 })
  ;({ house, office } = stocked)
  const { world } = stocked
  issueId = await issueTo(world, { ...surgery, drugs: { NAR017: 2 } })
  const client = await world.as('liqian@lushan')
  const { id } = await client.call(openIncident, {
    kind: 'loss',
    foundAt: world.now().toISOString(),
    foundPlace: '手术药房',
    foundBy: '李倩、何志远',
    summary: '交班清点少 1 支，复点仍少',
    drugs: [{ drugId: world.drug('NAR017'), units: 1 }],
  })
  for (const receiver of incidentReceivers)
    await client.call(addIncidentStep, { id, kind: 'reported', receiver, text: '电话报告，接报人已记' })
  const note = '清点时漏数，已在柜内找到'
  await (await world.as(head)).call(closeIncident, { id, outcome: 'cleared', note })
  house.clock.goTo(new Date('2033-09-01T01:00:00Z'))
}, 120_000)
afterAll(async () => {
  await office?.close()
  await house?.close()
})
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail' || process.env['E2E_PHOTOGRAPH'])
    process.stderr.write(`screens of “${task.name}” are in ${await office.photograph(task.name)}\n`)
})

/** The patient of the surgery as the row has it, and how many salts can still open its proofs. */
async function patient() {
  const [found] = await house.platform.auditor.transaction(
    (tx) => tx<{ name: string; recordNo: string; salts: number }[]>`
      select i.patient_name as name, i.record_no, (select count(*)::int from audit.salt s
        join audit.event e on e.org_id = s.org_id and e.id = s.event_id where e.subject_kind = 'issue' and e.subject_id = i.id) as salts
      from issue.issue i where i.id = ${issueId}`,
  )
  return found
}

test('a record whose term is over stays while a case holds it, and nobody can ask for its destruction', async () => {
  const page = await office.as(head)
  await goTo(page, '保存与销毁')
  // How many there are, the oldest, past their term, held.
  await expectRow(page, '专册登记', ['1 条2026-11-23', '1 条1没有到期的'])
  expect(await button(page, '申请销毁').count()).toBe(0)
  await page.goto('/incidents')
  await row(page, 'SJ-20261123-01').click()
  await see(page, '证据冻结')
  await see(page, /领用单 1/)
  await press(page, '解除冻结')
  await write(page.getByPlaceholder('写明原因，记入账册'), '公安已结案，证据不再需要')
  await press(page.getByRole('tooltip'), '解除冻结')
  await see(page, /^已解除 \d+ 条$/)
  await see(page, '已解除冻结')
  await page.goto('/retention')
  await expectRow(page, '专册登记', ['1 条0申请销毁 1 条'])
  expect(office.complaints()).toEqual([])
})

test('the head asks for the destruction and may not approve it', async () => {
  const page = await office.as(head)
  await page.goto('/retention')
  await press(row(page, '专册登记'), '申请销毁 1 条')
  await press(page.getByRole('tooltip'), '保存期满，按规定清理')
  await press(page.getByRole('tooltip'), '申请销毁 1 条')
  await expectRow(page, 'QX-20330901-01', ['专册登记', '待批准', '刘国栋', '等主要负责人批准'])
  expect(await button(page, '批准销毁').count()).toBe(0)
  expect(await patient()).toMatchObject({ name: surgery.patient.name, recordNo: surgery.patient.recordNo })
  expect(office.complaints()).toEqual([])
})

test('the director approves, two of the vault destroy: the person is gone from rows and proofs, the books stand', async () => {
  expect((await patient())?.salts).toBeGreaterThan(0)
  const desk = await office.as(director)
  await desk.goto('/retention')
  await press(row(desk, 'QX-20330901-01'), '批准销毁')
  await expectRow(desk, 'QX-20330901-01', ['待执行', '谭建国', '等药库两人执行'])

  const page = await office.as(keeper)
  await page.goto('/retention')
  await press(row(page, 'QX-20330901-01'), '执行销毁')
  const panel = page.getByRole('dialog')
  await see(panel.locator('.z-act-lack'), /^地点$/)
  await write(field(panel, '地点'), '档案室')
  await arrive(page, second)
  await signBoth(page)
  await see(page, '已销毁 1 条')
  await panel.waitFor({ state: 'hidden' })
  await expectRow(page, 'QX-20330901-01', ['1 / 1', '已销毁', '碎纸', '王雪梅、李振华'])
  expect(await patient()).toEqual({ name: '已销毁', recordNo: '已销毁', salts: 0 })
  await page.goto('/registers/destroyed')
  await expectRow(page, 'LY-20261123-01', ['2033-08-31'])
  expect(await house.platform.auditor.transaction(verifyLedger)).toEqual([])
  expect(office.complaints()).toEqual([])
})
