import { enterPaper, paperOf } from '#core/paper/enter.ts'
import { paperHeader, type PaperLine } from '#core/paper/line.ts'
import cookie from '@fastify/cookie'
import { zhCN } from 'zod/locales'
import { z } from 'zod'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { LoggerOptions } from 'pino'
import { newAct, type Actor } from './actor.ts'
import { record } from './audit/record.ts'
import type { Clock } from './clock.ts'
import { pathParams, type Endpoint } from './contract.ts'
import { again, isUnlucky, type Db, type Tx } from './db.ts'
import { limited } from './files/limited.ts'
import {
  answeredSince,
  fullHash,
  isOvertaken,
  replay,
  requireKey,
  withoutSecrets,
  type First,
  type KeyedAct,
} from './idempotency.ts'
import { permissions } from './identity/permissions.ts'
import { unqualified } from './identity/qualified.ts'
import { tokenHash } from './identity/secrets.ts'
import { idleMinutes, sessionHours } from './identity/session.ts'
import { standingSaid } from './identity/standing.ts'
import { consumeAttestation, inputHash, type Endpoints } from './identity/witness.ts'
import { problemOf, recordRefusal } from './problem.ts'
import { Refusal } from './refusal.ts'
import type { Handler, Route } from './route.ts'
import { sendFile, type SentFile } from './sending.ts'

export interface AppOptions {
  readonly db: Db
  readonly clock: Clock
  readonly routes: readonly Route[]
  readonly logger?: LoggerOptions | boolean
}

// What is wrong with a field is said to people who read Chinese.
z.config(zhCN())

const cookieName = 'zs_session'
const bodyLimit = 4 * 1024 * 1024
const attempts = 3

/** The only pipeline: every request of every endpoint goes through `answer`. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: options.logger ?? false,
    bodyLimit,
    trustProxy: 'loopback',
    requestTimeout: 120_000,
  })
  await app.register(cookie)
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))
  app.setErrorHandler((error, request, reply) => refuse(request, reply, error))
  app.setNotFoundHandler((request, reply) => refuse(request, reply, new Refusal('NOT_FOUND')))
  const endpoints: Endpoints = new Map(options.routes.map((r) => [r.endpoint.name, r.endpoint]))
  for (const route of options.routes) mount(app, options, route, endpoints)
  return app
}

function mount(app: FastifyInstance, options: AppOptions, route: Route, endpoints: Endpoints): void {
  const { endpoint } = route
  const url = `/api${endpoint.path.replace(/\{(\w+)\}/g, ':$1')}`
  app.route({
    method: endpoint.method,
    url,
    handler: async (request, reply) => {
      const at = options.clock.now().toISOString()
      const context: Context = { ...options, request, reply, endpoint, endpoints, at }
      try {
        return await answer(context, route)
      } catch (error) {
        await recordRefusal(options.db, error, context.actor, endpoint.name, at).catch((failed: unknown) =>
          request.log.error({ err: failed }, 'a refusal could not be recorded'),
        )
        throw error
      }
    },
  })
}

interface Context extends AppOptions {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly endpoint: Endpoint
  readonly endpoints: Endpoints
  readonly at: string
  actor?: Actor
  /** The act under its key; absent where the reply is not remembered. */
  act?: KeyedAct
}

async function answer(context: Context, route: Route): Promise<unknown> {
  const { endpoint, request } = context
  if (endpoint.method === 'POST') checkOrigin(request)
  if (route.gate) return throughGate(context, route.gate)
  try {
    // A request with a file is not repeated: its body is spent.
    const reply = await again(endpoint.upload ? 1 : attempts, () =>
      context.db.transaction(
        (tx) => inTransaction(context, tx, route.run as Handler),
        endpoint.method === 'GET',
      ),
    )
    return endpoint.download ? sendFile(request, context.reply, reply as SentFile) : reply
  } catch (error) {
    const first = await firstAnswer(context, error)
    if (first) return first.reply
    throw isUnlucky(error) ? new Refusal('BUSY_TRY_AGAIN') : error
  }
}

async function inTransaction(context: Context, tx: Tx, run: Handler): Promise<unknown> {
  const { endpoint, request } = context
  const { actor, qualified, first } = await identify(context, tx)
  const token = request.headers['x-witness']
  const paper = request.headers[paperHeader]
  return perform(tx, {
    endpoint,
    run,
    actor,
    qualified,
    given: () => givenBy(endpoint, request),
    body: request.body as AsyncIterable<Uint8Array>,
    key: request.headers['idempotency-key'],
    first: (act) => {
      context.act = act
      return first && replayed(context, act, first)
    },
    witness: (input) =>
      consumeAttestation(tx, actor, endpoint, input, typeof token === 'string' ? token : undefined),
    paper: typeof paper === 'string' ? () => paperOf(tx, actor, paper) : undefined,
  })
}

