import { z } from 'zod'
import { date, done, endpoint, id, instant, optionalText, pageInput, pageOf, text } from '#core/contract.ts'

export const methods = ['transfer', 'draft', 'cash'] as const
export const method = z.enum(methods)
export type Method = z.infer<typeof method>
export const methodTitle: Record<Method, string> = { transfer: '银行转账', draft: '汇票', cash: '现金' }

export const paymentStates = ['registered', 'checked', 'voided'] as const
export const paymentState = z.enum(paymentStates)
export type PaymentState = z.infer<typeof paymentState>
export const paymentStateTitle: Record<PaymentState, string> = {
  registered: '待复核',
  checked: '已复核',
  voided: '已作废',
}

/** Receipts older than this are not offered for payment; what was paid for them stays readable. */
export const dueDays = 730
export const maxLines = 100
/** Whole 分 (hundredths of a yuan). */
export const fen = z.int().min(1).max(100_000_000_000)

/** 应付: a signed receipt, what it costs and what of it is paid. */
export const dueRow = z.object({
  receiptId: id,
  orgId: id,
  no: z.string(),
  signedAt: instant,
  supplierId: id,
  supplier: z.string(),
  orders: z.string(),
  /** As the order's lines named them; null: none was given. */
  invoices: z.string().nullable(),
  /** At least one narcotic or psychotropic drug: only a bank transfer pays it. */
  controlled: z.boolean(),
  dueFen: z.int(),
  paidFen: z.int(),
  days: z.int(),
})
export type DueRow = z.infer<typeof dueRow>

export const listDue = endpoint({
  name: 'payment.due',
  method: 'GET',
  path: '/payments/due',
  summary: '应付货款',
  permission: 'payment.read',
  refusals: ['INPUT_INVALID'],
  input: z.object({
    ...pageInput,
    supplierId: id.optional().meta({ title: '供应商' }),
    show: z.enum(['open', 'all']).default('open').meta({ title: '范围' }),
  }),
  output: pageOf(dueRow).extend({ openFen: z.int(), oldestDays: z.int() }),
})

export const bankAccount = z.object({
  accountId: id,
  supplierId: id,
  supplier: z.string(),
  holder: z.string(),
  bank: z.string(),
  accountNo: z.string(),
  setBy: z.string(),
  setAt: instant,
})
export type BankAccount = z.infer<typeof bankAccount>

/** The account that counts today, for each supplier that has one. */
export const listAccounts = endpoint({
  name: 'payment.accounts',
  method: 'GET',
  path: '/payments/accounts',
  summary: '供应商收款账户',
  permission: 'payment.read',
  refusals: [],
  input: z.object({ org: id.optional() }),
  output: z.object({ rows: z.array(bankAccount) }),
})

export const setAccount = endpoint({
  name: 'payment.setAccount',
  method: 'POST',
  path: '/payments/accounts',
  summary: '登记供应商收款账户',
  permission: 'payment.account',
  refusals: ['NOT_FOUND', 'PAYMENT_HOLDER'],
  input: z.object({
    supplierId: id.meta({ title: '供应商' }),
    holder: text(100).meta({ title: '户名' }),
    bank: text(100).meta({ title: '开户银行' }),
    accountNo: z
      .string()
      .trim()
      .regex(/^[0-9-]{8,32}$/, '账号为 8 到 32 位数字')
      .meta({ title: '账号' }),
    reason: text(200).meta({ title: '依据' }),
  }),
  output: z.object({ accountId: id }),
})

export const paymentRow = z.object({
  id,
  orgId: id,
  no: z.string(),
  paidOn: date,
  supplierId: id,
  supplier: z.string(),
  method,
  bankNo: z.string(),
  amountFen: z.int(),
  receipts: z.string(),
  invoices: z.string(),
  state: paymentState,
  madeBy: z.string(),
  checkedBy: z.string().nullable(),
})
export type PaymentRow = z.infer<typeof paymentRow>

export const paymentLine = z.object({
  receiptId: id,
  receiptNo: z.string(),
  orders: z.string(),
  invoiceNo: z.string(),
  amountFen: z.int(),
  /** Of the whole receipt, and paid for it so far by all payments. */
  dueFen: z.int(),
  paidFen: z.int(),
  drugs: z.string(),
})

export const paymentDetail = paymentRow.extend({
  holder: z.string().nullable(),
  bank: z.string().nullable(),
  accountNo: z.string().nullable(),
  note: z.string().nullable(),
  mine: z.boolean(),
  madeAt: instant,
  checkedAt: instant.nullable(),
  voidedBy: z.string().nullable(),
  voidedAt: instant.nullable(),
  voidReason: z.string().nullable(),
  lines: z.array(paymentLine),
})
export type PaymentDetail = z.infer<typeof paymentDetail>

export const listPayments = endpoint({
  name: 'payment.list',
  method: 'GET',
  path: '/payments',
  summary: '付款单列表',
  permission: 'payment.read',
  refusals: ['INPUT_INVALID'],
  input: z.object({
    ...pageInput,
    supplierId: id.optional().meta({ title: '供应商' }),
    state: paymentState.optional().meta({ title: '状态' }),
  }),
  output: pageOf(paymentRow),
})

export const readPayment = endpoint({
  name: 'payment.read',
  method: 'GET',
  path: '/payments/{id}',
  summary: '付款单',
  permission: 'payment.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: paymentDetail,
})

/** 登记付款: one transfer to one supplier, which pays receipts under their invoices (三单匹配: order, receipt, payment). */
export const registerPayment = endpoint({
  name: 'payment.register',
  method: 'POST',
  path: '/payments',
  summary: '登记付款',
  permission: 'payment.write',
  refusals: [
    'NOT_FOUND',
    'PAYMENT_NOT_BY_TRANSFER',
    'PAYMENT_NO_ACCOUNT',
    'PAYMENT_OVER',
    'PAYMENT_RECEIPT',
    'PAYMENT_BANK_NO',
    'PAYMENT_DAY',
    'PAYMENT_TWICE',
  ],
  input: z.object({
    supplierId: id.meta({ title: '供应商' }),
    method: method.meta({ title: '付款方式' }),
    paidOn: date.meta({ title: '付款日期' }),
    bankNo: text(60).meta({ title: '银行回单号' }),
    note: optionalText(200).meta({ title: '说明' }),
    lines: z
      .array(
        z.object({
          receiptId: id,
          invoiceNo: text(40).meta({ title: '发票号' }),
          amountFen: fen.meta({ title: '本次付款，分' }),
        }),
      )
      .min(1)
      .max(maxLines),
  }),
  output: z.object({ id, no: z.string() }),
})

export const checkPayment = endpoint({
  name: 'payment.check',
  method: 'POST',
  path: '/payments/{id}/check',
  summary: '复核付款',
  permission: 'payment.check',
  refusals: ['NOT_FOUND', 'PAYMENT_STATE', 'PAYMENT_OWN', 'PAYMENT_OVER_NOW'],
  input: z.object({ id }),
  output: done,
})

/** 作废: the payment stays readable, its receipts are owed again. By another person than the one who registered it. */
export const voidPayment = endpoint({
  name: 'payment.void',
  method: 'POST',
  path: '/payments/{id}/void',
  summary: '作废付款单',
  permission: 'payment.check',
  refusals: ['NOT_FOUND', 'PAYMENT_STATE', 'PAYMENT_OWN'],
  input: z.object({ id, reason: text(200).meta({ title: '原因' }) }),
  output: done,
})
