import { existsSync, readdirSync, readFileSync } from 'node:fs'
import postgres from 'postgres'
import type { Sample } from './verdict.ts'

/** What the database says of itself. */
export interface Probe {
  readonly look: () => Promise<DatabaseFacts>
  readonly largest: () => Promise<TableFacts[]>
  /** What autovacuum does within its first minutes: a database just filled believes that its tables are empty. */
  readonly analyse: () => Promise<void>
  readonly close: () => Promise<void>
}

export type DatabaseFacts = Omit<Sample, 'second' | 'rssMb' | 'heapMb' | 'openFiles'>

export interface TableFacts {
  readonly name: string
  readonly liveRows: number
  readonly deadRows: number
  readonly tableMb: number
  readonly indexMb: number
}

const mb = 1_048_576
/** A share of fewer rows says nothing: autovacuum does not come for them. */
const leastRows = 20_000

/** Reads the server's statistics as the superuser of its own embedded database, on one connection of its own. */
export function openProbe(superUrl: string): Probe {
  const sql = postgres(superUrl, { max: 1, onnotice: () => {} })
  return {
    async look() {
      const [row] = await sql<Record<string, string>[]>`
        select
          (select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()) as connections,
          (select coalesce(max(lag), 0) from (
            select (select count(*) from audit.event e where (e.tx, e.id) > (f.tx, f.event_id)) as lag from core.follower f) l) as lag,
          (select count(*) from core.idempotency) as keys,
          (select count(*) from identity.session) as sessions,
          (select count(*) from identity.attestation) as attestations,
          (select sum(n_dead_tup) from pg_stat_user_tables) as dead,
          (select sum(n_live_tup) from pg_stat_user_tables) as live,
          (select max(100.0 * n_dead_tup / (n_live_tup + n_dead_tup)) from pg_stat_user_tables
            where n_live_tup + n_dead_tup >= ${leastRows}) as worst,
          split_part(pg_read_file('postmaster.pid', 0, 20), chr(10), 1) as postmaster,
          pg_database_size(current_database()) as size,
          (select sum(pg_indexes_size(relid)) from pg_stat_user_tables) as indexes`
      const n = (name: string) => Number(row?.[name] ?? 0)
      return {
        connections: n('connections'),
        followerLag: n('lag'),
        idempotencyRows: n('keys'),
        sessionRows: n('sessions'),
        attestationRows: n('attestations'),
        overdueRows: await overdue(sql),
        deadRows: n('dead'),
        liveRows: n('live'),
        worstDeadPercent: n('worst'),
        databaseMemoryMb: ownMemory(n('postmaster')),
        databaseMb: n('size') / mb,
        indexMb: n('indexes') / mb,
      }
    },
    async largest() {
      const rows = await sql<Record<string, string>[]>`
        select schemaname || '.' || relname as name, n_live_tup as live, n_dead_tup as dead,
          pg_table_size(relid) as size, pg_indexes_size(relid) as indexes
        from pg_stat_user_tables order by pg_total_relation_size(relid) desc limit 12`
      return rows.map((r) => ({
        name: r['name'] ?? '',
        liveRows: Number(r['live']),
        deadRows: Number(r['dead']),
        tableMb: Number(r['size']) / mb,
        indexMb: Number(r['indexes']) / mb,
      }))
    },
    analyse: async () => void (await sql`analyze`),
    close: () => sql.end(),
  }
}

/** Private memory of all children of the postmaster, MB: what they share is fixed when it starts. null where there is no /proc. */
export function ownMemory(postmaster: number): number | null {
  if (!existsSync(`/proc/${postmaster}/status`)) return null
  const kilobytes = readdirSync('/proc').map((pid) => {
    const status = /^\d+$/.test(pid) ? statusOf(pid) : ''
    if (!status.includes(`\nPPid:\t${postmaster}\n`)) return 0
    return Number(/\nRssAnon:\s+(\d+) kB/.exec(status)?.[1] ?? 0)
  })
  return kilobytes.reduce((sum, kb) => sum + kb, 0) / 1024
}

function statusOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    // It ended while we looked.
    return ''
  }
}

/** Rows that core.tidy (db/migrations/0020_tidied.sql) should have cleared a day ago or earlier. */
async function overdue(sql: postgres.Sql): Promise<number> {
  const [row] = await sql<{ n: string }[]>`
    select (select count(*) from core.idempotency where created_at < now() - interval '3 days')
      + (select count(*) from identity.attestation where used_at is null and expires_at < now() - interval '8 days')
      + (select count(*) from identity.session where expires_at < now() - interval '401 days')
      + (select count(*) from identity.sign_in_attempt where at < now() - interval '401 days') as n`
  return Number(row?.n ?? 0)
}
