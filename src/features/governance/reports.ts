import { choiceFilter } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'
import { areaTitle, seatKinds, seatTitle, versionStateTitle } from './rules.ts'

const sitting = { now: '在任', past: '已卸任' }

/** 管理机构成员: who answers for what, and who did before. */
export const bodyReport = report({
  code: 'body',
  title: '管理机构成员登记',
  group: 'register',
  basis: '卫医发〔2005〕438号 第三条',
  permission: 'governance.read',
  filters: { kind: choiceFilter('席位', seatTitle), state: choiceFilter('状态', sitting) },
  order: { rank: 'bigint', since: 'date', seatId: 'bigint' },
  retention: { record: 'log', from: 'appointedAt' },
  print: { paper: 'landscape', lines: 18 },
  columns: [
    { key: 'kind', title: '席位', kind: 'text', words: seatTitle, width: 1.3 },
    { key: 'name', title: '姓名', kind: 'person' },
    { key: 'post', title: '职务', kind: 'text', width: 1.4 },
    { key: 'duty', title: '职责', kind: 'text', width: 3 },
    { key: 'documentNo', title: '任命文号', kind: 'text', width: 1.2 },
    { key: 'since', title: '任职日期', kind: 'date' },
    { key: 'until', title: '卸任日期', kind: 'date' },
    { key: 'appointedBy', title: '登记人', kind: 'signature' },
  ],
  rows: (tx, { org, at, filters: f }) => tx`
    select array_position(${[...seatKinds]}::text[], s.kind) as rank,
      s.since, s.id as seat_id, s.kind, s.name, s.post, s.duty, s.document_no, s.until, u.name as appointed_by, s.appointed_at,
      '/office?tab=body' as link
    from governance.seat s join identity.app_user u on u.org_id = s.org_id and u.id = s.appointed_by
    where s.org_id = ${org} and s.appointed_at <= ${at} and (${f.kind ?? null}::text is null or s.kind = ${f.kind ?? null})
      and (${f.state ?? null}::text is null or (s.until is null) = (${f.state ?? null} = 'now'))`,
})

const states = { current: versionStateTitle.current, other: '未执行或已更替' }

/** 制度台账: a line for each version, with who approved it and how many have read it. */
export const policyReport = report({
  code: 'policies',
  title: '制度台账',
  group: 'register',
  basis: '卫医发〔2005〕438号 第五条；药品管理法实施条例 第四十九条',
  permission: 'governance.read',
  filters: { area: choiceFilter('类别', areaTitle), state: choiceFilter('状态', states) },
  order: { no: 'text', version: 'bigint' },
  retention: { record: 'log', from: 'draftedAt' },
  print: { paper: 'landscape', lines: 18 },
  columns: [
    { key: 'no', title: '编号', kind: 'text', width: 1.4 },
    { key: 'area', title: '类别', kind: 'text', words: areaTitle, width: 0.9 },
    { key: 'title', title: '名称', kind: 'text', width: 2.1 },
    { key: 'versionText', title: '版本', kind: 'text', width: 0.8 },
    { key: 'reason', title: '修订原因', kind: 'text', width: 1.2 },
    { key: 'draftedBy', title: '起草', kind: 'signature', width: 0.8 },
    { key: 'approvedBy', title: '批准', kind: 'signature', width: 0.8 },
    { key: 'approvedAt', title: '批准日期', kind: 'date', width: 1 },
    { key: 'effectiveOn', title: '执行日期', kind: 'date', width: 1 },
    { key: 'reviewOn', title: '复审日期', kind: 'date', width: 1 },
    { key: 'readBy', title: '知悉人数', kind: 'quantity', unit: '人', width: 0.8 },
    { key: 'state', title: '状态', kind: 'text', words: states, width: 0.9 },
    { key: 'fingerprint', title: '正文指纹', kind: 'code', width: 1.3 },
  ],
  rows: (tx, { org, at, filters: f }) => tx`
    select x.* from (
      select p.no, v.version, '第 ' || v.version || ' 版' as version_text, p.area, p.title, v.reason, d.name as drafted_by, v.drafted_at, a.name as approved_by, v.approved_at,
        v.effective_on, v.review_on, r.read_by, left(encode(v.sha256, 'hex'), 24) as fingerprint,
        case when f.version = v.version then 'current' else 'other' end as state, '/policies/' || p.id || '?version=' || v.version as link
      from (select (${at}::timestamptz at time zone 'Asia/Shanghai')::date as today) t
      join governance.policy p on p.org_id = ${org}
      join governance.version v on v.org_id = p.org_id and v.policy_id = p.id
      join identity.app_user d on d.org_id = v.org_id and d.id = v.drafted_by
      left join identity.app_user a on a.org_id = v.org_id and a.id = v.approved_by
      left join governance.in_force(${org}, t.today) f on f.policy_id = p.id
      cross join lateral (select count(*)::int as read_by from governance.reading g where g.org_id = v.org_id and g.policy_id = v.policy_id and g.version = v.version) r
      where ${f.area ?? null}::text is null or p.area = ${f.area ?? null}) x
    where ${f.state ?? null}::text is null or x.state = ${f.state ?? null}`,
})
