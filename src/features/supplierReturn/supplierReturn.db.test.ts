import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import type { CallInputOf } from '#core/contract.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { listHoldings, moveToQuarantine } from '#features/quarantine/contract.ts'
import { applyWriteOff } from '#features/writeOff/contract.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { bring, holdings, loopOf, type Arrived, type Loop } from '#test/loop.ts'
import { listSupplierReturns, readSupplierReturn, returnToSupplier } from './contract.ts'

let h: Hospital
let at: Loop
let keeper: Client
let box: Arrived
let redBox = 0
const he = witness('hezhiyuan@lushan')

beforeAll(async () => {
  h = await startHospital()
  at = await loopOf(h)
  keeper = await h.as('wangxuemei@lushan')
  box = await bring(at, { lotNo: 'S2609118', boxes: 3, place: 'A01' })
  await keeper.call(
    moveToQuarantine,
    {
      locationId: at.place('A01').id,
      boxLocationId: at.place('A09').id,
      reasonKind: 'quality',
      reason: '厂家召回通知',
      picks: [{ code: box.codes[0] ?? '', units: 10 }],
    },
    he,
  )
  redBox = (await keeper.call(listHoldings, {})).rows[0]?.accountId ?? 0
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

type Input = CallInputOf<typeof returnToSupplier>
const back = (accountId: number, code: string, units: number, over: Partial<Input> = {}): Input => ({
  supplierId: at.supplierId,
  accountId,
  picks: [{ code, units }],
  reasonKind: 'quality',
  reason: '厂家召回',
  confirmationNo: 'CX-TH-0091',
  confirmedBy: '罗建军',
  ...over,
})

const heldBy = () =>
  h.auditor.transaction(
    (tx) => tx<{ code: string; free: boolean }[]>`
      select code, released_at is not null as free from ledger.code_holder where code = any (${box.codes}::text[])`,
  )

test('is refused to one person, to who did not deliver it, and for what is not there', async () => {
  const [first = '', second = ''] = box.codes
  const others = await h.db.asOrg(
    at.orgId,
    (tx) =>
      tx<
        { id: number }[]
      >`select id from partner.supplier where org_id = ${at.orgId} and id <> ${at.supplierId}`,
  )
  const vault = at.place('A01').accountId
  expect(await refusalOf(keeper.call(returnToSupplier, back(redBox, first, 10)))).toBe('WITNESS_REQUIRED')
  const tries: [Input, string][] = [
    [back(redBox, first, 10, { supplierId: others[0]?.id ?? 0 }), 'SUPPLIER_RETURN_NOT_THEIRS'],
    [back(redBox, first, 11), 'BALANCE_SHORT'],
    [back(redBox, second, 10), 'CODE_NOT_HERE'],
    [back(vault, first, 10), 'CODE_NOT_HERE'],
    [back(at.place('B02').accountId, first, 1), 'NOT_FOUND'],
    [back(redBox, first, 10, { supplierId: 999_999 }), 'NOT_FOUND'],
    [back(redBox, first, 10, { confirmationNo: '' }), 'INPUT_INVALID'],
  ]
  for (const [input, code] of tries)
    expect([input, await refusalOf(keeper.call(returnToSupplier, input, he))]).toEqual([input, code])
})

test('out of the red box, whole; its code is free for whoever receives it next', async () => {
  const [first = ''] = box.codes
  const done = await keeper.call(returnToSupplier, back(redBox, first, 10), he)
  expect(done).toMatchObject({ no: 'TH-20261123-01', units: 10 })
  expect((await holdings(at, { code: first })).filter((r) => r.quantity > 0)).toEqual([])
  expect(Object.fromEntries((await heldBy()).map((r) => [r.code, r.free]))).toEqual({
    [first]: true,
    [box.codes[1] ?? '']: false,
    [box.codes[2] ?? '']: false,
  })
  expect(await keeper.call(readSupplierReturn, { id: done.id })).toMatchObject({
    supplier: '湖南楚湘医药有限公司',
    confirmationNo: 'CX-TH-0091',
    lines: [{ lotNo: 'S2609118', units: 10, codes: [first] }],
  })
})

test('part of a sound box out of a place: the rest and the code stay ours', async () => {
  const [, second = ''] = box.codes
  await keeper.call(returnToSupplier, back(at.place('A01').accountId, second, 4, { reasonKind: 'wrong' }), he)
  const there = (await holdings(at, { item: 'intact' })).filter(
    (r) => r.kind === 'location' && r.code === second,
  )
  expect(there).toMatchObject([{ quantity: 6 }])
  expect((await heldBy()).find((r) => r.code === second)?.free).toBe(false)
  expect((await keeper.call(listSupplierReturns, {})).rows.map((r) => r.sums)).toEqual([
    [{ unit: '支', units: 4 }],
    [{ unit: '支', units: 10 }],
  ])
})

test('what stands on a list for the authority does not go back', async () => {
  const [, , third = ''] = box.codes
  await keeper.call(
    moveToQuarantine,
    {
      locationId: at.place('A01').id,
      boxLocationId: at.place('A09').id,
      reasonKind: 'damaged',
      reason: '浸水',
      picks: [{ code: third, units: 10 }],
    },
    he,
  )
  const [row] = (await keeper.call(listHoldings, { reason: 'damaged' })).rows
  const accountId = row?.accountId ?? 0
  await keeper.call(applyWriteOff, {
    reason: '破损',
    items: [{ accountId, picks: [{ code: third, units: 6 }] }],
  })
  expect(await refusalOf(keeper.call(returnToSupplier, back(accountId, third, 5), he))).toBe(
    'WRITE_OFF_TAKEN',
  )
  await keeper.call(returnToSupplier, back(accountId, third, 4), he)
  expect((await (await h.as('tanyong@huaichuan')).call(listSupplierReturns, { org: at.orgId })).total).toBe(0)
})
