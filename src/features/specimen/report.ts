import { choiceFilter, filter } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'
import { specimenKindTitle } from './contract.ts'

const states = { current: '在用', replaced: '已更换', ahead: '未生效' }

/** R20 签名留样: a line for each specimen that was ever filed. */
export const r20Specimen = report({
  code: 'R20',
  title: '签名留样登记',
  group: 'register',
  basis: '处方管理办法 第十条',
  permission: 'specimen.read',
  filters: {
    kind: choiceFilter('种类', specimenKindTitle),
    state: choiceFilter('状态', states),
    userId: filter.person,
    departmentId: filter.department,
  },
  order: { person: 'text', specimenId: 'bigint' },
  retention: { record: 'log', from: 'filedAt' },
  print: { paper: 'portrait', lines: 26 },
  note: '留样图片在“管理与报送”的签名留样中查看；更换后旧样保留',
  columns: [
    { key: 'person', title: '姓名', kind: 'person' },
    { key: 'post', title: '职务', kind: 'text', width: 1.2 },
    { key: 'department', title: '科室', kind: 'text', width: 1.2 },
    { key: 'kind', title: '种类', kind: 'text', words: specimenKindTitle, width: 0.7 },
    { key: 'validFrom', title: '启用日期', kind: 'date' },
    { key: 'endsOn', title: '更换日期', kind: 'date' },
    { key: 'state', title: '状态', kind: 'text', words: states, width: 0.8 },
    { key: 'filedBy', title: '登记人', kind: 'signature' },
    { key: 'filedAt', title: '登记日期', kind: 'date' },
    { key: 'fingerprint', title: '图片指纹', kind: 'code', width: 1.4 },
  ],
  rows: (tx, { org, at, filters: f }) => tx`
    select x.* from (
      select u.name as person, s.id as specimen_id, u.title as post, d.name as department, s.kind, s.valid_from, n.valid_from as ends_on,
        case when s.valid_from > t.today then 'ahead' when n.valid_from <= t.today then 'replaced' else 'current' end as state,
        w.name as filed_by, s.filed_at, left(encode(s.sha256, 'hex'), 24) as fingerprint, '/office?tab=specimens' as link
      from (select (${at}::timestamptz at time zone 'Asia/Shanghai')::date as today) t
      join specimen.specimen s on s.org_id = ${org}
      join identity.app_user u on u.org_id = s.org_id and u.id = s.user_id
      join identity.app_user w on w.org_id = s.org_id and w.id = s.filed_by
      left join identity.department d on d.org_id = u.org_id and d.id = u.department_id
      left join lateral (
        select y.valid_from from specimen.specimen y where y.org_id = s.org_id and y.user_id = s.user_id and y.kind = s.kind
          and (y.valid_from, y.id) > (s.valid_from, s.id) order by y.valid_from, y.id limit 1) n on true
      where (${f.userId ?? null}::bigint is null or s.user_id = ${f.userId ?? null})
        and (${f.departmentId ?? null}::bigint is null or u.department_id = ${f.departmentId ?? null})
        and (${f.kind ?? null}::text is null or s.kind = ${f.kind ?? null})) x
    where (${f.state ?? null}::text is null or x.state = ${f.state ?? null})`,
})
