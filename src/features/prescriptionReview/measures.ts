import { tell, witnessOf, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { holdQualification, liftHold } from '#core/identity/holds.ts'
import { insertQualification } from '#core/identity/staff.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  decideMeasure,
  measureKindTitle,
  restoreRight,
  type MeasureKind,
  type MeasureState,
} from './measureContract.ts'
import { checkMeasure, checkOthers, checkTerm, consequence, windowStart } from './rules.ts'
import { judgedOf } from './store.ts'

const ok = { ok: true as const }

export const measureState = (tx: Tx) => tx`
  case when m.decision is null then 'proposed' when m.decision = 'dropped' then 'dropped' when m.ended_at is not null then 'ended' else 'inForce' end`

/**
 * What the prescriber's verdicts come to, proposed in the act that made the last of them. One proposal waits at a time; what
 * comes meanwhile counts for the next. Says its number.
 */
export async function propose(tx: Tx, actor: Actor, prescriberId: number): Promise<string | null> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`prescriptionMeasure/${actor.orgId}/${prescriberId}`}, 0))`
  const past = await tx<{ kind: MeasureKind; state: MeasureState; decidedAt: string | null }[]>`
    select m.kind, ${measureState(tx)} as state, m.decided_at from prescription_review.measure m
    where m.org_id = ${actor.orgId} and m.prescriber_id = ${prescriberId} order by m.id desc limit 500`
  if (past.some((m) => m.state === 'proposed')) return null
  const upheld = past.filter((m) => m.state !== 'dropped')
  const restricted = upheld[0]?.kind === 'restrict' ? upheld[0].decidedAt : null
  const all = await judgedOf(tx, actor.orgId, prescriberId, windowStart(actor.at))
  const cancelled = upheld.some((m) => m.kind === 'cancel' && m.state === 'inForce')
  const next = consequence(all, { restrictedAt: restricted, cancelled }, actor.at)
  if (!next) return null
  const no = await documentNo(tx, actor, 'CF')
  const [row] = await tx<{ id: number }[]>`
    insert into prescription_review.measure (org_id, no, prescriber_id, kind, proposed_at)
    values (${actor.orgId}, ${no}, ${prescriberId}, ${next.kind}, ${actor.at}) returning id`
  assert(row, 'an inserted measure has a number')
  await tx`
    insert into prescription_review.measure_item (org_id, measure_id, item_id)
    select ${actor.orgId}, ${row.id}, i from unnest(${next.itemIds}::bigint[]) as i`
  return no
}

interface Measure {
  readonly id: number
  readonly no: string
  readonly prescriberId: number
  readonly prescriber: string
  readonly kind: MeasureKind
  readonly state: MeasureState
  readonly decidedAt: string | null
  readonly endsOn: string | null
  readonly rightUntil: string | null
}

/** Refuses: NOT_FOUND. */
async function lockMeasure(tx: Tx, actor: Actor, id: number): Promise<Measure> {
  const [row] = await tx<Measure[]>`
    select m.id, m.no, m.prescriber_id, u.name as prescriber, m.kind, ${measureState(tx)} as state, m.decided_at, m.ends_on, m.right_until
    from prescription_review.measure m join identity.app_user u on u.org_id = m.org_id and u.id = m.prescriber_id
    where m.org_id = ${actor.orgId} and m.id = ${id} for update of m`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

const about = (m: Measure) => ({ kind: 'prescriptionMeasure', id: m.id, no: m.no })

async function decide(tx: Tx, actor: Actor, input: InputOf<typeof decideMeasure>) {
  const { measureId, outcome, endsOn, reason } = input
  const m = await lockMeasure(tx, actor, measureId)
  checkMeasure(m, 'proposed', '再决定')
  checkOthers(m.prescriberId, [actor, witnessOf(actor)])
  checkTerm(m.kind, outcome, endsOn, dayOf(actor.at))
  const held =
    outcome === 'upheld'
      ? await holdQualification(tx, actor, {
          userId: m.prescriberId,
          type: 'prescribe',
          basis: m.no,
          reason: measureKindTitle[m.kind],
          endsOn: endsOn ?? null,
        })
      : { revoked: [], until: null }
  await tx`
    update prescription_review.measure set decision = ${outcome}, reason = ${reason}, decided_by = ${actor.userId},
      witness_id = ${witnessOf(actor).userId}, decided_at = ${actor.at}, ends_on = ${endsOn ?? null}, right_until = ${held.until}
    where org_id = ${actor.orgId} and id = ${m.id}`
  const facts = { prescriber: m.prescriberId, kind: m.kind, outcome, endsOn, revoked: held.revoked }
  tell(actor, about(m), facts, { reason })
  return ok
}

/** How long the right may run now: what was left of it, or what a new exam gives. Refuses: MEASURE_NOT_OVER, MEASURE_RETRAIN. */
async function rightAgain(tx: Tx, actor: Actor, m: Measure): Promise<string | null> {
  const today = dayOf(actor.at)
  if (m.kind === 'restrict') {
    if (m.endsOn !== null && today <= m.endsOn)
      throw new Refusal('MEASURE_NOT_OVER', { no: m.no, until: m.endsOn })
    return m.rightUntil !== null && m.rightUntil > today ? m.rightUntil : null
  }
  const since = dayOf(m.decidedAt ?? actor.at)
  const [passed] = await tx<{ until: string }[]>`
    select (e.examined_on + make_interval(months => c.valid_months))::date - 1 as until
    from training.exam e join training.course c on c.org_id = e.org_id and c.id = e.course_id
    where e.org_id = ${actor.orgId} and e.user_id = ${m.prescriberId} and c.qualification = 'prescribe' and e.passed
      and e.withdrawn_at is null and e.recorded_at > ${m.decidedAt} order by until desc limit 1`
  if (!passed) throw new Refusal('MEASURE_RETRAIN', { name: m.prescriber, since })
  return passed.until > today ? passed.until : null
}

async function restore(tx: Tx, actor: Actor, { measureId, reason }: InputOf<typeof restoreRight>) {
  const m = await lockMeasure(tx, actor, measureId)
  checkMeasure(m, 'inForce', '恢复')
  checkOthers(m.prescriberId, [actor, witnessOf(actor)])
  const validTo = await rightAgain(tx, actor, m)
  await liftHold(tx, actor, { userId: m.prescriberId, type: 'prescribe' }, `${m.no} ${reason}`)
  const qualificationId =
    validTo &&
    (await insertQualification(tx, actor, {
      userId: m.prescriberId,
      type: 'prescribe',
      validFrom: dayOf(actor.at),
      validTo,
      reason: `${m.no} 恢复处方权`,
      assessedOn: dayOf(actor.at),
    }))
  await tx`
    update prescription_review.measure set ended_at = ${actor.at}, ended_by = ${actor.userId}, end_witness_id = ${witnessOf(actor).userId},
      end_reason = ${reason}
    where org_id = ${actor.orgId} and id = ${m.id}`
  tell(actor, about(m), { restored: qualificationId, validTo }, { reason })
  return { validTo }
}

export const measureCommands: Route[] = [on(decideMeasure, decide), on(restoreRight, restore)]
