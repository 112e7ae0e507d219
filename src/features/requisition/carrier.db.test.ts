import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { connectAs } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { sweep } from '#apps/sweep.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { listAlerts } from '#features/alerts/contract.ts'
import { alertsFollower } from '#features/alerts/follower.ts'
import { readHome, readLoops } from '#features/home/contract.ts'
import { listStock } from '#features/stock/contract.ts'
import { receiveBoxes } from '#test/flow.ts'
import { followAll, refusalOf, startHospital, testNow, witness, type Hospital } from '#test/harness.ts'
import { loopOf, type Loop } from '#test/loop.ts'
import {
  handOver,
  listCarrierRules,
  listCarriers,
  nameCarrier,
  setCarrierRule,
  type CarrierMode,
} from './carrierContract.ts'
import { acceptTransfer, readTransfer, sendBack, sendTransfer } from './contract.ts'

// 运送: named at sending, taken over with an own credential, received from the carrier by another.
let h: Hospital
let at: Loop
let codes: string[]
beforeAll(async () => {
  h = await startHospital()
  at = await loopOf(h)
  codes = (await receiveBoxes(h, { drug: 'NAR002', boxes: 20, lotNo: 'P2609016', expiry: '2028-12-31' }))
    .codes
})
afterEach(async () => {
  h.clock.set(testNow)
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
})
afterAll(() => h.stop())

const as = (who: string) => connectAs(h.transport, `${who}@lushan`, demoPassword)
const minutes = (n: number) => h.clock.set(new Date(Date.parse(testNow) + n * 60_000).toISOString())
const user = (who: string) => at.user(`${who}@lushan`)
const box = () => [{ code: codes.pop() ?? '', units: 10 }]

async function send(carrier?: string, picks = box()) {
  const sent = await (
    await as('wangxuemei')
  ).call(
    sendTransfer,
    {
      sourceLocationId: at.place('A01').id,
      destinationLocationId: at.place('B01').id,
      picks,
      ...(carrier ? { carrierId: user(carrier) } : {}),
    },
    witness('lizhenhua@lushan'),
  )
  return { ...sent, picks }
}
const take = async (id: number, carrier: string, giver = 'wangxuemei') =>
  (await as(giver)).call(handOver, { id }, witness(`${carrier}@lushan`))
const accept = async (t: { id: number; picks: { code: string; units: number }[] }, who = 'liqian') =>
  (await as(who)).call(acceptTransfer, { id: t.id, picks: t.picks })
const rule = async (mode: CarrierMode, limit = 30, own = false) =>
  (await as('liuguodong')).call(setCarrierRule, {
    mode,
    minutes: limit,
    reason: '上月在途 3 小时',
    ...(own ? { sourceLocationId: at.place('A01').id, destinationLocationId: at.place('B01').id } : {}),
  })

test('where nothing was ever set nobody is asked for a carrier, and there is nothing to take over', async () => {
  const sent = await send()
  expect(await refusalOf(take(sent.id, 'pengli'))).toBe('CARRIER_NONE')
  await accept(sent)
  expect(await (await as('liqian')).call(readTransfer, { id: sent.id })).toMatchObject({
    carrier: null,
    carriers: [],
  })
})

test('the default and the way’s own rule are set with a reason by who keeps places', async () => {
  expect(await refusalOf((await as('wangxuemei')).call(setCarrierRule, { mode: 'off', reason: 'x' }))).toBe(
    'FORBIDDEN',
  )
  const head = await as('liuguodong')
  const one = { mode: 'off', reason: 'x', sourceLocationId: at.place('A01').id } as const
  expect(await refusalOf(head.call(setCarrierRule, one))).toBe('CARRIER_PAIR')
  const tiers = head.call(setCarrierRule, { ...one, destinationLocationId: at.place('W03').id })
  expect(await refusalOf(tiers)).toBe('TRANSFER_TIER')
  await rule('required')
  await rule('required', 15, true)
  expect((await head.call(listCarrierRules, {})).rows).toMatchObject([
    { source: null, mode: 'required', minutes: 30, setBy: '刘国栋' },
    { source: '一级库 A 柜', destination: '手术药房', mode: 'required', minutes: 15 },
  ])
  const other = await connectAs(h.transport, 'tanyong@huaichuan', demoPassword)
  expect((await other.call(listCarrierRules, {})).rows).toEqual([])
})

test('nothing leaves without a carrier, the checker is none, and who may not carry is not named', async () => {
  expect(await refusalOf(send())).toBe('CARRIER_REQUIRED')
  expect(await refusalOf(send('lizhenhua'))).toBe('CARRIER_IS_CHECKER')
  // 钱明 has no qualification; the head of pharmacy does not carry.
  expect(await refusalOf(send('qianming'))).toBe('UNQUALIFIED')
  expect(await refusalOf(send('liuguodong'))).toBe('UNQUALIFIED')
  const { people } = await (await as('wangxuemei')).call(listCarriers, {})
  expect(people.map((p) => p.name)).toContain('彭丽')
  expect(people.map((p) => p.name)).not.toContain('钱明')
})

