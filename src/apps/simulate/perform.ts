import { newAct, type Actor } from '#core/actor.ts'
import { record } from '#core/audit/record.ts'
import type { Tx } from '#core/db.ts'
import { limited } from '#core/files/limited.ts'
import { permissions, type Permission } from '#core/identity/permissions.ts'
import { requireQualified } from '#core/identity/qualified.ts'
import { Refusal } from '#core/refusal.ts'
import type { Handler, Route } from '#core/route.ts'

export interface Standing {
  readonly account: string
  readonly userId: number
  readonly name: string
  readonly title: string
  readonly permissions: ReadonlySet<Permission>
}

export interface Act {
  readonly route: Route
  readonly first: Standing
  readonly second: Standing | undefined
  readonly input: unknown
  readonly at: string
  readonly file: Uint8Array | undefined
}

/** One command or query for one person, inside a transaction of theirs. */
export async function perform(tx: Tx, orgId: number, act: Act): Promise<unknown> {
  const { endpoint } = act.route
  const post = endpoint.method === 'POST'
  const [event] = post ? await tx<{ id: number }[]>`select nextval('audit.event_id') as id` : []
  const actor: Actor = {
    orgId,
    ...act.first,
    at: act.at,
    eventId: event?.id ?? 0,
    act: newAct(),
  }
  try {
    return await admitted(tx, actor, act)
  } catch (error) {
    throw Object.assign(error as Error, { act: { actor, endpoint: endpoint.name } })
  }
}

async function admitted(tx: Tx, actor: Actor, act: Act): Promise<unknown> {
  const { endpoint, run } = act.route
  if (
    endpoint.permission !== 'signedIn' &&
    endpoint.permission !== 'public' &&
    !actor.permissions.has(endpoint.permission)
  )
    throw new Refusal('FORBIDDEN', { permission: permissions[endpoint.permission] })
  const parsed = endpoint.input.safeParse(act.input)
  if (!parsed.success) throw new Refusal('INPUT_INVALID', { message: parsed.error.message })
  if (endpoint.qualification) await requireQualified(tx, actor, endpoint.qualification, actor.at)
  const handler = run as Handler
  if (endpoint.method === 'GET') return endpoint.output.parse(await handler(tx, actor, parsed.data as never))
  const upload = act.file && limited(once(act.file), endpoint.upload?.maxBytes ?? 0)
  const acting = { ...actor, witness: await secondOf(tx, actor, act), upload: upload?.body }
  const output = endpoint.output.parse(await handler(tx, acting, parsed.data as never))
  await record(tx, acting, endpoint.name)
  return output
}

async function secondOf(tx: Tx, actor: Actor, act: Act): Promise<Actor['witness']> {
  const rule = act.route.endpoint.witness
  if (!rule) return undefined
  const who = act.second
  if (!who) throw new Refusal('WITNESS_REQUIRED')
  if (who.userId === actor.userId) throw new Refusal('WITNESS_IS_ACTOR')
  if (!who.permissions.has(rule.permission))
    throw new Refusal('WITNESS_UNQUALIFIED', { name: who.name, need: permissions[rule.permission] })
  if (rule.qualification) await requireQualified(tx, who, rule.qualification, actor.at, 'WITNESS_UNQUALIFIED')
  return { userId: who.userId, name: who.name, title: who.title }
}

// A body is read as it comes from a socket: in pieces, here one.
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes)
}
