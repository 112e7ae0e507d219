import { contains, type Tx } from '#core/db.ts'
import { workingHere } from '#core/identity/people.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  listInspections,
  listPeople,
  readInspection,
  type InspectionDetail,
  type InspectionRow,
} from './contract.ts'

const columns = (tx: Tx) => tx`
  r.id, r.org_id, r.no, r.kind, r.began_at, r.signed_at, p.places, concat_ws('、', u.name, w.name) as people, x.items, x.failed, x.open`

const tables = (tx: Tx) => tx`
  from inspection.record r
  join identity.app_user u on u.org_id = r.org_id and u.id = r.inspector_id
  left join identity.app_user w on w.org_id = r.org_id and w.id = r.second_id
  cross join lateral (
    select coalesce(string_agg(l.name, '、' order by l.code), '') as places from inspection.record_place q
    join place.location l on l.org_id = q.org_id and l.id = q.location_id where q.org_id = r.org_id and q.record_id = r.id) p
  cross join lateral (
    select count(*)::int as items, count(*) filter (where s.outcome = 'fail')::int as failed,
      count(*) filter (where c.state <> 'closed')::int as open
    from inspection.result s left join inspection.rectification z on z.org_id = s.org_id and z.record_id = s.record_id and z.item = s.item
    left join inspection.case_now c on c.hospital_id = z.org_id and c.id = z.id
    where s.org_id = r.org_id and s.record_id = r.id) x`

export const inspectionQueries: Route[] = [
  on(listInspections, async (tx, actor, input) => {
    const like = input.q ? contains(input.q) : null
    const rows = await tx<(InspectionRow & { total: number })[]>`
      select ${columns(tx)}, count(*) over ()::int as total ${tables(tx)}
      where r.org_id = ${input.org ?? actor.orgId}
        and (${input.kind ?? null}::text is null or r.kind = ${input.kind ?? null})
        and (${like}::text is null or r.no ilike ${like} or p.places ilike ${like} or u.name ilike ${like} or w.name ilike ${like})
      order by r.signed_at desc, r.id desc limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    return { rows: rows.map(({ total: _, ...r }) => r), total: rows[0]?.total ?? 0 }
  }),

  on(readInspection, async (tx, _actor, { id }) => {
    const [row] = await tx<Omit<InspectionDetail, 'results'>[]>`
      select ${columns(tx)}, r.list_version, r.remark ${tables(tx)} where r.id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    const results = await tx<InspectionDetail['results'][number][]>`
      select s.item, s.outcome, s.finding,
        coalesce((select json_agg(encode(h.sha256, 'hex') order by h.sha256) from inspection.photo h
          where h.org_id = s.org_id and h.record_id = s.record_id and h.item = s.item), '[]') as photos,
        case when z.id is not null then json_build_object('caseId', z.id, 'no', z.no) end as rectification
      from inspection.result s
      left join inspection.rectification z on z.org_id = s.org_id and z.record_id = s.record_id and z.item = s.item
      where s.org_id = ${row.orgId} and s.record_id = ${id} order by s.item limit 100`
    return { ...row, results: [...results] }
  }),

  on(listPeople, async (tx, actor) => ({
    rows: [...(await workingHere(tx, actor.orgId))],
  })),
]
