import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import postgres from 'postgres'
import { seedBaseData } from '#apps/demo/baseData.ts'
import { allRoutes } from '#apps/routes.ts'
import { connect, type Db } from '#core/db.ts'
import { localFiles } from '#core/files/store.ts'
import { migrate } from '#core/migrate.ts'
import { openServer } from '#core/postgres.ts'
import type { Route } from '#core/route.ts'
import { seedProducts } from '#features/catalogue/seedProducts.ts'
import { Unfit, type Options } from './options.ts'
import type { Province } from './people.ts'

/** A database of the simulation's own, with people, places and drugs, and no stock. */
export interface Stage {
  readonly dir: string
  readonly db: Db
  readonly auditor: Db
  readonly routes: readonly Route[]
  /** Tells the planner how large the tables have become; a fresh database believes that they are empty. */
  readonly analyse: () => Promise<void>
  readonly close: () => Promise<void>
  readonly remove: () => Promise<void>
}

/** What run made a folder; beside the data, so that another run knows it is not its own. */
interface Maker {
  readonly institutions: number
  readonly days: number
  readonly seed: number
  readonly start: string
  readonly finished: boolean
}

const makerFile = (dir: string) => path.join(dir, 'simulation.json')

export async function makerOf(dir: string): Promise<Maker | undefined> {
  const file = makerFile(dir)
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Maker) : undefined
}

/** Refuses, with a sentence, a folder that holds anything: books are never acted over other books. */
export async function claimFolder(dir: string): Promise<void> {
  const maker = await makerOf(dir)
  if (maker)
    throw new Unfit(
      maker.finished
        ? `${dir} 里已有一次模拟（--institutions ${maker.institutions} --days ${maker.days} --seed ${maker.seed}）；看结果用 --score ${dir}，再跑请换目录`
        : `${dir} 里有一次没跑完的模拟；请删掉这个目录或换一个`,
    )
  if (existsSync(path.join(dir, 'passwords.json')))
    throw new Unfit(`${dir} 里有别的数据库，模拟不会写进去；请换一个空目录`)
}

export async function keepMaker(dir: string, options: Options, finished: boolean): Promise<void> {
  const { institutions, days, seed, start } = options
  await mkdir(dir, { recursive: true })
  await writeFile(
    makerFile(dir),
    `${JSON.stringify({ institutions, days, seed, start, finished }, null, 2)}\n`,
  )
}

/** Opens what lies in the folder; makes it where nothing does. */
export async function openStage(dir: string, province: Province, from: string, days: number): Promise<Stage> {
  const server = await openServer({ dir, relaxed: true })
  const ownerUrl = server.url('zhuisu_owner')
  await migrate(ownerUrl)
  await seedProducts(ownerUrl)
  await monthsFrom(ownerUrl, from, days)
  const db = connect(server.url('zhuisu_app'), { name: 'simulate' })
  const auditor = connect(server.url('zhuisu_auditor'), { name: 'simulate-auditor', max: 3 })
  const lastDay = new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10)
  await seedBaseData(ownerUrl, db, lastDay, province.cast)
  const close = async () => {
    await db.close()
    await auditor.close()
    await server.stop()
  }
  return {
    dir,
    db,
    auditor,
    routes: allRoutes(localFiles(path.join(dir, 'files'), { flush: false })),
    analyse: () => asOwner(ownerUrl, (sql) => sql`analyze`),
    close,
    async remove() {
      await db.close()
      await auditor.close()
      await server.remove()
    },
  }
}

/** A simulated past has months of its own, like any other. */
async function monthsFrom(ownerUrl: string, from: string, days: number): Promise<void> {
  // The first China day begins on the evening before, which may be another month's.
  const months = Math.ceil(days / 28) + 2
  await asOwner(ownerUrl, (sql) => sql`call core.make_partitions((${from}::date - 1)::date, ${months})`)
}

async function asOwner(url: string, run: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await run(sql)
  } finally {
    await sql.end()
  }
}
