import { recordKinds } from '#core/retention/rules.ts'
import { period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'

/** The register of what was destroyed after its term (处方管理办法 Art 50): numbers and days, no names; kept for good. */
export const retentionReport = report({
  code: 'destroyed',
  title: '保存期满销毁登记',
  group: 'register',
  basis: '处方管理办法 第五十条',
  permission: 'retention.read',
  filters: { ...period },
  order: { at: 'timestamptz', batchId: 'bigint', kind: 'text', subjectId: 'bigint' },
  retention: { record: 'log', from: 'at' },
  print: { paper: 'portrait', lines: 22 },
  columns: [
    { key: 'at', title: '销毁日期', kind: 'date', width: 1.3 },
    { key: 'batchNo', title: '销毁单', kind: 'text', width: 1.4 },
    { key: 'record', title: '记录', kind: 'text', words: recordKinds, width: 1.6 },
    { key: 'no', title: '编号', kind: 'text', width: 1.5 },
    { key: 'day', title: '记录日期', kind: 'date', width: 1.3 },
    { key: 'keepTo', title: '应保存至', kind: 'date', width: 1.3 },
    { key: 'method', title: '方式', kind: 'text', width: 0.7 },
    { key: 'people', title: '批准、执行、监督', kind: 'signature', width: 1.8 },
  ],
  rows: (tx, { org, period: p }) => tx`
    select b.executed_at as at, b.id as batch_id, i.kind, i.subject_id, b.no as batch_no, b.record, i.no, i.day, i.keep_until as keep_to, b.method,
      concat_ws('、', a.name, e.name, w.name) as people, '/retention' as link
    from retention.batch b
    join retention.item i on i.org_id = b.org_id and i.batch_id = b.id and i.erased_at is not null
    left join identity.app_user a on a.org_id = b.org_id and a.id = b.approved_by
    left join identity.app_user e on e.org_id = b.org_id and e.id = b.executed_by
    left join identity.app_user w on w.org_id = b.org_id and w.id = b.witnessed_by
    where b.org_id = ${org} and b.executed_at >= ${p.from} and b.executed_at < ${p.to}`,
})
