import { barcodeColumn, madeColumn } from '#core/reports/columns.ts'
import { filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'

/**
 * R1 入库验收专簿: a line for each lot of a signed receipt, the legal columns in the legal order (卫医发〔2005〕438号 Art
 * 10). A reversed receipt stays, and its 红冲 stands where it was written, with a minus.
 */
export const r01Receipt = report({
  code: 'R1',
  title: '入库验收专簿',
  group: 'register',
  basis: '卫医发〔2005〕438号 第十条',
  permission: 'receipt.read',
  filters: {
    ...period,
    drugId: filter.drug,
    supplierId: filter.supplier,
    lotNo: filter.lotNo,
    drugClass: filter.drugClass,
  },
  order: { at: 'timestamptz', movementId: 'bigint', lotId: 'bigint' },
  retention: { record: 'book', from: 'at', expiry: 'expiry' },
  print: { paper: 'landscape', lines: 13 },
  columns: [
    { key: 'at', title: '日期', kind: 'date', width: 1.3 },
    { key: 'voucherNo', title: '凭证号', kind: 'text', width: 1.4 },
    { key: 'drug', title: '品名', kind: 'drug', width: 1.7 },
    { key: 'form', title: '剂型', kind: 'text', width: 0.9 },
    { key: 'spec', title: '规格', kind: 'text' },
    { key: 'unit', title: '单位', kind: 'text', width: 0.5 },
    { key: 'units', title: '数量', kind: 'quantity', unitKey: 'unit', total: true, width: 0.8 },
    { key: 'lotNo', title: '批号', kind: 'text', width: 1.15 },
    { key: 'expiry', title: '有效期', kind: 'date', width: 1.3 },
    { key: 'manufacturer', title: '生产单位', kind: 'text', width: 1.6 },
    { key: 'supplier', title: '供货单位', kind: 'text', width: 1.6 },
    { key: 'qualityState', title: '质量情况', kind: 'text' },
    { key: 'conclusion', title: '验收结论', kind: 'text' },
    { key: 'checkedBy', title: '验收人员签字', kind: 'signature', width: 1.3 },
    { key: 'keptBy', title: '保管人员签字', kind: 'signature', width: 1.1 },
    { key: 'deliveryNo', title: '随货同行单', kind: 'text', noPrint: true },
    { key: 'invoices', title: '发票号', kind: 'text', noPrint: true },
    { key: 'packs', title: '追溯码数', kind: 'quantity', unit: '个', noPrint: true },
    madeColumn,
    barcodeColumn,
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select m.recorded_at as at, m.id as movement_id, x.lot_id, m.cause_no as voucher_no,
      d.name as drug, fo.form, d.spec, d.unit,
      (case when m.reverses_id is null then x.units else -x.units end)::bigint as units,
      l.lot_no, l.expiry, l.made, fo.manufacturer, fo.barcode69, s.name as supplier,
      case when m.kind = 'receiveDamaged' then '破损待查' else r.quality_state end as quality_state, r.conclusion,
      a.name || '、' || w.name as checked_by, a.name as kept_by, r.delivery_no, x.packs,
      (select string_agg(distinct ol.invoice_no, '、' order by ol.invoice_no) from receipt.line rl
        join purchase.order_line ol on ol.org_id = rl.org_id and ol.id = rl.order_line_id
        where rl.org_id = m.org_id and rl.receipt_id = r.id and rl.drug_id = x.drug_id) as invoices,
      m.reverses_id is not null as red, '/movements/' || m.id as link
    from ledger.movement m
    cross join lateral (
      select e.drug_id, e.lot_id, sum(e.quantity) as units, count(distinct nullif(e.code, '')) as packs from ledger.entry e
      where e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at and e.item = 'intact'
      group by 1, 2) x
    join receipt.receipt r on r.org_id = m.org_id and r.id = m.cause_id
    join partner.supplier s on s.org_id = m.org_id and s.id = r.supplier_id
    join catalogue.drug_name d on d.org_id = m.org_id and d.drug_id = x.drug_id
    left join catalogue.formulary fo on fo.org_id = m.org_id and fo.drug_id = x.drug_id
    join ledger.lot l on l.org_id = m.org_id and l.id = x.lot_id
    join identity.app_user a on a.org_id = m.org_id and a.id = m.actor_id
    left join identity.app_user w on w.org_id = m.org_id and w.id = m.witness_id
    where m.org_id = ${org} and m.cause_kind = 'receipt' and m.kind in ('receive', 'receiveDamaged')
      and m.recorded_at >= ${p.from} and m.recorded_at < ${p.to}
      and (${f.drugId ?? null}::bigint is null or x.drug_id = ${f.drugId ?? null})
      and (${f.supplierId ?? null}::bigint is null or r.supplier_id = ${f.supplierId ?? null})
      and (${f.lotNo ?? null}::text is null or l.lot_no = ${f.lotNo ?? null})
      and (${f.drugClass ?? null}::text is null or d.drug_class = ${f.drugClass ?? null})`,
})
