import { choiceFilter, filter, period } from '#core/reports/filters.ts'
import { report, type ReportQuery, type SqlRow } from '#core/reports/report.ts'
import { rescueReasonTitle } from '#features/issue/contract.ts'

const codes = Object.keys(rescueReasonTitle)
const titles = Object.values(rescueReasonTitle)

/** 抢救用药登记: each rescue, what was used, and when its order followed. */
export const rescues = report({
  code: 'rescues',
  title: '抢救用药登记',
  group: 'loop',
  basis: '病历书写基本规范 第二十二条',
  permission: 'issue.read',
  filters: {
    ...period,
    placeId: filter.place,
    personId: filter.person,
    drugId: filter.drug,
    order: choiceFilter('医嘱', { owed: '未补', late: '逾期', done: '已补' }),
  },
  order: { at: 'timestamptz', issueId: 'bigint', lineId: 'bigint' },
  newestFirst: true,
  retention: { record: 'loop', from: 'at' },
  print: { paper: 'landscape', lines: 13 },
  note: '时限从取药时起算 6 小时',
  columns: [
    { key: 'at', title: '取药时间', kind: 'instant', width: 1.5 },
    { key: 'no', title: '领用单', kind: 'text', width: 1.4 },
    { key: 'place', title: '储位', kind: 'text', width: 1.1 },
    { key: 'patient', title: '患者', kind: 'person', personal: 'name', width: 0.8 },
    { key: 'reason', title: '抢救原因', kind: 'text', width: 1.3 },
    { key: 'drug', title: '药品', kind: 'drug', width: 1.7 },
    { key: 'spec', title: '规格', kind: 'text' },
    { key: 'units', title: '取用', kind: 'quantity', unitKey: 'unit', total: true, width: 0.7 },
    { key: 'doctor', title: '口头医嘱医师', kind: 'signature' },
    { key: 'holder', title: '领用人', kind: 'signature' },
    { key: 'checkedBy', title: '核对人', kind: 'signature' },
    { key: 'orderNo', title: '补办医嘱', kind: 'text', width: 1.5 },
    { key: 'minutes', title: '用时', kind: 'quantity', unit: '分钟', width: 0.8 },
    { key: 'state', title: '结果', kind: 'text', width: 0.8 },
  ],
  rows: (tx, { org, at, period: p, filters: f }) => tx`
    select s.issued_at as at, s.issue_id, x.id as line_id, s.no, l.name as place, i.patient_name as patient,
      (${titles}::text[])[array_position(${codes}::text[], s.rescue_reason)] || coalesce('：' || i.rescue_note, '') as reason,
      d.name as drug, d.spec, d.unit, x.issued_units::bigint as units, w.name as doctor, h.name as holder, c.name as checked_by,
      coalesce(rx.no, s.order_no) as order_no, (extract(epoch from s.matched_at - s.issued_at) / 60)::bigint as minutes,
      case when s.matched_at > s.order_due_at then '逾期补办' when s.matched_at is not null then '已补办'
        when s.order_due_at < ${at}::timestamptz then '逾期未补' else '待补办' end as state,
      '/issues/' || s.issue_id as link
    from emergency.standing s
    join issue.issue i on i.org_id = s.org_id and i.id = s.issue_id
    join issue.line x on x.org_id = s.org_id and x.issue_id = s.issue_id
    join ledger.drug d on d.org_id = s.org_id and d.id = x.drug_id
    join place.location l on l.org_id = s.org_id and l.id = s.location_id
    join identity.app_user w on w.org_id = s.org_id and w.id = s.doctor_id
    join identity.app_user h on h.org_id = s.org_id and h.id = s.holder_id
    join identity.app_user c on c.org_id = s.org_id and c.id = i.checked_by
    left join prescription.prescription rx on rx.org_id = s.org_id and rx.id = s.prescription_id
    where s.org_id = ${org} and s.issued_at >= ${p.from} and s.issued_at < ${p.to}
      and (${f.placeId ?? null}::bigint is null or s.location_id = ${f.placeId ?? null})
      and (${f.personId ?? null}::bigint is null or ${f.personId ?? null} in (s.holder_id, s.doctor_id, s.issued_by, i.checked_by))
      and (${f.drugId ?? null}::bigint is null or x.drug_id = ${f.drugId ?? null})
      and (${f.order ?? null}::text is null or case ${f.order ?? null} when 'owed' then s.matched_at is null
        when 'done' then s.matched_at is not null else coalesce(s.matched_at, ${at}::timestamptz) > s.order_due_at end)`,
})

