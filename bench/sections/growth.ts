import { stockRows } from '#features/stock/store.ts'
import { drive, figuresOf, type Figures, type Job } from '../load.ts'
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

async function settings(world: World, wanted: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(wanted))
    await world.superuser.unsafe(`alter system set ${name} = '${value}'`)
  await world.superuser`select pg_reload_conf()`
}

interface Measured {
  readonly codes: number
  readonly entries: number
  readonly bytes: number
  readonly life: Figures
  readonly check: Figures
  /** Requests of `checkedAtOnce` codes. */
  readonly checkMany: Figures
  readonly pages: Readonly<Record<string, Figures>>
  /** The grouped stock of a drug, straight from the database, a hundred times. */
  readonly stock: Figures
}

/** Codes of one request, a carton's worth. */
const checkedAtOnce = 200

/** What a hospital of three years has; the growth passes it on its way. */
const hospitalEntries = 2_000_000

/**
 * (4) and (5): one database that grows: the same hospital's pages, and one code's life, when the books hold 10⁵, 10⁶
 * and 10⁷ entries. Each step adds to what is there. A step of n boxes makes 2n entries and 2n codes.
 */
export async function growth(world: World, steps: readonly number[], requests: number): Promise<Row[]> {
  const [org] = await world.superuser<{ id: string }[]>`select id from identity.org where code = 'lushan'`
  const tenant: Tenant = { code: 'lushan', orgId: Number(org?.id ?? 0) }
  const measured: Measured[] = []
  // A bulk load as anybody makes one: fewer checkpoints while it lasts.
  await settings(world, { max_wal_size: '16GB', checkpoint_timeout: '30min' })
  let boxes = 0
  for (const step of steps) {
    const from = performance.now()
    const build = await withoutIndexes(world)
    await fill(world, tenant, step - boxes, 10_000_000 + boxes)
    await build()
    boxes = step
    await world.superuser`checkpoint`
    await world.restart()
    const loaded = performance.now()
    const found = await measure(world, tenant, boxes, requests)
    measured.push(found)
    const [loading, asking] = [loaded - from, performance.now() - loaded].map((ms) => (ms / 1000).toFixed(0))
    process.stderr.write(`  ${found.entries} entries: loaded in ${loading} s, asked for ${asking} s\n`)
  }
  return rowsOf(measured)
}

