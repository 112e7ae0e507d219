import { tell, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { InputOf } from '#core/contract.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { documentNo } from '#core/numbering.ts'
import { addDays, fileDays } from '#core/purchasing/rules.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  cancelChange,
  changeStateTitle,
  completeChange,
  fileChange,
  handleChange,
  recordChange,
  registerCard,
} from './contract.ts'
import { checkDay, checkStep, checkTerm } from './rules.ts'
import {
  cardOf,
  changesOf,
  insertCard,
  lockChange,
  peopleOf,
  purchasersOf,
  stepOf,
  type Step,
  type StoredDetail,
} from './store.ts'

const ok = { ok: true } as const
const about = (step: Pick<Step, 'changeId' | 'no'>) => ({
  kind: 'cardChange',
  id: step.changeId,
  no: step.no,
})

/** Refuses: CARD_TERM, CARD_ORDER, CARD_CHANGE_DAY, NOT_FOUND (a purchaser), ALREADY_EXISTS. */
export async function addCard(tx: Tx, actor: Actor, input: InputOf<typeof registerCard>) {
  checkTerm(input, dayOf(actor.at))
  const ids = [...new Set(input.purchaserIds)]
  const people = await peopleOf(tx, actor.orgId, ids)
  if (people.size !== ids.length) throw new Refusal('NOT_FOUND')
  const cardId = await insertCard(tx, actor, input, ids)
  const { cardNo, issuer, issuedOn, validFrom, validTo } = input
  const { orgName, address, legalPerson, medHead, pharmHead } = input
  tell(
    actor,
    { kind: 'purchaseCard', id: cardId, no: cardNo },
    { issuer, issuedOn, validFrom, validTo, orgName, address, purchasers: ids },
    { legalPerson, medHead, pharmHead },
  )
  return { cardId }
}

interface Stated {
  readonly before: string | null
  readonly after: string | null
  readonly userOut: number | null
  readonly userIn: number | null
}

async function record(tx: Tx, actor: Actor, input: InputOf<typeof recordChange>) {
  const card = await cardOf(tx, input.id)
  if (card.orgId !== actor.orgId) throw new Refusal('NOT_FOUND')
  const today = dayOf(actor.at)
  checkDay(input.changedOn, { field: 'changedOn', first: card.validFrom, last: today })
  const stated =
    input.field === 'purchaser'
      ? await peopleChange(tx, actor, { card, input })
      : await wordsChange(tx, card, input)
  const no = await documentNo(tx, actor, 'YB')
  const [row] = await tx<{ id: number }[]>`
    insert into purchase_card.change (org_id, no, card_id, field, before, after, user_out, user_in, changed_on, recorded_by, recorded_at)
    values (${actor.orgId}, ${no}, ${card.cardId}, ${input.field}, ${stated.before}, ${stated.after}, ${stated.userOut}, ${stated.userIn},
      ${input.changedOn}, ${actor.userId}, ${actor.at}) returning id`
  assert(row, 'an inserted change has a number')
  const { userOut, userIn, before, after } = stated
  const facts = { card: card.cardNo, field: input.field, changedOn: input.changedOn, userOut, userIn }
  tell(actor, { kind: 'cardChange', id: row.id, no }, facts, { before, after })
  return { changeId: row.id, no, fileBy: addDays(input.changedOn, fileDays) }
}

/** Against what was recorded last, so that two changes of one item form a chain. Refuses: CARD_CHANGE_SAME. */
async function wordsChange(
  tx: Tx,
  card: StoredDetail,
  { field, after }: InputOf<typeof recordChange>,
): Promise<Stated> {
  assert(field !== 'purchaser', 'people are named, not written')
  const last = (await changesOf(tx, card)).find((c) => c.field === field && c.state !== 'cancelled')
  const before = last?.after ?? card[field]
  if (!after || after === before) {
    throw new Refusal('CARD_CHANGE_SAME', {}, [{ code: 'CARD_CHANGE_SAME', field: 'after' }])
  }
  return { before, after, userOut: null, userIn: null }
}

