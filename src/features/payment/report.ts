import { filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'

/** 采购付款清单: a line for each receipt that a payment pays, from the order to the bank's number (inspection item 3). */
export const paymentRecords = report({
  code: 'payments',
  title: '采购付款清单',
  group: 'flow',
  basis: '麻醉药品和精神药品管理条例 第三十条',
  permission: 'payment.read',
  filters: { ...period, supplierId: filter.supplier },
  order: { at: 'timestamptz', paymentId: 'bigint', receiptId: 'bigint', invoiceNo: 'text' },
  retention: { record: 'book', from: 'at', expiry: 'expiry' },
  print: { paper: 'landscape', lines: 16 },
  columns: [
    { key: 'at', title: '付款日期', kind: 'date', width: 1.3 },
    { key: 'no', title: '付款单', kind: 'text', width: 1.5 },
    { key: 'supplier', title: '供应商', kind: 'text', width: 1.8 },
    { key: 'orderNos', title: '采购单', kind: 'text', width: 1.5 },
    { key: 'receiptNo', title: '收货单', kind: 'text', width: 1.5 },
    { key: 'drugs', title: '药品', kind: 'text', width: 2 },
    { key: 'invoiceNo', title: '发票号', kind: 'text', width: 1.1 },
    { key: 'due', title: '应付（元）', kind: 'text', width: 1.1 },
    { key: 'paid', title: '本次付（元）', kind: 'text', width: 1.1 },
    { key: 'method', title: '方式', kind: 'text', width: 0.9 },
    { key: 'bankNo', title: '银行回单号', kind: 'text', width: 1.5 },
    { key: 'madeBy', title: '经手', kind: 'signature', width: 0.8 },
    { key: 'checkedBy', title: '复核', kind: 'signature', width: 0.8 },
    { key: 'state', title: '状态', kind: 'text', width: 0.8 },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select x.paid_on::timestamp at time zone 'Asia/Shanghai' as at, x.id as payment_id, l.receipt_id, l.invoice_no, x.no, s.name as supplier,
      b.orders as order_nos, r.no as receipt_no, d.drugs, d.expiry, to_char(b.due_fen / 100.0, 'FM999,999,999,990.00') as due,
      to_char(l.amount_fen / 100.0, 'FM999,999,999,990.00') as paid,
      case x.method when 'transfer' then '银行转账' when 'draft' then '汇票' else '现金' end as method, x.bank_no,
      u.name as made_by, c.name as checked_by,
      case when x.voided_at is not null then '已作废' when x.checked_at is not null then '已复核' else '待复核' end as state,
      x.voided_at is not null as red, '/payments/' || x.id as link
    from payment.payment x
    join payment.line l on l.org_id = x.org_id and l.payment_id = x.id
    join receipt.receipt r on r.org_id = l.org_id and r.id = l.receipt_id
    join partner.supplier s on s.org_id = x.org_id and s.id = x.supplier_id
    join identity.app_user u on u.org_id = x.org_id and u.id = x.made_by
    left join identity.app_user c on c.org_id = x.org_id and c.id = x.checked_by
    left join lateral payment.bill(l.org_id, l.receipt_id) b on true
    cross join lateral (
      select string_agg(distinct g.name, '、') as drugs, max(y.expiry) as expiry
      from receipt.line y join ledger.drug g on g.org_id = y.org_id and g.id = y.drug_id
      where y.org_id = l.org_id and y.receipt_id = l.receipt_id) d
    where x.org_id = ${org} and x.paid_on >= (${p.from}::timestamptz at time zone 'Asia/Shanghai')::date
      and x.paid_on < (${p.to}::timestamptz at time zone 'Asia/Shanghai')::date
      and (${f.supplierId ?? null}::bigint is null or x.supplier_id = ${f.supplierId ?? null})`,
})
