import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { connectAs, overHttp, type Client } from '#apps/client.ts'
import { projectRoot, startScript } from '#apps/startScript.ts'
import { seedBaseData } from '#apps/demo/baseData.ts'
import { demoPassword } from '#apps/demo/orgs.ts'
import { dayOf } from '#core/clock.ts'
import { connect, type Db } from '#core/db.ts'
import { migrate } from '#core/migrate.ts'
import { openServer, type Server } from '#core/postgres.ts'
import { seedProducts } from '#features/catalogue/seedProducts.ts'

/** One machine as a hospital has it: a PostgreSQL that waits for the disk, the real server, and a client beside them. */
export interface World {
  readonly pg: Server
  /** The program's own role: row-level security applies. */
  readonly db: Db
  /** For loading and for looking at statistics. */
  readonly superuser: postgres.Sql
  readonly appUrl: string
  readonly postgresVersion: string
  /** Starting a cluster that is there, milliseconds. */
  readonly postgresStartMs: number
  readonly origin: string
  readonly serverPid: number
  /** Milliseconds from the start of the process to the address it printed. */
  readonly serverStartMs: number
  as(account: string): Promise<Client & { readonly cookie: string }>
  restart(): Promise<void>
  close(): Promise<void>
}

const patienceMs = 60_000

export interface WorldOptions {
  readonly settings?: Readonly<Record<string, string>>
  /** Other PostgreSQL binaries than the package's. */
  readonly binaries?: string | undefined
}

export async function openWorld(options: WorldOptions = {}): Promise<World> {
  const dir = mkdtempSync(path.join(tmpdir(), 'zhuisu-bench-'))
  chmodSync(dir, 0o755)
  const data = { dir: path.join(dir, 'data'), ...options }
  // Once to make the cluster, once more to see how long one that is there takes.
  await (await openServer(data)).stop()
  const from = performance.now()
  const pg = await openServer(data)
  const postgresStartMs = performance.now() - from
  await migrate(pg.url('zhuisu_owner'))
  await seedProducts(pg.url('zhuisu_owner'))
  const db = connect(pg.url('zhuisu_app'), { name: 'bench', max: 4 })
  await seedBaseData(pg.url('zhuisu_owner'), db, dayOf(new Date()))
  const superuser = postgres(pg.url('postgres'), { max: 2, onnotice: () => {} })
  const [version] = await superuser<{ server_version: string }[]>`show server_version`
  let running = await startServer(pg, dir)
  return {
    pg,
    db,
    superuser,
    appUrl: pg.url('zhuisu_app'),
    postgresVersion: version?.server_version ?? '',
    postgresStartMs,
    get origin() {
      return running.origin
    },
    get serverPid() {
      return running.child.pid ?? 0
    },
    get serverStartMs() {
      return running.startMs
    },
    async as(account) {
      const cookies = new Map<string, string>()
      const send = overHttp(running.origin)
      const client = await connectAs(
        async (request) => {
          const reply = await send(request)
          const cookie = reply.headers['set-cookie']
          if (cookie) cookies.set('session', cookie.split(';')[0] ?? '')
          return reply
        },
        account,
        demoPassword,
      )
      return Object.assign(client, { cookie: cookies.get('session') ?? '' })
    },
    async restart() {
      await stopServer(running.child)
      running = await startServer(pg, dir)
    },
    async close() {
      await stopServer(running.child)
      await db.close()
      await superuser.end()
      await pg.remove()
    },
  }
}

interface Running {
  readonly child: ChildProcess
  readonly origin: string
  readonly startMs: number
}

/** The server as `npm start` runs it, on a database of its own making. */
function startServer(pg: Server, dir: string): Promise<Running> {
  const from = performance.now()
  const child = spawn(
    process.execPath,
    [
      ...process.execArgv.filter((a) => a.startsWith('--cpu-prof')),
      ...startScript,
      '--port',
      '0',
      '--data',
      dir,
    ],
    {
      cwd: projectRoot,
      env: {
        ...process.env,
        DATABASE_URL: pg.url('zhuisu_app'),
        DATABASE_OWNER_URL: pg.url('zhuisu_owner'),
        DATABASE_AUDITOR_URL: pg.url('zhuisu_auditor'),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the server did not start in time')), patienceMs)
    let said = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      if (chunk.includes('"level":50')) process.stderr.write(chunk.toString().slice(0, 1500))
      const origin = /(http:\/\/\S+)/.exec(said)?.[1]
      if (!origin || !said.includes('已就绪')) return
      clearTimeout(late)
      resolve({ child, origin: origin.replace('localhost', '127.0.0.1'), startMs: performance.now() - from })
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)))
  })
}

async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}
