import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import postgres from 'postgres'
import { connectAs, type Client } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import type { CallInputOf } from '#core/contract.ts'
import { alertsFollower } from '#features/alerts/follower.ts'
import { listAlerts } from '#features/alerts/contract.ts'
import { sweep } from '#apps/sweep.ts'
import { tellOverdue } from './sweep.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { followAll, refusalOf, startHospital, testNow, witness, type Hospital } from '#test/harness.ts'
import { bring, hand, holdings, loopOf, photo, useUp, type Arrived, type Loop } from '#test/loop.ts'
import {
  listCodes,
  listDue,
  listHoldings,
  listRecords,
  moveToQuarantine,
  readRecord,
  recordStockBreakage,
  releaseFromQuarantine,
} from './contract.ts'
import { findLots, recallLot, whereIsLot } from './recallContract.ts'

let h: Hospital
let at: Loop
let liqian: Client
let box: Arrived
const he = witness('hezhiyuan@lushan')
const head = witness('liuguodong@lushan')

beforeAll(async () => {
  h = await startHospital()
  at = await loopOf(h)
  liqian = await h.as('liqian@lushan')
  box = await bring(at, { lotNo: 'S2609118', boxes: 3 })
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

type Move = CallInputOf<typeof moveToQuarantine>
const moving = (picks: Move['picks'], over: Partial<Move> = {}): Move => ({
  locationId: at.place('B01').id,
  boxLocationId: at.place('A09').id,
  reasonKind: 'quality',
  reason: '瓶身有可见异物',
  picks,
  ...over,
})
const where = async (code: string) =>
  Object.fromEntries(
    (await holdings(at, { code, item: 'intact' }))
      .filter((r) => ['location', 'quarantine', 'custody'].includes(r.kind))
      .map((r) => [r.kind, r.quantity]),
  )

describe('移入待查', () => {
  test('a whole box keeps its code; single units of a box get labels, so that they are told apart', async () => {
    const [whole = '', part = ''] = box.codes
    const done = await liqian.call(
      moveToQuarantine,
      moving([
        { code: whole, units: 10 },
        { code: part, units: 2 },
      ]),
      he,
    )
    expect(done).toMatchObject({ no: 'DC-20261123-01', units: 12, labels: [`${part}-01`, `${part}-02`] })
    expect(await where(whole)).toEqual({ quarantine: 10 })
    expect(await where(part)).toEqual({ location: 8 })
    expect(await where(`${part}-02`)).toEqual({ quarantine: 1 })
    const record = await liqian.call(readRecord, { id: done.id })
    expect(record).toMatchObject({
      sums: [{ unit: '支', units: 12 }],
      leftSums: [{ unit: '支', units: 12 }],
      movedBy: '李倩',
      witnessedBy: '何志远',
    })
    expect(record.lines.map((l) => [l.lotNo, l.units, l.codes.length])).toEqual([['S2609118', 12, 3]])
    const [row] = (await liqian.call(listHoldings, { reason: 'quality' })).rows
    expect(row).toMatchObject({ account: '药库待查柜', no: done.no, units: 12, codes: 3, releasable: true })
  })

  test('is refused to one person, out of another place, twice, in excess, with a reason that is not true', async () => {
    const [, part = '', third = ''] = box.codes
    const tries: [Move, object, string][] = [
      [moving([{ code: third, units: 10 }]), {}, 'WITNESS_REQUIRED'],
      [moving([{ code: third, units: 10 }]), witness('chensiyuan@lushan'), 'WITNESS_UNQUALIFIED'],
      [moving([{ code: third, units: 10 }], { locationId: at.place('C01').id }), he, 'CODE_NOT_HERE'],
      [moving([{ code: third, units: 10 }], { boxLocationId: at.place('B02').id }), he, 'NOT_FOUND'],
      [
        moving([
          { code: third, units: 10 },
          { code: third, units: 1 },
        ]),
        he,
        'CODE_SCANNED_TWICE',
      ],
      [moving([{ code: part, units: 9 }]), he, 'BALANCE_SHORT'],
      [moving([{ code: third, units: 10 }], { reasonKind: 'expired' }), he, 'QUARANTINE_NOT_EXPIRED'],
      [moving([{ code: '81902360000000000000', units: 1 }]), he, 'CODE_NEVER_RECEIVED'],
      [moving([]), he, 'INPUT_INVALID'],
      [moving([{ code: third, units: 10 }], { reason: ' ' }), he, 'INPUT_INVALID'],
    ]
    for (const [input, option, code] of tries)
      expect([input.picks, await refusalOf(liqian.call(moveToQuarantine, input, option))]).toEqual([
        input.picks,
        code,
      ])
    expect(await where(third)).toEqual({ location: 10 })
  })
})

describe('解除待查', () => {
  const release = (accountId: number, code: string, units: number, place = 'B01') => ({
    accountId,
    locationId: at.place(place).id,
    picks: [{ code, units }],
    conclusion: '复检合格',
    reportNo: 'JY-2026-118',
  })
  const accountOf = async (reason: 'quality' | 'damaged') =>
    (await liqian.call(listHoldings, { reason })).rows[0]?.accountId ?? 0

  test('what an inspection cleared goes back, approved by the head of pharmacy', async () => {
    const [whole = ''] = box.codes
    const accountId = await accountOf('quality')
    expect(await refusalOf(liqian.call(releaseFromQuarantine, release(accountId, whole, 4), he))).toBe(
      'WITNESS_UNQUALIFIED',
    )
    expect(await refusalOf(liqian.call(releaseFromQuarantine, release(accountId, whole, 11), head))).toBe(
      'BALANCE_SHORT',
    )
    await liqian.call(releaseFromQuarantine, release(accountId, whole, 4), head)
    expect(await where(whole)).toEqual({ location: 4, quarantine: 6 })
    const [record] = (await liqian.call(listRecords, {})).rows
    expect(record).toMatchObject({ sums: [{ unit: '支', units: 12 }], leftSums: [{ unit: '支', units: 8 }] })
    const detail = await liqian.call(readRecord, { id: record?.id ?? 0 })
    expect(detail.movements).toMatchObject([
      { title: '解除待查', sums: [{ unit: '支', units: 4 }], to: '手术药房', witness: '刘国栋' },
    ])
  })

  test('what is damaged does not, nor out of a place that is no quarantine', async () => {
    const [, , third = ''] = box.codes
    await liqian.call(
      moveToQuarantine,
      moving([{ code: third, units: 10 }], { reasonKind: 'damaged', reason: '外盒浸水' }),
      he,
    )
    expect(
      await refusalOf(
        liqian.call(releaseFromQuarantine, release(await accountOf('damaged'), third, 10), head),
      ),
    ).toBe('QUARANTINE_NOT_RELEASABLE')
    expect(
      await refusalOf(
        liqian.call(releaseFromQuarantine, release(at.place('B01').accountId, third, 10), head),
      ),
    ).toBe('NOT_FOUND')
    expect(await where(third)).toEqual({ quarantine: 10 })
  })
})

describe('库内破碎', () => {
  test('the content is lost, the fragments lie in the bin, and the loop of that ampoule is closed', async () => {
    const [, part = ''] = box.codes
    const input = {
      locationId: at.place('B01').id,
      binLocationId: at.place('B02').id,
      picks: [{ code: part, units: 1 }],
      reason: '取药时落地',
      evidence: { 碎片: await photo(liqian) },
    }
    expect(await refusalOf(liqian.call(recordStockBreakage, input))).toBe('WITNESS_REQUIRED')
    const done = await liqian.call(recordStockBreakage, input, he)
    expect(done).toMatchObject({ no: 'PS-20261123-01', units: 1 })
    const label = `${part}-03`
    expect((await holdings(at, { code: label })).map((r) => [r.kind, r.item, r.quantity])).toEqual(
      expect.arrayContaining([
        ['empties', 'container', 1],
        ['lost', 'content', 50],
      ]),
    )
    expect(await refusalOf(liqian.call(recordStockBreakage, input, he))).toBe('EVIDENCE_REUSED')
    expect(
      await refusalOf(
        liqian.call(
          recordStockBreakage,
          { ...input, evidence: { 碎片: await photo(liqian) }, binLocationId: at.place('A09').id },
          he,
        ),
      ),
    ).toBe('NOT_FOUND')
  })

  test('an ampoule in a hand does not break in the store', async () => {
    const [, part = ''] = box.codes
    const issue = await hand(at, part, 1)
    const input = {
      locationId: at.place('B01').id,
      binLocationId: at.place('B02').id,
      picks: [{ code: issue.codes[0] ?? '', units: 1 }],
      reason: '落地',
      evidence: { 碎片: await photo(liqian) },
    }
    expect(await refusalOf(liqian.call(recordStockBreakage, input, he))).toBe('CODE_NOT_HERE')
  })
})

describe('what has expired', () => {
  afterAll(() => h.clock.set(testNow))
  test('is due at once, overdue a day after, and gone from the list when it lies in the red box', async () => {
    const old = await bring(at, { lotNo: 'S2311001', expiry: '2026-11-23' })
    const [code = ''] = old.codes
    // Sessions end after an hour without work.
    const anew = () => connectAs(h.transport, 'liqian@lushan', demoPassword)
    const due = async () => (await (await anew()).call(listDue, { q: 'S2311001' })).rows
    expect(await due()).toEqual([])
    h.clock.set('2026-11-23T17:00:00.000Z')
    expect(await due()).toMatchObject([{ units: 10, expired: true, overdue: false, location: '手术药房' }])
    h.clock.set('2026-11-24T16:00:01.000Z')
    expect(await due()).toMatchObject([{ overdue: true, dueAt: '2026-11-24T16:00:00.000Z' }])
    // The clock tells it once, as an event that becomes an alert; it has other things to tell that are not of this list.
    expect(await h.db.asOrg(at.orgId, (tx) => tellOverdue(tx, at.orgId, h.clock.now().toISOString()))).toBe(1)
    await sweep(h.db, h.auditor, h.clock)
    await followAll(h, alertsFollower)
    expect(await sweep(h.db, h.auditor, h.clock)).toBe(0)
    await followAll(h, alertsFollower)
    const inspector = await connectAs(h.transport, 'hemingyuan@cswjw', demoPassword)
    const { rows: told } = await inspector.call(listAlerts, { kind: 'EXPIRED_IN_STOCK' })
    expect(told.map((a) => a.text)).toEqual([
      '手术药房：枸橼酸舒芬太尼注射液 1ml:50μg 批号 S2311001 已过期（2026-11-23），10 支未移入待查',
    ])
    const again = await anew()
    const found = await again.call(listCodes, { accountId: at.place('B01').accountId, raw: code })
    expect(found.rows).toMatchObject([{ code, units: 10, lotNo: 'S2311001' }])
    await again.call(
      moveToQuarantine,
      moving([{ code, units: 10 }], { reasonKind: 'expired', reason: '有效期已过' }),
      he,
    )
    expect(await due()).toEqual([])
  })
})

test('another hospital sees nothing of it, an authority reads it', async () => {
  const tan = await h.as('tanyong@huaichuan')
  expect((await tan.call(listHoldings, {})).total).toBe(0)
  expect((await tan.call(listCodes, { accountId: at.place('B01').accountId })).rows).toEqual([])
  const inspector = await h.as('hemingyuan@cswjw')
  expect((await inspector.call(listHoldings, { org: at.orgId })).total).toBeGreaterThan(0)
})

test('a held record cannot be deleted, by the program or by the owner of the tables; released it can', async () => {
  const { holdRecords, releaseHolds } = await import('#core/hold.ts')
  const [salt] = await h.auditor.transaction(
    (tx) =>
      tx<
        { eventId: number }[]
      >`select event_id from audit.salt where org_id = ${at.orgId} order by 1 limit 1`,
  )
  const eventId = salt?.eventId ?? 0
  const actor = { orgId: at.orgId, userId: at.user('liqian@lushan'), at: testNow } as never
  const cause = { kind: 'incident', id: 1, no: 'SJ-1' }
  const hold = { cause, reason: '取证', records: [{ kind: 'event', subject: eventId }] }
  expect(await h.db.asOrg(at.orgId, (tx) => holdRecords(tx, actor, hold))).toBe(1)
  expect(await h.db.asOrg(at.orgId, (tx) => holdRecords(tx, actor, hold))).toBe(0)
  const owner = postgres(h.superUrl, { max: 1, onnotice: () => {} })
  const remove = () => owner`delete from audit.salt where org_id = ${at.orgId} and event_id = ${eventId}`
  await expect(remove()).rejects.toThrow(/on legal hold/)
  await expect(owner`delete from audit.event where id = ${eventId}`).rejects.toThrow(/on legal hold/)
  // The program removes no salt at all: retention.erase does, after a term and an approval.
  const byProgram = h.db.asOrg(at.orgId, (tx) => tx`delete from audit.salt where org_id = ${at.orgId}`)
  await expect(byProgram).rejects.toThrow(/permission denied/)
  const release = { cause, reason: '结案' }
  expect(await h.db.asOrg(at.orgId, (tx) => releaseHolds(tx, actor, release))).toBe(1)
  await remove()
  await owner.end()
})

test('a recall: where every unit of a lot is, down to the patient, and all that lies in places out of use in one act', async () => {
  const keeper = await connectAs(h.transport, 'liqian@lushan', demoPassword)
  const lot = await bring(at, { lotNo: 'S2610077', boxes: 2 })
  const more = await bring(at, { lotNo: 'S2610077', boxes: 1, place: 'A01' })
  const given = await hand(at, lot.codes[0] ?? '', 2)
  await useUp(at, given, given.codes.slice(0, 1), 30)
  for (const q of ['S2610077', lot.codes[1] ?? '', given.codes[0] ?? '', more.codes[0] ?? ''])
    expect((await keeper.call(findLots, { q })).rows).toMatchObject([{ lotId: lot.lotId, insideUnits: 29 }])
  expect((await keeper.call(findLots, { q: 'S9999999' })).rows).toEqual([])
  const where = await keeper.call(whereIsLot, { lotId: lot.lotId })
  expect(where).toMatchObject({ received: 30, patients: [{ patient: '邓**', content: 30, units: 0 }] })
  expect(where.rows.map((r) => [r.kind, r.units, r.content])).toEqual(
    expect.arrayContaining([
      ['location', 10, 0],
      ['location', 18, 0],
      ['custody', 1, 20],
      ['patient', 0, 30],
    ]),
  )
  const act = { lotId: lot.lotId, boxLocationId: at.place('A09').id, noticeNo: '国药监召〔2026〕9 号' }
  expect(await refusalOf(keeper.call(recallLot, act))).toBe('WITNESS_REQUIRED')
  const done = await keeper.call(recallLot, act, he)
  expect(done.records.map((r) => [r.location, r.units]).toSorted()).toEqual([
    ['一级库 A 柜', 10],
    ['手术药房', 18],
  ])
  const after = await keeper.call(whereIsLot, { lotId: lot.lotId })
  expect(after.rows.filter((r) => r.kind === 'location')).toEqual([])
  expect(after.rows.filter((r) => r.kind === 'quarantine').reduce((n, r) => n + r.units, 0)).toBe(28)
  expect(await refusalOf(keeper.call(recallLot, act, he))).toBe('RECALL_NOTHING')
  expect(await refusalOf((await h.as('tanyong@huaichuan')).call(whereIsLot, { lotId: lot.lotId }))).toBe(
    'NOT_FOUND',
  )
})
