import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import type { Actor } from '#core/actor.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { refusalOf, startHospital, testNow, witness, type Hospital } from '#test/harness.ts'
import { bring, hand, holdings, loopOf, useUp, type Arrived, type Hand, type Loop } from '#test/loop.ts'
import {
  acknowledgeIncident,
  addIncidentStep,
  closeIncident,
  listIncidents,
  loseStock,
  openIncident,
  readIncident,
  recoverStock,
  releaseIncidentHold,
} from './contract.ts'
import { recordsOf } from './store.ts'

let h: Hospital
let at: Loop
let liqian: Client
let head: Client
let box: Arrived
let surgery: Hand
let id = 0
const boss = witness('liuguodong@lushan')

beforeAll(async () => {
  h = await startHospital()
  at = await loopOf(h)
  liqian = await h.as('liqian@lushan')
  head = await h.as('liuguodong@lushan')
  box = await bring(at, { lotNo: 'S2609118', boxes: 2 })
  surgery = await hand(at, box.codes[0] ?? '', 2)
  await useUp(at, surgery, surgery.codes.slice(0, 1))
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

const asked = () => ({
  kind: 'loss' as const,
  foundAt: testNow,
  foundPlace: '手术药房',
  foundBy: '李倩、何志远',
  summary: '盘点少 2 支，复盘仍少',
  drugs: [{ drugId: at.drug('NAR017'), lotNo: 'S2609118', units: 2 }],
})
const step = (
  kind: 'reported' | 'acknowledged' | 'measure' | 'note',
  receiver?: 'police' | 'drugAdmin' | 'health',
) => liqian.call(addIncidentStep, { id, kind, receiver, text: '电话报告，附清单' })

describe('立案', () => {
  test('starts the clocks and freezes what was recorded of these drugs: movements, events, documents', async () => {
    expect(
      await refusalOf(liqian.call(openIncident, { ...asked(), foundAt: '2026-11-23T06:05:00.001Z' })),
    ).toBe('TIME_IN_FUTURE')
    expect(
      await refusalOf(liqian.call(openIncident, { ...asked(), drugs: [{ drugId: 999_999, units: 1 }] })),
    ).toBe('NOT_FOUND')
    const made = await liqian.call(openIncident, asked())
    id = made.id
    expect(made).toMatchObject({ no: 'SJ-20261123-01', reportDueAt: '2026-11-23T08:05:00.000Z' })
    const detail = await liqian.call(readIncident, { id })
    const held = Object.fromEntries(detail.held.map((x) => [x.kind, x.records]))
    // receive, issue, open, administer; the last two by one person in two acts.
    expect(held).toEqual({ event: 4, issue: 1, movement: 4, receipt: 1 })
    expect(detail).toMatchObject({
      state: 'open',
      escalateDueAt: '2026-11-23T06:35:00.000Z',
      clockVersion: 1,
    })
    const [event] = await h.auditor.transaction(
      (tx) => tx<{ id: number }[]>`
        select e.id from audit.event e join ledger.movement m on m.org_id = e.org_id and m.event_id = e.id
        where e.org_id = ${at.orgId} and m.kind = 'issue'`,
    )
    // The database's owner meets the hold; the program itself has no right to delete at all.
    const owner = postgres(h.superUrl, { max: 1, onnotice: () => {} })
    await expect(owner`delete from audit.salt where event_id = ${event?.id ?? 0}`).rejects.toThrow(
      /on legal hold/,
    )
    await owner.end()
  })

  test('a nurse may raise it, but not handle it; another hospital sees nothing', async () => {
    const nurse = await h.as('zhoujing@lushan')
    const other = await nurse.call(openIncident, { ...asked(), kind: 'theft', windowHours: 1 })
    expect(await refusalOf(nurse.call(addIncidentStep, { id: other.id, kind: 'note', text: 'x' }))).toBe(
      'FORBIDDEN',
    )
    const tan = await h.as('tanyong@huaichuan')
    expect(await refusalOf(tan.call(readIncident, { id }))).toBe('NOT_FOUND')
    expect((await tan.call(listIncidents, {})).total).toBe(0)
    expect((await (await h.as('tangwei@csyjj')).call(listIncidents, {})).total).toBe(2)
  })
})

describe('报告', () => {
  test('names whom, once each; an answer follows a report; an authority acknowledges in its own rows', async () => {
    expect(await refusalOf(step('reported'))).toBe('INCIDENT_RECEIVER')
    expect(await refusalOf(step('measure', 'police'))).toBe('INCIDENT_RECEIVER')
    expect(await refusalOf(step('acknowledged', 'police'))).toBe('INCIDENT_NOT_YET_REPORTED')
    await step('reported', 'police')
    expect(await refusalOf(step('reported', 'police'))).toBe('INCIDENT_REPORTED')
    await step('acknowledged', 'police')
    await step('measure')
    expect(await refusalOf(head.call(closeIncident, { id, outcome: 'cleared', note: '在另一柜找到' }))).toBe(
      'INCIDENT_NOT_REPORTED',
    )
    await step('reported', 'drugAdmin')
    await step('reported', 'health')
    const city = await h.as('hemingyuan@cswjw')
    await city.call(acknowledgeIncident, { id, text: '已收到，派员核查' })
    expect(await refusalOf(liqian.call(acknowledgeIncident, { id, text: 'x' }))).toBe('FORBIDDEN')
    const detail = await liqian.call(readIncident, { id })
    expect(detail).toMatchObject({ state: 'reported', reported: 3 })
    expect(detail.steps).toContainEqual(
      expect.objectContaining({ by: '长沙市卫生健康委员会 贺明远', text: '已收到，派员核查' }),
    )
    const [own] = await h.auditor.transaction(
      (tx) => tx`select o.code from incident.acknowledgement a join identity.org o on o.id = a.org_id`,
    )
    expect(own).toEqual({ code: 'cswjw' })
  })
})

describe('记丢失与追回', () => {
  const lose = (accountId: number, code: string, units: number) => ({
    id,
    accountId,
    picks: [{ code, units }],
    reason: '复盘仍少，未找到',
  })

  test('what is gone leaves its account, approved by the head; found again it comes back exactly', async () => {
    const pharmacy = at.place('B01').accountId
    const [, second = ''] = box.codes
    expect(await refusalOf(liqian.call(loseStock, lose(pharmacy, second, 2)))).toBe('WITNESS_REQUIRED')
    expect(
      await refusalOf(liqian.call(loseStock, lose(pharmacy, second, 2), witness('hezhiyuan@lushan'))),
    ).toBe('WITNESS_UNQUALIFIED')
    expect(await refusalOf(liqian.call(loseStock, lose(pharmacy, second, 11), boss))).toBe('BALANCE_SHORT')
    expect(await refusalOf(liqian.call(loseStock, lose(at.place('B02').accountId, second, 1), boss))).toBe(
      'NOT_FOUND',
    )
    const gone = await liqian.call(loseStock, lose(pharmacy, second, 2), boss)
    expect(gone.units).toBe(2)
    const lost = (await holdings(at, { item: 'intact' })).filter((r) => r.kind === 'lost')
    expect(lost.map((r) => [r.code, r.quantity])).toEqual([
      [`${second}-01`, 1],
      [`${second}-02`, 1],
    ])
    expect(await refusalOf(head.call(closeIncident, { id, outcome: 'recovered', note: '找到' }))).toBe(
      'INCIDENT_OUTCOME',
    )
    await liqian.call(recoverStock, { id, movementId: gone.movementId, reason: '在推车夹层找到' }, boss)
    expect(
      await refusalOf(liqian.call(recoverStock, { id, movementId: gone.movementId, reason: '再' }, boss)),
    ).toBe('MOVEMENT_ALREADY_REVERSED')
    expect((await holdings(at, { item: 'intact' })).filter((r) => r.kind === 'lost')).toEqual([])
    expect(
      await refusalOf(liqian.call(recoverStock, { id, movementId: box.movementId, reason: 'x' }, boss)),
    ).toBe('NOT_FOUND')
    expect(await refusalOf(head.call(closeIncident, { id, outcome: 'lost', note: '未找到' }))).toBe(
      'INCIDENT_OUTCOME',
    )
  })

  test('out of a hand: the case of that hand is closed by it', async () => {
    const account = (await holdings(at, { code: surgery.codes[1] ?? '' })).find((r) => r.kind === 'custody')
    expect(account?.quantity).toBe(1)
    const [row] = await h.db.asOrg(
      at.orgId,
      (tx) => tx<{ accountId: number }[]>`select account_id from issue.issue where id = ${surgery.id}`,
    )
    await liqian.call(loseStock, lose(row?.accountId ?? 0, surgery.codes[1] ?? '', 1), boss)
    const left = (await holdings(at, { code: surgery.codes[1] ?? '' })).filter((r) => r.kind === 'custody')
    expect(left).toEqual([])
  })
})

describe('谁能办、冻结多少', () => {
  test('whoever handles the case may enter what was found: the right to correct is not asked for', async () => {
    const owner = postgres(h.superUrl, { max: 1, onnotice: () => {} })
    await owner`update identity.role set permissions = array_remove(permissions, 'correction.work') where org_id = ${at.orgId}`
    const [, code = ''] = box.codes
    const input = { id, accountId: at.place('B01').accountId, picks: [{ code, units: 1 }], reason: '少 1 支' }
    const gone = await liqian.call(loseStock, input, boss)
    const found = { id, movementId: gone.movementId, reason: '在推车夹层找到' }
    expect((await liqian.call(recoverStock, found, boss)).movementId).toBeGreaterThan(gone.movementId)
    await owner.end()
  })

  test('a window with more than one hold takes is refused, never cut', async () => {
    const [of] = [{ drugIds: [at.drug('NAR017')], from: '2026-11-20T00:00:00Z', hours: 72 }]
    const read = (limit?: number) =>
      h.db.asOrg(at.orgId, (tx) => recordsOf(tx, { orgId: at.orgId } as Actor, of, limit))
    const all = (await read()).filter((r) => r.kind === 'movement').length
    expect((await read(all)).filter((r) => r.kind === 'movement')).toHaveLength(all)
    expect(await refusalOf(read(all - 1))).toBe('INCIDENT_TOO_WIDE')
  })
})

describe('结案', () => {
  test('holds stay until the case is closed and somebody releases them with a reason', async () => {
    expect(await refusalOf(head.call(releaseIncidentHold, { id, reason: '结案' }))).toBe('INCIDENT_OPEN')
    await head.call(closeIncident, { id, outcome: 'lost', note: '1 支未追回，公安已立案' })
    expect(await refusalOf(head.call(closeIncident, { id, outcome: 'lost', note: 'x' }))).toBe(
      'DOCUMENT_CLOSED',
    )
    expect(await refusalOf(step('note'))).toBe('DOCUMENT_CLOSED')
    const before = (await liqian.call(readIncident, { id })).held.reduce((n, x) => n + x.records, 0)
    expect(before).toBeGreaterThan(0)
    expect(await head.call(releaseIncidentHold, { id, reason: '公安已取证' })).toEqual({ released: before })
    expect(await liqian.call(readIncident, { id })).toMatchObject({
      held: [],
      released: true,
      outcome: 'lost',
    })
  })
})
