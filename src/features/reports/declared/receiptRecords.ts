import { barcodeColumn, drugColumns, expiryColumn, lotColumn, madeColumn } from '#core/reports/columns.ts'
import { choiceFilter, filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'

/** 收货记录: a line for each line of a receipt, what was ordered against what came, and its lots. */
export const receiptRecords = report({
  code: 'receipts',
  title: '收货记录',
  group: 'flow',
  basis: '建设方案：收货记录查询',
  permission: 'receipt.read',
  filters: {
    ...period,
    drugId: filter.drug,
    supplierId: filter.supplier,
    placeId: filter.place,
    state: choiceFilter('状态', { counting: '验收中', signed: '已入库', cancelled: '已撤销' }),
  },
  order: { at: 'timestamptz', receiptId: 'bigint', lineId: 'bigint' },
  newestFirst: true,
  retention: { record: 'book', from: 'at', expiry: 'expiry' },
  print: { paper: 'landscape', lines: 13 },
  columns: [
    { key: 'at', title: '到货', kind: 'instant', width: 1.5 },
    { key: 'no', title: '收货单', kind: 'text', width: 1.4 },
    { key: 'orderNo', title: '采购单', kind: 'text', width: 1.4 },
    { key: 'supplier', title: '供应商', kind: 'text', width: 1.6 },
    ...drugColumns.filter((c) => c.key !== 'form'),
    lotColumn,
    expiryColumn,
    { key: 'expected', title: '应到', kind: 'quantity', unitKey: 'unit', total: true, width: 0.8 },
    { key: 'accepted', title: '实收', kind: 'quantity', unitKey: 'unit', total: true, width: 0.8 },
    { key: 'damaged', title: '破损', kind: 'quantity', unitKey: 'unit', total: true, width: 0.7 },
    { key: 'short', title: '短少', kind: 'quantity', unitKey: 'unit', total: true, width: 0.7 },
    { key: 'place', title: '入库储位', kind: 'text', width: 1.1 },
    { key: 'state', title: '状态', kind: 'text', width: 0.8 },
    { key: 'people', title: '验收', kind: 'signature', width: 1.3 },
    { key: 'boxes', title: '追溯码数', kind: 'quantity', unit: '个', noPrint: true },
    madeColumn,
    barcodeColumn,
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select r.arrived_at as at, r.id as receipt_id, rl.id as line_id, r.no, po.no as order_no, s.name as supplier,
      d.name as drug, d.spec, d.unit, coalesce(x.lots, rl.lot_no) as lot_no, coalesce(x.expiry, rl.expiry) as expiry,
      coalesce(x.made, rl.made) as made, fo.barcode69,
      rl.expected_units::bigint as expected, x.accepted, x.damaged, x.boxes, y.short, pl.name as place,
      case r.state when 'counting' then '验收中' when 'signed' then case when back.id is null then '已入库' else '已红冲' end else '已撤销' end as state,
      concat_ws('、', a.name, w.name) as people, '/receipts/' || r.id as link
    from receipt.receipt r
    join receipt.line rl on rl.org_id = r.org_id and rl.receipt_id = r.id
    join catalogue.drug_name d on d.org_id = r.org_id and d.drug_id = rl.drug_id
    left join catalogue.formulary fo on fo.org_id = r.org_id and fo.drug_id = rl.drug_id
    join partner.supplier s on s.org_id = r.org_id and s.id = r.supplier_id
    join place.location pl on pl.org_id = r.org_id and pl.id = r.location_id
    left join purchase.order_line ol on ol.org_id = r.org_id and ol.id = rl.order_line_id
    left join purchase.purchase_order po on po.org_id = r.org_id and po.id = ol.order_id
    left join identity.app_user a on a.org_id = r.org_id and a.id = r.signed_by
    left join identity.app_user w on w.org_id = r.org_id and w.id = r.witnessed_by
    left join ledger.movement back on back.org_id = r.org_id and back.reverses_id = r.movement_id
    cross join lateral (
      select coalesce(sum(c.units) filter (where not c.damaged), 0)::bigint as accepted,
        coalesce(sum(c.units) filter (where c.damaged), 0)::bigint as damaged, count(*)::bigint as boxes,
        string_agg(distinct c.lot_no, '、' order by c.lot_no) as lots, max(c.expiry) as expiry, max(c.made) as made
      from receipt.scan c where c.org_id = r.org_id and c.line_id = rl.id) x
    cross join lateral (
      select coalesce(sum(q.units) filter (where q.kind = 'short'), 0)::bigint as short
      from receipt.discrepancy q where q.org_id = r.org_id and q.receipt_id = r.id and q.line_id = rl.id) y
    where r.org_id = ${org} and r.arrived_at >= ${p.from} and r.arrived_at < ${p.to}
      and (${f.drugId ?? null}::bigint is null or rl.drug_id = ${f.drugId ?? null})
      and (${f.supplierId ?? null}::bigint is null or r.supplier_id = ${f.supplierId ?? null})
      and (${f.placeId ?? null}::bigint is null or r.location_id = ${f.placeId ?? null})
      and (${f.state ?? null}::text is null or r.state = ${f.state ?? null})`,
})
