import { assert } from '#core/refusal.ts'
import { setLimit } from '#features/places/contract.ts'
import { listStanding } from '#features/stockLimit/contract.ts'
import type { World } from './world.ts'

interface Wish {
  readonly place: string
  readonly drug: string
  readonly lowUnits: number
  readonly highUnits?: number
  readonly maxDays?: number
}

/** How much each place should hold; what lies there now decides what is asked for next. */
export async function setLimits(world: World, wishes: readonly Wish[]): Promise<void> {
  const head = await world.as('liuguodong@lushan')
  for (const { place, drug, ...limit } of wishes)
    await head.call(setLimit, { id: world.place(place), drugId: world.drug(drug), ...limit })
  const { rows } = await head.call(listStanding, { pageSize: 200 })
  assert(rows.length >= wishes.length, 'every limit stands')
  const low = rows.filter((r) => r.states.includes('low')).length
  world.say(`  储位限量 ${rows.length} 条，低于下限 ${low} 条`)
}
