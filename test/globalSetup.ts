import { mkdtempSync, rmSync, chmodSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { seedBaseData } from '#apps/demo/baseData.ts'
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
