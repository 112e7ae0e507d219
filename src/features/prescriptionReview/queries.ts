import type { Actor } from '#core/actor.ts'
import type { InputOf, OutputOf } from '#core/contract.ts'
import { contains, type Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  listCodes,
  listOwn,
  listReviews,
  proveReview,
  readItem,
  readReview,
  type ItemDetail,
  type ItemRow,
  type ReviewRow,
} from './contract.ts'
import { drawOrder, frameHash, frameText } from './draw.ts'
import { listMeasures, type Measure } from './measureContract.ts'
import { measureState } from './measures.ts'
import { handIn, type Hands } from './rules.ts'
import { codesOf } from './store.ts'

const reviewColumns = (tx: Tx) => tx`
  r.id as review_id, r.org_id, r.no, r.period_from, r.period_to, r.classes, r.measure, r.size, r.frame_count, r.drawn_count,
  x.added_count, x.final_count, x.found_count, u.name as drawn_by, r.drawn_at`

const reviewTables = (tx: Tx) => tx`
  from prescription_review.review r
  join identity.app_user u on u.org_id = r.org_id and u.id = r.drawn_by
  cross join lateral (
    select count(*) filter (where i.rank is null)::int as added_count, count(*) filter (where i.state = 'final')::int as final_count,
      count(*) filter (where i.verdict <> 'reasonable')::int as found_count
    from prescription_review.item_now i where i.org_id = r.org_id and i.review_id = r.id) x`

