import { contains, type Tx } from '#core/db.ts'
import { reportOwed } from '#core/discrepancy/owed.ts'
import { runningDeadline, type Standing } from '#core/discrepancy/rules.ts'
import { kindTitle } from '#core/ledger/kinds.ts'
import { orderBy } from '#core/sorting.ts'
import type { DiscrepancyCase, DiscrepancyRow, DiscrepancyStep } from './contract.ts'

export type Raw = Omit<DiscrepancyRow, 'due' | 'dueFor' | 'overdue'>

const columns = (tx: Tx) => tx`
  d.id, d.org_id, o.name as org, d.no, d.source_kind, d.source_id, d.source_no, coalesce(p.name, a.title) as place, d.item,
  n.drug_id, n.name, n.spec, n.unit, n.drug_class,
  case d.item when 'intact' then n.unit when 'content' then n.content_unit else '个' end as quantity_unit,
  l.lot_no, l.expiry, d.code, d.book, d.counted, d.counted - d.book as difference, d.urgent, d.state, d.reason_code,
  f.name as found_by, w.name as found_with, d.found_at, v.name as previous_by, vw.name as previous_with, d.previous_how, d.previous_at,
  d.escalate_at, d.report_at, d.reported_at, d.level_at`

const tables = (tx: Tx) => tx`
  from ledger.discrepancy d
  join identity.org o on o.id = d.org_id
  join ledger.account a on a.org_id = d.org_id and a.id = d.account_id
  left join place.location p on p.org_id = d.org_id and p.account_id = d.account_id
  join catalogue.drug_name n on n.org_id = d.org_id and n.drug_id = d.drug_id
  join ledger.lot l on l.org_id = d.org_id and l.id = d.lot_id
  join identity.app_user f on f.org_id = d.org_id and f.id = d.found_by
  left join identity.app_user w on w.org_id = d.org_id and w.id = d.found_with
  left join identity.app_user v on v.org_id = d.org_id and v.id = d.previous_by
  left join identity.app_user vw on vw.org_id = d.org_id and vw.id = d.previous_with`

/** As `runningDeadline` says it: some deadline has passed and nobody did what it asks for. */
const overdue = (tx: Tx, at: string) => tx`
  (d.state <> 'closed' and ((d.state = 'open' and d.escalate_at < ${at})
    or (d.report_at < ${at} and ${reportOwed(tx)})))`

export function withDeadline<T extends Raw>(
  row: T,
  at: string,
): T & Pick<DiscrepancyRow, 'due' | 'dueFor' | 'overdue'> {
  const running = runningDeadline(row as Standing & T, at)
  return {
    ...row,
    due: running?.due ?? null,
    dueFor: running?.what ?? null,
    overdue: running?.overdue ?? false,
  }
}

export interface ListQuery {
  readonly org?: number | undefined
  readonly state?: string | undefined
  readonly show?: 'open' | 'overdue' | 'closed' | undefined
  readonly locationId?: number | undefined
  readonly drugId?: number | undefined
  readonly q?: string | undefined
  readonly sort?: string | undefined
  readonly page: number
  readonly pageSize: number
}

/** What must be done soonest first; without `org` all that the reader may see. */
export async function discrepancyRows(tx: Tx, at: string, q: ListQuery) {
  const like = q.q ? contains(q.q) : null
  const org = tx`(${q.org ?? null}::bigint is null or d.org_id = ${q.org ?? null})`
  const where = tx`
    where ${org} and (${q.state ?? null}::text is null or d.state = ${q.state ?? null})
      and (${q.show ?? null}::text is null or case ${q.show ?? null} when 'open' then d.state <> 'closed' when 'closed' then d.state = 'closed'
        else ${overdue(tx, at)} end)
      and (${q.locationId ?? null}::bigint is null or p.id = ${q.locationId ?? null})
      and (${q.drugId ?? null}::bigint is null or d.drug_id = ${q.drugId ?? null})
      and (${like}::text is null or d.no ilike ${like} or d.source_no ilike ${like} or n.name ilike ${like} or l.lot_no ilike ${like}
        or d.code ilike ${like} or f.name ilike ${like} or v.name ilike ${like} or o.name ilike ${like})`
  const order = orderBy(
    tx,
    q.sort,
    { foundAt: 'd.found_at', escalateAt: 'd.escalate_at', no: 'd.no' },
    "(d.state = 'closed'), d.urgent desc, d.found_at desc, d.id desc",
  )
  const rows = await tx<(Raw & { total: number })[]>`
    select ${columns(tx)}, count(*) over () as total ${tables(tx)} ${where}
    ${order} limit ${q.pageSize} offset ${(q.page - 1) * q.pageSize}`
  const [sums] = await tx<{ open: number; overdue: number }[]>`
    select count(*) filter (where d.state <> 'closed')::int as open, count(*) filter (where ${overdue(tx, at)})::int as overdue
    from ledger.discrepancy d where ${org} and d.state <> 'closed'`
  return {
    rows: rows.map(({ total: _, ...r }) => withDeadline(r, at)),
    total: rows[0]?.total ?? 0,
    open: sums?.open ?? 0,
    overdue: sums?.overdue ?? 0,
  }
}

