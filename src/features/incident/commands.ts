import { tell, type Actor } from '#core/actor.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { holdRecords, releaseHolds } from '#core/hold.ts'
import { accountOf, sink } from '#core/ledger/accounts.ts'
import { unitSumsOf } from '#core/ledger/drugs.ts'
import { post } from '#core/ledger/post.ts'
import { reverseOf, type Line } from '#core/ledger/rules.ts'
import { takeLines } from '#core/ledger/takes.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  acknowledgeIncident,
  addIncidentStep,
  closeIncident,
  loseStock,
  openIncident,
  recoverStock,
  releaseIncidentHold,
} from './contract.ts'
import { checkClose, checkStep, clocksOf } from './rules.ts'
import { lockIncident, lossesOf, recordsOf, type IncidentHead } from './store.ts'

const about = (head: Pick<IncidentHead, 'id' | 'no'>) => ({ kind: 'incident', id: head.id, no: head.no })
const ok = { ok: true } as const

async function insertDrugs(
  tx: Tx,
  actor: Actor,
  incidentId: number,
  drugs: readonly { drugId: number; lotNo?: string | undefined; code?: string | undefined; units: number }[],
): Promise<void> {
  await tx`
    insert into incident.drug (org_id, incident_id, drug_id, lot_no, code, units)
    select ${actor.orgId}, ${incidentId}, d.drug_id, nullif(d.lot_no, ''), nullif(d.code, ''), d.units
    from unnest(${drugs.map((d) => d.drugId)}::bigint[], ${drugs.map((d) => d.lotNo ?? '')}::text[], ${drugs.map((d) => d.code ?? '')}::text[],
      ${drugs.map((d) => d.units)}::int[]) as d (drug_id, lot_no, code, units)`.catch((error: unknown) => {
    if (brokenConstraint(error)?.includes('drug_id')) throw new Refusal('NOT_FOUND')
    throw error
  })
}

