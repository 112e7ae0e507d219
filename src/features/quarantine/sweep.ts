import { recordClock } from '#core/audit/clockwork.ts'
import type { Tx } from '#core/db.ts'
import { dueRows } from './lists.ts'

/** A hospital with more expired lots than this is told of the others in the next hour. */
const mostAtOnce = 200

/**
 * D57: lots of this hospital that still lie in a place a day after they expired. Each is told once, by an event that the
 * alerts follow. Returns how many are new.
 */
export async function tellOverdue(tx: Tx, orgId: number, at: string): Promise<number> {
  const { rows } = await dueRows(tx, at, { org: orgId, days: 0, page: 1, pageSize: mostAtOnce })
  let told = 0
  for (const row of rows.filter((r) => r.overdue)) {
    const fresh = await tx`
      insert into quarantine.overdue (org_id, account_id, lot_id, raised_at) values (${orgId}, ${row.accountId}, ${row.lotId}, ${at})
      on conflict do nothing returning 1`
    if (fresh.length === 0) continue
    const { name, spec, unit, units, location, lotNo, expiry } = row
    await recordClock(tx, {
      orgId,
      at,
      type: 'quarantine.overdue',
      subject: { kind: 'lot', id: row.lotId, no: lotNo },
      data: { drug: `${name} ${spec}`, unit, units, location, lot: lotNo, expiry },
    })
    told += 1
  }
  return told
}
