import { spellAll } from '#core/spelling.ts'
import type { Clock } from '#core/clock.ts'
import type { Db } from '#core/db.ts'
import { tellDue } from '#features/alerts/due.ts'
import { tellCrossed } from '#features/stockLimit/sweep.ts'
import { tellOverdue } from '#features/quarantine/sweep.ts'

/**
 * What the clock must notice in every hospital: time limits that passed although nobody did anything, limits of stock that
 * are crossed or hold again, and what is due and was not done.
 */
export async function sweep(db: Db, auditor: Db, clock: Clock): Promise<number> {
  const orgs = await auditor.transaction(
    (tx) => tx<{ id: number }[]>`select id from identity.org where kind = 'institution' order by id`,
  )
  const at = clock.now().toISOString()
  let told = 0
  await spellAll(db, auditor)
  for (const { id } of orgs) {
    told += await db.asOrg(id, (tx) => tellOverdue(tx, id, at))
    told += await db.asOrg(id, (tx) => tellCrossed(tx, id, at))
    told += await db.asOrg(id, (tx) => tellDue(tx, id, at))
  }
  return told
}

/** Sweeps at once and then every `everyMs`; a failure is told, never swallowed. */
export function keepSweeping(
  db: Db,
  auditor: Db,
  clock: Clock,
  everyMs: number,
  onError: (error: unknown) => void,
): { stop(): void } {
  const run = () => void sweep(db, auditor, clock).catch(onError)
  run()
  const timer = setInterval(run, everyMs)
  return { stop: () => clearInterval(timer) }
}
