import { choiceFilter, filter, period } from '#core/reports/filters.ts'
import { report, type ReportQuery, type SqlRow } from '#core/reports/report.ts'
import { nullReasonTitle, purposeTitle } from '#core/countFirst/contract.ts'
import { accessStateTitle } from './contract.ts'

/** Codes and their titles as SQL finds them: two arrays of the same order. */
const listed = (titles: Readonly<Record<string, string>>) =>
  [Object.keys(titles), Object.values(titles)] as const
const [purposes, purposeTitles] = listed(purposeTitle)
const [reasons, reasonTitles] = listed(nullReasonTitle)

/** 存取记录 (features 35, 46): who opened which place for what, what they counted, and whether they took anything. */
export const accessRecords = report({
  code: 'accesses',
  title: '存取记录',
  group: 'flow',
  basis: '监督检查：专柜双人双锁、开柜日志',
  permission: 'drawerAccess.read',
  filters: {
    ...period,
    placeId: filter.place,
    personId: filter.person,
    purpose: choiceFilter('用途', purposeTitle),
    state: choiceFilter('结果', accessStateTitle),
  },
  order: { at: 'timestamptz', accessId: 'bigint' },
  newestFirst: true,
  retention: { record: 'loop', from: 'at' },
  print: { paper: 'landscape', lines: 16 },
  note: '不含锁具的开关信号：没有接入智能锁，开柜由本人在屏幕上登记',
  columns: [
    { key: 'at', title: '开柜', kind: 'instant', width: 1.5 },
    { key: 'no', title: '单号', kind: 'text', width: 1.4 },
    { key: 'place', title: '储位', kind: 'text', width: 1.2 },
    { key: 'person', title: '开柜人', kind: 'signature' },
    { key: 'purpose', title: '用途', kind: 'text', width: 0.9 },
    { key: 'counted', title: '清点批号', kind: 'quantity', unit: '个', width: 0.8 },
    { key: 'differences', title: '不符', kind: 'quantity', unit: '个', width: 0.7 },
    { key: 'cases', title: '差异', kind: 'text', width: 1.4 },
    { key: 'movements', title: '出入', kind: 'quantity', unit: '笔', width: 0.7 },
    { key: 'documents', title: '单据', kind: 'text', width: 1.5 },
    { key: 'state', title: '结果', kind: 'text', width: 0.9 },
    { key: 'reason', title: '空开原因', kind: 'text', width: 1.3 },
  ],
  rows: (tx, { org, at, period: p, filters: f }) => tx`
    select x.* from (
      select a.opened_at as at, a.id as access_id, a.no, l.name as place, u.name as person,
        (${purposeTitles}::text[])[array_position(${purposes}::text[], a.purpose)] as purpose, a.counted::bigint, a.differences::bigint,
        (select string_agg(d.no, '、' order by d.no) from drawer_access.count c join ledger.discrepancy d on d.org_id = c.org_id and d.id = c.discrepancy_id
          where c.org_id = a.org_id and c.access_id = a.id) as cases,
        a.movements::bigint, (select v.cause_no from ledger.movement v where v.org_id = a.org_id and v.id = a.first_movement)
          || case when a.movements > 1 then ' 等' else '' end as documents,
        case when a.movements > 0 then '有出入' when a.null_reason is not null then '空开'
          when case when a.closed_at is null then a.ends_at else a.closed_at end < ${at}::timestamptz then '空开未说明' else '进行中' end as state,
        (${reasonTitles}::text[])[array_position(${reasons}::text[], a.null_reason)] || coalesce('：' || a.null_note, '') as reason,
        case when a.first_movement is not null then '/movements/' || a.first_movement else '/drawer-access' end as link,
        a.location_id, a.opened_by
      from drawer_access.access_now a
      join place.location l on l.org_id = a.org_id and l.id = a.location_id
      join identity.app_user u on u.org_id = a.org_id and u.id = a.opened_by
      where a.org_id = ${org} and a.opened_at >= ${p.from} and a.opened_at < ${p.to}
        and (${f.placeId ?? null}::bigint is null or a.location_id = ${f.placeId ?? null})
        and (${f.purpose ?? null}::text is null or a.purpose = ${f.purpose ?? null})
        and (${f.personId ?? null}::bigint is null or a.opened_by = ${f.personId ?? null})) x
    where (${f.state ?? null}::text is null
      or x.state = (${Object.values(accessStateTitle)}::text[])[array_position(${Object.keys(accessStateTitle)}::text[], ${f.state ?? null})])`,
})

