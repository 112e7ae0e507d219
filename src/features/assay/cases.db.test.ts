import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyLedger } from '#core/ledger/verify.ts'
import { alertsFollower } from '#features/alerts/follower.ts'
import { tellDue } from '#features/alerts/due.ts'
import { listAlerts } from '#features/alerts/contract.ts'
import {
  closeCase,
  explain,
  readDiscrepancy,
  recountCase,
  reportCase,
} from '#features/discrepancy/contract.ts'
import { setRoles } from '#features/staff/contract.ts'
import { readHome } from '#features/home/contract.ts'
import { administer } from '#features/residue/contract.ts'
import { followAll, refusalOf, witness } from '#test/harness.ts'
import { destroySamples, readSample, settleSample } from './contract.ts'
import { setPlan } from './planContract.ts'
import {
  destroyPhotos,
  head,
  keep,
  leftOver,
  measure,
  planOf,
  pour,
  setAssayBench,
  type AssayBench,
} from './testKit.ts'

let b: AssayBench
beforeAll(async () => {
  b = await setAssayBench()
  await b.liu.call(setPlan, planOf(b))
})
afterAll(async () => {
  expect(await b.h.auditor.transaction(verifyLedger)).toEqual([])
  await b.h.stop()
})

/** Waits for what other files' transactions hold back. */
const tick = () => followAll(b.h, alertsFollower)
const li = () => b.h.as('liqian@lushan')
const destroy = async (id: number) => {
  const client = await li()
  const evidence = await destroyPhotos(client)
  const how = { place: '药学部检验室', method: '倒入下水道' } as const
  return client.call(destroySamples, { sampleIds: [id], ...how, evidence }, witness(head))
}
/** A sample of 10 μg, the rest poured away. */
async function sampled() {
  const of = await leftOver(b)
  const made = await keep(b, of)
  await pour(b, of, 10)
  return made
}
const caseOf = async (discrepancyId: number | null) => b.liu.call(readDiscrepancy, { id: discrepancyId ?? 0 })
const explained = async (id: number, reasonCode: 'diluted' | 'miscount' | 'unknown') =>
  b.liu.call(
    explain,
    { id, version: (await caseOf(id)).version, reasonCode, text: '调阅录像，问过当班' },
    witness('wangxuemei@lushan'),
  )

describe('a result outside the tolerance', () => {
  let sampleId: number
  let id: number

  test('opens a case about the holder and the witness, with a deadline and an alert', async () => {
    sampleId = (await sampled()).id
    const result = await measure(b, sampleId, { measuredMilli: 30_000 })
    expect(result).toMatchObject({ within: false, discrepancyNo: expect.stringMatching(/^CY-/) })
    id = result.discrepancyId ?? 0
    expect(await caseOf(id)).toMatchObject({
      sourceKind: 'assay',
      sourceId: sampleId,
      item: 'content',
      book: 10,
      counted: 6,
      foundBy: '何志远',
      previousBy: '陈思远',
      previousWith: '周婧',
      escalateAt: '2026-11-24T10:00:00.000Z',
    })
    await tick()
    const { rows } = await b.liu.call(listAlerts, { kind: 'COUNT_DIFFERENCE' })
    expect(rows[0]?.text).toContain('少 4')
    expect((await b.liu.call(readHome, {})).todos).toContainEqual(
      expect.objectContaining({ kind: 'discrepancy', id }),
    )
  })

  test('keeps the sample: not destroyed, not counted away', async () => {
    expect(await refusalOf(destroy(sampleId))).toBe('ASSAY_CASE_OPEN')
    const { version } = await caseOf(id)
    const recount = b.liu.call(recountCase, { id, version, counted: 10 }, witness('wangxuemei@lushan'))
    expect(await refusalOf(recount)).toBe('DISCREPANCY_ASSAY')
    const settle = { id: sampleId, version }
    expect(await refusalOf(b.liu.call(settleSample, settle, witness('wangxuemei@lushan')))).toBe(
      'DISCREPANCY_UNEXPLAINED',
    )
  })

  test('who poured it away or watched is no second person of its explanation', async () => {
    const { version } = await caseOf(id)
    const said = { id, version, reasonCode: 'diluted' as const, text: '抽取时稀释到 0.4 ml' }
    expect(await refusalOf(b.liu.call(explain, said, witness('zhoujing@lushan')))).toBe(
      'DISCREPANCY_WITNESS_INVOLVED',
    )
  })

  test('explained, the books follow what was measured; closed, the sample is destroyed and nothing is left', async () => {
    await explained(id, 'diluted')
    const { version } = await caseOf(id)
    const settle = { id: sampleId, version }
    expect(await refusalOf(b.liu.call(settleSample, settle, witness('zhoujing@lushan')))).toBe(
      'DISCREPANCY_WITNESS_INVOLVED',
    )
    await b.liu.call(settleSample, settle, witness('wangxuemei@lushan'))
    expect(await b.he.call(readSample, { id: sampleId })).toMatchObject({ held: 6, state: 'case' })
    await b.liu.call(closeCase, { id, version: (await caseOf(id)).version, text: '已培训' })
    await destroy(sampleId)
    expect(await b.he.call(readSample, { id: sampleId })).toMatchObject({ held: 0, state: 'done' })
  })
})

