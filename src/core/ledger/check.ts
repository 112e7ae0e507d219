import type { Clock } from '#core/clock.ts'
import type { Db } from '#core/db.ts'
import { on, type Route } from '#core/route.ts'
import { readLedgerState } from './contract.ts'
import { verifyLedger } from './verify.ts'

/** Recomputes all books with the auditor's role and writes down, for each organisation, how many findings there were. */
export async function checkLedger(db: Db, auditor: Db, clock: Clock): Promise<number> {
  const { findings, orgs } = await auditor.transaction(async (tx) => {
    await tx`set transaction isolation level repeatable read, read only`
    const rows = await tx<{ id: number }[]>`select id from identity.org where kind = 'institution'`
    return { findings: await verifyLedger(tx), orgs: rows.map((r) => r.id) }
  })
  const at = clock.now().toISOString()
  for (const org of orgs) {
    const count = findings.filter((f) => f.org === org).length
    await db.asOrg(
      org,
      (tx) =>
        tx`insert into ledger.check_run (org_id, checked_at, findings) values (${org}, ${at}, ${count}) on conflict do nothing`,
    )
  }
  return findings.length
}

/** Milliseconds since the books were last recomputed; infinite where they never were. */
async function sinceLast(auditor: Db, clock: Clock): Promise<number> {
  const [row] = await auditor.transaction(
    (tx) => tx<{ at: string | null }[]>`select max(checked_at) as at from ledger.check_run`,
  )
  return row?.at ? clock.now().getTime() - Date.parse(row.at) : Infinity
}

/** Checks at once, unless that was done within the time, and then every `everyMs`; a failure of the check itself is told, never swallowed. */
export function keepChecking(
  db: Db,
  auditor: Db,
  clock: Clock,
  everyMs: number,
  onError: (error: unknown) => void,
): { stop(): void } {
  const told = (findings: number) => {
    if (findings > 0)
      onError(new Error(`the books do not agree: ${findings} findings; run npm run verify-ledger`))
  }
  const check = () => void checkLedger(db, auditor, clock).then(told).catch(onError)
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  // A server that is started again does not recompute what was recomputed within the hour.
  void sinceLast(auditor, clock)
    .then((ms) => {
      if (stopped) return
      if (ms >= everyMs) check()
      timer = setTimeout(
        () => {
          check()
          timer = setInterval(check, everyMs)
        },
        ms >= everyMs ? everyMs : everyMs - ms,
      )
    })
    .catch(onError)
  return {
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}

export const ledgerRoutes: Route[] = [
  on(readLedgerState, async (tx) => {
    // An authority sees the worst of what it supervises.
    const [row] = await tx<{ checkedAt: string; findings: number }[]>`
      select min(c.checked_at) as checked_at, sum(c.findings)::int as findings
      from (select distinct on (org_id) org_id, checked_at, findings from ledger.check_run order by org_id, checked_at desc) c
      having count(*) > 0`
    return { checkedAt: row?.checkedAt ?? null, findings: row?.findings ?? 0 }
  }),
]
