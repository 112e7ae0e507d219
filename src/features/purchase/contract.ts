import { z } from 'zod'
import {
  date,
  done,
  drugName,
  endpoint,
  id,
  instant,
  optionalText,
  pageInput,
  pageOf,
  text,
  units,
} from '#core/contract.ts'
import { unitSums } from '#core/ledger/contract.ts'

export const orderStates = ['open', 'partial', 'received', 'cancelled'] as const
export const orderState = z.enum(orderStates)
export type OrderState = z.infer<typeof orderState>
export const orderStateTitle: Record<OrderState, string> = {
  open: '待收',
  partial: '部分收货',
  received: '已收齐',
  cancelled: '已撤销',
}

/** An amount of yuan as decimal text, up to 6 places (医保 pric 16,6): never a float. */
export const yuan = z.string().regex(/^\d{1,9}(\.\d{1,6})?$/, '请填写金额，最多 6 位小数')
export const maxLines = 500

const sums = {
  lines: z.int(),
  orderedSums: unitSums,
  receivedSums: unitSums,
  /** Of the whole order, in yuan. */
  amount: z.string(),
}

export const orderRow = z.object({
  orderId: id,
  no: z.string(),
  externalNo: z.string().nullable(),
  supplierId: id,
  supplier: z.string(),
  orderedOn: date,
  source: z.enum(['manual', 'import']),
  state: orderState,
  ...sums,
  createdBy: z.string(),
  createdAt: instant,
})
export type OrderRow = z.infer<typeof orderRow>

export const orderLine = drugName.extend({
  orderLineId: id,
  line: z.int(),
  packUnit: z.string(),
  packUnits: z.int().positive(),
  units: z.int(),
  receivedUnits: z.int(),
  /** Yuan for one unit (支, 片), and for the line. */
  price: z.string(),
  amount: z.string(),
  invoiceCode: z.string().nullable(),
  invoiceNo: z.string().nullable(),
})
export type OrderLine = z.infer<typeof orderLine>

export const order = orderRow.extend({
  cancelledAt: instant.nullable(),
  orderLines: z.array(orderLine),
  receipts: z.array(
    z.object({
      receiptId: id,
      no: z.string(),
      state: z.string(),
      arrivedAt: instant,
      signedAt: instant.nullable(),
    }),
  ),
})
export type Order = z.infer<typeof order>

export const listOrders = endpoint({
  name: 'purchase.list',
  method: 'GET',
  path: '/orders',
  summary: '采购单列表',
  permission: 'purchase.read',
  refusals: ['INPUT_INVALID'],
  input: z.object({
    ...pageInput,
    state: orderState.optional().meta({ title: '状态' }),
    supplier: id.optional().meta({ title: '供应商' }),
    from: date.optional().meta({ title: '下单日期自' }),
    to: date.optional().meta({ title: '下单日期至' }),
  }),
  output: pageOf(orderRow),
})

export const readOrder = endpoint({
  name: 'purchase.read',
  method: 'GET',
  path: '/orders/{id}',
  summary: '采购单',
  permission: 'purchase.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: order,
})

/** What may still be delivered; the receiving desk chooses from it. Oldest first, at most 200 orders of the last 400 days. */
export const openOrders = endpoint({
  name: 'purchase.open',
  method: 'GET',
  path: '/orders/open',
  summary: '待收采购单',
  permission: 'purchase.read',
  refusals: [],
  input: z.object({ supplier: id.optional() }),
  output: z.object({ rows: z.array(orderRow.extend({ orderLines: z.array(orderLine) })) }),
})

export const createOrder = endpoint({
  name: 'purchase.create',
  method: 'POST',
  path: '/orders',
  summary: '录入采购单',
  permission: 'purchase.write',
  refusals: [
    'NOT_FOUND',
    'ALREADY_EXISTS',
    'DOCUMENT_CLOSED',
    'TIME_IN_FUTURE',
    'CARD_MISSING',
    'CARD_EXPIRED',
    'CARD_NOT_YET',
    'CARD_PURCHASER',
    'PLAN_OVER',
    'PLAN_NOT_IN',
    'SUPPLIER_NOT_DESIGNATED',
    'SUPPLIER_LICENCE_EXPIRED',
    'SUPPLIER_OTHER_PROVINCE',
  ],
  input: z.object({
    supplierId: id.meta({ title: '供应商' }),
    orderedOn: date.meta({ title: '下单日期' }),
    externalNo: optionalText(60).meta({ title: '原系统单号' }),
    lines: z
      .array(
        z.object({
          drugId: id.meta({ title: '药品' }),
          units: units.meta({ title: '数量' }),
          price: yuan.meta({ title: '单价（元）' }),
          invoiceCode: optionalText(40).meta({ title: '发票代码' }),
          invoiceNo: optionalText(40).meta({ title: '发票号' }),
        }),
      )
      .min(1)
      .max(maxLines)
      .meta({ title: '明细' }),
  }),
  output: z.object({ orderId: id, no: z.string() }),
})

export const cancelOrder = endpoint({
  name: 'purchase.cancel',
  method: 'POST',
  path: '/orders/{id}/cancel',
  summary: '撤销采购单',
  permission: 'purchase.write',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED'],
  input: z.object({ id, reason: text(200).meta({ title: '原因' }) }),
  output: done,
})
