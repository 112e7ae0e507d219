import { tell, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { addLedgerDrug } from '#core/ledger/drugs.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { tidyCodes, warningsOf } from './codes.ts'
import { createDrug, resumeDrug, stopDrug, updateDrug } from './contract.ts'
import { drugImportRoutes } from './import.ts'
import { productById } from './products.ts'
import { checkTogether, containerOf } from './rules.ts'
import { drugState, insertFormulary, setIdentifiers, setStopped, updateFormulary } from './store.ts'

/** A drug is the hospital's own row of a platform product: names and strength come from there, never by hand. */
export async function addDrug(tx: Tx, actor: Actor, given: InputOf<typeof createDrug>) {
  const input = tidyCodes(given)
  checkTogether(input)
  const day = dayOf(actor.at)
  const product = await productById(tx, input.productId, day)
  if (!product) throw new Refusal('NOT_FOUND')
  if (!product.drugClass) throw new Refusal('CLASS_UNKNOWN', { drug: product.name, date: day })
  const { name, spec, unit, contentUnit, contentPerUnit, volumeUl, productId } = product
  const container = containerOf(product, input.recover)
  const ledger = { name, spec, unit, contentUnit, contentPerUnit, volumeUl, productId, container }
  const drugId = await addLedgerDrug(tx, actor, { ...ledger, code: input.code })
  await insertFormulary(tx, actor.orgId, drugId, { ...input, form: input.form ?? product.form })
  await setIdentifiers(tx, actor.orgId, drugId, input.identifiers)
  tell(
    actor,
    { kind: 'drug', id: drugId, no: input.code },
    {
      ...ledger,
      product: product.code,
      class: product.drugClass,
      packUnits: input.packUnits,
      identifiers: input.identifiers,
    },
  )
  return { drugId, warnings: warningsOf(input) }
}

async function changeDrug(tx: Tx, actor: Actor, given: InputOf<typeof updateDrug>) {
  const input = tidyCodes(given)
  checkTogether(input)
  const known = await drugState(tx, actor.orgId, input.id)
  if (!known) throw new Refusal('NOT_FOUND')
  await updateFormulary(tx, actor.orgId, input.id, input)
  await setIdentifiers(tx, actor.orgId, input.id, input.identifiers)
  const { id: _, ...data } = input
  tell(actor, { kind: 'drug', id: input.id, no: known.code }, data)
  return { drugId: input.id, warnings: warningsOf(input) }
}

/** 停购: nothing new is ordered; what is in stock is used up as before. */
async function stop(tx: Tx, actor: Actor, input: InputOf<typeof stopDrug>) {
  const known = await drugState(tx, actor.orgId, input.id)
  if (!known) throw new Refusal('NOT_FOUND')
  if (known.stoppedAt) throw new Refusal('DOCUMENT_CLOSED', { no: known.code, state: '停购' })
  await setStopped(tx, actor.orgId, input.id, actor.at)
  tell(actor, { kind: 'drug', id: input.id, no: known.code }, { stopped: true }, { reason: input.reason })
  return { ok: true as const }
}

async function resume(tx: Tx, actor: Actor, input: InputOf<typeof resumeDrug>) {
  const known = await drugState(tx, actor.orgId, input.id)
  if (!known) throw new Refusal('NOT_FOUND')
  if (!known.stoppedAt) throw new Refusal('DOCUMENT_CLOSED', { no: known.code, state: '在用' })
  await setStopped(tx, actor.orgId, input.id, null)
  tell(actor, { kind: 'drug', id: input.id, no: known.code }, { stopped: false })
  return { ok: true as const }
}

export const catalogueCommands: Route[] = [
  on(createDrug, addDrug),
  on(updateDrug, changeDrug),
  on(stopDrug, stop),
  on(resumeDrug, resume),
  ...drugImportRoutes,
]
