import { drive, type Job } from '../load.ts'
import type { Row } from '../figures.ts'
import { baseOf, putInHands } from '../stock.ts'
import type { World } from '../world.ts'
import { refuseFailures, signInAll } from './single.ts'

const holders = ['chensiyuan@lushan', 'zhaomin@lushan'] as const

/** (2) Many movements in one request: each ampoule is opened and its content given, 250 ampoules a request. */
export async function batches(world: World, ampoules: number, first: number): Promise<Row[]> {
  const base = await baseOf(world.db)
  const cookies = await signInAll(world)
  const hands = await putInHands(world.db, base, holders, ampoules, first)
  const jobs: Job[] = []
  for (const holder of holders) {
    const uses = hands
      .filter((h) => h.holder === holder)
      .flatMap((h) =>
        h.codes.flatMap((code) => [
          { act: 'open', issueId: h.issueId, code },
          { act: 'administer', issueId: h.issueId, code, content: base.contentPerUnit, route: '静脉注射' },
        ]),
      )
    for (let i = 0; i < uses.length; i += 500)
      jobs.push({
        method: 'POST',
        path: '/api/uses',
        cookie: cookies.get(holder) ?? '',
        body: JSON.stringify({ uses: uses.slice(i, i + 500) }),
      })
  }
  const warmUp = Math.min(2, jobs.length - 1)
  const figures = refuseFailures(await drive({ origin: world.origin, connections: 4, warmUp, jobs }))
  const perSecond = figures.perSecond * 500
  return [
    {
      id: 'batch.movements',
      title: 'movements in requests of 500 (open and give)',
      value: perSecond,
      unit: '/s',
      target: { text: '≥ 10 000 /s', met: perSecond >= 10_000 },
      note: `a request p99 ${figures.p99Ms.toFixed(0)} ms`,
    },
  ]
}
