import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { newAct, type Actor } from '#core/actor.ts'
import { record } from '#core/audit/record.ts'
import type { Tx } from '#core/db.ts'
import { follow } from '#core/follow.ts'
import {
  readReceipt,
  registerDiscrepancy,
  scanOne,
  setLot,
  signReceipt,
  startReceipt,
} from '#features/receipt/contract.ts'
import { acceptTransfer, sendTransfer } from '#features/requisition/contract.ts'
import { mapOf, newCode, receiveBoxes, type Surroundings } from '#test/flow.ts'
import { followAll, refusalOf, startHospital, testNow, witness, type Hospital } from '#test/harness.ts'
import { listAlerts } from './contract.ts'
import { alertsFollower } from './follower.ts'

let h: Hospital
let at: Surroundings
let keeper: Client
let inspector: Client
beforeAll(async () => {
  h = await startHospital()
  at = await mapOf(h)
  keeper = await h.as('wangxuemei@lushan')
  inspector = await h.as('hemingyuan@cswjw')
})
afterAll(() => h.stop())

const raised = async (client: Client, input: object = {}) => {
  await followAll(h, alertsFollower)
  return (await client.call(listAlerts, input)).rows
}

describe('a receipt with a shortage and a broken box', () => {
  test('raises one alert each when two people sign, and says of what', async () => {
    const drugId = at.drug('NAR020')
    const { id } = await keeper.call(startReceipt, {
      supplierId: at.supplierId,
      locationId: at.place('A01').id,
      lines: [{ drugId, units: 40 }],
    })
    const line = (await keeper.call(readReceipt, { id })).lines[0]?.id ?? 0
    await keeper.call(setLot, { id, lineId: line, lotNo: 'R2608042', expiry: '2029-08-31' })
    const codes = ['8107742', '8107742', '8107742'].map(newCode)
    for (const raw of codes) await keeper.call(scanOne, { id, raw })
    await keeper.call(registerDiscrepancy, {
      id,
      kind: 'damaged',
      lineId: line,
      units: 10,
      code: codes[0],
      note: '外盒压破',
    })
    await keeper.call(registerDiscrepancy, { id, kind: 'short', lineId: line, units: 10, note: '少一盒' })
    expect(await raised(keeper)).toEqual([])
    const { version } = await keeper.call(readReceipt, { id })
    await keeper.call(
      signReceipt,
      { id, version, qualityState: '有破损，已隔离', conclusion: '部分合格入库' },
      witness('lizhenhua@lushan'),
    )
    const rows = await raised(keeper)
    expect(rows.map((r) => [r.kind, r.severity])).toEqual(
      expect.arrayContaining([
        ['RECEIPT_SHORT', 'red'],
        ['RECEIPT_DAMAGED', 'amber'],
      ]),
    )
    expect(rows.find((r) => r.kind === 'RECEIPT_SHORT')?.text).toMatch(
      /^收货单 SH-20261123-\d\d 短少 注射用盐酸瑞芬太尼 1mg 10 支，已登记$/,
    )
  })

  test('once, however often the follower reads it', async () => {
    const before = (await raised(keeper)).length
    await h.db.transaction((tx) => tx`update core.follower set tx = '0', event_id = 0 where name = 'alerts'`)
    await followAll(h, alertsFollower)
    expect((await raised(keeper)).length).toBe(before)
  })
})

