import { tell, type Actor } from '#core/actor.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { lockRights, requireAdministrator, setRolesOf } from '#core/identity/assignments.ts'
import { permissions } from '#core/identity/permissions.ts'
import {
  accountDomain,
  insertPerson,
  insertQualification,
  revokeQualificationRow,
  setDisabled,
  setSecrets,
  updatePerson,
} from '#core/identity/staff.ts'
import { endStay as endStayRow, insertStay } from '#core/identity/stays.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  createStaff,
  disableStaff,
  enableStaff,
  endStay,
  grantQualification,
  markStay,
  resetSecrets,
  revokeQualification,
  setRoles,
  updateStaff,
} from './contract.ts'
import { staffImportRoutes } from './import.ts'
import { accountOf, checkStay } from './rules.ts'

const ok = { ok: true as const }
/** An account is often a name in letters, so an event knows people by number only. */
const subject = (userId: number) => ({ kind: 'person', id: userId, no: String(userId) })

/** A person without a role can do nothing; who gives one needs the right to. Refuses: FORBIDDEN. */
async function create(tx: Tx, actor: Actor, input: InputOf<typeof createStaff>) {
  if (input.roles.length > 0 && !actor.permissions.has('access.write'))
    throw new Refusal('FORBIDDEN', { permission: permissions['access.write'] })
  await lockRights(tx, actor)
  const account = accountOf(input.account, await accountDomain(tx, actor))
  const userId = await insertPerson(tx, actor, { ...input, account })
  await setRolesOf(tx, actor, userId, input.roles)
  const data = {
    roles: input.roles,
    departmentId: input.departmentId ?? null,
    card: Boolean(input.card),
    pin: Boolean(input.pin),
  }
  tell(actor, subject(userId), data, { account, name: input.name, title: input.title })
  return { userId, account }
}

async function update(tx: Tx, actor: Actor, input: InputOf<typeof updateStaff>) {
  await updatePerson(tx, actor, input.id, input)
  tell(
    actor,
    subject(input.id),
    { departmentId: input.departmentId ?? null },
    { name: input.name, title: input.title },
  )
  return ok
}

async function reset(tx: Tx, actor: Actor, input: InputOf<typeof resetSecrets>) {
  const { password, pin, card } = input
  if (!password && !pin && !card)
    throw new Refusal('INPUT_INVALID', {}, [{ code: 'INPUT_INVALID', field: 'password' }])
  await setSecrets(tx, actor, input.id, { password, pin, card }, input.reason)
  const data = { password: Boolean(password), pin: Boolean(pin), card: Boolean(card) }
  tell(actor, subject(input.id), data, { reason: input.reason })
  return ok
}

/** Nobody gives rights to himself: another person with this right has to. */
async function giveRoles(tx: Tx, actor: Actor, input: InputOf<typeof setRoles>) {
  if (input.id === actor.userId) throw new Refusal('ACCESS_OWN', { what: '岗位' })
  await lockRights(tx, actor)
  await setRolesOf(tx, actor, input.id, input.roles, input.reason)
  tell(actor, subject(input.id), { roles: input.roles }, { reason: input.reason })
  return ok
}

async function disable(tx: Tx, actor: Actor, input: InputOf<typeof disableStaff>) {
  if (input.id === actor.userId) throw new Refusal('IN_USE', { what: '您自己的账号' })
  await lockRights(tx, actor)
  if (!(await setDisabled(tx, actor, input.id, true, input.reason)))
    throw new Refusal('DOCUMENT_CLOSED', { no: '该账号', state: '停用' })
  await requireAdministrator(tx, actor)
  tell(actor, subject(input.id), { disabled: true }, { reason: input.reason })
  return ok
}

async function enable(tx: Tx, actor: Actor, input: InputOf<typeof enableStaff>) {
  if (!(await setDisabled(tx, actor, input.id, false, input.reason)))
    throw new Refusal('DOCUMENT_CLOSED', { no: '该账号', state: '在用' })
  tell(actor, subject(input.id), { disabled: false }, { reason: input.reason })
  return ok
}

/** A qualification wakes the nodes that need it, so nobody gives one to himself. Refuses: ACCESS_OWN, INPUT_INVALID. */
async function grant(tx: Tx, actor: Actor, input: InputOf<typeof grantQualification>) {
  if (input.id === actor.userId) throw new Refusal('ACCESS_OWN', { what: '资格' })
  if (input.validTo <= input.validFrom)
    throw new Refusal('INPUT_INVALID', {}, [
      { code: 'INPUT_INVALID', field: 'validTo', facts: { message: '有效期至须晚于有效期自' } },
    ])
  const { id: userId, type, certificateNo, validFrom, validTo, reason, assessedOn } = input
  const qualificationId = await insertQualification(tx, actor, {
    userId,
    type,
    certificateNo,
    validFrom,
    validTo,
    reason,
    assessedOn,
  })
  const data = { granted: qualificationId, type, validFrom, validTo, assessedOn }
  tell(actor, subject(userId), data, { certificateNo, reason })
  return { qualificationId }
}

async function revoke(tx: Tx, actor: Actor, input: InputOf<typeof revokeQualification>) {
  const known = await revokeQualificationRow(tx, actor, input.qualificationId, input.reason)
  if (!known) throw new Refusal('DOCUMENT_CLOSED', { no: '该资格', state: '撤销' })
  tell(
    actor,
    subject(known.userId),
    { revoked: input.qualificationId, type: known.type },
    { reason: input.reason },
  )
  return ok
}

/** Refuses: ACCESS_OWN, STAY_TERM, STAY_HOME, STAY_OVERLAP, STAY_HAS_RIGHT. */
async function mark(tx: Tx, actor: Actor, input: InputOf<typeof markStay>) {
  if (input.id === actor.userId) throw new Refusal('ACCESS_OWN', { what: '试用期或进修' })
  checkStay(input)
  const { id: userId, kind, validFrom, validTo, home, reason } = input
  const stayId = await insertStay(tx, actor, { userId, kind, validFrom, validTo, home: home || null, reason })
  tell(actor, subject(userId), { stay: stayId, kind, validFrom, validTo }, { home, reason })
  return { stayId }
}

async function end(tx: Tx, actor: Actor, { stayId, reason }: InputOf<typeof endStay>) {
  const { userId, revoked } = await endStayRow(tx, actor, stayId, reason)
  tell(actor, subject(userId), { stayEnded: stayId, revoked }, { reason })
  return { revoked: revoked.length }
}

export const staffCommands: Route[] = [
  on(createStaff, create),
  on(updateStaff, update),
  on(resetSecrets, reset),
  on(setRoles, giveRoles),
  on(disableStaff, disable),
  on(enableStaff, enable),
  on(grantQualification, grant),
  on(revokeQualification, revoke),
  on(markStay, mark),
  on(endStay, end),
  ...staffImportRoutes,
]
