import { tell, witnessOf, type Actor } from '#core/actor.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { sink } from '#core/ledger/accounts.ts'
import { lotOf } from '#core/ledger/codes.ts'
import { unitSumsOf } from '#core/ledger/drugs.ts'
import { pickLines } from '#core/ledger/picks.ts'
import { post } from '#core/ledger/post.ts'
import type { Line } from '#core/ledger/rules.ts'
import { documentNo } from '#core/numbering.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { printPatientReturn, receivePatientReturn, rollUpReturns } from './contract.ts'
import { checkGiven, whoOf } from './rules.ts'
import { boxOf, givenOf, patientOf, patientOfDispense, spotOf } from './store.ts'

type Items = InputOf<typeof receivePatientReturn>['items']

/** Packs without a code of ours get the lot that is printed on them. Refuses: NOT_FOUND, LOT_MISMATCH. */
async function toPicks(tx: Tx, actor: Actor, items: Items) {
  const picks: ({ code: string; units: number } | { lotId: number; units: number })[] = []
  for (const item of items) {
    if (!('drugId' in item)) {
      picks.push(item)
      continue
    }
    const [drug] = await tx`select 1 from ledger.drug where org_id = ${actor.orgId} and id = ${item.drugId}`
    if (!drug) throw new Refusal('NOT_FOUND')
    picks.push({ lotId: await lotOf(tx, actor, item), units: item.units })
  }
  return picks
}

export const patientReturnCommands: Route[] = [
  on(receivePatientReturn, async (tx, actor, input) => {
    const spot = await spotOf(tx, actor.orgId, input.locationId)
    const known =
      input.issueId !== undefined
        ? await patientOf(tx, actor.orgId, input.issueId)
        : input.dispenseId !== undefined
          ? await patientOfDispense(tx, actor.orgId, input.dispenseId)
          : undefined
    const who = whoOf(known, input.patient && { ...input.patient, idNo: input.patient.idNo ?? null })
    const account = await boxOf(tx, actor, spot)
    const patient = await sink(tx, actor, 'patient')
    const picks = await toPicks(tx, actor, input.items)
    const want = {
      from: patient.id,
      to: account,
      picks,
      act: '接收',
      label: false,
      expired: 'taken' as const,
    }
    const { lines } = await pickLines(tx, actor, want)
    const coded = lines.filter((l) => l.code !== '').map((l) => ({ code: l.code, want: l.quantity }))
    checkGiven(await givenOf(tx, actor.orgId, patient.id, coded))
    const id = actor.eventId
    const no = await documentNo(tx, actor, 'JH')
    const cause = { kind: 'patientReturn', id, no }
    const movementId = await post(tx, actor, { kind: 'patientReturn', cause, lines, reason: input.reason })
    await tx`
      insert into patient_return.receipt (org_id, id, no, location_id, account_id, issue_id, patient_name, record_no, patient_id_no,
        agent_name, agent_id_no, reason, movement_id, received_by, witnessed_by, received_at)
      overriding system value
      values (${actor.orgId}, ${id}, ${no}, ${spot.id}, ${account}, ${input.issueId ?? null}, ${who.name}, ${who.recordNo}, ${who.idNo},
        ${input.agent?.name ?? null}, ${input.agent?.idNo ?? null}, ${input.reason}, ${movementId}, ${actor.userId},
        ${witnessOf(actor).userId}, ${actor.at})`
    const units = lines.reduce((n, l) => n + l.quantity, 0)
    tell(
      actor,
      cause,
      { units, issueId: input.issueId ?? null, dispenseId: input.dispenseId ?? null },
      { patient: who, agent: input.agent, reason: input.reason },
    )
    return { id, no, movementId, units }
  }),

  on(rollUpReturns, async (tx, actor, input) => {
    if (input.sourceLocationId === input.locationId) throw new Refusal('TRANSFER_SAME_PLACE')
    const from = await spotOf(tx, actor.orgId, input.sourceLocationId)
    const to = await spotOf(tx, actor.orgId, input.locationId)
    // Boxes are locked in the order of their places.
    const [low, high] = from.id < to.id ? [from, to] : [to, from]
    const [a, b] = [await boxOf(tx, actor, low), await boxOf(tx, actor, high)]
    const [source, target] = low === from ? [a, b] : [b, a]
    const held = await tx<{ drugId: number; lotId: number; code: string; quantity: number }[]>`
      select drug_id, lot_id, code, quantity from ledger.balance
      where org_id = ${actor.orgId} and account_id = ${source} and item = 'intact' and quantity > 0 order by lot_id, code limit 5000`
    if (held.length === 0) throw new Refusal('PATIENT_RETURN_BOX_EMPTY', { place: from.name })
    const lines = held.map((h): Line => ({ ...h, item: 'intact', from: source, to: target }))
    const id = actor.eventId
    const no = await documentNo(tx, actor, 'JZ')
    const cause = { kind: 'returnRollUp', id, no }
    const movementId = await post(tx, actor, { kind: 'rollUpReturns', cause, lines })
    await tx`
      insert into patient_return.roll_up (org_id, id, no, source_location_id, location_id, movement_id, handed_by, received_by, rolled_at)
      overriding system value
      values (${actor.orgId}, ${id}, ${no}, ${from.id}, ${to.id}, ${movementId}, ${actor.userId}, ${witnessOf(actor).userId}, ${actor.at})`
    const units = lines.reduce((n, l) => n + l.quantity, 0)
    tell(actor, cause, { units })
    return { id, no, movementId, units, sums: await unitSumsOf(tx, actor.orgId, lines) }
  }),

  on(printPatientReturn, async (tx, actor, { id }) => {
    const [row] = await tx<
      {
        no: string
        patientName: string
        recordNo: string
        patientIdNo: string | null
        agentName: string | null
        agentIdNo: string | null
      }[]
    >`
      select no, patient_name, record_no, patient_id_no, agent_name, agent_id_no from patient_return.receipt
      where org_id = ${actor.orgId} and id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    const { no, ...people } = row
    tell(actor, { kind: 'patientReturn', id, no })
    return people
  }),
]
