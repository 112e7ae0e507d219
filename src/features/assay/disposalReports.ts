import { lotColumn, specColumn } from '#core/reports/columns.ts'
import { choiceFilter, filter, hidden, period } from '#core/reports/filters.ts'
import { report, type ReportQuery, type SqlRow } from '#core/reports/report.ts'
import { id } from '#core/contract.ts'
import { dayOf } from '#core/clock.ts'

const groups = { person: '弃去人', pair: '两人组合', place: '发药储位', drug: '药品', month: '月份' }
type Group = keyof typeof groups
const marks = { whole: '整支弃去', late: '超过时限', elsewhere: '地点不符' }

/** The lines behind one figure: the group's own filter, the same days, and the mark that was counted. */
function linesOf(row: SqlRow, q: ReportQuery, mark?: keyof typeof marks): string {
  const given: Record<string, unknown> = {
    from: row['firstDay'] ?? dayOf(q.period.from),
    to: row['lastDay'] ?? dayOf(new Date(Date.parse(q.period.to) - 1)),
    holderId: row['holderId'],
    personId: q.filters['personId' as never],
    witnessId: row['witnessId'],
    placeId: row['locationId'] ?? q.filters['placeId' as never],
    drugId: row['drugId'] ?? q.filters['drugId' as never],
    mark,
  }
  const words = Object.entries(given).filter(([, value]) => value !== undefined && value !== null)
  return `/reports/disposals?${words.map(([key, value]) => `${key}=${String(value)}`).join('&')}`
}

/**
 * 残余处置分析: how residues are disposed of, by whom, before whom, how long after they were handed out. Figures to look at,
 * no judgement: a short list and one partner are usual in a small theatre.
 */
export const residueAnalysis = report({
  code: 'residueAnalysis',
  title: '残余处置分析',
  group: 'people',
  basis: '国卫办医发〔2020〕13号',
  permission: 'report.read',
  filters: {
    ...period,
    by: choiceFilter('按', groups),
    placeId: filter.place,
    drugId: filter.drug,
    personId: filter.person,
  },
  order: { subject: 'text', groupKey: 'text' },
  adds: true,
  afresh: true,
  note: '分钟从领用算起，时限是领用单的闭环时限；同一对占比：由同一弃去人和见证人办的最多占几成',
  columns: [
    { key: 'subject', title: '对象', kind: 'text', width: 2 },
    {
      key: 'residues',
      title: '残余',
      kind: 'quantity',
      unit: '份',
      total: true,
      to: (row, q) => linesOf(row, q),
    },
    {
      key: 'whole',
      title: '整支弃去',
      kind: 'quantity',
      unit: '份',
      total: true,
      to: (row, q) => linesOf(row, q, 'whole'),
    },
    { key: 'median', title: '中位时长', kind: 'quantity', unit: '分钟' },
    { key: 'p90', title: '九成在内', kind: 'quantity', unit: '分钟' },
    {
      key: 'late',
      title: '超过时限',
      kind: 'quantity',
      unit: '份',
      total: true,
      to: (row, q) => linesOf(row, q, 'late'),
    },
    {
      key: 'elsewhere',
      title: '地点不符',
      kind: 'quantity',
      unit: '份',
      total: true,
      to: (row, q) => linesOf(row, q, 'elsewhere'),
    },
    { key: 'topShare', title: '同一对占比', kind: 'quantity', unit: '%' },
    { key: 'topPair', title: '最多的一对', kind: 'text', width: 1.4 },
  ],
  rows: (tx, { org, period: p, filters: f }) => {
    const by: Group = f.by ?? 'person'
    return tx`
    with lines as materialized (
      select d.*, to_char(d.recorded_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month
      from assay.disposals(${org}, ${p.from}, ${p.to}) d
      where (${f.placeId ?? null}::bigint is null or d.location_id = ${f.placeId ?? null})
        and (${f.drugId ?? null}::bigint is null or d.drug_id = ${f.drugId ?? null})
        and (${f.personId ?? null}::bigint is null or ${f.personId ?? null} in (d.holder_id, d.witness_id))),
    keyed as (
      select l.*, case ${by}::text when 'person' then l.holder_id::text when 'pair' then l.holder_id || '-' || l.witness_id when 'place' then l.location_id::text
        when 'drug' then l.drug_id::text else l.month end as group_key
      from lines l),
    pairs as (
      select k.group_key, k.holder_id, k.witness_id, count(*) as n,
        sum(count(*)) over (partition by case when ${by}::text = 'pair' then k.holder_id::text else k.group_key end) as of_all,
        row_number() over (partition by k.group_key order by count(*) desc, k.holder_id, k.witness_id) as place
      from keyed k group by 1, 2, 3),
    sums as (
      select k.group_key, min(k.holder_id) as any_holder, min(k.witness_id) as any_witness, min(k.location_id) as any_place, min(k.drug_id) as any_drug,
        min(k.month) as any_month, count(*)::bigint as residues, count(*) filter (where k.whole)::bigint as whole,
        percentile_disc(0.5) within group (order by k.minutes) as median, percentile_disc(0.9) within group (order by k.minutes) as p90,
        count(*) filter (where k.late)::bigint as late, count(*) filter (where k.elsewhere)::bigint as elsewhere
      from keyed k group by 1)
    select s.group_key, s.residues, s.whole, s.median, s.p90, s.late, s.elsewhere, round(t.n * 100.0 / t.of_all)::bigint as top_share,
      th.name || '、' || tw.name as top_pair,
      case ${by}::text when 'person' then ah.name when 'pair' then ah.name || '、' || aw.name when 'place' then pl.name when 'drug' then g.name || ' ' || g.spec
        else s.any_month end as subject,
      case when ${by}::text in ('person', 'pair') then s.any_holder end as holder_id, case when ${by}::text = 'pair' then s.any_witness end as witness_id,
      case when ${by}::text = 'place' then s.any_place end as location_id, case when ${by}::text = 'drug' then s.any_drug end as drug_id,
      case when ${by}::text = 'month' then greatest((s.any_month || '-01')::date, (${p.from}::timestamptz at time zone 'Asia/Shanghai')::date)::text end as first_day,
      case when ${by}::text = 'month' then least(((s.any_month || '-01')::date + interval '1 month' - interval '1 day')::date,
        ((${p.to}::timestamptz - interval '1 second') at time zone 'Asia/Shanghai')::date)::text end as last_day
    from sums s
    join pairs t on t.group_key = s.group_key and t.place = 1
    join identity.app_user th on th.org_id = ${org} and th.id = t.holder_id
    join identity.app_user tw on tw.org_id = ${org} and tw.id = t.witness_id
    join identity.app_user ah on ah.org_id = ${org} and ah.id = s.any_holder
    join identity.app_user aw on aw.org_id = ${org} and aw.id = s.any_witness
    join place.location pl on pl.org_id = ${org} and pl.id = s.any_place
    join ledger.drug g on g.org_id = ${org} and g.id = s.any_drug`
  },
})

