import { createHash } from 'node:crypto'
import { tell, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  acknowledgePolicy,
  approvePolicy,
  draftPolicy,
  endPolicy,
  returnPolicy,
  revisePolicy,
} from './policyContract.ts'
import { checkDays, versionStateTitle } from './rules.ts'
import { insertVersion, lockPolicy, versionsOf, type PolicyHead, type Version } from './store.ts'

const ok = { ok: true } as const
const about = (p: Pick<PolicyHead, 'policyId' | 'no'>) => ({ kind: 'policy', id: p.policyId, no: p.no })
const fingerprint = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

/** The draft that waits for a decision. Refuses: NOT_FOUND, POLICY_NOT_DRAFT. */
async function draftOf(
  tx: Tx,
  actor: Actor,
  of: { policyId: number; version: number },
): Promise<{ head: PolicyHead; draft: Version }> {
  const head = await lockPolicy(tx, actor.orgId, of.policyId)
  const draft = (await versionsOf(tx, head, dayOf(actor.at))).find((v) => v.version === of.version)
  if (!draft) throw new Refusal('NOT_FOUND')
  if (draft.state !== 'draft')
    throw new Refusal('POLICY_NOT_DRAFT', { state: versionStateTitle[draft.state] })
  return { head, draft }
}

export const policyCommands: Route[] = [
  on(draftPolicy, async (tx, actor, { area, title, text, ...days }) => {
    checkDays(days, dayOf(actor.at))
    const no = await documentNo(tx, actor, 'ZD')
    const [row] = await tx<{ id: number }[]>`
      insert into governance.policy (org_id, no, area, title, created_at)
      values (${actor.orgId}, ${no}, ${area}, ${title}, ${actor.at}) on conflict do nothing returning id`
    if (!row) throw new Refusal('ALREADY_EXISTS', { what: '制度', value: title })
    const sha256 = fingerprint(text)
    await insertVersion(tx, actor, { policyId: row.id, version: 1, text, sha256, reason: null, ...days })
    tell(actor, about({ policyId: row.id, no }), { area, version: 1, sha256, ...days }, { title })
    return { policyId: row.id, no }
  }),

  on(revisePolicy, async (tx, actor, { policyId, reason, text, ...days }) => {
    const head = await lockPolicy(tx, actor.orgId, policyId)
    if (head.endedOn !== null) throw new Refusal('POLICY_ENDED', { day: head.endedOn })
    checkDays(days, dayOf(actor.at))
    const [last] = await versionsOf(tx, head, dayOf(actor.at))
    assert(last, 'a policy has a version')
    if (last.state === 'draft') throw new Refusal('POLICY_DRAFT_EXISTS', { version: last.version })
    const sha256 = fingerprint(text)
    const version = last.version + 1
    await insertVersion(tx, actor, { policyId, version, text, sha256, reason, ...days })
    tell(actor, about(head), { version, sha256, ...days }, { reason })
    return { version }
  }),

  on(approvePolicy, async (tx, actor, of) => {
    const { head, draft } = await draftOf(tx, actor, of)
    if (draft.draftedById === actor.userId) throw new Refusal('POLICY_OWN_DRAFT', { name: actor.name })
    const today = dayOf(actor.at)
    // Nobody is bound by a rule before it was approved.
    const effectiveOn = draft.effectiveOn < today ? today : draft.effectiveOn
    checkDays({ effectiveOn, reviewOn: draft.reviewOn }, today)
    await tx`
      update governance.version set approved_by = ${actor.userId}, approved_at = ${actor.at}, effective_on = ${effectiveOn}
      where org_id = ${actor.orgId} and policy_id = ${of.policyId} and version = ${of.version}`
    tell(actor, about(head), { version: of.version, sha256: draft.sha256, effectiveOn, decision: 'approve' })
    return ok
  }),

  on(returnPolicy, async (tx, actor, { reason, ...of }) => {
    const { head } = await draftOf(tx, actor, of)
    await tx`
      update governance.version set returned_by = ${actor.userId}, returned_at = ${actor.at}, return_reason = ${reason}
      where org_id = ${actor.orgId} and policy_id = ${of.policyId} and version = ${of.version}`
    tell(actor, about(head), { version: of.version, decision: 'return' }, { reason })
    return ok
  }),

  on(acknowledgePolicy, async (tx, actor, of) => {
    const head = await lockPolicy(tx, actor.orgId, of.policyId)
    const version = (await versionsOf(tx, head, dayOf(actor.at))).find((v) => v.version === of.version)
    if (version?.state !== 'current') throw new Refusal('POLICY_NOT_IN_FORCE', { title: head.title })
    await tx`
      insert into governance.reading (org_id, policy_id, version, user_id, read_at)
      values (${actor.orgId}, ${of.policyId}, ${of.version}, ${actor.userId}, ${actor.at}) on conflict do nothing`
    tell(actor, about(head), { version: of.version, sha256: version.sha256, decision: 'read' })
    return ok
  }),

  on(endPolicy, async (tx, actor, { policyId, reason }) => {
    const head = await lockPolicy(tx, actor.orgId, policyId)
    if (head.endedOn !== null) throw new Refusal('POLICY_ENDED', { day: head.endedOn })
    await tx`
      update governance.policy set ended_on = ${dayOf(actor.at)}, ended_by = ${actor.userId}, ended_at = ${actor.at}, end_reason = ${reason}
      where org_id = ${actor.orgId} and id = ${policyId}`
    tell(actor, about(head), { decision: 'end' }, { reason })
    return ok
  }),
]
