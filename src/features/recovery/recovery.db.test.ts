import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { refusalOf, startHospital, testNow, witness, type Hospital } from '#test/harness.ts'
import {
  bring,
  hand,
  holdings,
  loopOf,
  newBox,
  useUp,
  type Arrived,
  type Hand,
  type Loop,
} from '#test/loop.ts'
import { openUnits } from '#features/residue/contract.ts'
import { findContainer, listBins, listOwed, listOwing, listRecoveries, recover } from './contract.ts'

let h: Hospital
let at: Loop
let liqian: Client
let box: Arrived
const chen = witness('chensiyuan@lushan')
const zhou = witness('zhoujing@lushan')

beforeAll(async () => {
  h = await startHospital()
  at = await loopOf(h)
  liqian = await h.as('liqian@lushan')
  box = await bring(at, { lotNo: 'S2609118', boxes: 3 })
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

type Items = ({ code: string } | { lotId: number; units: number })[]
const into = (issue: Hand, items: Items, bin = 'B02') => ({
  issueId: issue.id,
  binLocationId: at.place(bin).id,
  items,
})
const bin = async (lotNo: string) =>
  (await holdings(at, { item: 'container', lotNo }))
    .filter((r) => r.kind === 'empties')
    .reduce((n, r) => n + r.quantity, 0)

describe('ampoules of one surgery', () => {
  let issue: Hand
  beforeAll(async () => {
    issue = await hand(at, box.codes[0] ?? '', 5)
    await useUp(at, issue)
  })

  test('all five are owed, each by its label, by the one who holds them, until the end of the shift', async () => {
    const owed = await liqian.call(listOwed, { issueId: issue.id })
    expect(owed.total).toBe(5)
    expect(owed.rows.map((r) => r.code)).toEqual(issue.codes)
    expect(owed.rows[0]).toMatchObject({
      holder: '陈思远',
      holderTitle: '麻醉医师',
      lotNo: 'S2609118',
      container: '空安瓿',
      owed: 1,
      dueAt: '2026-11-23T14:05:00.000Z',
    })
    const owing = await liqian.call(listOwing, {})
    expect(owing).toMatchObject({ total: 1, containers: 5, overdue: 0 })
    expect(owing.rows[0]).toMatchObject({
      issueNo: issue.no,
      holder: '陈思远',
      containers: 5,
      drugs: '枸橼酸舒芬太尼注射液 1ml:50μg S2609118 × 5',
      department: '麻醉手术科',
    })
  })

  test('one in the hand is found by its label, in any spelling', async () => {
    const code = issue.codes[2] ?? ''
    expect(await liqian.call(findContainer, { raw: code })).toMatchObject({
      code,
      issueId: issue.id,
      holder: '陈思远',
    })
    expect(await liqian.call(findContainer, { raw: code.replace(/-03$/, '-003') })).toMatchObject({ code })
  })

  test('the box, an ampoule nobody opened and a code nobody received are not owed, and it says why', async () => {
    const of = (raw: string) => liqian.call(findContainer, { raw }).catch((e: unknown) => e)
    expect(await of(box.codes[0] ?? '')).toMatchObject({
      code: 'CONTAINER_NOT_OWED',
      problem: { facts: { box: true } },
    })
    expect(await of(newBox('8190236'))).toMatchObject({ code: 'CODE_NEVER_RECEIVED' })
    const other = await hand(at, box.codes[0] ?? '', 1)
    expect(await of(other.codes[0] ?? '')).toMatchObject({
      code: 'CONTAINER_NOT_OWED',
      problem: { facts: { box: false, intact: `陈思远 领用账户 ${other.no}`, back: null } },
    })
    expect(await refusalOf(of('6901234567892').then((e) => Promise.reject(e as Error)))).toBe(
      'CODE_IS_PRODUCT_BARCODE',
    )
  })

  test('what is not owed is not taken, and nothing moves', async () => {
    const other = await bring(at, { lotNo: 'S2609999' })
    const tries: [Items, string][] = [
      [[{ lotId: other.lotId, units: 1 }], 'CONTAINER_NOT_OWED'],
      [[{ lotId: 999_999, units: 1 }], 'CONTAINER_NOT_OWED'],
      [[{ lotId: box.lotId, units: 6 }], 'CONTAINER_NOT_OWED'],
      [[{ code: box.codes[0] ?? '' }], 'CONTAINER_NOT_OWED'],
      [[{ code: newBox('8190236') }], 'CODE_NEVER_RECEIVED'],
      [[{ code: issue.codes[0] ?? '' }, { code: issue.codes[0] ?? '' }], 'CODE_SCANNED_TWICE'],
      [[{ code: issue.codes[0] ?? '' }, { lotId: box.lotId, units: 5 }], 'CONTAINER_NOT_OWED'],
      [[{ code: issue.codes[0] ?? '' }, { code: newBox('8190236') }], 'CODE_NEVER_RECEIVED'],
    ]
    for (const [items, code] of tries)
      expect([items, await refusalOf(liqian.call(recover, into(issue, items), zhou))]).toEqual([items, code])
    expect(await refusalOf(liqian.call(recover, into(issue, [{ lotId: box.lotId, units: 0 }]), zhou))).toBe(
      'INPUT_INVALID',
    )
    expect(await refusalOf(liqian.call(recover, into(issue, []), zhou))).toBe('INPUT_INVALID')
    expect(await bin('S2609118')).toBe(0)
  })

  test('only a recovery bin is a bin', async () => {
    const items = [{ code: issue.codes[0] ?? '' }]
    for (const place of ['B01', 'A09', 'W03'])
      expect(await refusalOf(liqian.call(recover, into(issue, items, place), zhou))).toBe('NOT_FOUND')
    expect(
      await refusalOf(liqian.call(recover, { ...into(issue, items), binLocationId: 999_999 }, zhou)),
    ).toBe('NOT_FOUND')
    expect(await refusalOf(liqian.call(recover, { ...into(issue, items), issueId: 999_999 }, zhou))).toBe(
      'NOT_FOUND',
    )
  })

  test('who brings them is another, permitted and qualified person', async () => {
    const act = into(issue, [{ code: issue.codes[0] ?? '' }])
    expect(await refusalOf(liqian.call(recover, act))).toBe('WITNESS_REQUIRED')
    expect(await refusalOf(liqian.call(recover, act, witness('liqian@lushan')))).toBe('WITNESS_IS_ACTOR')
    expect(await refusalOf(liqian.call(recover, act, witness('hezhiyuan@lushan')))).toBe(
      'WITNESS_UNQUALIFIED',
    )
    expect(await refusalOf(liqian.call(recover, act, witness('qianming@lushan')))).toBe('WITNESS_UNQUALIFIED')
    expect(await refusalOf(liqian.call(recover, act, witness('tanyong@huaichuan')))).toBe('WITNESS_FAILED')
    expect(await refusalOf((await h.as('zhoujing@lushan')).call(recover, act, chen))).toBe('FORBIDDEN')
  })

  test('scanned, counted and both: still owed goes down', async () => {
    const one = await liqian.call(recover, into(issue, [{ code: issue.codes[3] ?? '' }]), zhou)
    expect(one).toMatchObject({ no: 'KA-20261123-01', stillOwed: 4 })
    expect(await liqian.call(recover, into(issue, [{ lotId: box.lotId, units: 1 }]), chen)).toMatchObject({
      stillOwed: 3,
    })
    // The count comes first in the list and would take the second ampoule, which is also scanned.
    const both = await liqian.call(
      recover,
      into(issue, [{ lotId: box.lotId, units: 1 }, { code: issue.codes[1] ?? '' }]),
      zhou,
    )
    expect(both).toMatchObject({ stillOwed: 1 })
    expect((await liqian.call(listOwed, { issueId: issue.id })).rows.map((r) => r.code)).toEqual([
      issue.codes[4],
    ])
    expect(await bin('S2609118')).toBe(4)
  })

  test('an ampoule that came back does not come back again; it says when it did', async () => {
    const code = issue.codes[3] ?? ''
    expect(await refusalOf(liqian.call(recover, into(issue, [{ code }]), zhou))).toBe('CONTAINER_NOT_OWED')
    const no = await liqian.call(findContainer, { raw: code }).catch((e: unknown) => e)
    expect(no).toMatchObject({
      code: 'CONTAINER_NOT_OWED',
      problem: { facts: { lot: `S2609118 码尾 ${code.slice(-8)}`, back: 'KA-20261123-01', backAt: testNow } },
    })
  })

  test('a double click is one recovery', async () => {
    const act = into(issue, [{ code: issue.codes[4] ?? '' }])
    const key = 'recovery-double-click'
    const first = await liqian.call(recover, act, { ...zhou, key })
    const again = await liqian.call(recover, act, { ...zhou, key })
    expect(again).toEqual(first)
    expect(first.stillOwed).toBe(0)
    expect(await bin('S2609118')).toBe(5)
    expect((await holdings(at, { code: issue.codes[4] ?? '' })).filter((r) => r.kind === 'custody')).toEqual(
      [],
    )
  })

  test('the record says who brought, who took, what and where', async () => {
    const list = await liqian.call(listRecoveries, { issueId: issue.id })
    expect(list.total).toBe(4)
    expect(list.rows.at(-1)).toMatchObject({
      no: 'KA-20261123-01',
      issueNo: issue.no,
      bin: '手术药房回收箱',
      containers: 1,
      receivedBy: '李倩',
      returnedBy: '周婧',
      reversed: false,
      drugs: '枸橼酸舒芬太尼注射液 1ml:50μg S2609118',
    })
    const lot = (await liqian.call(listBins, {})).rows.find((r) => r.lotId === box.lotId)
    expect(lot).toMatchObject({ bin: '手术药房回收箱', units: 5, container: '空安瓿', lotNo: 'S2609118' })
    expect((await liqian.call(listBins, { binLocationId: at.place('C02').id })).rows).toEqual([])
  })
})

describe('two at the counter', () => {
  test('the last ampoule goes to one of them', async () => {
    const issue = await hand(at, box.codes[1] ?? '', 1)
    await useUp(at, issue)
    const he = await h.as('hezhiyuan@lushan')
    const act = into(issue, [{ code: issue.codes[0] ?? '' }])
    const answers = await Promise.all([
      refusalOf(liqian.call(recover, act, chen)),
      refusalOf(he.call(recover, act, zhou)),
    ])
    expect(answers.sort()).toEqual(['CONTAINER_NOT_OWED', 'WENT THROUGH'])
  })

  test('both count the same lot: each takes another ampoule', async () => {
    const issue = await hand(at, box.codes[1] ?? '', 2)
    await useUp(at, issue)
    const he = await h.as('hezhiyuan@lushan')
    const act = into(issue, [{ lotId: box.lotId, units: 1 }])
    const answers = await Promise.all([liqian.call(recover, act, chen), he.call(recover, act, zhou)])
    expect(answers.map((a) => a.stillOwed).sort()).toEqual([0, 1])
  })
})

describe('who owes', () => {
  test('by person, the first to be due first, overdue by the clock', async () => {
    const late = await hand(at, box.codes[2] ?? '', 2, { dueAt: '2026-11-23T06:15:00.000Z' })
    const hers = await hand(at, box.codes[2] ?? '', 3, {
      holderId: at.user('linyue@lushan'),
      dueAt: '2026-11-23T09:00:00.000Z',
    })
    await useUp(at, late)
    await useUp(at, hers, hers.codes, 50, 'linyue@lushan')
    const all = await liqian.call(listOwing, {})
    expect(all.rows.map((r) => [r.holder, r.containers])).toEqual([
      ['陈思远', 2],
      ['林悦', 3],
    ])
    expect((await liqian.call(listOwing, { holderId: at.user('linyue@lushan') })).containers).toBe(3)
    expect((await liqian.call(listOwing, { q: '林悦' })).total).toBe(1)
    expect((await liqian.call(listOwing, { q: 'S2609118' })).total).toBe(2)
    expect((await liqian.call(listOwing, { q: '100%' })).total).toBe(0)
    h.clock.set('2026-11-23T06:20:00.000Z')
    expect((await liqian.call(listOwing, { state: 'overdue' })).rows.map((r) => r.issueNo)).toEqual([late.no])
    expect((await liqian.call(listOwing, {})).overdue).toBe(2)
    expect((await liqian.call(listOwing, { state: 'due' })).rows.map((r) => r.issueNo)).toEqual([hers.no])
    h.clock.set(testNow)
  })

  test('an ampoule with content left is owed as well: the shell is owed from the opening', async () => {
    const issue = await hand(at, box.codes[2] ?? '', 1)
    await (
      await h.as('chensiyuan@lushan')
    ).call(openUnits, { id: issue.id, units: [{ code: issue.codes[0] ?? '' }] })
    expect((await liqian.call(listOwed, { issueId: issue.id })).total).toBe(1)
  })

  test('another hospital sees nothing, the authority everything it supervises', async () => {
    const tan = await h.as('tanyong@huaichuan')
    expect((await tan.call(listOwed, {})).rows).toEqual([])
    expect((await tan.call(listOwed, { org: at.orgId })).rows).toEqual([])
    expect((await tan.call(listRecoveries, { org: at.orgId })).rows).toEqual([])
    expect((await tan.call(listBins, { org: at.orgId })).rows).toEqual([])
    const he = await h.as('hemingyuan@cswjw')
    expect((await he.call(listOwing, { org: at.orgId })).total).toBe(3)
    expect((await he.call(listRecoveries, { org: at.orgId })).total).toBeGreaterThan(4)
    expect((await he.call(listRecoveries, {})).total).toBe(0)
  })
})
