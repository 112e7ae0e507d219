import {
  dateColumn,
  drugColumn,
  drugColumns,
  drugKeys,
  lotColumn,
  specColumn,
} from '#core/reports/columns.ts'
import { choiceFilter, filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'
import type { Tx } from '#core/db.ts'
import { seriesTitle, stateTitle } from './rules.ts'

/**
 * What left a pharmacy for a patient or into a hand, a line for each drug and lot, with the prescription behind it (or
 * the surgery's own sheet, where an issue has none). A reversal is the same line with a minus.
 */
const given = (tx: Tx, org: number, from: string, to: string) => tx`
  select m.org_id, m.id as movement_id, m.recorded_at as at, m.reverses_id, m.actor_id, m.witness_id, x.drug_id, x.lot_id,
    (case when m.reverses_id is null then x.units else -x.units end)::bigint as units,
    coalesce(p.no, i.ref_no) as rx_no, coalesce(p.written_at, i.issued_at) as written_at,
    coalesce(p.patient_name, i.patient_name) as patient, p.agent_name as agent, coalesce(p.patient_sex, i.patient_sex) as sex,
    coalesce(p.patient_age, i.patient_age)::bigint as age, coalesce(p.patient_id_no, i.patient_id_no) as id_no,
    coalesce(p.record_no, i.record_no) as record_no, coalesce(p.diagnosis, i.diagnosis) as diagnosis,
    coalesce(p.prescriber_id, i.doctor_id) as doctor_id,
    case when p.id is not null then '/prescriptions/' || p.id else '/issues/' || i.id end as link
  from ledger.movement m
  cross join lateral (
    select e.drug_id, e.lot_id, sum(e.quantity) as units from ledger.entry e
    join ledger.account s on s.org_id = e.org_id and s.id = e.source_id
    join ledger.account t on t.org_id = e.org_id and t.id = e.destination_id
    where e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at and e.item = 'intact'
      and (s.kind in ('patient', 'custody') or t.kind in ('patient', 'custody'))
    group by 1, 2) x
  left join issue.issue i on m.cause_kind = 'issue' and i.org_id = m.org_id and i.id = m.cause_id
  left join prescription.prescription p on p.org_id = m.org_id
    and p.id = case when m.cause_kind = 'prescription' then m.cause_id else i.prescription_id end
  where m.org_id = ${org} and m.kind in ('dispense', 'issue') and m.recorded_at >= ${from} and m.recorded_at < ${to}`

/** R3 处方专册: the legal columns in the legal order (卫医发〔2005〕438号; 处方管理办法 Art 51), then the lot. */
export const r03Prescriptions = report({
  code: 'R3',
  title: '麻醉药品、第一类精神药品处方专册',
  group: 'register',
  basis: '卫医发〔2005〕438号',
  permission: 'prescription.read',
  filters: { ...period, drugId: filter.drug, lotNo: filter.lotNo, personId: filter.person },
  order: { at: 'timestamptz', movementId: 'bigint', lotId: 'bigint' },
  retention: { record: 'register', from: 'at', expiry: 'expiry' },
  print: { paper: 'landscape', lines: 12 },
  columns: [
    { key: 'patient', title: '患者姓名', kind: 'person', personal: 'name', width: 0.9 },
    { key: 'agent', title: '代办人', kind: 'person', personal: 'name', width: 0.8 },
    { key: 'sex', title: '性别', kind: 'text', width: 0.5 },
    { key: 'age', title: '年龄', kind: 'quantity', unit: '岁', width: 0.5 },
    { key: 'idNo', title: '身份证明编号', kind: 'text', personal: 'number', width: 1.5 },
    { key: 'recordNo', title: '病历号', kind: 'text', personal: 'number', width: 1 },
    { key: 'diagnosis', title: '疾病名称', kind: 'text', personal: 'text', width: 1.2 },
    drugColumn,
    specColumn,
    { key: 'units', title: '数量', kind: 'quantity', unitKey: 'unit', total: true, width: 0.7 },
    { key: 'doctor', title: '处方医师', kind: 'signature' },
    { key: 'rxNo', title: '处方编号', kind: 'text', width: 1.4 },
    { key: 'writtenAt', title: '处方日期', kind: 'date', width: 1.1 },
    { key: 'dispensedBy', title: '发药人', kind: 'signature' },
    { key: 'checkedBy', title: '复核人', kind: 'signature' },
    lotColumn,
    { key: 'at', title: '发药时间', kind: 'instant', width: 1.4 },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select g.at, g.movement_id, g.lot_id, g.patient, g.agent, g.sex, g.age, g.id_no, g.record_no, g.diagnosis, d.name as drug, d.spec, d.unit,
      g.units, dr.name as doctor, g.rx_no, g.written_at, a.name as dispensed_by, w.name as checked_by, l.lot_no, l.expiry,
      g.reverses_id is not null as red, g.link
    from (${given(tx, org, p.from, p.to)}) g
    join ledger.drug d on d.org_id = g.org_id and d.id = g.drug_id
    join ledger.lot l on l.org_id = g.org_id and l.id = g.lot_id
    join identity.app_user dr on dr.org_id = g.org_id and dr.id = g.doctor_id
    join identity.app_user a on a.org_id = g.org_id and a.id = g.actor_id
    left join identity.app_user w on w.org_id = g.org_id and w.id = g.witness_id
    where catalogue.class_of(d.product_id, (g.at at time zone 'Asia/Shanghai')::date) in ('NAR', 'PS1')
      and (${f.drugId ?? null}::bigint is null or g.drug_id = ${f.drugId ?? null})
      and (${f.lotNo ?? null}::text is null or l.lot_no = ${f.lotNo ?? null})
      and (${f.personId ?? null}::bigint is null or ${f.personId ?? null} in (g.doctor_id, g.actor_id, g.witness_id))`,
})

/** R4 消耗专册: a card for each drug and strength, a line for each patient (处方管理办法 Art 51; 精二 too). */
export const r04Consumption = report({
  code: 'R4',
  title: '麻醉药品、精神药品消耗专册',
  group: 'register',
  basis: '处方管理办法 第五十一条',
  permission: 'prescription.read',
  filters: { ...period, drugId: filter.drug, drugClass: filter.drugClass },
  order: { drug: 'text', drugId: 'bigint', at: 'timestamptz', movementId: 'bigint', lotId: 'bigint' },
  retention: { record: 'register', from: 'at', expiry: 'expiry' },
  print: { paper: 'portrait', lines: 24, head: drugKeys },
  columns: [
    ...drugColumns,
    { ...dateColumn, title: '发药日期' },
    { key: 'patient', title: '患者姓名', kind: 'person', personal: 'name', width: 1 },
    { key: 'units', title: '用药数量', kind: 'quantity', unitKey: 'unit', total: true, width: 0.9 },
    lotColumn,
    { key: 'rxNo', title: '处方编号', kind: 'text', width: 1.5 },
    { key: 'dispensedBy', title: '经手人', kind: 'signature' },
    { key: 'checkedBy', title: '复核人', kind: 'signature' },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select d.name as drug, g.drug_id, g.at, g.movement_id, g.lot_id, fo.form, d.spec, d.unit, g.patient, g.units, l.lot_no, l.expiry, g.rx_no,
      a.name as dispensed_by, w.name as checked_by, g.reverses_id is not null as red, g.link
    from (${given(tx, org, p.from, p.to)}) g
    join ledger.drug d on d.org_id = g.org_id and d.id = g.drug_id
    left join catalogue.formulary fo on fo.org_id = g.org_id and fo.drug_id = g.drug_id
    join ledger.lot l on l.org_id = g.org_id and l.id = g.lot_id
    join identity.app_user a on a.org_id = g.org_id and a.id = g.actor_id
    left join identity.app_user w on w.org_id = g.org_id and w.id = g.witness_id
    where catalogue.class_of(d.product_id, (g.at at time zone 'Asia/Shanghai')::date) in ('NAR', 'PS1', 'PS2')
      and (${f.drugClass ?? null}::text is null
        or catalogue.class_of(d.product_id, (g.at at time zone 'Asia/Shanghai')::date) = ${f.drugClass ?? null})
      and (${f.drugId ?? null}::bigint is null or g.drug_id = ${f.drugId ?? null})`,
})

/** R5 专用处方 as a list: every one that was written, also what was voided or ran out. */
export const r05Papers = report({
  code: 'R5',
  title: '专用处方目录',
  group: 'register',
  basis: '处方管理办法 第五十条',
  permission: 'prescription.read',
  filters: {
    ...period,
    drugId: filter.drug,
    personId: filter.person,
    series: choiceFilter('类别', seriesTitle),
    state: choiceFilter('状态', stateTitle),
  },
  order: { at: 'timestamptz', prescriptionId: 'bigint', line: 'bigint' },
  retention: { record: 'prescriptionNarcotic', from: 'at' },
  print: { paper: 'landscape', lines: 13 },
  columns: [
    { key: 'no', title: '处方编号', kind: 'text', width: 1.4 },
    { key: 'at', title: '开具日期', kind: 'date', width: 1.1 },
    { key: 'series', title: '类别', kind: 'text', words: seriesTitle, width: 0.8 },
    { key: 'patient', title: '患者姓名', kind: 'person', personal: 'name', width: 0.8 },
    { key: 'diagnosis', title: '临床诊断', kind: 'text', personal: 'text', width: 1.2 },
    drugColumn,
    specColumn,
    { key: 'units', title: '数量', kind: 'quantity', unitKey: 'unit', width: 0.7 },
    { key: 'days', title: '够用', kind: 'quantity', unit: '日', width: 0.6 },
    { key: 'doctor', title: '医师', kind: 'signature' },
    { key: 'senior', title: '审核签名', kind: 'person', width: 0.8 },
    { key: 'reasons', title: '超限、提前、急诊理由', kind: 'text', personal: 'text', width: 1.4 },
    { key: 'paperNo', title: '处方纸', kind: 'text', width: 1 },
    { key: 'filledNo', title: '发药单', kind: 'text', width: 1.4 },
    { key: 'state', title: '状态', kind: 'text', words: stateTitle, width: 0.8 },
  ],
  rows: (tx, { org, at, period: p, filters: f }) => {
    const state = tx`case when r.voided_at is not null then 'void' when fd.no is not null then 'done'
      when r.valid_to < (${at}::timestamptz at time zone 'Asia/Shanghai')::date then 'expired'
      when r.countersign and r.countersigned_at is null then 'unsigned' else 'open' end`
    return tx`
    select r.written_at as at, r.id as prescription_id, l.line::bigint as line, r.no, r.series, r.patient_name as patient, r.diagnosis,
      d.name as drug, d.spec, d.unit, l.units::bigint as units, l.supplied_days::bigint as days, u.name as doctor,
      (select s.name from identity.app_user s where s.org_id = r.org_id and s.id = r.countersigned_by) as senior,
      nullif(concat_ws('；', r.emergency_reason, r.over_limit_reason, r.overlap_reason), '') as reasons, r.paper_no, fd.no as filled_no,
      ${state} as state, '/prescriptions/' || r.id as link
    from prescription.prescription r
    join prescription.line l on l.org_id = r.org_id and l.prescription_id = r.id
    join ledger.drug d on d.org_id = l.org_id and d.id = l.drug_id
    join identity.app_user u on u.org_id = r.org_id and u.id = r.prescriber_id
    left join lateral (select f.no from prescription.filled f where f.org_id = r.org_id and f.prescription_id = r.id limit 1) fd on true
    where r.org_id = ${org} and r.written_at >= ${p.from} and r.written_at < ${p.to}
      and (${f.drugId ?? null}::bigint is null or l.drug_id = ${f.drugId ?? null})
      and (${f.personId ?? null}::bigint is null or r.prescriber_id = ${f.personId ?? null})
      and (${f.series ?? null}::text is null or r.series = ${f.series ?? null})
      and (${f.state ?? null}::text is null or ${state} = ${f.state ?? null})`
  },
})

const paperWords = { taken: '领取', used: '使用', returned: '退回', void: '作废', destroyed: '销毁' } as const

/** R13 处方纸: each range of numbers as it goes out, is used, comes back, is voided or destroyed (438号 Art 26). */
export const r13Paper = report({
  code: 'R13',
  title: '处方纸编号登记',
  group: 'register',
  basis: '卫医发〔2005〕438号 第二十六条',
  permission: 'prescription.read',
  filters: {
    ...period,
    kind: choiceFilter('业务', paperWords),
    series: choiceFilter('类别', { narcotic: seriesTitle.narcotic, second: seriesTitle.second }),
    personId: filter.person,
  },
  order: { at: 'timestamptz', act: 'bigint' },
  retention: { record: 'prescriptionNarcotic', from: 'at' },
  print: { paper: 'portrait', lines: 24 },
  columns: [
    { key: 'at', title: '时间', kind: 'instant', width: 1.5 },
    { key: 'kind', title: '业务', kind: 'text', words: paperWords, width: 0.7 },
    { key: 'series', title: '类别', kind: 'text', words: seriesTitle, width: 0.9 },
    { key: 'firstNo', title: '起始编号', kind: 'text', width: 1.3 },
    { key: 'lastNo', title: '截止编号', kind: 'text', width: 1.3 },
    { key: 'sheets', title: '张数', kind: 'quantity', unit: '张', width: 0.7 },
    { key: 'rxNo', title: '处方编号', kind: 'text', width: 1.4 },
    { key: 'note', title: '说明', kind: 'text', width: 1.3 },
    { key: 'person', title: '领用或经办人', kind: 'signature' },
    { key: 'second', title: '发放或监督人', kind: 'signature' },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select x.at, x.act, x.kind, x.series, x.prefix || x.first_no as first_no, x.prefix || x.last_no as last_no,
      (x.last_no - x.first_no + 1)::bigint as sheets, x.rx_no, x.note, a.name as person, b.name as second, '/prescription-papers'::text as link
    from (
      select o.org_id, o.taken_at as at, o.id * 2 as act, 'taken'::text as kind, o.series, o.prefix, o.first_no, o.last_no, null::text as rx_no,
        d.name as note, o.taken_by as person_id, o.given_by as second_id
      from prescription.paper_book o
      left join identity.department d on d.org_id = o.org_id and d.id = o.department_id
      where o.org_id = ${org} and o.taken_at >= ${p.from} and o.taken_at < ${p.to}
      union all
      select c.org_id, c.acted_at, c.id * 2 + 1, c.kind, o.series, o.prefix, c.first_no, c.last_no, r.no, c.note, c.acted_by, c.witness_id
      from prescription.paper_act c
      join prescription.paper_book o on o.org_id = c.org_id and o.id = c.book_id
      left join prescription.prescription r on r.org_id = c.org_id and r.id = c.prescription_id
      where c.org_id = ${org} and c.acted_at >= ${p.from} and c.acted_at < ${p.to}) x
    join identity.app_user a on a.org_id = x.org_id and a.id = x.person_id
    left join identity.app_user b on b.org_id = x.org_id and b.id = x.second_id
    where (${f.kind ?? null}::text is null or x.kind = ${f.kind ?? null})
      and (${f.series ?? null}::text is null or x.series = ${f.series ?? null})
      and (${f.personId ?? null}::bigint is null or ${f.personId ?? null} in (x.person_id, x.second_id))`,
})
