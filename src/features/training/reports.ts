import { choiceFilter, filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'

const results = { passed: '通过', failed: '未通过', none: '未考核', withdrawn: '已撤回' }

/** R18 培训考核登记: a line for everybody who was to come, with each exam (卫医发〔2005〕438号 Art 8; regulations §7). */
export const r18Training = report({
  code: 'R18',
  title: '培训考核登记',
  group: 'register',
  basis: '卫医发〔2005〕438号 第八条；处方管理办法 第十一条',
  permission: 'training.read',
  filters: {
    ...period,
    userId: filter.person,
    departmentId: filter.department,
    result: choiceFilter('结果', results),
    q: filter.q,
  },
  order: { startsAt: 'timestamptz', courseId: 'bigint', userId: 'bigint', attempt: 'bigint' },
  retention: { record: 'log', from: 'startsAt' },
  print: { paper: 'landscape', lines: 16 },
  columns: [
    { key: 'courseNo', title: '课程编码', kind: 'text', width: 1.3 },
    { key: 'course', title: '课程名称', kind: 'text', width: 2 },
    { key: 'lecturer', title: '授课人', kind: 'text', width: 0.8 },
    { key: 'startsAt', title: '培训开始', kind: 'instant', width: 1.3 },
    { key: 'endsAt', title: '培训结束', kind: 'instant', width: 1.3 },
    { key: 'place', title: '授课地点', kind: 'text', width: 1.3 },
    { key: 'classHours', title: '学时', kind: 'quantity', unit: '学时', width: 0.7 },
    { key: 'person', title: '考核人', kind: 'person', width: 0.8 },
    { key: 'department', title: '科室', kind: 'text', width: 0.9 },
    { key: 'signedInAt', title: '签到', kind: 'instant', width: 1.3 },
    { key: 'score', title: '成绩', kind: 'quantity', unit: '分', width: 0.6 },
    { key: 'result', title: '结果', kind: 'text', width: 0.8 },
    { key: 'certificate', title: '证书', kind: 'text', width: 0.6 },
    { key: 'recordedBy', title: '登记人', kind: 'person', width: 0.8 },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select x.* from (
      select c.starts_at, c.id as course_id, a.user_id, coalesce(e.attempt, 0)::bigint as attempt, c.no as course_no, c.title as course, c.lecturer,
        c.ends_at, c.place, c.class_hours::bigint as class_hours, u.name as person, d.name as department, a.signed_in_at, e.score::bigint as score,
        case when e.id is null then '未考核' when e.withdrawn_at is not null then '已撤回' when e.passed then '通过' else '未通过' end as result,
        case when e.certificate is not null then '有' when e.passed and e.withdrawn_at is null then '缺' else '' end as certificate,
        r.name as recorded_by, e.withdrawn_at is not null as red, '/training/' || c.id as link, u.department_id
      from training.course c join training.attendee a on a.org_id = c.org_id and a.course_id = c.id
      join identity.app_user u on u.org_id = a.org_id and u.id = a.user_id
      left join identity.department d on d.org_id = u.org_id and d.id = u.department_id
      left join training.exam e on e.org_id = a.org_id and e.course_id = a.course_id and e.user_id = a.user_id
      left join identity.app_user r on r.org_id = e.org_id and r.id = e.recorded_by
      where c.org_id = ${org} and c.cancelled_at is null and c.starts_at >= ${p.from} and c.starts_at < ${p.to}) x
    where (${f.userId ?? null}::bigint is null or x.user_id = ${f.userId ?? null})
      and (${f.departmentId ?? null}::bigint is null or x.department_id = ${f.departmentId ?? null})
      and (${f.result ?? null}::text is null or x.result = ${f.result ? results[f.result] : null})
      and (${f.q ?? null}::text is null or x.course ilike '%' || ${f.q ?? null} || '%' or x.course_no ilike '%' || ${f.q ?? null} || '%')`,
})

/** 培训考核记录查询 (the founding document's): a line for each exam, newest first. */
export const trainingRecords = report({
  code: 'training',
  title: '培训考核记录',
  group: 'people',
  basis: '处方管理办法 第十一条',
  permission: 'training.read',
  filters: { ...period, userId: filter.person, departmentId: filter.department },
  order: { recordedAt: 'timestamptz', examId: 'bigint' },
  newestFirst: true,
  columns: [
    { key: 'examinedOn', title: '考核日期', kind: 'date' },
    { key: 'person', title: '考核人', kind: 'person' },
    { key: 'department', title: '科室', kind: 'text' },
    { key: 'course', title: '考核课程', kind: 'text', width: 2 },
    { key: 'attempt', title: '次序', kind: 'text', width: 0.7 },
    { key: 'score', title: '考核成绩', kind: 'quantity', unit: '分', width: 0.8 },
    { key: 'result', title: '考核结果', kind: 'text', width: 0.8 },
    { key: 'remark', title: '备注', kind: 'text' },
    { key: 'certificate', title: '证书', kind: 'text', width: 0.6 },
    { key: 'validTo', title: '资格至', kind: 'date' },
    { key: 'recordedBy', title: '登记人', kind: 'person' },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select e.recorded_at, e.id as exam_id, e.examined_on, u.name as person, d.name as department, c.title as course,
      case when e.attempt = 1 then '初考' else '补考 ' || (e.attempt - 1) end as attempt, e.score::bigint as score,
      case when e.withdrawn_at is not null then '已撤回' when e.passed then '通过' else '未通过' end as result, e.remark,
      case when e.certificate is not null then '有' else '' end as certificate, q.valid_to, r.name as recorded_by,
      e.withdrawn_at is not null as red, '/training/people/' || e.user_id as link
    from training.exam e join training.course c on c.org_id = e.org_id and c.id = e.course_id
    join identity.app_user u on u.org_id = e.org_id and u.id = e.user_id
    join identity.app_user r on r.org_id = e.org_id and r.id = e.recorded_by
    left join identity.department d on d.org_id = u.org_id and d.id = u.department_id
    left join identity.qualification q on q.org_id = e.org_id and q.id = e.qualification_id
    where e.org_id = ${org} and e.recorded_at >= ${p.from} and e.recorded_at < ${p.to}
      and (${f.userId ?? null}::bigint is null or e.user_id = ${f.userId ?? null})
      and (${f.departmentId ?? null}::bigint is null or u.department_id = ${f.departmentId ?? null})`,
})
