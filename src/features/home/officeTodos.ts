import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import type { Permission } from '#core/identity/permissions.ts'
import type { Todo } from './contract.ts'
import { mostTodos } from './rules.ts'
import type { Desk } from './todos.ts'

export type Read = (tx: Tx, desk: Desk) => Promise<Todo[]>

/** A handover that somebody began here waits for its two signatures. */
const handovers: Read = (tx, { places }) => tx<Todo[]>`
  select 'handover' as kind, h.id, h.no, l.name || case h.kind when 'day' then ' 日结' else ' 交接班' end as text, null::timestamptz as due_at, h.opened_at as since
  from handover.handover h join place.location l on l.org_id = h.org_id and l.id = h.location_id
  where h.org_id = core.current_org() and h.signed_at is null and h.cancelled_at is null and h.location_id = any (${places}::bigint[])
  order by h.opened_at limit ${mostTodos}`

const baseRequests: Read = (tx, { userId }) => tx<Todo[]>`
  select 'baseStock' as kind, b.id, b.no, l.name || '，' || u.name || ' 申请' as text, null::timestamptz as due_at, b.requested_at as since
  from base_stock.request b join place.location l on l.org_id = b.org_id and l.id = b.location_id
  join identity.app_user u on u.org_id = b.org_id and u.id = b.requested_by
  where b.org_id = core.current_org() and b.decision is null and b.requested_by <> ${userId}
  order by b.requested_at limit ${mostTodos}`

/** Written, still valid, not voided, nothing handed out yet. */
const prescriptions: Read = (tx, { at }) => tx<Todo[]>`
  select 'dispense' as kind, p.id, p.no, u.name || ' 开具，有效至 ' || p.valid_to as text,
    (p.valid_to + 1)::timestamp at time zone 'Asia/Shanghai' as due_at, p.written_at as since
  from prescription.prescription p join identity.app_user u on u.org_id = p.org_id and u.id = p.prescriber_id
  where p.org_id = core.current_org() and p.voided_at is null and p.use_at = 'home'
    and not (p.countersign and p.countersigned_at is null)
    and p.valid_to >= (${at}::timestamptz at time zone 'Asia/Shanghai')::date
    and not exists (select 1 from prescription.dispense d where d.org_id = p.org_id and d.prescription_id = p.id)
  order by p.valid_to, p.written_at limit 4`

/** What somebody on probation wrote, for whoever has the right and is not on probation: it counts only once it is signed. */
const unsigned: Read = (tx, { userId, at }) => tx<Todo[]>`
  select 'countersign' as kind, p.id, p.no, u.name || '（试用期）开具，待审核签名' as text,
    (p.valid_to + 1)::timestamp at time zone 'Asia/Shanghai' as due_at, p.written_at as since
  from prescription.prescription p join identity.app_user u on u.org_id = p.org_id and u.id = p.prescriber_id
  where p.org_id = core.current_org() and p.countersign and p.countersigned_at is null and p.voided_at is null and p.valid_to >= ${dayOf(at)}::date
    and p.prescriber_id <> ${userId} and not exists (select from identity.stay_on(core.current_org(), ${userId}, ${dayOf(at)}::date) s where s.kind = 'probation')
    and exists (select from identity.qualification q where q.org_id = core.current_org() and q.user_id = ${userId} and q.type = 'prescribe'
      and q.revoked_at is null and ${dayOf(at)}::date between q.valid_from and q.valid_to)
  order by p.valid_to, p.written_at limit 3`

const batches = (tx: Tx, userId: number, approved: boolean) => tx<Todo[]>`
  select 'retention' as kind, b.id, b.no, '到期记录 ' || x.records || ' 条，' || ${approved ? '等两人执行' : '等批准'}::text as text,
    null::timestamptz as due_at, coalesce(b.approved_at, b.applied_at) as since
  from retention.batch b
  cross join lateral (select count(*) as records from retention.item i where i.org_id = b.org_id and i.batch_id = b.id) x
  where b.org_id = core.current_org() and b.rejected_at is null and b.executed_at is null
    and (b.approved_at is not null) = (${approved ? 'yes' : 'no'}::text = 'yes') and b.applied_by <> ${userId}
  order by b.applied_at limit ${mostTodos}`

/** What this person must put right; a finding of the authority is everybody's who may answer it. Due at the end of its day. */
const rectifications: Read = (tx, { userId }) => tx<Todo[]>`
  select 'rectification' as kind, c.id, c.no, case c.source when 'authority' then '上级检查 ' else '' end || c.problem as text,
    (c.due_on + 1)::timestamp at time zone 'Asia/Shanghai' as due_at, c.opened_at as since
  from inspection.case_now c
  where c.hospital_id = core.current_org() and c.state in ('open', 'returned') and coalesce(c.responsible_id, ${userId}) = ${userId}
  order by c.due_on, c.id limit 3`

