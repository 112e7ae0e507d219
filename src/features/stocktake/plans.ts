import { tell } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import { brokenConstraint } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { createPlan, listPlans, stopPlan, type Plan } from './planContract.ts'

export const planRoutes: Route[] = [
  on(listPlans, async (tx, actor, { org }) => {
    const today = dayOf(actor.at)
    const rows = await tx<Omit<Plan, 'overdue'>[]>`
      select p.id, p.name, l.name as place, p.location_id, p.drug_class, p.every_days, p.sample, p.blind, x.no as last_no,
        (x.started_at at time zone 'Asia/Shanghai')::date as last_on,
        greatest(p.first_on, coalesce((x.started_at at time zone 'Asia/Shanghai')::date + p.every_days, p.first_on)) as due_on
      from stocktake.plan p join place.location l on l.org_id = p.org_id and l.id = p.location_id
      left join lateral (
        select s.no, s.started_at from stocktake.stocktake s
        where s.org_id = p.org_id and s.plan_id = p.id and s.state <> 'cancelled' order by s.started_at desc limit 1) x on true
      where p.org_id = coalesce(${org ?? null}::bigint, core.current_org()) and p.stopped_at is null
      order by due_on, p.name limit 200`
    return { rows: rows.map((r) => ({ ...r, overdue: r.dueOn < today })) }
  }),

  on(createPlan, async (tx, actor, input) => {
    const [place] =
      await tx`select 1 from place.location where org_id = ${actor.orgId} and id = ${input.locationId}`
    if (!place) throw new Refusal('NOT_FOUND')
    try {
      const [row] = await tx<{ id: number }[]>`
        insert into stocktake.plan (org_id, name, location_id, drug_class, every_days, sample, blind, first_on, created_by, created_at)
        values (${actor.orgId}, ${input.name}, ${input.locationId}, ${input.drugClass ?? null}, ${input.everyDays}, ${input.sample ?? null},
          ${input.blind}, ${input.firstOn}, ${actor.userId}, ${actor.at})
        returning id`
      assert(row, 'an inserted plan has a number')
      tell(
        actor,
        { kind: 'stocktakePlan', id: row.id, no: input.name },
        { everyDays: input.everyDays, sample: input.sample ?? null },
      )
      return row
    } catch (error) {
      if (brokenConstraint(error) === 'plan_name')
        throw new Refusal('ALREADY_EXISTS', { what: '计划', value: input.name })
      throw error
    }
  }),

  on(stopPlan, async (tx, actor, { planId }) => {
    const [row] = await tx<{ name: string }[]>`
      update stocktake.plan set stopped_at = coalesce(stopped_at, ${actor.at}) where org_id = ${actor.orgId} and id = ${planId} returning name`
    if (!row) throw new Refusal('NOT_FOUND')
    tell(actor, { kind: 'stocktakePlan', id: planId, no: row.name }, { stopped: true })
    return { ok: true as const }
  }),
]
