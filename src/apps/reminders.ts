import type { Clock } from '#core/clock.ts'
import type { Db } from '#core/db.ts'
import { remind } from '#features/training/reminders.ts'

/** Asks for every hospital what has come due by the calendar. A failure of one is told and does not stop the others. */
export async function remindAll(db: Db, clock: Clock, onError: (error: unknown) => void): Promise<number> {
  const orgs = await db.transaction(
    (tx) => tx<{ id: number }[]>`select id from identity.org where kind = 'institution' order by id`,
  )
  let told = 0
  for (const { id } of orgs) {
    told += await db
      .asOrg(id, (tx) => remind(tx, id, clock.now().toISOString()))
      .catch((error: unknown) => {
        onError(error)
        return 0
      })
  }
  return told
}

/** At once, and then every hour: a reminder is for a day, and one that is there already is not written again. */
export function keepReminding(db: Db, clock: Clock, onError: (error: unknown) => void): { stop(): void } {
  const run = () => void remindAll(db, clock, onError).catch(onError)
  run()
  const timer = setInterval(run, 3_600_000)
  return { stop: () => clearInterval(timer) }
}
