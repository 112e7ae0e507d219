import type { Clock } from '#core/clock.ts'
import { raiseOverdue } from '#features/alerts/overdue.ts'
import type { Platform } from './platform.ts'

const everyMs = 60_000

/** Once a minute: in which hospitals has a deadline passed, and is it said there? */
export async function sayOverdue(platform: Pick<Platform, 'db' | 'auditor'>, clock: Clock): Promise<void> {
  const at = clock.now().toISOString()
  const orgs = await platform.auditor.transaction(
    (tx) => tx<{ orgId: number }[]>`
      select distinct org_id from ledger.discrepancy where state <> 'closed' and escalate_at < ${at} limit 10000`,
  )
  for (const { orgId } of orgs) await platform.db.asOrg(orgId, (tx) => raiseOverdue(tx, at))
}

export function keepSaying(
  platform: Pick<Platform, 'db' | 'auditor'>,
  clock: Clock,
  onError: (error: unknown) => void,
): { stop(): void } {
  const timer = setInterval(() => void sayOverdue(platform, clock).catch(onError), everyMs)
  return { stop: () => clearInterval(timer) }
}
