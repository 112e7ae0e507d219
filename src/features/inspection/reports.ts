import { choiceFilter, filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'
import { caseSourceTitle, caseStateTitle } from './caseContract.ts'
import { checklists } from './checklist.ts'
import { outcomeTitle } from './contract.ts'

const items = checklists.flatMap((c) => c.items)
const [codes, texts] = [items.map((i) => i.code), items.map((i) => i.text)]

/** R16 专项检查: a line for each item of the list, with what became of what failed. */
export const r16Special = report({
  code: 'R16',
  title: '专项检查记录',
  group: 'register',
  basis: '卫医发〔2005〕438号 第五条；月检查见基数管理',
  permission: 'inspection.read',
  filters: {
    ...period,
    outcome: choiceFilter('结果', outcomeTitle),
    placeId: filter.place,
    userId: filter.person,
  },
  order: { at: 'timestamptz', recordId: 'bigint', item: 'text' },
  retention: { record: 'log', from: 'at' },
  print: { paper: 'landscape', lines: 14 },
  columns: [
    { key: 'at', title: '日期', kind: 'date', width: 0.9 },
    { key: 'no', title: '单号', kind: 'text', width: 1.2 },
    { key: 'places', title: '检查地点', kind: 'text', width: 1.2 },
    { key: 'itemText', title: '检查项目', kind: 'text', width: 2.6 },
    { key: 'outcome', title: '结果', kind: 'text', words: outcomeTitle, width: 0.6 },
    { key: 'finding', title: '发现的问题', kind: 'text', width: 1.8 },
    { key: 'responsible', title: '责任人', kind: 'person', width: 0.7 },
    { key: 'dueOn', title: '整改期限', kind: 'date', width: 0.9 },
    { key: 'state', title: '整改', kind: 'text', words: caseStateTitle, width: 0.8 },
    { key: 'inspector', title: '检查人', kind: 'signature', width: 0.8 },
    { key: 'second', title: '同查人', kind: 'signature', width: 0.8 },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select r.signed_at as at, r.id as record_id, s.item, r.no, l.places, i.text as item_text, s.outcome, s.finding,
      c.responsible, c.due_on, c.state, u.name as inspector, w.name as second, '/inspections/' || r.id as link
    from inspection.record r
    join inspection.result s on s.org_id = r.org_id and s.record_id = r.id
    join unnest(${codes}::text[], ${texts}::text[]) as i (code, text) on i.code = s.item
    join identity.app_user u on u.org_id = r.org_id and u.id = r.inspector_id
    left join identity.app_user w on w.org_id = r.org_id and w.id = r.second_id
    left join inspection.rectification z on z.org_id = s.org_id and z.record_id = s.record_id and z.item = s.item
    left join inspection.case_now c on c.hospital_id = z.org_id and c.id = z.id
    cross join lateral (
      select string_agg(x.name, '、' order by x.code) as places from inspection.record_place q
      join place.location x on x.org_id = q.org_id and x.id = q.location_id where q.org_id = r.org_id and q.record_id = r.id) l
    where r.org_id = ${org} and r.kind = 'special' and r.signed_at >= ${p.from} and r.signed_at < ${p.to}
      and (${f.outcome ?? null}::text is null or s.outcome = ${f.outcome ?? null})
      and (${f.userId ?? null}::bigint is null or ${f.userId ?? null} in (r.inspector_id, r.second_id))
      and (${f.placeId ?? null}::bigint is null or exists (
        select from inspection.record_place q where q.org_id = r.org_id and q.record_id = r.id and q.location_id = ${f.placeId ?? null}))`,
})

/** R17 值班巡查: a line for each walk; what failed is named. */
export const r17Patrol = report({
  code: 'R17',
  title: '值班巡查记录',
  group: 'register',
  basis: '卫医发〔2005〕438号 第五条',
  permission: 'inspection.read',
  filters: { ...period, placeId: filter.place, userId: filter.person },
  order: { at: 'timestamptz', recordId: 'bigint' },
  retention: { record: 'log', from: 'at' },
  print: { paper: 'landscape', lines: 18 },
  columns: [
    { key: 'at', title: '巡查时间', kind: 'instant', width: 1.2 },
    { key: 'no', title: '单号', kind: 'text', width: 1.2 },
    { key: 'places', title: '巡查地点', kind: 'text', width: 1.6 },
    { key: 'passed', title: '合格项', kind: 'quantity', unit: '项', width: 0.7 },
    { key: 'failed', title: '不合格项', kind: 'quantity', unit: '项', width: 0.7 },
    { key: 'findings', title: '发现的问题', kind: 'text', width: 2.6 },
    { key: 'remark', title: '备注', kind: 'text', width: 1.6 },
    { key: 'person', title: '巡查人', kind: 'signature', width: 0.8 },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select r.signed_at as at, r.id as record_id, r.no, l.places, x.passed, x.failed, x.findings, r.remark, u.name as person,
      '/inspections/' || r.id as link
    from inspection.record r
    join identity.app_user u on u.org_id = r.org_id and u.id = r.inspector_id
    cross join lateral (
      select count(*) filter (where s.outcome = 'pass')::bigint as passed, count(*) filter (where s.outcome = 'fail')::bigint as failed,
        string_agg(s.finding, '；' order by s.item) as findings
      from inspection.result s where s.org_id = r.org_id and s.record_id = r.id) x
    cross join lateral (
      select string_agg(x.name, '、' order by x.code) as places from inspection.record_place q
      join place.location x on x.org_id = q.org_id and x.id = q.location_id where q.org_id = r.org_id and q.record_id = r.id) l
    where r.org_id = ${org} and r.kind = 'patrol' and r.signed_at >= ${p.from} and r.signed_at < ${p.to}
      and (${f.userId ?? null}::bigint is null or r.inspector_id = ${f.userId ?? null})
      and (${f.placeId ?? null}::bigint is null or exists (
        select from inspection.record_place q where q.org_id = r.org_id and q.record_id = r.id and q.location_id = ${f.placeId ?? null}))`,
})

/** 整改台账: what was found, by whom, and how it was put right. */
export const rectifications = report({
  code: 'rectification',
  title: '整改台账',
  group: 'people',
  basis: '药品管理法实施条例 第四十九条、第八十一条',
  permission: 'inspection.read',
  filters: {
    ...period,
    state: choiceFilter('状态', caseStateTitle),
    source: choiceFilter('来源', caseSourceTitle),
  },
  order: { at: 'timestamptz', caseId: 'bigint' },
  retention: { record: 'log', from: 'at' },
  print: { paper: 'landscape', lines: 14 },
  note: '院内检查由另一人复查销号，上级检查只由提出单位销号',
  columns: [
    { key: 'at', title: '发现日期', kind: 'date', width: 0.9 },
    { key: 'no', title: '整改单', kind: 'text', width: 1.2 },
    { key: 'source', title: '来源', kind: 'text', words: caseSourceTitle, width: 0.8 },
    { key: 'owner', title: '提出', kind: 'text', width: 1.3 },
    { key: 'problem', title: '问题', kind: 'text', width: 2.2 },
    { key: 'responsible', title: '责任人', kind: 'person', width: 0.7 },
    { key: 'dueOn', title: '期限', kind: 'date', width: 0.9 },
    { key: 'measure', title: '整改措施', kind: 'text', width: 2.2 },
    { key: 'measuredAt', title: '整改日期', kind: 'date', width: 0.9 },
    { key: 'state', title: '状态', kind: 'text', words: caseStateTitle, width: 0.8 },
    { key: 'verifier', title: '复查人', kind: 'signature', width: 0.8 },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select c.opened_at as at, c.id as case_id, c.no, c.source,
      case c.source when 'own' then c.opened_name else o.name || ' ' || c.opened_name end as owner,
      c.problem, c.responsible, c.due_on, m.text as measure, m.done_at as measured_at, c.state,
      case when c.state = 'closed' then c.last_name end as verifier, '/rectifications/' || c.id as link
    from inspection.case_now c join identity.org o on o.id = c.owner_id
    left join lateral (
      select t.text, t.done_at from inspection.step t where t.hospital_id = c.hospital_id and t.case_id = c.id and t.org_id = c.hospital_id
        and t.kind = 'measure' order by t.id desc limit 1) m on true
    where c.hospital_id = ${org} and c.opened_at >= ${p.from} and c.opened_at < ${p.to}
      and (${f.state ?? null}::text is null or c.state = ${f.state ?? null})
      and (${f.source ?? null}::text is null or c.source = ${f.source ?? null})`,
})
