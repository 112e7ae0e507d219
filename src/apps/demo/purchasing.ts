import { dayOf } from '#core/clock.ts'
import { cardStanding, recordChange } from '#features/purchaseCard/contract.ts'
import { createPlan, planLeft, submitPlan } from '#features/purchasePlan/contract.ts'
import { cardChange, yearPlan } from '../journey/purchasing.ts'
import type { World } from '../journey/world.ts'

const [keeper, head] = ['wangxuemei@lushan', 'liuguodong@lushan']
const dayMs = 86_400_000
const yearOf = (world: World) => Number(dayOf(world.now()).slice(0, 4))

/** Before the week's orders: a purchaser more on the card, and the year's plan approved. */
export async function beforeOrders(world: World): Promise<void> {
  await cardChange(world)
  await yearPlan(world, { year: yearOf(world), asked: 1_200, cutTo: 200 })
}

/** Today: a change that nobody has filed in its three days, and a 增补 that waits for the city. */
export async function purchasingToday(world: World): Promise<void> {
  const chief = await world.as(head)
  const { card } = await chief.call(cardStanding, {})
  const changedOn = dayOf(new Date(world.now().getTime() - 4 * dayMs))
  const change = { id: card?.cardId ?? 0, field: 'medHead' as const, changedOn, after: '蒋岚' }
  await chief.call(recordChange, change)
  const client = await world.as(keeper)
  const year = yearOf(world)
  const { rows } = await client.call(planLeft, { year })
  const most = rows.toSorted((a, b) => b.ordered - a.ordered)[0]
  // In the first days of January the week's plan belongs to the year before.
  if (!most) return
  const lines = [{ productId: most.productId, asked: 600, reason: '癌痛门诊开诊' }]
  const made = await client.call(createPlan, {
    year,
    supplement: true,
    reason: '疼痛科癌痛门诊开诊，吗啡用量增加',
    lines,
  })
  await chief.call(submitPlan, { id: made.planId })
}