async function measure(world: World, tenant: Tenant, boxes: number, requests: number): Promise<Measured> {
  const { cookie } = await world.as(hospitals[0])
  const get = (path: string): Job => ({ method: 'GET', path, cookie })
  const some = Array.from({ length: requests }, (_, i) => 10_000_000 + ((i * 7_919) % boxes)).map(
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
  // One of the hospital's own drugs, not that of which the sections before left six thousand boxes in the vault.
  const [drug] = await world.superuser<{ drug: string; vault: string }[]>`
    select b.drug_id as drug, b.account_id as vault from ledger.balance b join place.location l on l.org_id = b.org_id and l.account_id = b.account_id
    where l.tier = 1 and b.quantity > 0 group by 1, 2 having count(distinct b.lot_id) > 100 order by count(*) limit 1`
  const of = (path: string, n = 60) => Array.from({ length: n }, () => get(path))
  const [from, to] = [day(14, 1), day(14, 28)]
  const [size] = await world.superuser<{ entries: string; codes: string; bytes: string }[]>`
    select (select count(*) from ledger.entry) as entries, (select count(*) from ledger.code) as codes,
      pg_database_size(current_database()) as bytes`
  const pages: Record<string, Figures> = {}
  for (const [name, path] of [
    ['stock of a drug, by lot and place', `/api/stock?drugId=${drug?.drug}&pageSize=50`],
    ['stock of each drug', '/api/reports/stockSku'],
    ['进销存 of a month', `/api/reports/turnover?from=${from}&to=${to}`],
    [
      'a page of the book 专用账册',
      `/api/stock/ledger?drugId=${drug?.drug}&accountId=${drug?.vault}&size=50`,
    ],
    ['a page of the entries of three days', `/api/reports/entries?from=${day(14, 3)}&to=${day(14, 5)}`],
  ] as const)
    pages[name] = await run(of(path), 1)
  return {
    codes: Number(size?.codes),
    entries: Number(size?.entries),
    bytes: Number(size?.bytes),
    life: await run(
      some.map((c) => get(`/api/trace/life?code=${c}`)),
      2,
    ),
    check: await run(
      [...some, ...some].map((c) => get(`/api/trace/check?code=${c}`)),
      16,
    ),
    checkMany: await run(
      some.map((_, i) => {
        const codes = Array.from({ length: checkedAtOnce }, (__, n) => some[(i * 37 + n) % some.length])
        return get(`/api/trace/checks?codes=${codes.join(',')}`)
      }),
      8,
    ),
    pages,
    stock: await stockInDatabase(world, tenant, Number(drug?.drug)),
  }
}

/** The statement of the stock list under the program's role and its policies, a hundred times on one connection. */
async function stockInDatabase(world: World, { orgId }: Tenant, drugId: number): Promise<Figures> {
  const query = { item: 'intact', drugId, page: 1, pageSize: 50 } as const
  const times = await world.db.asOrg(orgId, async (tx) => {
    const all: number[] = []
    for (let i = 0; i < 110; i++) {
      const from = performance.now()
      await stockRows(tx, new Date().toISOString(), query)
      all.push(performance.now() - from)
    }
    return all.slice(10)
  })
  return figuresOf(times, 1)
}

const said = (n: number) => n.toLocaleString('en-US')

function rowsOf(all: readonly Measured[]): Row[] {
  const [least, most] = [all[0], all.at(-1)]
  if (!least || !most) return []
  return [...codeRows(least, most), ...pageRows(all, least, most), ...hospitalRows(all)]
}

const codeRows = (least: Measured, most: Measured): Row[] => [
  {
    id: 'codes.life.p99',
    title: `life of a code among ${said(most.codes)}, p99`,
    value: most.life.p99Ms,
    unit: 'ms',
    limit: { title: `among ${said(least.codes)}`, value: least.life.p99Ms },
    target: { text: '≤ 10 ms', met: most.life.p99Ms <= 10 },
    note: `p50 ${most.life.p50Ms.toFixed(1)} ms`,
  },
  {
    id: 'codes.check.perSecond',
    title: `a code checked among ${said(most.codes)}`,
    value: most.check.perSecond,
    unit: '/s',
    limit: { title: `among ${said(least.codes)}`, value: least.check.perSecond },
    target: { text: '≥ 5 000 /s', met: most.check.perSecond >= 5000 },
    note: `p99 ${most.check.p99Ms.toFixed(1)} ms`,
  },
  {
    id: 'codes.checkMany.perSecond',
    title: `codes checked among ${said(most.codes)}, ${checkedAtOnce} a request`,
    value: most.checkMany.perSecond * checkedAtOnce,
    unit: '/s',
    limit: { title: `among ${said(least.codes)}`, value: least.checkMany.perSecond * checkedAtOnce },
    target: { text: '≥ 5 000 /s', met: most.checkMany.perSecond * checkedAtOnce >= 5000 },
    note: `p99 of a request ${most.checkMany.p99Ms.toFixed(1)} ms`,
  },
  {
    id: 'growth.bytes',
    title: `on disk, for each of ${said(most.entries)} entries, with all indexes, codes, balances and events`,
    value: most.bytes / most.entries,
    unit: 'bytes',
  },
]

/** The curve: each page at each size of the books. */
const pageRows = (all: readonly Measured[], least: Measured, most: Measured): Row[] =>
  Object.keys(most.pages).flatMap((name) => {
    const [a, b] = [least.pages[name], most.pages[name]]
    if (!a || !b) return []
    return {
      id: `growth.${name}`,
      title: `${name}, p50`,
      value: b.p50Ms,
      unit: 'ms',
      limit: { title: `at ${said(least.entries)} entries`, value: a.p50Ms },
      target: { text: '≤ 1.5 ×', met: b.p50Ms <= a.p50Ms * 1.5 },
      note: all.map((m) => `${said(m.entries)}: ${m.pages[name]?.p50Ms.toFixed(1)}`).join(' → '),
    }
  })

/** A hospital with three years behind it: what its people wait for. */
function hospitalRows(all: readonly Measured[]): Row[] {
  const there = all.find((m) => m.entries > hospitalEntries * 0.9)
  if (!there) return []
  const of = `at ${said(there.entries)} entries, 5 000 lots`
  const pages = Object.entries(there.pages).map(([name, figures]) => ({
    id: `hospital.${name}`,
    title: `${name}, p95 ${of}`,
    value: figures.p95Ms,
    unit: 'ms',
    target: { text: '≤ 100 ms', met: figures.p95Ms <= 100 },
  }))
  return [
    {
      id: 'hospital.stock',
      title: `stock of a drug by lot and place in the database, p95 ${of}`,
      value: there.stock.p95Ms,
      unit: 'ms',
      target: { text: '≤ 10 ms', met: there.stock.p95Ms <= 10 },
      note: `p50 ${there.stock.p50Ms.toFixed(1)} ms`,
    },
    ...pages,
  ]
}
