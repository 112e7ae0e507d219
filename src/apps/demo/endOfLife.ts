import { drawForRescue, giveAll } from '../acts/rescue.ts'
import { codesOf } from '../../../samples/generate.ts'
import { dayOf } from '#core/clock.ts'
import { addIncidentStep } from '#features/incident/contract.ts'
import { listPlaces } from '#features/places/contract.ts'
import { listCodes, moveToQuarantine } from '#features/quarantine/contract.ts'
import { readReceipt, scanOne, setLot, signReceipt, startReceipt } from '#features/receipt/contract.ts'
import {
  acceptWriteOff,
  applyWriteOff,
  approveWriteOff,
  listAuthorities,
  listCandidates,
} from '#features/writeOff/contract.ts'
import {
  borrowForRescue,
  destroyAttended,
  missOne,
  quarantineSome,
  sendBackToSupplier,
  takeBackFromPatient,
} from '../journey/endOfLife.ts'
import { openWorld, signedBy, type World } from '../journey/world.ts'
import type { Transport } from '../client.ts'
import type { TravelClock } from './clock.ts'

const keeper = 'wangxuemei@lushan'
const second = 'lizhenhua@lushan'
const dayMs = 86_400_000

/** The day so many days before the clock's present one. */
const daysBefore = (world: World, days: number) => dayOf(new Date(world.now().getTime() - days * dayMs))

/** Two old deliveries: one lot is about to expire and will be destroyed, the other expires and is forgotten. */
async function oldDeliveries(world: World): Promise<void> {
  const wants = [
    { drug: 'NAR012', prefix: '8134507', lotNo: 'F2311006', expiry: daysBefore(world, -2), seed: 901 },
    { drug: 'PS1001', prefix: '8118825', lotNo: 'L2312011', expiry: daysBefore(world, -4), seed: 902 },
  ]
  for (const want of wants) await deliver(world, { ...want, units: 10 })
}

interface Delivered {
  readonly drug: string
  readonly prefix: string
  readonly lotNo: string
  readonly expiry: string
  readonly seed: number
  readonly units: number
}

/** One box arrives without an order and is signed in. */
export async function deliver(world: World, of: Delivered): Promise<void> {
  const client = await world.as(keeper)
  const { id } = await client.call(startReceipt, {
    supplierId: world.supplier('CX'),
    locationId: world.place('A01'),
    lines: [{ drugId: world.drug(of.drug), units: of.units }],
  })
  const lineId = (await client.call(readReceipt, { id })).lines[0]?.id ?? 0
  await client.call(setLot, { id, lineId, lotNo: of.lotNo, expiry: of.expiry })
  for (const raw of codesOf(of.prefix, 1, of.seed)) await client.call(scanOne, { id, raw })
  const { version } = await client.call(readReceipt, { id })
  const signing = { id, version, qualityState: '外观、封签完好', conclusion: '合格入库' } as const
  await client.call(signReceipt, signing, signedBy(second))
}

async function expiredToRedBox(world: World): Promise<void> {
  const client = await world.as(keeper)
  const places = (await client.call(listPlaces, { pageSize: 500 })).rows
  const accountId = places.find((p) => p.placeId === world.place('A01'))?.accountId ?? 0
  const { rows } = await client.call(listCodes, { accountId, drugId: world.drug('NAR012') })
  const picks = rows.filter((r) => r.lotNo === 'F2311006').map((r) => ({ code: r.code, units: r.units }))
  await client.call(
    moveToQuarantine,
    {
      locationId: world.place('A01'),
      boxLocationId: world.place('A09'),
      reasonKind: 'expired',
      reason: '有效期已过，当日移出',
      picks,
    },
    signedBy(second),
  )
}

/** Applies for what waits with this reason, approved and sent. */
async function applyFor(world: World, waiting: string, reason: string): Promise<number> {
  const client = await world.as(keeper)
  const head = await world.as('liuguodong@lushan')
  const { rows } = await client.call(listCandidates, {})
  const items = rows
    .filter((r) => r.reason === waiting)
    .map((r) => ({ accountId: r.accountId, picks: [{ code: r.code, units: r.units }] }))
  const { id } = await client.call(applyWriteOff, { reason, items })
  const [authority] = (await head.call(listAuthorities, {})).rows
  await head.call(approveWriteOff, { id, authorityId: authority?.orgId ?? 0 })
  return id
}

/** What ends other than in a patient: expired stock destroyed before the authority, a list that waits for it, returns. */
export async function endings(
  send: Transport,
  clock: TravelClock,
  at: (daysAgo: number, hour: number) => void,
): Promise<void> {
  const anew = (seed: number) => openWorld(send, () => {}, clock.now, seed)
  at(6, 17)
  await oldDeliveries(await anew(29_900))
  at(3, 10)
  const applying = await anew(30_000)
  await expiredToRedBox(applying)
  const id = await applyFor(applying, '过期', '批号过期，已移入待查')
  at(3, 15)
  const visitOn = dayOf(new Date(clock.now().getTime() + dayMs))
  const accepting = await anew(30_010)
  await (
    await accepting.as('hemingyuan@cswjw')
  ).call(acceptWriteOff, { id, outcome: 'accepted', visitOn, note: '上午 10 时到，请备齐清单' })
  at(2, 10)
  await destroyAttended(await anew(30_020), id)
  at(1, 16)
  const waiting = await anew(30_040)
  await applyFor(waiting, '到货破损', '到货破损，供应商不收')
  await quarantineSome(waiting)
  await sendBackToSupplier(waiting)
  await takeBackFromPatient(waiting)
}

/** A rescue half an hour ago: everything given, the empty and the order still owed. */
async function rescueDrawn(world: World): Promise<void> {
  const drawn = await drawForRescue(world, {
    place: 'B01',
    drug: 'NAR017',
    units: 1,
    reason: 'airway',
    room: '抢救室 1 床',
    patient: { name: '龙海', sex: '男', age: 46, recordNo: '0488314402' },
    doctor: '陈思远',
    holder: '周婧',
    by: 'zhoujing@lushan',
    with: 'linyue@lushan',
  })
  await giveAll(await world.as('zhoujing@lushan'), drawn, 50)
}

/** Today: a loan for a rescue that is still to be filed, and an ampoule that is missing since half an hour. */
export async function urgent(world: World): Promise<void> {
  await borrowForRescue(world)
  await rescueDrawn(world)
  const id = await missOne(world)
  const client = await world.as('liqian@lushan')
  const step = { id, kind: 'measure' as const, text: '封存手术药房药柜，停止发药，调取 13:00 以后视频' }
  await client.call(addIncidentStep, step)
  await client.call(addIncidentStep, {
    id,
    kind: 'reported',
    receiver: 'police',
    text: '电话报告岳麓分局禁毒大队，接报人周警官',
  })
}
