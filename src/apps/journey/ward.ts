import { decideBase, readExchange, readPlaceBase, requestBase } from '#features/baseStock/contract.ts'
import {
  countAll,
  countLine,
  explainDifference,
  openHandover,
  readHandover,
  signHandover,
} from '#features/handover/contract.ts'
import { acceptTransfer, createRequisition, sendTransfer } from '#features/requisition/contract.ts'
import { suggestPicks } from '#features/stock/contract.ts'
import { dayOf } from '#core/clock.ts'
import { refused } from './supply.ts'
import { signedBy, type World } from './world.ts'

const nurse = 'zhaomin@lushan'
const pharmacist = 'pengli@lushan'
const checker = 'hezhiyuan@lushan'

/** 三级库 基数: the ward asks, the head of pharmacy approves; from then on nothing comes above it. */
export async function wardBase(world: World, units: number): Promise<void> {
  const client = await world.as(nurse)
  const placeId = world.place('W03')
  const { id, no } = await client.call(requestBase, {
    placeId,
    effectiveFrom: dayOf(world.now()),
    reason: '肿瘤内科日常用量',
    lines: [{ drugId: world.drug('NAR002'), units, minUnits: 2 }],
  })
  await (await world.as('liuguodong@lushan')).call(decideBase, { id, approve: true })
  const over = await refused(
    client.call(createRequisition, {
      locationId: placeId,
      sourceLocationId: world.place('C01'),
      lines: [{ drugId: world.drug('NAR002'), units: 10 }],
    }),
  )
  world.say(`${no} 肿瘤内科药柜 吗啡基数 ${units} 支，赵敏申请、刘国栋批准；再请领 10 支被拒（${over}）`)
  world.say(`  ${await equation(world)}`)
}

/** 以空换新: what was used and is proven by its empties comes back as whole ampoules. */
export async function exchangeForEmpties(world: World): Promise<void> {
  const [client, sender] = [await world.as(nurse), await world.as(pharmacist)]
  const [placeId, from] = [world.place('W03'), world.place('C01')]
  const before = await equation(world)
  const { lines } = await client.call(readExchange, { placeId })
  const units = lines.reduce((n, l) => n + l.units, 0)
  const drugId = world.drug('NAR002')
  const asked = await client.call(createRequisition, {
    locationId: placeId,
    sourceLocationId: from,
    lines: [{ drugId, units }],
    exchange: lines
      .filter((l) => l.units > 0)
      .map(({ issueId, lotId, units: n }) => ({ issueId, lotId, units: n })),
  })
  const { picks } = await sender.call(suggestPicks, { locationId: from, drugId, units })
  const taken = picks.map((p) => ({ code: p.code, units: p.units }))
  const route = { requisitionId: asked.id, sourceLocationId: from, destinationLocationId: placeId }
  const sent = await sender.call(sendTransfer, { ...route, picks: taken }, signedBy(checker))
  await client.call(acceptTransfer, { id: sent.id, picks: taken })
  world.say(`${asked.no} → ${sent.no} 以空换新 ${units} 支`)
  world.say(`  换前 ${before}`)
  world.say(`  换后 ${await equation(world)}`)
}

/** The equation of 吗啡 in the ward, as the screen shows it. */
async function equation(world: World): Promise<string> {
  const { drugs } = await (await world.as(nurse)).call(readPlaceBase, { placeId: world.place('W03') })
  const d = drugs.find((x) => x.drugId === world.drug('NAR002'))
  if (!d) return '没有吗啡'
  const terms = `在柜 ${d.inPlace} ＋ 在手 ${d.inHand} ＋ 空安瓿未交 ${d.owed} ＋ 待换 ${d.proven} ＋ 已换待到 ${d.awaiting}`
  return `${terms} ＝ ${d.total}，基数 ${d.baseUnits ?? '未核定'}`
}

/** 交接班: from where the last one ended; one ampoule short is not signed before it has a case. */
export async function handOver(world: World): Promise<void> {
  const client = await world.as(nurse)
  const placeId = world.place('W03')
  const first = await client.call(openHandover, { placeId, kind: 'shift' })
  await client.call(countAll, { id: first.id })
  await signShift(world, first.id)
  world.say(`${first.no} 赵敏交班、周婧接班，全部相符`)
  const { id, no } = await client.call(openHandover, { placeId, kind: 'shift' })
  const [line] = (await client.call(readHandover, { id })).lines
  if (!line) throw new Error('the ward holds something')
  await client.call(countAll, { id })
  await client.call(countLine, { id, item: line.item, lotId: line.lotId, units: (line.book ?? 0) - 1 })
  const code = await refused(signShift(world, id))
  const reason = '夜班少 1 支，正在核对使用登记'
  await client.call(explainDifference, { id, item: line.item, lotId: line.lotId, kind: 'unrecorded', reason })
  await signShift(world, id)
  const { startedAt } = await client.call(readHandover, { id })
  world.say(
    `${no} 起于上一班 ${startedAt?.slice(11, 16)}Z，实点少 1 支：未登记差异不能签字（${code}），登记后签字交接`,
  )
}

async function signShift(world: World, id: number): Promise<void> {
  const client = await world.as(nurse)
  const { version } = await client.call(readHandover, { id })
  await client.call(signHandover, { id, version }, signedBy('zhoujing@lushan'))
}
