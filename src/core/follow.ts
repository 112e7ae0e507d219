import type { Db, Tx } from './db.ts'
import type { EventV1 } from './audit/event.ts'

/** Reacts to events, in their order, at least once and each in one transaction with its own cursor. */
export type Follower =
  | { readonly name: string; handle(tx: Tx, event: EventV1): Promise<void> }
  /** Neighbouring events of one tenant in one go, for sums; exactly once, because cursor and sums commit together. */
  | { readonly name: string; handleMany(tx: Tx, orgId: number, events: readonly EventV1[]): Promise<void> }

export interface Following {
  /** Reads until nothing is new; returns how many events it handled. */
  tick(): Promise<number>
  start(everyMs: number, onError: (error: unknown) => void): void
  stop(): void
}

const batch = 200
interface Row {
  readonly tx: string
  readonly id: number
  readonly orgId: number
  readonly bytes: Uint8Array
}

/**
 * A cursor over the event table. It reads only events of transactions older than the oldest running one
 * (`pg_snapshot_xmin`), in the order (transaction, number): a plain "number greater than" would lose an event whose
 * transaction took its number early and committed late. One process at a time per follower (advisory lock).
 */
export function follow(db: Db, auditor: Db, follower: Follower): Following {
  let timer: NodeJS.Timeout | undefined
  const tick = () => auditor.transaction((lock) => locked(lock, db, follower))
  return {
    tick,
    start(everyMs, onError) {
      const again = () => {
        void tick()
          .catch(onError)
          .finally(() => {
            if (timer) timer = setTimeout(again, everyMs)
          })
      }
      timer = setTimeout(again, everyMs)
    },
    stop() {
      clearTimeout(timer)
      timer = undefined
    },
  }
}

async function locked(lock: Tx, db: Db, follower: Follower): Promise<number> {
  const [mine] = await lock<
    { ok: boolean }[]
  >`select pg_try_advisory_xact_lock(hashtextextended(${`follow/${follower.name}`}, 0)) as ok`
  if (!mine?.ok) return 0
  let handled = 0
  for (let round = 0; round < 1000; round++) {
    const rows = await lock<Row[]>`
      select e.tx::text as tx, e.id, e.org_id, e.bytes from audit.event e
      where (e.tx, e.id) > (select coalesce(max(f.tx::text::bigint), 0)::text::xid8, coalesce(max(f.event_id), 0) from core.follower f where f.name = ${follower.name})
        and e.tx < pg_snapshot_xmin(pg_current_snapshot())
      order by e.tx, e.id limit ${batch}`
    if (rows.length === 0) break
    for (const run of runs(rows)) {
      await db.asOrg(run[0]?.orgId ?? 0, (tx) => handleRun(tx, follower, run))
      handled += run.length
    }
  }
  return handled
}

/** Neighbours of one tenant go into one transaction. */
function runs(rows: readonly Row[]): Row[][] {
  const out: Row[][] = []
  for (const row of rows) {
    const last = out.at(-1)
    if (last?.[0]?.orgId === row.orgId) last.push(row)
    else out.push([row])
  }
  return out
}

async function handleRun(tx: Tx, follower: Follower, run: readonly Row[]): Promise<void> {
  const last = run.at(-1)
  if (!last) return
  const events = run.map((row) => JSON.parse(new TextDecoder().decode(row.bytes)) as EventV1)
  if ('handleMany' in follower) await follower.handleMany(tx, last.orgId, events)
  else for (const event of events) await follower.handle(tx, event)
  await tx`
    insert into core.follower as f (name, tx, event_id, moved_at) values (${follower.name}, ${last.tx}::xid8, ${last.id}, now())
    on conflict (name) do update set tx = excluded.tx, event_id = excluded.event_id, moved_at = excluded.moved_at`
}
