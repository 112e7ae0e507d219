import { tell, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { documentNo } from '#core/numbering.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { addItem, checkItem, drawReview, finishItem, mostFrame, reviewItem, stateItem } from './contract.ts'
import { drawnCount, drawOrder, frameHash, newSeed } from './draw.ts'
import { propose } from './measures.ts'
import {
  checkHands,
  checkHeard,
  checkPeriod,
  checkStep,
  checkUnjustified,
  daysLater,
  statementDays,
  verdictOf,
} from './rules.ts'
import {
  codesOf,
  frameOf,
  insertAdded,
  insertReview,
  insertStep,
  lockDraws,
  lockItem,
  type InFrame,
  type Item,
} from './store.ts'

const ok = { ok: true as const }
const about = (i: Pick<Item, 'id' | 'rxNo'>) => ({ kind: 'reviewItem', id: i.id, no: i.rxNo })

async function draw(tx: Tx, actor: Actor, input: InputOf<typeof drawReview>) {
  checkPeriod(input, dayOf(actor.at))
  await lockDraws(tx, actor.orgId)
  const frame = await frameOf(tx, actor.orgId, input)
  if (frame.length === 0) throw new Refusal('REVIEW_FRAME_EMPTY')
  if (frame.length > mostFrame) throw new Refusal('REVIEW_FRAME_LARGE', { most: mostFrame })
  const by = new Map(frame.map((f) => [f.no, f.id]))
  const numbers = [...by.keys()]
  // The frame stands before there is a seed: nothing can be chosen to suit it.
  const hash = frameHash(numbers)
  const seed = newSeed()
  const drawn = drawOrder(numbers, seed).slice(0, drawnCount(frame.length, input))
  const no = await documentNo(tx, actor, 'DP')
  const ids = drawn.map((n) => by.get(n) ?? 0)
  const reviewId = await insertReview(tx, actor, { ...input, no, hash, seed, frame, drawn: ids })
  tell(
    actor,
    { kind: 'prescriptionReview', id: reviewId, no },
    {
      ...input,
      frameCount: frame.length,
      frameHash: hash.toString('hex'),
      seed: seed.toString('hex'),
      drawn,
    },
  )
  return { reviewId, no, frameCount: frame.length, drawnCount: drawn.length }
}

/** A prescription of the hospital that counts. Refuses: REVIEW_ADD. */
async function addable(tx: Tx, actor: Actor, no: string): Promise<InFrame> {
  const [rx] = await tx<(InFrame & { series: string; voided: boolean; unsigned: boolean })[]>`
    select id, no, series, voided_at is not null as voided, countersign and countersigned_at is null as unsigned from prescription.prescription where org_id = ${actor.orgId} and no = ${no}`
  const why = !rx
    ? '不是本院的处方'
    : rx.voided
      ? '已作废'
      : rx.series === 'toxic'
        ? '不是麻、精处方'
        : rx.unsigned
          ? '还没有上级医师审核签名'
          : undefined
  if (!rx || why) throw new Refusal('REVIEW_ADD', { no, why })
  return { id: rx.id, no: rx.no }
}

async function add(tx: Tx, actor: Actor, { id, rxNo, reason }: InputOf<typeof addItem>) {
  await lockDraws(tx, actor.orgId)
  const [review] = await tx<{ no: string }[]>`
    select no from prescription_review.review where org_id = ${actor.orgId} and id = ${id}`
  if (!review) throw new Refusal('NOT_FOUND')
  const rx = await addable(tx, actor, rxNo)
  const itemId = await insertAdded(tx, actor, { reviewId: id, rx, reason })
  tell(actor, { kind: 'prescriptionReview', id, no: review.no }, { added: rx.no, itemId }, { reason })
  return { itemId }
}

async function review(tx: Tx, actor: Actor, { itemId, codes, remark }: InputOf<typeof reviewItem>) {
  const item = await lockItem(tx, actor, itemId)
  checkStep(item, ['open'], '点评')
  checkHands(item, actor, 'review')
  const verdict = verdictOf(codes, await codesOf(tx))
  await insertStep(tx, actor, itemId, { kind: 'review', verdict, codes, remark })
  tell(actor, about(item), { step: 'review', verdict, codes }, { remark })
  return { verdict }
}

async function check(tx: Tx, actor: Actor, { itemId, outcome, remark }: InputOf<typeof checkItem>) {
  const item = await lockItem(tx, actor, itemId)
  checkStep(item, ['reviewed'], '复核')
  checkHands(item, actor, 'check')
  if (outcome === 'returned') {
    if (!remark) throw new Refusal('REASON_REQUIRED', {}, [{ code: 'REASON_REQUIRED', field: 'remark' }])
    await insertStep(tx, actor, itemId, { kind: 'return', remark })
  } else {
    const found = item.opinion !== 'reasonable'
    const stateBy = found ? daysLater(dayOf(actor.at), statementDays) : undefined
    await insertStep(tx, actor, itemId, { kind: 'check', verdict: item.opinion, remark, stateBy })
  }
  tell(actor, about(item), { step: outcome, verdict: item.opinion }, { remark })
  return ok
}

async function state(tx: Tx, actor: Actor, { itemId, statement }: InputOf<typeof stateItem>) {
  const item = await lockItem(tx, actor, itemId)
  if (item.prescriberId !== actor.userId) throw new Refusal('REVIEW_NOT_YOURS', { no: item.rxNo })
  checkStep(item, ['stating'], '说明')
  await insertStep(tx, actor, itemId, { kind: 'statement', remark: statement })
  tell(actor, about(item), { step: 'statement' }, { statement })
  return ok
}

const same = (a: readonly string[], b: readonly string[]) => a.toSorted().join() === b.toSorted().join()

async function finish(tx: Tx, actor: Actor, input: InputOf<typeof finishItem>) {
  const { itemId, codes, unjustified, remark } = input
  const item = await lockItem(tx, actor, itemId)
  checkStep(item, ['stating', 'stated'], '审定')
  checkHands(item, actor, 'finish')
  checkHeard(item, dayOf(actor.at))
  const verdict = verdictOf(codes, await codesOf(tx))
  checkUnjustified(verdict, unjustified)
  if (!remark && !same(codes, item.opinionCodes ?? []))
    throw new Refusal('REVIEW_REMARK', {}, [{ code: 'REVIEW_REMARK', field: 'remark' }])
  await insertStep(tx, actor, itemId, { kind: 'final', verdict, codes, unjustified, remark })
  const measureNo = await propose(tx, actor, item.prescriberId)
  tell(actor, about(item), { step: 'final', verdict, codes, unjustified, measureNo }, { remark })
  return { verdict, measureNo }
}

export const prescriptionReviewCommands: Route[] = [
  on(drawReview, draw),
  on(addItem, add),
  on(reviewItem, review),
  on(checkItem, check),
  on(stateItem, state),
  on(finishItem, finish),
]
