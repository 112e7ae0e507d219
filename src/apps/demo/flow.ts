import { dayOf } from '#core/clock.ts'
import { codesOf } from '../../../samples/generate.ts'
import { createIssue, readIssue } from '#features/issue/contract.ts'
import { destroyContainers } from '#features/destruction/contract.ts'
import { listBins, recover } from '#features/recovery/contract.ts'
import { createOrder, readOrder } from '#features/purchase/contract.ts'
import { scanOne, setLot, readReceipt, startReceipt } from '#features/receipt/contract.ts'
import { createRequisition, sendTransfer } from '#features/requisition/contract.ts'
import { administer, openUnits, returnUnopened, waste } from '#features/residue/contract.ts'
import { picksFor } from '#apps/acts/stock.ts'
import { payments } from '#apps/journey/payment.ts'
import { destructionPhotos } from '../journey/closing.ts'
import { wastePhotos } from '../journey/bedside.ts'
import { assays } from '../journey/assay.ts'
import { chosenToday, sampledYesterday } from './assay.ts'
import { carriersFor } from '../journey/carrier.ts'
import { orders, receiveText, receiveXml, transfer } from '../journey/supply.ts'
import { openWorld, signedBy, type World } from '../journey/world.ts'
import {
  pharmacySettles,
  wardBegins,
  wardChecked,
  wardExchanges,
  wardShift,
  wardShiftShort,
  wardUses,
} from './ward.ts'
import type { Transport } from '../client.ts'
import { stocktake } from '../journey/count.ts'
import { setLimits } from '../journey/limits.ts'
import { countPlans, halfStocktake } from './count.ts'
import { cases, type DemoCase } from './cases.ts'
import { clinicDays, clinicToday, fillWindow, openWindow } from './prescriptions.ts'
import type { TravelClock } from './clock.ts'
import { pumpsToday } from './infusion.ts'
import { endings, urgent } from './endOfLife.ts'
import { lastCourse, rightsOfToday } from './people.ts'
import { beforeOrders, purchasingToday } from './purchasing.ts'
import { governed } from '../journey/governance.ts'
import { doubtful, reviewed } from './prescriptionReview.ts'
import { answered, inspected, lastMonth, patrolled } from './office.ts'
import { applied } from './onboarding.ts'

const [keeper, second, theatre, checker, nurse] = [
  'wangxuemei@lushan',
  'lizhenhua@lushan',
  'liqian@lushan',
  'hezhiyuan@lushan',
  'zhoujing@lushan',
]
const dayMs = 86_400_000

/**
 * A week of the demonstration hospital, acted through the real commands at past times, and left as a Monday
 * afternoon leaves it: a delivery half counted, a transfer on its way, an ampoule too long in a hand, containers owed.
 */
