import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyLedger } from '#core/ledger/verify.ts'
import { reverseMovement } from '#features/correction/contract.ts'
import { readHome } from '#features/home/contract.ts'
import { threePhotos } from '#features/issue/testKit.ts'
import { readIssue } from '#features/issue/contract.ts'
import { administer, waste } from '#features/residue/contract.ts'
import { balanced, type Bench } from '#features/residue/testKit.ts'
import { refusalOf, witness } from '#test/harness.ts'
import { fillable, fillPump, handOverPump, listPumps, readPump, setUnread, stopPump } from './contract.ts'
import { fillOf, inHand, opened, seen, setPumpBench, wait } from './testKit.ts'

const zhou = witness('zhoujing@lushan')
let b: Bench
beforeAll(async () => {
  b = await setPumpBench()
})
afterAll(() => b.h.stop())

const as = (account: string) => b.h.as(`${account}@lushan`)
const chen = () => as('chensiyuan')
const read = async (id: number, givenUl: number, over: Record<string, unknown> = {}, by = 'chensiyuan') =>
  (await as(by)).call(readPump, { id, givenUl, leftUl: 50_000 - givenUl, ...over })
const fill = async (...of: Parameters<typeof fillOf> extends [unknown, ...infer R] ? R : never) =>
  (await chen()).call(fillPump, fillOf(b, ...of))

describe('a pump from its filling to nothing', () => {
  let issueId = 0
  let codes: string[] = []
  let pump = 0

  test('is filled from the hand; the content stays in the hand and cannot be taken by hand', async () => {
    ;({ id: issueId, codes } = await opened(b, 2))
    const [x = '', y = ''] = codes
    const offered = await (await chen()).call(fillable, { issueId })
    expect(offered.contents.map((c) => [c.code, c.free])).toEqual([
      [x, 50],
      [y, 50],
    ])
    const made = await fill(issueId, [
      { code: x, content: 50 },
      { code: y, content: 30 },
    ])
    pump = made.id
    expect(await inHand(b, issueId)).toEqual({ [x]: 50, [y]: 50 })
    const by = await chen()
    const give = (code: string, content: number) =>
      by.call(administer, { id: issueId, doses: [{ code, content }], route: '静脉注射' })
    expect(await refusalOf(give(x, 1))).toBe('CONTENT_IN_PUMP')
    expect(await refusalOf(give(y, 21))).toBe('CONTENT_IN_PUMP')
    await give(y, 20)
    expect(await inHand(b, issueId)).toEqual({ [x]: 50, [y]: 30 })
    const left = await by.call(fillable, { issueId })
    expect(left.contents).toEqual([])
    expect(await refusalOf(fill(issueId, [{ code: y, content: 1 }], { deviceNo: 'P-02' }))).toBe(
      'CONTENT_IN_PUMP',
    )
  })

  test('gives at each reading what has left by then, to the last unit', async () => {
    wait(b, 60)
    const first = await read(pump, 5_000)
    expect(first).toMatchObject({ level: 'within', seq: 1 })
    expect((await seen(await chen(), pump)).contents.map((c) => c.given)).toEqual([5, 3])
    // 5.001 ml: no whole microgram has left since, and nothing is posted
    const second = await read(pump, 5_001)
    expect(second.movementId).toBeNull()
    expect(await refusalOf(read(pump, 5_000))).toBe('READING_BACKWARDS')
    expect(await refusalOf(read(pump, 50_001, { leftUl: 0 }))).toBe('READING_OVER_FILL')
    expect(await refusalOf(read(pump, 6_000, {}, 'zhaomin'))).toBe('PUMP_NOT_KEEPER')
    expect(await refusalOf(read(pump, 9_000))).toBe('READING_REASON')
    const issue = await (await chen()).call(readIssue, { id: issueId })
    balanced(issue)
    expect(issue.drugs[0]?.units.map((u) => u.contentGiven)).toEqual([5, 23])
  })

  test('a misread pump is taken back by 红冲, and the next reading makes up for it', async () => {
    wait(b, 60)
    const wrong = await read(pump, 40_000, { reason: '看错一位' })
    expect((await seen(await chen(), pump)).contents.map((c) => c.held)).toEqual([10, 6])
    expect(await refusalOf(read(pump, 10_000))).toBe('READING_BACKWARDS')
    const li = await as('liqian')
    await li.call(
      reverseMovement,
      { id: wrong.movementId ?? 0, reason: '看错一位' },
      witness('liuguodong@lushan'),
    )
    const back = await seen(await chen(), pump)
    expect(back.givenUl).toBe(5_001)
    expect(back.readings.map((r) => r.void)).toEqual([false, false, true])
    const right = await read(pump, 10_000)
    expect(right.level).toBe('within')
    expect((await seen(await chen(), pump)).contents.map((c) => [c.given, c.held])).toEqual([
      [10, 40],
      [6, 24],
    ])
  })

  test('goes on with another keeper, whom two signatures and a reading name', async () => {
    wait(b, 60)
    const of = { id: pump, givenUl: 15_000, leftUl: 35_000, place: '外科病区 12 床' }
    const zhao = witness('zhaomin@lushan')
    await (await chen()).call(handOverPump, of, zhao)
    const pumpNow = await seen(await chen(), pump)
    expect([pumpNow.keeper, pumpNow.place]).toEqual(['赵敏', '外科病区 12 床'])
    expect(await refusalOf(read(pump, 16_000))).toBe('PUMP_NOT_KEEPER')
    wait(b, 60)
    await read(pump, 20_000, {}, 'zhaomin')
  })

  test('not read for four hours it is due, at the keeper’s and in the list', async () => {
    wait(b, 241)
    const zhao = await as('zhaomin')
    const list = await zhao.call(listPumps, {})
    expect([list.running, list.late, list.unreadHours]).toEqual([1, 1, 4])
    expect(list.rows[0]?.patientName).toMatch(/\*/)
    const home = await zhao.call(readHome, {})
    expect(home.todos).toContainEqual(expect.objectContaining({ kind: 'pumpRead', id: pump }))
    await (await as('admin')).call(setUnread, { unreadHours: 6, reason: '镇痛泵六小时一读' })
    expect((await zhao.call(listPumps, {})).late).toBe(0)
  })

  test('stopped by two; its rest is the keeper’s, and nobody else pours it away', async () => {
    const of = { id: pump, givenUl: 40_000, leftUl: 10_000 }
    const zhao = await as('zhaomin')
    expect((await zhao.call(stopPump, of, zhou)).restUl).toBe(10_000)
    expect(await refusalOf(read(pump, 41_000, {}, 'zhaomin'))).toBe('PUMP_STOPPED')
    const [x = '', y = ''] = codes
    const rest = [
      { code: x, content: 10 },
      { code: y, content: 6 },
    ]
    expect((await seen(zhao, pump)).state).toBe('rest')
    expect((await zhao.call(readHome, {})).todos).toContainEqual(
      expect.objectContaining({ kind: 'pumpRest', id: pump }),
    )
    const pour = async (by: string, items: typeof rest) => {
      const client = await as(by)
      const evidence = await threePhotos(client)
      return client.call(
        waste,
        { id: issueId, items, place: '病区治疗室', method: '倒入下水道', evidence },
        zhou,
      )
    }
    expect(await refusalOf(pour('chensiyuan', rest))).toBe('CONTENT_IN_PUMP')
    expect(await refusalOf(pour('zhaomin', [{ code: x, content: 11 }]))).toBe('NOT_HOLDER')
    await pour('zhaomin', rest)
    const done = await seen(zhao, pump)
    expect(done.state).toBe('closed')
    expect(done.contents.map((c) => [c.filled, c.given, c.wasted, c.held])).toEqual([
      [50, 40, 10, 0],
      [30, 24, 6, 0],
    ])
    expect(await inHand(b, issueId)).toEqual({ [x]: 0, [y]: 0 })
    expect(await b.h.auditor.transaction(verifyLedger)).toEqual([])
  })
})

