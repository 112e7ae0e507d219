import { choiceFilter, filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'
import { changeTitle } from './contract.ts'

const types = { prescribe: '麻精处方权', dispense: '麻精调剂资格' }
const states = { valid: '有效', expired: '已过期', revoked: '已撤销', ahead: '未生效' }

/** R19 处方权、调剂资格名单: who may prescribe and dispense, as the hospital reports it (条例 Art 38). */
export const r19Qualified = report({
  code: 'R19',
  title: '处方权、调剂资格名单',
  group: 'register',
  basis: '麻醉药品和精神药品管理条例 第三十八条',
  permission: 'staff.read',
  filters: {
    type: choiceFilter('资格', types),
    state: choiceFilter('状态', states),
    departmentId: filter.department,
    userId: filter.person,
  },
  order: { type: 'text', validTo: 'date', qualificationId: 'bigint' },
  retention: { record: 'log', from: 'validTo' },
  print: { paper: 'portrait', lines: 26 },
  note: '资格只在本院有效；变更见“处方权、调剂资格变更”',
  columns: [
    { key: 'person', title: '姓名', kind: 'person' },
    { key: 'post', title: '职务', kind: 'text', width: 1.2 },
    { key: 'department', title: '科室', kind: 'text', width: 1.2 },
    { key: 'typeTitle', title: '资格', kind: 'text', width: 1.2 },
    { key: 'certificateNo', title: '证书编号', kind: 'text', width: 1.5 },
    { key: 'validFrom', title: '有效期自', kind: 'date' },
    { key: 'validTo', title: '有效期至', kind: 'date' },
    { key: 'state', title: '状态', kind: 'text', width: 0.8 },
    { key: 'revokedReason', title: '撤销原因', kind: 'text', width: 1.3 },
  ],
  rows: (tx, { org, at, filters: f }) => tx`
    select x.* from (
      select q.type, q.valid_to, q.id as qualification_id, u.name as person, u.title as post, d.name as department, u.department_id, q.user_id,
        case q.type when 'prescribe' then ${types.prescribe} else ${types.dispense} end as type_title, q.certificate_no, q.valid_from,
        case when q.revoked_at is not null then '已撤销' when q.valid_to < t.today then '已过期' when q.valid_from > t.today then '未生效'
          else '有效' end as state, q.revoked_reason, q.revoked_at is not null as red, '/access/people/' || q.user_id as link
      from (select (${at}::timestamptz at time zone 'Asia/Shanghai')::date as today) t
      join identity.qualification q on q.org_id = ${org} and q.type in ('prescribe', 'dispense')
      join identity.app_user u on u.org_id = q.org_id and u.id = q.user_id
      left join identity.department d on d.org_id = u.org_id and d.id = u.department_id) x
    where (${f.type ?? null}::text is null or x.type = ${f.type ?? null})
      and (${f.state ?? null}::text is null or x.state = ${f.state ? states[f.state] : null})
      and (${f.departmentId ?? null}::bigint is null or x.department_id = ${f.departmentId ?? null})
      and (${f.userId ?? null}::bigint is null or x.user_id = ${f.userId ?? null})`,
})

/** R19 变更报送: what was given and taken away in the time that is reported. */
export const r19Changes = report({
  code: 'R19B',
  title: '处方权、调剂资格变更',
  group: 'register',
  basis: '麻醉药品和精神药品管理条例 第三十八条',
  permission: 'staff.read',
  filters: { ...period, userId: filter.person },
  order: { at: 'timestamptz', changeId: 'bigint' },
  retention: { record: 'log', from: 'at' },
  print: { paper: 'portrait', lines: 26 },
  note: '按报送期打印或导出，报设区的市卫生健康部门并抄送药品监督管理部门',
  columns: [
    { key: 'at', title: '日期', kind: 'date' },
    { key: 'person', title: '姓名', kind: 'person' },
    { key: 'post', title: '职务', kind: 'text', width: 1.2 },
    { key: 'department', title: '科室', kind: 'text', width: 1.2 },
    { key: 'before', title: '变更前', kind: 'text', width: 2 },
    { key: 'after', title: '变更后', kind: 'text', width: 2 },
    { key: 'reason', title: '依据或原因', kind: 'text', width: 1.6 },
    { key: 'actor', title: '办理人', kind: 'person' },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select c.at, c.id as change_id, u.name as person, u.title as post, d.name as department, c.before, c.after, c.reason, a.name as actor,
      '/access/people/' || c.user_id as link
    from identity.access_change c join identity.app_user u on u.org_id = c.org_id and u.id = c.user_id
    left join identity.app_user a on a.org_id = c.org_id and a.id = c.actor_id
    left join identity.department d on d.org_id = u.org_id and d.id = u.department_id
    where c.org_id = ${org} and c.kind = 'qualification' and c.at >= ${p.from} and c.at < ${p.to}
      and (coalesce(c.before, c.after) like '麻精处方权%' or coalesce(c.before, c.after) like '麻精调剂资格%')
      and (${f.userId ?? null}::bigint is null or c.user_id = ${f.userId ?? null})`,
})

/** 授权变更 ("User Modification"): every change of anybody's rights. */
export const accessChanges = report({
  code: 'access',
  title: '授权变更',
  group: 'people',
  basis: '卫医发〔2005〕438号 第五条；内部管理',
  permission: 'access.read',
  filters: { ...period, kind: choiceFilter('变更内容', changeTitle), userId: filter.person },
  order: { at: 'timestamptz', changeId: 'bigint' },
  newestFirst: true,
  columns: [
    { key: 'at', title: '时间', kind: 'instant', width: 1.3 },
    { key: 'kind', title: '变更内容', kind: 'text' },
    { key: 'whom', title: '对象', kind: 'text' },
    { key: 'before', title: '变更前', kind: 'text', width: 2 },
    { key: 'after', title: '变更后', kind: 'text', width: 2 },
    { key: 'reason', title: '原因', kind: 'text', width: 1.6 },
    { key: 'actor', title: '办理人', kind: 'text' },
    { key: 'event', title: '事件号', kind: 'text', width: 0.8 },
  ],
  rows: (tx, { org, period: p, filters: f }) => {
    const [kinds, titles] = [Object.keys(changeTitle), Object.values(changeTitle)]
    return tx`
      select c.at, c.id as change_id, k.title as kind, coalesce(u.name, '岗位 ' || r.name) as whom, c.before, c.after, c.reason,
        coalesce(a.name, '系统版本') as actor, c.event_id::text as event,
        case when c.user_id is null then '/access' else '/access/people/' || c.user_id end as link
      from identity.access_change c
      join unnest(${kinds}::text[], ${titles}::text[]) as k (kind, title) on k.kind = c.kind
      left join identity.app_user u on u.org_id = c.org_id and u.id = c.user_id
      left join identity.app_user a on a.org_id = c.org_id and a.id = c.actor_id
      left join identity.role r on r.org_id = c.org_id and r.code = c.role_code
      where c.org_id = ${org} and c.at >= ${p.from} and c.at < ${p.to}
        and (${f.kind ?? null}::text is null or c.kind = ${f.kind ?? null})
        and (${f.userId ?? null}::bigint is null or c.user_id = ${f.userId ?? null})`
  },
})
