import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { attest } from '#core/identity/contract.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import {
  explain,
  listDiscrepancies,
  readDiscrepancy,
  reportCase,
  closeCase,
} from '#features/discrepancy/contract.ts'
import { receiveBoxes, whereIs, type Received } from '#test/flow.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import {
  addRow,
  approveStocktake,
  cancelStocktake,
  finishStocktake,
  listStocktakes,
  pauseStocktake,
  readStocktake,
  resumeStocktake,
  scanCode,
  setRowReason,
  setScan,
  startStocktake,
  submitRow,
} from './contract.ts'
import { approval, begin, count, countAgain, end, li, pairOf, rowOf, type Pair } from './testKit.ts'

let h: Hospital
let p: Pair
let sufentanil: Received
let tablets: Received
beforeAll(async () => {
  h = await startHospital()
  p = await pairOf(h)
  sufentanil = await receiveBoxes(h, { drug: 'NAR017', boxes: 4, lotNo: 'S2609118', expiry: '2028-08-31' })
  tablets = await receiveBoxes(h, { drug: 'NAR012', boxes: 2, lotNo: 'F2609027', expiry: '2029-08-31' })
  h.clock.advance(60_000)
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

/** Three hours, in which everybody goes on working: a session ends after one without work. */
const hoursPass = async () => {
  for (let i = 0; i < 4; i++) {
    h.clock.advance(45 * 60_000)
    for (const client of [p.wang, p.li, p.head, await h.as('liqian@lushan')])
      await client.call(listStocktakes, {})
  }
}
const keeper = witness('wangxuemei@lushan')
const zhao = witness('liqian@lushan')

describe('a blind count', () => {
  test('says nothing of the book before the figure is in, nowhere in the answer', async () => {
    const id = await begin(p, { drug: 'NAR017' })
    const before = await p.wang.call(readStocktake, { id })
    expect(before.list.map((r) => [r.lotNo, r.book, r.difference, r.codes])).toEqual([
      ['S2609118', null, null, []],
    ])
    expect(JSON.stringify(before)).not.toContain('40')
    const scanned = await p.wang.call(scanCode, { id, raw: sufentanil.codes[0] ?? '' })
    expect(scanned).toMatchObject({ units: 10, scannedCodes: 1, scannedUnits: 10, unexpected: false })
    for (const raw of sufentanil.codes.slice(1)) await p.wang.call(scanCode, { id, raw })
    const row = await count(p, id, 'S2609118', 40)
    expect(row).toMatchObject({ book: 40, counted: 40, difference: 0, state: 'counted', scannedCodes: 4 })
    expect(await end(p, id)).toEqual({ state: 'closed' })
  })

  test('an open count shows the book from the beginning', async () => {
    const id = await begin(p, { drug: 'NAR017', blind: false })
    expect((await rowOf(p, id, 'S2609118')).book).toBe(40)
    await p.wang.call(cancelStocktake, { id, reason: '试一下' })
  })
})

describe('scanning', () => {
  test('a code counts once, an opened box by what is in it, and never more than a box', async () => {
    const id = await begin(p, { drug: 'NAR017' })
    const [a = '', b = ''] = sufentanil.codes
    await p.wang.call(scanCode, { id, raw: a })
    expect(await refusalOf(p.wang.call(scanCode, { id, raw: a }))).toBe('CODE_SCANNED_TWICE')
    expect(await refusalOf(p.wang.call(setScan, { id, code: a, units: 11 }))).toBe('COUNT_OVER_PACK')
    expect(await p.wang.call(setScan, { id, code: a, units: 7 })).toMatchObject({ scannedUnits: 7 })
    expect(await p.wang.call(setScan, { id, code: a, units: 0 })).toMatchObject({
      scannedCodes: 0,
      scannedUnits: 0,
    })
    expect(await p.wang.call(scanCode, { id, raw: a })).toMatchObject({ scannedUnits: 10 })
    await p.wang.call(scanCode, { id, raw: b })
    const row = await rowOf(p, id, 'S2609118')
    const early = p.wang.call(submitRow, { id, rowId: row.id, version: row.version, counted: 19 })
    expect(await refusalOf(early)).toBe('COUNT_LESS_THAN_SCANNED')
    await p.wang.call(cancelStocktake, { id, reason: '试一下' })
  })

  test('a code that never came is no surplus but a question, and is remembered', async () => {
    const id = await begin(p, { drug: 'NAR017' })
    expect(await refusalOf(p.wang.call(scanCode, { id, raw: '81902369990000001234' }))).toBe(
      'CODE_NEVER_RECEIVED',
    )
    await p.wang.call(cancelStocktake, { id, reason: '试一下' })
  })

  test('a box of another lot found here becomes a row of its own, and is no gain while it stands elsewhere', async () => {
    const other = await receiveBoxes(h, {
      drug: 'NAR017',
      boxes: 1,
      lotNo: 'S2610041',
      expiry: '2028-09-30',
      place: 'B01',
    })
    h.clock.advance(60_000)
    const id = await begin(p, { drug: 'NAR017', lotNo: 'S2609118' })
    await count(p, id, 'S2609118', 40, sufentanil.codes)
    await count(p, id, 'S2610041', 10, other.codes)
    await countAgain(p, id, 'S2610041')
    const row = await count(p, id, 'S2610041', 10, other.codes)
    expect(row).toMatchObject({
      added: true,
      book: 0,
      difference: 10,
      codes: [{ code: other.codes[0], delta: 10 }],
    })
    await p.wang.call(setRowReason, { id, rowId: row.id, reasonCode: 'lotMixed' })
    expect(await end(p, id)).toEqual({ state: 'submitted' })
    const at = await p.wang.call(readDiscrepancy, { id: row.discrepancy?.id ?? 0 })
    await p.wang.call(
      explain,
      { id: at.id, version: at.version, reasonCode: 'lotMixed', text: '手术药房的盒放到了药库' },
      li,
    )
    expect(await refusalOf(p.head.call(approveStocktake, await approval(p, id, 'S2610041'), keeper))).toBe(
      'COUNT_CODE_ELSEWHERE',
    )
  })
})

describe('who counts', () => {
  test('two from the beginning; a third may not enter a figure', async () => {
    const input = { title: '月盘', locationIds: [p.place('A01').id], blind: true }
    expect(await refusalOf(p.wang.call(startStocktake, input))).toBe('WITNESS_REQUIRED')
    expect(await refusalOf(p.wang.call(startStocktake, input, witness('sunli@lushan')))).toBe(
      'WITNESS_UNQUALIFIED',
    )
    const id = await begin(p, { drug: 'NAR012' })
    const row = await rowOf(p, id, 'F2609027')
    const liqian = await h.as('liqian@lushan')
    const third = liqian.call(submitRow, { id, rowId: row.id, version: row.version, counted: tablets.units })
    expect(await refusalOf(third)).toBe('COUNT_NOT_YOURS')
    await p.wang.call(cancelStocktake, { id, reason: '试一下' })
  })

  test('of two who enter the same row at the same moment one is told to look again', async () => {
    const id = await begin(p, { drug: 'NAR012' })
    const row = await rowOf(p, id, 'F2609027')
    const input = { id, rowId: row.id, version: row.version, counted: tablets.units }
    const both = await Promise.all([
      refusalOf(p.wang.call(submitRow, input)),
      refusalOf(p.li.call(submitRow, input)),
    ])
    expect(both.toSorted()).toEqual(['DOCUMENT_CHANGED', 'WENT THROUGH'])
    await end(p, id)
  })

  test('the signature of the end holds for what both saw, and only of the second person', async () => {
    const id = await begin(p, { drug: 'NAR012' })
    await count(p, id, 'F2609027', tablets.units)
    const { version } = await p.wang.call(readStocktake, { id })
    expect(await refusalOf(p.wang.call(finishStocktake, { id, version }, zhao))).toBe('COUNT_SECOND_OTHER')
    const signed = await p.wang.call(attest, {
      endpoint: 'stocktake.finish',
      input: { id, version },
      credential: { method: 'password', account: 'lizhenhua@lushan', secret: 'Zhuisu-2026' },
    })
    await countAgain(p, id, 'F2609027')
    const row = await count(p, id, 'F2609027', tablets.units)
    expect(row.tries).toBe(2)
    expect(
      await refusalOf(p.wang.call(finishStocktake, { id, version }, { attestation: signed.attestation })),
    ).toBe('DOCUMENT_CHANGED')
    expect(await end(p, id)).toEqual({ state: 'closed' })
  })

  test('a pause keeps the figures and takes none', async () => {
    const id = await begin(p, { drug: 'NAR012' })
    await p.wang.call(pauseStocktake, { id })
    const row = await rowOf(p, id, 'F2609027')
    const input = { id, rowId: row.id, version: row.version, counted: 1 }
    expect(await refusalOf(p.wang.call(submitRow, input))).toBe('DOCUMENT_CLOSED')
    await p.li.call(resumeStocktake, { id })
    await p.wang.call(cancelStocktake, { id, reason: '试一下' })
    expect(await refusalOf(p.wang.call(resumeStocktake, { id }))).toBe('DOCUMENT_CLOSED')
  })
})

describe('an intact ampoule too few', () => {
  let id = 0
  test('is recounted by its codes, becomes a case with two deadlines, and names who had it before', async () => {
    id = await begin(p, { drug: 'NAR017', lotNo: 'S2609118' })
    const first = await count(p, id, 'S2609118', 39)
    expect(first).toMatchObject({ difference: -1, serious: true, tries: 1, discrepancy: null, codes: [] })
    expect(first.recountBy).not.toBeNull()
    await p.wang.call(setRowReason, { id, rowId: first.id, reasonCode: 'unknown' })
    expect(await refusalOf(end(p, id))).toBe('COUNT_RECOUNT_NEEDED')
    await countAgain(p, id, 'S2609118')
    const waiting = await rowOf(p, id, 'S2609118')
    expect(waiting).toMatchObject({ book: null, state: 'waiting', firstCounted: 39 })
    const figure = { id, rowId: waiting.id, version: waiting.version, counted: 39 }
    expect(await refusalOf(p.wang.call(submitRow, figure))).toBe('COUNT_SCAN_NEEDED')
    for (const raw of sufentanil.codes) await p.wang.call(scanCode, { id, raw })
    await p.wang.call(setScan, { id, code: sufentanil.codes[2] ?? '', units: 9 })
    const second = await count(p, id, 'S2609118', 39)
    expect(second).toMatchObject({ difference: -1, codes: [{ code: sufentanil.codes[2], delta: -1 }] })
    const found = await p.wang.call(readDiscrepancy, { id: second.discrepancy?.id ?? 0 })
    expect(found).toMatchObject({
      book: 40,
      counted: 39,
      urgent: true,
      state: 'open',
      code: sufentanil.codes[2],
      foundBy: '王雪梅',
      foundWith: '李振华',
      previousBy: '王雪梅',
      dueFor: 'escalate',
      bookNow: 10,
    })
    const minutes = (to: string | null) => (Date.parse(to ?? '') - Date.parse(found.foundAt)) / 60_000
    expect([minutes(found.escalateAt), minutes(found.reportAt)]).toEqual([30, 120])
    expect(found.draft).toContain('少 1 支')
  })

  test('cannot be adjusted away before it is explained, nor by a counter, nor by one alone', async () => {
    expect(await end(p, id)).toEqual({ state: 'submitted' })
    const input = await approval(p, id, 'S2609118')
    expect(await refusalOf(p.head.call(approveStocktake, input, keeper))).toBe('DISCREPANCY_UNEXPLAINED')
    expect(await refusalOf(p.head.call(approveStocktake, input))).toBe('WITNESS_REQUIRED')
    expect(await refusalOf(p.wang.call(approveStocktake, input, li))).toBe('FORBIDDEN')
  })

  test('unknown: reported first, then the books follow the count by exactly that ampoule', async () => {
    const row = await rowOf(p, id, 'S2609118')
    const at = () => p.head.call(readDiscrepancy, { id: row.discrepancy?.id ?? 0 })
    const said = { reasonCode: 'unknown', text: '监控、流水都查过，查不出' } as const
    // Wang had it before: she may explain, she may not stand beside the explanation.
    const byLi = p.li.call(explain, { id: (await at()).id, version: (await at()).version, ...said }, keeper)
    expect(await refusalOf(byLi)).toBe('DISCREPANCY_WITNESS_INVOLVED')
    await p.wang.call(explain, { id: (await at()).id, version: (await at()).version, ...said }, li)
    expect(await refusalOf(p.head.call(approveStocktake, await approval(p, id, 'S2609118'), keeper))).toBe(
      'DISCREPANCY_UNREPORTED',
    )
    await hoursPass()
    expect((await p.head.call(listDiscrepancies, { show: 'overdue' })).rows.map((r) => r.dueFor)).toContain(
      'report',
    )
    const { version, draft } = await at()
    await p.head.call(reportCase, {
      id: (await at()).id,
      version,
      receivers: ['公安机关', '药品监督管理部门', '卫生健康主管部门'],
      text: draft,
    })
    const closing = p.head.call(closeCase, {
      id: (await at()).id,
      version: (await at()).version,
      text: '已报',
    })
    expect(await refusalOf(closing)).toBe('DISCREPANCY_NOT_LEVEL')
    const done = await p.head.call(approveStocktake, await approval(p, id, 'S2609118'), keeper)
    expect(done).toMatchObject({ state: 'closed', units: 1 })
    expect(await whereIs(h, sufentanil.codes[2] ?? '')).toEqual({ '一级库 A 柜': 9 })
    expect(await at()).toMatchObject({ state: 'adjusted', movementId: done.movementIds[0] })
    await p.head.call(closeCase, {
      id: (await at()).id,
      version: (await at()).version,
      text: '已上报，账物相符',
    })
    expect((await at()).steps.map((s) => s.kind)).toEqual(['found', 'explain', 'report', 'adjust', 'close'])
  })
})

describe('stock without codes, and drawn samples', () => {
  test('a lot that the books do not have is a surplus, and enters them once it is explained', async () => {
    const id = await begin(p, { drug: 'NAR017', lotNo: 'S2609118' })
    await count(p, id, 'S2609118', 39)
    const input = {
      id,
      locationId: p.place('A01').id,
      drugId: p.drug('PS1005'),
      lotNo: 'M-OLD',
      expiry: '2027-06-30',
    }
    await p.wang.call(addRow, input)
    expect(await refusalOf(p.wang.call(addRow, input))).toBe('ALREADY_EXISTS')
    await count(p, id, 'M-OLD', 2)
    await countAgain(p, id, 'M-OLD')
    const row = await count(p, id, 'M-OLD', 2)
    expect(row).toMatchObject({ book: 0, difference: 2, codes: [{ code: '', delta: 2 }] })
    expect(await refusalOf(end(p, id))).toBe('COUNT_REASON_NEEDED')
    await p.wang.call(setRowReason, { id, rowId: row.id, reasonCode: 'foundAgain', note: '抽屉夹层里' })
    expect(await end(p, id)).toEqual({ state: 'submitted' })
    expect(await refusalOf(p.wang.call(cancelStocktake, { id, reason: '不想要了' }))).toBe('DOCUMENT_CLOSED')
    const at = await p.wang.call(readDiscrepancy, { id: row.discrepancy?.id ?? 0 })
    expect(at.previous).toBeNull()
    await p.wang.call(
      explain,
      { id: at.id, version: at.version, reasonCode: 'foundAgain', text: '夹层里找到' },
      li,
    )
    const done = await p.head.call(approveStocktake, await approval(p, id, 'M-OLD'), keeper)
    expect(done).toMatchObject({ state: 'closed', units: 2 })
  })

  test('a sample is drawn with a seed that stands in the event, over candidates that stay', async () => {
    const id = await begin(p, { sample: 2 })
    const drawn = await p.wang.call(readStocktake, { id })
    expect(drawn.list).toHaveLength(2)
    expect(drawn.draw).toMatchObject({ chosen: 2 })
    expect(drawn.draw?.candidates).toBe(3)
    expect(drawn.draw?.seed).toMatch(/^[0-9a-f]{32}$/)
    expect((await p.wang.call(listStocktakes, { q: drawn.no })).total).toBe(1)
    await p.wang.call(cancelStocktake, { id, reason: '试一下' })
  })
})
