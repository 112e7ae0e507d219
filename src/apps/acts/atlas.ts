import type { Client } from '#apps/client.ts'
import { assert } from '#core/refusal.ts'
import { listDrugs } from '#features/catalogue/contract.ts'
import { listPlaces } from '#features/places/contract.ts'
import { listSuppliers } from '#features/suppliers/contract.ts'

/** Numbers of a hospital's drugs, places and suppliers by their codes. */
export interface Atlas {
  readonly drug: (code: string) => number
  readonly place: (code: string) => number
  readonly supplier: (code: string) => number
}

/** Read through the same endpoints as the screens; the client may read the three lists. */
export async function readAtlas(client: Client): Promise<Atlas> {
  const drugs = (await client.call(listDrugs, { pageSize: 500 })).rows
  const places = (await client.call(listPlaces, { pageSize: 500 })).rows
  const suppliers = (await client.call(listSuppliers, { pageSize: 500 })).rows
  return {
    drug: finder('drug', new Map(drugs.map((r) => [r.code, r.drugId]))),
    place: finder('place', new Map(places.map((r) => [r.code, r.placeId]))),
    supplier: finder('supplier', new Map(suppliers.map((r) => [r.code, r.supplierId]))),
  }
}

const finder = (what: string, ids: ReadonlyMap<string, number>) => (code: string) => {
  const id = ids.get(code)
  assert(id !== undefined, `the hospital has a ${what} ${code}`)
  return id
}