/** An act of somebody who is known, and what came with it. */
export interface Performed {
  readonly endpoint: Endpoint
  readonly run: Handler
  readonly actor: Actor
  /** Holds the qualification that the endpoint asks for, if it asks for one. */
  readonly qualified: boolean
  /** Path, query and body as one object. */
  readonly given: () => unknown
  /** Read where the endpoint takes a file. */
  readonly body: AsyncIterable<Uint8Array>
  readonly key: string | string[] | undefined
  /** The answer that was given under this key already. */
  readonly first: (act: KeyedAct) => Promise<unknown> | undefined
  /** Who stands beside the actor; asked where the endpoint wants a second person. */
  readonly witness: (input: unknown) => Promise<Actor['witness']>
  /** The line of a paper that the act writes down, where the request names one. */
  readonly paper?: (() => Promise<PaperLine>) | undefined
}

/**
 * One command or query from permission to event, in a transaction that has named its tenant. Requests come here, and so does
 * the simulation's fast path: there is no other way to a handler.
 */
export async function perform(tx: Tx, p: Performed): Promise<unknown> {
  const { endpoint, actor, run } = p
  // Permission before validation: who may not do it does not learn what it would take.
  permit(endpoint, actor)
  const input = parseInput(endpoint, p.given())
  if (!p.qualified && endpoint.qualification) throw unqualified(actor, endpoint.qualification)
  if (endpoint.method === 'GET') return parseOutput(endpoint, await run(tx, actor, input as never))
  const upload = endpoint.upload ? limited(p.body, endpoint.upload.maxBytes) : undefined
  const act: KeyedAct = {
    key: requireKey(p.key),
    endpoint: endpoint.name,
    hash: inputHash(withoutSecrets(input)),
    upload,
  }
  const known = endpoint.sensitive ? undefined : p.first(act)
  if (known) return known
  const witness = endpoint.witness ? await p.witness(input) : undefined
  const paper = await p.paper?.()
  const acting: Actor = { ...actor, witness, upload: upload?.body, paper }
  const output = parseOutput(endpoint, await run(tx, acting, input as never))
  if (paper) await enterPaper(tx, acting, paper)
  const answer = endpoint.sensitive ? undefined : { key: act.key, inputHash: fullHash(act), reply: output }
  record(tx, acting, endpoint.name, answer)
  return output
}

async function replayed(context: Context, act: KeyedAct, first: First): Promise<unknown> {
  const reply = await replay(act, first)
  void context.reply.header('idempotency-replayed', 'true')
  return reply
}

/**
 * A double click or a request sent again runs beside the first one until it meets a row that the first has changed, and
 * is then refused or overtaken: it gets the first one's answer. Undefined where there is none: the error stands.
 */
async function firstAnswer(context: Context, error: unknown): Promise<{ reply: unknown } | undefined> {
  const { act, actor, db } = context
  if (!act || !actor || !(isOvertaken(error) || error instanceof Refusal)) return undefined
  const first = await answeredSince(db, actor, act.key)
  return first && { reply: await replayed(context, act, first) }
}

interface Session {
  readonly actor: Actor
  readonly qualified: boolean
  readonly first: First | undefined
}

interface SessionRow {
  readonly orgId: number
  readonly userId: number
  readonly name: string
  readonly title: string
  readonly seenAt: string
  /** What `standingSaid` reads. */
  readonly permissions: string | null
  readonly held: string | null
  readonly scopes: string | null
  readonly eventId: number | null
  readonly movementId: number | null
  readonly firstEndpoint: string | null
  readonly firstHash: Uint8Array
  readonly firstReply: unknown
}

