import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { on, type Route } from '#core/route.ts'
import { listPlans, planLeft, proposePlan, readPlan, type Plan } from './contract.ts'
import { headOf, leftOfYear, linesOf, plansOf, proposalsOf } from './store.ts'

async function read(tx: Tx, actor: Actor, { id }: InputOf<typeof readPlan>): Promise<Plan> {
  const { round: _, authorityId, listHash: __, ...head } = await headOf(tx, id)
  const own = head.orgId === actor.orgId
  const open = head.state === 'draft' || head.state === 'returned'
  const may = {
    edit: own && open && actor.permissions.has('purchasePlan.write'),
    submit: own && open && actor.permissions.has('purchasePlan.submit'),
    decide:
      authorityId === actor.orgId &&
      head.state === 'submitted' &&
      actor.permissions.has('purchasePlan.approve'),
  }
  return { ...head, planLines: await linesOf(tx, head), may }
}

async function left(tx: Tx, _actor: Actor, input: InputOf<typeof planLeft>) {
  const rows = await leftOfYear(tx, input)
  return { rows, total: rows.length }
}

export const purchasePlanQueries: Route[] = [
  on(planLeft, left),
  on(proposePlan, async (tx, actor, { year }) => ({
    rows: await proposalsOf(tx, actor.orgId, { year, day: dayOf(actor.at) }),
  })),
  on(listPlans, (tx, _actor, input) => plansOf(tx, input)),
  on(readPlan, read),
]
