import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'

/** One's own supplier. Refuses NOT_FOUND. */
export async function supplierOf(
  tx: Tx,
  orgId: number,
  supplierId: number,
): Promise<{ name: string; accountId: number }> {
  const [row] = await tx<{ name: string; accountId: number }[]>`
    select name, account_id from partner.supplier where org_id = ${orgId} and id = ${supplierId}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

/** Of each lot: what this supplier brought and that did not go back. Balances of an outside account are negative. */
export async function deliveredOf(tx: Tx, orgId: number, supplierAccount: number, lotIds: readonly number[]) {
  return tx<{ lotId: number; drug: string; lotNo: string; units: number }[]>`
    select l.id as lot_id, d.name || ' ' || d.spec as drug, l.lot_no, coalesce(-sum(b.quantity), 0)::bigint as units
    from ledger.lot l join ledger.drug d on d.org_id = l.org_id and d.id = l.drug_id
    left join ledger.balance b on b.org_id = l.org_id and b.account_id = ${supplierAccount} and b.item = 'intact' and b.lot_id = l.id
    where l.org_id = ${orgId} and l.id = any (${[...lotIds]}::bigint[]) group by 1, 2, 3 order by 1`
}

/** What stands on a list for the authority does not go back to the supplier. Refuses: WRITE_OFF_TAKEN. */
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