/** The cases behind a figure of the analysis. */
const casesOf =
  (order?: string) =>
  (row: SqlRow, q: ReportQuery): string => {
    const { from, to } = q.filters as { from?: string; to?: string }
    const days = `${from ? `&from=${from}` : ''}${to ? `&to=${to}` : ''}`
    return `/reports/rescues?personId=${String(row['holderId'])}&placeId=${String(row['locationId'])}${days}${order ? `&order=${order}` : ''}`
  }

/** 抢救用药分析 (features 45, 71): how often each person draws without an order, against all they draw, and how soon it follows. */
export const rescueShare = report({
  code: 'rescueShare',
  title: '抢救用药分析',
  group: 'people',
  basis: '同类系统：先用后补分析',
  permission: 'issue.read',
  filters: { ...period, placeId: filter.place, personId: filter.person },
  order: { place: 'text', holder: 'text', locationId: 'bigint', holderId: 'bigint' },
  print: { paper: 'landscape', lines: 16 },
  note: '占比是抢救用药占此人同期在此储位全部领用的百分数；用时取中位数',
  columns: [
    { key: 'place', title: '储位', kind: 'text', width: 1.3 },
    { key: 'holder', title: '领用人', kind: 'person' },
    { key: 'rescues', title: '抢救用药', kind: 'quantity', unit: '次', total: true, to: casesOf() },
    { key: 'issues', title: '全部领用', kind: 'quantity', unit: '次', total: true },
    { key: 'share', title: '占比', kind: 'quantity', unit: '%' },
    { key: 'owed', title: '未补', kind: 'quantity', unit: '次', total: true, to: casesOf('owed') },
    { key: 'late', title: '逾期', kind: 'quantity', unit: '次', total: true, to: casesOf('late') },
    { key: 'minutes', title: '补办用时', kind: 'quantity', unit: '分钟' },
  ],
  rows: (tx, { org, at, period: p, filters: f }) => tx`
    select l.name as place, h.name as holder, l.id as location_id, h.id as holder_id, x.rescues, x.issues, x.owed, x.late,
      round(100.0 * x.rescues / x.issues)::bigint as share, x.minutes
    from (
      select i.location_id, i.holder_id, count(s.issue_id) as rescues, count(*) as issues,
        count(s.issue_id) filter (where s.matched_at is null) as owed,
        count(s.issue_id) filter (where coalesce(s.matched_at, ${at}::timestamptz) > s.order_due_at) as late,
        round(percentile_cont(0.5) within group (order by extract(epoch from s.matched_at - s.issued_at) / 60))::bigint as minutes
      from issue.issue i left join emergency.standing s on s.org_id = i.org_id and s.issue_id = i.id
      where i.org_id = ${org} and i.issued_at >= ${p.from} and i.issued_at < ${p.to} and (i.kind <> 'emergency' or s.issue_id is not null)
      group by 1, 2) x
    join place.location l on l.org_id = ${org} and l.id = x.location_id
    join identity.app_user h on h.org_id = ${org} and h.id = x.holder_id
    where x.rescues > 0
      and (${f.placeId ?? null}::bigint is null or l.id = ${f.placeId ?? null})
      and (${f.personId ?? null}::bigint is null or h.id = ${f.personId ?? null})`,
})