export const incidentCommands: Route[] = [
  on(openIncident, async (tx, actor, input) => {
    if (Date.parse(input.foundAt) > Date.parse(actor.at)) throw new Refusal('TIME_IN_FUTURE')
    const clocks = clocksOf(actor.at)
    const from = new Date(Date.parse(input.foundAt) - input.windowHours * 3_600_000).toISOString()
    const no = await documentNo(tx, actor, 'SJ')
    const [row] = await tx<{ id: number }[]>`
      insert into incident.incident (org_id, no, kind, found_at, found_place, found_by, summary, window_from, clock_version,
        escalate_due_at, report_due_at, opened_by, opened_at)
      values (${actor.orgId}, ${no}, ${input.kind}, ${input.foundAt}, ${input.foundPlace}, ${input.foundBy}, ${input.summary}, ${from},
        ${clocks.version}, ${clocks.escalateDueAt}, ${clocks.reportDueAt}, ${actor.userId}, ${actor.at})
      returning id`
    assert(row, 'an inserted incident has a number')
    await insertDrugs(tx, actor, row.id, input.drugs)
    const cause = about({ id: row.id, no })
    const records = await recordsOf(tx, actor, {
      drugIds: input.drugs.map((d) => d.drugId),
      from,
      hours: input.windowHours,
    })
    const held = await holdRecords(tx, actor, { cause, reason: `${no} 证据冻结`, records })
    const lines = input.drugs.map((d) => ({ drugId: d.drugId, quantity: d.units }))
    const sums = await unitSumsOf(tx, actor.orgId, lines)
    const amount = sums.map((s) => `${s.units} ${s.unit}`).join('、')
    const personal = { foundBy: input.foundBy, foundPlace: input.foundPlace, summary: input.summary }
    tell(actor, cause, { kind: input.kind, amount, held, windowFrom: from }, personal)
    return { id: row.id, no, reportDueAt: clocks.reportDueAt, held }
  }),

  on(addIncidentStep, async (tx, actor, { id, kind, receiver, text }) => {
    const head = await lockIncident(tx, actor.orgId, id)
    checkStep(kind, receiver, head)
    await tx`
      insert into incident.step (org_id, incident_id, kind, receiver, text, done_by, done_at)
      values (${actor.orgId}, ${id}, ${kind}, ${receiver ?? null}, ${text}, ${actor.userId}, ${actor.at})`
    tell(actor, about(head), { kind, receiver: receiver ?? null }, { text })
    return ok
  }),

  on(loseStock, async (tx, actor, input) => {
    const head = await lockIncident(tx, actor.orgId, input.id)
    const from = await accountOf(tx, actor, input.accountId)
    if (!from.inside || from.kind === 'empties') throw new Refusal('NOT_FOUND')
    const lost = await sink(tx, actor, 'lost')
    const want = { from: from.id, to: lost.id, picks: input.picks, act: '记丢失' }
    const { lines } = await takeLines(tx, actor, want, from.kind === 'location')
    const movementId = await post(tx, actor, {
      kind: 'lose',
      cause: about(head),
      lines,
      reason: input.reason,
    })
    const units = lines.filter((l) => l.to === lost.id).reduce((n, l) => n + l.quantity, 0)
    tell(actor, about(head), { units }, { reason: input.reason })
    return { movementId, units }
  }),

  on(recoverStock, async (tx, actor, { id, movementId, reason }) => {
    const head = await lockIncident(tx, actor.orgId, id)
    const [own] = await tx`
      select 1 from ledger.movement where org_id = ${actor.orgId} and id = ${movementId} and cause_kind = 'incident' and cause_id = ${id}
        and kind = 'lose' and reverses_id is null`
    if (!own) throw new Refusal('NOT_FOUND')
    if (!(await lossesOf(tx, actor.orgId, id)).includes(movementId))
      throw new Refusal('MOVEMENT_ALREADY_REVERSED')
    const lines = await tx<Line[]>`
      select item, drug_id, lot_id, code, source_id as "from", destination_id as "to", quantity
      from ledger.entry where org_id = ${actor.orgId} and movement_id = ${movementId} order by line`
    const found = await post(tx, actor, {
      kind: 'lose',
      cause: about(head),
      lines: reverseOf(lines),
      reverses: movementId,
      reason,
    })
    tell(actor, about(head), { reverses: movementId }, { reason })
    return { movementId: found }
  }),

  on(closeIncident, async (tx, actor, { id, outcome, note }) => {
    const head = await lockIncident(tx, actor.orgId, id)
    checkClose(outcome, (await lossesOf(tx, actor.orgId, id)).length, head)
    await tx`
      update incident.incident set outcome = ${outcome}, outcome_note = ${note}, closed_by = ${actor.userId}, closed_at = ${actor.at}
      where org_id = ${actor.orgId} and id = ${id}`
    tell(actor, about(head), { outcome }, { note })
    return ok
  }),

  on(releaseIncidentHold, async (tx, actor, { id, reason }) => {
    const head = await lockIncident(tx, actor.orgId, id, 'taken')
    if (head.closedAt === null) throw new Refusal('INCIDENT_OPEN', { no: head.no })
    const released = await releaseHolds(tx, actor, { cause: { kind: 'incident', id }, reason })
    tell(actor, about(head), { released }, { reason })
    return { released }
  }),

  on(acknowledgeIncident, async (tx, actor, { id, text }) => {
    const [row] = await tx<
      { orgId: number; no: string }[]
    >`select org_id, no from incident.incident where id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    if (row.orgId === actor.orgId) throw new Refusal('INCIDENT_OWN')
    await tx`
      insert into incident.acknowledgement (org_id, hospital_id, incident_id, text, done_by, done_name, done_at)
      values (${actor.orgId}, ${row.orgId}, ${id}, ${text}, ${actor.userId}, ${actor.name}, ${actor.at})`
    tell(actor, about({ id, no: row.no }), { hospital: row.orgId }, { text })
    return ok
  }),
]
