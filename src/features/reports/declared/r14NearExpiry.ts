import { drugColumns, expiryColumn, lotColumn } from '#core/reports/columns.ts'
import { filter, numberFilter } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'

/** Days before the expiry from which a lot is in the register where nobody says otherwise; expired lots always are. */
const usualDays = 180

/** R14 近效期药品登记: what is in stock and expires soon, expired first, with where it is. */
export const r14NearExpiry = report({
  code: 'R14',
  title: '近效期药品登记',
  group: 'register',
  basis: '卫医发〔2005〕438号 第五条；药品有效期管理',
  permission: 'stock.read',
  filters: {
    days: numberFilter('多少天内到期', 0, 3650),
    drugId: filter.drug,
    placeId: filter.place,
    drugClass: filter.drugClass,
  },
  order: { expiry: 'date', lotId: 'bigint', accountId: 'bigint' },
  retention: { record: 'book', from: 'today', expiry: 'expiry' },
  print: { paper: 'landscape', lines: 13 },
  note: `没有写天数时为 ${usualDays} 天；已过期的总在表上`,
  columns: [
    ...drugColumns,
    lotColumn,
    expiryColumn,
    { key: 'daysLeft', title: '距到期', kind: 'quantity', unit: '天', width: 0.9 },
    { key: 'units', title: '数量', kind: 'quantity', unitKey: 'unit', total: true, width: 0.9 },
    { key: 'place', title: '所在', kind: 'text', width: 1.5 },
    { key: 'manufacturer', title: '生产单位', kind: 'text', width: 1.5 },
    { key: 'advice', title: '处理', kind: 'text', width: 1.2 },
  ],
  rows: (tx, { org, at, filters: f }) => tx`
    select h.lot_id, h.account_id, d.name as drug, fo.form, d.spec, d.unit, l.lot_no, l.expiry, t.today,
      (l.expiry - t.today)::bigint as days_left, h.units::bigint as units, a.title as place, fo.manufacturer,
      case when l.expiry < t.today then '已过期，隔离待销毁' when a.kind = 'quarantine' then '已隔离' else '先出' end as advice,
      '/ledger?drugId=' || h.drug_id || '&accountId=' || h.account_id as link
    from (select (${at}::timestamptz at time zone 'Asia/Shanghai')::date as today) t
    join ledger.lot l on l.org_id = ${org} and l.expiry <= t.today + ${f.days ?? usualDays}::int
    cross join lateral (
      select b.drug_id, b.account_id, b.lot_id, sum(b.quantity) as units from ledger.balance b
      where b.org_id = ${org} and b.lot_id = l.id and b.drug_id = l.drug_id and b.item = 'intact' and b.inside and b.quantity <> 0
      group by 1, 2, 3) h
    join ledger.account a on a.org_id = ${org} and a.id = h.account_id
    join catalogue.drug_name d on d.org_id = ${org} and d.drug_id = h.drug_id
    left join catalogue.formulary fo on fo.org_id = ${org} and fo.drug_id = h.drug_id
    where (${f.drugId ?? null}::bigint is null or h.drug_id = ${f.drugId ?? null})
      and (${f.drugClass ?? null}::text is null or d.drug_class = ${f.drugClass ?? null})
      and (${f.placeId ?? null}::bigint is null or h.account_id in (
        select pl.account_id from place.location pl where pl.org_id = ${org} and pl.id = ${f.placeId ?? null}))`,
})
