import { Refusal } from '#core/refusal.ts'
import type { CarrierMode } from './carrierContract.ts'

export interface CarrierRule {
  readonly sourceLocationId: number | null
  readonly destinationLocationId: number | null
  readonly mode: CarrierMode
  /** From taking the parcel to its receipt. */
  readonly minutes: number
}

/** Where a hospital never said anything: nobody is named, and who is named all the same has half an hour. */
export const platformRule = {
  sourceLocationId: null,
  destinationLocationId: null,
  mode: 'off',
  minutes: 30,
} as const satisfies CarrierRule

/** The rule of this way: its own, else the hospital's, else the platform's. The way back is another way. */
export function ruleOfWay<R extends CarrierRule>(
  rules: readonly R[],
  way: { readonly from: number; readonly to: number },
): R | typeof platformRule {
  const own = rules.find((r) => r.sourceLocationId === way.from && r.destinationLocationId === way.to)
  return own ?? rules.find((r) => r.sourceLocationId === null) ?? platformRule
}

export interface Who {
  readonly id: number
  readonly name: string
}

/** Who checked what left does not carry it: nobody would have looked at it but the carrier. Refuses CARRIER_IS_CHECKER. */
export function checkCarrier(carrier: Who, checkedBy: number): void {
  if (carrier.id === checkedBy) throw new Refusal('CARRIER_IS_CHECKER', { name: carrier.name })
}

export interface Standing {
  readonly no: string
  /** Named last; undefined: nobody ever was. */
  readonly named?: Who & { readonly takenAt: string | null }
  /** Signed for the parcel and has it; undefined: it still lies with who sent it. */
  readonly inHandOf?: Who
  readonly sentBy: Who
  readonly checkedBy: Who
}

/**
 * Who gives and who takes. It is given by who answers for it: the carrier before, or one of the two who sent it out.
 * Refuses CARRIER_NONE, CARRIER_TAKEN, CARRIER_OTHER, CARRIER_GIVER.
 */
export function checkHandOver(t: Standing, people: { readonly giver: number; readonly taker: number }): void {
  const { named } = t
  if (!named) throw new Refusal('CARRIER_NONE', { no: t.no })
  if (named.takenAt !== null) throw new Refusal('CARRIER_TAKEN', { no: t.no, name: named.name })
  if (people.taker !== named.id) throw new Refusal('CARRIER_OTHER', { no: t.no, name: named.name })
  const answer = [...(t.inHandOf ? [t.inHandOf] : []), t.sentBy, t.checkedBy]
  if (!answer.some((p) => p.id === people.giver)) {
    const names = [...new Set(answer.map((p) => p.name))].join('、')
    throw new Refusal('CARRIER_GIVER', { no: t.no, names })
  }
}

/**
 * What has a carrier is received from the carrier, by somebody who never carried it.
 * Refuses CARRIER_NOT_TAKEN, CARRIER_IS_RECEIVER.
 */
export function checkReceiver(
  no: string,
  carriers: readonly (Who & { readonly takenAt: string | null })[],
  receiver: number,
): void {
  const last = carriers.at(-1)
  if (!last) return
  if (last.takenAt === null) throw new Refusal('CARRIER_NOT_TAKEN', { no, name: last.name })
  // Who was named and replaced before taking it never had it.
  const own = carriers.find((c) => c.id === receiver && c.takenAt !== null)
  if (own) throw new Refusal('CARRIER_IS_RECEIVER', { no, name: own.name })
}

/** Until when the parcel should have arrived: one limit for the whole way, whoever takes over on it. */
export const dueOfWay = (takenAt: string, minutes: number, before: string | null): string =>
  before ?? new Date(Date.parse(takenAt) + minutes * 60_000).toISOString()
