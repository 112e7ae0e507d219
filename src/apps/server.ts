import { tidy } from '#core/tidy.ts'
import { makePartitions } from '#core/migrate.ts'
import { keepChecking } from '#core/ledger/check.ts'
import { serveDocs } from './docs.ts'
import { institutions, people, demoPassword, demoPin } from './demo/orgs.ts'
import { travelClock } from './demo/clock.ts'
import { seedDemoFlow } from './demo/flow.ts'
import { overHttp } from './client.ts'
import { startFollowers } from './followers.ts'
import { keepSaying } from './overdue.ts'
import { openPlatform } from './platform.ts'
import { keepReminding } from './reminders.ts'
import { readSettings } from './settings.ts'
import { keepSweeping } from './sweep.ts'
import { ensureWebBuilt, serveWeb } from './webFiles.ts'

const started = Date.now()
const settings = readSettings(process.argv.slice(2), process.env)
const say = (line: string) => process.stdout.write(`${line}\n`)

say('追溯 Zhuisu 正在启动 …')
const clock = travelClock()
const [platform, builtMs] = await Promise.all([openPlatform(settings, clock), ensureWebBuilt()])
if (builtMs > 0) say(`网页已构建（${(builtMs / 1000).toFixed(1)} 秒）`)
await serveDocs(platform.app)
await serveWeb(platform.app)
/** What runs beside the requests, each with its end. */
const beside: { stop(): void }[] = []
let closing = false
function close() {
  if (closing) return
  closing = true
  for (const b of beside) b.stop()
  // A request that hangs may not keep the server from ending.
  setTimeout(() => process.exit(1), 10_000).unref()
  void platform.close().then(() => process.exit(0))
}
// Before the demonstration is written: whoever stops it half way must not leave the database running.
process.on('SIGINT', close)
process.on('SIGTERM', close)

const failed = (words: string) => (error: unknown) => platform.app.log.error({ err: error }, words)
beside.push(...startFollowers(platform, failed('a follower failed')))
const address = await platform.app
  .listen({ port: settings.port, host: settings.host })
  .catch(async (error: unknown) => {
    say(
      (error as { code?: string }).code === 'EADDRINUSE'
        ? `端口 ${settings.port} 已被占用：先停掉占用的程序，或用 npm start -- --port 8081`
        : String(error),
    )
    await platform.close()
    process.exit(1)
  })
if (settings.demo && (await isEmpty())) {
  // Without its week the demonstration still works, only emptier.
  await seedDemoFlow(overHttp(address), clock, say).catch((error: unknown) => {
    clock.release()
    if (!closing) say(`演示数据没有写完：${String(error)}`)
  })
}

if (!closing) begin()

/** What runs by the clock begins once the demonstration is written; then people are let in. */
function begin() {
  const daily = setInterval(() => {
    makePartitions(platform.ownerUrl).catch(failed('no partitions were made'))
    tidy(platform.db, clock).catch(failed('nothing was tidied'))
  }, 86_400_000)
  beside.push(
    keepChecking(platform.db, platform.auditor, clock, 3_600_000, failed('the ledger could not be checked')),
    keepSaying(platform, clock, failed('overdue discrepancies could not be said')),
    keepReminding(platform.db, clock, failed('nobody was reminded')),
    keepSweeping(
      platform.db,
      platform.auditor,
      clock,
      3_600_000,
      failed('time limits could not be looked at'),
    ),
    { stop: () => clearInterval(daily) },
  )
  say(
    `\n已就绪（${((Date.now() - started) / 1000).toFixed(1)} 秒）：${address.replace('127.0.0.1', 'localhost')}\n`,
  )
  if (settings.demo) {
    say(`演示账号（密码都是 ${demoPassword}，工卡 PIN ${demoPin}）：`)
    for (const [org, list] of Object.entries(people)) {
      const name = institutions.find((i) => i.code === org)?.name
      for (const p of list) say(`  ${p.account.padEnd(24)} ${p.name}　${p.title}${name ? `（${name}）` : ''}`)
    }
    say('')
  }
}

async function isEmpty(): Promise<boolean> {
  const [row] = await platform.auditor.transaction((tx) => tx`select 1 from ledger.movement limit 1`)
  return row === undefined
}
