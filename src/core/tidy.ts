import type { Clock } from './clock.ts'
import type { Db } from './db.ts'

const perRound = 10_000
const rounds = 100

/**
 * Clears what has served its purpose (core.tidy in db/migrations/0020_tidied.sql says what), a million rows of each at
 * most; the rest goes the next time. What went is said in core.tidied. Returns how many rows went.
 */
export async function tidy(db: Db, clock: Clock): Promise<number> {
  let gone = 0
  for (let round = 0; round < rounds; round++) {
    const [row] = await db.transaction(
      (tx) => tx<{ n: number }[]>`select core.tidy(${clock.now().toISOString()}, ${perRound}) as n`,
    )
    if (!row?.n) break
    gone += row.n
  }
  return gone
}
