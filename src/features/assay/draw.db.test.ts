import { afterAll, beforeAll, expect, test } from 'vitest'
import { isDrawn, residueKey } from '#core/assay/draw.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { readIssue } from '#features/issue/contract.ts'
import { administer, openUnits } from '#features/residue/contract.ts'
import { refusalOf } from '#test/harness.ts'
import { readPlan, setPlan } from './planContract.ts'
import { keep, planOf, pour, setAssayBench, type AssayBench } from './testKit.ts'

let b: AssayBench
beforeAll(async () => {
  b = await setAssayBench('2026-11-23T15:40:00.000Z')
})
afterAll(async () => {
  expect(await b.h.auditor.transaction(verifyLedger)).toEqual([])
  await b.h.stop()
})

test('the draw is what its secret says, residue by residue, and is proven once nothing of its days is in a hand', async () => {
  const { planId } = await b.liu.call(
    setPlan,
    planOf(b, { drugId: b.map.drug('PS1005'), rate: 50, validFrom: '2026-11-23', validTo: '2026-11-23' }),
  )
  const [plan] = await b.h.auditor.transaction(
    (tx) => tx<{ secret: Uint8Array }[]>`select secret from assay.plan where id = ${planId}`,
  )
  const { id, codes } = await b.take({ PS1005: 8 })
  await b.chen.call(openUnits, { id, units: codes.map((code) => ({ code })) })
  await b.chen.call(administer, { id, doses: codes.map((code) => ({ code, content: 1 })), route: '静脉注射' })
  const issue = await b.chen.call(readIssue, { id })
  const said: boolean[] = []
  for (const unit of issue.drugs[0]?.units ?? []) {
    const drawn = isDrawn(
      plan?.secret ?? new Uint8Array(),
      residueKey({ issueNo: issue.no, lotNo: unit.lotNo, code: unit.code }),
      50,
    )
    said.push(drawn)
    const all = unit.contentLeft
    expect(await refusalOf(pour(b, { id, code: unit.code }, all))).toBe(
      drawn ? 'ASSAY_SAMPLE_FIRST' : 'WENT THROUGH',
    )
    if (drawn) await keep(b, { id, code: unit.code }, { content: all, volumeUl: undefined })
  }
  expect(said).toHaveLength(8)
  expect((await b.liu.call(readPlan, { planId })).secret).toBeNull()
  // Past midnight in China, with nothing left in a hand.
  b.h.clock.advance(30 * 60_000)
  const seen = await b.liu.call(readPlan, { planId })
  const drawn = said.filter(Boolean).length
  expect(seen).toMatchObject({
    state: 'ended',
    leftInHands: 0,
    secret: Buffer.from(plan?.secret ?? []).toString('hex'),
    proof: { residues: 8, drawn, sampled: drawn, missed: 0 },
  })
})
