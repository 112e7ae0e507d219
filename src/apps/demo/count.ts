import { explain, readDiscrepancy } from '#features/discrepancy/contract.ts'
import {
  recountRow,
  readStocktake,
  scanCode,
  setRowReason,
  setScan,
  startStocktake,
  submitRow,
  type StocktakeRow,
} from '#features/stocktake/contract.ts'
import { createPlan, listPlans } from '#features/stocktake/planContract.ts'
import { monthlyPlan, shelf } from '../journey/count.ts'
import { signedBy, type World } from '../journey/world.ts'

const [keeper, second, head] = ['wangxuemei@lushan', 'lizhenhua@lushan', 'liuguodong@lushan']

/** The plans of a hospital: the vault monthly in full, the theatre pharmacy weekly by a drawn sample. */
export async function countPlans(world: World): Promise<void> {
  await monthlyPlan(world)
  const client = await world.as(head)
  const firstOn = new Date(world.now().getTime() + 7 * 86_400_000).toISOString().slice(0, 10)
  const what = { locationId: world.place('B01'), everyDays: 7, sample: 3, blind: true, firstOn }
  await client.call(createPlan, { name: '手术药房周抽盘', ...what })
}

/** The vault is being counted: most rows agree, one ampoule of the last one is missing and has become a case. */
export async function halfStocktake(world: World): Promise<void> {
  const client = await world.as(keeper)
  const plans = (await client.call(listPlans, {})).rows
  const planId = plans.find((p) => p.locationId === world.place('A01'))?.id
  const input = { title: '一级库月盘', locationIds: [world.place('A01')], blind: true, planId }
  const { id } = await client.call(startStocktake, input, signedBy(second))
  const { list } = await client.call(readStocktake, { id })
  const held = await shelf(world, 'A01')
  const counted = list.slice(0, Math.max(2, list.length - 3))
  for (const [i, row] of counted.entries()) {
    const boxes = held.filter((b) => b.lotId === row.lotId)
    const whole = boxes.reduce((n, b) => n + b.units, 0)
    const last = i === counted.length - 1
    const figure = { id, rowId: row.id, version: row.version, counted: whole - (last ? 1 : 0) }
    const done = await client.call(submitRow, figure)
    if (last) await missing(world, id, done.row, boxes)
  }
}

async function missing(
  world: World,
  id: number,
  row: StocktakeRow,
  boxes: readonly { code: string; units: number }[],
): Promise<void> {
  const client = await world.as(keeper)
  const again = (await client.call(recountRow, { id, rowId: row.id, version: row.version })).row
  for (const [i, box] of boxes.entries()) {
    const seen = await client.call(scanCode, { id, raw: box.code })
    const units = box.units - (i === 0 ? 1 : 0)
    if (units !== seen.units) await client.call(setScan, { id, code: box.code, units })
  }
  const counted = row.counted ?? 0
  const done = (await client.call(submitRow, { id, rowId: row.id, version: again.version, counted })).row
  await client.call(setRowReason, { id, rowId: row.id, reasonCode: 'unknown' })
  if (!done.discrepancy) return
  const { version } = await client.call(readDiscrepancy, { id: done.discrepancy.id })
  const said = { reasonCode: 'unknown', text: '两人复盘一致，监控与近七天流水正在查' } as const
  await client.call(explain, { id: done.discrepancy.id, version, ...said }, signedBy(second))
}
