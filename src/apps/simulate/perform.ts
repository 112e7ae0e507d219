import { newAct, type Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { perform } from '#core/http.ts'
import type { Qualification } from '#core/identity/permissions.ts'
import { unqualified } from '#core/identity/qualified.ts'
import type { Standing } from '#core/identity/rules.ts'
import { requireStanding } from '#core/identity/witness.ts'
import { Refusal } from '#core/refusal.ts'
import type { Handler, Route } from '#core/route.ts'

/** A person as they stand on the day: what they may do and where, and what they are qualified for. */
export interface Present {
  readonly account: string
  readonly userId: number
  readonly name: string
  readonly title: string
  readonly standing: Standing
  readonly qualified: ReadonlySet<Qualification>
}

/** Numbers of an act's event and of its first movement. */
export interface Reserved {
  readonly eventId: number
  readonly movementId: number
}

export interface Act {
  readonly route: Route
  readonly first: Present
  readonly second: Present | undefined
  readonly input: unknown
  readonly at: string
  readonly file: Uint8Array | undefined
}

/** Thrown in place of a refusal, with the one who met it. */
export class ActRefused extends Error {
  readonly refusal: Refusal
  readonly actor: Actor
  readonly endpoint: string
  constructor(refusal: Refusal, actor: Actor, endpoint: string) {
    super(`${endpoint}: ${refusal.code} ${refusal.message}`)
    this.refusal = refusal
    this.actor = actor
    this.endpoint = endpoint
  }
  get code(): string {
    return this.refusal.code
  }
}

/**
 * One command or query for one person inside a transaction of their hospital, through the function that requests go through
 * (`perform` in src/core/http.ts). What stands before it differs: nobody signs in, and the second person is here in person.
 */
export async function performAs(tx: Tx, orgId: number, act: Act, reserved?: Reserved): Promise<unknown> {
  const { endpoint, run } = act.route
  const { userId, name, title, standing, qualified } = act.first
  const actor: Actor = {
    orgId,
    userId,
    name,
    title,
    permissions: standing.effective,
    lost: standing.lost,
    reach: standing.reach,
    at: act.at,
    eventId: reserved?.eventId ?? 0,
    act: newAct(reserved?.movementId),
  }
  try {
    return await perform(tx, {
      endpoint,
      run: run as Handler,
      actor,
      qualified: !endpoint.qualification || qualified.has(endpoint.qualification),
      given: () => act.input,
      body: once(act.file ?? new Uint8Array()),
      // No two events have the same number, so that no act is taken for one sent again.
      key: `simulate-${actor.eventId}`,
      first: () => undefined,
      witness: () => Promise.resolve(secondOf(actor, act)),
    })
  } catch (error) {
    throw error instanceof Refusal ? new ActRefused(error, actor, endpoint.name) : error
  }
}

/** As an attestation is given and used (src/core/identity/witness.ts), without the password. */
function secondOf(actor: Actor, act: Act): Actor['witness'] {
  const rule = act.route.endpoint.witness
  const who = act.second
  if (!rule || !who) throw new Refusal('WITNESS_REQUIRED')
  if (who.userId === actor.userId) throw new Refusal('WITNESS_IS_ACTOR')
  requireStanding(who, rule, who.standing)
  if (rule.qualification && !who.qualified.has(rule.qualification))
    throw unqualified(who, rule.qualification, 'WITNESS_UNQUALIFIED')
  const reach = who.standing.reach.get(rule.permission)
  return { userId: who.userId, name: who.name, title: who.title, ...(reach ? { reach } : {}) }
}

// A body is read as it comes from a socket: in pieces, here one.
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes)
}
