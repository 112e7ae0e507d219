import type { Tx } from '#core/db.ts'
import { heldBefore } from '#core/ledger/daily.ts'
import { insideKinds } from '#core/ledger/kinds.ts'
import { choiceFilter, filter } from '#core/reports/filters.ts'
import type { Sql } from '#core/reports/report.ts'

/** Two questions about the past: what did we know then, and what (as we know now) was the case then. */
export const asOfFilters = {
  asOf: filter.asOf,
  by: choiceFilter('口径', { recorded: '当时账上的数', occurred: '按发生时间推算' }),
}

export interface HeldQuery {
  readonly org: number
  /** Absent: now. */
  readonly asOf?: string | undefined
  readonly by?: 'recorded' | 'occurred' | undefined
  readonly drugId?: number | undefined
}

/**
 * Unopened units of every inside account by lot at an instant: today's balances less what came after. `recorded` is what
 * the book said at that instant; `occurred` also counts what had happened by then and was written down later.
 */
export function heldAt(tx: Tx, { org, asOf, by, drugId }: HeldQuery): Sql {
  const drug = drugId === undefined ? tx`` : tx`and drug_id = ${drugId}`
  const now = tx`
    select drug_id, lot_id, account_id, quantity as units from ledger.balance
    where org_id = ${org} and item = 'intact' and inside and quantity <> 0 ${drug}`
  if (asOf === undefined) {
    return tx`select drug_id, lot_id, account_id, sum(units)::bigint as units from (${now}) n group by 1, 2, 3`
  }
  const late =
    by === 'occurred'
      ? // What is recorded before the instant happened before it: only later records can have happened later.
        tx`recorded_at > ${asOf} and exists (select 1 from ledger.movement m
          where m.org_id = ${org} and m.id = movement_id and m.occurred_at > ${asOf})`
      : tx`recorded_at > ${asOf}`
  return tx`
    select n.drug_id, n.lot_id, n.account_id, sum(n.units)::bigint as units from (
      ${now}
      union all
      select drug_id, lot_id, destination_id, -quantity from ledger.entry where org_id = ${org} and item = 'intact' and ${late} ${drug}
      union all
      select drug_id, lot_id, source_id, quantity from ledger.entry where org_id = ${org} and item = 'intact' and ${late} ${drug}) n
    join ledger.account a on a.org_id = ${org} and a.id = n.account_id and a.inside
    group by 1, 2, 3 having sum(n.units) <> 0`
}

/**
 * The same by sort of account and tier: rows (drug_id, lot_id, kind, tier, units). What the book said at an instant comes
 * from the sums of days, so a year ago costs no more than yesterday; hands and transfers are one row each there, which is
 * why `heldAt`, that names them, cannot.
 */
export function heldByKind(tx: Tx, query: HeldQuery): Sql {
  const { org, asOf, by, drugId } = query
  if (asOf === undefined || by === 'occurred') {
    return tx`
      select h.drug_id, h.lot_id, a.kind, a.tier, sum(h.units)::bigint as units from (${heldAt(tx, query)}) h
      join ledger.account a on a.org_id = ${org} and a.id = h.account_id group by 1, 2, 3, 4`
  }
  // "At" an instant includes what was recorded in that millisecond.
  const after = new Date(Date.parse(asOf) + 1).toISOString()
  return tx`
    select n.drug_id, n.lot_id, n.account_kind as kind, a.tier, sum(n.net)::bigint as units
    from (${heldBefore(tx, drugId === undefined ? { orgId: org } : { orgId: org, drugId }, after)}) n
    left join ledger.account a on a.org_id = ${org} and a.id = n.account_id
    where n.item = 'intact' and n.account_kind = any (${insideKinds as string[]}::text[])
    group by 1, 2, 3, 4 having sum(n.net) <> 0`
}
