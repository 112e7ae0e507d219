import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyLedger } from '#core/ledger/verify.ts'
import { reverseMovement } from '#features/correction/contract.ts'
import { readHome } from '#features/home/contract.ts'
import { readIssue } from '#features/issue/contract.ts'
import { handIn } from '#features/residue/contract.ts'
import { balanced } from '#features/residue/testKit.ts'
import { photo } from '#test/flow.ts'
import { refusalOf, witness } from '#test/harness.ts'
import { destroySamples, keepSample, listChosen, listSamples, readSample } from './contract.ts'
import { listPlans, readPlan, setPlan } from './planContract.ts'
import {
  destroyPhotos,
  keep,
  leftOver,
  measure,
  planOf,
  pour,
  setAssayBench,
  zhou,
  type AssayBench,
} from './testKit.ts'

let b: AssayBench
beforeAll(async () => {
  b = await setAssayBench()
})
afterAll(async () => {
  expect(await b.h.auditor.transaction(verifyLedger)).toEqual([])
  await b.h.stop()
})

const destroy = async (...sampleIds: number[]) => {
  const li = await b.h.as('liqian@lushan')
  return li.call(
    destroySamples,
    { sampleIds, place: '药学部检验室', method: '倒入下水道', evidence: await destroyPhotos(li) },
    witness('liuguodong@lushan'),
  )
}

const heldIn = (sampleId: number) =>
  b.h.db.asOrg(
    b.map.orgId,
    (tx) => tx<{ item: string; quantity: number }[]>`
      select x.item, x.quantity from assay.sample s join ledger.balance x on x.org_id = s.org_id and x.account_id = s.account_id
      where s.id = ${sampleId} and x.quantity <> 0`,
  )

describe('a plan', () => {
  test('has one scope, honest days, and its versions follow each other', async () => {
    const { drugId: _, ...none } = planOf(b)
    expect(await refusalOf(b.liu.call(setPlan, none))).toBe('ASSAY_PLAN_SCOPE')
    expect(await refusalOf(b.liu.call(setPlan, planOf(b, { drugClass: 'NAR' })))).toBe('ASSAY_PLAN_SCOPE')
    expect(await refusalOf(b.liu.call(setPlan, planOf(b, { drugId: 999_999_999 })))).toBe('NOT_FOUND')
    expect(await refusalOf(b.liu.call(setPlan, planOf(b, { validFrom: '2026-11-22' })))).toBe(
      'ASSAY_PLAN_DAYS',
    )
    expect(await refusalOf(b.chen.call(setPlan, planOf(b)))).toBe('FORBIDDEN')
  })

  test('rules what is handed out after it was set, not what is in a hand already', async () => {
    const before = await leftOver(b)
    b.h.clock.advance(60_000)
    await b.liu.call(setPlan, planOf(b))
    expect(await refusalOf(b.liu.call(setPlan, planOf(b)))).toBe('ASSAY_PLAN_LATER')
    await pour(b, before, 20)
    expect(await refusalOf(keep(b, await leftOver(b, 'NAR015', 1), { content: 1 }))).toBe('ASSAY_NO_PLAN')
    const { rows } = await b.liu.call(listPlans, {})
    expect(rows).toMatchObject([{ scope: '枸橼酸舒芬太尼注射液 1ml:50μg', rate: 100, state: 'current' }])
  })

  test('shows its commitment and keeps its secret', async () => {
    const [plan] = (await b.liu.call(listPlans, {})).rows
    const seen = await b.liu.call(readPlan, { planId: plan?.planId ?? 0 })
    expect(seen).toMatchObject({ secret: null, proof: null, commitment: plan?.commitment })
    expect(await refusalOf(b.liu.call(readPlan, { planId: 999_999 }))).toBe('NOT_FOUND')
  })
})