const recordsOf =
  (state?: string) =>
  (row: SqlRow, q: ReportQuery): string => {
    const { from, to } = q.filters as { from?: string; to?: string }
    const days = `${from ? `&from=${from}` : ''}${to ? `&to=${to}` : ''}`
    return `/reports/accesses?personId=${String(row['personId'])}&placeId=${String(row['placeId'])}${days}${state ? `&state=${state}` : ''}`
  }

/** 空开分析 (feature 72): how often each person opens a place for nothing, beside everybody who opens that place. */
export const nullAccess = report({
  code: 'nullAccess',
  title: '空开分析',
  group: 'people',
  basis: '同类系统：空开率',
  permission: 'drawerAccess.read',
  filters: { ...period, placeId: filter.place, personId: filter.person },
  order: { place: 'text', person: 'text', placeId: 'bigint', personId: 'bigint' },
  print: { paper: 'landscape', lines: 16 },
  note: '空开率是没有出入的次数占此人在此储位全部开柜的百分数；同储位为其余各人合计',
  columns: [
    { key: 'place', title: '储位', kind: 'text', width: 1.3 },
    { key: 'person', title: '开柜人', kind: 'person' },
    { key: 'accesses', title: '开柜', kind: 'quantity', unit: '次', total: true, to: recordsOf() },
    { key: 'nulls', title: '空开', kind: 'quantity', unit: '次', total: true, to: recordsOf('null') },
    {
      key: 'unexplained',
      title: '未说明',
      kind: 'quantity',
      unit: '次',
      total: true,
      to: recordsOf('unexplained'),
    },
    { key: 'share', title: '空开率', kind: 'quantity', unit: '%' },
    { key: 'others', title: '同储位', kind: 'quantity', unit: '%' },
    { key: 'differences', title: '清点不符', kind: 'quantity', unit: '次', total: true },
  ],
  rows: (tx, { org, at, period: p, filters: f }) => tx`
    select l.name as place, u.name as person, l.id as place_id, u.id as person_id, x.accesses, x.explained as nulls, x.unexplained,
      round(100.0 * (x.explained + x.unexplained) / x.accesses)::bigint as share, x.differences,
      case when x.all_accesses > x.accesses then round(100.0 * (x.all_nulls - x.explained - x.unexplained) / (x.all_accesses - x.accesses))::bigint end as others
    from (
      select y.*, sum(y.accesses) over (partition by y.location_id) as all_accesses,
        sum(y.explained + y.unexplained) over (partition by y.location_id) as all_nulls
      from (
        select a.location_id, a.opened_by, count(*) as accesses, count(*) filter (where a.movements = 0 and a.null_reason is not null) as explained,
          count(*) filter (where a.movements = 0 and a.null_reason is null
            and case when a.closed_at is null then a.ends_at else a.closed_at end < ${at}::timestamptz) as unexplained,
          count(*) filter (where a.differences > 0) as differences
        from drawer_access.access_now a where a.org_id = ${org} and a.opened_at >= ${p.from} and a.opened_at < ${p.to} group by 1, 2) y) x
    join place.location l on l.org_id = ${org} and l.id = x.location_id
    join identity.app_user u on u.org_id = ${org} and u.id = x.opened_by
    where (${f.placeId ?? null}::bigint is null or l.id = ${f.placeId ?? null})
      and (${f.personId ?? null}::bigint is null or u.id = ${f.personId ?? null})`,
})
