import type { Facts } from '../facts.ts'

/** A person stands out on a day. */
export interface Flag {
  readonly account: string
  readonly day: string
  /** Higher: looked at first. */
  readonly score: number
}

export interface Detector {
  readonly code: string
  readonly title: string
  /** Looks at the facts alone. A person may be flagged on many days. */
  readonly flags: (facts: Facts, days: readonly string[]) => Flag[]
}

/** Window: regulations §10.3. */
export const windowDays = 30
/** Fewer acts say nothing about a person. */
export const leastActs = 10

export const perPerson = <T extends { readonly account: string }>(rows: readonly T[]): [string, T[]][] => [
  ...Map.groupBy(rows, (r) => r.account),
]