async function reviews(tx: Tx, _actor: Actor, input: InputOf<typeof listReviews>) {
  const like = input.q ? contains(input.q) : null
  const where = tx`
    where r.org_id = coalesce(${input.org ?? null}::bigint, core.current_org()) and (${like}::text is null or r.no ilike ${like})`
  const rows = await tx<ReviewRow[]>`
    select ${reviewColumns(tx)} ${reviewTables(tx)} ${where}
    order by r.drawn_at desc, r.id desc limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
  const [counted] = await tx<{ total: number }[]>`
    select count(*) as total from prescription_review.review r ${where}`
  return { rows: [...rows], total: counted?.total ?? 0 }
}

const itemColumns = (tx: Tx) => tx`
  i.id as item_id, i.org_id, i.review_id, r.no as review_no, i.prescription_id, p.no as rx_no, p.written_at, p.series, p.prescriber_id,
  u.name as prescriber, d.name as department, i.rank, i.add_reason, i.state, i.opinion, i.verdict, i.unjustified, i.state_by,
  (select string_agg(g.name || ' ' || g.spec || ' × ' || l.units || ' ' || g.unit, '，' order by l.line) from prescription.line l
    join ledger.drug g on g.org_id = l.org_id and g.id = l.drug_id where l.org_id = p.org_id and l.prescription_id = p.id) as drugs`

const itemTables = (tx: Tx) => tx`
  from prescription_review.item_now i
  join prescription_review.review r on r.org_id = i.org_id and r.id = i.review_id
  join prescription.prescription p on p.org_id = i.org_id and p.id = i.prescription_id
  join identity.app_user u on u.org_id = p.org_id and u.id = p.prescriber_id
  left join identity.department d on d.org_id = p.org_id and d.id = p.department_id`

async function review(tx: Tx, _actor: Actor, { id }: InputOf<typeof readReview>) {
  type Head = ReviewRow &
    Pick<OutputOf<typeof readReview>, 'departments' | 'prescribers' | 'frameHash' | 'seed'>
  const [row] = await tx<Head[]>`
    select ${reviewColumns(tx)}, encode(r.frame_hash, 'hex') as frame_hash, encode(r.seed, 'hex') as seed,
      array(select d.name from identity.department d where d.org_id = r.org_id and d.id = any (r.department_ids) order by d.code) as departments,
      array(select q.name from identity.app_user q where q.org_id = r.org_id and q.id = any (r.prescriber_ids) order by q.id) as prescribers
    ${reviewTables(tx)} where r.id = ${id}`
  if (!row) throw new Refusal('NOT_FOUND')
  // A draw is of some hundreds; what is added by hand comes on top of it.
  const items = await tx<ItemRow[]>`
    select ${itemColumns(tx)} ${itemTables(tx)} where i.org_id = ${row.orgId} and i.review_id = ${id}
    order by i.rank nulls last, i.id limit 2000`
  return { ...row, items: [...items] }
}

async function prove(tx: Tx, _actor: Actor, { id }: InputOf<typeof proveReview>) {
  const [r] = await tx<{ orgId: number; frameCount: number; frameHash: Buffer; seed: Buffer }[]>`
    select org_id, frame_count, frame_hash, seed from prescription_review.review where id = ${id}`
  if (!r) throw new Refusal('NOT_FOUND')
  const frame = await tx<{ no: string }[]>`
    select p.no from prescription_review.frame f join prescription.prescription p on p.org_id = f.org_id and p.id = f.prescription_id
    where f.org_id = ${r.orgId} and f.review_id = ${id}`
  const items = await tx<{ no: string }[]>`
    select p.no from prescription_review.item i join prescription.prescription p on p.org_id = i.org_id and p.id = i.prescription_id
    where i.org_id = ${r.orgId} and i.review_id = ${id} and i.rank is not null order by i.rank`
  const [numbers, drawn] = [frame.map((f) => f.no), items.map((i) => i.no)]
  const again = drawOrder(numbers, r.seed).slice(0, drawn.length)
  return {
    frameCount: r.frameCount,
    frameHash: r.frameHash.toString('hex'),
    seed: r.seed.toString('hex'),
    hashAgrees: numbers.length === r.frameCount && frameHash(numbers).equals(r.frameHash),
    drawnAgrees: again.join() === drawn.join(),
    frame: frameText(numbers).split('\n'),
    drawn,
  }
}

/** `[]` for none; JSON keys are ours, because only column names are translated on their way out. */
const stepsOf = (tx: Tx) => tx`
  (select coalesce(json_agg(json_build_object('kind', s.kind, 'verdict', s.verdict, 'codes', s.codes, 'unjustified', s.unjustified,
      'remark', s.remark, 'stateBy', s.state_by, 'by', a.name, 'at', to_char(s.acted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
      order by s.id), '[]')
    from prescription_review.step s join identity.app_user a on a.org_id = s.org_id and a.id = s.acted_by
    where s.org_id = i.org_id and s.item_id = i.id)`

type Found = Omit<ItemDetail, 'may' | 'dispensedBy' | 'checkedBy'> & {
  hands: Omit<Hands, 'prescriberId'>
  dispenser: string | null
  dispenseChecker: string | null
}

async function item(tx: Tx, actor: Actor, { itemId }: InputOf<typeof readItem>): Promise<ItemDetail> {
  const [row] = await tx<Found[]>`
    select ${itemColumns(tx)}, b.name as added_by, ${stepsOf(tx)} as steps, w.name as dispenser, c.name as dispense_checker,
      json_build_object('dispensedBy', f.dispensed_by, 'checkedBy', f.checked_by, 'reviewerId', i.reviewer_id) as hands
    ${itemTables(tx)}
    left join identity.app_user b on b.org_id = i.org_id and b.id = i.added_by
    left join lateral (select x.dispensed_by, x.checked_by from prescription.filled x
      where x.org_id = p.org_id and x.prescription_id = p.id limit 1) f on true
    left join identity.app_user w on w.org_id = i.org_id and w.id = f.dispensed_by
    left join identity.app_user c on c.org_id = i.org_id and c.id = f.checked_by
    where i.id = ${itemId}`
  if (!row) throw new Refusal('NOT_FOUND')
  const { hands, dispenser, dispenseChecker, ...rest } = row
  const whole = { ...hands, prescriberId: row.prescriberId }
  return { ...rest, dispensedBy: dispenser, checkedBy: dispenseChecker, may: mayOf(actor, row, whole) }
}

const acts = {
  open: ['review', 'prescriptionReview.work'],
  reviewed: ['check', 'prescriptionReview.check'],
  stating: ['finish', 'prescriptionReview.finish'],
  stated: ['finish', 'prescriptionReview.finish'],
} as const

/** The step that is due, where this person has the right to it and no hand in the prescription. */
function mayOf(actor: Actor, row: Pick<ItemRow, 'state' | 'orgId'>, hands: Hands): ItemDetail['may'] {
  const none = { review: false, check: false, finish: false, why: null }
  if (row.state === 'final' || row.orgId !== actor.orgId) return none
  const [act, permission] = acts[row.state]
  if (!actor.permissions.has(permission)) return none
  const what = handIn(hands, actor.userId, act)
  return what ? { ...none, why: `您是这张处方的${what}，这一步由别人办理` } : { ...none, [act]: true }
}

async function own(tx: Tx, actor: Actor, input: InputOf<typeof listOwn>) {
  const like = input.q ? contains(input.q) : null
  const where = tx`
    where i.org_id = ${actor.orgId} and p.prescriber_id = ${actor.userId} and i.checked_at is not null
      and (${like}::text is null or p.no ilike ${like})`
  const rows = await tx<OutputOf<typeof listOwn>['rows']>`
    select ${itemColumns(tx)}, ${stepsOf(tx)} as steps ${itemTables(tx)} ${where}
    order by i.state <> 'stating', i.checked_at desc, i.id desc limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
  const [counted] = await tx<{ total: number }[]>`select count(*) as total ${itemTables(tx)} ${where}`
  return { rows: [...rows], total: counted?.total ?? 0 }
}

async function measures(tx: Tx, _actor: Actor, input: InputOf<typeof listMeasures>) {
  const like = input.q ? contains(input.q) : null
  const from = tx`
    from prescription_review.measure m
    join identity.app_user u on u.org_id = m.org_id and u.id = m.prescriber_id
    where m.org_id = coalesce(${input.org ?? null}::bigint, core.current_org())
      and (${input.state ?? null}::text is null or ${measureState(tx)} = ${input.state ?? null})
      and (${like}::text is null or m.no ilike ${like} or u.name ilike ${like})`
  const rows = await tx<Measure[]>`
    select m.id as measure_id, m.no, m.prescriber_id, u.name as prescriber,
      (select d.name from identity.department d where d.org_id = u.org_id and d.id = u.department_id) as department,
      m.kind, ${measureState(tx)} as state, m.proposed_at, m.decided_at, m.reason, m.ends_on, m.ended_at, m.end_reason,
      (select a.name from identity.app_user a where a.org_id = m.org_id and a.id = m.decided_by) as decided_by,
      (select a.name from identity.app_user a where a.org_id = m.org_id and a.id = m.witness_id) as witness,
      (select a.name from identity.app_user a where a.org_id = m.org_id and a.id = m.ended_by) as ended_by,
      (select coalesce(json_agg(json_build_object('itemId', x.item_id, 'rxNo', p.no,
          'writtenAt', to_char(p.written_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by p.written_at), '[]')
        from prescription_review.measure_item x
        join prescription_review.item i on i.org_id = x.org_id and i.id = x.item_id
        join prescription.prescription p on p.org_id = i.org_id and p.id = i.prescription_id
        where x.org_id = m.org_id and x.measure_id = m.id) as items
    ${from} order by m.decision is not null, m.proposed_at desc, m.id desc
    limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
  const [counted] = await tx<{ total: number }[]>`select count(*) as total ${from}`
  return { rows: [...rows], total: counted?.total ?? 0 }
}

export const prescriptionReviewQueries: Route[] = [
  on(listReviews, reviews),
  on(readReview, review),
  on(proveReview, prove),
  on(readItem, item),
  on(listOwn, own),
  on(listMeasures, measures),
  on(listCodes, async (tx) => ({ rows: [...(await codesOf(tx))] })),
]
