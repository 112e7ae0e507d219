import { Refusal } from '#core/refusal.ts'
import type { Line } from '#core/ledger/rules.ts'

export interface UnitLot {
  readonly drugId: number
  readonly lotId: number
  readonly code: string
}

export interface Strength {
  readonly contentPerUnit: number
  readonly container: string | null
}

interface Named extends Strength {
  readonly drug: string
  readonly unit: string
}

/** Opening must leave something behind to account for. Refuses USE_NOT_OPENED. */
export function checkOpenable(of: Named): void {
  if (of.contentPerUnit === 0 && of.container === null)
    throw new Refusal('USE_NOT_OPENED', { drug: of.drug, unit: of.unit })
}

/** What leaves an empty container is opened first, or the container would never be owed. Refuses USE_OPEN_FIRST. */
export function checkWhole(of: Named): void {
  if (of.container !== null) throw new Refusal('USE_OPEN_FIRST', { drug: of.drug, container: of.container })
}

/** The conversion of one opened unit: intact out, exactly its strength and its container back into the hand. */
export function openingLines(unit: UnitLot, strength: Strength, custody: number, opened: number): Line[] {
  const line = (item: Line['item'], from: number, to: number, quantity: number): Line => ({
    ...unit,
    item,
    from,
    to,
    quantity,
  })
  return [
    line('intact', custody, opened, 1),
    ...(strength.contentPerUnit > 0 ? [line('content', opened, custody, strength.contentPerUnit)] : []),
    ...(strength.container ? [line('container', opened, custody, 1)] : []),
  ]
}

/** A broken unit: its content is lost at once, its fragments stay in the hand as the container that is owed. */
export function breakageLines(
  unit: UnitLot,
  strength: Strength,
  custody: number,
  opened: number,
  lost: number,
): Line[] {
  const lines = openingLines(unit, strength, custody, opened)
  return lines.map((l) => (l.item === 'content' ? { ...l, to: lost } : l))
}

/** People read the time of their wall clock, which is China's. */
const chinaTime = (at: string): string =>
  new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')

/** Nothing is used before it was handed out, and no content before its ampoule was opened. Refuses USE_TIME_ORDER. */
export function checkTime(occurredAt: string | undefined, issuedAt: string): void {
  if (occurredAt !== undefined && Date.parse(occurredAt) < Date.parse(issuedAt)) {
    throw new Refusal('USE_TIME_ORDER', { since: chinaTime(issuedAt) })
  }
}
