import { handOverPump, readPump } from '#features/infusion/contract.ts'
import { fillFor, pumped } from '../journey/infusion.ts'
import { openWorld, signedBy } from '../journey/world.ts'
import type { Transport } from '../client.ts'
import type { TravelClock } from './clock.ts'

const [doctor, wardNurse] = ['chensiyuan@lushan', 'zhaomin@lushan']

/**
 * Today's pumps: one that was done with, one on the ward that nobody has read for more than four hours, one in the theatre
 * that runs as it should.
 */
export async function pumpsToday(send: Transport, clock: TravelClock): Promise<void> {
  const quiet = () => {}
  const hoursAgo = (hours: number) => clock.goTo(new Date(Date.now() - hours * 3_600_000))
  const world = (seed: number) => openWorld(send, quiet, clock.now, seed)
  hoursAgo(7)
  await pumped(await world(52_000))
  const onWard = await fillFor(await world(52_100), {
    refNo: 'SS-1123-032',
    title: '剖宫产术后镇痛',
    room: '手术 3 间',
    deviceNo: 'PCA-02',
    units: 2,
    totalUl: 100_000,
    rateUlH: 2_000,
    pca: true,
  })
  hoursAgo(6)
  const first = { id: onWard.id, givenUl: 3_000, leftUl: 97_000, bolusAsked: 3, bolusGiven: 2 }
  await (
    await (await world(52_200)).as(doctor)
  ).call(handOverPump, { ...first, place: '外科病区 15 床' }, signedBy(wardNurse))
  hoursAgo(4.6)
  const second = { id: onWard.id, givenUl: 6_900, leftUl: 93_000, bolusAsked: 7, bolusGiven: 4 }
  await (await (await world(52_300)).as(wardNurse)).call(readPump, second)
  hoursAgo(3)
  const inTheatre = await fillFor(await world(52_400), {
    refNo: 'SS-1123-033',
    title: '胸腔镜肺叶切除术',
    room: '手术 1 间',
    deviceNo: 'SYR-11',
    units: 1,
    totalUl: 50_000,
    rateUlH: 8_000,
    pca: false,
  })
  hoursAgo(2)
  const read = { id: inTheatre.id, givenUl: 8_200, leftUl: 41_800 }
  await (await (await world(52_500)).as(doctor)).call(readPump, { ...read, rateUlH: 10_000 })
  hoursAgo(1)
  const late = { id: inTheatre.id, givenUl: 16_500, leftUl: 33_500, reason: '换体位时停泵约 10 分钟' }
  await (await (await world(52_600)).as(doctor)).call(readPump, late)
}
