import { id } from '#core/contract.ts'
import { barcodeColumn, drugColumns, expiryColumn, lotColumn, madeColumn } from '#core/reports/columns.ts'
import { choiceFilter, filter, hidden, numberFilter } from '#core/reports/filters.ts'
import { report, type ReportQuery, type SqlRow } from '#core/reports/report.ts'
import { asOfFilters, heldAt } from '../held.ts'

export const whereWords = {
  tier1: '一级库',
  tier2: '二级库',
  tier3: '三级库',
  transit: '在途',
  custody: '在手',
  quarantine: '待查',
} as const

/** Every entry of this lot in this account, up to the instant. */
function entriesOf(row: SqlRow, q: ReportQuery): string {
  const { asOf } = q.filters as { asOf?: string }
  return `/reports/entries?lotId=${String(row['lotId'])}&accountId=${String(row['accountId'])}&item=intact&from=2000-01-01${asOf ? `&until=${asOf}` : ''}`
}

/** 效期库存: by drug, lot and account, now or at any instant, with the days until it expires. */
export const stockLots = report({
  code: 'stockLots',
  title: '效期库存',
  group: 'stock',
  basis: '建设方案：效期库存查询',
  permission: 'stock.read',
  filters: {
    ...asOfFilters,
    drugId: filter.drug,
    placeId: filter.place,
    accountId: hidden(id),
    where: choiceFilter('所在', whereWords),
    lotNo: filter.lotNo,
    days: numberFilter('多少天内到期', 0, 3650),
    drugClass: filter.drugClass,
  },
  order: { drug: 'text', drugId: 'bigint', expiry: 'date', lotId: 'bigint', accountId: 'bigint' },
  adds: true,
  print: { paper: 'landscape', lines: 13 },
  note: '未写时刻为现在；数量点开是这个批号在这个账户的每一笔',
  columns: [
    ...drugColumns,
    lotColumn,
    expiryColumn,
    { key: 'daysLeft', title: '距到期', kind: 'quantity', unit: '天', width: 0.9 },
    {
      key: 'units',
      title: '数量',
      kind: 'quantity',
      unitKey: 'unit',
      total: true,
      width: 0.9,
      to: entriesOf,
    },
    { key: 'place', title: '所在', kind: 'text', width: 1.6 },
    { key: 'holder', title: '责任人', kind: 'person', width: 1 },
    { key: 'manufacturer', title: '生产单位', kind: 'text', width: 1.5 },
    madeColumn,
    barcodeColumn,
  ],
  rows: (tx, { org, at, filters: f }) => tx`
    select h.drug_id, h.lot_id, h.account_id, d.name as drug, fo.form, d.spec, d.unit, l.lot_no, l.expiry,
      (l.expiry - (coalesce(${f.asOf ?? null}::timestamptz, ${at}::timestamptz) at time zone 'Asia/Shanghai')::date)::bigint as days_left,
      h.units, a.title as place, u.name as holder, fo.manufacturer,
      l.made, fo.barcode69,
      '/ledger?drugId=' || h.drug_id || '&accountId=' || h.account_id as link
    from (${heldAt(tx, { org, asOf: f.asOf, by: f.by, drugId: f.drugId })}) h
    join ledger.account a on a.org_id = ${org} and a.id = h.account_id
    join ledger.lot l on l.org_id = ${org} and l.id = h.lot_id
    join catalogue.drug_name d on d.org_id = ${org} and d.drug_id = h.drug_id
    left join catalogue.formulary fo on fo.org_id = ${org} and fo.drug_id = h.drug_id
    left join identity.app_user u on u.org_id = ${org} and u.id = a.holder_id
    where (${f.lotNo ?? null}::text is null or l.lot_no = ${f.lotNo ?? null})
      and (${f.drugClass ?? null}::text is null or d.drug_class = ${f.drugClass ?? null})
      and (${f.days ?? null}::int is null
        or l.expiry - (coalesce(${f.asOf ?? null}::timestamptz, ${at}::timestamptz) at time zone 'Asia/Shanghai')::date <= ${f.days ?? null}::int)
      and (${f.where ?? null}::text is null
        or case when a.kind = 'location' then 'tier' || a.tier else a.kind end = ${f.where ?? null})
      and (${f.accountId ?? null}::bigint is null or h.account_id = ${f.accountId ?? null})
      and (${f.placeId ?? null}::bigint is null or h.account_id in (
        select pl.account_id from place.location pl where pl.org_id = ${org} and pl.id = ${f.placeId ?? null}))`,
})
