import { judgeResidue } from '#core/assay/require.ts'
import { tell, witnessOf } from '#core/actor.ts'
import { brokenConstraint } from '#core/db.ts'
import { openAccount, sink } from '#core/ledger/accounts.ts'
import { post } from '#core/ledger/post.ts'
import { leftByPump } from '#core/ledger/pumped.ts'
import { documentNo } from '#core/numbering.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { destroySamples, keepSample } from './contract.ts'
import { testDueAt } from './rules.ts'
import { lockSamples, residueOf, samplesOf, type Sample } from './store.ts'

export const assayCommands: Route[] = [
  on(keepSample, async (tx, actor, input) => {
    // One at a time for each issue: two halves of one residue are one sample.
    await tx`select pg_advisory_xact_lock(hashtextextended(${`assay/${actor.orgId}/issue/${input.issueId}`}, 0))`
    const r = await residueOf(tx, actor.orgId, input.issueId, input.residue)
    const wanted = [{ lotId: r.lotId, code: r.code, content: input.content }]
    if (r.holderId !== actor.userId && !(await leftByPump(tx, actor, input.issueId, wanted)))
      throw new Refusal('NOT_HOLDER', { name: r.holder })
    if (r.sampleNo !== null) throw new Refusal('ASSAY_SAMPLED', { no: r.sampleNo })
    if (r.left < input.content)
      throw new Refusal('ASSAY_NOTHING_LEFT', { drug: r.drug, have: r.left, unit: r.contentUnit })
    const issue = { id: input.issueId, no: r.issueNo, issuedAt: r.issuedAt }
    const judged = await judgeResidue(tx, actor.orgId, issue, r)
    if (!judged) throw new Refusal('ASSAY_NO_PLAN', { drug: r.drug })
    const [plan] = await tx<{ testDays: number }[]>`
      select test_days from assay.plan where org_id = ${actor.orgId} and id = ${judged.planId}`
    const no = await documentNo(tx, actor, 'CJ')
    // Account, movement and sample name each other, and none may be changed: the event's number is the sample's as well.
    const id = actor.eventId
    const testDue = testDueAt(actor.at, plan?.testDays ?? 1)
    const account = await openAccount(tx, actor, {
      kind: 'sample',
      title: `留样 ${no}`,
      cause: { kind: 'assay', id },
      dueAt: testDue,
    })
    const { drugId, lotId, code } = r
    const movementId = await post(tx, actor, {
      kind: 'keepSample',
      cause: { kind: 'assay', id, no },
      lines: [
        { item: 'content', drugId, lotId, code, from: r.custody, to: account.id, quantity: input.content },
      ],
    })
    await tx`
      insert into assay.sample (org_id, id, no, plan_id, issue_id, drug_id, lot_id, code, content, volume_ul, seal_no, stored_at, drawn,
        account_id, movement_id, kept_by, kept_with, kept_at, test_due_at)
      overriding system value
      values (${actor.orgId}, ${id}, ${no}, ${judged.planId}, ${input.issueId}, ${drugId}, ${lotId}, ${code}, ${input.content},
        ${input.volumeUl ?? null}, ${input.sealNo}, ${input.storedAt}, ${judged.drawn}, ${account.id}, ${movementId}, ${actor.userId},
        ${witnessOf(actor).userId}, ${actor.at}, ${testDue})`.catch((error: unknown) => {
      if (brokenConstraint(error) === 'sample_seal')
        throw new Refusal('ALREADY_EXISTS', { what: '封签号', value: input.sealNo })
      throw error
    })
    tell(
      actor,
      { kind: 'assay', id, no },
      {
        issueNo: r.issueNo,
        planId: judged.planId,
        drawn: judged.drawn,
        content: input.content,
        volumeUl: input.volumeUl ?? null,
      },
      { sealNo: input.sealNo, storedAt: input.storedAt },
    )
    return { id, no, movementId, drawn: judged.drawn, testDueAt: testDue }
  }),

  on(destroySamples, async (tx, actor, input) => {
    const ids = [...new Set(input.sampleIds)]
    await lockSamples(tx, actor.orgId, ids)
    const samples = await samplesOf(tx, actor.orgId, ids)
    for (const sample of samples) checkDestroyable(sample)
    const destroyed = await sink(tx, actor, 'destroyed')
    const no = await documentNo(tx, actor, 'LX')
    const id = actor.eventId
    const movementId = await post(tx, actor, {
      kind: 'destroySample',
      cause: { kind: 'assayDestruction', id, no },
      evidence: input.evidence,
      lines: samples.map(({ drugId, lotId, code, accountId, held }) => ({
        item: 'content' as const,
        drugId,
        lotId,
        code,
        from: accountId,
        to: destroyed.id,
        quantity: held,
      })),
    })
    await tx`
      insert into assay.destruction (org_id, id, no, place, method, movement_id, executed_by, witnessed_by, destroyed_at)
      overriding system value
      values (${actor.orgId}, ${id}, ${no}, ${input.place}, ${input.method}, ${movementId}, ${actor.userId}, ${witnessOf(actor).userId}, ${actor.at})`
    await tx`
      insert into assay.destroyed (org_id, destruction_id, sample_id)
      select ${actor.orgId}, ${id}, s from unnest(${ids}::bigint[]) as s`
    tell(
      actor,
      { kind: 'assayDestruction', id, no },
      { samples: samples.map((s) => s.no), method: input.method },
      { place: input.place },
    )
    return { ok: true as const, no, movementId, samples: samples.length }
  }),
]

/** Refuses: ASSAY_VOID, ASSAY_DESTROYED, ASSAY_NOT_TESTED, ASSAY_CASE_OPEN. */
function checkDestroyable(s: Sample): void {
  if (s.state === 'void') throw new Refusal('ASSAY_VOID', { no: s.no })
  if (s.state === 'done') throw new Refusal('ASSAY_DESTROYED', { no: s.no })
  if (s.state === 'toTest') throw new Refusal('ASSAY_NOT_TESTED', { no: s.no })
  if (s.state === 'case') throw new Refusal('ASSAY_CASE_OPEN', { no: s.no, case: s.discrepancyNo })
}
