import { on, type Route } from '#core/route.ts'
import { listStanding } from './contract.ts'
import { chosen, standingOf } from './store.ts'

export const stockLimitQueries: Route[] = [
  on(listStanding, async (tx, actor, input) => chosen(await standingOf(tx, actor.at, input.org), input)),
]
