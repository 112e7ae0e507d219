import { demoPassword } from '#apps/demo/orgs.ts'
import {
  loadDelivery,
  readReceipt,
  setLot,
  signReceipt,
  startReceipt,
  takeFile,
} from '#features/receipt/contract.ts'
import type { Row } from '../figures.ts'
import { baseOf, type Base } from '../stock.ts'
import type { World } from '../world.ts'

const packUnits = 10

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const from = performance.now()
  const result = await work()
  return [result, performance.now() - from]
}

/**
 * (3) A delivery of many boxes: its file is read, every box counted from it, and the whole signed by two. Beside it a
 * bare COPY-like load of as many rows into a table with the columns and indexes of the ledger's entries.
 */
export async function receipt(world: World, boxes: number): Promise<Row[]> {
  const base = await baseOf(world.db)
  const keeper = await world.as('wangxuemei@lushan')
  const { id } = await keeper.call(startReceipt, {
    supplierId: base.supplierId,
    locationId: base.locationId,
    deliveryNo: `BENCH${boxes}`,
    lines: [{ drugId: base.drugId, units: boxes * packUnits }],
  })
  const codes = Array.from(
    { length: boxes },
    (_, i) => `${base.boxPrefix}${String(7_000_000 + i).padStart(13, '0')}`,
  )
  const file = new TextEncoder().encode(
    `$湖南楚湘医药有限公司,BENCH${boxes}\r\n${codes.map((c) => `${c},芬太尼,BENCH02,2026-01-01\r\n`).join('')}#\r\n`,
  )
  const [, readMs] = await timed(() => keeper.call(loadDelivery, { id }, { file }))
  const line = (await keeper.call(readReceipt, { id })).lines[0]
  await keeper.call(setLot, { id, lineId: line?.id ?? 0, lotNo: 'BENCH02', expiry: '2099-12-31' })
  const [, takeMs] = await timed(async () => {
    for (let after = ''; ;) {
      const taken = await keeper.call(takeFile, { id, after, limit: 1000 })
      if (taken.next === null) return
      after = taken.next
    }
  })
  const { version } = await keeper.call(readReceipt, { id })
  const signature = { witness: { account: 'lizhenhua@lushan', secret: demoPassword } }
  const [signed, signMs] = await timed(() =>
    keeper.call(
      signReceipt,
      { id, version, qualityState: '外观、封签完好', conclusion: '合格入库' },
      signature,
    ),
  )
  if (signed.acceptedUnits !== boxes * packUnits)
    throw new Error(`only ${signed.acceptedUnits} units were accepted`)
  const copyMs = await copyAsMany(world, base, codes)
  return [
    {
      id: 'receipt.sign',
      title: `receipt of ${boxes.toLocaleString('en-US')} boxes, signed into stock`,
      value: boxes / (signMs / 1000),
      unit: 'codes/s',
      limit: { title: 'COPY into the same indexes', value: boxes / (copyMs / 1000) },
      target: { text: `${boxes.toLocaleString('en-US')} codes ≤ 1 s`, met: signMs <= 1000 },
      note: `${signMs.toFixed(0)} ms with both signatures; file read in ${readMs.toFixed(0)} ms, counted in ${takeMs.toFixed(0)} ms`,
    },
  ]
}

/** As many rows into a copy of the table of entries, with its indexes, in one COPY that waits for the disk. */
async function copyAsMany(world: World, base: Base, codes: readonly string[]): Promise<number> {
  const sql = world.superuser
  await sql.unsafe(
    'drop table if exists public.copied; create table public.copied (like ledger.entry including all)',
  )
  const rows = codes.map(
    (code, i) => `${base.orgId}\t1\t${i + 1}\t2026-11-01\tintact\t${base.drugId}\t1\t${code}\t1\t2\t10\n`,
  )
  const [, ms] = await timed(async () => {
    const into = await sql`copy public.copied from stdin`.writable()
    await new Promise<void>((resolve, reject) => {
      into.on('error', reject).on('finish', resolve)
      into.end(rows.join(''))
    })
  })
  return ms
}
