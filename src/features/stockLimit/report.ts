import { drugColumns } from '#core/reports/columns.ts'
import { choiceFilter, filter } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'
import { usageDays, usageFrom } from './contract.ts'
import { leastDays } from './rules.ts'

/** 库存限量: each limit beside what lies there and how long it lasts, for whoever asks whether the amount is reasonable. */
export const stockLimits = report({
  code: 'stockLimits',
  title: '库存限量',
  group: 'stock',
  basis: '专项检查：库存量是否合理',
  permission: 'stock.read',
  filters: {
    placeId: filter.place,
    drugId: filter.drug,
    drugClass: filter.drugClass,
    state: choiceFilter('状态', { low: '低于下限', high: '高于上限', days: '存放过久', held: '在限量内' }),
  },
  order: { place: 'text', drug: 'text', limitId: 'bigint' },
  print: { paper: 'landscape', lines: 14 },
  note: `可用天数 = 未过期数量 ÷ 近 ${usageDays} 天日均用量；用量是出给个人、患者和别的储位的数，减退回；不足 ${leastDays} 天不算`,
  columns: [
    { key: 'place', title: '储位', kind: 'text', width: 1.5 },
    ...drugColumns,
    { key: 'lowUnits', title: '下限', kind: 'quantity', unitKey: 'unit', width: 0.9 },
    { key: 'highUnits', title: '上限', kind: 'quantity', unitKey: 'unit', width: 0.9 },
    { key: 'maxDays', title: '最多存放', kind: 'quantity', unit: '天', width: 0.9 },
    { key: 'heldUnits', title: '现存', kind: 'quantity', unitKey: 'unit', width: 0.9 },
    { key: 'expiredUnits', title: '其中过期', kind: 'quantity', unitKey: 'unit', width: 0.9 },
    { key: 'comingUnits', title: '在途', kind: 'quantity', unitKey: 'unit', width: 0.9 },
    { key: 'usedUnits', title: `近 ${usageDays} 天用量`, kind: 'quantity', unitKey: 'unit', width: 1 },
    { key: 'supplyDays', title: '可用天数', kind: 'quantity', unit: '天', width: 0.9 },
    { key: 'state', title: '状态', kind: 'text', width: 1.2 },
  ],
  rows: (tx, { org, at, filters: f }) => tx`
    select y.* from (
      select x.*, coalesce(nullif(concat_ws('、', case when x.usable_units < x.low_units then '低于下限' end,
        case when x.held_units > x.high_units then '高于上限' end,
        case when x.supply_days > x.max_days then '存放过久' end), ''), '在限量内') as state
      from (
        select s.limit_id, s.drug_id, p.name as place, d.name as drug, fo.form, d.spec, d.unit, d.drug_class, s.location_id,
          s.low_units::bigint as low_units, s.high_units::bigint as high_units, s.max_days::bigint as max_days, s.held_units,
          s.usable_units, s.held_units - s.usable_units as expired_units, s.coming_units, s.used_units,
          case when s.used_units > 0 and q.days >= ${leastDays}::int then floor(s.usable_units * q.days / s.used_units)::bigint end as supply_days,
          '/ledger?drugId=' || s.drug_id || '&accountId=' || s.account_id as link
        from stock_limit.standing(${org}, ${at}::timestamptz, ${usageFrom(at)}::timestamptz) s
        cross join lateral (select floor(extract(epoch from ${at}::timestamptz - s.since) / 86400)::bigint as days) q
        join place.location p on p.org_id = ${org} and p.id = s.location_id
        join catalogue.drug_name d on d.org_id = ${org} and d.drug_id = s.drug_id
        left join catalogue.formulary fo on fo.org_id = ${org} and fo.drug_id = s.drug_id) x) y
    where (${f.placeId ?? null}::bigint is null or y.location_id = ${f.placeId ?? null})
      and (${f.drugId ?? null}::bigint is null or y.drug_id = ${f.drugId ?? null})
      and (${f.drugClass ?? null}::text is null or y.drug_class = ${f.drugClass ?? null})
      and (${f.state ?? null}::text is null or y.state like '%' || case ${f.state ?? null}::text
        when 'low' then '低于下限' when 'high' then '高于上限' when 'days' then '存放过久' else '在限量内' end || '%')`,
})
