import { dayOf } from '#core/clock.ts'
import { renewDays } from '#core/purchasing/rules.ts'
import type { Permission } from '#core/identity/permissions.ts'
import type { Read } from './officeTodos.ts'
import type { Todo } from './contract.ts'

/** The card that nobody renewed, from three months before its end on. */
const renewal: Read = (tx, { at }) => tx<Todo[]>`
  select 'purchaseCard' as kind, c.id, c.card_no as no,
    case when c.valid_to < ${dayOf(at)} then '印鉴卡已到期，不能采购麻、精一，请换卡' else '印鉴卡 ' || c.valid_to || ' 到期，请申请换卡' end as text,
    (c.valid_to + 1)::timestamp at time zone 'Asia/Shanghai' - interval '1 second' as due_at, null::timestamptz as since
  from purchase_card.card_now c
  where c.org_id = core.current_org() and c.next_from is null and c.valid_to - ${renewDays}::int <= ${dayOf(at)}::date
  order by c.valid_to limit 1`

/** Changes that are not with the city yet, or came back from it. */
const changes: Read = (tx) => tx<Todo[]>`
  select 'purchaseCard' as kind, x.card_id as id, x.no, '印鉴卡变更 ' || case x.field when 'orgName' then '医疗机构名称'
      when 'address' then '地址' when 'legalPerson' then '法定代表人' when 'medHead' then '医疗管理部门负责人'
      when 'pharmHead' then '药学部门负责人' else '采购人员' end || case x.state when 'returned' then '，被退回，重新报备' else '，报备' end as text,
    (x.file_by + 1)::timestamp at time zone 'Asia/Shanghai' - interval '1 second' as due_at, x.recorded_at as since
  from purchase_card.change_now x
  where x.org_id = core.current_org() and x.state in ('toFile', 'returned') order by x.file_by, x.id limit 3`

const title = `p.year || ' 年购用计划' || case when p.supplement > 0 then '增补 ' || p.supplement else '' end`

const drafts: Read = (tx) => tx<Todo[]>`
  select 'purchasePlan' as kind, p.id, p.no, ${tx.unsafe(title)} || case p.state when 'returned' then '，被退回，修改后重报' else '，待上报' end as text,
    null::timestamptz as due_at, coalesce(p.decided_at, p.created_at) as since
  from purchase_plan.plan_now p
  where p.org_id = core.current_org() and p.state in ('draft', 'returned') order by p.created_at limit 3`

export const purchasingReads: readonly { need: Permission; read: Read }[] = [
  { need: 'purchaseCard.write', read: renewal },
  { need: 'purchaseCard.write', read: changes },
  { need: 'purchasePlan.submit', read: drafts },
]
