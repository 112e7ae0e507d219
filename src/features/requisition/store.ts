import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import type { Asked, Place } from './rules.ts'

export interface StoredPlace extends Place {
  readonly accountId: number
}

/** One's own place that can hold stock. Refuses NOT_FOUND. */
export async function placeOf(tx: Tx, orgId: number, locationId: number): Promise<StoredPlace> {
  const [row] = await tx<StoredPlace[]>`
    select id, name, tier, account_id from place.location
    where org_id = ${orgId} and id = ${locationId} and kind in ('store', 'cabinet', 'drawer', 'ward') and stopped_at is null`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

export interface TransferHead {
  readonly id: number
  readonly no: string
  readonly accountId: number
  readonly requisitionId: number | null
  readonly sourceLocationId: number
  readonly destinationLocationId: number
  readonly sourceAccountId: number
  readonly destinationAccountId: number
  readonly sentBy: number
}

/** One's own transfer, locked so that counting and sending back have one order. Refuses NOT_FOUND. */
export async function lockTransfer(tx: Tx, orgId: number, transferId: number): Promise<TransferHead> {
  const [row] = await tx<TransferHead[]>`
    select t.id, t.no, t.account_id, t.requisition_id, t.source_location_id, t.destination_location_id, s.account_id as source_account_id,
      d.account_id as destination_account_id, t.sent_by
    from requisition.transfer t
    join place.location s on s.org_id = t.org_id and s.id = t.source_location_id
    join place.location d on d.org_id = t.org_id and d.id = t.destination_location_id
    where t.org_id = ${orgId} and t.id = ${transferId} for update of t`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

export interface HeldRow {
  readonly drug: string
  readonly lotId: number
  readonly code: string
  readonly quantity: number
}

/**
 * What is in transit now, whole units. A statement of its own: one that waited for the lock above would still see
 * the balances as they were when it began to wait.
 */
export async function inTransit(tx: Tx, orgId: number, accountId: number): Promise<HeldRow[]> {
  return tx<HeldRow[]>`
    select d.name || ' ' || d.spec as drug, b.lot_id, b.code, b.quantity
    from ledger.balance b join ledger.drug d on d.org_id = b.org_id and d.id = b.drug_id
    where b.org_id = ${orgId} and b.account_id = ${accountId} and b.quantity <> 0`
}

export const unitsOf = (held: readonly { readonly quantity: number }[]): number =>
  held.reduce((n, h) => n + h.quantity, 0)

export interface RequisitionHead {
  readonly id: number
  readonly no: string
  readonly locationId: number
  readonly sourceLocationId: number
  readonly cancelledAt: string | null
}

/** One's own requisition, locked: sending and withdrawing it wait for each other. Refuses NOT_FOUND. */
export async function lockRequisition(
  tx: Tx,
  orgId: number,
  requisitionId: number,
): Promise<RequisitionHead> {
  const [row] = await tx<RequisitionHead[]>`
    select id, no, location_id, source_location_id, cancelled_at from requisition.requisition
    where org_id = ${orgId} and id = ${requisitionId} for update`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

/** Units that were sent for a requisition and not sent back. */
export async function sentFor(tx: Tx, orgId: number, requisitionId: number): Promise<number> {
  const [row] = await tx<{ units: number }[]>`
    select coalesce(sum(case when e.destination_id = t.account_id then e.quantity else -e.quantity end), 0)::bigint as units
    from requisition.transfer t
    join ledger.movement m on m.org_id = t.org_id and m.cause_kind = 'transfer' and m.cause_id = t.id and m.kind in ('send', 'sendBack')
    join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at
    where t.org_id = ${orgId} and t.requisition_id = ${requisitionId}`
  return row?.units ?? 0
}

/** What a request still waits for, drug by drug; a send that was taken back or sent back counts as not sent. */
export async function stillAsked(tx: Tx, orgId: number, requisitionId: number): Promise<Asked[]> {
  return tx<Asked[]>`
    select l.drug_id, d.name || ' ' || d.spec as drug, (l.units - coalesce(sum(
        case when e.kind in ('send', 'sendBack') then case when e.incoming then e.quantity else -e.quantity end end), 0))::int as left
    from requisition.requisition_line l
    join ledger.drug d on d.org_id = l.org_id and d.id = l.drug_id
    left join requisition.transfer t on t.org_id = l.org_id and t.requisition_id = l.requisition_id
    left join lateral ledger.moves_of(t.org_id, t.account_id, '-infinity') e on e.drug_id = l.drug_id
    where l.org_id = ${orgId} and l.requisition_id = ${requisitionId}
    group by l.drug_id, d.name, d.spec, l.units`
}
