import { readdir, readFile } from 'node:fs/promises'
import postgres from 'postgres'
import { assert } from './refusal.ts'

const folder = new URL('../../db/migrations/', import.meta.url)

/**
 * Applies the numbered SQL files that this database has not seen, each in its own transaction, forward only.
 * Two servers starting at once wait for each other (advisory lock). Returns the names it applied.
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} })
  try {
    await sql`select pg_advisory_lock(471100)`
    await sql`create schema if not exists meta`
    await sql`create table if not exists meta.migration (name text primary key, applied_at timestamptz not null default now())`
    const applied = new Set((await sql`select name from meta.migration`).map((r) => r['name'] as string))
    const files = (await readdir(folder)).filter((f) => f.endsWith('.sql')).sort()
    assert(
      files.every((f, i) => Number(f.slice(0, 4)) === i + 1),
      'migrations are numbered without gaps',
    )
    const fresh = files.filter((f) => !applied.has(f))
    for (const name of fresh) {
      const text = await readFile(new URL(name, folder), 'utf8')
      await sql.begin(async (tx) => {
        await tx.unsafe(text)
        await tx`insert into meta.migration (name) values (${name})`
      })
    }
    await ahead(sql)
    return fresh
  } finally {
    await sql.end()
  }
}

const ahead = (sql: postgres.Sql) => sql`call core.make_partitions((now() - interval '1 month')::date, 15)`

/** Next year's months, ahead of time; called daily by a server that is never restarted. */
export async function makePartitions(ownerUrl: string): Promise<void> {
  const sql = postgres(ownerUrl, { max: 1, onnotice: () => {} })
  try {
    await ahead(sql)
  } finally {
    await sql.end()
  }
}
