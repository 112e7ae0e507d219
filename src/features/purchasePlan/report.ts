import { specColumn } from '#core/reports/columns.ts'
import { numberFilter } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'

/**
 * R24 年度购用计划 (regulations §3; local practice): a line for each product of each plan and 增补, with what the year
 * before asked for and used, what was asked, and what the health authority approved.
 */
export const r24Plan = report({
  code: 'R24',
  title: '年度购用计划',
  group: 'register',
  basis: '卫医发〔2005〕438号 第九条；地方购用计划表',
  permission: 'purchasePlan.read',
  note: '上年实际用量按账册计算：开启、给药和处方发药的整支，减去红冲',
  filters: { year: numberFilter('年度', 2000, 2200) },
  order: { yearNo: 'bigint', supplement: 'bigint', planId: 'bigint', productId: 'bigint' },
  newestFirst: true,
  retention: { record: 'log', from: 'at' },
  print: { paper: 'landscape', lines: 18 },
  columns: [
    { key: 'year', title: '年度', kind: 'text', width: 0.6 },
    { key: 'kind', title: '类别', kind: 'text', width: 0.7 },
    { key: 'drug', title: '药品名称', kind: 'drug', width: 1.8 },
    specColumn,
    { key: 'unit', title: '单位', kind: 'text', width: 0.5 },
    { key: 'lastAsked', title: '上年申请用量', kind: 'quantity', unitKey: 'unit' },
    { key: 'lastUsed', title: '上年实际用量', kind: 'quantity', unitKey: 'unit' },
    { key: 'asked', title: '本年申请用量', kind: 'quantity', unitKey: 'unit', total: true },
    { key: 'approved', title: '核定用量', kind: 'quantity', unitKey: 'unit', total: true },
    { key: 'reason', title: '备注', kind: 'text', width: 1.2 },
    { key: 'submittedBy', title: '上报人', kind: 'signature' },
    { key: 'decidedName', title: '核定人', kind: 'signature' },
    { key: 'decidedAt', title: '核定日', kind: 'date' },
  ],
  rows: (tx, { org, filters: f }) => tx`
    select p.year::bigint as year_no, p.year::text as year, p.supplement::bigint as supplement, p.id as plan_id, l.product_id,
      case p.supplement when 0 then '年度' else '增补 ' || p.supplement end as kind, d.name as drug, d.spec, l.unit, l.last_asked,
      l.last_used, l.asked::bigint, x.approved_units::bigint as approved, coalesce(l.reason, p.reason) as reason, u.name as submitted_by, p.decided_name,
      p.decided_at, coalesce(p.decided_at, p.submitted_at) as at, '/purchase-plans/' || p.id as link
    from purchase_plan.plan_now p
    join purchase_plan.line l on l.org_id = p.org_id and l.plan_id = p.id
    join catalogue.product d on d.id = l.product_id
    left join identity.app_user u on u.org_id = p.org_id and u.id = p.submitted_by
    left join purchase_plan.decision_line x on x.org_id = p.authority_id and x.decision_id = p.decision_id and x.product_id = l.product_id
    where p.org_id = ${org} and p.state <> 'draft' and (${f.year ?? null}::int is null or p.year = ${f.year ?? null})`,
})
