import type { Todo } from './contract.ts'
import type { Read } from './officeTodos.ts'
import { mostTodos } from './rules.ts'

/** Running pumps to be read: within the hour to who keeps them; past it to everybody of the keeper's department as well. */
const toRead: Read = (tx, { userId, at }) => tx<Todo[]>`
  select 'pumpRead' as kind, p.id, p.no, p.place || '，泵 ' || p.device_no || case when p.keeper_id = ${userId} then '' else '，' || k.name || ' 看管' end as text,
    x.due_at, p.last_at as since
  from infusion.pump_now p
  join identity.app_user k on k.org_id = p.org_id and k.id = p.keeper_id
  join identity.app_user me on me.org_id = p.org_id and me.id = ${userId}
  cross join lateral (select p.last_at + make_interval(hours => infusion.unread_hours(p.org_id)) as due_at) x
  where p.org_id = core.current_org() and p.stopped_at is null and (
    p.keeper_id = ${userId} and x.due_at < ${at}::timestamptz + interval '1 hour'
    or x.due_at < ${at}::timestamptz and k.department_id = me.department_id)
  order by x.due_at limit ${mostTodos}`

/** What one's own stopped pumps left over, and nobody has disposed of. */
const rests: Read = (tx, { userId }) => tx<Todo[]>`
  select 'pumpRest' as kind, p.id, p.no, '泵 ' || p.device_no || ' 已停，' || x.rest || ' 待弃去或续配' as text, i.due_at, p.stopped_at as since
  from infusion.pump_now p
  join issue.issue i on i.org_id = p.org_id and i.id = p.issue_id
  cross join lateral (
    select string_agg(h.name || ' ' || h.held || ' ' || replace(h.content_unit, 'ug', 'μg'), '、' order by h.name) as rest from (
      select d.name, d.content_unit, sum(c.held) as held from infusion.content_now c
      join ledger.drug d on d.org_id = c.org_id and d.id = c.drug_id
      where c.org_id = p.org_id and c.pump_id = p.id and c.held > 0 group by d.name, d.content_unit) h) x
  where p.org_id = core.current_org() and p.state = 'rest' and p.keeper_id = ${userId}
  order by p.stopped_at limit ${mostTodos}`

export const infusionReads = [
  { need: 'use.record', read: toRead },
  { need: 'use.record', read: rests },
] as const
