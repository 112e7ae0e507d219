import { readFileSync } from 'node:fs'
import { photo, type Scene } from '../../../samples/photo.ts'
import { readAtlas, type Atlas } from '#apps/acts/atlas.ts'
import { connectAs, type Client, type Transport } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { assert } from '#core/refusal.ts'
import { uploadEvidence } from '#core/files/contract.ts'
import { issuePeople } from '#features/issue/contract.ts'

/** What the journey knows of the demonstration hospital, read through the same screens' endpoints. */
export interface World extends Atlas {
  readonly send: Transport
  say(line: string): void
  readonly now: () => Date
  as(account: string): Promise<Client>
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
  const atlas = await readAtlas(await as('wangxuemei@lushan'))
  let photographs = seed
  return {
    send,
    say,
    now,
    as,
    ...atlas,
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
