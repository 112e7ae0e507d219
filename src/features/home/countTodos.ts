import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import type { Todo } from './contract.ts'
import { mostTodos } from './rules.ts'
import type { Desk } from './todos.ts'

/** Differences that are not closed, at one's own places. */
export const discrepancies = (tx: Tx, { places }: Desk): Promise<Todo[]> => tx<Todo[]>`
  select 'discrepancy' as kind, d.id, d.no, n.name || ' 批号 ' || l.lot_no || case when d.counted < d.book then ' 少 ' else ' 多 ' end
      || abs(d.counted - d.book) || '，在 ' || p.name as text,
    case d.state when 'open' then d.escalate_at else d.report_at end as due_at, d.found_at as since
  from ledger.discrepancy d
  join place.location p on p.org_id = d.org_id and p.account_id = d.account_id and p.id = any (${places}::bigint[])
  join ledger.drug n on n.org_id = d.org_id and n.id = d.drug_id
  join ledger.lot l on l.org_id = d.org_id and l.id = d.lot_id
  where d.org_id = core.current_org() and d.state <> 'closed'
  order by d.escalate_at limit ${mostTodos}`

/** What this person has begun to count. */
export const counting = (tx: Tx, { userId }: Desk): Promise<Todo[]> => tx<Todo[]>`
  select 'stocktake' as kind, s.id, s.no, s.title || '，已盘 ' || f.done || ' / ' || f.rows || ' 行' as text, null::timestamptz as due_at,
    s.started_at as since
  from stocktake.stocktake s
  cross join lateral (select count(*) as rows, count(*) filter (where r.state = 'counted') as done from stocktake.row r
    where r.org_id = s.org_id and r.stocktake_id = s.id) f
  where s.org_id = core.current_org() and s.state in ('counting', 'paused') and ${userId} in (s.counted_by, s.second_by)
  order by s.started_at limit ${mostTodos}`

/** Plans of one's own places that are due today or were due before. */
export const countPlans = (tx: Tx, { places, at }: Desk): Promise<Todo[]> => tx<Todo[]>`
  select 'countPlan' as kind, x.id, x.place as no, x.name || case when x.sample is null then '，全盘' else '，抽 ' || x.sample || ' 行' end as text,
    (x.due_on + 1)::timestamp at time zone 'Asia/Shanghai' as due_at, null::timestamptz as since
  from (
    select p.id, p.name, p.sample, l.name as place,
      coalesce((select max((s.started_at at time zone 'Asia/Shanghai')::date) + p.every_days from stocktake.stocktake s
        where s.org_id = p.org_id and s.plan_id = p.id and s.state <> 'cancelled'), p.first_on) as due_on
    from stocktake.plan p join place.location l on l.org_id = p.org_id and l.id = p.location_id
    where p.org_id = core.current_org() and p.stopped_at is null and p.location_id = any (${places}::bigint[])) x
  where x.due_on <= ${dayOf(at)} order by x.due_on limit ${mostTodos}`

/** Signed by two, not yet approved. */
export const adjustments = (tx: Tx): Promise<Todo[]> => tx<Todo[]>`
  select 'adjustment' as kind, s.id, s.no, s.title || '，' || count(*) || ' 行有差异' as text, null::timestamptz as due_at, s.submitted_at as since
  from stocktake.stocktake s join stocktake.row r on r.org_id = s.org_id and r.stocktake_id = s.id and r.counted <> r.book and r.movement_id is null
  where s.org_id = core.current_org() and s.state = 'submitted'
  group by s.id, s.no, s.title, s.submitted_at order by s.submitted_at limit ${mostTodos}`
