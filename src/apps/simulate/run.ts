import { createHash } from 'node:crypto'
import { readAtlas } from '#apps/acts/atlas.ts'
import { dayOf, fixedClock, startOfDay } from '#core/clock.ts'
import { assert } from '#core/refusal.ts'
import { uploadEvidence } from '#core/files/contract.ts'
import { readProducts } from '#features/catalogue/seedProducts.ts'
import { issuePeople } from '#features/issue/contract.ts'
import { agenda, type Agenda } from './agenda.ts'
import { directDriver } from './directDriver.ts'
import { openDay, type DayOf } from './hospitalDay.ts'
import { interfaceDriver, type Driver } from './interfaceDriver.ts'
import type { Options } from './options.ts'
import { provinceOf, type Hospital, type Person, type Province } from './people.ts'
import type { Strengths } from './plan.ts'
import { plant } from './schemes/plant.ts'
import { shelf, type Site, type Tally } from './site.ts'
import type { Stage } from './stage.ts'
import { truthKeeper, type Truth } from './truth.ts'

export interface Ran {
  readonly truth: Truth
  readonly tally: Tally
  readonly acts: number
}

type Moving = ReturnType<typeof fixedClock>

/** Hospitals that act one after the other; beside another lane's, which meets them nowhere. */
interface Lane {
  readonly clock: Moving
  readonly driver: Driver
  readonly places: Place[]
}

interface Place {
  readonly site: Site
  readonly agenda: Agenda
  readonly newCode: (prefix: string) => string
}

/** Acts out all days: day after day; in each lane hospital after hospital, one act after the other. */
export async function run(
  options: Options,
  stage: Stage,
  say: (line: string) => void = () => {},
  province: Province = provinceOf(options.seed, options.institutions),
): Promise<Ran> {
  const strengths = strengthsOf()
  const planted = plant(options.seed, province.hospitals, options.days)
  const truths = truthKeeper()
  const tally: Tally = { cases: 0, postponed: 0, refused: 0 }
  const lanes = await Promise.all(Array.from({ length: options.lanes }, () => openLane(options, stage)))
  for (const [i, hospital] of province.hospitals.entries()) {
    const lane = lanes[i % lanes.length]
    assert(lane, 'there is a lane for every hospital')
    const book = truths.of(hospital.code)
    const site = await opened(lane.driver, lane.clock, hospital, { seed: options.seed, book, tally })
    lane.places.push({ site, agenda: agenda(), newCode: codeMaker(hospital.index) })
  }
  const acts = () => lanes.reduce((n, l) => n + l.driver.acts(), 0)
  for (let index = 0; index < options.days; index++) {
    const day = dayOf(new Date(Date.parse(startOfDay(options.start)) + index * 86_400_000))
    await Promise.all(lanes.map((lane) => actOut(lane, { planted, strengths, index, day })))
    if (Number.isInteger(Math.log2(index + 1)) || index % 16 === 0) await stage.analyse()
    say(`${day}：累计 ${tally.cases} 例，${acts()} 个动作`)
  }
  for (const { driver } of lanes) await driver.close()
  const { seed, start, days, institutions } = options
  return { truth: truths.close({ seed, start, days, institutions }, planted), tally, acts: acts() }
}

async function openLane(options: Options, stage: Stage): Promise<Lane> {
  const clock = fixedClock(startOfDay(options.start))
  const driver = options.fast ? directDriver(stage, clock) : await interfaceDriver(stage, clock)
  return { clock, driver, places: [] }
}

/** One day of a lane's hospitals. */
async function actOut(
  { clock, driver, places }: Lane,
  today: Pick<DayOf, 'planted' | 'strengths' | 'index' | 'day'>,
): Promise<void> {
  const start = startOfDay(today.day)
  for (const { site, agenda: list, newCode } of places) {
    const planted = today.planted.filter((p) => p.hospital === site.hospital)
    clock.set(start)
    await driver.day(site.hospital, async () => {
      openDay(list, { ...today, site, planted, newCode })
      await list.runUntil(Date.parse(start) + 86_400_000, (at) => clock.set(new Date(at).toISOString()))
    })
  }
}

function strengthsOf(): Strengths {
  const products = new Map(readProducts().map((p) => [p.code, p.content_per_unit]))
  return (drug) => {
    const found = products.get(drug)
    assert(found, `${drug} has a strength`)
    return found
  }
}

/** Box codes of one hospital: no other makes the same. */
function codeMaker(hospital: number): (prefix: string) => string {
  let serial = 100_000_000 + hospital * 10_000_000
  return (prefix) => {
    serial += 1
    return `${prefix}${serial}${String(serial % 9_973).padStart(4, '0')}`
  }
}

interface Kept {
  readonly seed: number
  readonly book: Site['truth']
  readonly tally: Tally
}

/** Reads the hospital's numbers as its own people would. */
async function opened(driver: Driver, clock: Moving, hospital: Hospital, kept: Kept): Promise<Site> {
  let photographs = 0
  const users = new Map<string, number>()
  const site: Partial<Site> = {}
  await driver.day(hospital, async () => {
    const [keeper, dispenser] = [hospital.staff.keeper[0], hospital.staff.theatrePharmacist[0]]
    assert(keeper && dispenser, 'a hospital has a keeper and a dispenser')
    Object.assign(site, await readAtlas(await driver.as(keeper)))
    const { prescribers, holders } = await (await driver.as(dispenser)).call(issuePeople, {})
    for (const p of [...prescribers, ...holders]) users.set(p.name, p.userId)
  })
  return {
    ...(site as Pick<Site, 'drug' | 'place' | 'supplier'>),
    hospital,
    seed: kept.seed,
    now: clock.now,
    as: driver.as,
    refused: driver.refused,
    coming: shelf(),
    truth: kept.book,
    count: kept.tally,
    user: (person: Person) => {
      const id = users.get(person.name)
      assert(id !== undefined, `${person.name} may hold drugs`)
      return id
    },
    async photograph(client) {
      const file = picture(`${kept.seed}/${hospital.code}/${photographs++}`)
      return (await client.call(uploadEvidence, { takenAt: clock.now().toISOString() }, { file })).sha256
    },
  }
}

/** The smallest bytes that are a whole picture to the server, and no other's. */
const picture = (key: string): Buffer =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
    createHash('sha256').update(key).digest(),
    Buffer.from([0xff, 0xd9]),
  ])
