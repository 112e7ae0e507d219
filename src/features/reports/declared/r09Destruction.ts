import { barcodeColumn, drugColumns, expiryColumn, lotColumn, madeColumn } from '#core/reports/columns.ts'
import { filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'

/** R9 second half: what became of the recovered containers (汇总与销毁; 卫医发〔2005〕438号 Art 29). */
export const r09Destruction = report({
  code: 'R9X',
  title: '空安瓿、废贴销毁登记',
  group: 'register',
  basis: '卫医发〔2005〕438号 第二十九条',
  permission: 'destruction.read',
  filters: { ...period, drugId: filter.drug, lotNo: filter.lotNo },
  order: { at: 'timestamptz', movementId: 'bigint', lotId: 'bigint' },
  retention: { record: 'loop', from: 'at', expiry: 'expiry' },
  print: { paper: 'landscape', lines: 13 },
  columns: [
    { key: 'at', title: '销毁日期', kind: 'date', width: 1.3 },
    { key: 'voucherNo', title: '销毁单号', kind: 'text', width: 1.4 },
    ...drugColumns,
    lotColumn,
    { key: 'containers', title: '销毁数量', kind: 'quantity', unitKey: 'container', total: true, width: 1 },
    { key: 'method', title: '销毁方式', kind: 'text', width: 0.9 },
    { key: 'place', title: '地点', kind: 'text', width: 1.3 },
    { key: 'executedBy', title: '销毁人', kind: 'signature' },
    { key: 'witnessedBy', title: '监督人', kind: 'signature' },
    { key: 'photos', title: '影像', kind: 'text', width: 1.3 },
    madeColumn,
    { ...expiryColumn, noPrint: true },
    barcodeColumn,
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select m.recorded_at as at, m.id as movement_id, x.lot_id, m.cause_no as voucher_no, d.name as drug, fo.form, d.spec, d.unit,
      '个'::text as container, l.lot_no, l.expiry, l.made, fo.barcode69,
      (case when m.reverses_id is null then x.containers else -x.containers end)::bigint as containers,
      s.method, s.place, a.name as executed_by, w.name as witnessed_by,
      (select string_agg(v.stage, '、' order by position(right(v.stage, 1) in '前中后')) from ledger.movement_evidence v
        where v.org_id = m.org_id and v.movement_id = case when m.reverses_id is null then m.id else m.reverses_id end) as photos,
      m.reverses_id is not null as red, '/destruction/' || m.cause_id as link
    from ledger.movement m
    cross join lateral (
      select e.drug_id, e.lot_id, sum(e.quantity) as containers from ledger.entry e
      where e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at and e.item = 'container'
      group by 1, 2) x
    join destruction.destruction s on s.org_id = m.org_id and s.id = m.cause_id
    join catalogue.drug_name d on d.org_id = m.org_id and d.drug_id = x.drug_id
    left join catalogue.formulary fo on fo.org_id = m.org_id and fo.drug_id = x.drug_id
    join ledger.lot l on l.org_id = m.org_id and l.id = x.lot_id
    join identity.app_user a on a.org_id = m.org_id and a.id = m.actor_id
    left join identity.app_user w on w.org_id = m.org_id and w.id = m.witness_id
    where m.org_id = ${org} and m.kind = 'destroyContainers' and m.cause_kind = 'destruction'
      and m.recorded_at >= ${p.from} and m.recorded_at < ${p.to}
      and (${f.drugId ?? null}::bigint is null or x.drug_id = ${f.drugId ?? null})
      and (${f.lotNo ?? null}::text is null or l.lot_no = ${f.lotNo ?? null})`,
})
