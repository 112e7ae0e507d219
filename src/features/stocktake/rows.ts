import { ruleOf } from '#core/discrepancy/open.ts'
import {
  opensDiscrepancy,
  runningDeadline,
  type DiscrepancyReason,
  type DiscrepancyState,
} from '#core/discrepancy/rules.ts'
import type { Tx } from '#core/db.ts'
import type { StocktakeRow } from './contract.ts'
import { maxRows } from './store.ts'

type Raw = Omit<StocktakeRow, 'discrepancy' | 'serious' | 'recountBy' | 'difference'> & {
  firstAt: string | null
  bookNow: number
  disId: number | null
  disNo: string | null
  disState: DiscrepancyState | null
  disReason: DiscrepancyReason | null
  escalateAt: string | null
  reportAt: string | null
  reportedAt: string | null
  levelAt: string | null
}

/**
 * Rows as a screen shows them. The book figure of a row that is not in leaves the server only where the count is not
 * blind; that is decided here and nowhere else.
 */
export async function rowsOf(
  tx: Tx,
  of: { orgId: number; id: number; blind: boolean },
  at: string,
  rowId?: number,
): Promise<StocktakeRow[]> {
  const rule = await ruleOf(tx)
  const rows = await tx<Raw[]>`
    select r.id, r.seq, r.version, p.name as place, r.location_id, r.item, n.drug_id, n.name, n.spec, n.unit, n.drug_class,
      case r.item when 'intact' then n.unit else '个' end as quantity_unit, r.lot_id, l.lot_no, l.expiry, r.added, r.state, r.tries,
      case when r.state = 'counted' then r.book end as book, r.counted, r.moved, r.first_counted, r.first_at, u.name as counted_by, r.counted_at,
      s.codes as scanned_codes, s.units as scanned_units, r.reason_code, r.note, r.movement_id,
      coalesce((select json_agg(json_build_object('code', d.code, 'delta', d.delta) order by d.code) from (
        select code, delta from stocktake.difference d where d.org_id = r.org_id and d.row_id = r.id and d.try = r.tries and r.state = 'counted'
        order by code limit 50) d), '[]') as codes,
      case when ${of.blind}::boolean or r.state = 'counted' then 0 else (
        select coalesce(sum(b.quantity), 0)::bigint from ledger.balance b
        where b.org_id = r.org_id and b.account_id = r.account_id and b.item = r.item and b.lot_id = r.lot_id) end as book_now,
      x.id as dis_id, x.no as dis_no, x.state as dis_state, x.reason_code as dis_reason, x.escalate_at, x.report_at, x.reported_at, x.level_at
    from stocktake.row r
    join place.location p on p.org_id = r.org_id and p.id = r.location_id
    join catalogue.drug_name n on n.org_id = r.org_id and n.drug_id = r.drug_id
    join ledger.lot l on l.org_id = r.org_id and l.id = r.lot_id
    left join identity.app_user u on u.org_id = r.org_id and u.id = r.counted_by
    left join ledger.discrepancy x on x.org_id = r.org_id and x.id = r.discrepancy_id
    cross join lateral (
      select count(*) filter (where c.units > 0)::int as codes, coalesce(sum(c.units), 0)::int as units from stocktake.scan c
      where c.org_id = r.org_id and c.row_id = r.id and c.try = case r.state when 'waiting' then r.tries + 1 else r.tries end) s
    where r.org_id = ${of.orgId} and r.stocktake_id = ${of.id} and (${rowId ?? null}::bigint is null or r.id = ${rowId ?? null})
    order by r.seq, r.id limit ${maxRows}`
  return rows.map((raw) => {
    const {
      firstAt,
      bookNow,
      disId,
      disNo,
      disState,
      disReason,
      escalateAt,
      reportAt,
      reportedAt,
      levelAt,
      ...row
    } = raw
    const difference = row.counted === null || row.book === null ? null : row.counted - row.book
    const serious =
      difference !== null && opensDiscrepancy({ item: row.item, drugClass: row.drugClass, difference }, rule)
    const once = row.tries === 1 && (row.state === 'waiting' || serious)
    const running =
      disState && escalateAt
        ? runningDeadline(
            { state: disState, reasonCode: disReason, escalateAt, reportAt, reportedAt, levelAt },
            at,
          )
        : undefined
    return {
      ...row,
      book: row.state === 'waiting' && !of.blind ? bookNow : row.book,
      difference,
      serious,
      recountBy:
        once && firstAt ? new Date(Date.parse(firstAt) + rule.escalateMinutes * 60_000).toISOString() : null,
      discrepancy:
        disId !== null && disNo !== null && disState !== null
          ? {
              id: disId,
              no: disNo,
              state: disState,
              due: running?.due ?? null,
              overdue: running?.overdue ?? false,
            }
          : null,
    }
  })
}
