import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { on, type Route } from '#core/route.ts'
import { listSuppliers, type Licence } from './contract.ts'
import { licenceOn, worstOf } from './rules.ts'
import { licencesOf, suppliersOf, type SupplierRow } from './store.ts'

async function list(tx: Tx, actor: Actor, input: InputOf<typeof listSuppliers>) {
  const day = dayOf(actor.at)
  const { rows, total } = await suppliersOf(tx, { ...input, day })
  const licences = Map.groupBy(
    await licencesOf(
      tx,
      rows.map((r) => r.supplierId),
      input.org,
    ),
    (l) => l.supplierId,
  )
  return { rows: rows.map((row) => withStates(row, licences.get(row.supplierId) ?? [], day)), total }
}

function withStates(row: SupplierRow, held: readonly Licence[], day: string) {
  const licences = held.map(({ kind, licenceNo, validTo }) => {
    const state = validTo === null ? ('valid' as const) : licenceOn(validTo, day)
    return { kind, licenceNo, validTo, state }
  })
  const licence = worstOf([licenceOn(row.licenceValidTo, day), ...licences.map((l) => l.state)])
  return { ...row, licences, licence }
}

export const suppliersQueries: Route[] = [on(listSuppliers, list)]
