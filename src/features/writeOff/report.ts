import { barcodeColumn, madeColumn } from '#core/reports/columns.ts'
import { filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'

/** R12 报损销毁: every lot that was destroyed before the authority (条例 Art 61; 438号 Art 13). */
export const r12WriteOff = report({
  code: 'R12',
  title: '报损销毁登记',
  group: 'register',
  basis: '麻醉药品和精神药品管理条例 第六十一条',
  permission: 'writeOff.read',
  filters: { ...period, drugId: filter.drug, lotNo: filter.lotNo },
  order: { at: 'timestamptz', movementId: 'bigint', lotId: 'bigint' },
  retention: { record: 'loop', from: 'at', expiry: 'expiry' },
  print: { paper: 'landscape', lines: 12 },
  columns: [
    { key: 'no', title: '申请单', kind: 'text', width: 1.4 },
    { key: 'drug', title: '品名', kind: 'drug', width: 1.7 },
    { key: 'form', title: '剂型', kind: 'text', width: 0.8 },
    { key: 'spec', title: '规格', kind: 'text' },
    { key: 'lotNo', title: '批号', kind: 'text', width: 1.1 },
    { key: 'units', title: '数量', kind: 'quantity', unitKey: 'unit', total: true, width: 0.7 },
    { key: 'expiry', title: '效期', kind: 'date', width: 1.1 },
    { key: 'manufacturer', title: '生产企业', kind: 'text', width: 1.2 },
    { key: 'reason', title: '原因', kind: 'text', width: 1.2 },
    { key: 'appliedAt', title: '申请日', kind: 'date', width: 1.1 },
    { key: 'acceptedAt', title: '卫健受理日', kind: 'date', width: 1.1 },
    { key: 'arrivedAt', title: '到场日', kind: 'date', width: 1.1 },
    { key: 'inspectors', title: '监督人', kind: 'signature', width: 1.3 },
    { key: 'executedBy', title: '执行人', kind: 'signature', width: 1.3 },
    { key: 'place', title: '地点', kind: 'text', width: 1.1 },
    { key: 'method', title: '方式', kind: 'text', width: 0.6 },
    { key: 'at', title: '销毁日', kind: 'date', noPrint: true },
    madeColumn,
    barcodeColumn,
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select m.recorded_at as at, m.id as movement_id, x.lot_id, a.no, d.name as drug, fo.form, d.spec, d.unit, l.lot_no, l.expiry, l.made, fo.barcode69,
      (case when m.reverses_id is null then x.units else -x.units end)::bigint as units, fo.manufacturer, a.reason,
      a.approved_at as applied_at, c.decided_at as accepted_at, t.arrived_at,
      t.first_name || '、' || t.second_name as inspectors, u.name || '、' || w.name as executed_by, z.place, z.method,
      m.reverses_id is not null as red, '/write-offs/' || a.id as link
    from ledger.movement m
    join write_off.application a on a.org_id = m.org_id and a.id = m.cause_id
    cross join lateral (
      select e.drug_id, e.lot_id, sum(e.quantity) as units from ledger.entry e
      where e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at group by 1, 2) x
    join ledger.drug d on d.org_id = m.org_id and d.id = x.drug_id
    join ledger.lot l on l.org_id = m.org_id and l.id = x.lot_id
    left join catalogue.formulary fo on fo.org_id = m.org_id and fo.drug_id = x.drug_id
    left join write_off.destruction z on z.org_id = m.org_id and z.movement_id = case when m.reverses_id is null then m.id else m.reverses_id end
    left join write_off.acceptance c on c.org_id = a.authority_id and c.hospital_id = a.org_id and c.application_id = a.id
    left join write_off.attendance t on t.org_id = c.org_id and t.acceptance_id = c.id
    join identity.app_user u on u.org_id = m.org_id and u.id = m.actor_id
    left join identity.app_user w on w.org_id = m.org_id and w.id = m.witness_id
    where m.org_id = ${org} and m.cause_kind = 'writeOff' and m.kind = 'destroyStock'
      and m.recorded_at >= ${p.from} and m.recorded_at < ${p.to}
      and (${f.drugId ?? null}::bigint is null or x.drug_id = ${f.drugId ?? null})
      and (${f.lotNo ?? null}::text is null or l.lot_no = ${f.lotNo ?? null})`,
})