describe('a residue that the plan chose', () => {
  let of: { id: number; code: string }
  let sampleId: number

  test('is not poured away before a sample was kept; the refusal is on record and names what waits', async () => {
    of = await leftOver(b)
    expect(await refusalOf(pour(b, of, 20))).toBe('ASSAY_SAMPLE_FIRST')
    // In two halves is the same residue.
    expect(await refusalOf(pour(b, of, 10))).toBe('ASSAY_SAMPLE_FIRST')
    const waiting = await b.liu.call(listChosen, {})
    expect(waiting).toMatchObject({
      total: 1,
      rows: [{ issueId: of.id, code: of.code, contentLeft: 20, holder: '陈思远' }],
    })
    expect((await b.liu.call(listSamples, {})).waiting).toMatchObject({ toSample: 1, toTest: 0 })
    expect((await b.chen.call(readHome, {})).todos).toContainEqual(
      expect.objectContaining({ kind: 'assayKeep', id: of.id }),
    )
  })

  test('whoever has it on a picture is told before any of it is poured', async () => {
    const ask = (picture: string, who = b.chen) =>
      who.call(handIn, { id: of.id, units: [{ code: of.code }], photo: picture })
    expect(await refusalOf(ask('0'.repeat(64)))).toBe('EVIDENCE_INCOMPLETE')
    expect(await refusalOf(ask(await photo(b.chen), b.liu))).toBe('FORBIDDEN')
    expect(await refusalOf(ask(await photo(b.chen)))).toBe('ASSAY_SAMPLE_FIRST')
  })

  test('what nobody handed in is not named: the list foretells nothing', async () => {
    const other = await leftOver(b)
    expect((await b.liu.call(listChosen, {})).rows.map((r) => r.issueId)).not.toContain(other.id)
  })

  test('the sample is the holder’s to keep, of what is there, in a container of its own', async () => {
    const li = await b.h.as('zhaomin@lushan')
    const input = {
      issueId: of.id,
      residue: { code: of.code },
      content: 10,
      volumeUl: 200,
      sealNo: 'F-1',
      storedAt: '留样柜',
    }
    expect(await refusalOf(li.call(keepSample, input, zhou))).toBe('NOT_HOLDER')
    expect(await refusalOf(b.chen.call(keepSample, input))).toBe('WITNESS_REQUIRED')
    expect(await refusalOf(keep(b, of, { content: 21 }))).toBe('ASSAY_NOTHING_LEFT')
    expect(await refusalOf(keep(b, of, { residue: { code: '81902360000000000001' } }))).toBe(
      'CODE_NEVER_RECEIVED',
    )
    expect(await refusalOf(keep(b, of, { issueId: 999_999_999 }))).toBe('NOT_FOUND')
    expect(await refusalOf(keep(b, of, { residue: { lotId: 999_999_999 } }))).toBe('NOT_FOUND')
    const made = await keep(b, of, { sealNo: 'F-900' })
    sampleId = made.id
    expect(made).toMatchObject({ drawn: true, testDueAt: '2026-11-26T10:00:00.000Z' })
    expect(await refusalOf(keep(b, of))).toBe('ASSAY_SAMPLED')
    const again = await leftOver(b)
    expect(await refusalOf(keep(b, again, { sealNo: 'F-900' }))).toBe('ALREADY_EXISTS')
  })

  test('then the rest is poured away, and the account of the hand is empty but for the shell', async () => {
    await pour(b, of, 10)
    const seen = await b.chen.call(readIssue, { id: of.id })
    balanced(seen)
    expect(seen.drugs[0]?.units[0]).toMatchObject({
      contentGiven: 30,
      contentWasted: 10,
      contentSampled: 10,
      contentLeft: 0,
    })
    expect(await heldIn(sampleId)).toEqual([{ item: 'content', quantity: 10 }])
    expect((await b.liu.call(listChosen, {})).total).toBe(0)
  })

  test('who held or witnessed it does not test it; the method says what is asked for', async () => {
    const zhouClient = await b.h.as('zhoujing@lushan')
    expect(await refusalOf(measure(b, sampleId, {}, b.chen))).toBe('FORBIDDEN')
    expect(await refusalOf(measure(b, sampleId, {}, zhouClient))).toBe('FORBIDDEN')
    expect(await refusalOf(measure(b, sampleId, { conforms: true, measuredMilli: undefined }))).toBe(
      'ASSAY_RESULT_KIND',
    )
    expect(await refusalOf(measure(b, sampleId, { testedAt: '2026-11-20T00:00:00Z' }))).toBe(
      'ASSAY_TEST_TIME',
    )
    expect(await refusalOf(measure(b, sampleId, { testedAt: '2026-12-20T00:00:00Z' }))).toBe(
      'ASSAY_TEST_TIME',
    )
    expect(await refusalOf(destroy(sampleId))).toBe('ASSAY_NOT_TESTED')
  })

  test('within the tolerance it is destroyed by two, and its account stands at zero', async () => {
    const report = await photo(b.he)
    expect(await measure(b, sampleId, { sha256: report })).toEqual({
      seq: 1,
      within: true,
      discrepancyId: null,
      discrepancyNo: null,
    })
    const seen = await b.he.call(readSample, { id: sampleId })
    expect(seen).toMatchObject({
      state: 'toDestroy',
      expectedMilli: 50_000,
      results: [{ measuredMilli: 49_200, sha256: report }],
    })
    expect(await refusalOf(measure(b, sampleId))).toBe('ASSAY_RESULT_AGAIN')
    await destroy(sampleId)
    expect(await heldIn(sampleId)).toEqual([])
    expect(await refusalOf(destroy(sampleId))).toBe('ASSAY_DESTROYED')
    expect(await refusalOf(measure(b, sampleId, { reason: '再看一次' }))).toBe('ASSAY_GONE')
    expect(await b.he.call(readSample, { id: sampleId })).toMatchObject({
      state: 'done',
      destruction: { executedBy: '李倩', witnessedBy: '刘国栋' },
      photos: [{ stage: '毁前' }, { stage: '毁中' }, { stage: '毁后' }],
    })
  })
})

