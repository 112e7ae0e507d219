import { tell, type Actor } from '#core/actor.ts'
import type { InputOf } from '#core/contract.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { addDepartment, renameDepartment as rename } from '#core/identity/departments.ts'
import { openAccount, retitle } from '#core/ledger/accounts.ts'
import { stockOf } from '#core/ledger/stock.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  createDepartment,
  createPlace,
  renameDepartment,
  renamePlace,
  setLimit,
  stopPlace,
} from './contract.ts'
import { accountKindOf } from './rules.ts'
import { departmentImportRoutes } from './importDepartments.ts'
import { limitImportRoutes } from './importLimits.ts'
import { placeImportRoutes } from './importPlaces.ts'
import { setDrawerDrugs } from './importStore.ts'
import { insertLimits } from './limitStore.ts'
import { cabinetOf, insertPlace, placeForUpdate, renamePlaceRow, stopPlaceRow } from './store.ts'

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
  await checkDrawer(tx, actor, input)
  const account = await openAccount(tx, actor, {
    kind: accountKindOf(input.kind),
    title: input.name,
    tier: input.tier,
  })
  const placeId = await insertPlace(tx, actor.orgId, { ...input, accountId: account.id })
  if (input.kind === 'drawer' && input.drugIds?.length)
    await setDrawerDrugs(tx, actor.orgId, [
      { id: placeId, value: { drugIds: [...new Set(input.drugIds)] } },
    ]).catch(notOurDrug)
  tell(
    actor,
    { kind: 'place', id: placeId, no: input.code },
    { name: input.name, placeKind: input.kind, tier: input.tier, accountId: account.id },
  )
  return { placeId, accountId: account.id }
}

/** A drawer is in a cabinet and has its tier; nothing else is. Refuses: INPUT_INVALID, NOT_FOUND. */
async function checkDrawer(tx: Tx, actor: Actor, input: InputOf<typeof createPlace>) {
  const wrong = (field: string, message: string) =>
    new Refusal('INPUT_INVALID', {}, [{ code: 'INPUT_INVALID', field, facts: { message } }])
  if (input.kind !== 'drawer') {
    if (input.cabinetId !== undefined) throw wrong('cabinetId', '只有抽屉在智能柜里')
    return
  }
  if (input.cabinetId === undefined) throw wrong('cabinetId', '抽屉须选所在的智能柜')
  const cabinet = await cabinetOf(tx, actor.orgId, input.cabinetId)
  if (!cabinet) throw new Refusal('NOT_FOUND')
  if (cabinet.tier !== input.tier) throw wrong('tier', '抽屉的级别随它的智能柜')
}

/** Low, high and days of one drug in one place; said again, it replaces. Refuses: INPUT_INVALID, NOT_FOUND. */
async function limitPlace(tx: Tx, actor: Actor, input: InputOf<typeof setLimit>) {
  const place = await placeForUpdate(tx, actor.orgId, input.id)
  if (!place) throw new Refusal('NOT_FOUND')
  const { drugId, lowUnits, highUnits = null, maxDays = null } = input
  if (highUnits !== null && highUnits < lowUnits) {
    const facts = { message: '上限不能低于下限' }
    throw new Refusal('INPUT_INVALID', {}, [{ code: 'INPUT_INVALID', field: 'highUnits', facts }])
  }
  const given = { placeId: input.id, drugId, lowUnits, highUnits, maxDays }
  await insertLimits(tx, actor.orgId, [given]).catch(notOurDrug)
  tell(
    actor,
    { kind: 'place', id: input.id, no: place.code },
    { limit: { drugId, lowUnits, highUnits, maxDays } },
  )
  return { ok: true as const }
}

function notOurDrug(error: unknown): never {
  if (brokenConstraint(error)?.includes('drug_id')) throw new Refusal('NOT_FOUND')
  throw error
}

async function changePlace(tx: Tx, actor: Actor, input: InputOf<typeof renamePlace>) {
  const place = await renamePlaceRow(tx, actor.orgId, input)
  if (place === undefined) throw new Refusal('NOT_FOUND')
  await retitle(tx, actor.orgId, place.accountId, input.name)
  tell(
    actor,
    { kind: 'place', id: input.id, no: place.code },
    { name: input.name, departmentId: input.departmentId ?? null, doubleLock: input.doubleLock ?? null },
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
  on(setLimit, limitPlace),
  ...departmentImportRoutes,
  ...placeImportRoutes,
  ...limitImportRoutes,
]
