import { tell, witnessOf, type Actor } from '#core/actor.ts'
import { classify } from '#core/codes/code.ts'
import type { Tx } from '#core/db.ts'
import { sink } from '#core/ledger/accounts.ts'
import { findCodes } from '#core/ledger/codes.ts'
import { matchOwed, type Brought } from '#core/ledger/containers.ts'
import { post } from '#core/ledger/post.ts'
import { documentNo } from '#core/numbering.ts'
import { maskName, maskNumber } from '#core/privacy.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { owedBy, owingPatients } from './empties.ts'
import { listOwed, readOwed, takeEmpties } from './longTermContract.ts'
import { lockPatient, type Identity } from './store.ts'

async function patientOf(
  tx: Tx,
  prescriptionId: number,
): Promise<Identity & { orgId: number; no: string; name: string }> {
  const [row] = await tx<(Identity & { orgId: number; no: string; name: string })[]>`
    select org_id, no, patient_name as name, record_no, patient_id_no as id_no from prescription.prescription where id = ${prescriptionId}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

/** Codes in the spelling of the books. Refuses CODE_NEVER_RECEIVED. */
async function broughtBy(
  tx: Tx,
  actor: Actor,
  items: readonly ({ code: string } | { lotId: number; units: number })[],
): Promise<Brought[]> {
  const brought = items.map((i) => ('code' in i ? { code: classify(i.code).normalised } : i))
  const codes = brought.flatMap((b) => ('code' in b ? [b.code] : []))
  const known = await findCodes(tx, actor.orgId, codes)
  const unknown = codes.find((c) => !known.has(c))
  if (unknown !== undefined) throw new Refusal('CODE_NEVER_RECEIVED', { code: unknown })
  return brought
}

export const emptiesRoutes: Route[] = [
  on(takeEmpties, async (tx, actor, input) => {
    const patient = await patientOf(tx, input.prescriptionId)
    if (patient.orgId !== actor.orgId) throw new Refusal('NOT_FOUND')
    const [bin] = await tx<{ accountId: number }[]>`
      select account_id from place.location
      where org_id = ${actor.orgId} and id = ${input.binLocationId} and kind = 'recovery' and stopped_at is null`
    if (!bin) throw new Refusal('NOT_FOUND')
    await lockPatient(tx, actor.orgId, patient)
    const owed = await owedBy(tx, actor.orgId, patient)
    const takes = matchOwed(await broughtBy(tx, actor, input.items), owed, maskName(patient.name))
    const from = await sink(tx, actor, 'patient')
    const lines = takes.map(({ of, units }) => ({
      item: 'container' as const,
      drugId: of.drugId,
      lotId: of.lotId,
      code: of.code,
      from: from.id,
      to: bin.accountId,
      quantity: units,
    }))
    const no = await documentNo(tx, actor, 'HS')
    const cause = { kind: 'prescription', id: input.prescriptionId, no: patient.no }
    const movementId = await post(tx, actor, { kind: 'patientEmpties', cause, lines })
    const [row] = await tx<{ id: number }[]>`
      insert into prescription.empties (org_id, no, prescription_id, bin_location_id, brought_by, received_by, checked_by, received_at, movement_id)
      values (${actor.orgId}, ${no}, ${input.prescriptionId}, ${input.binLocationId}, ${input.broughtBy}, ${actor.userId},
        ${witnessOf(actor).userId}, ${actor.at}, ${movementId}) returning id`
    assert(row, 'inserted empties have a number')
    tell(
      actor,
      { kind: 'patientEmpties', id: row.id, no },
      { prescription: patient.no, bin: input.binLocationId, broughtBy: input.broughtBy },
    )
    const total = owed.reduce((n, o) => n + o.owed, 0)
    return { id: row.id, no, movementId, stillOwed: total - lines.reduce((n, l) => n + l.quantity, 0) }
  }),

  on(readOwed, async (tx, _actor, { prescriptionId }) => {
    const patient = await patientOf(tx, prescriptionId)
    return { rows: await owedBy(tx, patient.orgId, patient) }
  }),

  on(listOwed, async (tx, _actor, input) => {
    const { rows, total } = await owingPatients(tx, input)
    return {
      rows: rows.map((r) => ({
        ...r,
        patientName: maskName(r.patientName),
        recordNo: maskNumber(r.recordNo),
      })),
      total,
    }
  }),
]