export async function seedDemoFlow(
  send: Transport,
  clock: TravelClock,
  say: (line: string) => void,
): Promise<void> {
  const quiet = () => {}
  const at = (daysAgo: number, hour: number) =>
    clock.goTo(
      new Date(Math.floor((Date.now() + 8 * 3_600_000) / dayMs - daysAgo) * dayMs + (hour - 8) * 3_600_000),
    )
  say('首次启动：写入一周演示数据 …')
  at(Number(dayOf(new Date()).slice(8)) + 4, 10)
  await lastMonth(await openWorld(send, quiet, clock.now, 49_900))
  at(6, 9)
  const first = await openWorld(send, quiet, clock.now, 1)
  await beforeOrders(first)
  await orders(first)
  await receiveText(first)
  await receiveXml(first)
  await payments(first)
  clock.goOn(60)
  const later = await openWorld(send, quiet, clock.now, 100)
  await transfer(later, {
    from: 'A01',
    to: 'B01',
    wants: { NAR017: 60, NAR020: 40, PS1005: 20 },
    sender: keeper,
    checker: second,
    taker: theatre,
  })
  await carriersFor(later, 'required', '上月一次在途 3 小时')
  await transfer(later, {
    from: 'A01',
    to: 'C01',
    wants: { NAR002: 60, NAR012: 30 },
    sender: keeper,
    checker: second,
    taker: 'pengli@lushan',
    carrier: checker,
  })
  clock.goOn(30)
  await wardBegins(await openWorld(send, quiet, clock.now, 200))
  await countPlans(await openWorld(send, quiet, clock.now, 210))
  await openWindow(later)
  await setLimits(await openWorld(send, quiet, clock.now, 220), [
    { place: 'A01', drug: 'NAR017', lowUnits: 200, highUnits: 900, maxDays: 60 },
    { place: 'A01', drug: 'NAR002', lowUnits: 100, highUnits: 400, maxDays: 90 },
    { place: 'B01', drug: 'NAR017', lowUnits: 40, highUnits: 120, maxDays: 15 },
    { place: 'B01', drug: 'NAR020', lowUnits: 20, highUnits: 60 },
    { place: 'C01', drug: 'NAR002', lowUnits: 20, highUnits: 80 },
    { place: 'C01', drug: 'NAR012', lowUnits: 20, highUnits: 60 },
  ])
  await fillWindow(await openWorld(send, quiet, clock.now, 250))
  for (let daysAgo = 5; daysAgo >= 1; daysAgo--) {
    at(daysAgo, 8)
    await wardShift(await openWorld(send, quiet, clock.now, 300), true)
    at(daysAgo, 9)
    for (let i = 0; i < 3; i++) {
      // Signed in anew for each case: sessions end after an hour without work, here as anywhere.
      const world = await openWorld(send, quiet, clock.now, 10_000 - daysAgo * 100 + i * 10)
      const demoCase = cases[(5 - daysAgo + i * 3) % cases.length]
      if (demoCase) await wholeCase(world, clock, demoCase, `SS-${6 - daysAgo}${i}`)
      clock.goOn(20)
    }
    if (daysAgo === 5) await clinicDays(await openWorld(send, quiet, clock.now, 9_700))
    if (daysAgo === 5) {
      const world = await openWorld(send, quiet, clock.now, 50_000)
      await inspected(world)
      await governed(world)
    }
    if (daysAgo === 4) await doubtful(await openWorld(send, quiet, clock.now, 9_750))
    if (daysAgo === 1) await reviewed(await openWorld(send, quiet, clock.now, 9_760))
    if (daysAgo === 2) await patrolled(await openWorld(send, quiet, clock.now, 50_100))
    if (daysAgo === 1) await answered(await openWorld(send, quiet, clock.now, 50_200))
    if (daysAgo === 2) await assays(await openWorld(send, quiet, clock.now, 51_000))
    if (daysAgo === 1) await sampledYesterday(await openWorld(send, quiet, clock.now, 51_100))
    if (daysAgo === 1) await applied(send, clock.now())
    if (daysAgo === 3) await lastCourse(await openWorld(send, quiet, clock.now, 9_900))
    at(daysAgo, 18)
    await afternoon(await openWorld(send, quiet, clock.now, 400 + daysAgo * 10), daysAgo)
    at(daysAgo, 20)
    await evening(await openWorld(send, quiet, clock.now, 300), daysAgo)
  }
  clock.goOn(60)
  await destroySome(await openWorld(send, quiet, clock.now, 19_000))
  await stocktake(await openWorld(send, quiet, clock.now, 19_200), { place: 'B01', title: '手术药房周抽盘' })
  // This morning's shift, where it is over.
  if (dayHour() >= 8.2) {
    at(0, 8)
    await wardShift(await openWorld(send, quiet, clock.now, 300), true)
  }
  await pumpsToday(send, clock)
  await today(send, clock)
  clock.goTo(new Date(Date.now() - 16 * 60_000))
  await halfStocktake(await openWorld(send, quiet, clock.now, 22_000))
  clock.goTo(new Date(Date.now() - 25 * 60_000))
  await urgent(await openWorld(send, quiet, clock.now, 40_000))
  await purchasingToday(await openWorld(send, quiet, clock.now, 41_000))
  await endings(send, clock, at)
  clock.release()
}

