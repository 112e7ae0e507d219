import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { on, type Route } from '#core/route.ts'
import { listSuppliers } from './contract.ts'
import { licenceOn } from './rules.ts'
import { suppliersOf } from './store.ts'

async function list(tx: Tx, actor: Actor, input: InputOf<typeof listSuppliers>) {
  const day = dayOf(actor.at)
  const { rows, total } = await suppliersOf(tx, { ...input, day })
  return { rows: rows.map((row) => ({ ...row, licence: licenceOn(row.licenceValidTo, day) })), total }
}

export const suppliersQueries: Route[] = [on(listSuppliers, list)]
