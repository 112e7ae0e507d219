import type { DrugName } from '#core/contract.ts'
import { brokenConstraint, contains, type Tx } from '#core/db.ts'
import { unitSumsIn } from '#core/ledger/drugs.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { orderBy } from '#core/sorting.ts'
import type { Order, OrderLine, OrderRow, OrderState } from './contract.ts'
import { yuanText } from './money.ts'

const columns = {
  no: 'o.no',
  externalNo: 'o.external_no',
  supplier: 's.name',
  orderedOn: 'o.ordered_on',
  createdAt: 'o.created_at',
}

/** Units that signed receipts brought for the order line `ol`: scanned, and not damaged. */
const received = (tx: Tx) => tx`
  select coalesce(sum(sc.units), 0)::bigint as units from receipt.line l
  join receipt.receipt_now rc on rc.org_id = l.org_id and rc.id = l.receipt_id and rc.state = 'signed'
  join receipt.scan sc on sc.org_id = l.org_id and sc.line_id = l.id and not sc.damaged
  where l.org_id = ol.org_id and l.order_line_id = ol.id`

/**
 * Sums and state of the order `o`. Lateral on purpose: a few index look-ups for each order, whatever the planner
 * thinks of the tables, where a joined aggregate became quadratic right after a large import.
 */
const standing = (tx: Tx) => tx`
  cross join lateral (
    select count(*)::int as lines, sum(ol.units * ol.price)::text as amount,
      case when o.cancelled_at is not null then 'cancelled' when bool_and(r.units >= ol.units) then 'received'
        when bool_or(r.units > 0) then 'partial' else 'open' end as state
    from purchase.order_line ol cross join lateral (${received(tx)}) r
    where ol.org_id = o.org_id and ol.order_id = o.id) w`

export interface OrderQuery {
  readonly org?: number | undefined
  readonly q?: string | undefined
  readonly states?: readonly OrderState[] | undefined
  readonly supplier?: number | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly sort?: string | undefined
  readonly page: number
  readonly pageSize: number
}

/** The standing of orders is worked out for the page's rows only, unless the list is filtered by it. */
export async function ordersOf(tx: Tx, query: OrderQuery): Promise<{ rows: OrderRow[]; total: number }> {
  const like = query.q ? contains(query.q) : null
  const from = tx`
    from purchase.purchase_order o join partner.supplier s on s.org_id = o.org_id and s.id = o.supplier_id
      ${query.states ? standing(tx) : tx``}
    where o.org_id = coalesce(${query.org ?? null}::bigint, core.current_org())
      and (${like}::text is null or o.no ilike ${like} or o.external_no ilike ${like} or s.name ilike ${like})
      and (${query.supplier ?? null}::bigint is null or o.supplier_id = ${query.supplier ?? null})
      and (${query.from ?? null}::date is null or o.ordered_on >= ${query.from ?? null})
      and (${query.to ?? null}::date is null or o.ordered_on <= ${query.to ?? null})
      ${query.states ? tx`and w.state = any (${query.states as OrderState[]}::text[])` : tx``}`
  // One pass for page and count: with a state asked for, each order's standing is worked out once, not twice.
  const page = await tx<{ id: number; total: number }[]>`
    select o.id, count(*) over () as total ${from}
    ${orderBy(tx, query.sort, columns, 'o.created_at desc, o.id desc')}
    limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`
  const rows = await orderRows(
    tx,
    page.map((row) => row.id),
  )
  if (page[0] || query.page === 1) return { rows, total: page[0]?.total ?? 0 }
  const [counted] = await tx<{ total: number }[]>`select count(*) as total ${from}`
  return { rows, total: counted?.total ?? 0 }
}

/** Orders by number, in the order asked for. */
export async function orderRows(
  tx: Tx,
  ids: readonly number[],
): Promise<(OrderRow & Pick<Order, 'cancelledAt'>)[]> {
  if (ids.length === 0) return []
  const lines = tx`(
    select d.unit, ol.units, r.units as received from purchase.order_line ol
    join ledger.drug d on d.org_id = ol.org_id and d.id = ol.drug_id cross join lateral (${received(tx)}) r
    where ol.org_id = o.org_id and ol.order_id = o.id) l`
  const rows = await tx<(OrderRow & Pick<Order, 'cancelledAt'>)[]>`
    select o.id as order_id, o.no, o.external_no, o.supplier_id, s.name as supplier, o.ordered_on, o.source, o.cancelled_at,
      w.state, w.lines, ${unitSumsIn(tx, tx`select l.unit, l.units from ${lines}`)} as ordered_sums,
      ${unitSumsIn(tx, tx`select l.unit, l.received as units from ${lines}`)} as received_sums, w.amount, coalesce(u.name, '') as created_by, o.created_at
    from purchase.purchase_order o
    join partner.supplier s on s.org_id = o.org_id and s.id = o.supplier_id
    left join identity.app_user u on u.org_id = o.org_id and u.id = o.created_by
    ${standing(tx)}
    where o.id = any (${ids as number[]}::bigint[]) order by array_position(${ids as number[]}::bigint[], o.id)`
  return rows.map((row) => ({ ...row, amount: yuanText(row.amount) }))
}

