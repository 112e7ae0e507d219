import { drive, type Figures, type Job } from '../load.ts'
import type { Row } from '../figures.ts'
import { bareOpenings, tpcb } from '../bare.ts'
import { baseOf, benchCode, putInHands, type Hand } from '../stock.ts'
import type { World } from '../world.ts'

export interface Sizes {
  /** Movements of each measured run. */
  readonly movements: number
  readonly connections: number
}

const holders = ['chensiyuan@lushan', 'zhaomin@lushan'] as const

/** One opening an ampoule: the jobs of many hands, mixed, so that neighbours are not one case. */
export function openings(hands: readonly Hand[], cookies: ReadonlyMap<string, string>): Job[] {
  const jobs = hands.flatMap((hand) =>
    hand.codes.map((code) => ({
      method: 'POST' as const,
      path: `/api/issues/${hand.issueId}/open`,
      cookie: cookies.get(hand.holder) ?? '',
      body: JSON.stringify({ units: [{ code }] }),
    })),
  )
  return mixed(jobs)
}

/** A fixed shuffle: the same order in every run. */
export function mixed<T>(list: readonly T[]): T[] {
  const step = 7919
  return list.map((_, i) => list[(i * step) % list.length] as T)
}

export async function signInAll(world: World): Promise<Map<string, string>> {
  return new Map(await Promise.all(holders.map(async (h) => [h, (await world.as(h)).cookie] as const)))
}

/**
 * (1) One movement over HTTP with everything on, beside the same statements sent bare from one process over as many
 * connections, and beside a TPC-B-like transaction. A movement here opens an ampoule: three entries, six balances.
 */
export async function single(world: World, sizes: Sizes, first: number): Promise<Row[]> {
  const base = await baseOf(world.db)
  const warm = Math.ceil(sizes.movements / 5 / 100) * 100
  const cookies = await signInAll(world)
  const paced = Math.ceil(sizes.movements / 3 / 100) * 100
  const hands = await putInHands(world.db, base, holders, warm + sizes.movements * 2 + paced, first)
  const ends = [warm, warm + sizes.movements, warm + sizes.movements * 2].map((n) => n / 100)
  const [warmUp, http, bare, calm] = [0, ...ends].map((from, i) => hands.slice(from, ends[i]))
  const plan = (list: readonly Hand[] = []) => ({
    origin: world.origin,
    connections: sizes.connections,
    warmUp: 0,
    jobs: openings(list, cookies),
  })
  await drive(plan(warmUp))
  // Statistics as autovacuum would have them in a hospital that has worked for a day.
  await world.superuser`vacuum analyze`
  const over = refuseFailures(await drive(plan(http)))
  const atHalf = refuseFailures(await drive({ ...plan(calm), perSecond: over.perSecond / 2 }))
  const plain = await bareOpenings(world, base, bare ?? [], cookies, sizes.connections)
  const bank = await tpcb(world, sizes.movements, sizes.connections)
  return [
    {
      id: 'single.open',
      title: `one movement over HTTP, ${sizes.connections} at a time`,
      value: over.perSecond,
      unit: '/s',
      limit: { title: 'the same statements, bare', value: plain.perSecond },
      target: {
        text: '≥ 2 000 /s and ≥ 1/3 of bare',
        met: over.perSecond >= 2000 && over.perSecond / plain.perSecond >= 1 / 3,
      },
    },
    {
      id: 'single.tpcb',
      title: 'the same, beside TPC-B',
      value: over.perSecond,
      unit: '/s',
      limit: { title: 'TPC-B-like, same driver', value: bank.perSecond },
    },
    {
      id: 'single.p99',
      title: 'the same, p99',
      value: over.p99Ms,
      unit: 'ms',
      target: { text: '≤ 50 ms', met: over.p99Ms <= 50 },
      note: `p50 ${over.p50Ms.toFixed(1)} ms`,
    },
    {
      id: 'single.half.p99',
      title: 'the same at half of that rate, sent whatever comes back, p99',
      value: atHalf.p99Ms,
      unit: 'ms',
      note: `p50 ${atHalf.p50Ms.toFixed(1)} ms, timed from when each was due`,
    },
  ]
}

/** A figure of requests that were refused is no figure. */
export function refuseFailures(figures: Figures): Figures {
  if (Object.keys(figures.failed).length > 0)
    throw new Error(`requests failed: ${JSON.stringify(figures.failed)} ${figures.firstFailure ?? ''}`)
  return figures
}

export { benchCode }
