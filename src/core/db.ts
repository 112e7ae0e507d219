import postgres from 'postgres'
import { assert } from './refusal.ts'

export type Tx = postgres.ISql
type Sql = postgres.Sql

/** What goes with a transaction beside its rows. */
interface Attached {
  /** What this process remembers of rows that can never change (an account's kind, a drug's strength). */
  readonly memory: { get(key: string): unknown; set(key: string, value: unknown): void }
  /** Statements that were sent and not waited for; all must have gone through before the transaction counts. */
  readonly sent: Promise<unknown>[]
}

const mostRemembered = 100_000
const attached = new WeakMap<Tx, Attached>()

function attachedTo(tx: Tx): Attached {
  const found = attached.get(tx)
  assert(found, 'a transaction of ours')
  return found
}

/** Keys begin with the table's name and contain the tenant's number. What a transaction learns is kept when it has committed. */
export const memoryOf = (tx: Tx): Attached['memory'] => attachedTo(tx).memory

/**
 * Sends a statement without waiting for its answer: what follows goes out in the same packet. The transaction waits for
 * it before it commits, and its error counts before any that came of it.
 */
export function sendOff(tx: Tx, statement: PromiseLike<unknown>): void {
  const sent = Promise.resolve(statement)
  // It is looked at when the transaction ends; until then nobody has failed to.
  sent.catch(() => undefined)
  attachedTo(tx).sent.push(sent)
}

/**
 * The only handle on rows. `asOrg` names the tenant for one transaction and the policies do the rest.
 * `transaction` names nobody: only the pipeline (before it knows who asks) and the auditor use it.
 */
export interface Db {
  asOrg<T>(orgId: number, run: (tx: Tx) => Promise<T>): Promise<T>
  /** `reads`: it changes nothing, so its answer need not wait for its end. */
  transaction<T>(run: (tx: Tx) => Promise<T>, reads?: boolean): Promise<T>
  close(): Promise<void>
}

/** Rows by number, read where this process has not seen them yet. For rows that never change; `prefix` names table and tenant. */
export async function recall<R extends { readonly id: number }>(
  tx: Tx,
  prefix: string,
  ids: readonly number[],
  read: (missing: number[]) => Promise<readonly R[]>,
): Promise<Map<number, R>> {
  const memory = memoryOf(tx)
  const found = new Map<number, R>()
  const missing: number[] = []
  for (const id of ids) {
    const row = memory.get(`${prefix}/${id}`) as R | undefined
    if (row) found.set(id, row)
    else missing.push(id)
  }
  for (const row of missing.length > 0 ? await read(missing) : []) {
    memory.set(`${prefix}/${row.id}`, row)
    found.set(row.id, row)
  }
  return found
}

// Instants and dates stay text, bigint becomes a number: every figure here is far below 2^53 and asserted so.
const types = {
  bigint: {
    to: 20,
    from: [20],
    serialize: (x: unknown) => String(x),
    parse: (x: string) => {
      const n = Number(x)
      assert(Number.isSafeInteger(n), 'a bigint beyond 2^53 left the database')
      return n
    },
  },
  instant: {
    to: 1184,
    from: [1184, 1114],
    serialize: (x: string | Date) => (x instanceof Date ? x.toISOString() : x),
    parse: (x: string) => new Date(x).toISOString(),
  },
  date: { to: 1082, from: [1082], serialize: (x: string) => x, parse: (x: string) => x },
}

export interface ConnectOptions {
  readonly max?: number
  readonly name?: string
}

