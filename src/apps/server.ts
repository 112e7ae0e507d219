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
const following = startFollowers(platform, (error) =>
  platform.app.log.error({ err: error }, 'a follower failed'),
)
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
    say(`演示数据没有写完：${String(error)}`)
  })
}

const checking = keepChecking(platform.db, platform.auditor, clock, 3_600_000, (error) =>
  platform.app.log.error({ err: error }, 'the ledger could not be checked'),
)

const saying = keepSaying(platform, clock, (error) =>
  platform.app.log.error({ err: error }, 'overdue discrepancies could not be said'),
)

const reminding = keepReminding(platform.db, clock, (error) =>
  platform.app.log.error({ err: error }, 'nobody was reminded'),
)

const sweeping = keepSweeping(platform.db, platform.auditor, clock, 3_600_000, (error) =>
  platform.app.log.error({ err: error }, 'time limits could not be looked at'),
)

const daily = setInterval(() => {
  makePartitions(platform.ownerUrl).catch((error: unknown) =>
    platform.app.log.error({ err: error }, 'no partitions were made'),
  )
  tidy(platform.db, clock).catch((error: unknown) =>
    platform.app.log.error({ err: error }, 'nothing was tidied'),
  )
}, 86_400_000)

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

async function isEmpty(): Promise<boolean> {
  const [row] = await platform.auditor.transaction((tx) => tx`select 1 from ledger.movement limit 1`)
  return row === undefined
}

let closing = false
const close = () => {
  if (closing) return
  closing = true
  for (const f of following) f.stop()
  checking.stop()
  saying.stop()
  reminding.stop()
  sweeping.stop()
  clearInterval(daily)
  // A request that hangs may not keep the server from ending.
  setTimeout(() => process.exit(1), 10_000).unref()
  void platform.close().then(() => process.exit(0))
}
process.on('SIGINT', close)
process.on('SIGTERM', close)
