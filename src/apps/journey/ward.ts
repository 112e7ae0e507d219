import { readPlaceBase } from '#features/baseStock/contract.ts'
import {
  countAll,
  countLine,
  explainDifference,
  openHandover,
  readHandover,
} from '#features/handover/contract.ts'
import { createRequisition } from '#features/requisition/contract.ts'
import { approveBase, checkMonth, countedAsBooked, exchangeAll, signCounted } from '../acts/ward.ts'
import { refused } from './supply.ts'
import type { World } from './world.ts'

const nurse = 'zhaomin@lushan'
const other = 'zhoujing@lushan'

/** 三级库 基数: the ward asks, the head of pharmacy approves; from then on nothing comes above it. */
export async function wardBase(world: World, units: number): Promise<void> {
  const no = await approveBase(world, {
    place: 'W03',
    by: nurse,
    reason: '日常用量',
    units: { NAR002: [units, 2] },
  })
  const over = await refused(
    (await world.as(nurse)).call(createRequisition, {
      locationId: world.place('W03'),
      sourceLocationId: world.place('C01'),
      lines: [{ drugId: world.drug('NAR002'), units: 10 }],
    }),
  )
  world.say(`${no} 肿瘤内科药柜 吗啡基数 ${units} 支，赵敏申请、刘国栋批准；再请领 10 支被拒（${over}）`)
  world.say(`  ${await equation(world)}`)
}

/** 以空换新: what was used and is proven by its empties comes back as whole ampoules. */
export async function exchangeForEmpties(world: World): Promise<void> {
  const before = await equation(world)
  const way = { place: 'W03', from: 'C01', by: nurse, sender: 'pengli@lushan', checker: 'hezhiyuan@lushan' }
  const done = await exchangeAll(world, way)
  world.say(`${done?.asked} → ${done?.sent} 以空换新 ${done?.units} 支`)
  world.say(`  换前 ${before}`)
  world.say(`  换后 ${await equation(world)}`)
}

/** 月检查: nine items, every lot counted, 彭丽 of the pharmacy and 赵敏 of the ward sign. */
export async function monthlyCheck(world: World): Promise<void> {
  const no = await checkMonth(world, { place: 'W03', by: 'pengli@lushan', with: nurse })
  world.say(`${no} 月检查 9 项合格，账物批号相符，彭丽检查、赵敏签字`)
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
  const first = await countedAsBooked(world, { place: 'W03', kind: 'shift', by: nurse, with: other })
  world.say(`${first} 赵敏交班、周婧接班，全部相符`)
  const { id, no } = await client.call(openHandover, { placeId, kind: 'shift' })
  const [line] = (await client.call(readHandover, { id })).lines
  if (!line) throw new Error('the ward holds something')
  const { item, lotId } = line
  await client.call(countAll, { id })
  await client.call(countLine, { id, item, lotId, units: (line.book ?? 0) - 1 })
  const code = await refused(signCounted(client, id, 'shift', other))
  const reason = '夜班少 1 支，正在核对使用登记'
  await client.call(explainDifference, { id, item, lotId, kind: 'unrecorded', reason })
  await signCounted(client, id, 'shift', other)
  const { previousNo } = await client.call(readHandover, { id })
  world.say(`${no} 接 ${previousNo}，实点少 1 支：未登记差异不能签字（${code}），登记后签字交接`)
}