describe('a result that was wrong', () => {
  test('stays, and a second one with its reason settles the case that the first opened', async () => {
    const { id: sampleId } = await sampled()
    const first = await measure(b, sampleId, { measuredMilli: 4_920 })
    expect(first.within).toBe(false)
    const id = first.discrepancyId ?? 0
    await explained(id, 'miscount')
    expect(await measure(b, sampleId, { measuredMilli: 49_200, reason: '小数点录错' })).toMatchObject({
      seq: 2,
      within: true,
      discrepancyId: null,
    })
    const seen = await b.he.call(readSample, { id: sampleId })
    expect(seen.results.map((r) => [r.seq, r.measuredMilli, r.reason])).toEqual([
      [2, 49_200, '小数点录错'],
      [1, 4_920, null],
    ])
    const standing = await caseOf(id)
    expect(standing.levelAt).not.toBeNull()
    await b.liu.call(closeCase, { id, version: standing.version, text: '录入错误' })
    await destroy(sampleId)
  })

  test('and a second one outside, after one within, opens the case then', async () => {
    const { id: sampleId } = await sampled()
    expect((await measure(b, sampleId)).within).toBe(true)
    const second = await measure(b, sampleId, { measuredMilli: 60_000, reason: '复测' })
    expect(second.within).toBe(false)
    expect(await caseOf(second.discrepancyId)).toMatchObject({ book: 10, counted: 12 })
    const { state } = await b.he.call(readSample, { id: sampleId })
    expect(state).toBe('case')
  })
})

test('who watched does not test it, whatever else they may do in the house', async () => {
  const { id } = await sampled()
  const admin = await b.h.as('admin@lushan')
  const roles = ['NURSE', 'DISPENSER']
  await admin.call(setRoles, { id: b.map.user('zhoujing@lushan'), roles, reason: '兼岗' })
  const zhouClient = await b.h.as('zhoujing@lushan')
  expect(await refusalOf(measure(b, id, {}, zhouClient))).toBe('ASSAY_INVOLVED')
  expect((await zhouClient.call(readSample, { id })).whyNotTest).not.toBeNull()
  expect((await zhouClient.call(readHome, {})).todos.map((t) => t.id)).not.toContain(id)
  expect((await b.he.call(readSample, { id })).whyNotTest).toBeNull()
})

test('a broken seal vouches for nothing: reported, taken out of the books, closed', async () => {
  const { id: sampleId } = await sampled()
  const { discrepancyId } = await measure(b, sampleId, { sealIntact: false })
  const id = discrepancyId ?? 0
  expect(await caseOf(id)).toMatchObject({ book: 10, counted: 0 })
  await explained(id, 'unknown')
  const settle = async () =>
    b.liu.call(
      settleSample,
      { id: sampleId, version: (await caseOf(id)).version },
      witness('wangxuemei@lushan'),
    )
  expect(await refusalOf(settle())).toBe('DISCREPANCY_UNREPORTED')
  const said = { receivers: ['公安机关' as const], text: '封签破损，去向不明' }
  await b.liu.call(reportCase, { id, version: (await caseOf(id)).version, ...said })
  await settle()
  expect(await b.he.call(readSample, { id: sampleId })).toMatchObject({ held: 0, state: 'case' })
  await b.liu.call(closeCase, { id, version: (await caseOf(id)).version, text: '移交公安机关' })
  expect(await b.he.call(readSample, { id: sampleId })).toMatchObject({ held: 0, state: 'done' })
})

test('what was not tested in time, and what was chosen and never sampled, is told once', async () => {
  const { no } = await sampled()
  const lost = await leftOver(b)
  expect(await refusalOf(pour(b, lost, 20))).toBe('ASSAY_SAMPLE_FIRST')
  await b.chen.call(administer, { id: lost.id, doses: [{ code: lost.code, content: 20 }], route: '静脉注射' })
  const later = '2026-11-27T01:00:00.000Z'
  const told = () => b.h.db.asOrg(b.map.orgId, (tx) => tellDue(tx, b.map.orgId, later))
  expect(await told()).toBeGreaterThan(0)
  await tick()
  const { rows } = await b.liu.call(listAlerts, { pageSize: 100 })
  const of = (kind: string) => rows.filter((r) => r.kind === kind).map((r) => r.text)
  expect(of('ASSAY_LATE')[0]).toContain(no)
  expect(of('ASSAY_MISSED')).toHaveLength(1)
  expect(of('ASSAY_MISSED')[0]).toContain(lost.code.slice(-9))
  await told()
  await tick()
  const again = await b.liu.call(listAlerts, { kind: 'ASSAY_MISSED' })
  expect(again.total).toBe(1)
})
