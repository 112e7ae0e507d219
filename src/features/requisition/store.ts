import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import type { Place } from './rules.ts'

export interface StoredPlace extends Place {
  readonly accountId: number
}

/** One's own place that can hold stock. Refuses NOT_FOUND. */
export async function placeOf(tx: Tx, orgId: number, locationId: number): Promise<StoredPlace> {
  const [row] = await tx<StoredPlace[]>`
    select id, name, tier, account_id from place.location
    where org_id = ${orgId} and id = ${locationId} and kind in ('store', 'cabinet', 'ward') and stopped_at is null`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

export interface TransferHead {
  readonly id: number
  readonly no: string
  readonly accountId: number
  readonly sourceLocationId: number
  readonly destinationLocationId: number
  readonly sourceAccountId: number
  readonly destinationAccountId: number
  readonly acceptedAt: string | null
  readonly inTransitUnits: number
}

export async function lockTransfer(tx: Tx, orgId: number, transferId: number): Promise<TransferHead> {
  const [row] = await tx<TransferHead[]>`
    select t.id, t.no, t.account_id, t.source_location_id, t.destination_location_id, s.account_id as source_account_id,
      d.account_id as destination_account_id, t.accepted_at,
      (select coalesce(sum(b.quantity), 0) from ledger.balance b where b.org_id = t.org_id and b.account_id = t.account_id) as in_transit_units
    from requisition.transfer t
    join place.location s on s.org_id = t.org_id and s.id = t.source_location_id
    join place.location d on d.org_id = t.org_id and d.id = t.destination_location_id
    where t.org_id = ${orgId} and t.id = ${transferId} for update of t`
  if (!row) throw new Refusal('NOT_FOUND')
  return { ...row, inTransitUnits: Number(row.inTransitUnits) }
}

export async function inTransitUnits(tx: Tx, orgId: number, accountId: number): Promise<number> {
  const [row] = await tx<{ units: number }[]>`
    select coalesce(sum(quantity), 0)::bigint as units from ledger.balance where org_id = ${orgId} and account_id = ${accountId}`
  return row?.units ?? 0
}
