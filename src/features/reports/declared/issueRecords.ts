import { drugColumns } from '#core/reports/columns.ts'
import { choiceFilter, filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'

/** 领用记录: a line for each drug of an issue, and what became of it so far, from the hand's own account. */
export const issueRecords = report({
  code: 'issues',
  title: '领用记录',
  group: 'flow',
  basis: '建设方案：领用记录查询',
  permission: 'issue.read',
  filters: {
    ...period,
    drugId: filter.drug,
    personId: filter.person,
    departmentId: filter.department,
    placeId: filter.place,
    kind: choiceFilter('用途', { surgery: '手术', prescription: '处方', emergency: '抢救' }),
    state: choiceFilter('状态', { open: '未闭环', closed: '已闭环' }),
  },
  order: { at: 'timestamptz', issueId: 'bigint', lineId: 'bigint' },
  newestFirst: true,
  print: { paper: 'landscape', lines: 13 },
  columns: [
    { key: 'at', title: '领用时间', kind: 'instant', width: 1.5 },
    { key: 'no', title: '领用单', kind: 'text', width: 1.4 },
    { key: 'refNo', title: '手术或处方', kind: 'text', width: 1.3 },
    { key: 'patient', title: '患者', kind: 'person', personal: 'name', width: 0.8 },
    ...drugColumns.filter((c) => c.key !== 'form'),
    { key: 'issued', title: '领用', kind: 'quantity', unitKey: 'unit', total: true, width: 0.7 },
    { key: 'opened', title: '开启', kind: 'quantity', unitKey: 'unit', total: true, width: 0.7 },
    { key: 'returned', title: '退回', kind: 'quantity', unitKey: 'unit', total: true, width: 0.7 },
    { key: 'inHand', title: '在手', kind: 'quantity', unitKey: 'unit', total: true, width: 0.7 },
    { key: 'owed', title: '欠空容器', kind: 'quantity', unitKey: 'container', total: true, width: 0.8 },
    { key: 'holder', title: '领用人', kind: 'signature' },
    { key: 'issuedBy', title: '发药人', kind: 'signature' },
    { key: 'checkedBy', title: '复核人', kind: 'signature' },
    { key: 'department', title: '科室', kind: 'text', width: 1.1 },
    { key: 'state', title: '状态', kind: 'text', width: 0.8 },
  ],
  rows: (tx, { org, at, period: p, filters: f }) => tx`
    select i.issued_at as at, i.id as issue_id, x.id as line_id, i.no, i.ref_no, i.patient_name as patient,
      d.name as drug, d.spec, d.unit, '个'::text as container,
      x.issued_units::bigint as issued, k.opened, k.returned, b.in_hand, b.owed,
      h.name as holder, ib.name as issued_by, cb.name as checked_by, coalesce(dp.name, hd.name) as department,
      case when b.open and i.due_at < ${at} then '在手超时' when b.open then '未闭环' when s.matched_at is null and s.issue_id is not null
        then '待补医嘱' else '已闭环' end as state,
      '/issues/' || i.id as link
    from issue.issue i
    join issue.line x on x.org_id = i.org_id and x.issue_id = i.id
    join catalogue.drug_name d on d.org_id = i.org_id and d.drug_id = x.drug_id
    join identity.app_user h on h.org_id = i.org_id and h.id = i.holder_id
    join identity.app_user ib on ib.org_id = i.org_id and ib.id = i.issued_by
    join identity.app_user cb on cb.org_id = i.org_id and cb.id = i.checked_by
    left join emergency.standing s on s.org_id = i.org_id and s.issue_id = i.id
    left join identity.department dp on dp.org_id = i.org_id and dp.id = i.department_id
    left join identity.department hd on hd.org_id = i.org_id and hd.id = h.department_id
    cross join lateral (
      select coalesce(sum(b.quantity) filter (where b.item = 'intact'), 0)::bigint as in_hand,
        coalesce(sum(b.quantity) filter (where b.item = 'container'), 0)::bigint as owed, count(*) > 0 as open
      from ledger.balance b
      where b.org_id = i.org_id and b.account_id = i.account_id and b.drug_id = x.drug_id and b.quantity <> 0) b
    cross join lateral (
      select coalesce(sum(q.units) filter (where c.kind = 'opened'), 0)::bigint as opened,
        coalesce(sum(q.units) filter (where c.kind in ('location', 'quarantine') and q.kind <> 'issue'), 0)::bigint as returned
      from (
        select e.destination_id as other, e.quantity as units, m.kind from ledger.entry e
        join ledger.movement m on m.org_id = e.org_id and m.id = e.movement_id
        where e.org_id = i.org_id and e.source_id = i.account_id and e.drug_id = x.drug_id and e.item = 'intact'
        union all
        select e.source_id, -e.quantity, m.kind from ledger.entry e
        join ledger.movement m on m.org_id = e.org_id and m.id = e.movement_id
        where e.org_id = i.org_id and e.destination_id = i.account_id and e.drug_id = x.drug_id and e.item = 'intact') q
      join ledger.account c on c.org_id = i.org_id and c.id = q.other) k
    where i.org_id = ${org} and i.issued_at >= ${p.from} and i.issued_at < ${p.to}
      and (${f.drugId ?? null}::bigint is null or x.drug_id = ${f.drugId ?? null})
      and (${f.personId ?? null}::bigint is null or ${f.personId ?? null} in (i.holder_id, i.issued_by, i.checked_by, i.doctor_id))
      and (${f.departmentId ?? null}::bigint is null or coalesce(i.department_id, h.department_id) = ${f.departmentId ?? null})
      and (${f.placeId ?? null}::bigint is null or i.location_id = ${f.placeId ?? null})
      and (${f.kind ?? null}::text is null or i.kind = ${f.kind ?? null})
      and (${f.state ?? null}::text is null or (b.open or s.issue_id is not null and s.matched_at is null) = (${f.state ?? null} = 'open'))`,
})
