import type { Todo } from './contract.ts'
import type { Read } from './officeTodos.ts'
import { mostTodos } from './rules.ts'

/** Residues of one's own hand that were chosen when they were handed in, and of which no sample was kept yet. */
const toSample: Read = (tx, { userId, at }) => tx<Todo[]>`
  select 'assayKeep' as kind, i.id, i.no, min(d.name) || case when count(*) > 1 then ' 等 ' || count(*) || ' 支' else '' end || '，抽中，先留样再弃去' as text,
    i.due_at, min(c.chosen_at) as since
  from assay.chosen(core.current_org(), ${at}::timestamptz - interval '7 days', 'infinity') c
  join issue.issue i on i.org_id = core.current_org() and i.id = c.issue_id and i.holder_id = ${userId}
  join ledger.drug d on d.org_id = i.org_id and d.id = c.drug_id
  where c.sample_id is null and c.content_left > 0
  group by i.id, i.no, i.due_at order by i.due_at limit ${mostTodos}`

/** Samples that this person may test: neither held nor witnessed by them. */
const toTest: Read = (tx, { userId }) => tx<Todo[]>`
  select 'assayTest' as kind, s.id, s.no, d.name || '，封签 ' || s.seal_no || '，在' || s.stored_at as text, s.test_due_at as due_at, s.kept_at as since
  from assay.sample_now s
  join issue.issue i on i.org_id = s.org_id and i.id = s.issue_id
  join ledger.drug d on d.org_id = s.org_id and d.id = s.drug_id
  where s.org_id = core.current_org() and s.id in (select h.id from assay.held(core.current_org()) h) and s.state = 'toTest' and ${userId} not in (i.holder_id, s.kept_by, s.kept_with)
  order by s.test_due_at, s.id limit 3`

/** What is tested and free to go: one line, because it is destroyed together. */
const toDestroy: Read = (tx) => tx<Todo[]>`
  select 'assayDestroy' as kind, null::bigint as id, count(*) || ' 份' as no, '已检测的留样，最早 ' || (array_agg(s.no order by s.recorded_at))[1] as text,
    null::timestamptz as due_at, min(s.recorded_at) as since
  from assay.sample_now s
  where s.org_id = core.current_org() and s.id in (select h.id from assay.held(core.current_org()) h) and s.state = 'toDestroy' having count(*) > 0`

/** A sample lies in no place of anybody's: its case is for all who work on differences. */
const cases: Read = (tx) => tx<Todo[]>`
  select 'discrepancy' as kind, d.id, d.no, n.name || ' 残余检测不符，样品 ' || d.source_no as text,
    case d.state when 'open' then d.escalate_at else d.report_at end as due_at, d.found_at as since
  from ledger.discrepancy d join ledger.drug n on n.org_id = d.org_id and n.id = d.drug_id
  where d.org_id = core.current_org() and d.source_kind = 'assay' and d.state <> 'closed'
  order by d.escalate_at limit ${mostTodos}`

export const assayReads = [
  { need: 'use.record', read: toSample },
  { need: 'assay.test', read: toTest },
  { need: 'assay.destroy', read: toDestroy },
  { need: 'discrepancy.work', read: cases },
] as const
