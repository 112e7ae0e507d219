import { readFileSync } from 'node:fs'
import { baseOf, putInHands } from './stock.ts'
import { drive } from './load.ts'
import { openWorld } from './world.ts'

const n = Number(process.argv[2] ?? 4000)
const stats = process.env['STATS'] === '1'
const world = await openWorld(
  !stats
    ? {}
    : {
        shared_preload_libraries: 'pg_stat_statements',
        'pg_stat_statements.track': 'all',
        'pg_stat_statements.max': '10000',
      },
)
if (stats) await world.superuser`create extension pg_stat_statements`
console.error('server up', world.serverStartMs.toFixed(0), 'ms')
const base = await baseOf(world.db)
const holders = ['chensiyuan@lushan', 'zhaomin@lushan']
const clients = new Map(await Promise.all(holders.map(async (h) => [h, await world.as(h)] as const)))
const t = performance.now()
const hands = await putInHands(world.db, base, holders, n, 1)
console.error('stock', (performance.now() - t).toFixed(0), 'ms')
const cpu = (pid: number) => {
  const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(f[11]) + Number(f[12])) * 10
}
const pgCpu = async () => {
  const pids = (await world.superuser<{ pid: number }[]>`select pid from pg_stat_activity`).map((r) =>
    Number(r.pid),
  )
  return pids.reduce((n, p) => {
    try {
      return n + cpu(p)
    } catch {
      return n
    }
  }, 0)
}
const children = () => {
  const all = readFileSync('/proc/stat', 'utf8').split('\n')[0]!.split(/\s+/).slice(1).map(Number)
  return { busy: (all[0]! + all[1]! + all[2]! + all[5]! + all[6]!) * 10 }
}
const jobs = hands.flatMap((h) =>
  h.codes.map((code) => ({
    method: 'POST' as const,
    path: `/api/issues/${h.issueId}/open`,
    cookie: clients.get(h.holder)!.cookie,
    body: JSON.stringify({ units: [{ code }] }),
  })),
)
// mix hands so neighbours are not one account
const mixed = jobs.map((_, i) => jobs[(i * 7919) % jobs.length]!)
const warm = mixed.slice(0, Math.floor(n * 0.2)),
  rest = mixed.slice(Math.floor(n * 0.2))
await drive({ origin: world.origin, connections: 16, warmUp: 0, jobs: warm })
await world.superuser`vacuum analyze`
if (stats) await world.superuser`select pg_stat_statements_reset()`
const m = rest.length
for (const connections of [Number(process.argv[3] ?? 16)]) {
  const pgpid = Number(readFileSync(`/proc/${world.serverPid}/stat`, 'utf8').split(' ')[0])
  const [c0, m0, p0] = [cpu(world.serverPid), children(), await pgCpu()]
  const f = await drive({ origin: world.origin, connections, warmUp: 0, jobs: rest })
  const [c1, m1, p1] = [cpu(world.serverPid), children(), await pgCpu()]
  console.error(
    connections,
    f,
    'server cpu ms/req',
    ((c1 - c0) / m).toFixed(3),
    'machine busy ms/req',
    ((m1.busy - m0.busy) / m).toFixed(3),
    'pg ms/req',
    ((p1 - p0) / m).toFixed(3),
    pgpid ? '' : '',
  )
}
const top = !stats
  ? []
  : await world.superuser`select calls, toplevel, round((total_exec_time/calls*1000)::numeric,1) us, round((total_exec_time/${n}*1000)::numeric,1) us_per_req, left(regexp_replace(query, '\\s+', ' ', 'g'), 150) q from pg_stat_statements order by total_exec_time desc limit 45`
for (const r of top)
  console.error(
    String(r['calls']).padStart(7),
    r['toplevel'] ? 'T' : ' ',
    String(r['us']).padStart(9),
    String(r['usPerReq'] ?? r['us_per_req']).padStart(9),
    r['q'],
  )
await world.close()
process.exit(0)
