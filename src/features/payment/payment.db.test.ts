import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Client } from '#apps/client.ts'
import { listOrders } from '#features/purchase/contract.ts'
import { picksFor } from '#apps/acts/stock.ts'
import { orders, receiveText } from '#apps/journey/supply.ts'
import { openWorld } from '#apps/journey/world.ts'
import { listSuppliers } from '#features/suppliers/contract.ts'
import { returnToSupplier } from '#features/supplierReturn/contract.ts'
import { mapOf } from '#test/flow.ts'
import { refusalOf, startHospital, witness, type Hospital } from '#test/harness.ts'
import {
  checkPayment,
  listAccounts,
  listDue,
  listPayments,
  readPayment,
  registerPayment,
  setAccount,
  voidPayment,
  type DueRow,
} from './contract.ts'

// One delivery with a short and a damaged box, as the journey receives it: what is paid is what was accepted.
let h: Hospital
let keeper: Client
let head: Client
let bill: DueRow
beforeAll(async () => {
  h = await startHospital()
  const world = await openWorld(h.transport, () => {}, h.clock.now)
  await orders(world)
  await receiveText(world)
  keeper = await h.as('wangxuemei@lushan')
  head = await h.as('liuguodong@lushan')
  const [row] = (await keeper.call(listDue, {})).rows
  if (!row) throw new Error('nothing is due')
  bill = row
})
afterAll(() => h.stop())

const pay = (more: Partial<Parameters<typeof given>[0]> = {}, client = keeper) =>
  client.call(registerPayment, given(more))
const given = (more: {
  amountFen?: number
  bankNo?: string
  method?: 'transfer' | 'cash' | 'draft'
  paidOn?: string
  supplierId?: number
  receiptId?: number
}) => ({
  supplierId: more.supplierId ?? bill.supplierId,
  method: more.method ?? ('transfer' as const),
  paidOn: more.paidOn ?? '2026-11-23',
  bankNo: more.bankNo ?? 'HD-1',
  lines: [
    { receiptId: more.receiptId ?? bill.receiptId, invoiceNo: '00418820', amountFen: more.amountFen ?? 100 },
  ],
})
const now = async () => (await keeper.call(listDue, { show: 'all' })).rows[0]

test('what is owed is what was accepted at the price of the order: nothing for the short and the damaged box', async () => {
  const [rows] = await h.auditor.transaction(
    (tx) => tx<{ fen: number; ordered: number }[]>`
      select round(100 * sum(e.units * o.price))::bigint as fen, round(100 * sum(o.units * o.price))::bigint as ordered
      from purchase.order_line o join receipt.line l on l.org_id = o.org_id and l.order_line_id = o.id
      left join lateral (select sum(x.quantity) as units from ledger.entry x join ledger.movement m on m.org_id = x.org_id and m.id = x.movement_id
        where m.kind = 'receive' and m.cause_kind = 'receipt' and m.cause_id = l.receipt_id and x.drug_id = l.drug_id and x.item = 'intact') e on true
      where l.receipt_id = ${bill.receiptId}`,
  )
  expect(bill.dueFen).toBe(rows?.fen)
  expect(bill.dueFen).toBeGreaterThan(0)
  expect(bill.dueFen).toBeLessThan(rows?.ordered ?? 0)
  const [order] = (await keeper.call(listOrders, { q: bill.orders })).rows
  expect(order?.supplier).toBe(bill.supplier)
  expect(bill).toMatchObject({ controlled: true, paidFen: 0 })
})

describe('the account to which it goes', () => {
  test('is registered by the head of pharmacy, under the supplier’s own name', async () => {
    const account = {
      supplierId: bill.supplierId,
      holder: bill.supplier,
      bank: '工行岳麓支行',
      accountNo: '1901007009024512378',
      reason: '开户许可证',
    }
    expect(await refusalOf(pay())).toBe('PAYMENT_NO_ACCOUNT')
    expect(await refusalOf(keeper.call(setAccount, account))).toBe('FORBIDDEN')
    expect(await refusalOf(head.call(setAccount, { ...account, holder: '王某' }))).toBe('PAYMENT_HOLDER')
    expect(await refusalOf(head.call(setAccount, { ...account, accountNo: 'abc' }))).toBe('INPUT_INVALID')
    await head.call(setAccount, { ...account, accountNo: '19010070090' })
    await head.call(setAccount, account)
    const { rows } = await keeper.call(listAccounts, {})
    expect(rows.map((r) => [r.holder, r.accountNo])).toEqual([[bill.supplier, account.accountNo]])
  })
})

