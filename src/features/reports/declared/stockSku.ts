import { drugColumns } from '#core/reports/columns.ts'
import { filter } from '#core/reports/filters.ts'
import { report, type ReportColumn, type ReportQuery, type SqlRow } from '#core/reports/report.ts'
import { asOfFilters, heldByKind } from '../held.ts'

/** The lots behind a figure, at the same instant. */
function lotsOf(where: string) {
  return (row: SqlRow, q: ReportQuery): string => {
    const f = q.filters as { asOf?: string; by?: string }
    const at = `${f.asOf ? `&asOf=${f.asOf}` : ''}${f.by ? `&by=${f.by}` : ''}`
    return `/reports/stockLots?drugId=${String(row['drugId'])}${where && `&where=${where}`}${at}`
  }
}

const units = (key: string, title: string, where: string): ReportColumn => ({
  key,
  title,
  kind: 'quantity',
  unitKey: 'unit',
  total: true,
  width: 0.9,
  to: lotsOf(where),
})

/** SKU库存: for each drug, everything that the hospital has and where, now or at any instant; the sum is complete. */
export const stockSku = report({
  code: 'stockSku',
  title: 'SKU 库存',
  group: 'stock',
  basis: '建设方案：SKU 库存查询',
  permission: 'stock.read',
  filters: { ...asOfFilters, drugId: filter.drug, drugClass: filter.drugClass },
  order: { drug: 'text', spec: 'text', drugId: 'bigint' },
  adds: true,
  print: { paper: 'landscape', lines: 13 },
  note: '未写时刻为现在。“当时账上的数”答当时知道什么，“按发生时间推算”把后来补记的也算上',
  columns: [
    { key: 'sku', title: '药品编码', kind: 'text', width: 1.2 },
    ...drugColumns,
    units('tier1', '一级库', 'tier1'),
    units('tier2', '二级库', 'tier2'),
    units('tier3', '三级库', 'tier3'),
    units('transit', '在途', 'transit'),
    units('custody', '在手', 'custody'),
    units('quarantine', '待查', 'quarantine'),
    units('total', '合计', ''),
    { key: 'lots', title: '批号数', kind: 'quantity', unit: '个', width: 0.7 },
    { key: 'nextExpiry', title: '最近有效期', kind: 'date', width: 1.3 },
    { key: 'manufacturer', title: '生产单位', kind: 'text', width: 1.5 },
  ],
  rows: (tx, { org, filters: f }) => tx`
    select d.drug_id, d.code as sku, d.name as drug, fo.form, d.spec, d.unit, fo.manufacturer, x.*,
      '/ledger?drugId=' || d.drug_id as link
    from (
      select h.drug_id as held_drug_id, count(distinct h.lot_id) as lots, min(l.expiry) as next_expiry,
        coalesce(sum(h.units) filter (where h.kind = 'location' and h.tier = 1), 0)::bigint as tier1,
        coalesce(sum(h.units) filter (where h.kind = 'location' and h.tier = 2), 0)::bigint as tier2,
        coalesce(sum(h.units) filter (where h.kind = 'location' and h.tier = 3), 0)::bigint as tier3,
        coalesce(sum(h.units) filter (where h.kind = 'transit'), 0)::bigint as transit,
        coalesce(sum(h.units) filter (where h.kind = 'custody'), 0)::bigint as custody,
        coalesce(sum(h.units) filter (where h.kind = 'quarantine'), 0)::bigint as quarantine,
        sum(h.units)::bigint as total
      from (${heldByKind(tx, { org, asOf: f.asOf, by: f.by, drugId: f.drugId })}) h
      join ledger.lot l on l.org_id = ${org} and l.id = h.lot_id
      group by 1) x
    join catalogue.drug_name d on d.org_id = ${org} and d.drug_id = x.held_drug_id
    left join catalogue.formulary fo on fo.org_id = ${org} and fo.drug_id = d.drug_id
    where (${f.drugClass ?? null}::text is null or d.drug_class = ${f.drugClass ?? null})`,
})
