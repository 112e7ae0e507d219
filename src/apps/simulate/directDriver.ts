import type { Client, CallOptions } from '#apps/client.ts'
import type { Clock } from '#core/clock.ts'
import type { Endpoint } from '#core/contract.ts'
import { planOnce, type Db, type Tx } from '#core/db.ts'
import { standingOf, type Held } from '#core/identity/rules.ts'
import { ActRefused, performAs, type Present, type Reserved } from './perform.ts'
import { recordRefusal } from '#core/problem.ts'
import { assert } from '#core/refusal.ts'
import type { Route } from '#core/route.ts'
import type { Driver } from './interfaceDriver.ts'
import { refusalOf } from './interfaceDriver.ts'
import type { Hospital, Person } from './people.ts'
import type { Stage } from './stage.ts'

interface Day {
  readonly orgId: number
  readonly staff: ReadonlyMap<string, Present>
  readonly tx: Tx
  readonly reserve: () => Promise<Reserved>
}

/**
 * In process, and a hospital's day in one transaction. Every act goes through the function that requests go through;
 * passwords and cookies are left out, because nobody can be confused with another.
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
      const writes = endpoint.method === 'POST'
      if (writes) acts++
      const route = routes.get(endpoint.name) as Route
      const second = options.witness && today.staff.get(options.witness.account)
      const first = today.staff.get(person.account)
      assert(first, `${person.account} works here`)
      const act = { route, first, second, input, at: now(), file: options.file }
      const output = await performAs(today.tx, today.orgId, act, writes ? await today.reserve() : undefined)
      // A list may ask that statements are planned afresh for the rest of its transaction, which here is the whole day.
      if (!writes) planOnce(today.tx)
      return output
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
        const staff = await staffOf(tx, orgId, now())
        day = { orgId, staff, tx, reserve: reserving(tx) }
        // The same few statements run ten thousand times: each is planned once, and again when the tables have been analysed.
        planOnce(tx)
        await run()
      })
      day = undefined
    },
    refused: (call) => refusalOf(() => undone(here().tx, call, now)),
  }
}

/** Numbers are asked for one act ahead, so that nobody waits for them. */
function reserving(tx: Tx): () => Promise<Reserved> {
  const ask = async () => {
    const [row] = await tx<Reserved[]>`
      select nextval('audit.event_id') as event_id, nextval('ledger.movement_id_seq') as movement_id`
    assert(row, 'a sequence has a next number')
    return row
  }
  let next: Promise<Reserved> | undefined
  return () => {
    const mine = next ?? ask()
    next = ask()
    // Looked at by the next act, if there is one.
    next.catch(() => undefined)
    return mine
  }
}

/** Rolls back what an act did that was refused, and keeps the refusal, as the pipeline does. */
async function undone(tx: Tx, call: () => Promise<unknown>, now: () => string): Promise<unknown> {
  await tx`savepoint an_act`
  try {
    return await call()
  } catch (error) {
    await tx`rollback to savepoint an_act`
    if (!(error instanceof ActRefused)) throw error
    const here: Pick<Db, 'asOrg'> = { asOrg: (_org, run) => run(tx) }
    await recordRefusal(here as Db, error.refusal, error.actor, error.endpoint, now())
    throw error
  }
}

async function orgOf(db: Db, hospital: Hospital): Promise<number> {
  const [row] = await db.transaction(
    (tx) => tx<{ id: number }[]>`select id from identity.org where code = ${hospital.code}`,
  )
  assert(row, `${hospital.code} is in the database`)
  return row.id
}

interface StaffRow extends Omit<Present, 'standing' | 'qualified'>, Held {}

/** Everybody of the hospital with what they may do and are qualified for as the day begins, by account. */
async function staffOf(tx: Tx, orgId: number, at: string): Promise<Map<string, Present>> {
  const rows = await tx<StaffRow[]>`
    select u.account, u.id as user_id, u.name, u.title, s.permissions, s.qualified, s.scopes
    from identity.app_user u cross join lateral identity.standing_of(u.org_id, u.id, ${at}) s
    where u.org_id = ${orgId} and u.disabled_at is null`
  return new Map(
    rows.map(({ account, userId, name, title, ...held }) => [
      account,
      { account, userId, name, title, standing: standingOf(held), qualified: new Set(held.qualified) },
    ]),
  )
}
