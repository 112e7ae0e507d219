import { newAct, type Actor } from '#core/actor.ts'
import { record } from '#core/audit/record.ts'
import type { Tx } from '#core/db.ts'
import { limited } from '#core/files/limited.ts'
import { permissions, type Permission, type Qualification } from '#core/identity/permissions.ts'
import { unqualified } from '#core/identity/qualified.ts'
import { Refusal } from '#core/refusal.ts'
import type { Handler, Route } from '#core/route.ts'

/** A person as they stand on the day: what they may do, and what they are qualified for. */
export interface Standing {
  readonly account: string
  readonly userId: number
  readonly name: string
  readonly title: string
  readonly permissions: ReadonlySet<Permission>
  readonly qualifications: ReadonlySet<Qualification>
}

/** Numbers of an act's event and of its first movement. */
export interface Reserved {
  readonly eventId: number
  readonly movementId: number
}

export interface Act {
  readonly route: Route
  readonly first: Standing
  readonly second: Standing | undefined
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
 * One command or query for one person inside a transaction of their hospital: permission, validation, qualification,
 * second person, handler, reply, event, in the order of src/core/http.ts.
 */
export async function perform(tx: Tx, orgId: number, act: Act, reserved?: Reserved): Promise<unknown> {
  const { account: _account, qualifications: _held, ...first } = act.first
  const actor: Actor = {
    orgId,
    ...first,
    at: act.at,
    eventId: reserved?.eventId ?? 0,
    act: newAct(reserved?.movementId),
  }
  try {
    return await admitted(tx, actor, act)
  } catch (error) {
    throw error instanceof Refusal ? new ActRefused(error, actor, act.route.endpoint.name) : error
  }
}

async function admitted(tx: Tx, actor: Actor, act: Act): Promise<unknown> {
  const { endpoint, run } = act.route
  const { permission } = endpoint
  if (permission !== 'signedIn' && permission !== 'public' && !actor.permissions.has(permission))
    throw new Refusal('FORBIDDEN', { permission: permissions[permission] })
  const parsed = endpoint.input.safeParse(act.input)
  if (!parsed.success) throw new Refusal('INPUT_INVALID', { message: parsed.error.message })
  if (endpoint.qualification && !act.first.qualifications.has(endpoint.qualification))
    throw unqualified(actor, endpoint.qualification)
  const handler = run as Handler
  if (endpoint.method === 'GET') return endpoint.output.parse(await handler(tx, actor, parsed.data as never))
  const upload = act.file && limited(once(act.file), endpoint.upload?.maxBytes ?? 0)
  const acting = { ...actor, witness: secondOf(actor, act), upload: upload?.body }
  const output = endpoint.output.parse(await handler(tx, acting, parsed.data as never))
  record(tx, acting, endpoint.name)
  return output
}

function secondOf(actor: Actor, act: Act): Actor['witness'] {
  const rule = act.route.endpoint.witness
  if (!rule) return undefined
  const who = act.second
  if (!who) throw new Refusal('WITNESS_REQUIRED')
  if (who.userId === actor.userId) throw new Refusal('WITNESS_IS_ACTOR')
  const need = `“${permissions[rule.permission]}”权限`
  if (!who.permissions.has(rule.permission))
    throw new Refusal('WITNESS_UNQUALIFIED', { name: who.name, need })
  if (rule.qualification && !who.qualifications.has(rule.qualification))
    throw unqualified(who, rule.qualification, 'WITNESS_UNQUALIFIED')
  return { userId: who.userId, name: who.name, title: who.title }
}

// A body is read as it comes from a socket: in pieces, here one.
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes)
}
