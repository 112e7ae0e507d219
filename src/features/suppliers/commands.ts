import { tell, type Actor } from '#core/actor.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { openAccount } from '#core/ledger/accounts.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { createSupplier, resumeSupplier, stopSupplier, updateSupplier } from './contract.ts'
import { supplierImportRoutes } from './import.ts'
import { insertSupplier, setLicences, setStopped, supplierForUpdate, updateSupplierRow } from './store.ts'

const told = ({ name, licenceNo, licenceValidTo, licences }: Omit<InputOf<typeof updateSupplier>, 'id'>) => ({
  name,
  licenceNo: licenceNo ?? null,
  licenceValidTo: licenceValidTo ?? null,
  ...(licences ? { licences } : {}),
})

/** A supplier is an account outside the hospital: what it delivers comes from there. */
export async function addSupplier(tx: Tx, actor: Actor, input: InputOf<typeof createSupplier>) {
  const account = await openAccount(tx, actor, { kind: 'supplier', title: input.name })
  const supplierId = await insertSupplier(tx, actor.orgId, { ...input, accountId: account.id })
  await setLicences(tx, actor.orgId, supplierId, input.licences)
  tell(actor, { kind: 'supplier', id: supplierId, no: input.code }, told(input), {
    contact: input.contact,
    phone: input.phone,
  })
  return { supplierId }
}

async function changeSupplier(tx: Tx, actor: Actor, input: InputOf<typeof updateSupplier>) {
  const code = await updateSupplierRow(tx, actor.orgId, input.id, input)
  if (code === undefined) throw new Refusal('NOT_FOUND')
  await setLicences(tx, actor.orgId, input.id, input.licences)
  tell(actor, { kind: 'supplier', id: input.id, no: code }, told(input), {
    contact: input.contact,
    phone: input.phone,
  })
  return { ok: true as const }
}

async function stop(tx: Tx, actor: Actor, input: InputOf<typeof stopSupplier>) {
  const known = await supplierForUpdate(tx, actor.orgId, input.id)
  if (!known) throw new Refusal('NOT_FOUND')
  if (known.stoppedAt) throw new Refusal('DOCUMENT_CLOSED', { no: known.code, state: '停用' })
  await setStopped(tx, actor.orgId, input.id, actor.at)
  tell(actor, { kind: 'supplier', id: input.id, no: known.code }, { stopped: true }, { reason: input.reason })
  return { ok: true as const }
}

async function resume(tx: Tx, actor: Actor, input: InputOf<typeof resumeSupplier>) {
  const known = await supplierForUpdate(tx, actor.orgId, input.id)
  if (!known) throw new Refusal('NOT_FOUND')
  if (!known.stoppedAt) throw new Refusal('DOCUMENT_CLOSED', { no: known.code, state: '在用' })
  await setStopped(tx, actor.orgId, input.id, null)
  tell(actor, { kind: 'supplier', id: input.id, no: known.code }, { stopped: false })
  return { ok: true as const }
}

export const suppliersCommands: Route[] = [
  on(createSupplier, addSupplier),
  on(updateSupplier, changeSupplier),
  on(stopSupplier, stop),
  on(resumeSupplier, resume),
  ...supplierImportRoutes,
]
