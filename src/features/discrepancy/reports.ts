import { filter, period } from '#core/reports/filters.ts'
import { report } from '#core/reports/report.ts'

/**
 * D09, D80: how many differences each person stands beside, as the one who had the balance before, as the one who found
 * it, and as the one who approved an adjustment. A figure to look at, no judgement: the same person may only count often.
 */
export const differencePeople = report({
  code: 'differencePeople',
  title: '差异按人统计',
  group: 'people',
  basis: '监督检查：账物相符',
  permission: 'discrepancy.read',
  filters: { ...period, placeId: filter.place, personId: filter.person },
  order: { name: 'text', userId: 'bigint' },
  columns: [
    { key: 'name', title: '人员', kind: 'person' },
    { key: 'job', title: '岗位', kind: 'text', width: 1.4 },
    { key: 'before', title: '作为上一经手人', kind: 'quantity', unit: '条', total: true },
    { key: 'found', title: '作为发现人', kind: 'quantity', unit: '条', total: true },
    { key: 'explained', title: '说明的', kind: 'quantity', unit: '条', total: true },
    { key: 'adjusted', title: '批准调账的', kind: 'quantity', unit: '条', total: true },
    { key: 'standing', title: '作为上一经手人未关闭', kind: 'quantity', unit: '条', total: true },
  ],
  rows: (tx, { org, period: p, filters: f }) => tx`
    select u.name, u.id as user_id, u.title as job, x.before, x.found, x.explained, x.adjusted, x.standing,
      '/discrepancies?q=' || u.name as link
    from (
      select q.user_id, count(*) filter (where q.role = 'before') as before, count(*) filter (where q.role = 'found') as found,
        count(*) filter (where q.role = 'explain') as explained, count(*) filter (where q.role = 'adjust') as adjusted,
        count(*) filter (where q.role = 'before' and q.state <> 'closed') as standing
      from (
        select r.user_id, r.role, d.state from ledger.discrepancy d
        left join place.location l on l.org_id = d.org_id and l.account_id = d.account_id
        cross join lateral (
          select d.previous_by as user_id, 'before' as role where d.previous_by is not null
          union all select d.previous_with, 'before' where d.previous_with is not null
          union all select d.found_by, 'found'
          union all select d.found_with, 'found' where d.found_with is not null
          union all select distinct s.by_id, s.kind from ledger.discrepancy_step s
            where s.org_id = d.org_id and s.discrepancy_id = d.id and s.kind in ('explain', 'adjust')) r
        where d.org_id = ${org} and d.found_at >= ${p.from} and d.found_at < ${p.to}
          and (${f.placeId ?? null}::bigint is null or l.id = ${f.placeId ?? null})) q
      group by q.user_id) x
    join identity.app_user u on u.org_id = ${org} and u.id = x.user_id
    where ${f.personId ?? null}::bigint is null or u.id = ${f.personId ?? null}`,
})
