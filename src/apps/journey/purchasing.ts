import { photo } from '../../../samples/photo.ts'
import { dayOf } from '#core/clock.ts'
import { assert } from '#core/refusal.ts'
import { createOrder } from '#features/purchase/contract.ts'
import {
  cardPeople,
  cardStanding,
  fileChange,
  handleChange,
  recordChange,
  uploadSpecimen,
} from '#features/purchaseCard/contract.ts'
import { createPlan, decidePlan, proposePlan, submitPlan } from '#features/purchasePlan/contract.ts'
import { listSuppliers } from '#features/suppliers/contract.ts'
import { refused } from './supply.ts'
import type { World } from './world.ts'

const [keeper, head, inspector] = ['wangxuemei@lushan', 'liuguodong@lushan', 'hemingyuan@cswjw']

/** 印鉴卡: a new 采购人员, who may order once the city has settled the change. */
export async function cardChange(world: World, name = '何志远'): Promise<void> {
  const client = await world.as(head)
  const { card } = await client.call(cardStanding, {})
  assert(card, 'the demonstration hospital has its card')
  const { rows } = await client.call(cardPeople, {})
  const inId = rows.find((p) => p.name === name)?.userId
  const today = dayOf(world.now())
  const change = await client.call(recordChange, {
    id: card.cardId,
    field: 'purchaser',
    changedOn: today,
    inId,
  })
  await client.call(fileChange, { changeId: change.changeId, filedOn: today })
  const city = await world.as(inspector)
  await city.call(handleChange, { changeId: change.changeId, outcome: 'done' })
  world.say(
    `印鉴卡 ${card.cardNo} 有效至 ${card.validTo}；${change.no} 增加采购人员${name}，报备，市卫健办结`,
  )
}

/** The scan of the card. */
async function specimen(world: World): Promise<void> {
  const client = await world.as(head)
  const { card } = await client.call(cardStanding, {})
  const id = card?.cardId ?? 0
  const file = photo({ liquid: 0, ampoules: 0, syringe: false, seed: 510_000 + id })
  await client.call(uploadSpecimen, { id }, { file })
}

export interface PlanWish {
  readonly year: number
  /** Units for each product, and what pethidine is cut to. */
  readonly asked: number
  readonly cutTo: number
}

/** 购用计划 of a year, for every product under the card: written, sent, approved with one line cut. */
export async function yearPlan(world: World, wish: PlanWish): Promise<void> {
  const client = await world.as(keeper)
  const { year, asked, cutTo } = wish
  const { rows } = await client.call(proposePlan, { year })
  const lines = rows.map((r) => ({ productId: r.productId, asked }))
  const { planId, no } = await client.call(createPlan, { year, lines })
  await (await world.as(head)).call(submitPlan, { id: planId })
  const cut = rows.filter((r) => r.name.includes('哌替啶'))
  const city = await world.as(inspector)
  await city.call(decidePlan, {
    id: planId,
    outcome: 'approved',
    note: '哌替啶不用于慢性疼痛，按急诊用量核减',
    lines: cut.map((r) => ({ productId: r.productId, approved: cutTo })),
  })
  world.say(`${no} ${year} 年购用计划 ${lines.length} 个品种，市卫健核定，哌替啶核减为 ${cutTo} 支`)
}

/** One order over the approved quantity: refused, and it says what is left. */
export async function overPlan(world: World): Promise<string> {
  const client = await world.as(keeper)
  const [supplier] = (await client.call(listSuppliers, { pageSize: 1 })).rows
  const lines = [{ drugId: world.drug('NAR025'), units: 2_500, price: '4.25' }]
  const supplierId = supplier?.supplierId ?? 0
  const code = await refused(client.call(createOrder, { supplierId, orderedOn: dayOf(world.now()), lines }))
  world.say(`再订哌替啶 2,500 支：超过核定，拒绝（${code}）`)
  return code
}

/** 印鉴卡与购用计划: what must stand before the first order. */
export async function purchasing(world: World): Promise<void> {
  await specimen(world)
  await cardChange(world)
  const year = Number(dayOf(world.now()).slice(0, 4))
  await yearPlan(world, { year, asked: 20_000, cutTo: 2_000 })
  await overPlan(world)
}