/** Names the tenant of the transaction from the session, reserves the number of the act's event, finds the first answer. */
async function identify(context: Context, tx: Tx): Promise<Session> {
  const { endpoint, request, at } = context
  const token = request.cookies[cookieName]
  if (!token) throw new Refusal('NOT_SIGNED_IN')
  const hash = tokenHash(token)
  const key = request.headers['idempotency-key']
  const keyed = endpoint.method === 'POST' && typeof key === 'string' ? key.slice(0, 200) : null
  const [row] = await tx<SessionRow[]>`
    select * from core.begin_act(${hash}, ${at}, ${`${idleMinutes} minutes`}::interval, ${endpoint.method === 'POST'}, ${keyed})`
  if (!row) throw new Refusal('NOT_SIGNED_IN')
  if (Date.parse(at) - Date.parse(row.seenAt) > 60_000) {
    await tx`update identity.session set seen_at = ${at} where org_id = ${row.orgId} and token_hash = ${hash}`
  }
  const { orgId, userId, name, title } = row
  const { standing, qualified } = standingSaid(row)
  const actor: Actor = {
    orgId,
    userId,
    name,
    title,
    permissions: standing.effective,
    lost: standing.lost,
    reach: standing.reach,
    at,
    eventId: row.eventId ?? 0,
    act: newAct(row.movementId ?? undefined),
  }
  context.actor = actor
  const first =
    row.firstEndpoint === null
      ? undefined
      : { endpoint: row.firstEndpoint, inputHash: row.firstHash, reply: row.firstReply }
  return { actor, qualified: !endpoint.qualification || qualified.has(endpoint.qualification), first }
}

function permit(endpoint: Endpoint, actor: Actor): void {
  if (endpoint.permission === 'public' || endpoint.permission === 'signedIn') return
  if (actor.permissions.has(endpoint.permission)) return
  const need = actor.lost?.get(endpoint.permission)
  if (need) throw unqualified(actor, need)
  throw new Refusal('FORBIDDEN', { permission: permissions[endpoint.permission] })
}

/** One flat object from path, query and body. */
function givenBy(endpoint: Endpoint, request: FastifyRequest): unknown {
  const fromBody = endpoint.method === 'POST' && !endpoint.upload
  const body = fromBody ? (request.body ?? {}) : request.query
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Refusal('INPUT_INVALID')
  const path = request.params as Record<string, string>
  return { ...body, ...Object.fromEntries(pathParams(endpoint.path).map((p) => [p, path[p]])) }
}

/** Validated against the contract. */
function parseInput(endpoint: Endpoint, given: unknown): unknown {
  const parsed = endpoint.input.safeParse(given)
  if (parsed.success) return parsed.data
  throw new Refusal(
    'INPUT_INVALID',
    {},
    parsed.error.issues.slice(0, 50).map((issue) => ({
      code: 'INPUT_INVALID' as const,
      field: issue.path.join('.'),
      facts: { message: issue.message },
    })),
  )
}

/** The reply is checked too: that type-checks the SQL in every route test. A failure is our bug. */
function parseOutput(endpoint: Endpoint, output: unknown): unknown {
  if (endpoint.download) return output
  return endpoint.output.parse(output)
}

async function throughGate(context: Context, gate: NonNullable<Route['gate']>): Promise<unknown> {
  const { endpoint, request, reply, db, endpoints, at } = context
  const token = request.cookies[cookieName]
  const actor =
    endpoint.permission === 'public' ? undefined : (await db.transaction((tx) => identify(context, tx))).actor
  const setSession = (value: string | null) => {
    const secure = request.protocol === 'https'
    void (value === null
      ? reply.clearCookie(cookieName, { path: '/' })
      : reply.setCookie(cookieName, value, {
          path: '/',
          httpOnly: true,
          sameSite: 'strict',
          secure,
          maxAge: sessionHours * 3600,
        }))
  }
  const input = parseInput(endpoint, givenBy(endpoint, request))
  const output = await gate(
    {
      db,
      at,
      address: request.ip,
      actor,
      token,
      endpoints,
      lookUp: (run) => db.transaction(run),
      setSession,
    },
    input as never,
  )
  return parseOutput(endpoint, output)
}

/** A browser always says where a POST comes from; anything but our own pages is refused. */
function checkOrigin(request: FastifyRequest): void {
  const origin = request.headers.origin
  if (origin === undefined) return
  const host = URL.canParse(origin) ? new URL(origin).host : ''
  if (host !== request.host) throw new Refusal('ORIGIN_REFUSED')
}

function refuse(request: FastifyRequest, reply: FastifyReply, error: unknown): FastifyReply {
  const problem = problemOf(error, request.id)
  if (problem.status >= 500) request.log.error({ err: error }, 'request failed')
  // The rest of a file that we do not want is not read.
  if (!request.raw.complete) void reply.header('connection', 'close')
  return reply.status(problem.status).type('application/problem+json').send(problem)
}
