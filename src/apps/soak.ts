import { mkdtempSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openServer } from '#core/postgres.ts'
import { overHttp } from './client.ts'
import { openCrew } from './soak/crew.ts'
import { startLoad } from './soak/load.ts'
import { meter } from './soak/meter.ts'
import { readSoakOptions, type SoakOptions } from './soak/options.ts'
import { openProbe } from './soak/probe.ts'
import { reportLines, sampleLine, type Soaked } from './soak/report.ts'
import { startServer } from './soak/server.ts'
import { judge, type Sample } from './soak/verdict.ts'

// `npm run soak`: the real server under mixed work for minutes or hours; exit 1 where something only ever grows or too
// much fails; see docs/simulation.md.
const say = (line: string) => process.stdout.write(`${line}\n`)
const sampleMs = 10_000
const mb = 1_048_576

async function soak(options: SoakOptions): Promise<Soaked> {
  const { minutes, rate, users } = options
  const dataDir = options.dataDir ?? mkdtempSync(path.join(tmpdir(), 'zhuisu-soak-'))
  const server = await startServer(dataDir)
  // Joins the database that the server has started; the statistics are the superuser's to read.
  const probe = openProbe((await openServer({ dir: dataDir })).url('postgres'))
  try {
    await probe.analyse()
    const gauge = meter()
    const crew = await openCrew(overHttp(server.url), gauge, users)
    say(`${server.url}：${minutes} 分钟，每秒 ${rate} 件事，${users} 人在线`)
    const load = startLoad(crew, { seconds: minutes * 60, rate, users, seed: 1 })
    const samples: Sample[] = []
    const began = Date.now()
    const look = async () => {
      const { rss, heapUsed } = server.memory()
      const facts = await probe.look()
      const second = Math.round((Date.now() - began) / 1000)
      const own = { second, rssMb: rss / mb, heapMb: heapUsed / mb, openFiles: server.openFiles() }
      const sample = { ...own, ...facts }
      samples.push(sample)
      say(sampleLine(sample, load.done(), gauge.failed()))
    }
    let over = false
    const ended = load.ended.then(() => (over = true))
    while (!over) {
      if (!server.running()) throw new Error('服务在压测中退出了')
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, sampleMs))])
      await look()
    }
    const internal = gauge.errors().reduce((n, e) => n + (e.code === 'INTERNAL' ? e.count : 0), 0)
    return {
      version: 1,
      minutes,
      rate,
      users,
      arrived: load.arrived(),
      done: load.done(),
      turnedAway: load.turnedAway(),
      acts: gauge.figures(),
      errors: gauge.errors(),
      samples,
      tables: await probe.largest(),
      verdict: judge(samples, { acts: gauge.acts(), failed: gauge.failed(), internal }),
    }
  } finally {
    await probe.close()
    await server.stop()
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
  }
}

async function main(): Promise<number> {
  const options = readSoakOptions(process.argv.slice(2))
  const soaked = await soak(options)
  for (const line of reportLines(soaked)) say(line)
  if (options.outDir !== undefined) {
    await mkdir(options.outDir, { recursive: true })
    await writeFile(path.join(options.outDir, 'soak.json'), `${JSON.stringify(soaked, null, 1)}\n`)
  }
  return soaked.verdict.ok ? 0 : 1
}

main()
  .then((code) => process.exit(code))
  .catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error))
    process.exit(2)
  })
