import type { Tx } from '#core/db.ts'
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
