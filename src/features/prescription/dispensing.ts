import { tell, witnessOf, type Actor } from '#core/actor.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { requireCount } from '#core/countFirst/require.ts'
import { sink } from '#core/ledger/accounts.ts'
import { checkFefo } from '#core/ledger/fefo.ts'
import { pickLines } from '#core/ledger/picks.ts'
import { post } from '#core/ledger/post.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { dispense, fourChecks } from './contract.ts'
import { owedBy, type HomeOwed } from './empties.ts'
import { drugTitle, judge, passGates, type Case, type Judged } from './gates.ts'
import { checkDispensary, checkQuantity, checkSigned, checkTaker, checkValid, stateTitle } from './rules.ts'
import { linesOf, lockPatient, lockPrescription, type Stored } from './store.ts'

type Dispensing = InputOf<typeof dispense>

interface Window {
  readonly accountId: number
  readonly kind: 'outpatient' | 'emergency' | 'inpatient' | null
}

/** The prescription may still be filled. Refuses NOT_FOUND, DOCUMENT_CLOSED, RX_EXPIRED, RX_UNSIGNED. */
export async function fillable(tx: Tx, actor: Actor, id: number): Promise<Stored> {
  const rx = await lockPrescription(tx, actor, id)
  if (!rx) throw new Refusal('NOT_FOUND')
  if (rx.voidedAt !== null) throw new Refusal('DOCUMENT_CLOSED', { no: rx.no, state: '作废' })
  if (rx.filledNo !== null)
    throw new Refusal('DOCUMENT_CLOSED', {
      no: rx.no,
      state: `${stateTitle.done.replace('已', '')}（${rx.filledNo}）`,
    })
  checkValid(rx, actor.at)
  checkSigned(rx, '调配')
  return rx
}

async function windowOf(tx: Tx, actor: Actor, locationId: number): Promise<Window> {
  const [row] = await tx<Window[]>`
    select l.account_id, w.kind from place.location l
    left join prescription.dispensary w on w.org_id = l.org_id and w.location_id = l.id
    where l.org_id = ${actor.orgId} and l.id = ${locationId} and l.kind = 'store' and l.stopped_at is null`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

/** 438号 Art 27: empties of what was taken home before come back first. A shortfall needs a reason that stays. */
function checkEmpties(
  owed: readonly HomeOwed[],
  judged: readonly Judged[],
  reason: string | undefined,
): void {
  if (!judged.some((j) => j.facts.container !== null) || reason) return
  const [first] = owed
  if (!first) return
  const units = owed.reduce((n, o) => n + o.owed, 0)
  throw new Refusal('RX_EMPTIES_OWED', { container: first.container, lot: first.lotNo, units })
}

function caseOf(rx: Stored): Case {
  const { category, encounter, purpose, useAt, overLimitReason, overlapReason } = rx
  const who = { idNo: rx.patientIdNo, recordNo: rx.recordNo }
  return { category, encounter, purpose, useAt, overLimitReason, overlapReason, who }
}

async function insertDispense(
  tx: Tx,
  actor: Actor,
  input: Dispensing,
  rest: { no: string; movementId: number },
): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into prescription.dispense (org_id, no, prescription_id, location_id, taken_by, empties_reason, fefo_reason, dispensed_by,
      checked_by, dispensed_at, movement_id)
    values (${actor.orgId}, ${rest.no}, ${input.id}, ${input.locationId}, ${input.takenBy}, ${input.emptiesReason ?? null},
      ${input.fefoReason ?? null}, ${actor.userId}, ${witnessOf(actor).userId}, ${actor.at}, ${rest.movementId}) returning id`
  assert(row, 'an inserted dispense has a number')
  return row.id
}

export const dispensingCommands: Route[] = [
  on(dispense, async (tx, actor, input) => {
    const rx = await fillable(tx, actor, input.id)
    if (rx.useAt === 'institution') throw new Refusal('RX_WRONG_WAY', { no: rx.no })
    if (input.checked.length < fourChecks.length) throw new Refusal('RX_CHECKLIST')
    const c = caseOf(rx)
    await lockPatient(tx, actor.orgId, c.who)
    const window = await windowOf(tx, actor, input.locationId)
    const judged = await judge(tx, actor, await linesOf(tx, rx.id), c)
    checkDispensary(window.kind ?? undefined, { series: rx.series, forms: judged.map((j) => j.item.form) })
    checkTaker(
      { by: input.takenBy, idNo: input.takerIdNo },
      { ...rx, emergency: rx.emergencyReason !== null },
    )
    await passGates(tx, actor, judged, c)
    const owed = await owedBy(tx, actor.orgId, c.who)
    checkEmpties(owed, judged, input.emptiesReason)
    const patient = await sink(tx, actor, 'patient')
    const picked = await pickLines(tx, actor, {
      from: window.accountId,
      to: patient.id,
      picks: input.picks,
      label: true,
      act: '发出',
    })
    checkQuantity(
      judged.map((j) => ({
        drugId: j.facts.drugId,
        drug: drugTitle(j.facts),
        unit: j.facts.unit,
        units: j.item.units,
      })),
      picked.unitsByDrug,
    )
    await requireCount(tx, actor, {
      locationId: input.locationId,
      act: 'dispense',
      drugIds: picked.unitsByDrug.keys(),
    })
    const out = picked.lines.filter((l) => l.to === patient.id).map((l) => ({ ...l, from: window.accountId }))
    await checkFefo(tx, actor, window.accountId, out, input.fefoReason)
    const no = await documentNo(tx, actor, 'FY')
    const movementId = await post(tx, actor, {
      kind: 'dispense',
      cause: { kind: 'prescription', id: rx.id, no: rx.no },
      lines: picked.lines,
      reason: input.fefoReason,
    })
    const id = await insertDispense(tx, actor, input, { no, movementId })
    const { takerIdNo: _idNo, picks: _picks, emptiesReason, fefoReason, ...facts } = input
    tell(
      actor,
      { kind: 'dispense', id, no },
      { ...facts, prescription: rx.no, emptiesOwed: owed.reduce((n, o) => n + o.owed, 0) },
      { emptiesReason, fefoReason },
    )
    return { id, no, movementId, labels: picked.labels }
  }),
]