export type RawCase = Raw &
  Pick<
    DiscrepancyCase,
    'version' | 'accountId' | 'lotId' | 'ruleVersion' | 'movementId' | 'previousMovementId' | 'bookNow'
  > & {
    foundById: number
    foundTitle: string
    previousById: number | null
    previousTitle: string | null
  }

export async function findCase(tx: Tx, id: number): Promise<RawCase | undefined> {
  const [row] = await tx<RawCase[]>`
    select ${columns(tx)}, d.version, d.account_id, d.lot_id, d.rule_version, d.movement_id, d.previous_movement_id,
      f.id as found_by_id, f.title as found_title, v.id as previous_by_id, v.title as previous_title,
      (select coalesce(sum(b.quantity), 0)::bigint from ledger.balance b where b.org_id = d.org_id and b.account_id = d.account_id
        and b.item = d.item and b.lot_id = d.lot_id and (d.code = '' or b.code = d.code)) as book_now
    ${tables(tx)} where d.id = ${id}`
  return row
}

/** What the books hold there now. */
export async function bookNow(
  tx: Tx,
  d: { accountId: number; item: string; lotId: number; code: string },
): Promise<number> {
  const [row] = await tx<{ units: number }[]>`
    select coalesce(sum(quantity), 0)::bigint as units from ledger.balance
    where org_id = core.current_org() and account_id = ${d.accountId} and item = ${d.item} and lot_id = ${d.lotId}
      and (${d.code} = '' or code = ${d.code})`
  return row?.units ?? 0
}

export async function stepsOf(tx: Tx, of: { orgId: number; id: number }): Promise<DiscrepancyStep[]> {
  const rows = await tx<DiscrepancyStep[]>`
    select s.id, s.kind, s.at, b.name as by, w.name as with, s.reason_code, s.text, s.book, s.counted,
      coalesce(s.receivers, '{}') as receivers, s.movement_id, s.event_id
    from ledger.discrepancy_step s
    join identity.app_user b on b.org_id = s.org_id and b.id = s.by_id
    left join identity.app_user w on w.org_id = s.org_id and w.id = s.with_id
    where s.org_id = ${of.orgId} and s.discrepancy_id = ${of.id} order by s.id limit 500`
  return [...rows]
}

/** Movements of this balance in the week before it was found, newest first: where to look. */
export async function trailOf(tx: Tx, d: RawCase): Promise<DiscrepancyCase['trail']> {
  const side = (column: 'source_id' | 'destination_id', sign: number) => tx`
    select e.movement_id, e.recorded_at, ${sign}::int * e.quantity as change from ledger.entry e
    where e.org_id = ${d.orgId} and e.${tx(column)} = ${d.accountId} and e.drug_id = ${d.drugId} and e.lot_id = ${d.lotId} and e.item = ${d.item}
      and (${d.code} = '' or e.code = ${d.code})
      and e.recorded_at > ${d.foundAt}::timestamptz - interval '7 days' and e.recorded_at <= ${d.foundAt}`
  const rows = await tx<Omit<DiscrepancyCase['trail'][number], 'title'>[]>`
    select m.id as movement_id, m.kind, m.cause_no, m.occurred_at as at, a.name as actor, w.name as witness, x.change
    from (
      select movement_id, sum(change)::bigint as change from (${side('source_id', -1)} union all ${side('destination_id', 1)}) e group by 1) x
    join ledger.movement m on m.org_id = ${d.orgId} and m.id = x.movement_id
    join identity.app_user a on a.org_id = m.org_id and a.id = m.actor_id
    left join identity.app_user w on w.org_id = m.org_id and w.id = m.witness_id
    where x.change <> 0 order by m.recorded_at desc, m.id desc limit 20`
  return rows.map((r) => ({ ...r, title: kindTitle(r.kind) }))
}
