import { mkdtempSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { systemClock } from '#core/clock.ts'
import { tidy } from '#core/tidy.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { booksOf } from './simulate/books.ts'
import { readOptions, Unfit, type Options } from './simulate/options.ts'
import { provinceOf } from './simulate/people.ts'
import { run } from './simulate/run.ts'
import { catchUp, readTruth, scoreStage, truthFile } from './simulate/score/report.ts'
import { scoreTable } from './simulate/score/score.ts'
import { claimFolder, keepMaker, openStage, type Stage } from './simulate/stage.ts'

// `npm run simulate`: an invented province, acted through the real commands; see docs/simulation.md.
const say = (line: string) => process.stdout.write(`${line}\n`)

async function simulate(options: Options): Promise<number> {
  const dir = options.dataDir ?? mkdtempSync(path.join(tmpdir(), 'zhuisu-simulate-'))
  await claimFolder(dir)
  await keepMaker(dir, options, false)
  const province = provinceOf(options.seed, options.institutions)
  const stage = await openStage(dir, province, options.start, options.days)
  try {
    return await acted(options, stage, province)
  } finally {
    if (options.dataDir === undefined) await stage.remove()
    else await stage.close()
  }
}

async function acted(
  options: Options,
  stage: Stage,
  province: ReturnType<typeof provinceOf>,
): Promise<number> {
  const began = Date.now()
  const { truth, tally, acts } = await run(options, stage, say, province)
  const seconds = (Date.now() - began) / 1000
  await writeFile(truthFile(stage.dir), `${JSON.stringify(truth, null, 1)}\n`)
  await keepMaker(stage.dir, options, true)
  await tidy(stage.db, systemClock)
  const months = (options.institutions * options.days) / 30.44
  say(
    `\n${acts} 个动作，${seconds.toFixed(1)} 秒：每秒 ${Math.round(acts / seconds)} 个，每分钟 ${((months / seconds) * 60).toFixed(1)} 个机构月；${tally.cases} 例，${tally.postponed} 例因库存不足改期`,
  )
  const books = await stage.auditor.transaction(booksOf)
  const findings = await stage.auditor.transaction(verifyLedger)
  for (const f of findings.slice(0, 20)) say(`✗ ${f.what}：${f.detail}`)
  say(
    `账目核验 ${findings.length === 0 ? '账平' : `发现 ${findings.length} 处不符`}，${books.movements} 笔，指纹 ${(options.lanes === 1 ? books.numbers : books.words).slice(0, 16)}`,
  )
  await scored(stage)
  return findings.length === 0 ? 0 : 1
}

async function scored(stage: Stage): Promise<void> {
  await catchUp(stage)
  const truth = await readTruth(stage.dir)
  say(
    `\n预埋 ${truth.thieves.length} 人、${truth.acts.filter((a) => a.kind === 'mistake').length} 处无心之失`,
  )
  for (const line of scoreTable(await scoreStage(stage, truth))) say(line)
}

/** Compares again, with the detectors of today. */
async function again(dir: string): Promise<number> {
  const { seed, institutions, start, days } = await readTruth(dir)
  const stage = await openStage(dir, provinceOf(seed, institutions), start, days)
  try {
    await scored(stage)
  } finally {
    await stage.close()
  }
  return 0
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2))
  return options.score === undefined ? simulate(options) : again(options.score)
}

main()
  .then((code) => process.exit(code))
  .catch((error: unknown) => {
    say(error instanceof Unfit ? error.message : String((error as Error | null)?.stack ?? error))
    process.exit(2)
  })
