import type { Role } from '../distributions.ts'
import type { Hospital, Person } from '../people.ts'
import type { ActName, CasePlan, Strengths } from '../plan.ts'
import type { Random } from '../random.ts'

/** One thief: who, how, since when, how often. */
export interface Planted {
  readonly scheme: string
  readonly hospital: Hospital
  readonly person: Person
  /** Who looks away, where the scheme needs one. */
  readonly buddy: Person | undefined
  /** Index of the first day. */
  readonly from: number
  /** Share of the person's cases, or cases a day for those that are invented. */
  readonly intensity: number
}

export interface Bent {
  readonly plan: CasePlan
  readonly acts: readonly ActName[]
  /** µg */
  readonly diverted: number
}

export interface Context {
  readonly planted: Planted
  readonly random: Random
  readonly day: number
  readonly strengths: Strengths
}

export interface Scheme {
  readonly title: string
  /** Where such a thing was described: regulations §10.1, §10.3. */
  readonly source: string
  /** Rules of regulations §10.3 that ought to see it. */
  readonly rules: readonly string[]
  readonly role: Role
  readonly buddy?: Role
  readonly intensity: readonly [low: number, high: number]
  /** What becomes of a case of this person; undefined: this one cannot be used. */
  readonly bend?: (plan: CasePlan, context: Context) => Bent | undefined
  /** Cases that nobody needed. */
  readonly invent?: (context: Context) => Bent[]
  /** Boxes that vanish on their way. */
  readonly supply?: 'delivery' | 'transfer'
}
