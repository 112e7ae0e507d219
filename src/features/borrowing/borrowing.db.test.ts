import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { verifyLedger } from '#core/ledger/verify.ts'
import { listCodes } from '#features/quarantine/contract.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import { bring, holdings, loopOf, newBox, type Arrived, type Loop } from '#test/loop.ts'
import {
  borrowIn,
  fileLoan,
  giveBack,
  lendOut,
  listLoans,
  readArrival,
  readLoan,
  takeBack,
} from './contract.ts'

let h: Hospital
let at: Loop
let other: Loop
let keeper: Client
let tan: Client
let box: Arrived
const li = witness('lizhenhua@lushan')
const xiao = witness('xiaohong@huaichuan')

beforeAll(async () => {
  h = await startHospital()
  at = await loopOf(h)
  other = await loopOf(h, 'huaichuan')
  keeper = await h.as('wangxuemei@lushan')
  tan = await h.as('tanyong@huaichuan')
  box = await bring(at, { lotNo: 'S2609118', boxes: 2, place: 'A01' })
})
afterAll(async () => {
  expect(await h.auditor.transaction(verifyLedger)).toEqual([])
  await h.stop()
})

const lending = (code: string, units = 10) => ({
  partner: '浏阳市淮川人民医院',
  partnerKind: 'hospital' as const,
  reason: '对方急诊手术用尽，车祸多人',
  locationId: at.place('A01').id,
  picks: [{ code, units }],
})
const borrowing = (items: Parameters<typeof tan.call<typeof borrowIn>>[1]['items']) => ({
  partner: '长沙市麓山中心医院',
  partnerKind: 'hospital' as const,
  reason: '急诊手术用尽',
  locationId: other.place('A01').id,
  items,
})
const lot = { lotNo: 'S2609118', expiry: '2029-08-31' }

describe('from one hospital to another', () => {
  test('a box is not borrowed before the other has let it go; then its code goes with it', async () => {
    const [raw = ''] = box.codes
    expect(await refusalOf(tan.call(borrowIn, borrowing([{ raw, ...lot }]), xiao))).toBe(
      'CODE_HELD_ELSEWHERE',
    )
    expect(await refusalOf(keeper.call(lendOut, lending(raw)))).toBe('WITNESS_REQUIRED')
    const lent = await keeper.call(lendOut, lending(raw), li)
    const sums = [{ unit: '支', units: 10 }]
    expect(lent).toMatchObject({
      no: 'JC-20261123-01',
      units: 10,
      sums,
      filingDueAt: '2026-11-24T06:05:00.000Z',
    })
    const got = await tan.call(borrowIn, borrowing([{ raw, ...lot }]), xiao)
    expect(got).toMatchObject({ no: 'JR-20261123-01', units: 10, sums })
    expect((await holdings(other, { code: raw })).map((r) => [r.kind, r.quantity]).toSorted()).toEqual([
      ['borrowed', -10],
      ['location', 10],
    ])
    expect(await tan.call(readLoan, { id: got.id })).toMatchObject({
      direction: 'in',
      state: 'open',
      owedSums: [{ unit: '支', units: 10 }],
      ownUnits: 0,
    })
    expect(await refusalOf(tan.call(borrowIn, borrowing([{ raw, ...lot }]), xiao))).toBe('CODE_IN_STOCK_HERE')
  })

  test('given back in kind, in parts, and never more than is owed', async () => {
    const [raw = ''] = box.codes
    const loan = (await tan.call(listLoans, { state: 'open' })).rows[0]
    const id = loan?.id ?? 0
    const back = (units: number) => ({ id, picks: [{ code: raw, units }] })
    const first = await tan.call(giveBack, back(4), xiao)
    expect(first).toMatchObject({
      sums: [{ unit: '支', units: 4 }],
      owedUnits: 6,
      owedSums: [{ unit: '支', units: 6 }],
    })
    const foreign = await bring(other, {
      lotNo: 'S2612001',
      place: 'A01',
      people: ['tanyong@huaichuan', 'xiaohong@huaichuan'],
    })
    const [mine = ''] = foreign.codes
    expect(await refusalOf(tan.call(giveBack, { id, picks: [{ code: mine, units: 7 }] }, xiao))).toBe(
      'BORROW_OVER',
    )
    expect(
      await refusalOf(tan.call(takeBack, { id, items: [{ raw: newBox('8190236'), ...lot }] }, xiao)),
    ).toBe('BORROW_DIRECTION')
    const rest = await tan.call(giveBack, { id, picks: [{ code: mine, units: 6 }] }, xiao)
    expect(rest.owedUnits).toBe(0)
    expect((await tan.call(readLoan, { id })).state).toBe('returned')
    expect(await refusalOf(tan.call(giveBack, { id, picks: [{ code: mine, units: 1 }] }, xiao))).toBe(
      'BORROW_OVER',
    )
  })

  test('the lender takes back units without a code; a drug that is not owed is refused', async () => {
    const [loan] = (await keeper.call(listLoans, { direction: 'out' })).rows
    const id = loan?.id ?? 0
    const plain = (drug: string, units: number) => [
      { drugId: at.drug(drug), units, lotNo: `L-${drug}`, expiry: '2029-01-31' },
    ]
    expect(await refusalOf(keeper.call(takeBack, { id, items: plain('NAR020', 1) }, li))).toBe('BORROW_OVER')
    expect(
      await refusalOf(keeper.call(takeBack, { id, items: [{ lotNo: 'X', expiry: '2029-01-31' }] }, li)),
    ).toBe('BORROW_WHAT')
    const old = [{ drugId: at.drug('NAR017'), units: 1, lotNo: 'OLD', expiry: '2026-11-22' }]
    expect(await refusalOf(keeper.call(takeBack, { id, items: old }, li))).toBe('LOT_EXPIRED')
    expect(await keeper.call(takeBack, { id, items: plain('NAR017', 10) }, li)).toMatchObject({
      owedUnits: 0,
    })
  })
})

