import { dayOf, startOfDay } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { yearsLater } from '#core/retention/rules.ts'
import type { Erasable } from './contract.ts'
import { leastYears, passedOf, type Listed } from './rules.ts'
import { candidates, rulesOn } from './store.ts'

/** The records of a kind that have passed their term, oldest first; those on hold are among them and say so. */
export async function passed(tx: Tx, org: number, record: Erasable, at: string): Promise<Listed[]> {
  const today = dayOf(at)
  const rules = await rulesOn(tx, org, today)
  const before = startOfDay(yearsLater(today, -leastYears(record, rules)))
  return passedOf(record, await candidates(tx, org, record, before), rules, today)
}
