import { tell, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { endFinding, measureCase, openFinding, verifyCase } from './caseContract.ts'
import { checkCaseState, checkDue, isOneOfTheirs } from './rules.ts'
import { insertStep, lockCase, type CaseHead } from './store.ts'

const about = (head: Pick<CaseHead, 'id' | 'no'>) => ({ kind: 'rectification', id: head.id, no: head.no })
const ok = { ok: true } as const

interface Ending {
  readonly outcome: 'close' | 'return'
  readonly text: string
}

async function end(tx: Tx, actor: Actor, head: CaseHead, { outcome, text }: Ending) {
  checkCaseState(head, ['done'])
  await insertStep(tx, actor, head, { kind: outcome, text })
  tell(actor, about(head), { outcome, hospital: head.hospitalId }, { text })
  return ok
}

/** Only an institution that we supervise. Refuses: NOT_FOUND. */
async function supervised(tx: Tx, orgId: number): Promise<void> {
  const [row] = await tx`
    select 1 from identity.readable r join identity.org o on o.id = r.org_id and o.kind = 'institution'
    where r.reader_id = core.current_org() and r.org_id = ${orgId}`
  if (!row) throw new Refusal('NOT_FOUND')
}

export const caseCommands: Route[] = [
  on(measureCase, async (tx, actor, { caseId, text, proof }) => {
    const head = await lockCase(tx, caseId)
    if (head.hospitalId !== actor.orgId) throw new Refusal('NOT_FOUND')
    checkCaseState(head, ['open', 'returned'])
    await insertStep(tx, actor, head, { kind: 'measure', text, proof })
    tell(actor, about(head), { source: head.source, proof }, { text })
    return ok
  }),

  on(verifyCase, async (tx, actor, { caseId, ...ending }) => {
    const head = await lockCase(tx, caseId)
    if (head.ownerId !== actor.orgId) throw new Refusal('INSPECTION_OTHERS_CASE', { no: head.no })
    if (isOneOfTheirs(head, actor.userId)) throw new Refusal('INSPECTION_SAME_PERSON', { name: actor.name })
    return end(tx, actor, head, ending)
  }),

  on(openFinding, async (tx, actor, { hospitalId, place, basis, problem, dueOn }) => {
    await supervised(tx, hospitalId)
    checkDue(dueOn, dayOf(actor.at))
    const no = await documentNo(tx, actor, 'JD')
    const [row] = await tx<{ id: number }[]>`
      insert into inspection.finding (org_id, no, hospital_id, place, basis, problem, due_on, opened_by, opened_name, opened_at)
      values (${actor.orgId}, ${no}, ${hospitalId}, ${place}, ${basis || null}, ${problem}, ${dueOn}, ${actor.userId}, ${actor.name}, ${actor.at})
      returning id`
    assert(row, 'an inserted finding has a number')
    tell(actor, about({ id: row.id, no }), { hospital: hospitalId, dueOn }, { place, basis, problem })
    return { caseId: row.id, no }
  }),

  on(endFinding, async (tx, actor, { caseId, ...ending }) => {
    const head = await lockCase(tx, caseId)
    if (head.ownerId !== actor.orgId) throw new Refusal('INSPECTION_OTHERS_CASE', { no: head.no })
    return end(tx, actor, head, ending)
  }),
]
