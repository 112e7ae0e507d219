import path from 'node:path'
import type { FastifyInstance } from 'fastify'
import { dayOf, systemClock, type Clock } from '#core/clock.ts'
import { connect, type Db } from '#core/db.ts'
import { localFiles } from '#core/files/store.ts'
import { createApp } from '#core/http.ts'
import { syncStandardRoles } from '#core/identity/roleBook.ts'
import { migrate } from '#core/migrate.ts'
import { openServer } from '#core/postgres.ts'
import { seedProducts } from '#features/catalogue/seedProducts.ts'
import { seedBaseData } from './demo/baseData.ts'
import { allRoutes } from './routes.ts'
import type { Settings } from './settings.ts'

export interface Platform {
  readonly app: FastifyInstance
  readonly db: Db
  readonly auditor: Db
  readonly ownerUrl: string
  close(): Promise<void>
  /** Closes and deletes the embedded database. */
  remove(): Promise<void>
}

/** Everything on one machine: database, migrations, catalogue, demo base data, and the pipeline over it. */
export async function openPlatform(settings: Settings, clock: Clock = systemClock): Promise<Platform> {
  const server = settings.databaseUrls
    ? undefined
    : await openServer({ dir: settings.dataDir, relaxed: settings.demo })
  const ownerUrl = settings.databaseUrls?.owner ?? server?.url('zhuisu_owner') ?? ''
  await migrate(ownerUrl)
  await seedProducts(ownerUrl)
  const db = connect(settings.databaseUrls?.app ?? server?.url('zhuisu_app') ?? '', { name: 'zhuisu-server' })
  const auditor = connect(settings.databaseUrls?.auditor ?? server?.url('zhuisu_auditor') ?? '', {
    name: 'zhuisu-auditor',
    max: 3,
  })
  await syncStandardRoles(db, clock.now().toISOString())
  if (settings.production) await refuseDemo(auditor)
  if (settings.demo) await seedBaseData(ownerUrl, db, dayOf(clock.now()))
  const files = localFiles(path.join(settings.dataDir, 'files'))
  const logger = { level: settings.logLevel, redact: ['req.headers.cookie', 'req.headers["x-witness"]'] }
  const app = await createApp({ db, clock, routes: allRoutes(files), logger })
  return {
    app,
    db,
    auditor,
    ownerUrl,
    async close() {
      await app.close()
      await db.close()
      await auditor.close()
      await server?.stop()
    },
    async remove() {
      await app.close()
      await db.close()
      await auditor.close()
      await server?.remove()
    },
  }
}

/** Accounts whose password is printed may not meet real records. */
async function refuseDemo(auditor: Db): Promise<void> {
  const found = await auditor.transaction(
    (tx) => tx`select 1 from identity.app_user where account = 'wangxuemei@lushan'`,
  )
  if (found.length > 0)
    throw new Error(
      'this database holds the demonstration, whose passwords are public; production needs one of its own',
    )
}
