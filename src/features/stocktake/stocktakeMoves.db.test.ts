import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyLedger } from '#core/ledger/verify.ts'
import { explain, readDiscrepancy } from '#features/discrepancy/contract.ts'
import { createRequisition, sendTransfer } from '#features/requisition/contract.ts'
import { receiveBoxes, whereIs } from '#test/flow.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { approveStocktake, scanCode, sendBackStocktake, setRowReason, submitRow } from './contract.ts'
import { approval, begin, count, countAgain, end, li, pairOf, rowOf, type Pair } from './testKit.ts'

let h: Hospital
let p: Pair
const keeper = witness('wangxuemei@lushan')
beforeAll(async () => {
  h = await startHospital()
  p = await pairOf(h)
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

describe('movements during and after a count', () => {
  const issue = async (boxes: readonly string[]) => {
    const lines = [{ drugId: p.drug('NAR012'), units: 10 * boxes.length }]
    const liqian = await h.as('liqian@lushan')
    const places = { sourceLocationId: p.place('A01').id }
    const { id } = await liqian.call(createRequisition, { locationId: p.place('B01').id, ...places, lines })
    await p.wang.call(
      sendTransfer,
      {
        requisitionId: id,
        ...places,
        destinationLocationId: p.place('B01').id,
        picks: boxes.map((code) => ({ code, units: 10 })),
        fefoReason: '近处的盒先送',
      },
      li,
    )
    h.clock.advance(1_000)
  }

  test('a box sent away between its scan and the figure is no difference', async () => {
    const more = await receiveBoxes(h, { drug: 'NAR012', boxes: 3, lotNo: 'F2611001', expiry: '2029-10-31' })
    h.clock.advance(60_000)
    const id = await begin(p, { drug: 'NAR012', lotNo: 'F2611001' })
    for (const raw of more.codes) await p.wang.call(scanCode, { id, raw })
    h.clock.advance(1_000)
    await issue([more.codes[0] ?? ''])
    const row = await count(p, id, 'F2611001', 30)
    expect(row).toMatchObject({ book: 30, difference: 0, moved: -10 })
    await end(p, id)
  })

  test('units found missing that then turn up in a transfer were not missing: the approval is refused', async () => {
    const more = await receiveBoxes(h, { drug: 'NAR012', boxes: 2, lotNo: 'F2611002', expiry: '2029-10-31' })
    h.clock.advance(60_000)
    const id = await begin(p, { drug: 'NAR012', lotNo: 'F2611002' })
    await count(p, id, 'F2611002', 10, [more.codes[0] ?? ''])
    await countAgain(p, id, 'F2611002')
    const row = await count(p, id, 'F2611002', 10, [more.codes[0] ?? ''])
    await p.wang.call(setRowReason, { id, rowId: row.id, reasonCode: 'arrivalMiscounted' })
    await end(p, id)
    const at = await p.wang.call(readDiscrepancy, { id: row.discrepancy?.id ?? 0 })
    await p.wang.call(
      explain,
      { id: at.id, version: at.version, reasonCode: 'arrivalMiscounted', text: '到货少一盒' },
      li,
    )
    h.clock.advance(1_000)
    await issue([more.codes[1] ?? ''])
    expect(await refusalOf(p.head.call(approveStocktake, await approval(p, id, 'F2611002'), keeper))).toBe(
      'COUNT_STALE',
    )
    await p.head.call(sendBackStocktake, { id, rowIds: [row.id], reason: '第二盒已调拨出库，请复盘' })
    h.clock.advance(1_000)
    const third = await count(p, id, 'F2611002', 10, [more.codes[0] ?? ''])
    expect(third).toMatchObject({ difference: 0, tries: 3 })
    expect(await end(p, id)).toEqual({ state: 'closed' })
    expect((await p.wang.call(readDiscrepancy, { id: at.id })).levelAt).not.toBeNull()
  })

  test('counting and sending at the same time: whoever is first, the books and the count agree', async () => {
    const more = await receiveBoxes(h, { drug: 'NAR012', boxes: 2, lotNo: 'F2611003', expiry: '2029-10-31' })
    h.clock.advance(60_000)
    const id = await begin(p, { drug: 'NAR012', lotNo: 'F2611003' })
    for (const raw of more.codes) await p.wang.call(scanCode, { id, raw })
    const row = await rowOf(p, id, 'F2611003')
    h.clock.advance(1_000)
    const [done] = await Promise.all([
      p.wang.call(submitRow, { id, rowId: row.id, version: row.version, counted: 20 }),
      issue([more.codes[0] ?? '']),
    ])
    expect(done.row.difference).toBe(0)
    await end(p, id)
  })

  test('movements of other units since the count do not stand in the way of an approval', async () => {
    const more = await receiveBoxes(h, { drug: 'NAR012', boxes: 3, lotNo: 'F2611004', expiry: '2029-10-31' })
    h.clock.advance(60_000)
    const id = await begin(p, { drug: 'NAR012', lotNo: 'F2611004' })
    const seen = more.codes.slice(0, 2)
    await count(p, id, 'F2611004', 20, seen)
    await countAgain(p, id, 'F2611004')
    const row = await count(p, id, 'F2611004', 20, seen)
    await p.wang.call(setRowReason, { id, rowId: row.id, reasonCode: 'arrivalMiscounted' })
    await end(p, id)
    const at = await p.wang.call(readDiscrepancy, { id: row.discrepancy?.id ?? 0 })
    await p.wang.call(
      explain,
      { id: at.id, version: at.version, reasonCode: 'arrivalMiscounted', text: '到货少一盒' },
      li,
    )
    h.clock.advance(1_000)
    await issue([more.codes[0] ?? ''])
    const input = await approval(p, id, 'F2611004')
    const both = await Promise.all([
      refusalOf(p.head.call(approveStocktake, input, keeper)),
      refusalOf(p.head.call(approveStocktake, input, keeper)),
    ])
    expect(both.filter((x) => x === 'WENT THROUGH')).toHaveLength(1)
    expect(await whereIs(h, more.codes[2] ?? '')).toEqual({})
  })
})
