import { tell, witnessOf, type Actor } from '#core/actor.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { Refusal, refusalText } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { matchOrder, matchPrescription, rescueCandidates } from './contract.ts'
import { isLate, orderFaults } from './rules.ts'
import { openPrescriptions, prescriptionOf, rescueOf, wordsFor, type Standing } from './store.ts'

const closed = ({ no }: Standing) => new Refusal('DOCUMENT_CLOSED', { no, state: '补办医嘱' })

/** What is still whole may come back, and then the order would say too much. Refuses DOCUMENT_CLOSED, RESCUE_STILL_HELD. */
function refuseSettled(rescue: Standing): void {
  if (rescue.matched) throw closed(rescue)
  if (rescue.held !== null) throw new Refusal('RESCUE_STILL_HELD', { held: rescue.held })
}

interface Match {
  readonly prescriptionId?: number
  readonly orderNo?: string
  readonly doctorReason?: string | undefined
}

async function write(tx: Tx, actor: Actor, rescue: Standing, match: Match): Promise<{ late: boolean }> {
  const confirmedBy = match.orderNo === undefined ? null : witnessOf(actor).userId
  await tx`
    insert into emergency.order_match (org_id, issue_id, prescription_id, order_no, doctor_reason, matched_by, confirmed_by, matched_at)
    values (${actor.orgId}, ${rescue.id}, ${match.prescriptionId ?? null}, ${match.orderNo ?? null}, ${match.doctorReason?.trim() || null},
      ${actor.userId}, ${confirmedBy}, ${actor.at})`.catch((error: unknown) => {
    // Two desks at once: an issue cannot be locked, because nobody may change it.
    if (brokenConstraint(error) !== 'order_match_pkey') throw error
    throw closed(rescue)
  })
  const late = isLate(rescue.orderDueAt, actor.at)
  const { doctorReason, ...facts } = match
  tell(
    actor,
    { kind: 'issue', id: rescue.id, no: rescue.no },
    { ...facts, orderDueAt: rescue.orderDueAt, late },
    doctorReason ? { doctorReason } : undefined,
  )
  return { late }
}

export const emergencyRoutes: Route[] = [
  on(rescueCandidates, async (tx, actor, { id }) => {
    const rescue = await rescueOf(tx, actor, id)
    const open = await openPrescriptions(tx, actor, rescue)
    const drugs = [...rescue.used.keys(), ...open.flatMap((o) => [...o.lines.keys()])]
    const words = await wordsFor(tx, actor, drugs)
    const rows = open.map((order) => {
      const faults = orderFaults(rescue, order, '已写明', words)
      return {
        prescriptionId: order.id,
        no: order.no,
        writtenAt: order.writtenAt,
        prescriber: order.doctor,
        otherDoctor: order.doctorId !== rescue.doctorId,
        lines: [...order.lines].map(([drug, units]) => `${words.nameOf(drug)} ${words.amount(drug, units)}`),
        faults: faults.map(({ code, facts }) => refusalText(code, facts)),
      }
    })
    return { rows: rows.toSorted((a, b) => a.faults.length - b.faults.length) }
  }),

  on(matchPrescription, async (tx, actor, { id, prescriptionId, doctorReason }) => {
    const rescue = await rescueOf(tx, actor, id)
    refuseSettled(rescue)
    const order = await prescriptionOf(tx, actor, prescriptionId)
    const words = await wordsFor(tx, actor, [...rescue.used.keys(), ...order.lines.keys()])
    const [fault] = orderFaults(rescue, order, doctorReason, words)
    if (fault) throw new Refusal(fault.code, fault.facts)
    const other = rescue.doctorId === order.doctorId ? undefined : doctorReason
    return write(tx, actor, rescue, { prescriptionId, doctorReason: other })
  }),

  on(matchOrder, async (tx, actor, { id, orderNo }) => {
    const rescue = await rescueOf(tx, actor, id)
    refuseSettled(rescue)
    if (witnessOf(actor).userId !== rescue.doctorId)
      throw new Refusal('RESCUE_NOT_DOCTOR', { doctor: rescue.doctor })
    return write(tx, actor, rescue, { orderNo: orderNo.trim() })
  }),
]
