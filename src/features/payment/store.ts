import type { Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import type { PaymentDetail, PaymentState } from './contract.ts'
import type { Bill } from './rules.ts'

/** One at a time for a supplier: two payments at once must not pay the same receipt twice. */
export const lockSupplier = (tx: Tx, orgId: number, supplierId: number) =>
  tx`select pg_advisory_xact_lock(hashtextextended(${`payment/${orgId}/${supplierId}`}, 0))`

/** One's own supplier. Refuses NOT_FOUND. */
export async function supplierName(tx: Tx, orgId: number, supplierId: number): Promise<string> {
  const [row] = await tx<{ name: string }[]>`
    select name from partner.supplier where org_id = ${orgId} and id = ${supplierId}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row.name
}

export async function accountOf(tx: Tx, orgId: number, supplierId: number): Promise<number | undefined> {
  const [row] = await tx<{ id: number }[]>`
    select id from payment.account where org_id = ${orgId} and supplier_id = ${supplierId} order by id desc limit 1`
  return row?.id
}

/** Of the receipts that are signed, what each costs and what of it is paid; those that are not have no bill. */
export async function billsOf(
  tx: Tx,
  orgId: number,
  receipts: readonly number[],
): Promise<Map<number, Bill>> {
  const rows = await tx<Bill[]>`
    select r.id as receipt_id, r.no, r.supplier_id, b.controlled, b.due_fen, payment.paid(r.org_id, r.id) as paid_fen
    from receipt.receipt r cross join lateral payment.bill(r.org_id, r.id) b
    where r.org_id = ${orgId} and r.id = any (${[...new Set(receipts)]}::bigint[])`
  return new Map(rows.map((r) => [r.receiptId, r]))
}

/** For writing; refuses NOT_FOUND. */
export async function lockPayment(
  tx: Tx,
  actor: Actor,
  id: number,
): Promise<{ no: string; state: PaymentState; madeBy: number; amountFen: number }> {
  const [row] = await tx<{ no: string; state: PaymentState; madeBy: number; amountFen: number }[]>`
    select p.no, p.made_by, p.amount_fen, ${stateOf(tx)} as state from payment.payment p
    where p.org_id = ${actor.orgId} and p.id = ${id} for update`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

export const stateOf = (tx: Tx) =>
  tx`case when p.voided_at is not null then 'voided' when p.checked_at is not null then 'checked' else 'registered' end`

/** No transfer lies ahead. Refuses PAYMENT_DAY. */
export function checkDay(paidOn: string, at: string): void {
  if (paidOn > dayOf(at)) throw new Refusal('PAYMENT_DAY', { day: paidOn })
}

export async function linesOf(tx: Tx, orgId: number, paymentId: number): Promise<PaymentDetail['lines']> {
  return tx<PaymentDetail['lines']>`
    select l.receipt_id, r.no as receipt_no, l.invoice_no, l.amount_fen, coalesce(b.orders, '') as orders, coalesce(b.due_fen, 0) as due_fen,
      payment.paid(l.org_id, l.receipt_id) as paid_fen,
      coalesce((select string_agg(distinct d.name, '、') from receipt.line x join ledger.drug d on d.org_id = x.org_id and d.id = x.drug_id
        where x.org_id = l.org_id and x.receipt_id = l.receipt_id), '') as drugs
    from payment.line l
    join receipt.receipt r on r.org_id = l.org_id and r.id = l.receipt_id
    left join lateral payment.bill(l.org_id, l.receipt_id) b on true
    where l.org_id = ${orgId} and l.payment_id = ${paymentId} order by r.no, l.invoice_no`
}
