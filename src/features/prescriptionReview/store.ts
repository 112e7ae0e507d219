import type { Actor } from '#core/actor.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { mostFrame, type FindingCode, type ItemState, type Verdict } from './contract.ts'
import type { Hands, Judged } from './rules.ts'

export const codesOf = (tx: Tx): Promise<FindingCode[]> =>
  tx<FindingCode[]>`select code, verdict, title from prescription_review.finding_code order by sort`

export interface Asked {
  readonly from: string
  readonly to: string
  readonly classes: readonly string[]
  readonly departmentIds: readonly number[]
  readonly prescriberIds: readonly number[]
}

export interface InFrame {
  readonly id: number
  readonly no: string
}

/** Draws of one hospital happen one after another: none sees a frame that another is drawing from. Held to the end of the act. */
export async function lockDraws(tx: Tx, orgId: number): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`prescriptionReview/${orgId}`}, 0))`
}

/** 麻、精 prescriptions of the period that count, and that no draw holds yet; one more than may be, so that too many are seen. */
export async function frameOf(tx: Tx, orgId: number, a: Asked): Promise<InFrame[]> {
  return tx<InFrame[]>`
    select p.id, p.no from prescription.prescription p
    where p.org_id = ${orgId} and p.series in ('narcotic', 'second') and p.voided_at is null
      and not (p.countersign and p.countersigned_at is null)
      and p.written_at >= ${a.from}::date::timestamp at time zone 'Asia/Shanghai'
      and p.written_at < (${a.to}::date + 1)::timestamp at time zone 'Asia/Shanghai'
      and (${a.departmentIds.length === 0} or p.department_id = any (${[...a.departmentIds]}::bigint[]))
      and (${a.prescriberIds.length === 0} or p.prescriber_id = any (${[...a.prescriberIds]}::bigint[]))
      and (${a.classes.length === 0} or exists (select from prescription.line l
        where l.org_id = p.org_id and l.prescription_id = p.id and l.class = any (${[...a.classes]}::text[])))
      and not exists (select from prescription_review.item i where i.org_id = p.org_id and i.prescription_id = p.id)
    order by p.no limit ${mostFrame + 1}`
}

export interface NewReview extends Asked {
  readonly no: string
  readonly measure: 'count' | 'share'
  readonly size: number
  readonly hash: Buffer
  readonly seed: Buffer
  readonly frame: readonly InFrame[]
  /** In the order of the draw. */
  readonly drawn: readonly number[]
}

export async function insertReview(tx: Tx, actor: Actor, r: NewReview): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into prescription_review.review (org_id, no, period_from, period_to, classes, department_ids, prescriber_ids, measure, size,
      frame_count, frame_hash, seed, drawn_count, drawn_by, drawn_at)
    values (${actor.orgId}, ${r.no}, ${r.from}, ${r.to}, ${[...r.classes]}::text[], ${[...r.departmentIds]}::bigint[],
      ${[...r.prescriberIds]}::bigint[], ${r.measure}, ${r.size}, ${r.frame.length}, ${r.hash}, ${r.seed}, ${r.drawn.length},
      ${actor.userId}, ${actor.at}) returning id`
  assert(row, 'an inserted review has a number')
  await tx`
    insert into prescription_review.frame (org_id, review_id, prescription_id)
    select ${actor.orgId}, ${row.id}, p from unnest(${r.frame.map((f) => f.id)}::bigint[]) as p`
  await tx`
    insert into prescription_review.item (org_id, review_id, prescription_id, rank)
    select ${actor.orgId}, ${row.id}, p, n from unnest(${[...r.drawn]}::bigint[]) with ordinality as t (p, n)`
  return row.id
}

