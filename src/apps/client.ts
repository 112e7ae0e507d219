import { paperHeader, paperText, type PaperLine } from '#core/paper/line.ts'
import { randomUUID } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { pathParams, type CallInputOf, type Endpoint, type OutputOf } from '#core/contract.ts'
import { attest, signIn } from '#core/identity/contract.ts'
import type { Problem } from '#core/problem.ts'

/** How requests reach the server: over a socket, or straight into the pipeline of this process. */
export type Transport = (request: {
  method: string
  url: string
  headers: Record<string, string>
  body?: string | Uint8Array
}) => Promise<{ status: number; headers: Record<string, string | undefined>; bytes: Uint8Array }>

export function overHttp(base: string): Transport {
  return async ({ method, url, headers, body }) => {
    const reply = await fetch(base + url, {
      method,
      headers,
      ...(body === undefined ? {} : { body: body as BodyInit }),
    })
    const bytes = new Uint8Array(await reply.arrayBuffer())
    const get = (name: string) =>
      (name === 'set-cookie' ? reply.headers.getSetCookie()[0] : reply.headers.get(name)) ?? undefined
    return {
      status: reply.status,
      headers: { 'set-cookie': get('set-cookie'), 'content-type': get('content-type') },
      bytes,
    }
  }
}

export function injected(app: FastifyInstance): Transport {
  return async ({ method, url, headers, body }) => {
    // Only a Buffer is sent as it is; any other array of bytes would go as JSON.
    const payload = typeof body === 'object' ? Buffer.from(body) : body
    const reply = await app.inject({
      method: method as 'GET',
      url,
      headers,
      ...(payload === undefined ? {} : { payload }),
    })
    const cookie = reply.headers['set-cookie']
    return {
      status: reply.statusCode,
      headers: {
        'set-cookie': Array.isArray(cookie) ? cookie[0] : cookie,
        'content-type': String(reply.headers['content-type']),
      },
      bytes: new Uint8Array(reply.rawPayload),
    }
  }
}

/** A refusal as a client sees it. */
export class CallFailed extends Error {
  readonly problem: Problem
  constructor(endpoint: string, problem: Problem) {
    super(
      `${endpoint}: ${problem.status} ${problem.code} ${problem.detail} ${JSON.stringify(problem.faults).slice(0, 600)}`,
    )
    this.problem = problem
  }
  get code(): string {
    return this.problem.code
  }
}

export interface CallOptions {
  readonly key?: string
  /** A ready attestation, or the second person's credential, which is attested for exactly this input. */
  readonly attestation?: string
  /** 补录: the line of a paper that this act writes down. */
  readonly paper?: PaperLine
  readonly witness?: { readonly account: string; readonly secret: string }
  readonly file?: Uint8Array
  /** A part of a film, as a player asks for it: `bytes=0-99`. */
  readonly range?: string
}

export interface Client {
  readonly account: string
  call<E extends Endpoint>(endpoint: E, input: CallInputOf<E>, options?: CallOptions): Promise<OutputOf<E>>
  /** The exact bytes of a download. */
  download<E extends Endpoint>(endpoint: E, input: CallInputOf<E>, options?: CallOptions): Promise<Uint8Array>
}

/** Signs in and returns a client that acts as this person. */
export async function connectAs(send: Transport, account: string, secret: string): Promise<Client> {
  const jar: { cookie?: string } = {}
  const client = clientOn(send, account, jar)
  await client.call(signIn, { credential: { method: 'password', account, secret } })
  return client
}

export function anonymous(send: Transport): Client {
  return clientOn(send, '', {})
}

function clientOn(send: Transport, account: string, jar: { cookie?: string }): Client {
  const raw = async (endpoint: Endpoint, input: Record<string, unknown>, options: CallOptions) => {
    const params = new Set(pathParams(endpoint.path))
    const rest = Object.entries(input).filter(([k, v]) => !params.has(k) && v !== undefined)
    const path = endpoint.path.replace(/\{(\w+)\}/g, (_, p: string) => encodeURIComponent(String(input[p])))
    const query = endpoint.method === 'GET' || endpoint.upload
    const search =
      query && rest.length > 0 ? `?${new URLSearchParams(rest.map(([k, v]) => [k, String(v)]))}` : ''
    const headers: Record<string, string> = jar.cookie ? { cookie: jar.cookie } : {}
    if (options.attestation) headers['x-witness'] = options.attestation
    if (options.range) headers['range'] = options.range
    if (options.paper) headers[paperHeader] = paperText(options.paper)
    if (endpoint.method === 'POST') {
      headers['idempotency-key'] = options.key ?? randomUUID()
      headers['content-type'] = endpoint.upload ? 'application/octet-stream' : 'application/json'
    }
    const body = endpoint.upload
      ? options.file
      : endpoint.method === 'POST'
        ? JSON.stringify(Object.fromEntries(rest))
        : undefined
    const reply = await send({ method: endpoint.method, url: `/api${path}${search}`, headers, body })
    const cookie = reply.headers['set-cookie']
    if (cookie) jar.cookie = cookie.split(';')[0]
    if (reply.status >= 400)
      throw new CallFailed(endpoint.name, JSON.parse(new TextDecoder().decode(reply.bytes)) as Problem)
    return reply.bytes
  }
  const client: Client = {
    account,
    async call(endpoint, input, options = {}) {
      const given = input as Record<string, unknown>
      const attestation =
        options.attestation ??
        (options.witness ? await attestationOf(client, endpoint, given, options.witness) : undefined)
      const bytes = await raw(endpoint, given, { ...options, attestation })
      return JSON.parse(new TextDecoder().decode(bytes)) as never
    },
    download: (endpoint, input, options = {}) => raw(endpoint, input as Record<string, unknown>, options),
  }
  return client
}

async function attestationOf(
  client: Client,
  endpoint: Endpoint,
  input: Record<string, unknown>,
  witness: { account: string; secret: string },
): Promise<string> {
  const signed = await client.call(attest, {
    endpoint: endpoint.name,
    input,
    credential: { method: 'password', ...witness },
  })
  return signed.attestation
}
