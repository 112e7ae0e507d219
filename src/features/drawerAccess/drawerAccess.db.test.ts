import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectAs } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { sweep } from '#apps/sweep.ts'
import { countAccess, explainAccess, listRules, openAccess } from '#core/countFirst/contract.ts'
import { askReport, type ReportPage } from '#core/reports/contract.ts'
import { listAlerts } from '#features/alerts/contract.ts'
import { alertsFollower } from '#features/alerts/follower.ts'
import { readDiscrepancy } from '#features/discrepancy/contract.ts'
import { readHome } from '#features/home/contract.ts'
import { issueForRescue } from '#features/issue/contract.ts'
import { followAll, refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { bring, hand, loopOf, type Loop } from '#test/loop.ts'
import { listAccesses, setRule } from './contract.ts'

let h: Hospital
let at: Loop
let lot: { codes: string[]; lotId: number }
let second: { codes: string[]; lotId: number }
beforeAll(async () => {
  h = await startHospital()
  at = await loopOf(h)
  lot = await bring(at, { drug: 'NAR017', lotNo: 'S2609118', boxes: 2 })
  second = await bring(at, { drug: 'NAR017', lotNo: 'S2610041', boxes: 1, expiry: '2029-10-31' })
})
afterAll(() => h.stop())

const start = Date.parse('2026-11-23T06:05:00.000Z')
const minutes = (n: number) => h.clock.set(new Date(start + n * 60_000).toISOString())
const as = (account: string) => connectAs(h.transport, `${account}@lushan`, demoPassword)
const place = () => at.place('B01').id
const fentanyl = () => at.drug('NAR017')
const open = async (drugIds = [fentanyl()]) =>
  (await as('liqian')).call(openAccess, { placeId: place(), purpose: 'issue', drugIds })
const draw = (box: string, units = 1) => hand(at, box, units)

describe('a place that wants its drugs counted before they are taken', () => {
  test('nothing is asked before somebody sets it, with a reason', async () => {
    await draw(lot.codes[0] ?? '')
    const head = await as('liuguodong')
    expect((await head.call(listRules, { placeId: place() })).rows).toMatchObject([
      { mode: 'off', setBy: null },
    ])
    await head.call(setRule, { placeId: place(), mode: 'blind', minutes: 10, reason: '上月两次不符' })
    expect((await head.call(listRules, { placeId: place() })).rows).toMatchObject([
      { mode: 'blind', setBy: '刘国栋', reason: '上月两次不符' },
    ])
    const nurse = (await as('zhoujing')).call(setRule, {
      placeId: place(),
      mode: 'off',
      minutes: 10,
      reason: 'x',
    })
    expect(await refusalOf(nurse)).toBe('FORBIDDEN')
  })

  test('without a count nobody issues; a rescue is not kept waiting', async () => {
    minutes(20)
    expect(await refusalOf(draw(lot.codes[0] ?? ''))).toBe('COUNT_FIRST')
    await (
      await as('zhoujing')
    ).call(
      issueForRescue,
      {
        reason: 'arrest',
        locationId: place(),
        patient: { sex: '男', age: 50 },
        doctorId: at.user('chensiyuan@lushan'),
        holderId: at.user('zhoujing@lushan'),
        picks: [{ code: lot.codes[0] ?? '', units: 1 }],
      },
      witness('linyue@lushan'),
    )
  })

  test('who counts blind is told the lots and not how many; each lot of the drug is counted', async () => {
    const client = await as('liqian')
    const { id, mode, lots } = await open()
    expect(mode).toBe('blind')
    expect(lots.map((l) => [l.lotNo, l.book])).toEqual([
      ['S2609118', null],
      ['S2610041', null],
    ])
    const some = client.call(countAccess, { id, lines: [{ lotId: lot.lotId, units: 18 }] })
    expect(await refusalOf(some)).toBe('ACCESS_LOTS')
    const lines = [
      { lotId: lot.lotId, units: 17 },
      { lotId: second.lotId, units: 10 },
    ]
    const done = await client.call(countAccess, { id, lines })
    expect(done.lines).toMatchObject([
      { difference: -1, caseNo: 'CY-20261123-01' },
      { difference: 0, caseNo: null },
    ])
    expect(await refusalOf(client.call(countAccess, { id, lines }))).toBe('ACCESS_COUNTED')
    const [found] = await h.auditor.transaction(
      (tx) => tx<{ id: number }[]>`select id from ledger.discrepancy where no = 'CY-20261123-01'`,
    )
    expect(await client.call(readDiscrepancy, { id: found?.id ?? 0 })).toMatchObject({
      foundBy: '李倩',
      previousBy: '周婧',
      sourceKind: 'drawerAccess',
    })
  })

  test('what differs stops nobody, and the opening says what came of it', async () => {
    await draw(lot.codes[1] ?? '', 2)
    const { rows } = await (await as('liqian')).call(listAccesses, {})
    expect(rows[0]).toMatchObject({
      state: 'moved',
      movements: 1,
      counted: 2,
      differences: 1,
      openedBy: '李倩',
    })
    expect(
      await refusalOf((await as('liqian')).call(explainAccess, { id: rows[0]?.id ?? 0, reason: 'mistake' })),
    ).toBe('ACCESS_MOVED')
  })

  test('a count holds for its minutes and for who counted', async () => {
    minutes(29)
    await draw(lot.codes[1] ?? '')
    minutes(31)
    expect(await refusalOf(draw(lot.codes[1] ?? ''))).toBe('COUNT_FIRST')
  })
})

describe('an opening for nothing', () => {
  test('is explained by whoever opened, once, in words where no word fits', async () => {
    minutes(60)
    const client = await as('liqian')
    const { id, no } = await open([])
    expect(await refusalOf(client.call(explainAccess, { id, reason: 'other' }))).toBe('REASON_REQUIRED')
    expect(await refusalOf((await as('hezhiyuan')).call(explainAccess, { id, reason: 'mistake' }))).toBe(
      'NOT_FOUND',
    )
    await client.call(explainAccess, { id, reason: 'orderCancelled' })
    expect(await refusalOf(client.call(explainAccess, { id, reason: 'mistake' }))).toBe('DOCUMENT_CLOSED')
    const { rows } = await client.call(listAccesses, { state: 'null' })
    expect(rows.map((r) => [r.no, r.nullReason])).toEqual([[no, 'orderCancelled']])
  })

  test('without a word it waits for its person, and is told after an hour', async () => {
    minutes(61)
    const { id, no } = await open([])
    minutes(72)
    const late = (await as('liqian')).call(countAccess, { id, lines: [{ lotId: lot.lotId, units: 1 }] })
    expect(await refusalOf(late)).toBe('ACCESS_OVER')
    const todos = async (who: string) =>
      (await (await as(who)).call(readHome, {})).todos.filter((t) => t.kind === 'access').map((t) => t.no)
    expect(await todos('liqian')).toEqual([no])
    expect(await todos('hezhiyuan')).toEqual([])
    const told = async () => {
      await sweep(h.db, h.auditor, h.clock)
      await followAll(h, alertsFollower)
      const inspector = await connectAs(h.transport, 'hemingyuan@cswjw', demoPassword)
      return (await inspector.call(listAlerts, { kind: 'ACCESS_NULL', pageSize: 10 })).rows.map((r) => r.text)
    }
    expect(await told()).toEqual([])
    minutes(135)
    expect(await told()).toEqual([`开柜没有出入也没有说明：${no}（手术药房）`])
    expect(await told()).toHaveLength(1)
    await (await as('liqian')).call(explainAccess, { id, reason: 'mistake' })
    expect(await todos('liqian')).toEqual([])
  })

  test('the register and the analysis say the same', async () => {
    const ask = async (code: string) =>
      ((await (await as('liuguodong')).call(askReport(code), {})) as ReportPage).rows.map((r) => r.cells)
    const records = await ask('accesses')
    expect(records.map((r) => r['state'])).toEqual(['空开', '空开', '有出入'])
    expect(records[2]).toMatchObject({ counted: 2, differences: 1, cases: 'CY-20261123-01', movements: 2 })
    expect(await ask('nullAccess')).toMatchObject([
      { person: '李倩', accesses: 3, nulls: 2, unexplained: 0, share: 67, others: null, differences: 1 },
    ])
  })

  test('another hospital’s opening is nobody’s', async () => {
    const other = await connectAs(h.transport, 'tanyong@huaichuan', demoPassword)
    expect(await refusalOf(other.call(openAccess, { placeId: place(), purpose: 'issue', drugIds: [] }))).toBe(
      'NOT_FOUND',
    )
    expect((await other.call(listAccesses, {})).rows).toEqual([])
  })
})
