import { tell, type Actor } from '#core/actor.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { addDepartment, renameDepartment as rename } from '#core/identity/departments.ts'
import { openAccount, retitle } from '#core/ledger/accounts.ts'
import { stockOf } from '#core/ledger/stock.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { createDepartment, createPlace, renameDepartment, renamePlace, stopPlace } from './contract.ts'
import { accountKindOf } from './rules.ts'
import { insertPlace, placeForUpdate, renamePlaceRow, stopPlaceRow } from './store.ts'

async function makeDepartment(tx: Tx, actor: Actor, input: InputOf<typeof createDepartment>) {
  const departmentId = await addDepartment(tx, actor, input)
  tell(
    actor,
    { kind: 'department', id: departmentId, no: input.code },
    { name: input.name, parentId: input.parentId ?? null },
  )
  return { departmentId }
}

async function changeDepartment(tx: Tx, actor: Actor, input: InputOf<typeof renameDepartment>) {
  const code = await rename(tx, actor, input.id, input.name)
  tell(actor, { kind: 'department', id: input.id, no: code }, { name: input.name })
  return { ok: true as const }
}

/** A place is an account one can walk to: both are made together and never parted. */
export async function addPlace(tx: Tx, actor: Actor, input: InputOf<typeof createPlace>) {
  const account = await openAccount(tx, actor, {
    kind: accountKindOf(input.kind),
    title: input.name,
    tier: input.tier,
  })
  const placeId = await insertPlace(tx, actor.orgId, { ...input, accountId: account.id })
  tell(
    actor,
    { kind: 'place', id: placeId, no: input.code },
    { name: input.name, placeKind: input.kind, tier: input.tier, accountId: account.id },
  )
  return { placeId, accountId: account.id }
}

async function changePlace(tx: Tx, actor: Actor, input: InputOf<typeof renamePlace>) {
  const place = await renamePlaceRow(tx, actor.orgId, input)
  if (place === undefined) throw new Refusal('NOT_FOUND')
  await retitle(tx, actor.orgId, place.accountId, input.name)
  tell(
    actor,
    { kind: 'place', id: input.id, no: place.code },
    { name: input.name, departmentId: input.departmentId ?? null },
  )
  return { ok: true as const }
}

/** Only an empty place may be stopped: what lies in it would have no keeper. */
async function stop(tx: Tx, actor: Actor, input: InputOf<typeof stopPlace>) {
  const known = await placeForUpdate(tx, actor.orgId, input.id)
  if (!known) throw new Refusal('NOT_FOUND')
  if (known.stoppedAt) throw new Refusal('DOCUMENT_CLOSED', { no: known.code, state: '停用' })
  if ((await stockOf(tx, known.accountId)).length > 0)
    throw new Refusal('IN_USE', { what: `${known.name}里还有药品，` })
  await stopPlaceRow(tx, actor.orgId, input.id, actor.at)
  tell(actor, { kind: 'place', id: input.id, no: known.code }, { stopped: true }, { reason: input.reason })
  return { ok: true as const }
}

export const placesCommands: Route[] = [
  on(createDepartment, makeDepartment),
  on(renameDepartment, changeDepartment),
  on(createPlace, addPlace),
  on(renamePlace, changePlace),
  on(stopPlace, stop),
]
