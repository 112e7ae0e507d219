import { tell, witnessOf, type Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { entrust } from '#core/ledger/accounts.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { handOver, listCarrierRules, listCarriers, nameCarrier, setCarrierRule } from './carrierContract.ts'
import { checkHandOver, checkReceiver, dueOfWay } from './carrierRules.ts'
import { carriageOf, carriers, nameOne, ruleFor, rulesOf, underway } from './carrierStore.ts'
import { checkRoute } from './rules.ts'
import { inTransit, lockTransfer, placeOf, type StoredPlace, type TransferHead } from './store.ts'

/** Somebody carries it, where the way wants that or somebody was named all the same. Refuses CARRIER_REQUIRED and what naming refuses. */
export async function nameAtSending(
  tx: Tx,
  actor: Actor,
  of: {
    readonly transferId: number
    readonly source: StoredPlace
    readonly destination: StoredPlace
    readonly carrierId: number | undefined
  },
): Promise<void> {
  const { source, destination, carrierId } = of
  const rule = await ruleFor(tx, actor.orgId, { from: source.id, to: destination.id })
  if (carrierId === undefined) {
    // What stood on paper was carried long ago, and its carrier can sign for nothing now.
    if (rule.mode === 'required' && !actor.paper)
      throw new Refusal('CARRIER_REQUIRED', { from: source.name, to: destination.name })
    return
  }
  await nameOne(tx, actor, {
    transferId: of.transferId,
    carrierId,
    checkedBy: witnessOf(actor).userId,
    minutes: rule.minutes,
  })
}

/** Who receives has it from the carrier. Refuses CARRIER_NOT_TAKEN, CARRIER_IS_RECEIVER. */
export async function receiveFromCarrier(
  tx: Tx,
  actor: Actor,
  t: Pick<TransferHead, 'id' | 'no'>,
): Promise<void> {
  const all = await carriageOf(tx, t.id)
  checkReceiver(
    t.no,
    all.map((c) => ({ id: c.carrierId, name: c.carrier, takenAt: c.takenAt })),
    actor.userId,
  )
}

/** A transfer of which something is still on its way; locked. Refuses NOT_FOUND, DOCUMENT_CLOSED. */
async function moving(tx: Tx, actor: Actor, id: number): Promise<TransferHead> {
  const transfer = await lockTransfer(tx, actor.orgId, id)
  if ((await inTransit(tx, actor.orgId, transfer.accountId)).length === 0)
    throw new Refusal('DOCUMENT_CLOSED', { no: transfer.no, state: '结清' })
  return transfer
}

const ofTransfer = (t: { id: number; no: string }) => ({ kind: 'transfer', id: t.id, no: t.no })

export const carrierRoutes: Route[] = [
  on(listCarrierRules, async (tx, _actor, { org }) => ({ rows: await rulesOf(tx, org ?? null) })),

  on(listCarriers, async (tx, actor) => ({ people: await carriers(tx, actor.orgId, actor.at) })),

  on(setCarrierRule, async (tx, actor, input) => {
    const { sourceLocationId: from, destinationLocationId: to, mode, minutes } = input
    if ((from === undefined) !== (to === undefined)) throw new Refusal('CARRIER_PAIR')
    const places =
      from === undefined || to === undefined
        ? undefined
        : [await placeOf(tx, actor.orgId, from), await placeOf(tx, actor.orgId, to)]
    const [source, destination] = places ?? []
    if (source && destination) checkRoute(source, destination)
    await tx`
      insert into requisition.carrier_rule (org_id, source_location_id, destination_location_id, mode, minutes, reason, set_by, set_at)
      values (${actor.orgId}, ${from ?? null}, ${to ?? null}, ${mode}, ${minutes}, ${input.reason.trim()}, ${actor.userId}, ${actor.at})`
    const subject = source
      ? { kind: 'place', id: source.id, no: source.name }
      : { kind: 'org', id: actor.orgId, no: '' }
    tell(
      actor,
      subject,
      { carrierRule: { from: from ?? null, to: to ?? null, mode, minutes } },
      { reason: input.reason },
    )
    return { ok: true as const }
  }),

  on(nameCarrier, async (tx, actor, { id, carrierId, reason }) => {
    const transfer = await moving(tx, actor, id)
    const now = await underway(tx, actor.orgId, id)
    const rule = await ruleFor(tx, actor.orgId, {
      from: transfer.sourceLocationId,
      to: transfer.destinationLocationId,
    })
    const checkedBy = now.checkedBy.id
    const minutes = now.minutes || rule.minutes
    await nameOne(tx, actor, { transferId: id, carrierId, checkedBy, minutes, reason: reason.trim() })
    tell(actor, ofTransfer(transfer), { carrierId, before: now.named?.id ?? null }, { reason })
    return { ok: true as const }
  }),

  on(handOver, async (tx, actor, { id }) => {
    const transfer = await moving(tx, actor, id)
    const now = await underway(tx, actor.orgId, id)
    const carrier = witnessOf(actor)
    checkHandOver(now, { giver: actor.userId, taker: carrier.userId })
    assert(now.carrierRow !== null, 'a carrier that may be given it was named')
    const dueAt = dueOfWay(actor.at, now.minutes, now.dueAt)
    await tx`
      insert into requisition.carry (org_id, carrier_row, transfer_id, handed_by, taken_at, due_at, event_id)
      values (${actor.orgId}, ${now.carrierRow}, ${id}, ${actor.userId}, ${actor.at}, ${dueAt}, ${actor.eventId})`
    await entrust(tx, actor.orgId, transfer.accountId, { holderId: carrier.userId, dueAt })
    tell(actor, ofTransfer(transfer), { carrierId: carrier.userId, dueAt })
    return { takenAt: actor.at, dueAt }
  }),
]