test('the carrier takes it with an own credential; the account of the parcel names that one', async () => {
  const sent = await send('pengli')
  const stock = async () =>
    (await (await as('liqian')).call(listStock, { kind: 'transit', pageSize: 100 })).rows.filter((r) =>
      r.account.endsWith(sent.no),
    )
  expect(await stock()).toMatchObject([{ holder: null, dueAt: null }])
  // Nobody receives what was not taken, nobody takes it in another's place, and a stranger gives nothing.
  expect(await refusalOf(accept(sent))).toBe('CARRIER_NOT_TAKEN')
  expect(await refusalOf(take(sent.id, 'liqian'))).toBe('CARRIER_OTHER')
  expect(await refusalOf(take(sent.id, 'pengli', 'hezhiyuan'))).toBe('CARRIER_GIVER')
  expect(await refusalOf((await as('wangxuemei')).call(handOver, { id: sent.id }))).toBe('WITNESS_REQUIRED')
  minutes(5)
  const { dueAt } = await take(sent.id, 'pengli')
  expect(Date.parse(dueAt) - Date.parse(testNow)).toBe(20 * 60_000)
  expect(await refusalOf(take(sent.id, 'pengli'))).toBe('CARRIER_TAKEN')
  expect(await stock()).toMatchObject([{ holder: '彭丽', dueAt }])
  expect(await refusalOf(accept(sent, 'pengli'))).toBe('CARRIER_IS_RECEIVER')
  minutes(12)
  await accept(sent)
  const read = await (await as('liqian')).call(readTransfer, { id: sent.id })
  expect(read).toMatchObject({ carrier: '彭丽', acceptedBy: '李倩', state: 'done' })
  expect(read.carriers).toMatchObject([
    { carrier: '彭丽', namedBy: '王雪梅', handedBy: '王雪梅', reason: null },
  ])
  expect(await refusalOf(take(sent.id, 'pengli'))).toBe('DOCUMENT_CLOSED')
})

test('somebody else takes over on the way: with a reason, from hand to hand, in what is left of the time', async () => {
  const sent = await send('pengli')
  const { dueAt } = await take(sent.id, 'pengli', 'lizhenhua')
  const keeper = await as('wangxuemei')
  const rename = (who: string) =>
    keeper.call(nameCarrier, { id: sent.id, carrierId: user(who), reason: '急诊叫走' })
  expect(await refusalOf(rename('lizhenhua'))).toBe('CARRIER_IS_CHECKER')
  await rename('hezhiyuan')
  expect(await refusalOf(accept(sent))).toBe('CARRIER_NOT_TAKEN')
  minutes(10)
  expect((await take(sent.id, 'hezhiyuan', 'pengli')).dueAt).toBe(dueAt)
  // One who carried a part of the way receives nothing either.
  expect(await refusalOf(accept(sent, 'pengli'))).toBe('CARRIER_IS_RECEIVER')
  await accept(sent)
  const read = await (await as('liqian')).call(readTransfer, { id: sent.id })
  expect(read.carriers.map((c) => [c.carrier, c.handedBy, c.reason])).toEqual([
    ['彭丽', '李振华', null],
    ['何志远', '彭丽', '急诊叫走'],
  ])
})

test('past its time it is late on the home page, waits for its carrier, and is told once', async () => {
  const sent = await send('pengli')
  const todos = async (who: string) =>
    (await (await as(who)).call(readHome, {})).todos
      .filter((t) => t.kind === 'carry')
      .map((t) => [t.no, t.text])
  expect(await todos('pengli')).toEqual([[sent.no, '到一级库 A 柜签字带走，送手术药房']])
  await take(sent.id, 'pengli')
  expect(await todos('pengli')).toEqual([[sent.no, '一级库 A 柜 → 手术药房']])
  expect(await todos('hezhiyuan')).toEqual([])
  const told = async () => {
    await sweep(h.db, h.auditor, h.clock)
    await followAll(h, alertsFollower)
    const inspector = await connectAs(h.transport, 'hemingyuan@cswjw', demoPassword)
    return (await inspector.call(listAlerts, { kind: 'CARRY_LATE', pageSize: 10 })).rows.map((r) => r.text)
  }
  minutes(14)
  expect(await told()).toEqual([])
  minutes(16)
  expect(await told()).toEqual([`运送超时未签收：${sent.no}（一级库 A 柜 → 手术药房）`])
  expect(await told()).toHaveLength(1)
  const { transit } = await (await as('liqian')).call(readLoops, {})
  expect(transit).toMatchObject([{ no: sent.no, carrier: '彭丽' }])
  // It comes back: the carrier is discharged by the signatures of who takes it back.
  await (
    await as('wangxuemei')
  ).call(sendBack, { id: sent.id, picks: sent.picks, reason: '对方未开门' }, witness('lizhenhua@lushan'))
  expect(await todos('pengli')).toEqual([])
})

test('a way may be let off again; who is named all the same carries by the same rules', async () => {
  await rule('off', 30, true)
  await accept(await send())
  const sent = await send('pengli')
  expect(await refusalOf(accept(sent))).toBe('CARRIER_NOT_TAKEN')
  await take(sent.id, 'pengli')
  await accept(sent)
})

test('another hospital knows nothing of it, and its people carry nothing here', async () => {
  const sent = await send('pengli')
  const other = await connectAs(h.transport, 'tanyong@huaichuan', demoPassword)
  expect(
    await refusalOf(other.call(nameCarrier, { id: sent.id, carrierId: user('pengli'), reason: 'x' })),
  ).toBe('NOT_FOUND')
  const foreign = await h.auditor.transaction(
    (tx) => tx<{ id: number }[]>`select id from identity.app_user where account = 'tanyong@huaichuan'`,
  )
  const keeper = await as('wangxuemei')
  const named = keeper.call(nameCarrier, { id: sent.id, carrierId: foreign[0]?.id ?? 0, reason: 'x' })
  expect(await refusalOf(named)).toBe('NOT_FOUND')
})