/** Put right by others, to be looked at again; and whose day has passed. */
const verifications: Read = (tx, { userId, at }) => tx<Todo[]>`
  select 'verification' as kind, c.id, c.no, case c.state when 'done' then '' else '逾期未整改 ' || coalesce(c.responsible, '') || '，' end || c.problem as text,
    (c.due_on + 1)::timestamp at time zone 'Asia/Shanghai' as due_at, c.last_at as since
  from inspection.case_now c
  where c.hospital_id = core.current_org() and c.source = 'own' and c.responsible_id <> ${userId}
    and (c.state = 'done' and c.last_by <> ${userId}
      or c.state in ('open', 'returned') and c.due_on < (${at}::timestamptz at time zone 'Asia/Shanghai')::date)
  order by c.due_on, c.id limit 3`

/** Downtimes of one's own places, or of all for who closes them, that are not closed. */
const downtimes: Read = (tx, { places }) => tx<Todo[]>`
  select 'downtime' as kind, d.id, d.no, case when d.ended_at is null then '停机中，恢复后登记' else '逐行补录、清点、关闭' end || '，' || d.reason as text,
    d.enter_due_at as due_at, d.started_at as since
  from paper.downtime d
  where d.org_id = core.current_org() and d.closed_at is null and exists (select from paper.downtime_place p
    where p.org_id = d.org_id and p.downtime_id = d.id and p.location_id = any (${places}::bigint[]))
  order by d.enter_due_at nulls last, d.id limit 3`

/** What must be reported and is not: from the first day after its period, red after its day. */
const duties: Read = (tx, { at }) => tx<Todo[]>`
  select 'filing' as kind, d.filing_id as id, coalesce(d.no, to_char(d.period, 'YYYY-MM')) as no,
    case d.kind when 'monthly' then to_char(d.period, 'YYYY-MM') || ' 月度数量' else to_char(d.period, 'YYYY') || ' 年第 ' || to_char(d.period, 'Q') || ' 季度名单' end
      || case d.state when 'prepared' then '，待核对' when 'checked' then '，待报送' when 'returned' then '，被退回，请更正' else '，未报' end as text,
    (d.due_on + 1)::timestamp at time zone 'Asia/Shanghai' as due_at, null::timestamptz as since
  from filing.duties_now(${at}) d
  where d.org_id = core.current_org() and (not d.sent or d.state not in ('sent', 'received'))
  order by d.due_on, d.kind limit 3`

/** In force, and this person, who must know it, has not read this version. No law says until when: after all other work. */
const unread: Read = (tx, { userId, at }) => tx<Todo[]>`
  select 'policyRead' as kind, f.policy_id as id, f.no, f.title || '，第 ' || f.version || ' 版，' || to_char(f.effective_on, 'MM-DD') || ' 起执行' as text,
    null::timestamptz as due_at, null::timestamptz as since
  from governance.in_force(core.current_org(), ${dayOf(at)}) f
  where ${userId} in (select r.user_id from governance.readers(core.current_org(), ${dayOf(at)}) r)
    and not exists (select from governance.reading g where g.org_id = core.current_org() and g.policy_id = f.policy_id
      and g.version = f.version and g.user_id = ${userId})
  order by f.effective_on, f.policy_id limit 3`

const policyDrafts: Read = (tx, { userId }) => tx<Todo[]>`
  select 'policyApprove' as kind, p.id, p.no, p.title || '，第 ' || v.version || ' 版' as text, null::timestamptz as due_at, v.drafted_at as since
  from governance.version v join governance.policy p on p.org_id = v.org_id and p.id = v.policy_id
  where v.org_id = core.current_org() and v.approved_at is null and v.returned_at is null and v.drafted_by <> ${userId}
  order by v.drafted_at limit ${mostTodos}`

/** In force and to be looked at again within thirty days, with nothing drafted yet. */
const policyReviews: Read = (tx, { at }) => tx<Todo[]>`
  select 'policyReview' as kind, f.policy_id as id, f.no, f.title || '，' || f.review_on || ' 复审' as text,
    (f.review_on + 1)::timestamp at time zone 'Asia/Shanghai' as due_at, null::timestamptz as since
  from governance.in_force(core.current_org(), ${dayOf(at)}) f
  where f.review_on <= ${dayOf(at)}::date + 30 and not exists (
    select from governance.version v where v.org_id = core.current_org() and v.policy_id = f.policy_id and v.version > f.version and v.returned_at is null)
  order by f.review_on, f.policy_id limit 3`

/** Papers that wait for one person's decision or signature, wherever their desk is. */
export const officeReads: readonly { need: Permission; read: Read }[] = [
  { need: 'handover.work', read: handovers },
  { need: 'baseStock.approve', read: baseRequests },
  { need: 'prescription.dispense', read: prescriptions },
  { need: 'prescription.write', read: unsigned },
  { need: 'retention.approve', read: (tx, { userId }) => batches(tx, userId, false) },
  { need: 'retention.execute', read: (tx, { userId }) => batches(tx, userId, true) },
  { need: 'inspection.work', read: rectifications },
  { need: 'governance.acknowledge', read: unread },
  { need: 'governance.approve', read: policyDrafts },
  { need: 'governance.write', read: policyReviews },
  { need: 'inspection.verify', read: verifications },
  { need: 'filing.check', read: duties },
  { need: 'downtime.work', read: downtimes },
]
