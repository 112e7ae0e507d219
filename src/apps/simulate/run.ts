import { createHash } from 'node:crypto'
import { readAtlas } from '#apps/acts/atlas.ts'
import { dayOf, fixedClock, startOfDay } from '#core/clock.ts'
import { assert } from '#core/refusal.ts'
import { uploadEvidence } from '#core/files/contract.ts'
import { readProducts } from '#features/catalogue/seedProducts.ts'
import { issuePeople } from '#features/issue/contract.ts'
import { agenda, type Agenda } from './agenda.ts'
import { directDriver } from './directDriver.ts'
import { openDay } from './hospitalDay.ts'
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

/** Acts out all days: day after day, hospital after hospital, one act after the other. */
export async function run(
  options: Options,
  stage: Stage,
  say: (line: string) => void = () => {},
  province: Province = provinceOf(options.seed, options.institutions),
): Promise<Ran> {
  const clock = fixedClock(startOfDay(options.start))
  const driver = options.fast ? directDriver(stage, clock) : await interfaceDriver(stage, clock)
  const strengths = strengthsOf()
  const planted = plant(options.seed, province.hospitals, options.days)
  const truths = truthKeeper()
  const tally: Tally = { cases: 0, postponed: 0, refused: 0 }
  const places: { site: Site; agenda: Agenda; newCode: (prefix: string) => string }[] = []
  for (const hospital of province.hospitals) {
    const book = truths.of(hospital.code)
    const site = await opened(driver, clock, hospital, { seed: options.seed, book, tally })
    places.push({ site, agenda: agenda(), newCode: codeMaker(hospital.index) })
  }
  for (let index = 0; index < options.days; index++) {
    const day = dayOf(new Date(Date.parse(startOfDay(options.start)) + index * 86_400_000))
    const end = Date.parse(startOfDay(day)) + 86_400_000
    for (const { site, agenda: list, newCode } of places) {
      const here = planted.filter((p) => p.hospital === site.hospital)
      clock.set(startOfDay(day))
      await driver.day(site.hospital, async () => {
        openDay(list, { site, planted: here, strengths, index, day, newCode })
        await list.runUntil(end, (at) => clock.set(new Date(at).toISOString()))
      })
    }
    if (Number.isInteger(Math.log2(index + 1)) || index % 16 === 0) await stage.analyse()
    say(`${day}：累计 ${tally.cases} 例，${driver.acts()} 个动作`)
  }
  await driver.close()
  const { seed, start, days, institutions } = options
  return { truth: truths.close({ seed, start, days, institutions }, planted), tally, acts: driver.acts() }
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
