import type { Actor } from '#core/actor.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { departmentsOf } from '#core/identity/departments.ts'
import { on, type Route } from '#core/route.ts'
import { listDepartments, listLimits, listPlaces } from './contract.ts'
import { limitsOf } from './limitStore.ts'
import { treeOrder } from './rules.ts'
import { departmentCounts, placesOf } from './store.ts'

async function departments(tx: Tx, _actor: Actor, input: InputOf<typeof listDepartments>) {
  const rows = await departmentsOf(tx, input.org)
  const counts = new Map((await departmentCounts(tx, input.org)).map((c) => [c.departmentId, c]))
  return {
    rows: treeOrder(rows).map((row) => ({
      ...row,
      places: counts.get(row.departmentId)?.places ?? 0,
      people: counts.get(row.departmentId)?.people ?? 0,
    })),
  }
}

export const placesQueries: Route[] = [
  on(listDepartments, departments),
  on(listPlaces, (tx, _actor, input) => placesOf(tx, input)),
  on(listLimits, async (tx, _actor, input) => ({ rows: [...(await limitsOf(tx, input))] })),
]
