import { tell, witnessOf, type Actor } from '#core/actor.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { openAccount } from '#core/ledger/accounts.ts'
import { checkFefo } from '#core/ledger/fefo.ts'
import { pickLines } from '#core/ledger/picks.ts'
import { post } from '#core/ledger/post.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { acceptTransfer, cancelRequisition, createRequisition, sendBack, sendTransfer, transferStateTitle } from './contract.ts'
import { checkRoute } from './rules.ts'
import { inTransitUnits, lockTransfer, placeOf, type TransferHead } from './store.ts'

const ofTransfer = (t: { id: number; no: string }) => ({ kind: 'transfer', id: t.id, no: t.no })

export const requisitionCommands: Route[] = [
  on(createRequisition, async (tx, actor, input) => {
    checkRoute(await placeOf(tx, actor.orgId, input.sourceLocationId), await placeOf(tx, actor.orgId, input.locationId))
    const no = await documentNo(tx, actor, 'QL')
    const [row] = await tx<{ id: number }[]>`
      insert into requisition.requisition (org_id, no, location_id, source_location_id, needed_by, note, created_by, created_at)
      values (${actor.orgId}, ${no}, ${input.locationId}, ${input.sourceLocationId}, ${input.neededBy ?? null}, ${input.note ?? null},
        ${actor.userId}, ${actor.at}) returning id`
    assert(row, 'an inserted requisition has a number')
    try {
      for (const l of input.lines) {
        await tx`
          insert into requisition.requisition_line (org_id, requisition_id, drug_id, units)
          values (${actor.orgId}, ${row.id}, ${l.drugId}, ${l.units})`
      }
    } catch (error) {
      if (brokenConstraint(error) === 'requisition_drug') throw new Refusal('ALREADY_EXISTS', { what: '药品', value: '同一品种' })
      if (brokenConstraint(error)?.includes('drug_id')) throw new Refusal('NOT_FOUND')
      throw error
    }
    tell(actor, { kind: 'requisition', id: row.id, no }, { lines: input.lines }, { note: input.note })
    return { id: row.id, no }
  }),

  on(cancelRequisition, async (tx, actor, input) => {
    const [row] = await tx<{ no: string; sent: boolean; cancelledAt: string | null }[]>`
      select r.no, r.cancelled_at, exists (select 1 from requisition.transfer t where t.org_id = r.org_id and t.requisition_id = r.id) as sent
      from requisition.requisition r where r.org_id = ${actor.orgId} and r.id = ${input.id} for update of r`
    if (!row) throw new Refusal('NOT_FOUND')
    if (row.sent || row.cancelledAt) throw new Refusal('DOCUMENT_CLOSED', { no: row.no, state: row.sent ? '出库' : '撤销' })
    await tx`update requisition.requisition set cancelled_at = ${actor.at} where org_id = ${actor.orgId} and id = ${input.id}`
    tell(actor, { kind: 'requisition', id: input.id, no: row.no }, {}, { reason: input.reason })
    return { ok: true as const }
  }),

  on(sendTransfer, async (tx, actor, input) => {
    const source = await placeOf(tx, actor.orgId, input.sourceLocationId)
    const destination = await placeOf(tx, actor.orgId, input.destinationLocationId)
    checkRoute(source, destination)
    if (input.requisitionId !== undefined) await checkRequisition(tx, actor, input.requisitionId, source.id, destination.id)
    const no = await documentNo(tx, actor, 'DB')
    const transit = await openAccount(tx, actor, { kind: 'transit', title: `在途 ${source.name} → ${destination.name} ${no}` })
    const [row] = await tx<{ id: number }[]>`
      insert into requisition.transfer (org_id, no, requisition_id, source_location_id, destination_location_id, account_id,
        sent_by, checked_by, sent_at)
      values (${actor.orgId}, ${no}, ${input.requisitionId ?? null}, ${source.id}, ${destination.id}, ${transit.id},
        ${actor.userId}, ${witnessOf(actor).userId}, ${actor.at}) returning id`
    assert(row, 'an inserted transfer has a number')
    const picked = await pickLines(tx, actor, { from: source.accountId, to: transit.id, picks: input.picks, label: false, act: '出库' })
    await checkFefo(tx, actor, source.accountId, picked.lines, input.fefoReason)
    const movementId = await post(tx, actor, { kind: 'send', cause: ofTransfer({ id: row.id, no }), lines: picked.lines, reason: input.fefoReason })
    tell(actor, ofTransfer({ id: row.id, no }), { requisitionId: input.requisitionId ?? null })
    return { id: row.id, no, movementId }
  }),

  on(acceptTransfer, async (tx, actor, input) => {
    const transfer = await openTransfer(tx, actor, input.id)
    const { lines } = await pickLines(tx, actor, { from: transfer.accountId, to: transfer.destinationAccountId, picks: input.picks, label: false, act: '签收' })
    const counted = lines.reduce((n, l) => n + l.quantity, 0)
    if (counted > transfer.inTransitUnits) throw new Refusal('TRANSFER_OVER', { drug: '本单', units: counted, inTransit: transfer.inTransitUnits })
    // A short delivery is not swallowed: the other side says so in words, and the rest stays in transit.
    if (counted < transfer.inTransitUnits && !input.note) throw new Refusal('REASON_REQUIRED')
    const movementId = await post(tx, actor, { kind: 'accept', cause: ofTransfer(transfer), lines, reason: input.note })
    await tx`
      update requisition.transfer set accepted_by = ${actor.userId}, accepted_at = ${actor.at}, note = ${input.note ?? null}
      where org_id = ${actor.orgId} and id = ${transfer.id}`
    const left = await inTransitUnits(tx, actor.orgId, transfer.accountId)
    tell(actor, ofTransfer(transfer), { inTransitUnits: left })
    return { movementId, inTransitUnits: left }
  }),

  on(sendBack, async (tx, actor, input) => {
    const transfer = await openTransfer(tx, actor, input.id)
    const { lines } = await pickLines(tx, actor, { from: transfer.accountId, to: transfer.sourceAccountId, picks: input.picks, label: false, act: '退回' })
    const movementId = await post(tx, actor, { kind: 'sendBack', cause: ofTransfer(transfer), lines, reason: input.reason })
    const left = await inTransitUnits(tx, actor.orgId, transfer.accountId)
    tell(actor, ofTransfer(transfer), { inTransitUnits: left })
    return { movementId, inTransitUnits: left }
  }),
]

/** A transfer that still has something in transit. Refuses NOT_FOUND, DOCUMENT_CLOSED. */
async function openTransfer(tx: Tx, actor: Actor, id: number): Promise<TransferHead> {
  const transfer = await lockTransfer(tx, actor.orgId, id)
  if (transfer.inTransitUnits === 0) throw new Refusal('DOCUMENT_CLOSED', { no: transfer.no, state: transferStateTitle.done })
  return transfer
}

async function checkRequisition(tx: Tx, actor: Actor, requisitionId: number, source: number, destination: number): Promise<void> {
  const [row] = await tx<{ no: string; cancelledAt: string | null }[]>`
    select no, cancelled_at from requisition.requisition
    where org_id = ${actor.orgId} and id = ${requisitionId} and source_location_id = ${source} and location_id = ${destination}`
  if (!row) throw new Refusal('NOT_FOUND')
  if (row.cancelledAt) throw new Refusal('DOCUMENT_CLOSED', { no: row.no, state: '撤销' })
}