test('a code that comes in is judged when it is scanned', async () => {
  const [loan] = (await keeper.call(listLoans, { direction: 'out' })).rows
  const mixed = { lotNo: 'S2612077', expiry: '2029-01-31', units: 4 }
  const want = borrowing([{ drugId: at.drug('NAR017'), ...mixed }])
  const { id: loanId } = await keeper.call(borrowIn, { ...want, locationId: at.place('A01').id }, li)
  const judged = (raw: string, loan?: number) => keeper.call(readArrival, { raw, loanId: loan })
  const fresh = newBox('8190236')
  expect(await judged(fresh, loanId)).toMatchObject({ drugId: at.drug('NAR017'), units: 10, code: fresh })
  expect(await judged(`${fresh}-03`, loanId)).toMatchObject({ units: 1 })
  const other = newBox('8134507')
  expect(await judged(other)).toMatchObject({ drugId: at.drug('NAR012') })
  expect(await refusalOf(judged(other, loanId))).toBe('BORROW_OTHER_DRUG')
  // The lender has had everything back: its loan takes nothing more.
  expect(await refusalOf(judged(fresh, loan?.id))).toBe('BORROW_OTHER_DRUG')
  expect(await refusalOf(judged(newBox('8000001')))).toBe('CODE_PRODUCT_UNKNOWN')
  const [, lying = ''] = box.codes
  expect(await refusalOf(judged(lying))).toBe('CODE_IN_STOCK_HERE')
  expect(await refusalOf(tan.call(readArrival, { raw: lying }))).toBe('CODE_HELD_ELSEWHERE')
  expect(await refusalOf(tan.call(readArrival, { raw: fresh, loanId }))).toBe('NOT_FOUND')
})

test('what is borrowed, given back and owed is summed unit by unit', async () => {
  const of = (drug: string, units: number) => ({
    drugId: at.drug(drug),
    units,
    lotNo: `M-${drug}`,
    expiry: '2029-01-31',
  })
  const spot = at.place('A01')
  const items = [of('NAR017', 3), of('NAR031', 12), of('NAR020', 2)]
  const got = await keeper.call(borrowIn, { ...borrowing(items), locationId: spot.id }, li)
  expect(got.sums.toSorted((a, b) => a.units - b.units)).toEqual([
    { unit: '支', units: 5 },
    { unit: '片', units: 12 },
  ])
  const listed = (await keeper.call(listLoans, { q: got.no })).rows[0]
  expect(listed).toMatchObject({ sums: got.sums, owedSums: got.sums })
  const { rows } = await keeper.call(listCodes, { accountId: spot.accountId, drugId: at.drug('NAR031') })
  const picks = [{ lotId: rows[0]?.lotId ?? 0, units: 12 }]
  const back = await keeper.call(giveBack, { id: got.id, picks }, li)
  expect(back.sums).toEqual([{ unit: '片', units: 12 }])
  expect(back.owedSums.filter((s) => s.units > 0)).toEqual([{ unit: '支', units: 5 }])
  expect(await keeper.call(readLoan, { id: got.id })).toMatchObject({
    sums: got.sums,
    owedSums: [{ unit: '支', units: 5 }],
    returns: [{ sums: [{ unit: '片', units: 12 }] }],
  })
})

test('a loan is filed with both authorities, once each', async () => {
  const [loan] = (await keeper.call(listLoans, {})).rows
  const id = loan?.id ?? 0
  await keeper.call(fileLoan, { id, receiver: 'drugAdmin', filingNo: '长市监备〔2026〕118' })
  expect(await refusalOf(keeper.call(fileLoan, { id, receiver: 'drugAdmin', filingNo: 'x' }))).toBe(
    'ALREADY_EXISTS',
  )
  await keeper.call(fileLoan, { id, receiver: 'health', filingNo: '长卫备〔2026〕77' })
  expect((await keeper.call(readLoan, { id })).filings.map((f) => f.receiver).toSorted()).toEqual([
    'drugAdmin',
    'health',
  ])
  expect((await keeper.call(listLoans, {})).rows[0]).toMatchObject({ filed: 2 })
  expect(await refusalOf(tan.call(readLoan, { id }))).toBe('NOT_FOUND')
})

test('an unknown product part, and what was never here, are refused', async () => {
  expect(
    await refusalOf(tan.call(borrowIn, borrowing([{ raw: '89999999000000000001', ...lot }]), xiao)),
  ).toBe('CODE_PRODUCT_UNKNOWN')
  expect(await refusalOf(keeper.call(lendOut, lending('81902360000000000000'), li))).toBe(
    'CODE_NEVER_RECEIVED',
  )
  expect(await refusalOf(keeper.call(lendOut, lending(box.codes[1] ?? '', 11), li))).toBe('BALANCE_SHORT')
})
