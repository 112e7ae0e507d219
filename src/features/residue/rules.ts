import { assert, Refusal } from '#core/refusal.ts'
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

/** The conversion of one opened unit: intact out, exactly its strength and its container back into the hand. */
export function openingLines(unit: UnitLot, strength: Strength, custody: number, opened: number): Line[] {
  assert(strength.contentPerUnit > 0, 'only a drug with content is opened')
  const line = (item: Line['item'], from: number, to: number, quantity: number): Line => ({ ...unit, item, from, to, quantity })
  return [
    line('intact', custody, opened, 1),
    line('content', opened, custody, strength.contentPerUnit),
    ...(strength.container ? [line('container', opened, custody, 1)] : []),
  ]
}

/** A broken unit: its content is lost at once, its fragments stay in the hand as the container that is owed. */
export function breakageLines(unit: UnitLot, strength: Strength, custody: number, opened: number, lost: number): Line[] {
  const lines = openingLines(unit, strength, custody, opened)
  return lines.map((l) => (l.item === 'content' ? { ...l, to: lost } : l))
}

/** Nothing is used before it was handed out. Refuses USE_TIME_ORDER. */
export function checkTime(occurredAt: string | undefined, issuedAt: string): void {
  if (occurredAt !== undefined && Date.parse(occurredAt) < Date.parse(issuedAt)) {
    throw new Refusal('USE_TIME_ORDER', { since: issuedAt.slice(0, 16).replace('T', ' ') })
  }
}
