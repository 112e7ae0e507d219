import { barcodeColumn, lotColumn, madeColumn, specColumn } from '#core/reports/columns.ts'
import { choiceFilter, filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'
import { discrepancyReasons } from '#core/discrepancy/rules.ts'

/** Titles of reasons as SQL finds them: two arrays of the same order. */
const codes = Object.keys(discrepancyReasons)
const titles = Object.values(discrepancyReasons).map((r) => r.title)

/** R15 盘存审核表 (form 14-4): a line for each row of a stocktake that two have signed. */
export const r15Stocktake = report({
  code: 'R15',
  title: '盘存审核登记',
  group: 'register',
  basis: '麻醉药品和精神药品管理条例 第四十八条；检查表 14-4',
  permission: 'stocktake.read',
  filters: {
    ...period,
    drugId: filter.drug,
    lotNo: filter.lotNo,
    placeId: filter.place,
    personId: filter.person,
    result: choiceFilter('结果', { equal: '正常', short: '盘损', surplus: '盘盈' }),
  },
  order: { at: 'timestamptz', rowId: 'bigint' },
  retention: { record: 'book', from: 'at', expiry: 'expiry' },
  print: { paper: 'landscape', lines: 16 },
  columns: [
    { key: 'seq', title: '检查序号', kind: 'text', width: 0.6 },
    { key: 'drug', title: '药品名称', kind: 'drug', width: 1.8 },
    specColumn,
    { key: 'unit', title: '单位', kind: 'text', width: 0.5 },
    { key: 'book', title: '账面', kind: 'quantity', unitKey: 'unit', total: true },
    { key: 'counted', title: '实物', kind: 'quantity', unitKey: 'unit', total: true },
    { key: 'difference', title: '差异', kind: 'quantity', unitKey: 'unit', total: true },
    lotColumn,
    { key: 'expiry', title: '效期', kind: 'date' },
    { key: 'keeper', title: '保管人', kind: 'signature' },
    { key: 'checker', title: '检查人', kind: 'signature' },
    { key: 'place', title: '储位', kind: 'text', width: 1.1 },
    { key: 'at', title: '日期', kind: 'date' },
    { key: 'no', title: '单号', kind: 'text', width: 1.4 },
    madeColumn,
    barcodeColumn,
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select s.submitted_at as at, r.id as row_id, r.seq::text as seq, d.name || case r.item when 'container' then '（空容器）' else '' end as drug, d.spec,
      case r.item when 'intact' then d.unit else '个' end as unit, r.book, r.counted, r.counted - r.book as difference, l.lot_no, l.expiry, l.made,
      fo.barcode69,
      a.name as keeper, b.name as checker, p.name as place, s.no, '/stocktakes/' || s.id as link
    from stocktake.stocktake s
    join stocktake.row r on r.org_id = s.org_id and r.stocktake_id = s.id and r.state = 'counted'
    join ledger.drug d on d.org_id = r.org_id and d.id = r.drug_id
    join ledger.lot l on l.org_id = r.org_id and l.id = r.lot_id
    left join catalogue.formulary fo on fo.org_id = r.org_id and fo.drug_id = r.drug_id
    join place.location p on p.org_id = r.org_id and p.id = r.location_id
    join identity.app_user a on a.org_id = s.org_id and a.id = s.counted_by
    join identity.app_user b on b.org_id = s.org_id and b.id = s.second_by
    where s.org_id = ${org} and s.state in ('submitted', 'closed') and s.submitted_at >= ${p.from} and s.submitted_at < ${p.to}
      and (${f.drugId ?? null}::bigint is null or r.drug_id = ${f.drugId ?? null})
      and (${f.lotNo ?? null}::text is null or l.lot_no = ${f.lotNo ?? null})
      and (${f.placeId ?? null}::bigint is null or r.location_id = ${f.placeId ?? null})
      and (${f.personId ?? null}::bigint is null or ${f.personId ?? null} in (s.counted_by, s.second_by))
      and (${f.result ?? null}::text is null or ${f.result ?? null} = case when r.counted < r.book then 'short' when r.counted > r.book then 'surplus' else 'equal' end)`,
})

/** 损溢表: every difference that a stocktake left, with its reason, its approval and its case. */
export const countVariance = report({
  code: 'variance',
  title: '盘点损溢表',
  group: 'stock',
  basis: '监督检查：账物相符',
  permission: 'stocktake.read',
  filters: {
    ...period,
    drugId: filter.drug,
    lotNo: filter.lotNo,
    placeId: filter.place,
    personId: filter.person,
    kind: choiceFilter('盘点类型', { short: '盘损', surplus: '盘盈' }),
    adjusted: choiceFilter('调账', { yes: '已调账', no: '未调账' }),
  },
  order: { at: 'timestamptz', rowId: 'bigint' },
  newestFirst: true,
  print: { paper: 'landscape', lines: 14 },
  columns: [
    { key: 'at', title: '清点', kind: 'instant', width: 1.3 },
    { key: 'no', title: '单号', kind: 'text', width: 1.3 },
    { key: 'place', title: '储位', kind: 'text' },
    { key: 'drug', title: '药品', kind: 'drug', width: 1.8 },
    specColumn,
    lotColumn,
    { key: 'book', title: '库存数量', kind: 'quantity', unitKey: 'unit' },
    { key: 'counted', title: '盘点数量', kind: 'quantity', unitKey: 'unit' },
    { key: 'kind', title: '盘点类型', kind: 'text', width: 0.7 },
    { key: 'difference', title: '损溢数量', kind: 'quantity', unitKey: 'unit', total: true },
    { key: 'reason', title: '原因', kind: 'text', width: 1.2 },
    { key: 'expiry', title: '到期日期', kind: 'date' },
    { key: 'people', title: '盘点、监盘', kind: 'text', width: 1.2 },
    { key: 'previous', title: '上一经手人', kind: 'person' },
    { key: 'approvedBy', title: '批准', kind: 'person' },
    { key: 'caseNo', title: '差异', kind: 'text', width: 1.3 },
    madeColumn,
    barcodeColumn,
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select r.counted_at as at, r.id as row_id, s.no, p.name as place, d.name || case r.item when 'container' then '（空容器）' else '' end as drug, d.spec,
      l.lot_no, l.expiry, l.made, fo.barcode69, case r.item when 'intact' then d.unit else '个' end as unit, r.book, r.counted,
      case when r.counted < r.book then '盘损' else '盘盈' end as kind, r.counted - r.book as difference,
      (${titles}::text[])[array_position(${codes}::text[], coalesce(x.reason_code, r.reason_code))] as reason,
      a.name || '、' || b.name as people, v.name as previous, case when r.movement_id is not null then h.name end as approved_by,
      x.no as case_no, '/stocktakes/' || s.id as link
    from stocktake.row r
    join stocktake.stocktake s on s.org_id = r.org_id and s.id = r.stocktake_id and s.state in ('submitted', 'closed')
    join ledger.drug d on d.org_id = r.org_id and d.id = r.drug_id
    join ledger.lot l on l.org_id = r.org_id and l.id = r.lot_id
    left join catalogue.formulary fo on fo.org_id = r.org_id and fo.drug_id = r.drug_id
    join place.location p on p.org_id = r.org_id and p.id = r.location_id
    join identity.app_user a on a.org_id = s.org_id and a.id = s.counted_by
    join identity.app_user b on b.org_id = s.org_id and b.id = s.second_by
    left join identity.app_user h on h.org_id = s.org_id and h.id = s.approved_by
    left join ledger.discrepancy x on x.org_id = r.org_id and x.id = r.discrepancy_id
    left join identity.app_user v on v.org_id = x.org_id and v.id = x.previous_by
    where r.org_id = ${org} and r.counted <> r.book and r.counted_at >= ${p.from} and r.counted_at < ${p.to}
      and (${f.drugId ?? null}::bigint is null or r.drug_id = ${f.drugId ?? null})
      and (${f.lotNo ?? null}::text is null or l.lot_no = ${f.lotNo ?? null})
      and (${f.placeId ?? null}::bigint is null or r.location_id = ${f.placeId ?? null})
      and (${f.personId ?? null}::bigint is null or ${f.personId ?? null} in (s.counted_by, s.second_by, s.approved_by, x.previous_by))
      and (${f.kind ?? null}::text is null or ${f.kind ?? null} = case when r.counted < r.book then 'short' else 'surplus' end)
      and (${f.adjusted ?? null}::text is null or ${f.adjusted ?? null} = case when r.movement_id is null then 'no' else 'yes' end)`,
})