export function connect(url: string, options: ConnectOptions = {}): Db {
  const sql: Sql = postgres(url, {
    max: options.max ?? 10,
    types: types as never,
    transform: { column: { from: postgres.toCamel, to: postgres.fromCamel }, undefined: null },
    connection: { application_name: options.name ?? 'zhuisu', TimeZone: 'UTC' },
    onnotice: () => {},
    idle_timeout: 60,
    // A connection in the middle of a transaction is not to be replaced under it.
    max_lifetime: null,
    connect_timeout: 10,
  })
  const remembered = new Map<string, unknown>()
  const transaction = async <T>(run: (tx: Tx) => Promise<T>, reads = false): Promise<T> => {
    const connection = await sql.reserve()
    const learned = new Map<string, unknown>()
    const sent: Promise<unknown>[] = []
    attached.set(connection, {
      memory: {
        get: (key) => remembered.get(key) ?? learned.get(key),
        set: (key, value) => void learned.set(key, value),
      },
      sent,
    })
    sendOff(connection, connection`begin`.execute())
    try {
      const result = await run(connection)
      sendOff(connection, connection`commit`.execute())
      const ended = Promise.all(sent).then(() => {
        if (remembered.size + learned.size > mostRemembered) remembered.clear()
        for (const [key, value] of learned) remembered.set(key, value)
        connection.release()
      })
      if (reads) ended.catch(() => undefined)
      else await ended
      return result
    } catch (error) {
      const first = (await Promise.allSettled(sent)).find((s) => s.status === 'rejected')
      const reason: unknown = first ? first.reason : error
      // A connection that broke is not given back: the driver has put it away already.
      if (!isBroken(reason) && !isBroken(error))
        await connection`rollback`.then(
          () => connection.release(),
          () => undefined,
        )
      throw reason
    }
  }
  return {
    asOrg: (orgId, run) =>
      transaction(async (tx) => {
        await tx`select core.enter(${orgId})`
        return run(tx)
      }),
    transaction,
    close: () => sql.end({ timeout: 5 }),
  }
}

/** The name of the constraint that a statement broke, so that a store can say it as a refusal. */
export function brokenConstraint(error: unknown): string | undefined {
  if (!(error instanceof postgres.PostgresError)) return undefined
  return error.constraint_name ?? undefined
}

/** The row that could not go because something still refers to it: its number, from the database's own words. */
export function brokenReference(error: unknown): { readonly id: number } | undefined {
  // PostgreSQL 18 tells `on delete restrict` from other broken references.
  if (!['23503', '23001'].includes(sqlState(error) ?? '')) return undefined
  const detail = (error as postgres.PostgresError).detail ?? ''
  return { id: Number(/=\(\d+, (\d+)\)/.exec(detail)?.[1] ?? 0) }
}

/** SQLSTATE of a database error. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof postgres.PostgresError ? error.code : undefined
}

/** The connection is gone, or the server said that it ends it. */
const isBroken = (error: unknown): boolean =>
  /^(CONNECT|ECONN|EPIPE|57P0)/.test(String((error as { code?: unknown } | null)?.code ?? ''))

/**
 * Nobody's fault: two acts waited for each other in a circle and the database undid one, or another act took the last
 * unit between the look and the write. The same act may try again and then knows.
 */
export const isUnlucky = (error: unknown): boolean =>
  ['40P01', '40001'].includes(sqlState(error) ?? '') || brokenConstraint(error) === 'balance_not_negative'

/** Runs a transaction, and again while it is only unlucky, `attempts` times at most. */
export async function again<T>(attempts: number, run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (!isUnlucky(error) || attempt >= attempts) throw error
    }
  }
}

/**
 * For the rest of this transaction every statement is planned for the values it has. A list whose filters may each be absent
 * has no one good plan: after five readings PostgreSQL would keep one for any values, and 0.1 s became 5 s. Acts keep their
 * prepared plans, which is where the speed is.
 */
export const planAfresh = (tx: Tx): void =>
  sendOff(tx, tx`set local plan_cache_mode = force_custom_plan`.execute())

/**
 * For the rest of this transaction every statement keeps one plan for all values. For a page whose way does not hang on its
 * values but whose planning does: over forty months of partitions it costs more than the page.
 */
export const planOnce = (tx: Tx): void =>
  sendOff(tx, tx`set local plan_cache_mode = force_generic_plan`.execute())

/** Text for `like`: the user's own % and _ mean themselves. */
export function contains(q: string): string {
  return `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`
}