describe('a refill', () => {
  test('takes the rest of the pump before, and runs under the same number only once that is stopped', async () => {
    const { id: issueId, codes } = await opened(b, 1)
    const [x = ''] = codes
    const one = await fill(issueId, [{ code: x, content: 50 }], { deviceNo: 'P-09' })
    expect(await refusalOf(fill(issueId, [{ code: x, content: 1 }], { deviceNo: 'P-09' }))).toBe(
      'PUMP_RUNNING',
    )
    wait(b, 120)
    await (await chen()).call(stopPump, { id: one.id, givenUl: 10_000, leftUl: 40_000 }, zhou)
    const two = await fill(issueId, [{ code: x, content: 40 }], { deviceNo: 'P-09', previousId: one.id })
    const before = await seen(await chen(), one.id)
    expect(before).toMatchObject({ state: 'closed', nextNo: two.no })
    expect(before.contents[0]).toMatchObject({ given: 10, other: 40, held: 0 })
    wait(b, 600)
    await (await chen()).call(stopPump, { id: two.id, givenUl: 50_000, leftUl: 0 }, zhou)
    expect((await seen(await chen(), two.id)).state).toBe('closed')
    expect(await inHand(b, issueId)).toEqual({ [x]: 0 })
  })
})

describe('a filling is refused', () => {
  test('twice the same ampoule, content that is not there, somebody else’s, a PCA without its bolus', async () => {
    const { id: issueId, codes } = await opened(b, 1)
    const [x = ''] = codes
    const one = [{ code: x, content: 1 }]
    const no = { deviceNo: 'P-11' }
    expect(await refusalOf(fill(issueId, [...one, ...one], no))).toBe('PUMP_TWICE')
    expect(await refusalOf(fill(issueId, [{ code: x, content: 51 }], no))).toBe('CONTENT_IN_PUMP')
    expect(await refusalOf((await as('zhaomin')).call(fillPump, fillOf(b, issueId, one, no)))).toBe(
      'NOT_HOLDER',
    )
    expect(await refusalOf(fill(issueId, one, { ...no, mode: 'pca' }))).toBe('PUMP_PCA')
    expect(await refusalOf(fill(issueId, one, { ...no, rateUlH: 0 }))).toBe('PUMP_NO_RATE')
    expect(await refusalOf(fill(issueId, one, { ...no, prescribedBy: b.map.user('zhoujing@lushan') }))).toBe(
      'PRESCRIBER_UNQUALIFIED',
    )
    expect(await refusalOf(fill(issueId, one, { ...no, startedAt: '2026-11-01T00:00:00Z' }))).toBe(
      'USE_TIME_ORDER',
    )
  })
})

test('two who want the same content at once: a pump or the patient, never both', async () => {
  const { id: issueId, codes } = await opened(b, 3)
  for (const code of codes) {
    const by = await chen()
    const outcomes = await Promise.allSettled([
      by.call(fillPump, fillOf(b, issueId, [{ code, content: 50 }], { deviceNo: `R-${code.slice(-2)}` })),
      by.call(administer, { id: issueId, doses: [{ code, content: 50 }], route: '静脉注射' }),
    ])
    expect(outcomes.filter((o) => o.status === 'fulfilled')).toHaveLength(1)
  }
})
