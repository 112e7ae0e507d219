import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectAs } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import type { PaperLine } from '#core/paper/line.ts'
import { askReport, type ReportPage } from '#core/reports/contract.ts'
import { listRules } from '#core/countFirst/contract.ts'
import { setRule } from '#features/drawerAccess/contract.ts'
import { countAll, openHandover, readHandover, signHandover } from '#features/handover/contract.ts'
import { createIssue } from '#features/issue/contract.ts'
import { administer, openUnits } from '#features/residue/contract.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { bring, loopOf, photo, type Loop } from '#test/loop.ts'
import {
  closeDowntime,
  declareDowntime,
  endDowntime,
  giveForms,
  listDowntimes,
  readDowntime,
  registerForm,
} from './contract.ts'

let h: Hospital
let at: Loop
let box = ''
let id = 0
let bookId = 0
beforeAll(async () => {
  h = await startHospital()
  at = await loopOf(h)
  box = (await bring(at, { drug: 'NAR017', lotNo: 'S2609118', boxes: 1 })).codes[0] ?? ''
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

const start = Date.parse('2026-11-23T06:05:00.000Z')
const hour = (n: number) => new Date(start + n * 3_600_000).toISOString()
const now = (n: number) => h.clock.set(hour(n))
const as = (account: string) => connectAs(h.transport, `${account}@lushan`, demoPassword)
const place = () => at.place('B01').id

async function draw(paper?: PaperLine, units = 1) {
  const doctor = at.user('chensiyuan@lushan')
  const input = {
    kind: 'surgery' as const,
    refNo: 'SS-1123-031',
    title: '阑尾切除术',
    locationId: place(),
    patient: { name: '熊志强', sex: '男' as const, age: 24, recordNo: '0481900855' },
    diagnosis: '急性阑尾炎',
    doctorId: doctor,
    holderId: doctor,
    plan: [{ drugId: at.drug('NAR017'), units }],
    picks: [{ code: box, units }],
  }
  const client = await as('liqian')
  return client.call(createIssue, input, { ...witness('hezhiyuan@lushan'), ...(paper ? { paper } : {}) })
}

describe('what stood on paper while the machines stood still', () => {
  test('numbered sheets lie at a place, each number once', async () => {
    const client = await as('liqian')
    const give = (firstNo: number) =>
      client.call(giveForms, {
        placeId: place(),
        prefix: 'yj',
        firstNo,
        count: 20,
        givenTo: at.user('hezhiyuan@lushan'),
      })
    const made = await give(1)
    bookId = made.bookId
    expect(made.lastNo).toBe(20)
    expect(await refusalOf(give(15))).toBe('PAPER_BOOK_OVERLAP')
    expect((await give(21)).lastNo).toBe(40)
  })

  test('a downtime is declared for places, once for each, and not from long ago', async () => {
    now(3)
    const client = await as('liqian')
    const declare = (startedAt: string) =>
      client.call(declareDowntime, { placeIds: [place()], startedAt, reason: '机房断电' })
    expect(await refusalOf(declare(hour(-70)))).toBe('DOWNTIME_START')
    expect(await refusalOf(declare(hour(4)))).toBe('DOWNTIME_START')
    ;({ id } = await declare(hour(1)))
    expect(await refusalOf(declare(hour(1)))).toBe('DOWNTIME_OPEN')
    expect(await client.call(readDowntime, { id })).toMatchObject({ state: 'running', places: '手术药房' })
  })

  test('a used sheet has its photograph, its lines and who acted; a number belongs to the place', async () => {
    const client = await as('liqian')
    const sheet = {
      id,
      bookId,
      formNo: 1,
      fate: 'used' as const,
      lines: 2,
      actedBy: '李倩',
      witnessedBy: '何志远',
    }
    expect(await refusalOf(client.call(registerForm, sheet))).toBe('EVIDENCE_INCOMPLETE')
    const picture = await photo(client)
    expect(await refusalOf(client.call(registerForm, { ...sheet, formNo: 21, photo: picture }))).toBe(
      'PAPER_NUMBER',
    )
    expect(await refusalOf(client.call(registerForm, { ...sheet, lines: 0, photo: picture }))).toBe(
      'INPUT_INVALID',
    )
    await client.call(registerForm, { ...sheet, photo: picture })
    expect(await refusalOf(client.call(registerForm, { ...sheet, photo: picture }))).toBe('PAPER_REGISTERED')
    expect(await refusalOf(client.call(registerForm, { id, bookId, formNo: 3, fate: 'void' }))).toBe(
      'REASON_REQUIRED',
    )
    await client.call(registerForm, { id, bookId, formNo: 3, fate: 'void', reason: '写错' })
  })

  test('an act that names a line bears the paper’s time; no line twice, none outside the downtime, none for nothing', async () => {
    const client = await as('liqian')
    const { formId = 0 } = (await client.call(readDowntime, { id })).sheets[0] ?? {}
    const line = (n: number, happenedAt: string) => ({ formId, line: n, happenedAt })
    expect(await refusalOf(draw(line(1, hour(0.5))))).toBe('PAPER_TIME')
    expect(await refusalOf(draw(line(1, hour(3.5))))).toBe('PAPER_TIME')
    expect(await refusalOf(draw(line(3, hour(2))))).toBe('PAPER_LINE')
    expect(await refusalOf(draw({ formId: 999, line: 1, happenedAt: hour(2) }))).toBe('PAPER_UNKNOWN')
    // The place wants its drugs counted before they are taken; what was taken then is not counted now.
    const rule = { placeId: place(), minutes: 10, reason: '上月不符' }
    await (await as('liuguodong')).call(setRule, { ...rule, mode: 'blind' })
    expect(await refusalOf(draw())).toBe('COUNT_FIRST')
    const made = await draw(line(1, hour(1.5)))
    await (await as('liuguodong')).call(setRule, { ...rule, mode: 'off' })
    expect(await refusalOf(draw(line(1, hour(1.5))))).toBe('PAPER_LINE_USED')
    const [movement] = await h.auditor.transaction(
      (tx) => tx<{ occurredAt: string; recordedAt: string }[]>`
        select occurred_at, recorded_at from ledger.movement where id = ${made.movementId}`,
    )
    expect(movement).toEqual({ occurredAt: hour(1.5), recordedAt: hour(3) })
    const nothing = client.call(endDowntime, { id, endedAt: hour(2.5) }, { paper: line(2, hour(2)) })
    expect(await refusalOf(nothing)).toBe('PAPER_NOTHING')
    expect(await client.call(readDowntime, { id })).toMatchObject({ endedAt: null, entered: 1 })
    // What came of it in the hand is another line of the same sheet.
    const doctor = await as('chensiyuan')
    const code = made.labels[0]?.code ?? ''
    await doctor.call(openUnits, { id: made.id, units: [{ code }] }, { paper: line(2, hour(1.75)) })
    await doctor.call(administer, { id: made.id, route: '静脉注射', doses: [{ code, content: 50 }] })
  })

  test('it closes when every sheet, every line and every lot is accounted for, by two', async () => {
    const client = await as('liqian')
    const head = await as('liuguodong')
    const close = () => head.call(closeDowntime, { id }, witness('liqian@lushan'))
    expect(await refusalOf(close())).toBe('DOWNTIME_RUNNING')
    expect(await refusalOf(client.call(endDowntime, { id, endedAt: hour(1) }))).toBe('DOWNTIME_END')
    await client.call(endDowntime, { id, endedAt: hour(2.5) })
    expect(await refusalOf(close())).toBe('DOWNTIME_GAP')
    await client.call(registerForm, {
      id,
      bookId,
      formNo: 2,
      fate: 'used',
      lines: 1,
      actedBy: '李倩',
      photo: await photo(client),
    })
    expect(await refusalOf(close())).toBe('DOWNTIME_LINES')
    const { formId = 0 } = (await client.call(readDowntime, { id })).sheets[1] ?? {}
    await draw({ formId, line: 1, happenedAt: hour(2.25) })
    expect(await refusalOf(close())).toBe('DOWNTIME_UNCOUNTED')
    expect((await client.call(readDowntime, { id })).uncounted).toMatchObject([{ lotNo: 'S2609118' }])
    await counted()
    expect(await refusalOf(head.call(closeDowntime, { id }))).toBe('WITNESS_REQUIRED')
    await close()
    expect(await client.call(readDowntime, { id })).toMatchObject({
      state: 'closed',
      closedBy: '刘国栋',
      closedWith: '李倩',
    })
    expect(await refusalOf(draw({ formId, line: 1, happenedAt: hour(2) }))).toBe('PAPER_CLOSED')
  })

  test('the register has each line with its two times, and the sheet that was not used', async () => {
    const { rows } = (await (await as('liuguodong')).call(askReport('downtimes'), {})) as ReportPage
    expect(rows.map((r) => [r.cells['form'], r.cells['lineNo'], r.cells['state'], r.cells['delay']])).toEqual(
      expect.arrayContaining([
        ['YJ0001', '1', '已补录', 90],
        ['YJ0001', '2', '已补录', 75],
        ['YJ0002', '1', '已补录', 45],
        ['YJ0003', null, '作废', null],
      ]),
    )
  })

  test('another hospital neither sees it nor writes into it', async () => {
    const other = await connectAs(h.transport, 'tanyong@huaichuan', demoPassword)
    expect(await refusalOf(other.call(readDowntime, { id }))).toBe('NOT_FOUND')
    expect((await other.call(listDowntimes, {})).total).toBe(0)
    expect((await other.call(listRules, {})).rows.some((r) => r.placeId === place())).toBe(false)
  })
})

/** A handover of the place by two, everything as the books say. */
async function counted(): Promise<void> {
  const client = await as('liqian')
  const { id: handover } = await client.call(openHandover, { placeId: place(), kind: 'shift' })
  await client.call(countAll, { id: handover })
  const { version } = await client.call(readHandover, { id: handover })
  await client.call(signHandover, { id: handover, version }, witness('hezhiyuan@lushan'))
}
