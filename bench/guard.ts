import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ratioOf, tableOf, type Row } from './figures.ts'
import { receipt } from './sections/receipt.ts'
import { single } from './sections/single.ts'
import { openWorld } from './world.ts'

// `npm run bench:guard`: the small bench against the committed ratios. Only ratios, because machines differ; a ratio may
// fall by 30 % before it fails, and it has three tries, because machines are also busy. `-- --write` commits new ones.
const file = path.join(import.meta.dirname, 'baseline.json')
const tolerance = 0.7
const tries = 3

async function measure(): Promise<Row[]> {
  const world = await openWorld()
  try {
    return [
      ...(await single(world, { movements: 2_000, connections: 8 }, 1_000)),
      ...(await receipt(world, 1_000)),
    ]
  } finally {
    await world.close()
  }
}

const ratiosOf = (rows: readonly Row[]): Record<string, number> =>
  Object.fromEntries(rows.flatMap((r) => (r.limit ? [[r.id, ratioOf(r) ?? 0]] : [])))

if (process.argv.includes('--write')) {
  writeFileSync(file, `${JSON.stringify(ratiosOf(await measure()), null, 2)}\n`)
  process.exit(0)
}

const baseline = JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>
const best: Record<string, number> = {}
const fallen = () => Object.entries(baseline).filter(([id, was]) => (best[id] ?? 0) < was * tolerance)
for (let attempt = 1; attempt <= tries; attempt++) {
  const rows = await measure()
  process.stdout.write(`${tableOf(rows)}\n\n`)
  for (const [id, ratio] of Object.entries(ratiosOf(rows))) best[id] = Math.max(best[id] ?? 0, ratio)
  if (fallen().length === 0) break
}
for (const [id, was] of Object.entries(baseline)) {
  const now = best[id] ?? 0
  process.stdout.write(
    `${id}: ${now.toFixed(3)}, committed ${was.toFixed(3)}${now < was * tolerance ? '  ✗ fell by more than 30 %' : ''}\n`,
  )
}
process.exit(fallen().length === 0 ? 0 : 1)