/** Hours of today in China, 8.5 at half past eight. */
const dayHour = (): number => ((Date.now() + 8 * 3_600_000) % dayMs) / 3_600_000

/** The ward's days: used, exchanged; yesterday nobody settled the pharmacy. */
async function afternoon(world: World, daysAgo: number): Promise<void> {
  if (daysAgo % 2 === 0) await wardUses(world, `ZY-10${daysAgo}`, 2, 2)
  else await wardExchanges(world)
  if (daysAgo === 2) await wardChecked(world)
  if (daysAgo > 1) await pharmacySettles(world)
  else await wardUses(world, 'ZY-101', 2, 1)
}

async function evening(world: World, daysAgo: number): Promise<void> {
  if (daysAgo === 3) await wardShiftShort(world)
  else if (daysAgo !== 2) await wardShift(world, false)
}

interface Drawn {
  readonly id: number
  readonly codes: string[]
}

async function draw(world: World, c: DemoCase, refNo: string, dueAt?: string): Promise<Drawn> {
  const pharmacist = await world.as(theatre)
  const locationId = world.place('B01')
  const want = [
    { drugId: world.drug('NAR017'), units: c.units },
    ...(c.returned ? [{ drugId: world.drug('NAR020'), units: 1 }] : []),
  ]
  const picks = await picksFor(pharmacist, locationId, want)
  const doctor = await world.person(c.doctor)
  const { title, room, patient, diagnosis } = c
  const people = { doctorId: doctor, anaesthetistId: doctor, holderId: doctor }
  const { id } = await pharmacist.call(
    createIssue,
    {
      kind: 'surgery',
      refNo,
      title,
      room,
      patient,
      diagnosis,
      locationId,
      ...people,
      plan: want,
      picks,
      dueAt,
    },
    signedBy(checker),
  )
  const issue = await pharmacist.call(readIssue, { id })
  return { id, codes: issue.drugs.flatMap((d) => d.units.map((u) => u.code)) }
}

/** Opens every ampoule of sufentanil and gives what the case needed; returns what is left of the last one. */
async function give(world: World, c: DemoCase, drawn: Drawn): Promise<{ code: string; content: number }[]> {
  const doctor = await world.as(c.account)
  const codes = drawn.codes.slice(0, c.units)
  let left = c.givenUg
  const rests: { code: string; content: number }[] = []
  for (const code of codes) {
    await doctor.call(openUnits, { id: drawn.id, units: [{ code }] })
    const content = Math.min(50, left)
    left -= content
    if (content > 0)
      await doctor.call(administer, { id: drawn.id, doses: [{ code, content }], route: '静脉注射' })
    if (content < 50) rests.push({ code, content: 50 - content })
  }
  return rests
}

async function wholeCase(world: World, clock: TravelClock, c: DemoCase, refNo: string): Promise<void> {
  const drawn = await draw(world, c, refNo)
  clock.goOn(12)
  const rests = await give(world, c, drawn)
  clock.goOn(15)
  const doctor = await world.as(c.account)
  if (rests.length > 0) {
    const evidence = await wastePhotos(world, doctor, 0.6)
    await doctor.call(
      waste,
      { id: drawn.id, items: rests, place: '污物间水池', method: '倒入下水道', evidence },
      signedBy(nurse),
    )
  }
  clock.goOn(5)
  const pharmacist = await world.as(theatre)
  const whole = drawn.codes.slice(c.units)
  if (whole.length > 0) {
    const items = whole.map((code) => ({ code, units: 1 }))
    await pharmacist.call(
      returnUnopened,
      { id: drawn.id, locationId: world.place('B01'), items },
      signedBy(nurse),
    )
  }
  const items = drawn.codes.slice(0, c.units).map((code) => ({ code }))
  await pharmacist.call(
    recover,
    { issueId: drawn.id, binLocationId: world.place('B02'), items },
    signedBy(nurse),
  )
}

