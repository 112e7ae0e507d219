import { filter, period, choiceFilter } from '#core/reports/filters.ts'
import { report, type ReportQuery, type SqlRow } from '#core/reports/report.ts'
import { itemStateTitle, verdictTitle } from './contract.ts'

const sourceWords = { drawn: '抽取', added: '加入' } as const

/** R25 处方点评登记: a line for each prescription of each draw, with what was found and what became of it. */
export const r25Review = report({
  code: 'R25',
  title: '处方点评登记',
  group: 'register',
  basis: '处方管理办法 第四十四条；医院处方点评管理规范（试行）',
  permission: 'prescriptionReview.read',
  note: '时段按处方开具时间；抽取的由种子和抽样范围确定，可在点评批次里核验',
  filters: {
    ...period,
    personId: filter.person,
    departmentId: filter.department,
    verdict: choiceFilter('结论', verdictTitle),
    state: choiceFilter('状态', itemStateTitle),
    source: choiceFilter('来源', sourceWords),
  },
  order: { writtenAt: 'timestamptz', itemId: 'bigint' },
  retention: { record: 'log', from: 'writtenAt' },
  print: { paper: 'landscape', lines: 12 },
  columns: [
    { key: 'reviewNo', title: '点评批次', kind: 'text', width: 1.7 },
    { key: 'source', title: '来源', kind: 'text', words: sourceWords, width: 0.6 },
    { key: 'rxNo', title: '处方编号', kind: 'text', width: 1.7 },
    { key: 'writtenAt', title: '开具日期', kind: 'date', width: 1.2 },
    { key: 'department', title: '科别', kind: 'text', width: 0.9 },
    { key: 'prescriber', title: '医师', kind: 'signature' },
    { key: 'drugs', title: '药品', kind: 'text', width: 1.8 },
    { key: 'opinion', title: '点评意见', kind: 'text', words: verdictTitle, width: 0.8, noPrint: true },
    { key: 'found', title: '发现的问题', kind: 'text', width: 2.2 },
    { key: 'reviewer', title: '点评人', kind: 'signature' },
    { key: 'checker', title: '复核人', kind: 'signature' },
    { key: 'statement', title: '医师说明', kind: 'text', personal: 'text', width: 0.9 },
    { key: 'verdict', title: '审定', kind: 'text', words: verdictTitle, width: 0.8 },
    { key: 'finalBy', title: '审定人', kind: 'signature' },
    { key: 'finalAt', title: '审定日', kind: 'date', width: 1.2 },
    { key: 'state', title: '状态', kind: 'text', words: itemStateTitle, width: 0.9, noPrint: true },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select x.written_at, i.id as item_id, r.no as review_no, case when i.rank is null then 'added' else 'drawn' end as source, x.no as rx_no,
      d.name as department, u.name as prescriber,
      (select string_agg(g.name || ' ' || g.spec || ' × ' || l.units || ' ' || g.unit, '，' order by l.line) from prescription.line l
        join ledger.drug g on g.org_id = l.org_id and g.id = l.drug_id where l.org_id = x.org_id and l.prescription_id = x.id) as drugs,
      i.opinion, (select string_agg(c.code || ' ' || c.title, '；' order by c.sort) from prescription_review.finding_code c
        where c.code = any (coalesce(i.codes, i.opinion_codes))) as found,
      a.name as reviewer, b.name as checker, i.statement, i.verdict, e.name as final_by, i.final_at, i.state,
      '/prescription-review-items/' || i.id as link
    from prescription_review.item_now i
    join prescription_review.review r on r.org_id = i.org_id and r.id = i.review_id
    join prescription.prescription x on x.org_id = i.org_id and x.id = i.prescription_id
    join identity.app_user u on u.org_id = x.org_id and u.id = x.prescriber_id
    left join identity.department d on d.org_id = x.org_id and d.id = x.department_id
    left join identity.app_user a on a.org_id = i.org_id and a.id = i.reviewer_id
    left join identity.app_user b on b.org_id = i.org_id and b.id = i.checker_id
    left join identity.app_user e on e.org_id = i.org_id and e.id = i.final_by
    where i.org_id = ${org} and x.written_at >= ${p.from} and x.written_at < ${p.to}
      and (${f.personId ?? null}::bigint is null or x.prescriber_id = ${f.personId ?? null})
      and (${f.departmentId ?? null}::bigint is null or x.department_id = ${f.departmentId ?? null})
      and (${f.verdict ?? null}::text is null or i.verdict = ${f.verdict ?? null})
      and (${f.state ?? null}::text is null or i.state = ${f.state ?? null})
      and (${f.source ?? null}::text is null or (i.rank is null) = (${f.source ?? null} = 'added'))`,
})

const byWords = { prescriber: '按医师', department: '按科别', month: '按月' } as const
const text = (v: unknown) => (v === null || v === undefined ? '' : String(v))

/** The prescriptions behind a figure: those of this line's prescriber, department and month. */
function behind(verdict?: string) {
  return (row: SqlRow, q: ReportQuery): string => {
    const f = q.filters as { from?: string; to?: string; personId?: number; departmentId?: number }
    const month = text(row['monthDay'])
    const end = text(row['monthEnd'])
    const words = {
      from: month || f.from,
      to: end || f.to,
      personId: row['prescriberId'] ?? f.personId,
      departmentId: row['departmentId'] ?? f.departmentId,
      verdict,
    }
    const asked = Object.entries(words).filter(([, v]) => v !== undefined && v !== null)
    return `/registers/R25?${asked.map(([k, v]) => `${k}=${text(v)}`).join('&')}`
  }
}

/** 点评汇总: how much of what was written was reviewed, and how much of that was not 合理. */
export const reviewSummary = report({
  code: 'reviewSummary',
  title: '处方点评汇总',
  group: 'people',
  basis: '处方管理办法 第四十四、四十五条',
  permission: 'prescriptionReview.read',
  note: '处方为未作废的麻、精处方，按开具时间；不合理为已定结论中的不规范、不适宜和超常，占已定的比例；数字点开是处方点评登记',
  filters: {
    ...period,
    by: choiceFilter('汇总', byWords),
    personId: filter.person,
    departmentId: filter.department,
  },
  order: { month: 'text', departmentNo: 'bigint', prescriberNo: 'bigint' },
  adds: true,
  print: { paper: 'landscape', lines: 16 },
  columns: [
    { key: 'month', title: '月份', kind: 'text', width: 0.8 },
    { key: 'department', title: '科别', kind: 'text', width: 1.2 },
    { key: 'prescriber', title: '医师', kind: 'person' },
    { key: 'written', title: '处方', kind: 'quantity', unit: '张', total: true },
    { key: 'reviewed', title: '点评', kind: 'quantity', unit: '张', total: true, to: behind() },
    { key: 'reviewedShare', title: '点评率', kind: 'text' },
    { key: 'settled', title: '已定', kind: 'quantity', unit: '张', total: true, to: behind() },
    { key: 'irregular', title: '不规范', kind: 'quantity', unit: '张', total: true, to: behind('irregular') },
    {
      key: 'unsuitable',
      title: '不适宜',
      kind: 'quantity',
      unit: '张',
      total: true,
      to: behind('unsuitable'),
    },
    { key: 'excessive', title: '超常', kind: 'quantity', unit: '张', total: true, to: behind('excessive') },
    {
      key: 'unjustified',
      title: '超常无正当理由',
      kind: 'quantity',
      unit: '张',
      total: true,
      to: behind('excessive'),
    },
    { key: 'unreasonableShare', title: '不合理率', kind: 'text' },
  ],
  rows: (tx, { org, period: p, filters: f }) => {
    const keep = (what: string) => f.by === undefined || f.by === what
    return tx`
    select g.month, g.month_day, g.month_end, g.department_no, nullif(g.department_no, 0) as department_id, g.prescriber_no,
      nullif(g.prescriber_no, 0) as prescriber_id, coalesce(d.name, case when ${keep('department')} then '未填' end) as department,
      u.name as prescriber, g.written, g.reviewed, g.settled, g.irregular, g.unsuitable, g.excessive, g.unjustified,
      round(100.0 * g.reviewed / g.written, 1) || '%' as reviewed_share,
      case when g.settled > 0 then round(100.0 * (g.irregular + g.unsuitable + g.excessive) / g.settled, 1) || '%' end as unreasonable_share
    from (
      select case when ${keep('month')} then to_char(x.at, 'YYYY-MM') else '' end as month,
        case when ${keep('month')} then to_char(x.at, 'YYYY-MM-01') end as month_day,
        case when ${keep('month')} then to_char(date_trunc('month', x.at) + interval '1 month - 1 day', 'YYYY-MM-DD') end as month_end,
        case when ${keep('department')} then coalesce(x.department_id, 0) else 0 end as department_no,
        case when ${keep('prescriber')} then x.prescriber_id else 0 end as prescriber_no,
        count(*) as written, count(i.id) as reviewed, count(i.id) filter (where i.state = 'final') as settled,
        count(i.id) filter (where i.verdict = 'irregular') as irregular, count(i.id) filter (where i.verdict = 'unsuitable') as unsuitable,
        count(i.id) filter (where i.verdict = 'excessive') as excessive, count(i.id) filter (where i.unjustified) as unjustified
      from (select r.*, r.written_at at time zone 'Asia/Shanghai' as at from prescription.prescription r
        where r.org_id = ${org} and r.written_at >= ${p.from} and r.written_at < ${p.to} and r.voided_at is null
          and r.series in ('narcotic', 'second')
          and (${f.personId ?? null}::bigint is null or r.prescriber_id = ${f.personId ?? null})
          and (${f.departmentId ?? null}::bigint is null or r.department_id = ${f.departmentId ?? null})) x
      left join prescription_review.item_now i on i.org_id = x.org_id and i.prescription_id = x.id
      group by 1, 2, 3, 4, 5) g
    left join identity.app_user u on u.org_id = ${org} and u.id = g.prescriber_no
    left join identity.department d on d.org_id = ${org} and d.id = g.department_no`
  },
})
