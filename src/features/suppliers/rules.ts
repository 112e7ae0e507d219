import type { LicenceState } from './contract.ts'

/** How long before its end a licence is shown as due: time to obtain the renewed copy. */
export const nearExpiryDays = 90

/** State of a wholesaler's licence (药品经营许可证) on a day; both days as YYYY-MM-DD. Its last day still counts. */
export function licenceOn(validTo: string | null, day: string): LicenceState {
  if (validTo === null) return 'none'
  const days = (Date.parse(validTo) - Date.parse(day)) / 86_400_000
  if (days < 0) return 'expired'
  return days <= nearExpiryDays ? 'nearExpiry' : 'valid'
}

const order: readonly LicenceState[] = ['expired', 'nearExpiry', 'none', 'valid']

/** What decides about a supplier: the worst state among its licences. A licence without an end is valid. */
export function worstOf(states: readonly LicenceState[]): LicenceState {
  return order.find((state) => states.includes(state)) ?? 'none'
}
