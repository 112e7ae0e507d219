import { orSpelt } from '#core/spelling.ts'
import { dayOf } from '#core/clock.ts'
import { contains, type Tx } from '#core/db.ts'
import type { Sql } from '#core/reports/report.ts'
import { orderBy } from '#core/sorting.ts'
import type { HoldingKind, StockRow, SummaryRow } from './contract.ts'
import { rateDays, supplyDays } from './rules.ts'

export interface StockQuery {
  readonly org?: number | undefined
  readonly item: 'intact' | 'content' | 'container'
  readonly drugId?: number | undefined
  readonly accountId?: number | undefined
  readonly kind?: HoldingKind | undefined
  readonly tier?: number | undefined
  readonly drugClass?: string | undefined
  readonly days?: number | undefined
  readonly q?: string | undefined
  readonly sort?: string | undefined
  readonly page: number
  readonly pageSize: number
}

const sortable = {
  name: 'd.name',
  account: 'a.title',
  lotNo: 'l.lot_no',
  expiry: 'l.expiry',
  quantity: 'h.quantity',
  since: 'h.since',
}

/** The last day on which a lot counts as expiring within `days` of the act's day. */
const lastDay = (at: string, days: number): string => dayOf(new Date(Date.parse(at) + days * 86_400_000))

/**
 * What we have, by drug, account and lot. The balance rows are grouped before anything is joined, and the names of the
 * drugs in stock are read once: a drug's class is looked up for its day, which should happen once a drug and not once a box.
 * Only the filters that are given are in the statement, so that each combination has a plan of its own, which is kept.
 */
