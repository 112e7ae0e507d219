import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import type { Line } from '#core/ledger/rules.ts'
import { Refusal } from '#core/refusal.ts'
import type { LoanDirection } from './contract.ts'

/** One's own place that holds stock. Refuses NOT_FOUND. */
export async function spotOf(
  tx: Tx,
  orgId: number,
  locationId: number,
): Promise<{ id: number; accountId: number }> {
  const [row] = await tx<{ id: number; accountId: number }[]>`
    select id, account_id from place.location
    where org_id = ${orgId} and id = ${locationId} and kind in ('store', 'cabinet', 'ward') and stopped_at is null`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

export interface LoanHead {
  readonly id: number
  readonly no: string
  readonly direction: LoanDirection
  readonly locationId: number
}

/** One's own loan, locked, so that two who give back have one order. Refuses NOT_FOUND. */
export async function lockLoan(tx: Tx, orgId: number, id: number): Promise<LoanHead> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`borrowing/${orgId}/${id}`}, 0))`
  const [row] = await tx<LoanHead[]>`
    select id, no, direction, location_id from borrowing.loan where org_id = ${orgId} and id = ${id}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

export async function owedOf(tx: Tx, orgId: number, loanId: number) {
  return tx<{ drugId: number; drug: string; units: number }[]>`
    select o.drug_id, d.name || ' ' || d.spec as drug, o.units from borrowing.owed o
    join ledger.drug d on d.org_id = o.org_id and d.id = o.drug_id where o.org_id = ${orgId} and o.loan_id = ${loanId} order by 1`
}

/** Units of these drugs that lie in the hospital's places: what it could have served with. */
export async function ownUnits(tx: Tx, orgId: number, drugIds: readonly number[]): Promise<number> {
  const [row] = await tx<{ units: number }[]>`
    select coalesce(sum(b.quantity), 0)::bigint as units from ledger.balance b
    join ledger.account a on a.org_id = b.org_id and a.id = b.account_id and a.kind = 'location'
    where b.org_id = ${orgId} and b.item = 'intact' and b.inside and b.quantity > 0 and b.drug_id = any (${[...drugIds]}::bigint[])`
  return row?.units ?? 0
}

/** Codes of which nothing is left here are free for whoever has them now. */
export async function releaseGone(tx: Tx, actor: Actor, lines: readonly Line[]): Promise<void> {
  const codes = [...new Set(lines.map((l) => l.code).filter((c) => c !== ''))]
  const gone = await tx<{ code: string }[]>`
    select c.code from unnest(${codes}::text[]) as c (code)
    where not exists (select from ledger.balance b where b.org_id = ${actor.orgId} and b.code = c.code and b.code <> '' and b.inside and b.quantity > 0)`
  await tx`select ledger.release_codes(${gone.map((g) => g.code)}::text[], ${actor.at})`
}
