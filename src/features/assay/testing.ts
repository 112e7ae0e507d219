import { tell, type Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import {
  checkAdjustable,
  adjustedDiscrepancy,
  lockDiscrepancy,
  noteDiscrepancy,
  recountDiscrepancy,
} from '#core/discrepancy/handle.ts'
import { openDiscrepancy } from '#core/discrepancy/open.ts'
import { bindFile } from '#core/files/bind.ts'
import { sink } from '#core/ledger/accounts.ts'
import { post } from '#core/ledger/post.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import type { InputOf } from '#core/contract.ts'
import { recordResult, settleSample } from './contract.ts'
import { checkFinding, checkTester, expectedMilli, judge, type Judgement } from './rules.ts'
import { lockSamples, samplesOf, type Sample } from './store.ts'

interface Case {
  readonly id: number
  readonly no: string
}

export const assayTesting: Route[] = [
  on(recordResult, async (tx, actor, input) => {
    const sample = await ownSample(tx, actor, input.id)
    checkResult(actor, sample, input)
    const expected = sample.volumeUl === null ? null : expectedMilli(sample.content, sample.volumeUl)
    const judged = judge({ ...sample, expectedMilli: expected }, input)
    const seq = (sample.seq ?? 0) + 1
    const opened = await followCase(tx, actor, sample, judged)
    if (input.sha256) await bindFile(tx, actor, input.sha256, '检测报告')
    await tx`
      insert into assay.result (org_id, sample_id, seq, seal_intact, expected_milli, measured_milli, conforms, instrument, tested_at, within,
        counted, sha256, reason, discrepancy_id, tested_by, recorded_at, event_id)
      values (${actor.orgId}, ${sample.id}, ${seq}, ${input.sealIntact}, ${input.measuredMilli === undefined ? null : expected},
        ${input.measuredMilli ?? null}, ${input.conforms ?? null}, ${input.instrument}, ${input.testedAt}, ${judged.within}, ${judged.counted},
        ${input.sha256 ? Buffer.from(input.sha256, 'hex') : null}, ${seq > 1 ? (input.reason ?? null) : null}, ${opened?.id ?? null},
        ${actor.userId}, ${actor.at}, ${actor.eventId})`
    const { sealIntact, measuredMilli, conforms } = input
    tell(
      actor,
      { kind: 'assay', id: sample.id, no: sample.no },
      {
        seq,
        within: judged.within,
        sealIntact,
        expectedMilli: expected,
        measuredMilli: measuredMilli ?? null,
        conforms: conforms ?? null,
      },
      { instrument: input.instrument, reason: input.reason },
    )
    return {
      seq,
      within: judged.within,
      discrepancyId: opened?.id ?? null,
      discrepancyNo: opened?.no ?? null,
    }
  }),

  on(settleSample, async (tx, actor, { id, version }) => {
    const sample = await ownSample(tx, actor, id)
    if (sample.discrepancyId === null || sample.counted === null) throw new Refusal('NOT_FOUND')
    const d = await lockDiscrepancy(tx, actor, sample.discrepancyId, version)
    if ([d.foundBy, d.previousBy, d.previousWith].includes(actor.userId))
      throw new Refusal('DISCREPANCY_OWN', { name: actor.name })
    const witnessId = actor.witness?.userId ?? 0
    if ([d.previousBy, d.previousWith].includes(witnessId))
      throw new Refusal('DISCREPANCY_WITNESS_INVOLVED', { name: actor.witness?.name })
    checkAdjustable(d)
    const adjustment = await sink(tx, actor, 'adjustment')
    const less = sample.counted < sample.held
    const { drugId, lotId, code } = sample
    const movementId = await post(tx, actor, {
      kind: 'adjustSample',
      cause: { kind: 'assay', id, no: sample.no },
      lines: [
        {
          item: 'content',
          drugId,
          lotId,
          code,
          from: less ? sample.accountId : adjustment.id,
          to: less ? adjustment.id : sample.accountId,
          quantity: Math.abs(sample.held - sample.counted),
        },
      ],
    })
    await adjustedDiscrepancy(tx, actor, d, movementId)
    tell(
      actor,
      { kind: 'assay', id, no: sample.no },
      { discrepancy: d.no, book: sample.held, counted: sample.counted },
    )
    return { movementId }
  }),
]

async function ownSample(tx: Tx, actor: Actor, id: number): Promise<Sample> {
  await lockSamples(tx, actor.orgId, [id])
  const [sample] = await samplesOf(tx, actor.orgId, [id])
  assert(sample, 'a sample that is ours was read')
  return sample
}

/** Refuses: ASSAY_VOID, ASSAY_GONE, ASSAY_INVOLVED, ASSAY_TEST_TIME, ASSAY_RESULT_AGAIN, ASSAY_RESULT_KIND. */
function checkResult(actor: Actor, sample: Sample, input: InputOf<typeof recordResult>): void {
  if (sample.state === 'void') throw new Refusal('ASSAY_VOID', { no: sample.no })
  if (sample.held === 0) throw new Refusal('ASSAY_GONE', { no: sample.no })
  checkTester(actor, sample.involved)
  const at = Date.parse(input.testedAt)
  if (at < Date.parse(sample.keptAt) || at > Date.parse(actor.at))
    throw new Refusal('ASSAY_TEST_TIME', { since: sample.keptAt.slice(0, 16).replace('T', ' ') })
  if (sample.seq !== null && !input.reason) throw new Refusal('ASSAY_RESULT_AGAIN', { no: sample.no })
  checkFinding(sample, input)
}

/**
 * Outside the tolerance: a case about what the holder and the witness signed. Where one is open already, the new result is
 * a recount of it: within the tolerance the books were right, outside it they are not. Returns a case that was opened.
 */
async function followCase(
  tx: Tx,
  actor: Actor,
  sample: Sample,
  judged: Judgement,
): Promise<Case | undefined> {
  const open = sample.discrepancyId !== null && sample.discrepancyState !== 'closed'
  if (open && sample.discrepancyId !== null) {
    const d = await lockDiscrepancy(tx, actor, sample.discrepancyId)
    if (d.state === 'adjusted') await noteDiscrepancy(tx, actor, d, `${sample.no} 再次检测，结果见样品`)
    else
      await recountDiscrepancy(tx, actor, d, {
        book: sample.held,
        counted: judged.within ? sample.held : judged.counted,
      })
    return undefined
  }
  if (judged.within) return undefined
  const { accountId, drugId, lotId, code } = sample
  return openDiscrepancy(tx, actor, {
    source: { kind: 'assay', id: sample.id, no: sample.no },
    accountId,
    item: 'content',
    drugId,
    lotId,
    code,
    book: sample.content,
    counted: judged.counted,
    foundWith: null,
    previousWith: sample.keptWith,
  })
}
