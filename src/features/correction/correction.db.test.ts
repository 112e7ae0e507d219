import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { destroyContainers } from '#features/destruction/contract.ts'
import { listOwed, listRecoveries, recover } from '#features/recovery/contract.ts'
import { acceptTransfer, sendTransfer } from '#features/requisition/contract.ts'
import { administer, returnUnopened } from '#features/residue/contract.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { bring, hand, holdings, loopOf, photo, useUp, type Loop } from '#test/loop.ts'
import { readReversal, reverseMovement } from './contract.ts'

let h: Hospital
let at: Loop
let liqian: Client
const liu = witness('liuguodong@lushan')
const reason = '录错一笔'

beforeAll(async () => {
  h = await startHospital()
  at = await loopOf(h)
  liqian = await h.as('liqian@lushan')
})
afterEach(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
})
afterAll(() => h.stop())

const reverse = (id: number, by: Client = liqian) => by.call(reverseMovement, { id, reason }, liu)
const inHand = async (code: string) =>
  Object.fromEntries(
    (await holdings(at, { code })).filter((r) => r.kind === 'custody').map((r) => [r.item, r.quantity]),
  )

describe('an administration', () => {
  test('taken back, the content is in the hand again and can be given rightly', async () => {
    const box = await bring(at, { lotNo: 'S2609001' })
    const issue = await hand(at, box.codes[0] ?? '', 1)
    const code = issue.codes[0] ?? ''
    const { given } = await useUp(at, issue)
    expect(await inHand(code)).toEqual({ container: 1 })
    const before = await liqian.call(readReversal, { id: given })
    expect(before).toMatchObject({
      title: '给药',
      causeNo: issue.no,
      actor: '陈思远',
      actorTitle: '麻醉医师',
      reversesId: null,
      reversedById: null,
      later: [],
    })
    expect(before.lines).toEqual([
      expect.objectContaining({
        item: 'content',
        quantity: 50,
        quantityUnit: 'µg',
        lotNo: 'S2609001',
        source: `陈思远 领用账户 ${issue.no}`,
        destination: '患者',
        codes: [code],
      }),
    ])
    const { movementId } = await reverse(given)
    expect(await inHand(code)).toEqual({ container: 1, content: 50 })
    expect(await liqian.call(readReversal, { id: given })).toMatchObject({ reversedById: movementId })
    expect(await liqian.call(readReversal, { id: movementId })).toMatchObject({
      reversesId: given,
      witness: '刘国栋',
      witnessTitle: '药学部主任',
      reason,
    })
    const chen = await h.as('chensiyuan@lushan')
    await chen.call(administer, { id: issue.id, route: '静脉注射', doses: [{ code, content: 30 }] })
    expect(await inHand(code)).toEqual({ container: 1, content: 20 })
  })

  test('the opening under it cannot go first, and it says what must', async () => {
    const box = await bring(at, { lotNo: 'S2609002' })
    const issue = await hand(at, box.codes[0] ?? '', 1)
    const { opened, given } = await useUp(at, issue)
    const seen = await liqian.call(readReversal, { id: opened })
    expect(seen.later.map((m) => [m.id, m.title])).toEqual([[given, '给药']])
    expect(await refusalOf(reverse(opened))).toBe('MOVEMENT_NOT_REVERSIBLE')
    await reverse(given)
    expect((await liqian.call(readReversal, { id: opened })).later).toEqual([])
    await reverse(opened)
    expect(await inHand(issue.codes[0] ?? '')).toEqual({ intact: 1 })
    // Then the whole issue: the ampoule goes back into its box. Its label is named apart, not counted twice.
    const whole = await liqian.call(readReversal, { id: issue.movementId })
    expect(whole).toMatchObject({ relabelledUnits: 1, later: [] })
    expect(whole.lines.map((l) => [l.source, l.destination, l.quantity])).toEqual([
      ['手术药房', `陈思远 领用账户 ${issue.no}`, 1],
    ])
    await reverse(issue.movementId)
    expect((await holdings(at, { lotNo: 'S2609002' })).filter((r) => r.kind === 'location')).toEqual([
      expect.objectContaining({ account: '手术药房', code: box.codes[0], quantity: 10 }),
    ])
  })
})

