import type { Tx } from '#core/db.ts'
import type { Item } from './kinds.ts'

export interface StockRow {
  readonly accountId: number
  readonly item: Item
  readonly drugId: number
  readonly lotId: number
  readonly lotNo: string
  readonly expiry: string
  readonly code: string
  readonly quantity: number
  readonly since: string
}

/** What an account holds now, first to expire first. */
export async function stockOf(
  tx: Tx,
  accountId: number,
  filter: { item?: Item; drugId?: number } = {},
): Promise<StockRow[]> {
  return tx<StockRow[]>`
    select b.account_id, b.item, b.drug_id, b.lot_id, l.lot_no, l.expiry, b.code, b.quantity, b.changed_at as since
    from ledger.balance b join ledger.lot l on l.org_id = b.org_id and l.id = b.lot_id
    where b.account_id = ${accountId} and b.quantity <> 0
      and (${filter.item ?? null}::text is null or b.item = ${filter.item ?? null})
      and (${filter.drugId ?? null}::bigint is null or b.drug_id = ${filter.drugId ?? null})
    order by b.drug_id, l.expiry, l.lot_no, b.code
    limit 20000`
}
