import type { Actor } from './actor.ts'
import type { Endpoint, InputOf, OutputOf } from './contract.ts'
import type { SentFile } from './sending.ts'
import type { Db, Tx } from './db.ts'
import type { Endpoints } from './identity/witness.ts'

/** What a route outside the usual pipeline gets: it runs its own transactions. */
export interface Gate {
  readonly db: Db
  readonly at: string
  readonly address: string
  readonly actor: Actor | undefined
  readonly token: string | undefined
  readonly endpoints: Endpoints
  /** A transaction without a tenant: what is open to everybody, and the functions that look across tenants. */
  lookUp<T>(run: (tx: Tx) => Promise<T>): Promise<T>
  setSession(token: string | null): void
}

export type Handler = (tx: Tx, actor: Actor, input: never) => Promise<unknown>
export type GateHandler = (gate: Gate, input: never) => Promise<unknown>

export interface Route {
  readonly endpoint: Endpoint
  readonly run?: Handler
  readonly gate?: GateHandler
}

/** Ties an endpoint to its command or query. Order, always: tx, actor, input. */
export function on<E extends Endpoint>(
  endpoint: E,
  run: (
    tx: Tx,
    actor: Actor,
    input: InputOf<E>,
  ) => Promise<E['download'] extends true ? SentFile : OutputOf<E>>,
): Route {
  return { endpoint, run }
}

/** For the few that act before anybody is known, or must keep a trace although they refuse (sign-in, witness). */
export function open<E extends Endpoint>(
  endpoint: E,
  gate: (gate: Gate, input: InputOf<E>) => Promise<OutputOf<E>>,
): Route {
  return { endpoint, gate }
}
