import { specColumn } from '#core/reports/columns.ts'
import { choiceFilter, filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'
import { levelTitle, pumpModeTitle, readingKindTitle } from './rules.ts'

const kinds = { fill: '配泵', ...readingKindTitle }

/**
 * 泵注记录: what went into each pump, drug by drug, and what each reading gave of it. A reading that was taken back stands here in
 * red with what it had given, as a minus.
 */
export const infusionRegister = report({
  code: 'infusion',
  title: '泵注记录',
  group: 'register',
  basis: '国卫办医发〔2020〕13号',
  permission: 'issue.read',
  filters: {
    ...period,
    drugId: filter.drug,
    personId: filter.person,
    kind: choiceFilter('事项', kinds),
    level: choiceFilter('偏差', levelTitle),
  },
  order: { at: 'timestamptz', key: 'text' },
  retention: { record: 'loop', from: 'at', expiry: 'expiry' },
  print: { paper: 'landscape', lines: 14 },
  note: '偏差：读数与按速度应输、余量与总量之差超出 ±1 ml 或 ±5 %（取大者），本系统的规则；余液弃去见残余液登记',
  columns: [
    { key: 'at', title: '时间', kind: 'instant', width: 1.3 },
    { key: 'no', title: '单号', kind: 'text', width: 1.4 },
    { key: 'deviceNo', title: '泵号', kind: 'text', width: 0.8 },
    { key: 'place', title: '地点', kind: 'text', width: 1.1, noPrint: true },
    { key: 'patient', title: '患者', kind: 'text', personal: 'name', width: 0.8 },
    { key: 'drug', title: '药品', kind: 'drug', width: 1.6 },
    { ...specColumn, noPrint: true },
    { key: 'mode', title: '模式', kind: 'text', words: pumpModeTitle, width: 0.9, noPrint: true },
    { key: 'kind', title: '事项', kind: 'text', words: kinds, width: 0.7 },
    { key: 'filled', title: '配入', kind: 'quantity', unitKey: 'contentUnit', total: true, width: 0.9 },
    { key: 'given', title: '本次输入', kind: 'quantity', unitKey: 'contentUnit', total: true, width: 0.9 },
    { key: 'givenMl', title: '累计 ml', kind: 'text', width: 0.7 },
    { key: 'leftMl', title: '余 ml', kind: 'text', width: 0.7 },
    { key: 'rate', title: '速度 ml/h', kind: 'text', width: 0.7 },
    { key: 'level', title: '偏差', kind: 'text', words: levelTitle, width: 0.7 },
    { key: 'reason', title: '原因', kind: 'text', width: 1.2, noPrint: true },
    { key: 'person', title: '经手人', kind: 'signature', width: 0.8 },
    { key: 'second', title: '见证、接泵人', kind: 'signature', width: 0.9 },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select x.at, x.key, x.no, x.device_no, x.place, i.patient_name as patient, d.name as drug, d.spec, x.mode, x.kind, x.filled, x.given, d.content_unit,
      trim_scale(x.given_ul::numeric / 1000)::text as given_ml, trim_scale(x.left_ul::numeric / 1000)::text as left_ml,
      trim_scale(x.rate_ul_h::numeric / 1000)::text as rate, x.level, x.reason, a.name as person, w.name as second, x.void as red, x.expiry,
      '/infusions/' || x.pump_id as link
    from (
      select m.started_at as at, lpad(m.id::text, 12, '0') || '-0000-' || lpad(c.drug_id::text, 10, '0') as key, m.id as pump_id, m.issue_id, m.no,
        m.device_no, m.place, m.mode, 'fill' as kind, c.drug_id, c.filled, null::bigint as given, 0::bigint as given_ul, m.total_ul as left_ul,
        m.rate_ul_h, null as level, null as reason, m.filled_by as by_id, null::bigint as with_id, false as void, c.expiry
      from infusion.pump m
      cross join lateral (
        select n.drug_id, sum(n.content)::bigint as filled, max(l.expiry) as expiry
        from infusion.content n join ledger.lot l on l.org_id = n.org_id and l.id = n.lot_id
        where n.org_id = m.org_id and n.pump_id = m.id group by n.drug_id) c
      where m.org_id = ${org} and m.started_at >= ${p.from} and m.started_at < ${p.to}
      union all
      select r.read_at, lpad(m.id::text, 12, '0') || '-' || lpad(r.seq::text, 4, '0') || '-' || lpad(c.drug_id::text, 10, '0'), m.id, m.issue_id, m.no,
        m.device_no, case when r.place is null then m.place else r.place end, m.mode, r.kind, c.drug_id, null::bigint,
        case when r.void then -c.given else c.given end, r.given_ul, r.left_ul, r.rate_ul_h, r.level, r.reason, r.read_by, r.witness_id, r.void, c.expiry
      from infusion.reading_now r join infusion.pump m on m.org_id = r.org_id and m.id = r.pump_id
      cross join lateral (
        select n.drug_id, max(l.expiry) as expiry, coalesce(sum(g.content), 0)::bigint as given
        from infusion.content n join ledger.lot l on l.org_id = n.org_id and l.id = n.lot_id
        left join infusion.given g on g.org_id = n.org_id and g.pump_id = n.pump_id and g.lot_id = n.lot_id and g.code = n.code
          and g.movement_id = r.movement_id
        where n.org_id = m.org_id and n.pump_id = m.id group by n.drug_id) c
      where r.org_id = ${org} and r.read_at >= ${p.from} and r.read_at < ${p.to}) x
    join issue.issue i on i.org_id = ${org} and i.id = x.issue_id
    join ledger.drug d on d.org_id = ${org} and d.id = x.drug_id
    join identity.app_user a on a.org_id = ${org} and a.id = x.by_id
    left join identity.app_user w on w.org_id = ${org} and w.id = x.with_id
    where (${f.drugId ?? null}::bigint is null or x.drug_id = ${f.drugId ?? null})
      and (${f.personId ?? null}::bigint is null or ${f.personId ?? null} in (x.by_id, x.with_id))
      and (${f.kind ?? null}::text is null or x.kind = ${f.kind ?? null})
      and (${f.level ?? null}::text is null or x.level = ${f.level ?? null})`,
})