export async function stockRows(
  tx: Tx,
  at: string,
  query: StockQuery,
): Promise<{ rows: StockRow[]; total: number }> {
  const { drugId, accountId, kind, tier, drugClass, days } = query
  const given = <T>(value: T | undefined, condition: (value: T) => Sql): Sql =>
    value === undefined ? tx`` : condition(value)
  // Every join names the organisation by its number: joined by column, the planner may take the tenant for a good key and merge
  // all lots with all balances of it.
  const org = tx`coalesce(${query.org ?? null}::bigint, core.current_org())`
  const like = query.q ? contains(query.q) : undefined
  const rows = await tx<(StockRow & { total: number })[]>`
    with held as materialized (
      select b.account_id, b.item, b.drug_id, b.lot_id, sum(b.quantity)::bigint as quantity,
        count(*) filter (where b.code <> '')::int as codes, min(b.changed_at) as since
      from ledger.balance b
      where b.org_id = ${org} and b.inside and b.quantity <> 0 and b.item = ${query.item}
        ${given(drugId, (v) => tx`and b.drug_id = ${v}`)} ${given(accountId, (v) => tx`and b.account_id = ${v}`)}
      group by 1, 2, 3, 4),
    drug as materialized (
      select d.* from catalogue.drug_name d where d.org_id = ${org} and d.drug_id in (select drug_id from held))
    select d.drug_id, d.name, d.spec, d.unit, d.drug_class, h.account_id, a.title as account, a.kind as account_kind, a.tier,
      (select u.name from identity.app_user u where u.org_id = ${org} and u.id = a.holder_id) as holder,
      (select u.title from identity.app_user u where u.org_id = ${org} and u.id = a.holder_id) as holder_title, a.due_at, h.item,
      case h.item when 'intact' then d.unit when 'content' then d.content_unit else '个' end as quantity_unit,
      h.lot_id, l.lot_no, l.expiry, h.quantity, h.codes, h.since, count(*) over () as total
    from held h
    join ledger.account a on a.org_id = ${org} and a.id = h.account_id
    join ledger.lot l on l.org_id = ${org} and l.id = h.lot_id
    join drug d on d.drug_id = h.drug_id
    ${given(like, () => tx`left join identity.app_user w on w.org_id = ${org} and w.id = a.holder_id`)}
    where true
      ${given(kind, (v) => tx`and (a.kind = ${v} or (a.kind = 'returned' and ${v} = 'quarantine'))`)}
      ${given(tier, (v) => tx`and a.tier = ${v}`)} ${given(drugClass, (v) => tx`and d.drug_class = ${v}`)}
      ${given(days, (v) => tx`and l.expiry <= ${lastDay(at, v)}`)}
      ${given(
        like,
        (
          v,
        ) => tx`and (d.name ilike ${v} or d.code ilike ${v} or l.lot_no ilike ${v} or a.title ilike ${v} or w.name ilike ${v}
        ${orSpelt(tx, query.q, 'd.org_id', 'd.name', 'a.title', 'w.name')})`,
      )}
    ${orderBy(tx, query.sort, sortable, "d.code, a.kind = 'location' desc, a.tier, a.title, l.expiry, l.lot_no, h.account_id")}
    limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 }
}

export interface SummaryQuery {
  readonly org?: number | undefined
  readonly drugId?: number | undefined
  readonly accountId?: number | undefined
  readonly movedSince?: string | undefined
}

/** No hospital has so many controlled drugs; the limit keeps a broken import from filling a page. */
const mostDrugs = 2000

/** One row per drug: every inside account counted once, so that the sum is complete. */
export async function summaryRows(tx: Tx, at: string, query: SummaryQuery): Promise<SummaryRow[]> {
  const rateFrom = new Date(Date.parse(at) - rateDays * 86_400_000).toISOString()
  const org = tx`coalesce(${query.org ?? null}::bigint, core.current_org())`
  const rows = await tx<Omit<SummaryRow, 'supplyDays'>[]>`
    with held as (
      select b.drug_id, b.account_id, b.lot_id, sum(b.quantity) as units from ledger.balance b
      where b.org_id = ${org} and b.inside and b.quantity <> 0 and b.item = 'intact'
        and (${query.drugId ?? null}::bigint is null or b.drug_id = ${query.drugId ?? null})
        and (${query.accountId ?? null}::bigint is null or b.account_id = ${query.accountId ?? null})
      group by 1, 2, 3),
    stock as (
      select h.drug_id, sum(h.units) as total_units, min(l.expiry) as next_expiry,
        sum(h.units) filter (where a.kind = 'location' and a.tier = 1) as tier1_units,
        sum(h.units) filter (where a.kind = 'location' and a.tier = 2) as tier2_units,
        sum(h.units) filter (where a.kind = 'location' and a.tier = 3) as tier3_units,
        sum(h.units) filter (where a.kind = 'transit') as transit_units,
        sum(h.units) filter (where a.kind = 'custody') as custody_units,
        sum(h.units) filter (where a.kind in ('quarantine', 'returned')) as quarantine_units
      from held h join ledger.account a on a.org_id = ${org} and a.id = h.account_id
      join ledger.lot l on l.org_id = ${org} and l.id = h.lot_id group by 1),
    issued as (
      select x.drug_id, sum(x.issued_units) as units from issue.issue i join issue.line x on x.org_id = i.org_id and x.issue_id = i.id
      where i.org_id = ${org} and i.issued_at >= ${rateFrom} group by 1),
    moved as (
      select e.drug_id, max(m.recorded_at) as at from ledger.movement m
      join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at
      where m.org_id = ${org} and m.recorded_at >= ${query.movedSince ?? null} and e.recorded_at >= ${query.movedSince ?? null} group by 1)
    select d.drug_id, d.name, d.spec, d.unit, d.drug_class, coalesce(s.total_units, 0)::bigint as total_units, s.next_expiry,
      coalesce(s.tier1_units, 0)::bigint as tier1_units, coalesce(s.tier2_units, 0)::bigint as tier2_units,
      coalesce(s.tier3_units, 0)::bigint as tier3_units, coalesce(s.transit_units, 0)::bigint as transit_units,
      coalesce(s.custody_units, 0)::bigint as custody_units, coalesce(s.quarantine_units, 0)::bigint as quarantine_units,
      coalesce(i.units, 0)::bigint as issued_units, coalesce(f.low_units, 0) as low_units
    from catalogue.drug_name d
    left join catalogue.formulary f on f.org_id = d.org_id and f.drug_id = d.drug_id
    left join stock s on s.drug_id = d.drug_id
    left join issued i on i.drug_id = d.drug_id
    left join moved m on m.drug_id = d.drug_id
    where d.org_id = ${org}
      and (${query.drugId ?? null}::bigint is null or d.drug_id = ${query.drugId ?? null})
      and (${query.movedSince ?? null}::timestamptz is null or m.at is not null)
      and (s.drug_id is not null or f.stopped_at is null)
    order by m.at desc nulls last, d.code limit ${mostDrugs}`
  return rows.map((r) => ({
    ...r,
    supplyDays: supplyDays(r.tier1Units + r.tier2Units + r.tier3Units + r.transitUnits, r.issuedUnits),
  }))
}
