import { choiceFilter, filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'
import { kinds } from '#core/ledger/kinds.ts'
import { formFateTitle } from './contract.ts'

const kindCodes = Object.keys(kinds)
const kindTitles = Object.values(kinds).map((k) => k.title)
const [fates, fateTitles] = [Object.keys(formFateTitle), Object.values(formFateTitle)]

/** 停机补录登记 (feature 43): a line for each line of a sheet, entered or not, and for each sheet that was not used. */
export const downtimeEntries = report({
  code: 'downtimes',
  title: '停机补录登记',
  group: 'loop',
  basis: '信息系统停机应急预案；账物相符',
  permission: 'downtime.read',
  filters: {
    ...period,
    placeId: filter.place,
    state: choiceFilter('补录', { entered: '已补录', open: '未补录' }),
  },
  order: { at: 'timestamptz', downtimeId: 'bigint', formId: 'bigint', line: 'bigint' },
  newestFirst: true,
  retention: { record: 'loop', from: 'at' },
  print: { paper: 'landscape', lines: 14 },
  columns: [
    { key: 'at', title: '停机开始', kind: 'instant', width: 1.5 },
    { key: 'no', title: '停机', kind: 'text', width: 1.4 },
    { key: 'places', title: '储位', kind: 'text', width: 1.5 },
    { key: 'endedAt', title: '恢复', kind: 'instant', width: 1.5 },
    { key: 'form', title: '应急单', kind: 'text', width: 1 },
    { key: 'fate', title: '去向', kind: 'text', width: 0.7 },
    { key: 'lineNo', title: '行', kind: 'text', width: 0.4 },
    { key: 'happenedAt', title: '发生', kind: 'instant', width: 1.5 },
    { key: 'what', title: '事项', kind: 'text', width: 1.6 },
    { key: 'actedBy', title: '纸上经办', kind: 'text' },
    { key: 'enteredBy', title: '补录人', kind: 'signature' },
    { key: 'delay', title: '补录用时', kind: 'quantity', unit: '分钟', width: 0.9 },
    { key: 'state', title: '结果', kind: 'text', width: 0.9 },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select d.started_at as at, d.id as downtime_id, g.id as form_id, n.line::bigint as line, d.no, d.ended_at,
      (select string_agg(l.name, '、' order by l.code) from paper.downtime_place q join place.location l on l.org_id = q.org_id and l.id = q.location_id
        where q.org_id = d.org_id and q.downtime_id = d.id) as places,
      b.prefix || lpad(g.form_no::text, 4, '0') as form, (${fateTitles}::text[])[array_position(${fates}::text[], g.fate)] as fate,
      nullif(n.line, 0)::text as line_no, e.happened_at, (${kindTitles}::text[])[array_position(${kindCodes}::text[], m.kind)] || ' ' || m.cause_no as what,
      coalesce(g.acted_by, g.reason) as acted_by, u.name as entered_by, (extract(epoch from e.entered_at - e.happened_at) / 60)::bigint as delay,
      case when g.fate <> 'used' then (${fateTitles}::text[])[array_position(${fates}::text[], g.fate)] when e.movement_id is null then '未补录'
        when e.entered_at > d.enter_due_at then '逾期补录' else '已补录' end as state,
      case when e.movement_id is null then '/downtimes/' || d.id else '/movements/' || e.movement_id end as link
    from paper.downtime d
    join paper.form g on g.org_id = d.org_id and g.downtime_id = d.id
    join paper.book b on b.org_id = g.org_id and b.id = g.book_id
    cross join lateral generate_series(case when g.lines = 0 then 0 else 1 end, g.lines) n (line)
    left join lateral (
      select min(x.happened_at) as happened_at, min(x.entered_at) as entered_at, min(x.movement_id) as movement_id, min(x.entered_by) as entered_by
      from paper.entry x where x.org_id = g.org_id and x.form_id = g.id and x.line = n.line) e on true
    left join ledger.movement m on m.org_id = d.org_id and m.id = e.movement_id
    left join identity.app_user u on u.org_id = d.org_id and u.id = e.entered_by
    where d.org_id = ${org} and d.started_at >= ${p.from} and d.started_at < ${p.to}
      and (${f.placeId ?? null}::bigint is null or b.location_id = ${f.placeId ?? null})
      and (${f.state ?? null}::text is null or g.fate = 'used' and (e.movement_id is not null) = (${f.state ?? null} = 'entered'))`,
})