/** Refuses: REVIEW_TWICE. */
export async function insertAdded(
  tx: Tx,
  actor: Actor,
  a: { reviewId: number; rx: InFrame; reason: string },
): Promise<number> {
  const [known] = await tx<{ no: string }[]>`
    select r.no from prescription_review.item i join prescription_review.review r on r.org_id = i.org_id and r.id = i.review_id
    where i.org_id = ${actor.orgId} and i.prescription_id = ${a.rx.id}`
  if (known) throw new Refusal('REVIEW_TWICE', { no: a.rx.no, review: known.no })
  const [row] = await tx<{ id: number }[]>`
    insert into prescription_review.item (org_id, review_id, prescription_id, added_by, added_at, add_reason)
    values (${actor.orgId}, ${a.reviewId}, ${a.rx.id}, ${actor.userId}, ${actor.at}, ${a.reason}) returning id`.catch(
    (error: unknown) => {
      if (brokenConstraint(error) === 'item_once')
        throw new Refusal('REVIEW_TWICE', { no: a.rx.no, review: '另一次抽取' })
      throw error
    },
  )
  assert(row, 'an inserted item has a number')
  return row.id
}

export interface Item extends Hands {
  readonly id: number
  readonly rxNo: string
  readonly reviewNo: string
  readonly prescriber: string
  readonly state: ItemState
  readonly opinion: Verdict | null
  readonly opinionCodes: readonly string[] | null
  readonly stateBy: string | null
}

/** Locked first and read afterwards: two people do not take the same step. An item has nothing to update. Refuses: NOT_FOUND. */
export async function lockItem(tx: Tx, actor: Actor, id: number): Promise<Item> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`reviewItem/${actor.orgId}/${id}`}, 0))`
  const [row] = await tx<Item[]>`
    select i.id, p.no as rx_no, r.no as review_no, p.prescriber_id, u.name as prescriber, i.state, i.opinion, i.opinion_codes, i.state_by,
      i.reviewer_id, f.dispensed_by, f.checked_by
    from prescription_review.item_now i
    join prescription_review.review r on r.org_id = i.org_id and r.id = i.review_id
    join prescription.prescription p on p.org_id = i.org_id and p.id = i.prescription_id
    join identity.app_user u on u.org_id = p.org_id and u.id = p.prescriber_id
    left join lateral (select x.dispensed_by, x.checked_by from prescription.filled x
      where x.org_id = p.org_id and x.prescription_id = p.id limit 1) f on true
    where i.org_id = ${actor.orgId} and i.id = ${id}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

export interface NewStep {
  readonly kind: 'review' | 'return' | 'check' | 'statement' | 'final'
  readonly verdict?: Verdict | null
  readonly codes?: readonly string[]
  readonly unjustified?: boolean | undefined
  readonly remark?: string | undefined
  readonly stateBy?: string | undefined
}

export async function insertStep(tx: Tx, actor: Actor, itemId: number, s: NewStep): Promise<void> {
  await tx`
    insert into prescription_review.step (org_id, item_id, kind, verdict, codes, unjustified, remark, state_by, acted_by, acted_at)
    values (${actor.orgId}, ${itemId}, ${s.kind}, ${s.verdict ?? null}, ${[...(s.codes ?? [])]}::text[], ${s.unjustified ?? null},
      ${s.remark || null}, ${s.stateBy ?? null}, ${actor.userId}, ${actor.at})`
}

/** A prescriber's final verdicts since so long ago that none older can count. */
export async function judgedOf(
  tx: Tx,
  orgId: number,
  prescriberId: number,
  since: string,
): Promise<Judged[]> {
  return tx<Judged[]>`
    select i.id as item_id, p.written_at, coalesce(i.verdict = 'excessive' and i.unjustified, false) as bad,
      exists (select from prescription_review.measure_item m where m.org_id = i.org_id and m.item_id = i.id) as used
    from prescription_review.item_now i
    join prescription.prescription p on p.org_id = i.org_id and p.id = i.prescription_id
    where i.org_id = ${orgId} and p.prescriber_id = ${prescriberId} and i.state = 'final' and p.written_at >= ${since}::date
    order by p.written_at limit 10000`
}