describe('a transfer', () => {
  test('its acceptance taken back, the boxes are in transit again and are accepted rightly', async () => {
    const box = await bring(at, { lotNo: 'S2609003', place: 'A01', boxes: 2 })
    const picks = box.codes.map((code) => ({ code, units: 10 }))
    const wang = await h.as('wangxuemei@lushan')
    const sent = await wang.call(
      sendTransfer,
      {
        sourceLocationId: at.place('A01').id,
        destinationLocationId: at.place('B01').id,
        picks,
        fefoReason: '测试',
      },
      witness('lizhenhua@lushan'),
    )
    const got = await liqian.call(acceptTransfer, { id: sent.id, picks })
    expect(await refusalOf(reverse(sent.movementId))).toBe('MOVEMENT_NOT_REVERSIBLE')
    expect((await liqian.call(readReversal, { id: sent.movementId })).later.map((m) => m.title)).toEqual([
      '调拨签收',
    ])
    await reverse(got.movementId)
    const where = async () =>
      (await holdings(at, { lotNo: 'S2609003' }))
        .filter((r) => r.quantity > 0)
        .map((r) => [r.kind, r.quantity])
    expect(await where()).toEqual([
      ['transit', 10],
      ['transit', 10],
    ])
    await liqian.call(acceptTransfer, { id: sent.id, picks: picks.slice(0, 1), note: '实收 1 盒' })
    expect((await where()).sort()).toEqual([
      ['location', 10],
      ['transit', 10],
    ])
  })
})

describe('a receipt', () => {
  test('nobody touched it: taken back, its codes are free here …', async () => {
    const wang = await h.as('wangxuemei@lushan')
    const first = await bring(at, { lotNo: 'S2609004', boxes: 2 })
    await reverse(first.movementId, wang)
    expect(await holdings(at, { lotNo: 'S2609004' })).toEqual([])
    const again = await bring(at, { lotNo: 'S2609004', codes: first.codes })
    expect(
      (await holdings(at, { lotNo: 'S2609004' })).filter((r) => r.kind === 'location').map((r) => r.quantity),
    ).toEqual([10, 10])
    // Received twice, taken back once: the second receipt stands on its own.
    expect(await refusalOf(reverse(first.movementId, wang))).toBe('MOVEMENT_ALREADY_REVERSED')
    await reverse(again.movementId, wang)
  })

  test('… and elsewhere; while held here they are refused there', async () => {
    const there = await loopOf(h, 'huaichuan')
    const people = ['tanyong@huaichuan', 'xiaohong@huaichuan'] as const
    const first = await bring(at, { lotNo: 'S2609005' })
    const steal = () => bring(there, { lotNo: 'S2609005', codes: first.codes, place: 'A01', people })
    expect(await refusalOf(steal())).toBe('CODE_HELD_ELSEWHERE')
    await reverse(first.movementId, await h.as('wangxuemei@lushan'))
    await steal()
    expect(
      (await holdings(there, { lotNo: 'S2609005' }))
        .filter((r) => r.kind === 'location')
        .map((r) => r.quantity),
    ).toEqual([10])
    expect(await refusalOf(bring(at, { lotNo: 'S2609005', codes: first.codes }))).toBe('CODE_HELD_ELSEWHERE')
  })

  test('one ampoule gone: it cannot be taken back before that comes back', async () => {
    const box = await bring(at, { lotNo: 'S2609006' })
    const issue = await hand(at, box.codes[0] ?? '', 1)
    expect(await refusalOf(reverse(box.movementId))).toBe('MOVEMENT_NOT_REVERSIBLE')
    expect(
      (await liqian.call(readReversal, { id: box.movementId })).later.map((m) => [m.id, m.title]),
    ).toEqual([[issue.movementId, '领用']])
    // Returned unopened it lies under its label: the box is still one short, so the issue itself must go back.
    await liqian.call(
      returnUnopened,
      { id: issue.id, locationId: at.place('B01').id, items: [{ code: issue.codes[0] ?? '', units: 1 }] },
      witness('chensiyuan@lushan'),
    )
    expect(await refusalOf(reverse(box.movementId))).toBe('MOVEMENT_NOT_REVERSIBLE')
  })
})

