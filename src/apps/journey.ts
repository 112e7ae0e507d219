import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { verifyLedger } from '#core/ledger/verify.ts'
import { overHttp } from './client.ts'
import { travelClock } from './demo/clock.ts'
import { startFollowers } from './followers.ts'
import { closedLoop } from './journey/closing.ts'
import { announceClass, tomorrowsClass } from './journey/reclassification.ts'
import { travel } from './journey/run.ts'
import { openWorld } from './journey/world.ts'
import { openPlatform } from './platform.ts'
import { readSettings } from './settings.ts'

// `npm run journey`: the main job over HTTP on the files in samples/, on a database of its own.
// --data DIR keeps the database there; on the next run with the same folder only the table is checked again.
const { values } = parseArgs({ options: { data: { type: 'string' } } })
const dataDir = values.data ?? mkdtempSync(path.join(tmpdir(), 'zhuisu-journey-'))
const say = (line: string) => process.stdout.write(`${line}\n`)

// The samples have dates; the journey happens on their Monday, whatever day it is here.
const clock = travelClock()
clock.goTo(new Date('2026-11-23T06:05:00Z'))
const platform = await openPlatform({ ...readSettings(['--data', dataDir], {}), port: 0 }, clock)
const address = await platform.app.listen({ port: 0, host: '127.0.0.1' })
const following = startFollowers(platform, (error) => say(`follower: ${String(error)}`))
const world = await openWorld(overHttp(address), say, clock.now)
const [org] = await platform.auditor.transaction(
  (tx) => tx<{ id: number; movements: number }[]>`
  select o.id, (select count(*) from ledger.movement m where m.org_id = o.id) as movements from identity.org o where o.code = 'lushan'`,
)
const lushan = org?.id ?? 0
const fresh = (org?.movements ?? 0) === 0
if (!fresh) say('这个数据目录已走过一遍，只核对：\n')

const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 2_500))
const announce = () => announceClass(platform.ownerUrl, tomorrowsClass(clock.now()))
const closed = fresh
  ? (await travel(world, lushan, settle, announce)).closed
  : await closedLoop(world, lushan)
const findings = await platform.auditor.transaction(verifyLedger)
for (const f of findings.slice(0, 20)) say(`✗ ${f.what}：${f.detail}`)
say(
  `\n${closed ? '全部闭环' : '有未闭环或不等'}；账目核验 ${findings.length === 0 ? '账平' : `发现 ${findings.length} 处不符`}`,
)

for (const f of following) f.stop()
if (values.data === undefined) await platform.remove()
else await platform.close()
process.exit(closed && findings.length === 0 ? 0 : 1)