test('one residue kept, and one sample destroyed, by two pairs at the same moment: each once', async () => {
  const of = await leftOver(b)
  const kept = await Promise.all([refusalOf(keep(b, of)), refusalOf(keep(b, of))])
  expect(kept.toSorted()).toEqual(['ASSAY_SAMPLED', 'WENT THROUGH'])
  const { rows } = await b.he.call(listSamples, { state: 'toTest' })
  const id = rows.find((r) => r.code === of.code)?.id ?? 0
  await measure(b, id)
  const gone = await Promise.all([refusalOf(destroy(id)), refusalOf(destroy(id))])
  expect(gone.toSorted()).toEqual(['ASSAY_DESTROYED', 'WENT THROUGH'])
  expect(await heldIn(id)).toEqual([])
})

test('a drug’s own version goes before that of its class, and the next version ends the one before it', async () => {
  const drugId = b.map.drug('PS1005')
  const { drugId: _, ...ofClass } = planOf(b, { drugClass: 'PS1' })
  await b.liu.call(setPlan, ofClass)
  const chosen = await leftOver(b, 'PS1005', 1_000)
  expect(await refusalOf(pour(b, chosen, 9_000))).toBe('ASSAY_SAMPLE_FIRST')
  b.h.clock.advance(60_000)
  await b.liu.call(setPlan, planOf(b, { drugId, rate: 0 }))
  await pour(b, await leftOver(b, 'PS1005', 1_000), 9_000)
  // What was handed out before stays under the version of that moment.
  expect(await refusalOf(pour(b, chosen, 9_000))).toBe('ASSAY_SAMPLE_FIRST')
  await keep(b, chosen, { content: 9_000, volumeUl: 1_800 })
  await b.liu.call(setPlan, planOf(b, { drugId, rate: 100, validFrom: '2026-11-24' }))
  const { rows } = await b.liu.call(listPlans, {})
  const versions = rows.filter((r) => r.drugId === drugId)
  expect(versions.map((v) => [v.validFrom, v.state, v.rate, v.endsAt])).toEqual([
    ['2026-11-24', 'coming', 100, '2026-12-31T16:00:00.000Z'],
    ['2026-11-23', 'current', 0, '2026-11-23T16:00:00.000Z'],
  ])
})

describe('taken back', () => {
  test('a sample that was kept by mistake is void, and the residue is chosen as before', async () => {
    const of = await leftOver(b)
    const made = await keep(b, of)
    await b.h
      .as('liqian@lushan')
      .then((li) =>
        li.call(reverseMovement, { id: made.movementId, reason: '取错支' }, witness('liuguodong@lushan')),
      )
    expect(await b.he.call(readSample, { id: made.id })).toMatchObject({ state: 'void', held: 0 })
    expect(await refusalOf(measure(b, made.id))).toBe('ASSAY_VOID')
    expect(await refusalOf(destroy(made.id))).toBe('ASSAY_VOID')
    expect(await refusalOf(pour(b, of, 20))).toBe('ASSAY_SAMPLE_FIRST')
    const second = await keep(b, of, { content: 20, volumeUl: 400 })
    expect(await b.he.call(readSample, { id: second.id })).toMatchObject({ state: 'toTest', held: 20 })
    balanced(await b.chen.call(readIssue, { id: of.id }))
  })
})
