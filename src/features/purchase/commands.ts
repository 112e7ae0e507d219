import { tell, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { InputOf } from '#core/contract.ts'
import type { Tx } from '#core/db.ts'
import { documentNo } from '#core/numbering.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { cancelOrder, createOrder } from './contract.ts'
import { checkOrder } from './gate.ts'
import { importCommands } from './import.ts'
import { cancelRow, drugsById, insertLines, insertOrder, orderForUpdate, suppliersById } from './store.ts'

type Line = InputOf<typeof createOrder>['lines'][number]

async function create(tx: Tx, actor: Actor, input: InputOf<typeof createOrder>) {
  if (input.orderedOn > dayOf(actor.at)) throw new Refusal('TIME_IN_FUTURE')
  await checkParties(tx, actor.orgId, input.supplierId, input.lines)
  await checkOrder(tx, actor, input)
  const no = await documentNo(tx, actor, 'CG')
  const externalNo = input.externalNo || null
  const { supplierId, orderedOn } = input
  const orderId = await insertOrder(tx, actor, { no, externalNo, supplierId, orderedOn, source: 'manual' })
  const lines = input.lines.map((l, i) => ({
    orderId,
    line: i + 1,
    drugId: l.drugId,
    units: l.units,
    price: l.price,
    invoiceCode: l.invoiceCode || null,
    invoiceNo: l.invoiceNo || null,
  }))
  await insertLines(tx, actor.orgId, lines)
  tell(
    actor,
    { kind: 'purchaseOrder', id: orderId, no },
    {
      supplierId,
      orderedOn,
      externalNo,
      lines: lines.map(({ drugId, units, price }) => ({ drugId, units, price })),
    },
  )
  return { orderId, no }
}

/** Nothing is ordered from a stopped supplier, nor a stopped drug. */
async function checkParties(
  tx: Tx,
  orgId: number,
  supplierId: number,
  lines: readonly Line[],
): Promise<void> {
  const supplier = await suppliersById(tx, orgId, supplierId)
  if (!supplier) throw new Refusal('NOT_FOUND')
  if (supplier.stoppedAt) throw new Refusal('DOCUMENT_CLOSED', { no: supplier.name, state: '停用' })
  const wanted = [...new Set(lines.map((l) => l.drugId))]
  const drugs = await drugsById(tx, orgId, wanted)
  if (drugs.length !== wanted.length) throw new Refusal('NOT_FOUND')
  const stopped = drugs.find((d) => d.stopped)
  if (stopped) throw new Refusal('DOCUMENT_CLOSED', { no: stopped.name, state: '停购' })
}

/** An order that somebody has begun to receive is a fact and stays. */
async function cancel(tx: Tx, actor: Actor, input: InputOf<typeof cancelOrder>) {
  const order = await orderForUpdate(tx, actor.orgId, input.id)
  if (!order) throw new Refusal('NOT_FOUND')
  if (order.cancelledAt) throw new Refusal('DOCUMENT_CLOSED', { no: order.no, state: '撤销' })
  if (order.receiptNo)
    throw new Refusal('DOCUMENT_CLOSED', { no: order.no, state: `由 ${order.receiptNo} 收货` })
  await cancelRow(tx, actor.orgId, input.id, actor.at)
  tell(
    actor,
    { kind: 'purchaseOrder', id: input.id, no: order.no },
    { cancelled: true },
    { reason: input.reason },
  )
  return { ok: true as const }
}

export const purchaseCommands: Route[] = [on(createOrder, create), on(cancelOrder, cancel), ...importCommands]
