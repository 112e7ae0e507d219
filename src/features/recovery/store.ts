import type { Tx } from '#core/db.ts'

export interface Owed {
  readonly drugId: number
  readonly lotId: number
  readonly lotNo: string
  readonly code: string
  readonly container: string
  readonly owed: number
  /** Counted down while lines are matched. */
  left: number
}

/** Containers in a custody account, each lot and ampoule. */
export async function containersOf(tx: Tx, orgId: number, accountId: number): Promise<Owed[]> {
  return tx<Owed[]>`
    select b.drug_id, b.lot_id, l.lot_no, b.code, coalesce(d.container, '空安瓿') as container, b.quantity as owed, b.quantity as "left"
    from ledger.balance b join ledger.lot l on l.org_id = b.org_id and l.id = b.lot_id
    join ledger.drug d on d.org_id = b.org_id and d.id = b.drug_id
    where b.org_id = ${orgId} and b.account_id = ${accountId} and b.item = 'container' and b.quantity > 0
    order by b.lot_id, b.code`
}
