import { mkdtempSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { verifyLedger } from '#core/ledger/verify.ts'
import { readOptions } from './simulate/options.ts'
import { provinceOf } from './simulate/people.ts'
import { run } from './simulate/run.ts'
import { claimFolder, keepMaker, openStage } from './simulate/stage.ts'

// `npm run simulate`: an invented province, acted through the real commands; see docs/simulation.md.
const say = (line: string) => process.stdout.write(`${line}\n`)

async function simulate(): Promise<number> {
  const options = readOptions(process.argv.slice(2))
  const dir = options.dataDir ?? mkdtempSync(path.join(tmpdir(), 'zhuisu-simulate-'))
  await claimFolder(dir)
  await keepMaker(dir, options, false)
  const province = provinceOf(options.seed, options.institutions)
  const stage = await openStage(dir, province, options.start, options.days)
  const began = Date.now()
  const ran = await run(options, stage, say, province)
  const seconds = (Date.now() - began) / 1000
  await writeFile(path.join(dir, 'truth.json'), `${JSON.stringify(ran.truth, null, 1)}\n`)
  const findings = await stage.auditor.transaction(verifyLedger)
  for (const f of findings.slice(0, 20)) say(`✗ ${f.what}：${f.detail}`)
  say(
    `${ran.acts} 个动作，${seconds.toFixed(1)} 秒，每秒 ${Math.round(ran.acts / seconds)} 个；${ran.tally.cases} 例，${ran.tally.postponed} 例因库存不足改期`,
  )
  await keepMaker(dir, options, true)
  if (options.dataDir === undefined) await stage.remove()
  else await stage.close()
  return findings.length === 0 ? 0 : 1
}

simulate()
  .then((code) => process.exit(code))
  .catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error))
    process.exit(2)
  })
