import { drive, type Figures, type Job } from '../load.ts'
import type { Row } from '../figures.ts'
import { fill, withoutIndexes, type Tenant } from '../bulk.ts'
import type { World } from '../world.ts'
import { mixed, refuseFailures } from './single.ts'

const hospitals = ['wangxuemei@lushan', 'tanyong@huaichuan'] as const
const day = (monthsAgo: number, of: number): string => {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsAgo, of))
    .toISOString()
    .slice(0, 10)
}

interface Measured {
  readonly codes: number
  readonly entries: number
  readonly bytes: number
  readonly life: Figures
  readonly check: Figures
  readonly pages: Readonly<Record<string, Figures>>
}

/**
 * (4) and (5): one database that grows: the same hospital's pages, and one code's life, when the books hold 10⁵, 10⁶ and
 * 10⁷ entries. Each step adds to what is there.
 */
export async function growth(world: World, steps: readonly number[], requests: number): Promise<Row[]> {
  const [org] = await world.superuser<{ id: string }[]>`select id from identity.org where code = 'lushan'`
  const tenant: Tenant = { code: 'lushan', orgId: Number(org?.id ?? 0) }
  const measured: Measured[] = []
  let codes = 0
  for (const step of steps) {
    const more = step - codes
    const build = await withoutIndexes(world)
    await fill(world, tenant, more, 10_000_000 + codes)
    await build()
    codes = step
    await world.restart()
    measured.push(await measure(world, codes, requests))
    process.stderr.write(`  ${codes} codes: life p99 ${measured.at(-1)?.life.p99Ms.toFixed(1)} ms\n`)
  }
  return rowsOf(measured)
}

async function measure(world: World, codes: number, requests: number): Promise<Measured> {
  const { cookie } = await world.as(hospitals[0])
  const get = (path: string): Job => ({ method: 'GET', path, cookie })
  const some = Array.from({ length: requests }, (_, i) => 10_000_000 + ((i * 7_919) % codes)).map(
    (n) => `8190236${String(n).padStart(13, '0')}`,
  )
  const run = async (jobs: readonly Job[], connections: number) =>
    refuseFailures(
      await drive({
        origin: world.origin,
        connections,
        warmUp: Math.ceil(jobs.length / 10),
        jobs: mixed(jobs),
      }),
    )
  const [drug] = await world.superuser<{ drug: string; vault: string }[]>`
    select b.drug_id as drug, b.account_id as vault from ledger.balance b join place.location l on l.org_id = b.org_id and l.account_id = b.account_id
    where l.tier = 1 and b.quantity > 0 limit 1`
  const of = (path: string, n = Math.min(200, requests)) => Array.from({ length: n }, () => get(path))
  const [from, to] = [day(14, 1), day(14, 28)]
  const entries =
    (await world.superuser<{ n: number }[]>`select count(*)::int as n from ledger.entry`)[0]?.n ?? 0
  return {
    codes,
    entries,
    bytes: Number(
      (await world.superuser<{ n: string }[]>`select pg_database_size(current_database()) as n`)[0]?.n ?? 0,
    ),
    life: await run(
      some.map((c) => get(`/api/trace/life?code=${c}`)),
      4,
    ),
    check: await run(
      some.flatMap((c) => [get(`/api/trace/check?code=${c}`)]),
      16,
    ),
    pages: {
      'stock by drug, lot and place': await run(of('/api/stock?pageSize=50'), 2),
      '进销存 of a month': await run(of(`/api/reports/turnover?from=${from}&to=${to}`), 2),
      'a page of the book': await run(
        of(`/api/stock/ledger?drugId=${drug?.drug}&accountId=${drug?.vault}&size=50`),
        2,
      ),
    },
  }
}

function rowsOf(all: readonly Measured[]): Row[] {
  const [least, most] = [all[0], all.at(-1)]
  if (!least || !most) return []
  const rows: Row[] = [
    {
      id: 'codes.life.p99',
      title: `life of a code among ${most.codes.toLocaleString('en-US')}, p99`,
      value: most.life.p99Ms,
      unit: 'ms',
      limit: { title: `among ${least.codes.toLocaleString('en-US')}`, value: least.life.p99Ms },
      target: { text: '≤ 10 ms', met: most.life.p99Ms <= 10 },
    },
    {
      id: 'codes.check.perSecond',
      title: `a code checked among ${most.codes.toLocaleString('en-US')}`,
      value: most.check.perSecond,
      unit: '/s',
      limit: { title: `among ${least.codes.toLocaleString('en-US')}`, value: least.check.perSecond },
      target: { text: '≥ 5 000 /s', met: most.check.perSecond >= 5000 },
      note: `p99 ${most.check.p99Ms.toFixed(1)} ms`,
    },
  ]
  rows.push({
    id: 'growth.bytes',
    title: `on disk, for each of ${most.entries.toLocaleString('en-US')} entries, with all indexes, codes, balances and events`,
    value: most.bytes / most.entries,
    unit: 'bytes',
  })
  for (const name of Object.keys(most.pages)) {
    const [a, b] = [least.pages[name], most.pages[name]]
    if (!a || !b) continue
    rows.push({
      id: `growth.${name}`,
      title: `${name}, p50`,
      value: b.p50Ms,
      unit: 'ms',
      limit: { title: `at ${least.entries.toLocaleString('en-US')} entries`, value: a.p50Ms },
      target: { text: '≤ 1.5 ×', met: b.p50Ms <= a.p50Ms * 1.5 },
      note: all
        .map((m) => `${m.entries.toLocaleString('en-US')}: ${m.pages[name]?.p50Ms.toFixed(1)}`)
        .join(' → '),
    })
  }
  return rows
}
