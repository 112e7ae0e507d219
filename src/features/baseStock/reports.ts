import { lotColumn, specColumn } from '#core/reports/columns.ts'
import { choiceFilter, filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'

/**
 * R6 基数保管登记 (表6): a card for each place and drug with a base, a line for each movement and lot. 领回 is what came
 * by transfer, 使用 what went into hands or to patients less what came back unopened.
 */
export const r06Base = report({
  code: 'R6',
  title: '基数保管登记',
  group: 'register',
  basis: '卫医发〔2005〕438号',
  permission: 'baseStock.read',
  filters: { ...period, placeId: filter.place, drugId: filter.drug },
  order: { placeId: 'bigint', drugId: 'bigint', at: 'timestamptz', movementId: 'bigint', lotId: 'bigint' },
  retention: { record: 'book', from: 'at', expiry: 'expiry' },
  print: {
    paper: 'landscape',
    lines: 14,
    head: ['place', 'drug', 'form', 'spec', 'unit', 'baseUnits'],
    balance: 'balance',
  },
  columns: [
    { key: 'place', title: '储位', kind: 'text', width: 1.2 },
    { key: 'drug', title: '药品名称', kind: 'drug', width: 1.6 },
    { key: 'form', title: '剂型', kind: 'text', width: 0.8 },
    specColumn,
    { key: 'unit', title: '单位', kind: 'text', width: 0.5 },
    { key: 'baseUnits', title: '固定基数', kind: 'quantity', unitKey: 'unit' },
    { key: 'at', title: '日期', kind: 'date' },
    { key: 'manufacturer', title: '生产单位', kind: 'text', width: 1.2 },
    lotColumn,
    { key: 'expiry', title: '有效期', kind: 'date' },
    { key: 'received', title: '领回数量', kind: 'quantity', unitKey: 'unit', total: true },
    { key: 'used', title: '使用数量', kind: 'quantity', unitKey: 'unit', total: true },
    { key: 'other', title: '其他增减', kind: 'quantity', unitKey: 'unit', total: true },
    { key: 'balance', title: '结存数量', kind: 'quantity', unitKey: 'unit' },
    { key: 'recordedBy', title: '记录人', kind: 'signature' },
    { key: 'remark', title: '备注', kind: 'text', width: 1.3 },
  ],
  rows: (tx, { org, at, period: p, filters: f }) => tx`
    with here as (
      select l.org_id, l.id, l.name, l.account_id, b.drug_id, b.units from base_stock.in_force(${org}, ${at}) b
      join place.location l on l.org_id = ${org} and l.id = b.location_id
      where (${f.placeId ?? null}::bigint is null or l.id = ${f.placeId ?? null})
        and (${f.drugId ?? null}::bigint is null or b.drug_id = ${f.drugId ?? null})),
    moved as (
      select h.org_id, h.id as place_id, h.name as place, h.units as base_units, e.drug_id, e.lot_id, e.movement_id, e.recorded_at,
        sum(case when e.destination_id = h.account_id then e.quantity else -e.quantity end) as units
      from here h join ledger.entry e on e.org_id = h.org_id and e.drug_id = h.drug_id and e.item = 'intact'
        and h.account_id in (e.source_id, e.destination_id) and e.recorded_at < ${p.to}
      group by 1, 2, 3, 4, 5, 6, 7, 8
      having sum(case when e.destination_id = h.account_id then e.quantity else -e.quantity end) <> 0),
    running as (
      select x.*, sum(x.units) over (partition by x.place_id, x.drug_id order by x.recorded_at, x.movement_id, x.lot_id) as balance from moved x)
    select r.place_id, r.drug_id, r.recorded_at as at, r.movement_id, r.lot_id, r.place, d.name as drug, g.form, d.spec, d.unit,
      r.base_units, g.manufacturer, l.lot_no, l.expiry, r.balance::bigint,
      (case when m.kind = 'accept' then r.units end)::bigint as received,
      (case when m.kind in ('issue', 'returnUnopened', 'dispense') then -r.units end)::bigint as used,
      (case when m.kind not in ('accept', 'issue', 'returnUnopened', 'dispense') then r.units end)::bigint as other,
      u.name as recorded_by, concat_ws('，', m.cause_no, m.reason) as remark, m.reverses_id is not null as red,
      '/movements/' || m.id as link
    from running r
    join ledger.movement m on m.org_id = r.org_id and m.id = r.movement_id
    join catalogue.drug_name d on d.org_id = r.org_id and d.drug_id = r.drug_id
    join ledger.lot l on l.org_id = r.org_id and l.id = r.lot_id
    left join catalogue.formulary g on g.org_id = r.org_id and g.drug_id = r.drug_id
    join identity.app_user u on u.org_id = m.org_id and u.id = m.actor_id
    where r.recorded_at >= ${p.from}`,
})

/** R8 使用登记: a line for each administration of an ampoule. What no order system has told is left empty. */
export const r08Use = report({
  code: 'R8',
  title: '使用登记',
  group: 'register',
  basis: '卫医发〔2005〕438号 第二十五条',
  permission: 'issue.read',
  filters: {
    ...period,
    placeId: filter.place,
    drugId: filter.drug,
    lotNo: filter.lotNo,
    personId: filter.person,
  },
  order: { at: 'timestamptz', movementId: 'bigint', line: 'bigint' },
  retention: { record: 'loop', from: 'at', expiry: 'expiry' },
  print: { paper: 'landscape', lines: 12 },
  columns: [
    { key: 'recordId', title: '执行记录', kind: 'text', width: 0.7 },
    { key: 'recordNo', title: '病案号', kind: 'text', personal: 'number', width: 1.1 },
    { key: 'patient', title: '患者', kind: 'person', personal: 'name', width: 0.8 },
    { key: 'department', title: '科室', kind: 'text' },
    { key: 'orderNo', title: '处方、手术', kind: 'text', width: 1.2 },
    { key: 'orderState', title: '医嘱状态', kind: 'text', width: 0.8 },
    { key: 'drug', title: '药品', kind: 'drug', width: 1.5 },
    specColumn,
    { key: 'given', title: '实际用药量', kind: 'quantity', unitKey: 'givenUnit', total: true, width: 0.9 },
    { key: 'route', title: '用法', kind: 'text', width: 0.9 },
    { key: 'at', title: '执行时间', kind: 'instant', width: 1.3 },
    { key: 'issuedUnits', title: '发药数量', kind: 'quantity', unitKey: 'unit', width: 0.7 },
    { key: 'issuedBy', title: '发药人', kind: 'person', width: 0.8 },
    { key: 'place', title: '发药储位', kind: 'text' },
    { key: 'issuedAt', title: '发药时间', kind: 'instant', width: 1.3 },
    { key: 'code', title: '毒麻药品编号', kind: 'code', width: 1.6 },
    lotColumn,
    { key: 'recordedBy', title: '登记人', kind: 'signature' },
    { key: 'recordedAt', title: '登记时间', kind: 'instant', width: 1.3 },
    { key: 'anaesthetist', title: '麻醉医师', kind: 'person', width: 0.8 },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select m.occurred_at as at, m.id as movement_id, m.id::text as record_id, e.line::bigint as line, i.record_no, i.patient_name as patient, dp.name as department,
      i.ref_no as order_no, case when m.reverses_id is null then '已执行' else '已红冲' end as order_state, d.name as drug, d.spec,
      (case when m.reverses_id is null then e.quantity else -e.quantity end)::bigint as given,
      case when e.item = 'content' then d.content_unit else d.unit end as given_unit, u.route, x.issued_units, d.unit,
      b.name as issued_by, o.name as place, i.issued_at, nullif(e.code, '') as code, l.lot_no, l.expiry, a.name as recorded_by,
      m.recorded_at, n.name as anaesthetist, m.reverses_id is not null as red, '/issues/' || i.id as link
    from ledger.movement m
    join issue.issue i on m.cause_kind = 'issue' and i.org_id = m.org_id and i.id = m.cause_id
    join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at
    join catalogue.drug_name d on d.org_id = m.org_id and d.drug_id = e.drug_id
    join ledger.lot l on l.org_id = m.org_id and l.id = e.lot_id
    left join residue.use_record u on u.org_id = m.org_id and u.movement_id = case when m.reverses_id is null then m.id else m.reverses_id end
    left join issue.line x on x.org_id = i.org_id and x.issue_id = i.id and x.drug_id = e.drug_id
    join place.location o on o.org_id = i.org_id and o.id = i.location_id
    join identity.app_user b on b.org_id = i.org_id and b.id = i.issued_by
    join identity.app_user h on h.org_id = i.org_id and h.id = i.holder_id
    left join identity.department dp on dp.org_id = i.org_id and dp.id = case when i.department_id is null then h.department_id else i.department_id end
    left join identity.app_user n on n.org_id = i.org_id and n.id = i.anaesthetist_id
    join identity.app_user a on a.org_id = m.org_id and a.id = m.actor_id
    where m.org_id = ${org} and m.kind = 'administer' and m.recorded_at >= ${p.from} and m.recorded_at < ${p.to}
      and (${f.placeId ?? null}::bigint is null or i.location_id = ${f.placeId ?? null})
      and (${f.drugId ?? null}::bigint is null or e.drug_id = ${f.drugId ?? null})
      and (${f.lotNo ?? null}::text is null or l.lot_no = ${f.lotNo ?? null})
      and (${f.personId ?? null}::bigint is null or ${f.personId ?? null} in (m.actor_id, i.holder_id))`,
})

/** 基数表: what was approved, and the equation of every place now (inspection item 10). */
export const baseTable = report({
  code: 'baseTable',
  title: '基数表',
  group: 'stock',
  basis: '卫医发〔2005〕438号',
  permission: 'baseStock.read',
  note: '在柜＋在手＋空容器未交＋待换＋已换待到＝基数',
  filters: {
    placeId: filter.place,
    drugId: filter.drug,
    state: choiceFilter('结果', { even: '相符', over: '超基数', short: '少于基数' }),
  },
  order: { placeId: 'bigint', drugId: 'bigint' },
  print: { paper: 'landscape', lines: 16 },
  columns: [
    { key: 'place', title: '储位', kind: 'text', width: 1.3 },
    { key: 'drug', title: '药品', kind: 'drug', width: 1.8 },
    specColumn,
    { key: 'baseUnits', title: '基数', kind: 'quantity', unitKey: 'unit' },
    { key: 'minUnits', title: '最低', kind: 'quantity', unitKey: 'unit' },
    { key: 'inPlace', title: '在柜', kind: 'quantity', unitKey: 'unit' },
    { key: 'inHand', title: '在手', kind: 'quantity', unitKey: 'unit' },
    { key: 'owed', title: '空容器未交', kind: 'quantity', unitKey: 'unit' },
    { key: 'proven', title: '待换', kind: 'quantity', unitKey: 'unit' },
    { key: 'awaiting', title: '已换待到', kind: 'quantity', unitKey: 'unit' },
    { key: 'difference', title: '差异', kind: 'quantity', unitKey: 'unit' },
    { key: 'effectiveAt', title: '生效', kind: 'date' },
    { key: 'requestedBy', title: '申请人', kind: 'person' },
    { key: 'approvedBy', title: '批准人', kind: 'person' },
    { key: 'reason', title: '原因', kind: 'text', width: 1.5 },
  ],
  rows: (tx, { org, at, filters: f }) => tx`
    select l.id as place_id, b.drug_id, l.name as place, d.name as drug, d.spec, d.unit, b.units as base_units, b.min_units, p.in_place,
      p.in_hand, p.owed, p.proven, p.awaiting, p.in_place + p.in_hand + p.owed + p.proven + p.awaiting - b.units as difference,
      b.effective_at, u.name as requested_by, a.name as approved_by, r.reason, '/base-stock/' || l.id as link
    from base_stock.in_force(${org}, ${at}) b
    join place.location l on l.org_id = ${org} and l.id = b.location_id
    cross join lateral (select q.* from base_stock.position(${org}, ${at}, l.id) q where q.drug_id = b.drug_id) p
    join catalogue.drug_name d on d.org_id = ${org} and d.drug_id = b.drug_id
    join base_stock.request r on r.org_id = ${org} and r.id = b.request_id
    join identity.app_user u on u.org_id = r.org_id and u.id = r.requested_by
    join identity.app_user a on a.org_id = r.org_id and a.id = r.decided_by
    where (${f.placeId ?? null}::bigint is null or l.id = ${f.placeId ?? null})
      and (${f.drugId ?? null}::bigint is null or b.drug_id = ${f.drugId ?? null})
      and (${f.state ?? null}::text is null or ${f.state ?? null} = case
        when p.in_place + p.in_hand + p.owed + p.proven + p.awaiting = b.units then 'even'
        when p.in_place + p.in_hand + p.owed + p.proven + p.awaiting > b.units then 'over' else 'short' end)`,
})

/** 超基数记录: what somebody wanted to bring above a base, and was refused. */
export const baseOver = report({
  code: 'baseOver',
  title: '超基数记录',
  group: 'stock',
  basis: '卫医发〔2005〕438号 第十五条',
  permission: 'baseStock.read',
  filters: { ...period },
  order: { at: 'timestamptz', refusalId: 'bigint' },
  newestFirst: true,
  retention: { record: 'log', from: 'at' },
  columns: [
    { key: 'at', title: '时间', kind: 'instant', width: 1.4 },
    { key: 'place', title: '储位', kind: 'text', width: 1.4 },
    { key: 'drug', title: '药品', kind: 'text', width: 2 },
    { key: 'base', title: '基数', kind: 'text' },
    { key: 'free', title: '还可收', kind: 'text' },
    { key: 'wanted', title: '要', kind: 'text' },
    { key: 'act', title: '办理', kind: 'text' },
    { key: 'person', title: '经办人', kind: 'person' },
  ],
  rows: (tx, { org, period: p }) => tx`
    select r.recorded_at as at, r.id as refusal_id, r.facts ->> 'place' as place, r.facts ->> 'drug' as drug,
      coalesce(r.facts ->> 'base', '未核定') as base, r.facts ->> 'free' as free, r.facts ->> 'units' as wanted, r.facts ->> 'act' as act,
      u.name as person, '/base-stock' as link
    from audit.refusal r left join identity.app_user u on u.org_id = r.org_id and u.id = r.user_id
    where r.org_id = ${org} and r.code in ('BASE_OVER', 'BASE_NONE') and r.recorded_at >= ${p.from} and r.recorded_at < ${p.to}`,
})
