import { readFile } from '#core/files/contract.ts'
import { listAlerts } from '#features/alerts/contract.ts'
import { destroyContainers, destructionStages } from '#features/destruction/contract.ts'
import { listIssues, readIssue } from '#features/issue/contract.ts'
import { listBins, listOwed, recover } from '#features/recovery/contract.ts'
import { signReceipt } from '#features/receipt/contract.ts'
import { readClosure, type ClosureRow } from '#features/reports/contract.ts'
import { listStock } from '#features/stock/contract.ts'
import { traceLife } from '#features/trace/contract.ts'
import { evidenceOf } from '#apps/acts/evidence.ts'
import type { Client } from '#apps/client.ts'
import { refused } from './supply.ts'
import { signedBy, type World } from './world.ts'

/** 6 空安瓿回收: by scanning every ampoule (theatre) or against the issue by lot and count (ward). */
export async function recoverAll(
  world: World,
  issueId: number,
  how: { receiver: string; bringer: string; bin: string; byLot?: boolean },
): Promise<void> {
  const client = await world.as(how.receiver)
  const { rows } = await client.call(listOwed, { issueId, pageSize: 200 })
  const lots = new Map<number, number>()
  for (const r of rows) lots.set(r.lotId, (lots.get(r.lotId) ?? 0) + r.owed)
  const items = how.byLot
    ? [...lots].map(([lotId, units]) => ({ lotId, units }))
    : rows.map((r) => ({ code: r.code }))
  const made = await client.call(
    recover,
    { issueId, binLocationId: world.place(how.bin), items },
    signedBy(how.bringer),
  )
  world.say(
    `${made.no} 回收 ${rows.reduce((n, r) => n + r.owed, 0)} 个（${how.byLot ? '按批号点数' : '逐支扫码'}），尚欠 ${made.stillOwed} 个`,
  )
}

const destructionScenes = {
  毁前: { syringe: false, liquid: 0, ampoules: 3 },
  毁中: { syringe: false, liquid: 0, ampoules: 2, broken: true },
  毁后: { syringe: false, liquid: 0, ampoules: 3, broken: true },
} as const

export function destructionPhotos(world: World, client: Client) {
  return evidenceOf(destructionStages, (stage) => world.photograph(client, destructionScenes[stage]))
}

/** 6 销毁: two people, place, method, reason, photographs. */
export async function destroyAll(world: World, bin: string): Promise<void> {
  const client = await world.as('liqian@lushan')
  const binLocationId = world.place(bin)
  const { rows } = await client.call(listBins, { binLocationId, pageSize: 200 })
  const evidence = await destructionPhotos(world, client)
  const items = rows.map((r) => ({ lotId: r.lotId, units: r.units }))
  const done = await client.call(
    destroyContainers,
    { binLocationId, items, place: '后勤楼 102', method: '砸碎', reason: '季度空安瓿销毁', evidence },
    signedBy('liuguodong@lushan'),
  )
  world.say(`${done.no} 砸碎 ${done.containers} 个，李倩执行、刘国栋监督，三张照片`)
}

/** 7 主管部门: sees the stock, the flow, one ampoule's life and its photographs; can change nothing. */
export async function supervise(world: World, issueId: number, lushan: number): Promise<void> {
  const inspector = await world.as('hemingyuan@cswjw')
  const stock = await inspector.call(listStock, { org: lushan, pageSize: 100 })
  const issue = await inspector.call(readIssue, { id: issueId })
  const ampoule = issue.drugs[0]?.units[0]?.code ?? ''
  const life = await inspector.call(traceLife, { code: ampoule })
  const steps = life.units.find((u) => u.code === ampoule)?.steps.length ?? 0
  let bytes = 0
  for (const p of issue.photos) bytes += (await inspector.download(readFile, { sha256: p.sha256 })).length
  world.say(
    `贺明远（长沙市卫健委）：库存 ${stock.total} 行；${ampoule} 的一生 ${steps} 步；照片 ${issue.photos.length} 张 ${Math.round(bytes / 1024)} kB；患者 ${issue.patient.name}`,
  )
  const input = { id: 1, version: 1, qualityState: '外观、封签完好', conclusion: '合格入库' } as const
  world.say(`主管部门签字入库：${await refused(inspector.call(signReceipt, input))}`)
  const other = await world.as('tanyong@huaichuan')
  const seen = (await other.call(listIssues, { org: lushan })).total
  world.say(
    `淮川医院看麓山的领用单：列表 ${seen} 条，打开 ${await refused(other.call(readIssue, { id: issueId }))}`,
  )
  const alerts = await inspector.call(listAlerts, { org: lushan, pageSize: 10 })
  world.say(`预警 ${alerts.total} 条${alerts.rows[0] ? `，最近：${alerts.rows[0].text}` : ''}`)
}

const head = [
  '药品',
  '收货',
  '在库',
  '在途',
  '在手',
  '待查',
  '开启',
  '交患者',
  '损溢',
  '含量开启',
  '给药',
  '弃去',
  '损失',
  '留样',
  '空安瓿',
  '患者交回',
  '欠',
  '箱',
  '已毁',
  '结论',
]

/** The closed-loop table; true when nothing is open and every equation holds. */
export async function closedLoop(world: World, lushan: number): Promise<boolean> {
  const inspector = await world.as('hemingyuan@cswjw')
  const { rows } = await inspector.call(readClosure, { org: lushan })
  const cells = rows.map(rowOf)
  const widths = head.map((h, i) => Math.max(width(h), ...cells.map((c) => width(c[i] ?? ''))))
  const line = (c: string[]) =>
    c.map((text, i) => (i === 0 ? padEnd(text, widths[i] ?? 0) : padStart(text, widths[i] ?? 0))).join('  ')
  world.say(line(head))
  for (const c of cells) world.say(line(c))
  return rows.length > 0 && rows.every((r) => r.equal && !r.open)
}

function rowOf(r: ClosureRow): string[] {
  const unit = r.contentUnit === 'ug' ? 'μg' : r.contentUnit
  const verdict = !r.equal ? '不等' : r.open ? '未闭环' : '闭环'
  return [
    `${r.name} ${r.spec}`,
    ...[
      r.received,
      r.onHand,
      r.inTransit,
      r.inCustody,
      r.quarantined,
      r.opened,
      r.handedOver,
      r.adjusted,
    ].map(String),
    `${r.contentOpened} ${unit}`,
    ...[
      r.contentGiven,
      r.contentWasted,
      r.contentLost,
      r.contentSampled,
      r.containersMade,
      r.containersFromPatients,
      r.containersOwed,
      r.containersInBin,
      r.containersDestroyed,
    ].map(String),
    verdict,
  ]
}

/** A Chinese character takes two columns of a terminal. */
const width = (text: string) => [...text].reduce((n, c) => n + (c.charCodeAt(0) > 0x2e80 ? 2 : 1), 0)
const padEnd = (text: string, to: number) => text + ' '.repeat(Math.max(0, to - width(text)))
const padStart = (text: string, to: number) => ' '.repeat(Math.max(0, to - width(text))) + text
