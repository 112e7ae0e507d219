import { readFileSync } from 'node:fs'
import { photo, type Scene } from '../../../samples/photo.ts'
import { connectAs, type Client, type Transport } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { assert } from '#core/refusal.ts'
import { uploadEvidence } from '#core/files/contract.ts'
import { listDrugs } from '#features/catalogue/contract.ts'
import { issuePeople } from '#features/issue/contract.ts'
import { listPlaces } from '#features/places/contract.ts'
import { listSuppliers } from '#features/suppliers/contract.ts'

/** What the journey knows of the demonstration hospital, read through the same screens' endpoints. */
export interface World {
  readonly send: Transport
  say(line: string): void
  readonly now: () => Date
  as(account: string): Promise<Client>
  drug(code: string): number
  place(code: string): number
  supplier(code: string): number
  person(name: string): Promise<number>
  /** Two photographs are never the same: the number makes each one different. */
  photograph(client: Client, scene: Omit<Scene, 'seed'>): Promise<string>
}

export const sample = (name: string): Uint8Array =>
  readFileSync(new URL(`../../../samples/${name}`, import.meta.url))
export const signedBy = (account: string) => ({ witness: { account, secret: demoPassword } })

export async function openWorld(
  send: Transport,
  say: (line: string) => void,
  now: () => Date,
  seed = 1,
): Promise<World> {
  const clients = new Map<string, Promise<Client>>()
  const as = (account: string) => {
    const known = clients.get(account) ?? connectAs(send, account, demoPassword)
    clients.set(account, known)
    return known
  }
  const keeper = await as('wangxuemei@lushan')
  const drugs = new Map((await keeper.call(listDrugs, { pageSize: 500 })).rows.map((r) => [r.code, r.drugId]))
  const places = new Map(
    (await keeper.call(listPlaces, { pageSize: 500 })).rows.map((r) => [r.code, r.placeId]),
  )
  const suppliers = new Map(
    (await keeper.call(listSuppliers, { pageSize: 500 })).rows.map((r) => [r.code, r.supplierId]),
  )
  const known = (map: Map<string, number>, what: string) => (code: string) => {
    const id = map.get(code)
    assert(id !== undefined, `the demonstration hospital has a ${what} ${code}`)
    return id
  }
  let photographs = seed
  return {
    send,
    say,
    now,
    as,
    drug: known(drugs, 'drug'),
    place: known(places, 'place'),
    supplier: known(suppliers, 'supplier'),
    async person(name) {
      const { prescribers, holders } = await (await as('liqian@lushan')).call(issuePeople, {})
      const found = [...prescribers, ...holders].find((p) => p.name === name)
      assert(found, `${name} may hold drugs`)
      return found.userId
    },
    async photograph(client, scene) {
      const file = photo({ ...scene, seed: photographs++ })
      return (await client.call(uploadEvidence, { takenAt: now().toISOString() }, { file })).sha256
    },
  }
}
