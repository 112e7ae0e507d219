import { destroyContainers, destructionStages } from '#features/destruction/contract.ts'
import { listBins } from '#features/recovery/contract.ts'
import { evidenceOf } from '#apps/acts/evidence.ts'
import { locations } from '#apps/demo/orgs.ts'
import { startOfDay } from '#core/clock.ts'
import type { Agenda, Flow } from './agenda.ts'
import { caseFlow } from './caseFlow.ts'
import { expiryFlow } from './expiryFlow.ts'
import { dailyUse, levelsOf, pharmacyDays, vaultDays, type Level } from './levels.ts'
import { withMistake } from './mistakes.ts'
import { secret, type Person } from './people.ts'
import { casesOf, type Strengths } from './plan.ts'
import { randomOf } from './random.ts'
import { onDuty } from './roster.ts'
import { schemeOf } from './schemes/all.ts'
import { withSchemes } from './schemes/bend.ts'
import type { Planted } from './schemes/scheme.ts'
import { signedBy, type Site } from './site.ts'
import { deliveryFlow, lacking, transferFlow, type Hiding } from './supplyFlow.ts'

export interface DayOf {
  readonly site: Site
  readonly planted: readonly Planted[]
  readonly strengths: Strengths
  /** Index of the day, and the China day. */
  readonly index: number
  readonly day: string
  readonly newCode: (prefix: string) => string
}

const minutes = 60_000
const placeOf = (code: string) => ({ code, title: locations.find((l) => l.code === code)?.name ?? '' })

/** Puts everything on the agenda that begins on this day: cases, supplies and, on Fridays, the destruction of empties. */
export function openDay(agenda: Agenda, d: DayOf): void {
  const { site, index, strengths } = d
  const start = Date.parse(startOfDay(d.day))
  const plain = casesOf(site.seed, site.hospital, d, strengths)
  const random = randomOf(site.seed, 'mistakes', site.hospital.index, index)
  const bent = withSchemes(
    // An honest mistake may come on top of what a thief does, as in life.
    plain.map((c) => withMistake(c, random, strengths)),
    d.planted,
    { seed: site.seed, day: index, strengths },
  )
  agenda.add(start + (index === 0 ? 0 : 430) * minutes, suppliesFlow(agenda, d, start))
  // The first night has nothing on its shelves yet.
  const opens = index === 0 ? 180 : 0
  for (const c of bent)
    if (c.at >= opens) agenda.add(start + c.at * minutes, caseFlow(site, c, start, strengths))
  if (new Date(`${d.day}T00:00:00Z`).getUTCDay() === 5)
    for (const [bin, role] of [
      ['B02', 'theatrePharmacist'],
      ['C02', 'wardPharmacist'],
    ] as const)
      agenda.add(
        start + 985 * minutes,
        destructionFlow(site, bin, onDuty(site.hospital, role, index, 'day')[0]),
      )
}

/** Thieves among those who do this act, today. */
function hidingOf(d: DayOf, supply: 'delivery' | 'transfer', person: Person): Hiding | undefined {
  const found = d.planted.find(
    (p) => schemeOf(p.scheme).supply === supply && p.person === person && d.index >= p.from,
  )
  return found && { account: person.account, code: found.scheme, chance: found.intensity }
}

/** Morning: what the pharmacies lack is asked for, and what the vault lacks is ordered. */
async function* suppliesFlow(agenda: Agenda, d: DayOf, start: number): Flow {
  const { site, index } = d
  const random = randomOf(site.seed, 'supply', site.hospital.index, index)
  const use = dailyUse(site.hospital.size, d.strengths)
  const [first, second] = random.shuffled(onDuty(site.hospital, 'keeper', index, 'day')) as [Person, Person]
  const keepers = [first, second] as const
  const opening = index === 0
  if (!opening) agenda.add(site.now().getTime(), expiryFlow(site, { keepers, random }))
  const vaultWants = await lacking(site, first, placeOf('A01'), vaultLevels(use))
  if (vaultWants.length > 0) {
    const arrivesAt = opening
      ? start + 20 * minutes
      : start + (random.int(1, 2) * 1_440 + random.int(570, 660)) * minutes
    const hiding = hidingOf(d, 'delivery', first)
    const { newCode } = d
    agenda.add(
      site.now().getTime(),
      deliveryFlow(site, { wanted: vaultWants, arrivesAt, keepers, hiding, random, newCode }),
    )
  }
  yield start + (opening ? 40 : 490) * minutes
  for (const [to, role, levels] of [
    ['B01', 'theatrePharmacist', levelsOf(use.theatre, pharmacyDays)],
    ['C01', 'wardPharmacist', levelsOf(use.wards, pharmacyDays)],
  ] as const) {
    const taker = random.pick(onDuty(site.hospital, role, index, opening ? 'night' : 'day'))
    const wanted = await lacking(site, first, placeOf(to), levels)
    const hiding = hidingOf(d, 'transfer', taker)
    if (wanted.length > 0)
      agenda.add(site.now().getTime(), transferFlow(site, { to, wanted, keepers, taker, hiding, random }))
  }
}

function vaultLevels(use: ReturnType<typeof dailyUse>): Level[] {
  const both = new Map(use.theatre)
  for (const [drug, units] of use.wards) both.set(drug, (both.get(drug) ?? 0) + units)
  return levelsOf(both, vaultDays)
}

async function* destructionFlow(site: Site, bin: string, person: Person | undefined): Flow {
  const head = site.hospital.staff.head[0]
  if (!person || !head) return
  yield site.now().getTime()
  const client = await site.as(person)
  const binLocationId = site.place(bin)
  const { rows } = await client.call(listBins, { binLocationId, pageSize: 200 })
  if (rows.length === 0) return
  const evidence = await evidenceOf(destructionStages, () => site.photograph(client))
  const items = rows.map((r) => ({ lotId: r.lotId, units: r.units }))
  const how = { place: '后勤楼 102', method: '砸碎', reason: '每周空安瓿销毁' } as const
  await client.call(destroyContainers, { binLocationId, items, ...how, evidence }, signedBy(head, secret))
}
