import type { Client, CallOptions } from '#apps/client.ts'
import { CallFailed } from '#apps/client.ts'
import type { Clock } from '#core/clock.ts'
import type { Endpoint } from '#core/contract.ts'
import type { Db, Tx } from '#core/db.ts'
import { perform, type Standing } from './perform.ts'
import { problemOf, recordRefusal } from '#core/problem.ts'
import { assert, Refusal } from '#core/refusal.ts'
import type { Route } from '#core/route.ts'
import type { Driver } from './interfaceDriver.ts'
import { refusalOf } from './interfaceDriver.ts'
import type { Hospital, Person } from './people.ts'
import type { Stage } from './stage.ts'

interface Day {
  readonly orgId: number
  readonly staff: ReadonlyMap<string, Standing>
  /** The day's transaction, or the savepoint in it. */
  tx: Tx
}

/**
 * In process, and a hospital's day in one transaction. Every act goes through validation, permission, qualification,
 * second person, handler, reply check and event as a request does; passwords, cookies and idempotency keys are left
 * out, because nobody can be confused with another and nothing is sent twice.
 */
export function directDriver(stage: Stage, clock: Clock): Driver {
  const routes = new Map(stage.routes.map((r) => [r.endpoint.name, r]))
  let day: Day | undefined
  let acts = 0
  const now = () => clock.now().toISOString()
  const here = (): Day => {
    assert(day, 'people act on a day')
    return day
  }
  const clientOf = (person: Person): Client => {
    const call = async (endpoint: Endpoint, input: unknown, options: CallOptions = {}) => {
      const today = here()
      if (endpoint.method === 'POST') acts++
      const route = routes.get(endpoint.name) as Route
      const second = options.witness && today.staff.get(options.witness.account)
      const first = today.staff.get(person.account)
      assert(first, `${person.account} works here`)
      const act = { route, first, second, input, at: now(), file: options.file }
      return perform(today.tx, today.orgId, act)
    }
    return {
      account: person.account,
      call: call as Client['call'],
      download: () => Promise.reject(new Error('nobody downloads in a simulation')),
    }
  }
  return {
    as: (person) => Promise.resolve(clientOf(person)),
    acts: () => acts,
    close: () => Promise.resolve(),
    day: async (hospital, run) => {
      const orgId = await orgOf(stage.db, hospital)
      await stage.db.asOrg(orgId, async (tx) => {
        day = { orgId, staff: await staffOf(tx, orgId), tx }
        await run()
      })
      day = undefined
    },
    refused: (call) => refusalOf(() => undone(here(), call, now)),
  }
}

/** Rolls back what an act did that was refused, and keeps the refusal, as the pipeline does. */
async function undone(day: Day, call: () => Promise<unknown>, now: () => string): Promise<unknown> {
  const outer = day.tx
  try {
    return await outer.savepoint(async (inner) => {
      day.tx = inner
      return call()
    })
  } catch (error) {
    day.tx = outer
    const refused = error as Error & {
      act?: { actor: Parameters<typeof recordRefusal>[2]; endpoint: string }
    }
    if (!(error instanceof Refusal) || !refused.act) throw error
    const same: Pick<Db, 'asOrg'> = { asOrg: (_org, run) => run(outer) }
    await recordRefusal(same as Db, error, refused.act.actor, refused.act.endpoint, now())
    throw new CallFailed(refused.act.endpoint, problemOf(error, ''))
  } finally {
    day.tx = outer
  }
}

async function orgOf(db: Db, hospital: Hospital): Promise<number> {
  const [row] = await db.transaction(
    (tx) => tx<{ id: number }[]>`select id from identity.org where code = ${hospital.code}`,
  )
  assert(row, `${hospital.code} is in the database`)
  return row.id
}

/** Everybody of the hospital with what they may do, by account. */
async function staffOf(tx: Tx, orgId: number): Promise<Map<string, Standing>> {
  const rows = await tx<Standing[]>`
    select u.account, u.id as user_id, u.name, u.title,
      (select coalesce(array_agg(distinct p), '{}') from identity.user_role ur
         join identity.role r on r.org_id = ur.org_id and r.id = ur.role_id, unnest(r.permissions) p
        where ur.org_id = u.org_id and ur.user_id = u.id) as permissions
    from identity.app_user u where u.org_id = ${orgId} and u.disabled_at is null`
  return new Map(rows.map((r) => [r.account, { ...r, permissions: new Set(r.permissions) }]))
}
