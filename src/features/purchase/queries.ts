import writeXlsx from 'write-excel-file/node'
import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { FileReply, InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { listOrders, openOrders, readOrder } from './contract.ts'
import { importTemplate } from './importContract.ts'
import { templateHeader } from './sheet.ts'
import { linesOf, orderRows, ordersOf, receiptsOf } from './store.ts'

async function read(tx: Tx, _actor: Actor, input: InputOf<typeof readOrder>) {
  const [order] = await orderRows(tx, [input.id])
  if (!order) throw new Refusal('NOT_FOUND')
  return { ...order, orderLines: await linesOf(tx, [input.id]), receipts: await receiptsOf(tx, input.id) }
}

const mostOpen = 200
/** An order that nobody delivered for so long is looked up in the list, not offered at the desk. */
const openDays = 400

async function open(tx: Tx, actor: Actor, input: InputOf<typeof openOrders>) {
  const from = dayOf(new Date(Date.parse(actor.at) - openDays * 86_400_000))
  const query = { from, supplier: input.supplier, states: ['open', 'partial'] as const, sort: 'orderedOn' }
  const { rows } = await ordersOf(tx, { ...query, page: 1, pageSize: mostOpen })
  const lines = Map.groupBy(
    await linesOf(
      tx,
      rows.map((r) => r.orderId),
    ),
    (line) => line.orderId,
  )
  return { rows: rows.map((row) => ({ ...row, orderLines: lines.get(row.orderId) ?? [] })) }
}

/** An empty sheet with our headings, which `sheet.ts` reads back. */
async function template(): Promise<FileReply> {
  const header = templateHeader.map((value) => ({ value, fontWeight: 'bold' as const }))
  const columns = templateHeader.map(() => ({ width: 16 }))
  const bytes = await writeXlsx([header], { columns, stickyRowsCount: 1, sheet: '采购单' }).toBuffer()
  return {
    mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    name: '采购单导入模板.xlsx',
    bytes,
  }
}

export const purchaseQueries: Route[] = [
  on(openOrders, open),
  on(importTemplate, template),
  on(listOrders, (tx, _actor, { state, ...input }) =>
    ordersOf(tx, { ...input, states: state ? [state] : undefined }),
  ),
  on(readOrder, read),
]
