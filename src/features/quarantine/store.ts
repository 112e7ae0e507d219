import type { Tx } from '#core/db.ts'
import type { AccountKind } from '#core/ledger/kinds.ts'
import type { Drug } from '#core/ledger/rules.ts'
import { Refusal } from '#core/refusal.ts'
import type { HeldReason } from './contract.ts'

export interface Spot {
  readonly id: number
  readonly name: string
  readonly tier: number
  readonly accountId: number
}

const stores = ['store', 'cabinet', 'drawer', 'ward']

/** One's own place of some kind, in use. Refuses NOT_FOUND. */
export async function spotOf(
  tx: Tx,
  orgId: number,
  locationId: number,
  kinds: readonly string[] = stores,
): Promise<Spot> {
  const [row] = await tx<Spot[]>`
    select id, name, tier, account_id from place.location
    where org_id = ${orgId} and id = ${locationId} and kind = any (${[...kinds]}::text[]) and stopped_at is null`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

export interface HeldAccount {
  readonly accountId: number
  readonly kind: AccountKind
  readonly reason: HeldReason
  readonly recordId: number | null
  readonly no: string | null
}

/** Why an account holds what it holds: its record's reason, else how stock came into it. */
export const reasonOf = (tx: Tx) => tx`
  case when a.kind = 'returned' then 'patientReturn' else coalesce(r.reason_kind, 'arrival') end`

/** One's own account of waiting stock, locked: two who take out of it have one order. Refuses NOT_FOUND. */
export async function lockHeld(tx: Tx, orgId: number, accountId: number): Promise<HeldAccount> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`quarantine/${orgId}/${accountId}`}, 0))`
  const [row] = await tx<HeldAccount[]>`
    select a.id as account_id, a.kind, r.id as record_id, r.no, ${reasonOf(tx)} as reason
    from ledger.account a left join quarantine.record r on r.org_id = a.org_id and r.account_id = a.id
    where a.org_id = ${orgId} and a.id = ${accountId} and a.kind in ('quarantine', 'returned')`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

/**
 * What stands on an open list for the authority leaves by no other door. Takes the lock under which such lists are
 * made. Refuses: WRITE_OFF_TAKEN.
 */
export async function checkNotListed(
  tx: Tx,
  orgId: number,
  lines: readonly { from: number; lotId: number; code: string; quantity: number }[],
): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`writeOff/${orgId}`}, 0))`
  const [taken] = await tx<{ drug: string; lot: string; no: string }[]>`
    select drug, lot, no from write_off.listed(${orgId}, ${lines.map((l) => l.from)}::bigint[], ${lines.map((l) => l.lotId)}::bigint[],
      ${lines.map((l) => l.code)}::text[], ${lines.map((l) => l.quantity)}::bigint[]) limit 1`
  if (taken) throw new Refusal('WRITE_OFF_TAKEN', { ...taken })
}

export async function lotsOf(tx: Tx, orgId: number, lotIds: readonly number[]) {
  return tx<{ lotNo: string; expiry: string }[]>`
    select lot_no, expiry from ledger.lot where org_id = ${orgId} and id = any (${[...new Set(lotIds)]}::bigint[]) order by expiry, lot_no`
}

export async function drugsOf(
  tx: Tx,
  orgId: number,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Drug>> {
  const rows = await tx<Drug[]>`
    select id, name, spec, unit, content_unit, content_per_unit, container from ledger.drug
    where org_id = ${orgId} and id = any (${[...new Set(ids)]}::bigint[])`
  return new Map(rows.map((r) => [r.id, r]))
}
