import type { AccountKind } from '#core/ledger/kinds.ts'
import { Refusal } from '#core/refusal.ts'

/** What may go back: stock of a place, or what waits in quarantine. Refuses: PATIENT_RETURN_NO_REUSE, NOT_FOUND. */
export function checkSource(kind: AccountKind): void {
  if (kind === 'returned') throw new Refusal('PATIENT_RETURN_NO_REUSE')
  if (kind !== 'location' && kind !== 'quarantine') throw new Refusal('NOT_FOUND')
}

interface Delivered {
  readonly lotId: number
  readonly drug: string
  readonly lotNo: string
  /** Units of the lot that this supplier brought and that did not go back yet. */
  readonly units: number
}

/** A supplier takes back what it delivered, and no more of it. Refuses: SUPPLIER_RETURN_NOT_THEIRS. */
export function checkDelivered(
  delivered: readonly Delivered[],
  wanted: ReadonlyMap<number, number>,
  supplier: string,
): void {
  for (const lot of delivered) {
    const want = wanted.get(lot.lotId) ?? 0
    if (want > lot.units)
      throw new Refusal('SUPPLIER_RETURN_NOT_THEIRS', {
        supplier,
        drug: lot.drug,
        lot: lot.lotNo,
        delivered: lot.units,
        want,
      })
  }
}
