import { tell, witnessOf, type Actor } from '#core/actor.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { requireCount } from '#core/countFirst/require.ts'
import { openAccount } from '#core/ledger/accounts.ts'
import { checkFefo } from '#core/ledger/fefo.ts'
import { pickLines } from '#core/ledger/picks.ts'
import { post } from '#core/ledger/post.ts'
import { requireDrawerFits } from '#core/drawers.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { nameAtSending, receiveFromCarrier } from './carrierCommands.ts'
import { isExchange, judgeBase, writeExchange } from './base.ts'
import { acceptTransfer, cancelRequisition, createRequisition, sendBack, sendTransfer } from './contract.ts'
import { checkAsked, checkCounted, checkRoute } from './rules.ts'
import {
  inTransit,
  lockRequisition,
  lockTransfer,
  placeOf,
  sentFor,
  stillAsked,
  unitsOf,
  type HeldRow,
  type TransferHead,
} from './store.ts'

const ofTransfer = (t: { id: number; no: string }) => ({ kind: 'transfer', id: t.id, no: t.no })

export const requisitionCommands: Route[] = [
  on(createRequisition, async (tx, actor, input) => {
    const place = await placeOf(tx, actor.orgId, input.locationId)
    checkRoute(await placeOf(tx, actor.orgId, input.sourceLocationId), place)
    const wants = new Map(input.lines.map((l) => [l.drugId, l.units]))
    await requireDrawerFits(tx, actor.orgId, place.id, wants.keys())
    // What is exchanged was counted in the base all along; anything else must find room in it.
    if (!input.exchange) await judgeBase(tx, actor, place, '请领', wants, true)
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
      if (brokenConstraint(error) === 'requisition_drug')
        throw new Refusal('ALREADY_EXISTS', { what: '药品', value: '同一品种' })
      if (brokenConstraint(error)?.includes('drug_id')) throw new Refusal('NOT_FOUND')
      throw error
    }
    if (input.exchange)
      await writeExchange(tx, actor, { id: row.id, locationId: place.id }, input.exchange, wants)
    const facts = input.exchange ? { lines: input.lines, exchange: input.exchange } : { lines: input.lines }
    tell(actor, { kind: 'requisition', id: row.id, no }, facts, { note: input.note })
    return { id: row.id, no }
  }),

  on(cancelRequisition, async (tx, actor, input) => {
    const row = await lockRequisition(tx, actor.orgId, input.id)
    const sent = await sentFor(tx, actor.orgId, input.id)
    if (sent > 0 || row.cancelledAt)
      throw new Refusal('DOCUMENT_CLOSED', { no: row.no, state: row.cancelledAt ? '撤销' : '出库' })
    await tx`update requisition.requisition set cancelled_at = ${actor.at} where org_id = ${actor.orgId} and id = ${input.id}`
    tell(actor, { kind: 'requisition', id: input.id, no: row.no }, {}, { reason: input.reason })
    return { ok: true as const }
  }),

  on(sendTransfer, async (tx, actor, input) => {
    const source = await placeOf(tx, actor.orgId, input.sourceLocationId)
    const destination = await placeOf(tx, actor.orgId, input.destinationLocationId)
    checkRoute(source, destination)
    if (input.requisitionId !== undefined)
      await checkRequisition(tx, actor, input.requisitionId, source.id, destination.id)
    const no = await documentNo(tx, actor, 'DB')
    const transit = await openAccount(tx, actor, {
      kind: 'transit',
      title: `在途 ${source.name} → ${destination.name} ${no}`,
    })
    const [row] = await tx<{ id: number }[]>`
      insert into requisition.transfer (org_id, no, requisition_id, source_location_id, destination_location_id, account_id,
        sent_by, checked_by, sent_at)
      values (${actor.orgId}, ${no}, ${input.requisitionId ?? null}, ${source.id}, ${destination.id}, ${transit.id},
        ${actor.userId}, ${witnessOf(actor).userId}, ${actor.at}) returning id`
    assert(row, 'an inserted transfer has a number')
    const { carrierId } = input
    await nameAtSending(tx, actor, { transferId: row.id, source, destination, carrierId })
    const picked = await pickLines(tx, actor, {
      from: source.accountId,
      to: transit.id,
      picks: input.picks,
      label: false,
      act: '出库',
    })
    await requireDrawerFits(tx, actor.orgId, destination.id, picked.unitsByDrug.keys())
    await requireCount(tx, actor, { locationId: source.id, act: 'send', drugIds: picked.unitsByDrug.keys() })
    if (input.requisitionId !== undefined)
      checkAsked(await stillAsked(tx, actor.orgId, input.requisitionId), picked.unitsByDrug)
    else await judgeBase(tx, actor, destination, '出库', picked.unitsByDrug, true)
    await checkFefo(tx, actor, source.accountId, picked.lines, input.fefoReason)
    const movementId = await post(tx, actor, {
      kind: 'send',
      cause: ofTransfer({ id: row.id, no }),
      lines: picked.lines,
      reason: input.fefoReason,
    })
    tell(actor, ofTransfer({ id: row.id, no }), {
      requisitionId: input.requisitionId ?? null,
      ...(carrierId === undefined ? {} : { carrierId }),
    })
    return { id: row.id, no, movementId }
  }),

  on(acceptTransfer, async (tx, actor, input) => {
    const { transfer, held } = await openTransfer(tx, actor, input.id)
    // 双人交接: who sent it cannot sign for the side that receives it.
    if (transfer.sentBy === actor.userId) throw new Refusal('WITNESS_IS_ACTOR')
    await receiveFromCarrier(tx, actor, transfer)
    const { lines, unitsByDrug } = await pickLines(tx, actor, {
      from: transfer.accountId,
      to: transfer.destinationAccountId,
      picks: input.picks,
      label: false,
      act: '签收',
    })
    await requireDrawerFits(tx, actor.orgId, transfer.destinationLocationId, unitsByDrug.keys())
    if (!(await isExchange(tx, actor.orgId, transfer.requisitionId)))
      await judgeBase(
        tx,
        actor,
        await placeOf(tx, actor.orgId, transfer.destinationLocationId),
        '签收',
        unitsByDrug,
        false,
      )
    // A short delivery is not swallowed: the other side says so in words, and the rest stays in transit.
    checkCounted(lines, held, input.note)
    const movementId = await post(tx, actor, {
      kind: 'accept',
      cause: ofTransfer(transfer),
      lines,
      reason: input.note,
    })
    await tx`
      update requisition.transfer set accepted_by = coalesce(accepted_by, ${actor.userId}), accepted_at = coalesce(accepted_at, ${actor.at}),
        note = coalesce(note, ${input.note || null})
      where org_id = ${actor.orgId} and id = ${transfer.id}`
    const left = unitsOf(await inTransit(tx, actor.orgId, transfer.accountId))
    tell(actor, ofTransfer(transfer), { inTransitUnits: left })
    return { movementId, inTransitUnits: left }
  }),

  on(sendBack, async (tx, actor, input) => {
    const { transfer } = await openTransfer(tx, actor, input.id)
    // What expired on its way must still be able to come back: nobody else could take it out of transit.
    const want = {
      from: transfer.accountId,
      to: transfer.sourceAccountId,
      picks: input.picks,
      label: false,
      act: '退回',
      expired: 'taken',
    } as const
    const { lines } = await pickLines(tx, actor, want)
    const movementId = await post(tx, actor, {
      kind: 'sendBack',
      cause: ofTransfer(transfer),
      lines,
      reason: input.reason,
    })
    const left = unitsOf(await inTransit(tx, actor.orgId, transfer.accountId))
    tell(actor, ofTransfer(transfer), { inTransitUnits: left })
    return { movementId, inTransitUnits: left }
  }),
]

/** A transfer that still has something in transit. Refuses NOT_FOUND, DOCUMENT_CLOSED. */
async function openTransfer(
  tx: Tx,
  actor: Actor,
  id: number,
): Promise<{ transfer: TransferHead; held: HeldRow[] }> {
  const transfer = await lockTransfer(tx, actor.orgId, id)
  const held = await inTransit(tx, actor.orgId, transfer.accountId)
  if (held.length === 0) throw new Refusal('DOCUMENT_CLOSED', { no: transfer.no, state: '结清' })
  return { transfer, held }
}

/** A transfer under a requisition goes the way that was asked. Refuses NOT_FOUND, DOCUMENT_CLOSED. */
async function checkRequisition(
  tx: Tx,
  actor: Actor,
  requisitionId: number,
  source: number,
  destination: number,
): Promise<void> {
  const row = await lockRequisition(tx, actor.orgId, requisitionId)
  if (row.sourceLocationId !== source || row.locationId !== destination) throw new Refusal('NOT_FOUND')
  if (row.cancelledAt) throw new Refusal('DOCUMENT_CLOSED', { no: row.no, state: '撤销' })
}
