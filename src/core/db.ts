import postgres from 'postgres'
import { assert } from './refusal.ts'

export type Tx = postgres.TransactionSql
type Sql = postgres.Sql

/**
 * The only handle on rows. `asOrg` names the tenant for one transaction and the policies do the rest.
 * `transaction` names nobody: only the pipeline (before it knows who asks) and the auditor use it.
 */
export interface Db {
  asOrg<T>(orgId: number, run: (tx: Tx) => Promise<T>): Promise<T>
  transaction<T>(run: (tx: Tx) => Promise<T>): Promise<T>
  close(): Promise<void>
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
    connect_timeout: 10,
  })
  return {
    asOrg: (orgId, run) =>
      sql.begin(async (tx) => {
        await tx`select set_config('app.org_id', ${String(orgId)}, true)`
        return run(tx)
      }) as never,
    transaction: (run) => sql.begin(run) as never,
    close: () => sql.end({ timeout: 5 }),
  }
}

/** The name of the constraint that a statement broke, so that a store can say it as a refusal. */
export function brokenConstraint(error: unknown): string | undefined {
  if (!(error instanceof postgres.PostgresError)) return undefined
  return error.constraint_name ?? undefined
}

/** SQLSTATE of a database error. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof postgres.PostgresError ? error.code : undefined
}

/** Text for `like`: the user's own % and _ mean themselves. */
export function contains(q: string): string {
  return `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`
}
