import type { Tx } from '#core/db.ts'
import { heldBefore, netBetween } from '#core/ledger/daily.ts'
import { insideKinds, kinds, type AccountKind, type Kind } from '#core/ledger/kinds.ts'
import type { Sql } from '#core/reports/report.ts'
import { heldAt } from '../held.ts'
import { columnOf, crossesSql, groupSql, waySql } from '../ways.ts'

interface Period {
  readonly from: string
  readonly to: string
}

const codesFor = (column: string, at: AccountKind | 'border'): string[] =>
  Object.entries<Kind>(kinds)
    .filter(([code, kind]) => columnOf(code, kind, at) === column)
    .map(([code]) => code)

/** The kinds of account that have rows of their own among the sums of days. */
const ownRows = ['location', 'quarantine', 'empties'] as const

/**
 * Rows (drug_id, opening, bought, other_in, used, other_out) from the sums of days, for the whole hospital or one place: as
 * dear after ten years as after one, because a lot is in the house for some weeks only.
 */
export function figuresFromDays(
  tx: Tx,
  orgId: number,
  period: Period,
  { drugId, placeId }: { drugId?: number | undefined; placeId?: number | undefined },
): Sql {
  const scope = drugId === undefined ? { orgId } : { orgId, drugId }
  const whole = placeId === undefined
  const here = whole
    ? tx`x.account_kind = any (${insideKinds as string[]}::text[])`
    : tx`x.account_kind = any (${ownRows as unknown as string[]}::text[])
        and x.account_id = (select pl.account_id from place.location pl where pl.org_id = ${orgId} and pl.id = ${placeId})`
  const of = (column: string): Sql => {
    const sorts = whole ? (['border'] as const) : ownRows
    const tests = sorts.map((sort) => {
      const codes = tx`x.kind = any (${codesFor(column, sort)}::text[])`
      return sort === 'border' ? codes : tx`(x.account_kind = ${sort} and ${codes})`
    })
    return tests.reduce((all, one) => tx`${all} or ${one}`)
  }
  return tx`
    select x.drug_id, x.net as opening, 0 as bought, 0 as other_in, 0 as used, 0 as other_out
    from (${heldBefore(tx, scope, period.from)}) x where x.item = 'intact' and ${here}
    union all
    select x.drug_id, 0, case when ${of('bought')} then x.net else 0 end, case when ${of('otherIn')} then x.net else 0 end,
      case when ${of('used')} then -x.net else 0 end, case when ${of('otherOut')} then -x.net else 0 end
    from (${netBetween(tx, scope, period)}) x where x.item = 'intact' and ${here}`
}

/** The same rows for any one account, a hand or a transfer too, which the sums of days keep together: from its entries. */
export function figuresFromEntries(
  tx: Tx,
  orgId: number,
  period: Period,
  { drugId, accountId }: { drugId?: number | undefined; accountId: number },
): Sql {
  const here = (side: 'source' | 'destination') => tx`(e.${tx(`${side}_id`)} = ${accountId}::bigint)`
  const asOf = new Date(Date.parse(period.from) - 1).toISOString()
  return tx`
    select h.drug_id, h.units as opening, 0 as bought, 0 as other_in, 0 as used, 0 as other_out
    from (${heldAt(tx, { org: orgId, asOf, drugId })}) h where h.account_id = ${accountId}
    union all
    select k.drug_id, 0, case when k.way = 'in' and k.grp = 'purchase' then k.units else 0 end,
      case when k.way = 'in' and k.grp <> 'purchase' then k.units else 0 end,
      case when k.way = 'out' and k.grp = 'use' then k.units else 0 end,
      case when k.way = 'out' and k.grp <> 'use' then k.units else 0 end
    from (
      select e.drug_id, ${groupSql(tx, here)} as grp, ${waySql(tx, here)} as way,
        sum(e.quantity * case when m.reverses_id is null then 1 else -1 end) as units
      from ledger.entry e
      join ledger.movement m on m.org_id = ${orgId} and m.id = e.movement_id
      join ledger.account source on source.org_id = ${orgId} and source.id = e.source_id
      join ledger.account destination on destination.org_id = ${orgId} and destination.id = e.destination_id
      where e.org_id = ${orgId} and e.item = 'intact' and e.recorded_at >= ${period.from} and e.recorded_at < ${period.to}
        ${drugId === undefined ? tx`` : tx`and e.drug_id = ${drugId}`} and ${crossesSql(tx, here)}
      group by 1, 2, 3) k`
}
