import { assert } from '#core/refusal.ts'
import {
  closeCase,
  explain,
  readDiscrepancy,
  reportCase,
  reportReceivers,
} from '#features/discrepancy/contract.ts'
import { listPlaces } from '#features/places/contract.ts'
import { listCodes } from '#features/quarantine/contract.ts'
import {
  approveStocktake,
  finishStocktake,
  readStocktake,
  recountRow,
  scanCode,
  setRowReason,
  setScan,
  startStocktake,
  submitRow,
  type StocktakeRow,
} from '#features/stocktake/contract.ts'
import { createPlan } from '#features/stocktake/planContract.ts'
import { refused } from './supply.ts'
import { signedBy, type World } from './world.ts'

const [keeper, second, head] = ['wangxuemei@lushan', 'lizhenhua@lushan', 'liuguodong@lushan']

/** What really lies there: as the books say, box by box. The journey takes one ampoule out of the last box. */
export async function shelf(world: World, place: string, drug?: string) {
  const client = await world.as(keeper)
  const { rows } = await client.call(listPlaces, { pageSize: 500 })
  const accountId = rows.find((p) => p.placeId === world.place(place))?.accountId
  assert(accountId !== undefined, `${place} has an account`)
  return (await client.call(listCodes, { accountId, ...(drug ? { drugId: world.drug(drug) } : {}) })).rows
}

/** One row: every code scanned (with `short` units missing from the last), then the figure. */
async function countRow(
  world: World,
  id: number,
  row: StocktakeRow,
  boxes: readonly { code: string; units: number }[],
  short: number,
): Promise<StocktakeRow> {
  const client = await world.as(keeper)
  for (const [i, box] of boxes.entries()) {
    const seen = await client.call(scanCode, { id, raw: box.code })
    const units = box.units - (i === boxes.length - 1 ? short : 0)
    if (units !== seen.units) await client.call(setScan, { id, code: box.code, units })
  }
  const counted = boxes.reduce((n, b) => n + b.units, 0) - short
  return (await client.call(submitRow, { id, rowId: row.id, version: row.version, counted })).row
}

/**
 * 盘点: a blind count of one drug in the vault by two, one ampoule short, counted again, explained, reported because
 * nobody knows why, approved by somebody who did not count. Afterwards the books are level again.
 */
export async function stocktake(
  world: World,
  {
    drug = 'PS1005',
    place = 'A01',
    title = '一级库月盘',
    planId,
  }: { drug?: string; place?: string; title?: string; planId?: number } = {},
): Promise<number> {
  const client = await world.as(keeper)
  const input = {
    title,
    locationIds: [world.place(place)],
    drugIds: [world.drug(drug)],
    blind: true,
    ...(planId === undefined ? {} : { planId }),
  }
  const { id, no, rows } = await client.call(startStocktake, input, signedBy(second))
  const boxes = await shelf(world, place, drug)
  const list = (await client.call(readStocktake, { id })).list
  const last = list.at(-1)
  assert(last, 'there is something to count')
  const hidden = list.every((r) => r.book === null)
  for (const row of list) {
    const mine = boxes.filter((b) => b.lotNo === row.lotNo)
    await countRow(world, id, row, mine, row.id === last.id ? 1 : 0)
  }
  const first = (await client.call(readStocktake, { id })).list.find((r) => r.id === last.id)
  assert(first, 'the row is still there')
  await client.call(recountRow, { id, rowId: first.id, version: first.version })
  const mine = boxes.filter((b) => b.lotNo === first.lotNo)
  const again = await countRow(world, id, { ...first, version: first.version + 1 }, mine, 1)
  await client.call(setRowReason, { id, rowId: again.id, reasonCode: 'unknown' })
  const { version } = await client.call(readStocktake, { id })
  await client.call(finishStocktake, { id, version }, signedBy(second))
  world.say(
    `${no} 盲盘 ${rows} 行（账面${hidden ? '未显示' : '泄露'}），差异 ${again.difference} ${again.unit}，立 ${again.discrepancy?.no}`,
  )
  await settleCase(world, { id, row: again })
  return id
}

async function settleCase(world: World, of: { id: number; row: StocktakeRow }): Promise<void> {
  const [client, boss] = [await world.as(keeper), await world.as(head)]
  const caseId = of.row.discrepancy?.id ?? 0
  const now = () => boss.call(readDiscrepancy, { id: caseId })
  const approval = async () => {
    const { version } = await boss.call(readStocktake, { id: of.id })
    const input = { id: of.id, version, rowIds: [of.row.id], reason: '两次清点一致，已上报，同意调账' }
    return boss.call(approveStocktake, input, signedBy(keeper))
  }
  world.say(`说明之前调账：${await refused(approval())}`)
  const said = { reasonCode: 'unknown', text: '监控与流水均已查，查不出原因' } as const
  await client.call(explain, { id: caseId, version: (await now()).version, ...said }, signedBy(second))
  world.say(`上报之前调账：${await refused(approval())}`)
  const { version, draft } = await now()
  await boss.call(reportCase, { id: caseId, version, receivers: [...reportReceivers], text: draft })
  const done = await approval()
  await boss.call(closeCase, { id: caseId, version: (await now()).version, text: '已上报，账物相符' })
  const { no, bookNow } = await now()
  world.say(
    `${no} 说明、上报、调账 ${done.units} ${of.row.unit}、关闭；该码账面 ${bookNow}，盘点单 ${done.state === 'closed' ? '已完成' : done.state}`,
  )
}

/** The vault is counted every month. */
export async function monthlyPlan(world: World): Promise<number> {
  const client = await world.as(head)
  const firstOn = world.now().toISOString().slice(0, 10)
  const plan = { name: '一级库月盘', locationId: world.place('A01'), everyDays: 30, blind: true, firstOn }
  return (await client.call(createPlan, plan)).id
}