describe('who may', () => {
  let id: number
  beforeAll(async () => {
    id = (await bring(at, { lotNo: 'S2609007' })).movementId
  })

  test('asked for by one, approved by another: only 药学部负责人 approves', async () => {
    const ask = (account?: string) =>
      refusalOf(liqian.call(reverseMovement, { id, reason }, account ? witness(account) : {}))
    expect(await ask()).toBe('WITNESS_REQUIRED')
    expect(await ask('liqian@lushan')).toBe('WITNESS_IS_ACTOR')
    for (const who of ['hezhiyuan', 'wangxuemei', 'chensiyuan', 'admin'])
      expect(await ask(`${who}@lushan`)).toBe('WITNESS_UNQUALIFIED')
    expect(await ask('tanyong@huaichuan')).toBe('WITNESS_FAILED')
    for (const who of ['chensiyuan', 'zhoujing', 'admin'])
      expect(await refusalOf(reverse(id, await h.as(`${who}@lushan`)))).toBe('FORBIDDEN')
    // Who approves does not ask, not even with nobody beside him.
    expect(await refusalOf((await h.as('liuguodong@lushan')).call(reverseMovement, { id, reason }))).toBe(
      'FORBIDDEN',
    )
    expect(await refusalOf((await h.as('hemingyuan@cswjw')).call(reverseMovement, { id, reason }))).toBe(
      'FORBIDDEN',
    )
  })

  test('a reason is written, and another hospital’s movement does not exist', async () => {
    expect(await refusalOf(liqian.call(reverseMovement, { id, reason: ' ' }, liu))).toBe('INPUT_INVALID')
    const tan = await h.as('tanyong@huaichuan')
    expect(await refusalOf(tan.call(readReversal, { id }))).toBe('NOT_FOUND')
    expect((await (await h.as('hemingyuan@cswjw')).call(readReversal, { id })).orgId).toBe(at.orgId)
    expect(await refusalOf(reverse(999_999))).toBe('NOT_FOUND')
  })

  test('once: a second time, two at once, a double click, or the correction itself', async () => {
    const wang = await h.as('wangxuemei@lushan')
    const both = await Promise.all([refusalOf(reverse(id)), refusalOf(reverse(id, wang))])
    expect(both.sort()).toEqual(['MOVEMENT_ALREADY_REVERSED', 'WENT THROUGH'])
    expect(await refusalOf(reverse(id))).toBe('MOVEMENT_ALREADY_REVERSED')
    const back = (await liqian.call(readReversal, { id })).reversedById ?? 0
    expect(await refusalOf(reverse(back))).toBe('MOVEMENT_ALREADY_REVERSED')
    const other = (await bring(at, { lotNo: 'S2609008' })).movementId
    const click = () =>
      liqian.call(reverseMovement, { id: other, reason }, { ...liu, key: 'correction-double-click' })
    expect(await click()).toEqual(await click())
  })
})

describe('recovery and destruction', () => {
  test('a recovery taken back is owed again, a destruction taken back lies in the bin again', async () => {
    const box = await bring(at, { lotNo: 'S2609009' })
    const issue = await hand(at, box.codes[0] ?? '', 2)
    await useUp(at, issue)
    const back = {
      issueId: issue.id,
      binLocationId: at.place('B02').id,
      items: issue.codes.map((code) => ({ code })),
    }
    const came = await liqian.call(recover, back, witness('zhoujing@lushan'))
    const evidence = { 毁前: await photo(liqian), 毁中: await photo(liqian), 毁后: await photo(liqian) }
    const gone = await liqian.call(
      destroyContainers,
      {
        binLocationId: at.place('B02').id,
        items: [{ lotId: box.lotId, units: 2 }],
        place: '销毁间',
        method: '砸碎',
        reason: '集中销毁',
        evidence,
      },
      witness('hezhiyuan@lushan'),
    )
    expect(await refusalOf(reverse(came.movementId))).toBe('MOVEMENT_NOT_REVERSIBLE')
    await reverse(gone.movementId)
    await reverse(came.movementId)
    expect((await liqian.call(listOwed, { issueId: issue.id })).total).toBe(2)
    expect((await liqian.call(listRecoveries, { issueId: issue.id })).rows).toEqual([
      expect.objectContaining({ id: came.id, reversed: true }),
    ])
    expect(await liqian.call(recover, back, witness('zhoujing@lushan'))).toMatchObject({ stillOwed: 0 })
  })
})

describe('after a correction the box goes on', () => {
  test('an issue taken back: all ten ampoules of the box can be issued again', async () => {
    const box = await bring(at, { lotNo: 'S2609010' })
    const wrong = await hand(at, box.codes[0] ?? '', 4)
    await reverse(wrong.movementId)
    const right = await hand(at, box.codes[0] ?? '', 10)
    expect(right.codes).toHaveLength(10)
  })

  test('a receipt under the wrong lot taken back: received under the right one, it can be issued', async () => {
    const wrong = await bring(at, { lotNo: 'S2609011' })
    await reverse(wrong.movementId)
    const right = await bring(at, { lotNo: 'S2609012', codes: wrong.codes })
    const issue = await hand(at, right.codes[0] ?? '', 2)
    expect(
      (await holdings(at, { code: issue.codes[0] ?? '' }))
        .filter((r) => r.kind === 'custody')
        .map((r) => r.lotNo),
    ).toEqual(['S2609012'])
  })
})
