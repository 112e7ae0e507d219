import { mkdtempSync, rmSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { hash } from '@node-rs/argon2'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { seedBaseData } from '#apps/demo/baseData.ts'
import { demoPassword, demoPin } from '#apps/demo/orgs.ts'
import { connect } from '#core/db.ts'
import { migrate } from '#core/migrate.ts'
import { openServer } from '#core/postgres.ts'
import { seedProducts } from '#features/catalogue/seedProducts.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    superUrl: string
    ownerUrl: string
    appUrl: string
    auditorUrl: string
  }
}

/** One real PostgreSQL for the whole run; a template database that every test file clones in a moment. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = mkdtempSync(path.join(tmpdir(), 'zhuisu-test-'))
  chmodSync(dir, 0o755)
  const server = await openServer({ dir: path.join(dir, 'data'), disposable: true })
  await migrate(server.url('zhuisu_owner'))
  await seedProducts(server.url('zhuisu_owner'))
  const db = connect(server.url('zhuisu_app'))
  // The day on which every test happens (harness.ts), whatever day it is here.
  await seedBaseData(server.url('zhuisu_owner'), db, '2026-11-23')
  await db.close()
  await cheapenSecrets(server.url('postgres', 'zhuisu'))
  const sql = postgres(server.url('postgres', 'postgres'), { max: 1 })
  await sql.unsafe('alter database zhuisu is_template true allow_connections false')
  await sql.end()
  project.provide('superUrl', server.url('postgres', 'postgres'))
  project.provide('ownerUrl', server.url('zhuisu_owner', 'DATABASE'))
  project.provide('appUrl', server.url('zhuisu_app', 'DATABASE'))
  project.provide('auditorUrl', server.url('zhuisu_auditor', 'DATABASE'))
  return async () => {
    await server.remove()
    rmSync(dir, { recursive: true, force: true })
  }
}

/**
 * The same passwords, hashed so that a check costs a fiftieth: thousands of second persons sign in these tests. What a hash
 * costs is written in the hash, so nothing else changes, and what a test sets anew costs what it does in the product.
 */
async function cheapenSecrets(url: string): Promise<void> {
  const sql = postgres(url, { max: 1 })
  const cheap = (secret: string) => hash(secret, { memoryCost: 64, timeCost: 1, parallelism: 1 })
  await sql`
    update identity.app_user set password_hash = ${await cheap(demoPassword)},
      pin_hash = case when pin_hash is null then null else ${await cheap(demoPin)} end`
  await sql.end()
}
