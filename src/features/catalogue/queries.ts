import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { warningsOf } from './codes.ts'
import { listDrugs, readDrug, searchProducts } from './contract.ts'
import { productById, productsOf } from './products.ts'
import { drugById, drugsOf } from './store.ts'

async function read(tx: Tx, actor: Actor, input: InputOf<typeof readDrug>) {
  const day = dayOf(actor.at)
  const drug = await drugById(tx, input.id, day)
  if (!drug) throw new Refusal('NOT_FOUND')
  const product = await productById(tx, drug.productId, day)
  assert(product, 'a drug points to a product')
  return { ...drug, product, warnings: warningsOf(drug) }
}

export const catalogueQueries: Route[] = [
  on(searchProducts, (tx, actor, input) => productsOf(tx, { ...input, day: dayOf(actor.at) })),
  on(listDrugs, (tx, actor, input) => drugsOf(tx, { ...input, day: dayOf(actor.at) })),
  on(readDrug, read),
]
