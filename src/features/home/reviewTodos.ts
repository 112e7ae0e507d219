import { dayOf } from '#core/clock.ts'
import type { Permission } from '#core/identity/permissions.ts'
import { afterDays, aheadDays } from '#features/reclassification/contract.ts'
import type { Read } from './officeTodos.ts'
import type { Todo } from './contract.ts'

/** Last month's 麻、精 prescriptions, of which none was drawn; due by the tenth, which is the usual day of local rules. */
const undrawn: Read = (tx, { at }) => tx<Todo[]>`
  select 'reviewDraw' as kind, null::bigint as id, to_char(m.first, 'YYYY-MM') as no, '处方 ' || count(*) || ' 张，没有抽取点评' as text,
    (m.next + 10)::timestamp at time zone 'Asia/Shanghai' as due_at, null::timestamptz as since
  from (select (date_trunc('month', ${dayOf(at)}::date) - interval '1 month')::date as first, date_trunc('month', ${dayOf(at)}::date)::date as next) m
  join prescription.prescription p on p.org_id = core.current_org() and p.series in ('narcotic', 'second') and p.voided_at is null
    and p.written_at >= m.first::timestamp at time zone 'Asia/Shanghai' and p.written_at < m.next::timestamp at time zone 'Asia/Shanghai'
  where not exists (select from prescription_review.review r where r.org_id = core.current_org() and r.period_from < m.next and r.period_to >= m.first)
  group by m.first, m.next`

/** What of a draw waits for this step, by whoever had no hand in it: one line a draw. */
const waiting =
  (kind: 'reviewOpen' | 'reviewCheck', state: 'open' | 'reviewed', words: string): Read =>
  (tx, { userId }) =>
    tx<Todo[]>`
  select ${kind} as kind, r.id, r.no, ${words} || ' ' || count(*) || ' 张' as text, null::timestamptz as due_at, min(coalesce(i.reviewed_at, r.drawn_at)) as since
  from prescription_review.item_now i
  join prescription_review.review r on r.org_id = i.org_id and r.id = i.review_id
  join prescription.prescription p on p.org_id = i.org_id and p.id = i.prescription_id
  left join lateral (select f.dispensed_by, f.checked_by from prescription.filled f where f.org_id = p.org_id and f.prescription_id = p.id limit 1) f on true
  where i.org_id = core.current_org() and i.state = ${state} and p.prescriber_id <> ${userId} and f.dispensed_by is distinct from ${userId}
    and f.checked_by is distinct from ${userId} and i.reviewer_id is distinct from ${userId}
  group by r.id, r.no order by r.id limit 3`

const statements: Read = (tx, { userId }) => tx<Todo[]>`
  select 'reviewStatement' as kind, i.id, p.no, '处方点评为' || case i.opinion when 'irregular' then '不规范' when 'unsuitable' then '用药不适宜' else '超常' end
      || '，请说明' as text,
    (i.state_by + 1)::timestamp at time zone 'Asia/Shanghai' as due_at, i.checked_at as since
  from prescription_review.item_now i join prescription.prescription p on p.org_id = i.org_id and p.id = i.prescription_id
  where i.org_id = core.current_org() and i.state = 'stating' and p.prescriber_id = ${userId}
  order by i.state_by, i.id limit 3`

/** Heard, or not heard within the term. */
const finals: Read = (tx, { userId, at }) => tx<Todo[]>`
  select 'reviewFinal' as kind, i.id, p.no, u.name || case i.state when 'stated' then ' 已说明' else ' 期满未说明' end || '，待审定' as text,
    null::timestamptz as due_at, coalesce(i.stated_at, i.checked_at) as since
  from prescription_review.item_now i
  join prescription.prescription p on p.org_id = i.org_id and p.id = i.prescription_id
  join identity.app_user u on u.org_id = p.org_id and u.id = p.prescriber_id
  where i.org_id = core.current_org() and (i.state = 'stated' or i.state = 'stating' and i.state_by < ${dayOf(at)}::date)
    and p.prescriber_id <> ${userId} and i.reviewer_id is distinct from ${userId}
  order by 6, i.id limit 3`

/** Proposed and not decided; and restrictions whose term is over. */
const measures: Read = (tx, { userId, at }) => tx<Todo[]>`
  select 'reviewMeasure' as kind, m.id, m.no, u.name || case when m.decision is null
      then case m.kind when 'restrict' then '，限制处方权待决定' else '，取消处方权待决定' end
      else '，限制 ' || m.ends_on || ' 期满，可恢复' end as text,
    null::timestamptz as due_at, m.proposed_at as since
  from prescription_review.measure m join identity.app_user u on u.org_id = m.org_id and u.id = m.prescriber_id
  where m.org_id = core.current_org() and m.prescriber_id <> ${userId}
    and (m.decision is null or m.decision = 'upheld' and m.ended_at is null and m.ends_on < ${dayOf(at)}::date)
  order by m.proposed_at, m.id limit 3`

/** From 30 days before the class changes until two have confirmed the list, or nothing of it is on the books. */
const reclass: Read = (tx, { at }) => tx<Todo[]>`
  select 'reclass' as kind, null::bigint as id, l.effective_on::text as no,
    count(distinct l.drug_id) || ' 个品种换分类，库存 ' || count(*) || ' 行' || case when count(l.unfit) > 0 then '，' || count(l.unfit) || ' 行要移库' else '' end as text,
    reclassification.midnight(l.effective_on) as due_at, null::timestamptz as since
  from reclassification.listing(core.current_org(), ${dayOf(at)}::date - ${afterDays}::int, ${dayOf(at)}::date + ${aheadDays}::int) l
  where not exists (select from reclassification.confirmation c where c.org_id = core.current_org() and c.effective_on = l.effective_on)
  group by l.effective_on order by l.effective_on limit 3`

export const reviewReads: readonly { need: Permission; read: Read }[] = [
  { need: 'reclassification.confirm', read: reclass },
  { need: 'prescriptionReview.draw', read: undrawn },
  { need: 'prescriptionReview.work', read: waiting('reviewOpen', 'open', '待点评') },
  { need: 'prescriptionReview.check', read: waiting('reviewCheck', 'reviewed', '待复核') },
  { need: 'prescriptionReview.state', read: statements },
  { need: 'prescriptionReview.finish', read: finals },
  { need: 'prescriptionReview.decide', read: measures },
]
