import { lotColumn, specColumn } from '#core/reports/columns.ts'
import { choiceFilter, filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'

/** R7 交接班记录: a line for each lot of a signed handover (438号; regulations §3, §4.4), 日结 included. */
export const r07Handover = report({
  code: 'R7',
  title: '交接班记录',
  group: 'register',
  basis: '卫医发〔2005〕438号',
  permission: 'handover.read',
  filters: {
    ...period,
    placeId: filter.place,
    drugId: filter.drug,
    lotNo: filter.lotNo,
    kind: choiceFilter('类别', { shift: '交接班', day: '日结' }),
    state: choiceFilter('差异', { equal: '相符', different: '不符' }),
  },
  order: { at: 'timestamptz', handoverId: 'bigint', drugId: 'bigint', lotId: 'bigint' },
  retention: { record: 'book', from: 'at', expiry: 'expiry' },
  print: { paper: 'landscape', lines: 12 },
  columns: [
    { key: 'no', title: '单号', kind: 'text', width: 1.5 },
    { key: 'department', title: '科室', kind: 'text' },
    { key: 'startedAt', title: '起', kind: 'instant', width: 1.3 },
    { key: 'at', title: '止', kind: 'instant', width: 1.3 },
    { key: 'drugCode', title: '药品代码', kind: 'text', width: 0.8 },
    { key: 'drug', title: '药品名称', kind: 'drug', width: 1.5 },
    specColumn,
    lotColumn,
    { key: 'unit', title: '单位', kind: 'text', width: 0.5 },
    { key: 'lastUnits', title: '上次交接', kind: 'quantity', unitKey: 'unit', width: 0.7 },
    { key: 'openingUnits', title: '初始库存', kind: 'quantity', unitKey: 'unit', width: 0.7 },
    { key: 'inUnits', title: '增加', kind: 'quantity', unitKey: 'unit', total: true, width: 0.6 },
    { key: 'outUnits', title: '减少', kind: 'quantity', unitKey: 'unit', total: true, width: 0.6 },
    { key: 'bookUnits', title: '当前库存', kind: 'quantity', unitKey: 'unit', width: 0.7 },
    { key: 'countedUnits', title: '实点', kind: 'quantity', unitKey: 'unit', width: 0.6 },
    { key: 'difference', title: '差异', kind: 'quantity', unitKey: 'unit', width: 0.6 },
    { key: 'handedBy', title: '交班人', kind: 'signature' },
    { key: 'takenBy', title: '接班人', kind: 'signature' },
    { key: 'remark', title: '备注', kind: 'text', width: 1.3 },
    { key: 'manufacturer', title: '生产企业', kind: 'text' },
    { key: 'supplier', title: '经营企业', kind: 'text' },
    { key: 'expiry', title: '效期', kind: 'date' },
    { key: 'empties', title: '空安瓿', kind: 'quantity', unit: '个', width: 0.6 },
    { key: 'waiting', title: '待取药处方', kind: 'quantity', unit: '张', width: 0.7 },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select h.signed_at as at, h.id as handover_id, x.drug_id, x.lot_id, h.no, dp.name as department, h.started_at, d.code as drug_code,
      d.name as drug, d.spec, l.lot_no, d.unit, x.last_units, x.opening_units, x.in_units, x.out_units, x.book_units, x.counted_units,
      x.counted_units - x.book_units as difference, g.name as handed_by, t.name as taken_by,
      concat_ws('；', y.reason, h.note) as remark, m.manufacturer, s.supplier, l.expiry,
      (select coalesce(sum(c.counted_units), 0)::bigint from handover.line c where c.org_id = h.org_id and c.handover_id = h.id
        and c.item = 'container') as empties, h.waiting_prescriptions as waiting, '/handovers/' || h.id as link
    from handover.handover h
    join handover.line x on x.org_id = h.org_id and x.handover_id = h.id and x.item = 'intact'
    join place.location o on o.org_id = h.org_id and o.id = h.location_id
    left join identity.department dp on dp.org_id = o.org_id and dp.id = o.department_id
    join catalogue.drug_name d on d.org_id = x.org_id and d.drug_id = x.drug_id
    join ledger.lot l on l.org_id = x.org_id and l.id = x.lot_id
    left join catalogue.formulary m on m.org_id = x.org_id and m.drug_id = x.drug_id
    left join handover.difference y on y.org_id = x.org_id and y.id = x.difference_id
    join identity.app_user g on g.org_id = h.org_id and g.id = h.handed_by
    join identity.app_user t on t.org_id = h.org_id and t.id = h.taken_by
    left join lateral (
      select string_agg(s.name, '、' order by s.name) as supplier from partner.supplier s where s.org_id = x.org_id and exists (
        select from ledger.entry e where e.org_id = s.org_id and e.source_id = s.account_id and e.drug_id = x.drug_id and e.lot_id = x.lot_id)) s on true
    where h.org_id = ${org} and h.signed_at >= ${p.from} and h.signed_at < ${p.to}
      and (${f.placeId ?? null}::bigint is null or h.location_id = ${f.placeId ?? null})
      and (${f.drugId ?? null}::bigint is null or x.drug_id = ${f.drugId ?? null})
      and (${f.lotNo ?? null}::text is null or l.lot_no = ${f.lotNo ?? null})
      and (${f.kind ?? null}::text is null or h.kind = ${f.kind ?? null})
      and (${f.state ?? null}::text is null or (x.counted_units = x.book_units) = (${f.state ?? null} = 'equal'))`,
})
