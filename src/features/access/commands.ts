import { tell, type Actor } from '#core/actor.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { lockRights, setScopeOf } from '#core/identity/assignments.ts'
import { changeRole, endRole, makeRole } from '#core/identity/roleBook.ts'
import { endGrant, grantForATime } from '#core/identity/temporary.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { createRole, endTemporary, grantTemporary, setScope, stopRole, updateRole } from './contract.ts'

const ok = { ok: true as const }
const person = (userId: number) => ({ kind: 'person', id: userId, no: String(userId) })

async function create(tx: Tx, actor: Actor, input: InputOf<typeof createRole>) {
  const made = await makeRole(tx, actor, input, input.reason)
  const { permissions, name, reason } = input
  tell(actor, { kind: 'role', id: made.roleId, no: made.code }, { permissions, name }, { reason })
  return made
}

async function update(tx: Tx, actor: Actor, input: InputOf<typeof updateRole>) {
  const code = await changeRole(tx, actor, input.id, input, input.reason)
  const { permissions, name, reason } = input
  tell(actor, { kind: 'role', id: input.id, no: code }, { permissions, name }, { reason })
  return ok
}

async function stop(tx: Tx, actor: Actor, input: InputOf<typeof stopRole>) {
  const code = await endRole(tx, actor, input.id, input.reason)
  tell(actor, { kind: 'role', id: input.id, no: code }, { stopped: true }, { reason: input.reason })
  return ok
}

/** Widening is a right, too: nobody changes where he himself reaches. Refuses: ACCESS_OWN, NOT_FOUND. */
async function narrow(tx: Tx, actor: Actor, input: InputOf<typeof setScope>) {
  if (input.userId === actor.userId) throw new Refusal('ACCESS_OWN', { what: '范围' })
  await lockRights(tx, actor)
  const { userId, role, classes, accounts, reason } = input
  await setScopeOf(tx, actor, { userId, role }, { classes, accounts }, reason)
  tell(actor, person(userId), { role, classes, accounts }, { reason })
  return ok
}

async function grant(tx: Tx, actor: Actor, input: InputOf<typeof grantTemporary>) {
  const { userId, role, classes, accounts, from, to, reason } = input
  const scope = { classes, accounts }
  const made = await grantForATime(tx, actor, { userId, role, scope, from, to, reason })
  tell(
    actor,
    person(userId),
    { grant: made.no, role, classes, accounts, from: from ?? actor.at, to },
    { reason },
  )
  return made
}

async function end(tx: Tx, actor: Actor, input: InputOf<typeof endTemporary>) {
  await lockRights(tx, actor)
  const { no, userId } = await endGrant(tx, actor, input.id, input.reason)
  tell(actor, person(userId), { ended: no }, { reason: input.reason })
  return ok
}

export const accessCommands: Route[] = [
  on(createRole, create),
  on(updateRole, update),
  on(stopRole, stop),
  on(setScope, narrow),
  on(grantTemporary, grant),
  on(endTemporary, end),
]
