import type { Atlas } from '#apps/acts/atlas.ts'
import type { Client } from '#apps/client.ts'
import type { ActName, Mark } from './plan.ts'
import type { Hospital, Person } from './people.ts'

/** The numbers of a hospital that its people need, and their way to the commands. */
export interface Site extends Atlas {
  readonly hospital: Hospital
  readonly seed: number
  readonly now: () => Date
  /** This person's client: over the interface, or in process. */
  readonly as: (person: Person) => Promise<Client>
  readonly user: (person: Person) => number
  /** Another small picture each time. */
  readonly photograph: (client: Client) => Promise<string>
  /** An act that must be refused; the code of the refusal. */
  readonly refused: (call: () => Promise<unknown>) => Promise<string>
  /** Units asked for and not arrived yet, so that nobody asks twice. */
  readonly coming: Shelf
  readonly truth: TruthBook
  readonly count: Tally
}

export interface Tally {
  cases: number
  postponed: number
  refused: number
}

/** Movements of marked acts, and boxes that vanish. */
export interface TruthBook {
  readonly note: (mark: Mark, refNo: string, at: string, acts: ReadonlyMap<ActName, number>) => void
  readonly supply: (fact: SupplyFact) => void
}

export interface SupplyFact {
  readonly kind: 'mistake' | 'scheme'
  readonly code: string
  readonly account: string
  readonly at: string
  readonly documentNo: string
  readonly drug: string
  readonly units: number
  readonly movementId: number | null
}

export interface Shelf {
  readonly have: (place: string, drug: string) => number
  readonly change: (place: string, drug: string, units: number) => void
}

export function shelf(): Shelf {
  const units = new Map<string, number>()
  const have = (place: string, drug: string) => units.get(`${place}/${drug}`) ?? 0
  return { have, change: (place, drug, by) => units.set(`${place}/${drug}`, have(place, drug) + by) }
}

export const signedBy = (person: Person, secret: string) => ({ witness: { account: person.account, secret } })