/** 残余处置明细: what stands behind a figure of the analysis, a line for each unit. */
export const disposals = report({
  code: 'disposals',
  title: '残余处置明细',
  group: 'loop',
  basis: '国卫办医发〔2020〕13号',
  permission: 'report.read',
  filters: {
    ...period,
    mark: choiceFilter('只看', marks),
    personId: filter.person,
    holderId: hidden(id),
    witnessId: hidden(id),
    placeId: filter.place,
    drugId: filter.drug,
  },
  order: { recordedAt: 'timestamptz', movementId: 'bigint', line: 'bigint' },
  newestFirst: true,
  columns: [
    { key: 'at', title: '弃去时间', kind: 'instant', width: 1.4 },
    { key: 'issueNo', title: '领用单', kind: 'text', width: 1.4, to: (row) => String(row['issueLink']) },
    { key: 'drug', title: '药品', kind: 'drug', width: 1.7 },
    specColumn,
    lotColumn,
    { key: 'code', title: '追溯码', kind: 'code' },
    { key: 'quantity', title: '弃去量', kind: 'quantity', unitKey: 'contentUnit', total: true, width: 0.8 },
    { key: 'minutes', title: '领用后', kind: 'quantity', unit: '分钟', width: 0.9 },
    { key: 'marks', title: '情形', kind: 'text', width: 1.4 },
    { key: 'source', title: '发药储位', kind: 'text', width: 1.3 },
    { key: 'place', title: '弃去地点', kind: 'text', width: 1.3 },
    { key: 'holder', title: '弃去人', kind: 'person' },
    { key: 'witness', title: '见证人', kind: 'person' },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select x.recorded_at, x.movement_id, x.line::bigint as line, x.occurred_at as at, x.issue_no, '/issues/' || x.issue_id as issue_link, d.name as drug, d.spec,
      d.content_unit, l.lot_no, nullif(x.code, '') as code, x.quantity, x.minutes,
      nullif(concat_ws('、', case when x.whole then '整支弃去' end, case when x.late then '超过时限' end, case when x.elsewhere then '地点不符' end), '') as marks,
      pl.name as source, x.place, h.name as holder, w.name as witness, '/movements/' || x.movement_id as link
    from assay.disposals(${org}, ${p.from}, ${p.to}) x
    join ledger.drug d on d.org_id = ${org} and d.id = x.drug_id
    join ledger.lot l on l.org_id = ${org} and l.id = x.lot_id
    join place.location pl on pl.org_id = ${org} and pl.id = x.location_id
    join identity.app_user h on h.org_id = ${org} and h.id = x.holder_id
    join identity.app_user w on w.org_id = ${org} and w.id = x.witness_id
    where (${f.mark ?? null}::text is null or case ${f.mark ?? null} when 'whole' then x.whole when 'late' then x.late else x.elsewhere end)
      and (${f.personId ?? null}::bigint is null or ${f.personId ?? null} in (x.holder_id, x.witness_id))
      and (${f.holderId ?? null}::bigint is null or x.holder_id = ${f.holderId ?? null})
      and (${f.witnessId ?? null}::bigint is null or x.witness_id = ${f.witnessId ?? null})
      and (${f.placeId ?? null}::bigint is null or x.location_id = ${f.placeId ?? null})
      and (${f.drugId ?? null}::bigint is null or x.drug_id = ${f.drugId ?? null})`,
})