/** Some of the week's empty ampoules are already destroyed, the others wait in the bin. */
async function destroySome(world: World): Promise<void> {
  const client = await world.as(theatre)
  const binLocationId = world.place('B02')
  const [lot] = (await client.call(listBins, { binLocationId, pageSize: 10 })).rows
  if (!lot) return
  const evidence = await destructionPhotos(world, client)
  const items = [{ lotId: lot.lotId, units: Math.min(6, lot.units) }]
  const how = { place: '后勤楼 102', method: '砸碎', reason: '月度空安瓿销毁' } as const
  await client.call(
    destroyContainers,
    { binLocationId, items, ...how, evidence },
    signedBy('liuguodong@lushan'),
  )
}

/** The present day, left with its open loops. */
async function today(send: Transport, clock: TravelClock): Promise<void> {
  const [a, b, c] = cases
  if (!a || !b || !c) return
  clock.goTo(new Date(Date.now() - 5 * 3_600_000))
  const early = await openWorld(send, () => {}, clock.now, 20_000)
  // Drawn, not used, not returned: in a hand beyond its time.
  await draw(early, b, 'SS-1123-014', new Date(clock.now().getTime() + 4.2 * 3_600_000).toISOString())
  clock.goTo(new Date(Date.now() - 50 * 60_000))
  const world = await openWorld(send, () => {}, clock.now, 21_000)
  await wholeCase(world, { ...clock, goOn: () => {} }, a, 'SS-1123-009')
  const open = await draw(world, c, 'SS-1123-017')
  await give(world, c, open)
  await onTheWay(world)
  await halfCounted(world)
  await chosenToday(world)
  await rightsOfToday(world)
  // A prescription is valid on its day: the last minute is today, also when the demonstration starts after midnight.
  clock.goTo(new Date(Date.now() - 60_000))
  await clinicToday(await openWorld(send, () => {}, clock.now, 22_000))
}

async function onTheWay(world: World): Promise<void> {
  const [vault, pharmacy] = [await world.as(keeper), await world.as(theatre)]
  const [from, to] = [world.place('A01'), world.place('B01')]
  const line = { drugId: world.drug('NAR017'), units: 20 }
  const asked = await pharmacy.call(createRequisition, {
    locationId: to,
    sourceLocationId: from,
    lines: [line],
  })
  const taken = await picksFor(vault, from, [line])
  await vault.call(
    sendTransfer,
    { requisitionId: asked.id, sourceLocationId: from, destinationLocationId: to, picks: taken },
    signedBy(second),
  )
  const more = [
    { drugId: world.drug('NAR020'), units: 20 },
    { drugId: world.drug('PS1005'), units: 10 },
  ]
  await pharmacy.call(createRequisition, { locationId: to, sourceLocationId: from, lines: more })
}

/** A delivery of three drugs, with the second box of the second drug in the hand. */
async function halfCounted(world: World): Promise<void> {
  const client = await world.as(keeper)
  const supplierId = world.supplier('CX')
  const wants = {
    NAR017: ['8190236', 10, 'S2610041', '2028-09-30'],
    NAR012: ['8134507', 6, 'F2610012', '2029-09-30'],
    PS1005: ['8162348', 4, 'M2610008', '2029-03-31'],
  } as const
  const lines = Object.entries(wants).map(([code, [, boxes]]) => ({
    drugId: world.drug(code),
    units: boxes * 10,
    price: '8.600000',
  }))
  const { orderId } = await client.call(createOrder, { supplierId, orderedOn: dayOf(world.now()), lines })
  await client.call(readOrder, { id: orderId })
  const { id } = await client.call(startReceipt, {
    supplierId,
    locationId: world.place('A01'),
    deliveryNo: 'CX26112300902',
    orderIds: [orderId],
  })
  const receipt = await client.call(readReceipt, { id })
  for (const [code, [prefix, boxes, lotNo, expiry]] of Object.entries(wants)) {
    const lineId = receipt.lines.find((l) => l.drugId === world.drug(code))?.id ?? 0
    await client.call(setLot, { id, lineId, lotNo, expiry })
    const seen = code === 'NAR017' ? boxes : code === 'NAR012' ? 2 : 0
    for (const raw of codesOf(prefix, boxes, 77).slice(0, seen)) await client.call(scanOne, { id, raw })
  }
}
