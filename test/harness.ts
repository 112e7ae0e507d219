import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { anonymous, connectAs, injected, type Client, type Transport } from '#apps/client.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { allRoutes } from '#apps/routes.ts'
import { fixedClock } from '#core/clock.ts'
import { connect, type Db } from '#core/db.ts'
import { localFiles } from '#core/files/store.ts'
import { follow, type Follower } from '#core/follow.ts'
import { createApp } from '#core/http.ts'
import { cloneDatabase } from './database.ts'

export interface Hospital {
  readonly app: FastifyInstance
  readonly db: Db
  readonly auditor: Db
  readonly ownerUrl: string
  readonly appUrl: string
  readonly superUrl: string
  /** Where its photographs and films lie. */
  readonly filesDir: string
  readonly clock: ReturnType<typeof fixedClock>
  readonly transport: Transport
  /** Signed in through the real sign-in; one session per account. */
  as(account: string): Promise<Client>
  readonly nobody: Client
  stop(): Promise<void>
}

/** A Monday afternoon in the demonstration hospital; the clock stands still until a test moves it. */
export const testNow = '2026-11-23T06:05:00.000Z'

/** The real pipeline over a real PostgreSQL: a clone of the template with people, places and drugs, and no stock. */
export async function startHospital(): Promise<Hospital> {
  const database = await cloneDatabase()
  const { ownerUrl, appUrl, superUrl } = database
  const db = connect(appUrl, { name: 'test' })
  const auditor = connect(database.auditorUrl, { name: 'test-auditor', max: 2 })
  const clock = fixedClock(testNow)
  const dir = mkdtempSync(path.join(tmpdir(), 'zhuisu-files-'))
  const app = await createApp({ db, clock, routes: allRoutes(localFiles(dir)) })
  const transport = injected(app)
  const sessions = new Map<string, Promise<Client>>()
  return {
    app,
    db,
    auditor,
    clock,
    transport,
    ownerUrl,
    appUrl,
    superUrl,
    filesDir: dir,
    as(account) {
      const session = sessions.get(account) ?? connectAs(transport, account, demoPassword)
      sessions.set(account, session)
      return session
    },
    nobody: anonymous(transport),
    async stop() {
      await app.close()
      await db.close()
      await auditor.close()
      await database.drop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/**
 * Lets a follower read all there is. It waits until every event is older than the oldest transaction that runs on the
 * server: other test files have databases of their own, but transaction numbers are the whole server's.
 */
export async function followAll(h: Hospital, follower: Follower): Promise<void> {
  let quiet = false
  for (let tries = 0; tries < 1_200 && !quiet; tries++) {
    const [row] = await h.auditor.transaction(
      (tx) => tx<{ quiet: boolean }[]>`
      select coalesce(max(e.tx::text::bigint), 0) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint as quiet from audit.event e`,
    )
    quiet = row?.quiet ?? false
    if (!quiet) await new Promise((done) => setTimeout(done, 25))
  }
  if (!quiet) throw new Error('a transaction has been open on the tests’ server for half a minute')
  await follow(h.db, h.auditor, follower).tick()
}

/** The code of the refusal that a call met; fails the test where it went through. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
  return 'WENT THROUGH'
}

/** The second person's credential, as a client option. */
export const witness = (account: string) => ({ witness: { account, secret: demoPassword } })
