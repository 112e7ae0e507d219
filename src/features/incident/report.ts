import { filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'

/** R22 丢失被盗报告: each drug of each case, and when the three had the report (条例 Art 64). */
export const r22Incident = report({
  code: 'R22',
  title: '丢失被盗报告登记',
  group: 'register',
  basis: '麻醉药品和精神药品管理条例 第六十四条',
  permission: 'incident.read',
  filters: { ...period, drugId: filter.drug },
  order: { at: 'timestamptz', incidentId: 'bigint', lineId: 'bigint' },
  retention: { record: 'log', from: 'at' },
  print: { paper: 'landscape', lines: 12 },
  columns: [
    { key: 'at', title: '发现时间', kind: 'instant', width: 1.4 },
    { key: 'no', title: '事件', kind: 'text', width: 1.4 },
    { key: 'kind', title: '情形', kind: 'text', width: 0.7 },
    { key: 'place', title: '地点', kind: 'text', width: 1.2 },
    { key: 'drug', title: '药品', kind: 'drug', width: 1.7 },
    { key: 'spec', title: '规格', kind: 'text' },
    { key: 'lotNo', title: '批号', kind: 'text', width: 1.1 },
    { key: 'units', title: '数量', kind: 'quantity', unitKey: 'unit', total: true, width: 0.7 },
    { key: 'police', title: '报公安', kind: 'instant', width: 1.4 },
    { key: 'drugAdmin', title: '报药监', kind: 'instant', width: 1.4 },
    { key: 'health', title: '报卫健', kind: 'instant', width: 1.4 },
    { key: 'outcome', title: '结论', kind: 'text', width: 0.9 },
    { key: 'openedBy', title: '登记人', kind: 'signature', width: 0.9 },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select i.found_at as at, i.id as incident_id, x.id as line_id, i.no,
      case i.kind when 'theft' then '被盗' when 'robbery' then '被抢' when 'loss' then '丢失' when 'fraud' then '骗取'
        when 'falseClaim' then '冒领' else '其他流出' end as kind,
      i.found_place as place, d.name as drug, d.spec, d.unit, x.lot_no, x.units::bigint as units, s.police, s.drug_admin, s.health,
      case i.outcome when 'recovered' then '已追回' when 'lost' then '未追回' when 'cleared' then '查明未丢失' else '办理中' end as outcome,
      u.name as opened_by, '/incidents/' || i.id as link
    from incident.incident i
    join incident.drug x on x.org_id = i.org_id and x.incident_id = i.id
    join ledger.drug d on d.org_id = i.org_id and d.id = x.drug_id
    join identity.app_user u on u.org_id = i.org_id and u.id = i.opened_by
    cross join lateral (
      select min(t.done_at) filter (where t.receiver = 'police') as police, min(t.done_at) filter (where t.receiver = 'drugAdmin') as drug_admin,
        min(t.done_at) filter (where t.receiver = 'health') as health
      from incident.step t where t.org_id = i.org_id and t.incident_id = i.id and t.kind = 'reported') s
    where i.org_id = ${org} and i.found_at >= ${p.from} and i.found_at < ${p.to}
      and (${f.drugId ?? null}::bigint is null or x.drug_id = ${f.drugId ?? null})`,
})
