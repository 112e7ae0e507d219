import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { overHttp, type Transport } from '#apps/client.ts'
import { travelClock, type TravelClock } from '#apps/demo/clock.ts'
import { seedDemoFlow } from '#apps/demo/flow.ts'
import { startFollowers } from '#apps/followers.ts'
import { openPlatform, type Platform } from '#apps/platform.ts'
import { readSettings } from '#apps/settings.ts'

export interface House {
  readonly address: string
  readonly platform: Platform
  readonly clock: TravelClock
  readonly send: Transport
  close(): Promise<void>
}

interface Wish {
  /** Stands here when the house opens and goes on from there; absent: the present. */
  readonly at?: string
  /** A week of records, as the demonstration has. */
  readonly demoFlow?: boolean
  /** A PostgreSQL of its own, made from nothing, as `npm start` makes it; absent: a clone of the tests' template. */
  readonly fresh?: boolean
}

/** The whole product as `npm start` brings it up, in a folder of its own that is gone afterwards, pages included. */
export async function openHouse({ at, demoFlow, fresh }: Wish): Promise<House> {
  const dir = mkdtempSync(path.join(tmpdir(), 'zhuisu-e2e-'))
  const shared = process.env['VITEST'] ? await sharedThings(fresh) : undefined
  // The folder of the built pages is read when the module is loaded.
  process.env['WEB_DIST'] = shared?.webDist ?? path.join(dir, 'web')
  const { ensureWebBuilt, serveWeb } = await import('#apps/webFiles.ts')
  const clock = travelClock()
  if (at) clock.goTo(new Date(at))
  const settings = {
    ...readSettings(['--data', path.join(dir, 'data'), '--port', '0'], {}),
    databaseUrls: shared?.urls,
  }
  const [platform] = await Promise.all([openPlatform(settings, clock), ensureWebBuilt()])
  await serveWeb(platform.app)
  const failed: unknown[] = []
  const following = startFollowers(platform, (error) => failed.push(error))
  const address = await platform.app.listen({ port: 0, host: '127.0.0.1' })
  const send = overHttp(address)
  if (demoFlow) await seedDemoFlow(send, clock, () => {})
  return {
    address,
    platform,
    clock,
    send,
    async close() {
      for (const f of following) f.stop()
      await platform.remove()
      await shared?.drop()
      rmSync(dir, { recursive: true, force: true })
      if (failed.length > 0) throw new AggregateError(failed, 'a follower failed')
    },
  }
}

/** What the test runner made once for all files. The tour of the screens runs without it and makes everything itself. */
async function sharedThings(fresh = false) {
  const { inject } = await import('vitest')
  const webDist = inject('webDist')
  if (fresh) return { webDist, urls: undefined, drop: () => Promise.resolve() }
  const { cloneDatabase } = await import('../database.ts')
  const { ownerUrl, appUrl, auditorUrl, drop } = await cloneDatabase()
  return { webDist, urls: { owner: ownerUrl, app: appUrl, auditor: auditorUrl }, drop }
}
