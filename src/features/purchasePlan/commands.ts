import { tell, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { InputOf } from '#core/contract.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { createPlan, decidePlan, planStateTitle, savePlan, submitPlan } from './contract.ts'
import { approvedLines, checkLines, checkStep } from './rules.ts'
import {
  hashOf,
  headOf,
  healthAuthorityOf,
  insertPlan,
  linesOf,
  lockOwn,
  proposalsOf,
  setLines,
  type Head,
  type NewLine,
} from './store.ts'

type Asked = InputOf<typeof createPlan>['lines']
const about = (plan: Pick<Head, 'planId' | 'no'>) => ({ kind: 'purchasePlan', id: plan.planId, no: plan.no })
const told = (lines: Asked) => lines.map(({ productId, asked }) => ({ productId, asked }))

/** The lines with what the books say of the year before; people give only what they ask for. Refuses: PLAN_LINES. */
async function withBooks(tx: Tx, actor: Actor, year: number, lines: Asked): Promise<NewLine[]> {
  const known = await proposalsOf(tx, actor.orgId, { year, day: dayOf(actor.at) })
  const by = new Map(known.map((p) => [p.productId, p]))
  checkLines(lines, new Set(by.keys()))
  return lines.map(({ productId, asked, reason }) => {
    const { unit = '', lastAsked = 0, lastUsed = 0 } = by.get(productId) ?? {}
    return { productId, unit, lastAsked, lastUsed, asked, reason: reason || null }
  })
}

async function create(tx: Tx, actor: Actor, { year, supplement, reason, lines }: InputOf<typeof createPlan>) {
  const known = await tx<{ no: string; supplement: number; state: Head['state'] }[]>`
    select no, supplement, state from purchase_plan.plan_now where org_id = ${actor.orgId} and year = ${year} order by supplement`
  if (supplement) checkSupplement(known, year, reason)
  const rows = await withBooks(tx, actor, year, lines)
  const no = await documentNo(tx, actor, 'GY')
  const number = supplement ? (known.at(-1)?.supplement ?? 0) + 1 : 0
  const planId = await insertPlan(tx, actor, { no, year, supplement: number, reason: reason || null })
  await setLines(tx, actor.orgId, planId, rows)
  tell(actor, about({ planId, no }), { year, supplement: number, lines: told(lines) }, { reason })
  return { planId, no }
}

/** Only to an approved plan, one at a time, and with its reason. Refuses: PLAN_YEAR, PLAN_STEP, PLAN_LINES. */
function checkSupplement(
  known: readonly { readonly no: string; readonly state: Head['state'] }[],
  year: number,
  reason: string | undefined,
): void {
  const [first] = known
  if (first?.state !== 'approved') throw new Refusal('PLAN_YEAR', { year })
  const open = known.find((p) => p.state !== 'approved')
  if (open)
    throw new Refusal('PLAN_STEP', { no: open.no, state: planStateTitle[open.state], act: '再开一张增补' })
  if (!reason) {
    const facts = { detail: '请写明增补的原因' }
    throw new Refusal('PLAN_LINES', facts, [{ code: 'PLAN_LINES', field: 'reason', facts }])
  }
}

async function save(tx: Tx, actor: Actor, { id, lines }: InputOf<typeof savePlan>) {
  const plan = await lockOwn(tx, actor.orgId, id)
  checkStep(plan, ['draft', 'returned'], '修改')
  await setLines(tx, actor.orgId, id, await withBooks(tx, actor, plan.year, lines))
  tell(actor, about(plan), { lines: told(lines) })
  return { ok: true as const }
}

async function submit(tx: Tx, actor: Actor, { id }: InputOf<typeof submitPlan>) {
  const plan = await lockOwn(tx, actor.orgId, id)
  checkStep(plan, ['draft', 'returned'], '上报')
  const authority = await healthAuthorityOf(tx, actor.orgId)
  if (!authority) throw new Refusal('PLAN_NO_AUTHORITY')
  const hash = hashOf(plan, await linesOf(tx, plan))
  await tx`
    update purchase_plan.plan set round = round + 1, submitted_by = ${actor.userId}, submitted_at = ${actor.at},
      authority_id = ${authority.id}, list_hash = ${hash}
    where org_id = ${actor.orgId} and id = ${id}`
  tell(actor, about(plan), {
    authority: authority.name,
    round: plan.round + 1,
    listHash: hash.toString('hex'),
  })
  return { authority: authority.name }
}

/** The authority's rows about a hospital's plan; they count only for the very list that was sent. */
async function decide(tx: Tx, actor: Actor, input: InputOf<typeof decidePlan>) {
  const plan = await headOf(tx, input.id)
  if (plan.authorityId !== actor.orgId) throw new Refusal('NOT_FOUND')
  checkStep(plan, ['submitted'], input.outcome === 'approved' ? '核定' : '退回')
  assert(plan.listHash, 'what was sent has its hash')
  if (input.outcome === 'returned' && !input.note)
    throw new Refusal('REASON_REQUIRED', {}, [{ code: 'REASON_REQUIRED', field: 'note' }])
  const lines = approvedLines(await linesOf(tx, plan), input.lines)
  const [row] = await tx<{ id: number }[]>`
    insert into purchase_plan.decision (org_id, hospital_id, plan_id, plan_no, round, list_hash, outcome, note, decided_by, decided_name, decided_at)
    values (${actor.orgId}, ${plan.orgId}, ${plan.planId}, ${plan.no}, ${plan.round}, ${Buffer.from(plan.listHash, 'hex')}, ${input.outcome},
      ${input.note || null}, ${actor.userId}, ${actor.name}, ${actor.at}) returning id`.catch(
    (error: unknown) => {
      if (brokenConstraint(error) !== 'decision_once') throw error
      throw new Refusal('PLAN_STEP', { no: plan.no, state: planStateTitle.approved, act: '再核定' })
    },
  )
  assert(row, 'an inserted decision has a number')
  if (input.outcome === 'approved')
    await tx`
      insert into purchase_plan.decision_line (org_id, decision_id, hospital_id, product_id, approved_units)
      select ${actor.orgId}, ${row.id}, ${plan.orgId}, p, n
      from unnest(${lines.map((l) => l.productId)}::bigint[], ${lines.map((l) => l.approved)}::int[]) as t (p, n)`
  const facts = { hospital: plan.orgId, outcome: input.outcome, listHash: plan.listHash }
  tell(
    actor,
    about(plan),
    { ...facts, lines: input.outcome === 'approved' ? lines : [] },
    { note: input.note },
  )
  return { ok: true as const }
}

export const purchasePlanCommands: Route[] = [
  on(createPlan, create),
  on(savePlan, save),
  on(submitPlan, submit),
  on(decidePlan, decide),
]
