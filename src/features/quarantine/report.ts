import { filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'

/** R23 不合格品: what was taken out of use, why, and where it went (438号 Art 5; 药品管理法实施条例 Art 61). */
export const r23Quarantine = report({
  code: 'R23',
  title: '不合格（待查）药品登记',
  group: 'register',
  basis: '药品管理法实施条例 第六十一条',
  permission: 'quarantine.read',
  filters: { ...period, drugId: filter.drug, lotNo: filter.lotNo },
  order: { at: 'timestamptz', movementId: 'bigint', lotId: 'bigint' },
  retention: { record: 'book', from: 'at', expiry: 'expiry' },
  print: { paper: 'landscape', lines: 14 },
  columns: [
    { key: 'at', title: '日期', kind: 'date', width: 1.2 },
    { key: 'no', title: '单号', kind: 'text', width: 1.5 },
    { key: 'act', title: '事项', kind: 'text', width: 1.1 },
    { key: 'drug', title: '药品', kind: 'drug', width: 1.8 },
    { key: 'spec', title: '规格', kind: 'text' },
    { key: 'lotNo', title: '批号', kind: 'text', width: 1.1 },
    { key: 'expiry', title: '有效期', kind: 'date', width: 1.2 },
    { key: 'units', title: '数量', kind: 'quantity', unitKey: 'unit', total: true, width: 0.8 },
    { key: 'source', title: '从', kind: 'text', width: 1.4 },
    { key: 'destination', title: '到', kind: 'text', width: 1.6 },
    { key: 'reason', title: '原因', kind: 'text', width: 1.8 },
    { key: 'handledBy', title: '经办人', kind: 'signature' },
    { key: 'witnessedBy', title: '第二人', kind: 'signature' },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select m.recorded_at as at, m.id as movement_id, x.lot_id, m.cause_no as no,
      case m.kind when 'receiveDamaged' then '到货破损' when 'releaseQuarantine' then '解除待查' else '移入待查' end as act,
      d.name as drug, d.spec, d.unit, l.lot_no, l.expiry, (case when m.reverses_id is null then x.units else -x.units end)::bigint as units,
      x.source, x.destination, m.reason, a.name as handled_by, w.name as witnessed_by, m.reverses_id is not null as red,
      '/movements/' || m.id as link
    from ledger.movement m
    cross join lateral (
      select e.drug_id, e.lot_id, sum(e.quantity) as units, min(s.title) as source, min(t.title) as destination from ledger.entry e
      join ledger.account s on s.org_id = e.org_id and s.id = e.source_id
      join ledger.account t on t.org_id = e.org_id and t.id = e.destination_id
      where e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at and (s.kind = 'quarantine' or t.kind = 'quarantine')
      group by 1, 2) x
    join ledger.drug d on d.org_id = m.org_id and d.id = x.drug_id
    join ledger.lot l on l.org_id = m.org_id and l.id = x.lot_id
    join identity.app_user a on a.org_id = m.org_id and a.id = m.actor_id
    left join identity.app_user w on w.org_id = m.org_id and w.id = m.witness_id
    where m.org_id = ${org} and m.kind in ('quarantine', 'releaseQuarantine', 'receiveDamaged')
      and m.recorded_at >= ${p.from} and m.recorded_at < ${p.to}
      and (${f.drugId ?? null}::bigint is null or x.drug_id = ${f.drugId ?? null})
      and (${f.lotNo ?? null}::text is null or l.lot_no = ${f.lotNo ?? null})`,
})
