import { connectAs, injected, type Client } from '#apps/client.ts'
import type { Clock } from '#core/clock.ts'
import { createApp } from '#core/http.ts'
import { secret, type Hospital, type Person } from './people.ts'
import type { Stage } from './stage.ts'

/** How the people of the simulation reach the commands. */
export interface Driver {
  readonly as: (person: Person) => Promise<Client>
  /** What a hospital does on one day. */
  readonly day: (hospital: Hospital, run: () => Promise<void>) => Promise<void>
  /** An act that must be refused; the code of the refusal. */
  readonly refused: (call: () => Promise<unknown>) => Promise<string>
  readonly acts: () => number
  readonly close: () => Promise<void>
}

export async function refusalOf(call: () => Promise<unknown>): Promise<string> {
  try {
    await call()
  } catch (error) {
    const code = (error as { code?: unknown }).code
    if (typeof code === 'string') return code
    throw error
  }
  throw new Error('an act that must be refused went through')
}

/** Sessions end after an hour without a request, and after twelve hours. */
const idleMs = 50 * 60_000
const sessionMs = 11 * 3_600_000

/** Every act is a request of a signed-in person: passwords, cookies, attestations, as from a browser. */
export async function interfaceDriver(stage: Stage, clock: Clock): Promise<Driver> {
  const app = await createApp({ db: stage.db, clock, routes: stage.routes })
  let acts = 0
  const send = injected(app)
  const counted: typeof send = (request) => {
    if (request.method === 'POST') acts++
    return send(request)
  }
  const sessions = new Map<string, { client: Client; since: number; seen: number }>()
  return {
    async as(person) {
      const now = clock.now().getTime()
      const known = sessions.get(person.account)
      const good = known && now - known.seen < idleMs && now - known.since < sessionMs
      const session = good
        ? known
        : { client: await connectAs(counted, person.account, secret), since: now, seen: now }
      session.seen = now
      sessions.set(person.account, session)
      return session.client
    },
    day: (_hospital, run) => run(),
    refused: refusalOf,
    acts: () => acts,
    close: () => app.close(),
  }
}