/** Who goes must be on the card, who comes must not. Refuses: CARD_CHANGE_PEOPLE, NOT_FOUND. */
async function peopleChange(
  tx: Tx,
  actor: Actor,
  of: { readonly card: StoredDetail; readonly input: InputOf<typeof recordChange> },
): Promise<Stated> {
  const { outId = null, inId = null } = of.input
  const no = (field: string, detail: string) =>
    new Refusal('CARD_CHANGE_PEOPLE', { detail }, [{ code: 'CARD_CHANGE_PEOPLE', field, facts: { detail } }])
  if (outId === null && inId === null) throw no('inId', '请选择不再担任或新任的采购人员')
  const named = await purchasersOf(tx, of.card, dayOf(actor.at))
  const out = named.find((p) => p.userId === outId)
  if (outId !== null && !out) throw no('outId', '这个人现在不是卡上的采购人员，请核对')
  if (named.some((p) => p.userId === inId)) throw no('inId', '这个人已经是卡上的采购人员')
  const people = await peopleOf(tx, actor.orgId, inId === null ? [] : [inId])
  if (inId !== null && !people.has(inId)) throw new Refusal('NOT_FOUND')
  const after = inId === null ? null : (people.get(inId) ?? null)
  return { before: out?.name ?? null, after, userOut: outId, userIn: inId }
}

async function cancel(tx: Tx, actor: Actor, { changeId, reason }: InputOf<typeof cancelChange>) {
  const step = await lockChange(tx, actor.orgId, changeId)
  checkStep(step, ['toFile'], '撤销')
  await tx`
    update purchase_card.change set cancelled_at = ${actor.at}, cancelled_by = ${actor.userId}, cancel_reason = ${reason}
    where org_id = ${actor.orgId} and id = ${changeId}`
  tell(actor, about(step), { cancelled: true }, { reason })
  return ok
}

async function file(tx: Tx, actor: Actor, { changeId, filedOn }: InputOf<typeof fileChange>) {
  const step = await lockChange(tx, actor.orgId, changeId)
  checkStep(step, ['toFile', 'returned'], '报备')
  const first = step.state === 'returned' ? (step.filedOn ?? step.changedOn) : step.changedOn
  checkDay(filedOn, { field: 'filedOn', first, last: dayOf(actor.at) })
  await tx`
    insert into purchase_card.filing (org_id, change_id, filed_on, filed_by, filed_at)
    values (${actor.orgId}, ${changeId}, ${filedOn}, ${actor.userId}, ${actor.at})`
  tell(actor, about(step), { filedOn })
  return ok
}

async function complete(tx: Tx, actor: Actor, { changeId, doneOn }: InputOf<typeof completeChange>) {
  const step = await lockChange(tx, actor.orgId, changeId)
  checkStep(step, ['filed'], '登记办结')
  assert(step.filingId !== null && step.filedOn !== null, 'what was filed has its filing')
  checkDay(doneOn, { field: 'doneOn', first: step.filedOn, last: dayOf(actor.at) })
  await tx`
    insert into purchase_card.completion (org_id, filing_id, done_on, recorded_by, recorded_at)
    values (${actor.orgId}, ${step.filingId}, ${doneOn}, ${actor.userId}, ${actor.at})`
  tell(actor, about(step), { doneOn })
  return ok
}

/** The authority's own row about a hospital's filing. */
async function handle(tx: Tx, actor: Actor, { changeId, outcome, note }: InputOf<typeof handleChange>) {
  const step = await stepOf(tx, changeId)
  checkStep(step, ['filed'], outcome === 'done' ? '办结' : '退回')
  if (outcome === 'returned' && !note) {
    throw new Refusal('REASON_REQUIRED', {}, [{ code: 'REASON_REQUIRED', field: 'note' }])
  }
  await tx`
    insert into purchase_card.handling (org_id, hospital_id, filing_id, change_no, outcome, note, decided_on, decided_by, decided_name, decided_at)
    values (${actor.orgId}, ${step.orgId}, ${step.filingId}, ${step.no}, ${outcome}, ${note || null}, ${dayOf(actor.at)},
      ${actor.userId}, ${actor.name}, ${actor.at})`.catch((error: unknown) => {
    if (brokenConstraint(error) !== 'handling_once') throw error
    throw new Refusal('CARD_CHANGE_STEP', { no: step.no, state: changeStateTitle.done, act: '再处理' })
  })
  tell(actor, about(step), { hospital: step.orgId, filing: step.filingId, outcome }, { note })
  return ok
}

export const purchaseCardCommands: Route[] = [
  on(registerCard, addCard),
  on(recordChange, record),
  on(cancelChange, cancel),
  on(fileChange, file),
  on(completeChange, complete),
  on(handleChange, handle),
]