export async function linesOf(tx: Tx, ids: readonly number[]): Promise<(OrderLine & { orderId: number })[]> {
  const rows = await tx<(OrderLine & { orderId: number })[]>`
    select ol.order_id, ol.id as order_line_id, ol.line, ol.drug_id, d.name, d.spec, d.unit, d.drug_class, f.pack_unit, f.pack_units,
      ol.units, r.units as received_units, ol.price::text as price, (ol.units * ol.price)::text as amount,
      ol.invoice_code, ol.invoice_no
    from purchase.order_line ol
    join catalogue.drug_name d on d.org_id = ol.org_id and d.drug_id = ol.drug_id
    join catalogue.formulary f on f.org_id = ol.org_id and f.drug_id = ol.drug_id
    cross join lateral (${received(tx)}) r
    where ol.order_id = any (${ids as number[]}::bigint[]) order by ol.order_id, ol.line`
  return rows.map((row) => ({ ...row, price: yuanText(row.price), amount: yuanText(row.amount) }))
}

export async function receiptsOf(tx: Tx, orderId: number): Promise<Order['receipts']> {
  return tx<Order['receipts']>`
    select rc.id as receipt_id, rc.no, rc.state, rc.arrived_at, rc.signed_at from receipt.receipt_now rc
    where rc.id in (select l.receipt_id from receipt.line l join purchase.order_line ol on ol.org_id = l.org_id and ol.id = l.order_line_id
      where ol.order_id = ${orderId})
    order by rc.created_at, rc.id`
}

export interface NewOrder {
  readonly no: string
  readonly externalNo: string | null
  readonly supplierId: number
  readonly orderedOn: string
  readonly source: 'manual' | 'import'
}

/** Refuses: ALREADY_EXISTS where the number of the hospital's own system was recorded before. */
export async function insertOrder(
  tx: Tx,
  who: { orgId: number; userId: number; at: string },
  o: NewOrder,
): Promise<number> {
  const [row] = await tx<{ id: number }[]>`
    insert into purchase.purchase_order (org_id, no, external_no, supplier_id, ordered_on, source, created_by, created_at)
    values (${who.orgId}, ${o.no}, ${o.externalNo}, ${o.supplierId}, ${o.orderedOn}, ${o.source}, ${who.userId}, ${who.at})
    returning id`.catch((error: unknown) => {
    if (brokenConstraint(error) !== 'order_external_no') throw error
    throw new Refusal('ALREADY_EXISTS', { what: '采购单', value: o.externalNo })
  })
  assert(row, 'an inserted order has a number')
  return row.id
}

export interface NewLine {
  readonly orderId: number
  readonly line: number
  readonly drugId: number
  readonly units: number
  readonly price: string
  readonly invoiceCode: string | null
  readonly invoiceNo: string | null
}

export async function insertLines(tx: Tx, orgId: number, lines: readonly NewLine[]): Promise<void> {
  await tx`
    insert into purchase.order_line (org_id, order_id, line, drug_id, units, price, invoice_code, invoice_no)
    select ${orgId}, l."orderId", l.line, l."drugId", l.units, l.price, l."invoiceCode", l."invoiceNo"
    from jsonb_to_recordset(${tx.json(lines as never)}) as l ("orderId" bigint, line int, "drugId" bigint, units int,
      price numeric, "invoiceCode" text, "invoiceNo" text)`
}

export interface OrderNow {
  readonly no: string
  readonly cancelledAt: string | null
  /** A receipt that counts or has counted it. */
  readonly receiptNo: string | null
}

export async function orderForUpdate(tx: Tx, orgId: number, id: number): Promise<OrderNow | undefined> {
  const [row] = await tx<OrderNow[]>`
    select o.no, o.cancelled_at, (select min(rc.no) from purchase.order_line ol
      join receipt.line l on l.org_id = ol.org_id and l.order_line_id = ol.id
      join receipt.receipt_now rc on rc.org_id = l.org_id and rc.id = l.receipt_id and rc.state not in ('cancelled', 'reversed')
      where ol.org_id = o.org_id and ol.order_id = o.id) as receipt_no
    from purchase.purchase_order o where o.org_id = ${orgId} and o.id = ${id} for update of o`
  return row
}

export async function cancelRow(tx: Tx, orgId: number, id: number, at: string): Promise<void> {
  await tx`update purchase.purchase_order set cancelled_at = ${at} where org_id = ${orgId} and id = ${id}`
}

export async function suppliersById(
  tx: Tx,
  orgId: number,
  id: number,
): Promise<{ name: string; stoppedAt: string | null } | undefined> {
  const [row] = await tx<{ name: string; stoppedAt: string | null }[]>`
    select name, stopped_at from partner.supplier where org_id = ${orgId} and id = ${id}`
  return row
}

export async function drugsById(
  tx: Tx,
  orgId: number,
  ids: readonly number[],
): Promise<(Pick<DrugName, 'drugId' | 'name'> & { stopped: boolean })[]> {
  return tx`
    select d.id as drug_id, d.name, f.stopped_at is not null as stopped from ledger.drug d
    join catalogue.formulary f on f.org_id = d.org_id and f.drug_id = d.id
    where d.org_id = ${orgId} and d.id = any (${ids as number[]}::bigint[])`
}
