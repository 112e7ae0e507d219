import { expect, test } from 'vitest'
import { faultsOf, fenOf, yuan, type Bill } from './rules.ts'

const bill = (more: Partial<Bill>): Bill => ({
  receiptId: 1,
  no: 'SH-1',
  supplierId: 7,
  controlled: true,
  dueFen: 10_000,
  paidFen: 0,
  ...more,
})
const bills = new Map([
  [1, bill({})],
  [2, bill({ receiptId: 2, no: 'SH-2', controlled: false, dueFen: 5_000, paidFen: 4_000 })],
  [3, bill({ receiptId: 3, no: 'SH-3', supplierId: 8 })],
])
const line = (receiptId: number, amountFen: number, invoiceNo = 'F1') => ({ receiptId, invoiceNo, amountFen })
const transfer = { supplierId: 7, method: 'transfer' } as const
const cash = { supplierId: 7, method: 'cash' } as const

test.each<[string, ReturnType<typeof line>[], typeof transfer | typeof cash, unknown[]]>([
  ['all of it', [line(1, 10_000)], transfer, []],
  ['in two invoices', [line(1, 4_000), line(1, 6_000, 'F2')], transfer, []],
  [
    'one 分 too many over two invoices',
    [line(1, 4_000), line(1, 6_001, 'F2')],
    transfer,
    [{ code: 'PAYMENT_OVER', at: 1, no: 'SH-1', leftFen: 6_000 }],
  ],
  [
    'more than what is still owed',
    [line(2, 1_001)],
    transfer,
    [{ code: 'PAYMENT_OVER', at: 0, no: 'SH-2', leftFen: 1_000 }],
  ],
  ['the same invoice twice', [line(1, 1), line(1, 1)], transfer, [{ code: 'PAYMENT_TWICE', at: 1 }]],
  ['another supplier’s receipt', [line(3, 1)], transfer, [{ code: 'PAYMENT_RECEIPT', at: 0, no: 'SH-3' }]],
  ['no receipt', [line(9, 1)], transfer, [{ code: 'PAYMENT_RECEIPT', at: 0, no: '9' }]],
  ['a narcotic in cash', [line(1, 1)], cash, [{ code: 'PAYMENT_NOT_BY_TRANSFER', at: 0, no: 'SH-1' }]],
  ['what is no narcotic in cash', [line(2, 1)], cash, []],
])('%s', (_, lines, of, faults) => {
  expect(faultsOf(lines, bills, of)).toEqual(faults)
})

test.each<[string, number | undefined]>([
  ['12', 1200],
  ['12.5', 1250],
  ['1,234.56', 123_456],
  ['0.01', 1],
  ['12.345', undefined],
  ['-1', undefined],
  ['', undefined],
  ['一百', undefined],
])('%s yuan', (text, fen) => {
  expect(fenOf(text)).toBe(fen)
})

test.each([
  [0, '0.00'],
  [5, '0.05'],
  [123_456_789, '1,234,567.89'],
  [-250, '-2.50'],
])('%i 分', (fen, text) => {
  expect(yuan(fen)).toBe(text)
})
