import { choiceFilter, filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'

/** R21 紧急借用: every loan and every giving back, with its filings (条例 Art 42). */
export const r21Borrowing = report({
  code: 'R21',
  title: '紧急借用登记',
  group: 'register',
  basis: '麻醉药品和精神药品管理条例 第四十二条',
  permission: 'borrowing.read',
  filters: { ...period, drugId: filter.drug, direction: choiceFilter('方向', { in: '借入', out: '借出' }) },
  order: { at: 'timestamptz', movementId: 'bigint', lotId: 'bigint' },
  retention: { record: 'book', from: 'at', expiry: 'expiry' },
  print: { paper: 'landscape', lines: 14 },
  columns: [
    { key: 'at', title: '日期', kind: 'date', width: 1.2 },
    { key: 'no', title: '借用单', kind: 'text', width: 1.5 },
    { key: 'act', title: '事项', kind: 'text', width: 0.9 },
    { key: 'partner', title: '对方单位', kind: 'text', width: 1.8 },
    { key: 'drug', title: '药品', kind: 'drug', width: 1.8 },
    { key: 'spec', title: '规格', kind: 'text' },
    { key: 'lotNo', title: '批号', kind: 'text', width: 1.1 },
    { key: 'units', title: '数量', kind: 'quantity', unitKey: 'unit', total: true, width: 0.8 },
    { key: 'reason', title: '原因', kind: 'text', width: 1.8 },
    { key: 'filings', title: '备案', kind: 'text', width: 1.6 },
    { key: 'handledBy', title: '经办人', kind: 'signature' },
    { key: 'witnessedBy', title: '第二人', kind: 'signature' },
    { key: 'expiry', title: '有效期', kind: 'date', noPrint: true },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select m.recorded_at as at, m.id as movement_id, x.lot_id, b.no, b.partner, b.reason,
      case m.kind when 'borrowIn' then '借入' when 'borrowOut' then '借出' when 'returnBorrowed' then '归还' else '收回' end as act,
      d.name as drug, d.spec, d.unit, l.lot_no, l.expiry, (case when m.reverses_id is null then x.units else -x.units end)::bigint as units,
      (select string_agg(g.filing_no, '、' order by g.filed_at) from borrowing.filing g where g.org_id = b.org_id and g.loan_id = b.id) as filings,
      a.name as handled_by, w.name as witnessed_by, m.reverses_id is not null as red, '/borrowings/' || b.id as link
    from ledger.movement m
    join borrowing.loan b on b.org_id = m.org_id and b.id = m.cause_id
    cross join lateral (
      select e.drug_id, e.lot_id, sum(e.quantity) as units from ledger.entry e
      where e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at group by 1, 2) x
    join ledger.drug d on d.org_id = m.org_id and d.id = x.drug_id
    join ledger.lot l on l.org_id = m.org_id and l.id = x.lot_id
    join identity.app_user a on a.org_id = m.org_id and a.id = m.actor_id
    left join identity.app_user w on w.org_id = m.org_id and w.id = m.witness_id
    where m.org_id = ${org} and m.cause_kind = 'borrowing' and m.recorded_at >= ${p.from} and m.recorded_at < ${p.to}
      and (${f.drugId ?? null}::bigint is null or x.drug_id = ${f.drugId ?? null})
      and (${f.direction ?? null}::text is null or b.direction = ${f.direction ?? null})`,
})