describe('a payment', () => {
  test('is refused where it does not match, with the line', async () => {
    const other = (await head.call(listSuppliers, { pageSize: 50 })).rows.find(
      (s) => s.supplierId !== bill.supplierId,
    )
    expect(await refusalOf(pay({ method: 'cash' }))).toBe('PAYMENT_NOT_BY_TRANSFER')
    expect(await refusalOf(pay({ method: 'draft' }))).toBe('PAYMENT_NOT_BY_TRANSFER')
    expect(await refusalOf(pay({ amountFen: bill.dueFen + 1 }))).toBe('PAYMENT_OVER')
    expect(await refusalOf(pay({ supplierId: other?.supplierId ?? 0 }))).toBe('PAYMENT_RECEIPT')
    expect(await refusalOf(pay({ receiptId: 999_999 }))).toBe('PAYMENT_RECEIPT')
    expect(await refusalOf(pay({ paidOn: '2026-11-24' }))).toBe('PAYMENT_DAY')
    expect(await refusalOf(pay({ supplierId: 999_999 }))).toBe('NOT_FOUND')
    expect(await now()).toMatchObject({ paidFen: 0 })
  })

  test('in two parts, checked by another; the third 分 too many is refused', async () => {
    const first = await pay({ amountFen: 1000 })
    expect(first.no).toBe('FK-20261123-01')
    expect(await refusalOf(pay({ amountFen: 1000 }))).toBe('PAYMENT_BANK_NO')
    expect(await now()).toMatchObject({ paidFen: 1000 })
    expect(await refusalOf(pay({ bankNo: 'HD-2', amountFen: bill.dueFen - 999 }))).toBe('PAYMENT_OVER')
    expect(await refusalOf(keeper.call(checkPayment, { id: first.id }))).toBe('FORBIDDEN')
    await head.call(checkPayment, { id: first.id })
    expect(await refusalOf(head.call(checkPayment, { id: first.id }))).toBe('PAYMENT_STATE')
    const detail = await keeper.call(readPayment, { id: first.id })
    expect(detail).toMatchObject({
      state: 'checked',
      checkedBy: '刘国栋',
      holder: bill.supplier,
      accountNo: '1901007009024512378',
    })
    expect(detail.lines).toMatchObject([{ receiptNo: bill.no, dueFen: bill.dueFen, paidFen: 1000 }])
  })

  test('voided it is kept, its receipt is owed again, and its bank number is free', async () => {
    const wrong = await pay({ bankNo: 'HD-3', amountFen: 500 })
    await head.call(voidPayment, { id: wrong.id, reason: '录错' })
    expect(await refusalOf(head.call(voidPayment, { id: wrong.id, reason: '再来' }))).toBe('PAYMENT_STATE')
    expect(await now()).toMatchObject({ paidFen: 1000 })
    const rest = await pay({ bankNo: 'HD-3', amountFen: bill.dueFen - 1000 })
    expect((await keeper.call(listDue, {})).rows.map((r) => r.receiptId)).not.toContain(bill.receiptId)
    const { rows } = await keeper.call(listPayments, {})
    expect(rows.map((r) => r.state)).toEqual(['registered', 'voided', 'checked'])
    await head.call(voidPayment, { id: rest.id, reason: '退汇' })
  })

  test('eight at once do not pay more than is owed', async () => {
    const left = bill.dueFen - 1000
    const each = Math.floor(left / 3)
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) => pay({ bankNo: `HD-9${i}`, amountFen: each })),
    )
    expect(outcomes.filter((o) => o.status === 'fulfilled')).toHaveLength(3)
    expect((await now())?.paidFen).toBe(1000 + 3 * each)
  })

  test('what goes back to the supplier is owed no more, and is seen before a payment is checked', async () => {
    const before = await now()
    const at = await mapOf(h)
    const place = at.place('A01')
    const drugId = at.drug('NAR017')
    const picks = await picksFor(keeper, place.id, [{ drugId, units: 10 }])
    const back = await keeper.call(
      returnToSupplier,
      {
        supplierId: bill.supplierId,
        accountId: place.accountId,
        picks,
        reasonKind: 'quality',
        reason: '厂家召回',
        confirmationNo: 'CX-TH-0091',
        confirmedBy: '罗建军',
      },
      witness('hezhiyuan@lushan'),
    )
    const [price] = await h.auditor.transaction(
      (tx) => tx<{ fen: number }[]>`
        select round(1000 * o.price)::bigint as fen from purchase.order_line o join receipt.line l on l.org_id = o.org_id and l.order_line_id = o.id
        where l.receipt_id = ${bill.receiptId} and l.drug_id = ${drugId} limit 1`,
    )
    expect(back.units).toBe(10)
    expect((await now())?.dueFen).toBe((before?.dueFen ?? 0) - (price?.fen ?? 0))
    const waiting = (await keeper.call(listPayments, { state: 'registered' })).rows
    expect(await refusalOf(head.call(checkPayment, { id: waiting[0]?.id ?? 0 }))).toBe('PAYMENT_OVER_NOW')
    for (const { id } of waiting) await head.call(voidPayment, { id, reason: '退货后金额有变' })
    expect((await now())?.paidFen).toBe(1000)
  })

  test('the authority reads it, another hospital does not', async () => {
    const id = (await keeper.call(listPayments, {})).rows[0]?.id ?? 0
    const inspector = await h.as('hemingyuan@cswjw')
    expect((await inspector.call(readPayment, { id })).supplier).toBe(bill.supplier)
    expect(await refusalOf(inspector.call(checkPayment, { id }))).toBe('FORBIDDEN')
    const other = await h.as('tanyong@huaichuan')
    expect(await refusalOf(other.call(readPayment, { id }))).toBe('NOT_FOUND')
  })
})
