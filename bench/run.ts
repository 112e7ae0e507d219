import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { ratioOf, tableOf, type Row } from './figures.ts'
import { batches } from './sections/batches.ts'
import { growth } from './sections/growth.ts'
import { imports } from './sections/imports.ts'
import { machine, rssMb } from './sections/machine.ts'
import { pages } from './sections/pages.ts'
import { receipt } from './sections/receipt.ts'
import { single } from './sections/single.ts'
import { openWorld } from './world.ts'

// `npm run bench`: everything, on a PostgreSQL of its own that waits for the disk; prints a table, writes the results.
// --only single,receipt … some sections; --steps 100000,1000000 how far the books grow; --movements N; --pg DIR other binaries.
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    steps: { type: 'string', default: '50000,500000,5000000' },
    movements: { type: 'string', default: '5000' },
    connections: { type: 'string', default: '16' },
    'pg-bin': { type: 'string' },
    'no-file': { type: 'boolean', default: false },
  },
})
const wanted = values.only?.split(',')
const wants = (section: string) => wanted === undefined || wanted.includes(section)
const say = (line: string) => process.stderr.write(`${line}\n`)
const movements = Number(values.movements)
const root = path.resolve(import.meta.dirname, '..')

const started = performance.now()
const world = await openWorld({ binaries: values['pg-bin'] })
say(`PostgreSQL ${world.postgresVersion} and the server are up`)
const atRestMb = rssMb(world.serverPid)
let underLoadMb = atRestMb
const watching = setInterval(() => {
  underLoadMb = Math.max(underLoadMb, rssMb(world.serverPid))
}, 500)

const rows: Row[] = []
const section = async (name: string, run: () => Promise<Row[]>) => {
  if (!wants(name)) return
  const from = performance.now()
  try {
    rows.push(...(await run()))
  } catch (error) {
    // One section that cannot run does not take the others' figures with it; the exit code says so.
    say(`✗ ${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    process.exitCode = 1
  }
  say(`${name}: ${((performance.now() - from) / 1000).toFixed(0)} s`)
}

await section('single', () => single(world, { movements, connections: Number(values.connections) }, 1_000))
await section('batch', () => batches(world, Math.max(10_000, movements), 100_000))
await section('receipt', () => receipt(world, 5_000))
await section('import', () => imports(world, 10_000))
clearInterval(watching)
await section('machine', () => machine(world, { atRestMb, underLoadMb }))
await section('pages', () => pages(world))
await section('growth', () => growth(world, (values.steps ?? '').split(',').map(Number), 300))
const version = world.postgresVersion
await world.close()

const table = tableOf(rows)
process.stdout.write(`${table}\n`)
if (!values['no-file']) {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
  const date = new Date().toISOString().slice(0, 10)
  const dir = path.join(import.meta.dirname, 'results')
  mkdirSync(dir, { recursive: true })
  const result = {
    date,
    commit,
    seconds: Math.round((performance.now() - started) / 1000),
    hardware: {
      cpu: cpus()[0]?.model ?? '',
      cores: cpus().length,
      memoryGib: Math.round(totalmem() / 2 ** 30),
      kernel: readFileSync('/proc/version', 'utf8').split(' ').slice(0, 3).join(' '),
      node: process.version,
      postgres: version,
    },
    rows: rows.map((row) => ({ ...row, ratio: ratioOf(row) })),
  }
  writeFileSync(path.join(dir, `${date}-${commit}.json`), `${JSON.stringify(result, null, 2)}\n`)
}
process.exit()