describe('refusals', () => {
  test('a second person who is the first, or cannot prove who they are', async () => {
    const { id } = await keeper.call(startReceipt, {
      supplierId: at.supplierId,
      locationId: at.place('A01').id,
      lines: [{ drugId: at.drug('NAR020'), units: 10 }],
    })
    const input = { id, version: 1, qualityState: '外观、封签完好', conclusion: '合格入库' } as const
    expect(await refusalOf(keeper.call(signReceipt, input, witness('wangxuemei@lushan')))).toBe(
      'WITNESS_IS_ACTOR',
    )
    expect(
      await refusalOf(
        keeper.call(signReceipt, input, { witness: { account: 'lizhenhua@lushan', secret: 'not it' } }),
      ),
    ).toBe('WITNESS_FAILED')
    const rows = await raised(keeper, { severity: 'amber' })
    expect(rows.map((r) => r.kind)).toEqual(expect.arrayContaining(['WITNESS_IS_ACTOR', 'WITNESS_FAILED']))
    expect(rows.every((r) => !/王雪梅|李振华/.test(r.text))).toBe(true)
  })

  test('a box that another hospital holds is red for both its hospital and the authority', async () => {
    const { codes } = await receiveBoxes(h, { drug: 'NAR017', boxes: 1, lotNo: 'S1', expiry: '2029-01-31' })
    const there = await mapOf(h, 'huaichuan')
    const other = await h.as('tanyong@huaichuan')
    const [place] = await h.db.asOrg(
      there.orgId,
      (tx) => tx<{ id: number }[]>`
      select id from place.location where org_id = ${there.orgId} and kind = 'store' order by tier limit 1`,
    )
    const lines = [{ drugId: there.drug('NAR017'), units: 10 }]
    const { id } = await other.call(startReceipt, {
      supplierId: there.supplierId,
      locationId: place?.id ?? 0,
      lines,
    })
    expect(await refusalOf(other.call(scanOne, { id, raw: codes[0] ?? '' }))).toBe('CODE_HELD_ELSEWHERE')
    const seen = (rows: Awaited<ReturnType<typeof raised>>) =>
      rows.filter((r) => r.kind === 'CODE_HELD_ELSEWHERE').map((r) => [r.org, r.subjectNo, r.severity])
    expect(seen(await raised(inspector))).toEqual([['浏阳市淮川人民医院', codes[0], 'red']])
    expect(seen(await raised(other))).toHaveLength(1)
    expect(seen(await raised(keeper))).toEqual([])
    expect(seen(await raised(inspector, { org: at.orgId }))).toEqual([])
  })
})

test('a transfer that was signed for less than was sent', async () => {
  const { codes } = await receiveBoxes(h, { drug: 'NAR012', boxes: 2, lotNo: 'F1', expiry: '2029-01-31' })
  const picks = codes.map((code) => ({ code, units: 10 }))
  const sent = await keeper.call(
    sendTransfer,
    { sourceLocationId: at.place('A01').id, destinationLocationId: at.place('B01').id, picks },
    witness('lizhenhua@lushan'),
  )
  await (
    await h.as('liqian@lushan')
  ).call(acceptTransfer, { id: sent.id, picks: picks.slice(0, 1), note: '少一盒' })
  const rows = await raised(keeper, { kind: 'TRANSFER_SHORT' })
  expect(rows.map((r) => r.text)).toEqual([`调拨单 ${sent.no} 签收后仍差 10，留在途中待说明`])
})

/** An event written by hand in a transaction of one's own, as a command would. */
async function refusedEvent(tx: Tx, id: number): Promise<void> {
  const [row] = await tx<{ id: number }[]>`
    insert into audit.refusal (org_id, recorded_at, user_id, endpoint, code, facts)
    values (${at.orgId}, ${testNow}, 1, 'use.waste', 'EVIDENCE_REUSED', '{}') returning id`
  const actor: Actor = {
    orgId: at.orgId,
    userId: 1,
    name: '',
    title: '',
    permissions: new Set(),
    at: testNow,
    eventId: id,
    act: newAct(),
  }
  actor.act.subject = { kind: 'refusal', id: row?.id ?? 0, no: 'EVIDENCE_REUSED' }
  record(tx, actor, 'refused')
}

test('an event that took its number early and commits late is not lost', async () => {
  await followAll(h, alertsFollower)
  const next = () =>
    h.db.transaction(
      async (tx) => (await tx<{ id: number }[]>`select nextval('audit.event_id') as id`)[0]?.id ?? 0,
    )
  const [early, late] = [await next(), await next()]
  const opened = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  // The first transaction writes its event and stays open while the second, with the later number, commits.
  const slow = h.db.asOrg(at.orgId, async (tx) => {
    await refusedEvent(tx, early)
    opened.resolve()
    await release.promise
  })
  await opened.promise
  await h.db.asOrg(at.orgId, (tx) => refusedEvent(tx, late))
  const reused = async () =>
    (await keeper.call(listAlerts, { kind: 'EVIDENCE_REUSED' })).rows.map((r) => r.eventId)
  // As the server does it every second; followAll would wait for the transaction that is open.
  await follow(h.db, h.auditor, alertsFollower).tick()
  expect(await reused()).toEqual([])
  release.resolve()
  await slow
  await followAll(h, alertsFollower)
  expect((await reused()).toSorted((a, b) => a - b)).toEqual([early, late])
})
