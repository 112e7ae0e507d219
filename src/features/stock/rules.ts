/** The window over which consumption is measured, in days. */
export const rateDays = 30

/** Lots that expire within so many days are named on screens (近效期, 6 months is the usual contract term for returns). */
export const nearExpiryDays = 180

/**
 * Whole days that `haveUnits` last at the rate of the last 30 days. Null where nothing was issued: an unknown
 * is not an endless supply.
 */
export function supplyDays(haveUnits: number, issuedUnits: number): number | null {
  if (issuedUnits <= 0) return null
  return Math.floor((haveUnits * rateDays) / issuedUnits)
}

export type ExpiryState = 'expired' | 'near' | 'good'

/** `expiry` and `today` are China days; the expiry day itself may still be used. */
export function expiryState(expiry: string, today: string, nearDays = nearExpiryDays): ExpiryState {
  if (expiry < today) return 'expired'
  const left = (Date.parse(expiry) - Date.parse(today)) / 86_400_000
  return left <= nearDays ? 'near' : 'good'
}

export interface LedgerCursor {
  readonly at: string
  readonly movementId: number
}

/** The place in a book where an older page begins; the contract has checked its form. */
export function readCursor(cursor: string): LedgerCursor {
  const [at = '', movementId = ''] = cursor.split('_')
  return { at, movementId: Number(movementId) }
}

export const writeCursor = (c: LedgerCursor): string => `${c.at}_${c.movementId}`

/** An account's title without the number of the document that it was opened for: the number stands beside it already. */
export const shortTitle = (title: string): string => title.replace(/ [A-Z]{2}-\d{8}-\d+$/, '')

/** The same, and a road by where it leads: where it comes from stands in the line beside it. */
export const roadTitle = (title: string): string => shortTitle(title).replace(/^在途 .+ → /, '在途 → ')

const causePaths: Record<string, string> = {
  receipt: '/receipts/',
  transfer: '/transfers/',
  issue: '/issues/',
  assay: '/assays/',
}

/** The page of the document that caused a movement; undefined: it has none of its own. */
export function causePath(kind: string, id: number): string | undefined {
  const path = causePaths[kind]
  return path && `${path}${id}`
}
