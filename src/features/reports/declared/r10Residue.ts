import { lotColumn, specColumn } from '#core/reports/columns.ts'
import { filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'

/**
 * R10 残余药液处置登记: a line for each unit whose rest was wasted (国卫办医发〔2020〕13号). What was drawn up and given
 * is what the same hand's account says about the same unit: drawn = given + wasted + sampled, or something is still in the hand.
 */
export const r10Residue = report({
  code: 'R10',
  title: '残余药液处置登记',
  group: 'register',
  basis: '国卫办医发〔2020〕13号',
  permission: 'issue.read',
  filters: { ...period, drugId: filter.drug, lotNo: filter.lotNo, personId: filter.person },
  order: { at: 'timestamptz', movementId: 'bigint', line: 'bigint' },
  retention: { record: 'loop', from: 'at', expiry: 'expiry' },
  print: { paper: 'landscape', lines: 13 },
  columns: [
    { key: 'at', title: '时间', kind: 'instant', width: 1.5 },
    { key: 'drug', title: '药品', kind: 'drug', width: 1.6 },
    specColumn,
    lotColumn,
    { key: 'code', title: '追溯码', kind: 'code', noPrint: true },
    { key: 'patient', title: '患者', kind: 'person', personal: 'name', width: 0.9 },
    { key: 'surgery', title: '手术或处方', kind: 'text', width: 1.5 },
    { key: 'drawn', title: '抽取量', kind: 'quantity', unitKey: 'contentUnit', total: true, width: 0.9 },
    { key: 'given', title: '使用量', kind: 'quantity', unitKey: 'contentUnit', total: true, width: 0.9 },
    { key: 'wasted', title: '残余量', kind: 'quantity', unitKey: 'contentUnit', total: true, width: 0.9 },
    { key: 'sampled', title: '留样量', kind: 'quantity', unitKey: 'contentUnit', noPrint: true, width: 0.9 },
    { key: 'contentUnit', title: '单位', kind: 'text', width: 0.6 },
    { key: 'millilitres', title: '残余体积', kind: 'text', width: 0.9 },
    { key: 'method', title: '处理方式', kind: 'text', width: 1.1 },
    { key: 'place', title: '地点', kind: 'text', width: 1.3 },
    { key: 'executedBy', title: '执行人', kind: 'signature' },
    { key: 'witnessedBy', title: '监督人', kind: 'signature' },
    { key: 'photos', title: '影像', kind: 'text', width: 1.2 },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select m.occurred_at as at, m.id as movement_id, e.line::bigint as line, d.name as drug, d.spec, l.lot_no, l.expiry,
      nullif(e.code, '') as code, i.patient_name as patient, i.title as surgery, d.content_unit,
      (case when m.reverses_id is null then o.drawn end)::bigint as drawn,
      (case when m.reverses_id is null then o.given end)::bigint as given,
      (case when m.reverses_id is null then o.sampled end)::bigint as sampled,
      (case when m.reverses_id is null then e.quantity else -e.quantity end)::bigint as wasted,
      case when d.volume_ul is not null and d.content_per_unit > 0
        then round(e.quantity::numeric * d.volume_ul / d.content_per_unit / 1000, 2)::text || ' ml' end as millilitres,
      u.method, u.place, a.name as executed_by, w.name as witnessed_by,
      (select string_agg(v.stage, '、' order by nullif(position(right(v.stage, 1) in '前中后'), 0) nulls last) from ledger.movement_evidence v
        where v.org_id = m.org_id and v.movement_id = case when m.reverses_id is null then m.id else m.reverses_id end) as photos,
      m.reverses_id is not null as red, '/movements/' || m.id as link
    from ledger.movement m
    join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at and e.item = 'content'
    join catalogue.drug_name d on d.org_id = m.org_id and d.drug_id = e.drug_id
    join ledger.lot l on l.org_id = m.org_id and l.id = e.lot_id
    left join issue.issue i on m.cause_kind = 'issue' and i.org_id = m.org_id and i.id = m.cause_id
    left join residue.use_record u on u.org_id = m.org_id and u.movement_id = case when m.reverses_id is null then m.id else m.reverses_id end
    join identity.app_user a on a.org_id = m.org_id and a.id = m.actor_id
    left join identity.app_user w on w.org_id = m.org_id and w.id = m.witness_id
    cross join lateral (
      select coalesce(sum(case when c.kind = 'opened' and h.destination_id = i.account_id then h.quantity
          when c.kind = 'opened' then -h.quantity end), 0) as drawn,
        coalesce(sum(case when c.kind = 'patient' and h.source_id = i.account_id then h.quantity
          when c.kind = 'patient' then -h.quantity end), 0) as given,
        coalesce(sum(case when c.kind = 'sample' and h.source_id = i.account_id then h.quantity
          when c.kind = 'sample' then -h.quantity end), 0) as sampled
      from (
        select s.destination_id, s.source_id, s.quantity, s.source_id as other from ledger.entry s
        where s.org_id = m.org_id and s.destination_id = i.account_id and s.drug_id = e.drug_id and s.item = 'content'
          and s.lot_id = e.lot_id and s.code = e.code
        union all
        select s.destination_id, s.source_id, s.quantity, s.destination_id from ledger.entry s
        where s.org_id = m.org_id and s.source_id = i.account_id and s.drug_id = e.drug_id and s.item = 'content'
          and s.lot_id = e.lot_id and s.code = e.code) h
      join ledger.account c on c.org_id = m.org_id and c.id = h.other) o
    where m.org_id = ${org} and m.kind = 'waste' and m.recorded_at >= ${p.from} and m.recorded_at < ${p.to}
      and (${f.drugId ?? null}::bigint is null or e.drug_id = ${f.drugId ?? null})
      and (${f.lotNo ?? null}::text is null or l.lot_no = ${f.lotNo ?? null})
      and (${f.personId ?? null}::bigint is null or ${f.personId ?? null} in (m.actor_id, m.witness_id))`,
})
