import { lotColumn, specColumn } from '#core/reports/columns.ts'
import { choiceFilter, filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'
import { methodTitle, sampleStateTitle } from './rules.ts'

const states = { ...sampleStateTitle, toSample: '抽中待留样', missed: '抽中未留样' }

/**
 * 残余抽检台账: each sample with what was measured of it and how it ended; and each residue that was chosen when it was handed
 * in and of which no sample was kept, because that is what the register is read for.
 */
export const assayRegister = report({
  code: 'assay',
  title: '残余抽检台账',
  group: 'register',
  basis: '国卫办医发〔2020〕13号；卫医发〔2005〕438号 第二十九条',
  permission: 'assay.read',
  filters: {
    ...period,
    drugId: filter.drug,
    personId: filter.person,
    state: choiceFilter('状态', states),
    verdict: choiceFilter('结论', { within: '合格', outside: '不符' }),
  },
  order: { at: 'timestamptz', key: 'text' },
  retention: { record: 'loop', from: 'at', expiry: 'expiry' },
  print: { paper: 'landscape', lines: 12 },
  note: '更正的结果只列最后一次，以前的在样品页；样品按留样时间列，抽中未留样的按抽中时间列',
  columns: [
    { key: 'at', title: '留样时间', kind: 'instant', width: 1.4 },
    { key: 'no', title: '样品号', kind: 'text', width: 1.4 },
    { key: 'drug', title: '药品', kind: 'drug', width: 1.6 },
    { ...specColumn, noPrint: true },
    lotColumn,
    { key: 'code', title: '追溯码', kind: 'code', noPrint: true },
    {
      key: 'issueNo',
      title: '领用单',
      kind: 'text',
      width: 1.4,
      to: (row) => String(row['issueLink']),
      noPrint: true,
    },
    { key: 'content', title: '留样量', kind: 'quantity', unitKey: 'contentUnit', total: true, width: 0.8 },
    { key: 'sealNo', title: '封签号', kind: 'text', width: 1 },
    { key: 'chosen', title: '来由', kind: 'text', width: 0.7, noPrint: true },
    { key: 'holder', title: '领用人', kind: 'signature', width: 0.8 },
    { key: 'witness', title: '见证人', kind: 'signature', width: 0.8 },
    { key: 'method', title: '方法', kind: 'text', words: methodTitle, width: 0.9 },
    { key: 'expected', title: '应有浓度', kind: 'text', width: 1, noPrint: true },
    { key: 'measured', title: '实测', kind: 'text', width: 1 },
    { key: 'off', title: '偏差', kind: 'text', width: 0.9 },
    { key: 'verdict', title: '结论', kind: 'text', words: { within: '合格', outside: '不符' }, width: 0.7 },
    { key: 'testedAt', title: '检测时间', kind: 'instant', width: 1.4, noPrint: true },
    { key: 'testedBy', title: '检测人', kind: 'signature', width: 0.8 },
    {
      key: 'caseNo',
      title: '差异',
      kind: 'text',
      width: 1.4,
      to: (row) => (row['caseId'] ? `/discrepancies/${String(row['caseId'])}` : null),
    },
    { key: 'state', title: '状态', kind: 'text', words: states, width: 0.9 },
    { key: 'destroyedAt', title: '销毁时间', kind: 'instant', width: 1.4 },
    { key: 'destroyedBy', title: '销毁人', kind: 'signature', width: 0.8 },
    { key: 'supervisedBy', title: '监督人', kind: 'signature', width: 0.8 },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select x.*, d.name as drug, d.spec, d.content_unit, l.lot_no, l.expiry, h.name as holder, i.no as issue_no, '/issues/' || i.id as issue_link
    from (
      select s.kept_at as at, 's' || lpad(s.id::text, 16, '0') as key, s.no, s.issue_id, s.drug_id, s.lot_id, nullif(s.code, '') as code, s.content, s.seal_no,
        case when s.drawn then '抽中' else '加抽' end as chosen, w.name as witness, n.method,
        trim_scale(round(s.content::numeric * 1000 / s.volume_ul, 3))::text || ' ' || g.content_unit || '/ml' as expected,
        case when s.seq is null then null when not s.seal_intact then '封签破损' when s.conforms then '定性符合' when not s.conforms then '定性不符'
          else trim_scale(s.measured_milli::numeric / 1000)::text || ' ' || g.content_unit || '/ml' end as measured,
        case when s.seal_intact and s.measured_milli is not null
          then to_char((s.measured_milli - s.expected_milli) * 100.0 / s.expected_milli, 'FMSG99990.0') || ' %' end as off,
        case when s.within then 'within' when not s.within then 'outside' end as verdict, s.tested_at, t.name as tested_by,
        s.discrepancy_no as case_no, s.discrepancy_id as case_id, s.state, z.destroyed_at, z.destroyed_by, z.supervised_by,
        s.state = 'void' as red, '/assays/' || s.id as link, s.kept_by, s.kept_with, s.tested_by as tested_by_id
      from assay.sample_now s
      join assay.plan n on n.org_id = s.org_id and n.id = s.plan_id
      join ledger.drug g on g.org_id = s.org_id and g.id = s.drug_id
      join identity.app_user w on w.org_id = s.org_id and w.id = s.kept_with
      left join identity.app_user t on t.org_id = s.org_id and t.id = s.tested_by
      left join lateral (
        select y.destroyed_at, a.name as destroyed_by, b.name as supervised_by
        from assay.destroyed q join assay.destruction y on y.org_id = q.org_id and y.id = q.destruction_id
        join identity.app_user a on a.org_id = y.org_id and a.id = y.executed_by
        join identity.app_user b on b.org_id = y.org_id and b.id = y.witnessed_by
        where q.org_id = s.org_id and q.sample_id = s.id
          and not exists (select from ledger.movement r where r.org_id = y.org_id and r.reverses_id = y.movement_id)
        order by y.id desc limit 1) z on true
      where s.org_id = ${org} and s.kept_at >= ${p.from} and s.kept_at < ${p.to}
      union all
      select c.chosen_at, 'r' || c.issue_id || '-' || c.lot_id || '-' || c.code, null, c.issue_id, c.drug_id, c.lot_id, nullif(c.code, ''), null::bigint,
        null, '抽中', null, n.method, null, null, null, null, null::timestamptz, null, null, null::bigint,
        case when c.content_left > 0 then 'toSample' else 'missed' end, null::timestamptz, null, null, false, '/issues/' || c.issue_id,
        null::bigint, null::bigint, null::bigint
      from assay.chosen(${org}, ${p.from}, ${p.to}) c
      left join assay.plan n on n.org_id = ${org} and n.id = c.plan_id
      where c.sample_id is null) x
    join issue.issue i on i.org_id = ${org} and i.id = x.issue_id
    join identity.app_user h on h.org_id = ${org} and h.id = i.holder_id
    join ledger.drug d on d.org_id = ${org} and d.id = x.drug_id
    join ledger.lot l on l.org_id = ${org} and l.id = x.lot_id
    where (${f.drugId ?? null}::bigint is null or x.drug_id = ${f.drugId ?? null})
      and (${f.personId ?? null}::bigint is null or ${f.personId ?? null} in (i.holder_id, x.kept_by, x.kept_with, x.tested_by_id))
      and (${f.state ?? null}::text is null or x.state = ${f.state ?? null})
      and (${f.verdict ?? null}::text is null or x.verdict = ${f.verdict ?? null})`,
})
