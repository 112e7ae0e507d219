import { readAtlas, type Atlas } from '#apps/acts/atlas.ts'
import { connectAs, type Client, type Transport } from '#apps/client.ts'
import { whoAmI } from '#core/identity/contract.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { issuePeople } from '#features/issue/contract.ts'
import { metered, type Meter } from './meter.ts'

/** The demonstration hospital's people by what they do in the soak; a role has as many sessions as the load wants. */
const accounts = {
  keeper: ['wangxuemei@lushan', 'lizhenhua@lushan'],
  dispenser: ['liqian@lushan', 'hezhiyuan@lushan'],
  holder: ['chensiyuan@lushan', 'linyue@lushan'],
  nurse: ['zhoujing@lushan'],
  inspector: ['hemingyuan@cswjw', 'tangwei@csyjj'],
} as const
export type Post = keyof typeof accounts

export interface Crew extends Atlas {
  readonly meter: Meter
  /** One of the post's sessions, in turn. */
  readonly one: (post: Post) => Client
  /** The same person's client, whichever of their sessions. */
  readonly as: (account: string) => Client
  readonly user: (account: string) => number
  readonly org: number
}

export const signed = (account: string) => ({ witness: { account, secret: demoPassword } })

/** Somebody else of the post than this one: the second person. */
export const another = (post: Post, than: string): string =>
  accounts[post].find((a) => a !== than) ?? accounts[post][0]

const holderNames: Readonly<Record<string, string>> = {
  陈思远: 'chensiyuan@lushan',
  林悦: 'linyue@lushan',
}

/** Signs in `sessions` times, the people in turn. A session that ended (an hour without a request) is opened again. */
export async function openCrew(send: Transport, meter: Meter, sessions: number): Promise<Crew> {
  const people = (Object.keys(accounts) as Post[]).flatMap((post) =>
    accounts[post].map((account) => ({ post, account })),
  )
  const members: { post: Post; client: Client }[] = []
  for (let i = 0; i < Math.max(sessions, people.length); i++) {
    const { post, account } = people[i % people.length] as (typeof people)[0]
    members.push({ post, client: metered(await lasting(send, account), meter) })
  }
  const turns = new Map<Post, number>()
  const one = (post: Post): Client => {
    const there = members.filter((m) => m.post === post)
    const turn = (turns.get(post) ?? 0) + 1
    turns.set(post, turn)
    return (there[turn % there.length] as (typeof there)[0]).client
  }
  const as = (account: string): Client => {
    const found = members.find((m) => m.client.account === account)
    if (!found) throw new Error(`${account} is not in the crew`)
    return found.client
  }
  const atlas = await readAtlas(as('wangxuemei@lushan'))
  const { holders } = await as('liqian@lushan').call(issuePeople, {})
  const ids = new Map(holders.map((p) => [holderNames[p.name] ?? p.name, p.userId]))
  const me = await as('liqian@lushan').call(whoAmI, {})
  return { ...atlas, meter, one, as, org: me.org.orgId, user: (account) => ids.get(account) ?? 0 }
}

/** A client that signs in again when its session has ended. */
async function lasting(send: Transport, account: string): Promise<Client> {
  let client = await connectAs(send, account, demoPassword)
  const again = async <T>(run: (c: Client) => Promise<T>): Promise<T> => {
    try {
      return await run(client)
    } catch (error) {
      if ((error as { code?: string }).code !== 'NOT_SIGNED_IN') throw error
      client = await connectAs(send, account, demoPassword)
      return run(client)
    }
  }
  return {
    account,
    call: (endpoint, input, options) => again((c) => c.call(endpoint, input, options)),
    download: (endpoint, input) => again((c) => c.download(endpoint, input)),
  }
}
