import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { alertsFollower } from '#features/alerts/follower.ts'
import { listAlerts } from '#features/alerts/contract.ts'
import { raiseOverdue } from '#features/alerts/overdue.ts'
import { readHome } from '#features/home/contract.ts'
import { begin, count, countAgain, li, pairOf, type Pair } from '#features/stocktake/testKit.ts'
import { readOverview } from '#features/supervision/contract.ts'
import { receiveBoxes, type Received } from '#test/flow.ts'
import { followAll, refusalOf, startHospital, type Hospital } from '#test/harness.ts'
import {
  closeCase,
  explain,
  listDiscrepancies,
  noteOnDiscrepancy,
  readDiscrepancy,
  readRule,
  recountCase,
  setRule,
} from './contract.ts'

let h: Hospital
let p: Pair
let inspector: Client
let box: Received
let id: number
beforeAll(async () => {
  h = await startHospital()
  p = await pairOf(h)
  inspector = await h.as('hemingyuan@cswjw')
  box = await receiveBoxes(h, { drug: 'NAR017', boxes: 2, lotNo: 'S2609118', expiry: '2028-08-31' })
  h.clock.advance(60_000)
  const stocktake = await begin(p, { drug: 'NAR017' })
  await count(p, stocktake, 'S2609118', 10, box.codes.slice(0, 1))
  await countAgain(p, stocktake, 'S2609118')
  id = (await count(p, stocktake, 'S2609118', 10, box.codes.slice(0, 1))).discrepancy?.id ?? 0
})
afterAll(() => h.stop())

const now = () => p.head.call(readDiscrepancy, { id })

test('the authority sees it, another hospital does not, and both change nothing', async () => {
  expect((await inspector.call(listDiscrepancies, {})).rows.map((r) => r.id)).toContain(id)
  const other = await h.as('tanyong@huaichuan')
  expect((await other.call(listDiscrepancies, {})).total).toBe(0)
  expect(await refusalOf(other.call(readDiscrepancy, { id }))).toBe('NOT_FOUND')
  expect(await refusalOf(inspector.call(noteOnDiscrepancy, { id, text: '看到了' }))).toBe('FORBIDDEN')
})

test('a missing box is said at once in red, and again when its half hour is over, each once', async () => {
  await followAll(h, alertsFollower)
  const said = async () =>
    (await inspector.call(listAlerts, { q: (await now()).no, pageSize: 50 })).rows
      .map((a) => a.kind)
      .toSorted()
  expect(await said()).toEqual(['COUNT_DIFFERENCE'])
  const sweep = () => h.db.asOrg(p.orgId, (tx) => raiseOverdue(tx, h.clock.now().toISOString()))
  await sweep()
  expect(await said()).toEqual(['COUNT_DIFFERENCE'])
  h.clock.advance(31 * 60_000)
  await sweep()
  await sweep()
  expect(await said()).toEqual(['COUNT_DIFFERENCE', 'COUNT_OVERDUE'])
  expect(await now()).toMatchObject({ dueFor: 'report', overdue: false })
  const seen = (await inspector.call(readOverview, {})).institutions.find((i) => i.orgId === p.orgId)
  expect(seen).toMatchObject({ unreportedLosses: 1, unreportedMinutes: 0 })
  expect((await p.wang.call(readHome, {})).todos.map((t) => t.kind)).toContain('discrepancy')
})

test('it was put elsewhere: explained before two, found to agree, closed by somebody who had no part in it', async () => {
  const said = { reasonCode: 'misplaced', text: '第二盒放在待查柜边，已归位' } as const
  const stale = p.wang.call(explain, { id, version: 99, ...said }, li)
  expect(await refusalOf(stale)).toBe('DOCUMENT_CHANGED')
  await p.wang.call(explain, { id, version: (await now()).version, ...said }, li)
  const close = async (client: Client) =>
    client.call(closeCase, { id, version: (await now()).version, text: '账物相符' })
  expect(await refusalOf(close(p.head))).toBe('DISCREPANCY_NOT_LEVEL')
  const counted = async (units: number) =>
    p.wang.call(recountCase, { id, version: (await now()).version, counted: units }, li)
  expect(await counted(9)).toEqual({ book: 10, counted: 9, level: false })
  expect(await counted(10)).toEqual({ book: 10, counted: 10, level: true })
  await close(p.head)
  expect(await now()).toMatchObject({ state: 'closed', due: null })
  const seen = (await inspector.call(readOverview, {})).institutions.find((i) => i.orgId === p.orgId)
  expect(seen).toMatchObject({ unreportedLosses: 0 })
  expect((await now()).steps.map((s) => s.kind)).toEqual(['found', 'explain', 'recount', 'recount', 'close'])
  expect(await refusalOf(p.wang.call(noteOnDiscrepancy, { id, text: '再看' }))).toBe('DOCUMENT_CLOSED')
})

test('deadlines only become stricter, and each change is a version', async () => {
  const rule = { version: 0, escalateMinutes: 20, reportMinutes: 60, thresholdUnits: 2, reason: '院务会决定' }
  expect(await refusalOf(p.head.call(setRule, { ...rule, escalateMinutes: 45 }))).toBe(
    'DISCREPANCY_RULE_LAXER',
  )
  expect(await refusalOf(p.head.call(setRule, { ...rule, reportMinutes: 10 }))).toBe('DISCREPANCY_RULE_LAXER')
  expect(await refusalOf(p.wang.call(setRule, rule))).toBe('FORBIDDEN')
  expect(await p.head.call(setRule, rule)).toMatchObject({ version: 1, escalateMinutes: 20 })
  expect(await refusalOf(p.head.call(setRule, rule))).toBe('DOCUMENT_CHANGED')
  expect(await p.wang.call(readRule, {})).toMatchObject({ version: 1, reportMinutes: 60 })
})
