import { contains, type Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import type { RequestRow } from './contract.ts'

const stateOf = (tx: Tx) => tx`coalesce(r.decision, 'waiting')`

/** Requests, newest first; what waits for a decision stands before what is decided. */
export async function requestPage(
  tx: Tx,
  query: {
    org?: number | undefined
    q?: string | undefined
    state?: string | undefined
    placeId?: number | undefined
    page: number
    pageSize: number
  },
): Promise<{ rows: RequestRow[]; total: number }> {
  const like = query.q ? contains(query.q) : null
  const rows = await tx<(RequestRow & { total: number })[]>`
    select r.id, r.org_id, r.no, r.location_id as place_id, p.name as place, ${stateOf(tx)} as state, r.effective_from, r.effective_at,
      r.reason, r.requested_by as requested_by_id, u.name as requested_by, r.requested_at, d.name as decided_by, r.decided_at,
      r.decision_note, l.lines, count(*) over () as total
    from base_stock.request r
    join place.location p on p.org_id = r.org_id and p.id = r.location_id
    join identity.app_user u on u.org_id = r.org_id and u.id = r.requested_by
    left join identity.app_user d on d.org_id = r.org_id and d.id = r.decided_by
    cross join lateral (
      select json_agg(json_build_object('drugId', n.drug_id, 'name', n.name, 'spec', n.spec, 'unit', n.unit, 'drugClass', n.drug_class,
        'units', x.units, 'minUnits', x.min_units, 'was', f.units) order by n.code) as lines
      from base_stock.request_line x
      join catalogue.drug_name n on n.org_id = x.org_id and n.drug_id = x.drug_id
      left join lateral (
        select o.units from base_stock.request q join base_stock.request_line o on o.org_id = q.org_id and o.request_id = q.id
        where q.org_id = r.org_id and q.location_id = r.location_id and q.decision = 'approved' and q.id < r.id
          and o.drug_id = x.drug_id and q.effective_at <= coalesce(r.effective_at, r.requested_at)
        order by q.effective_at desc, q.id desc limit 1) f on true
      where x.org_id = r.org_id and x.request_id = r.id) l
    where r.org_id = coalesce(${query.org ?? null}::bigint, core.current_org())
      and (${query.placeId ?? null}::bigint is null or r.location_id = ${query.placeId ?? null})
      and (${query.state ?? null}::text is null or ${stateOf(tx)} = ${query.state ?? null})
      and (${like}::text is null or r.no ilike ${like} or p.name ilike ${like} or u.name ilike ${like})
    order by r.decision is not null, r.requested_at desc, r.id desc
    limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 }
}

export interface RequestHead {
  readonly id: number
  readonly no: string
  readonly requestedBy: number
  readonly effectiveFrom: string
}

const closed = { approved: '批准', refused: '退回', withdrawn: '撤回' } as const

/** One's own request that still waits, locked. Refuses: NOT_FOUND, DOCUMENT_CLOSED. */
export async function lockWaiting(tx: Tx, orgId: number, id: number): Promise<RequestHead> {
  const [row] = await tx<(RequestHead & { decision: keyof typeof closed | null })[]>`
    select id, no, requested_by, effective_from, decision from base_stock.request
    where org_id = ${orgId} and id = ${id} for update`
  if (!row) throw new Refusal('NOT_FOUND')
  if (row.decision) throw new Refusal('DOCUMENT_CLOSED', { no: row.no, state: closed[row.decision] })
  return row
}
