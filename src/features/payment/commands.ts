import { tell, type Actor } from '#core/actor.ts'
import type { InputOf } from '#core/contract.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  checkPayment,
  paymentStateTitle,
  registerPayment,
  setAccount,
  voidPayment,
  type PaymentState,
} from './contract.ts'
import { faultsOf, yuan, type Fault } from './rules.ts'
import { accountOf, billsOf, checkDay, lockPayment, lockSupplier, supplierName } from './store.ts'

function refuseFaults(faults: readonly Fault[]): void {
  const [first] = faults
  if (!first) return
  const said = faults.map((f) => ({
    code: f.code,
    row: f.at + 1,
    field: `lines.${f.at}.${f.code === 'PAYMENT_OVER' ? 'amountFen' : 'receiptId'}`,
    facts: factsOf(f),
  }))
  throw new Refusal(first.code, factsOf(first), said)
}

const factsOf = (f: Fault): Record<string, string | number> => ({
  row: f.at + 1,
  ...('no' in f ? { no: f.no } : {}),
  ...('leftFen' in f ? { left: yuan(f.leftFen) } : {}),
})

async function register(tx: Tx, actor: Actor, input: InputOf<typeof registerPayment>) {
  const { supplierId, method, paidOn, bankNo, note, lines } = input
  const supplier = await supplierName(tx, actor.orgId, supplierId)
  checkDay(paidOn, actor.at)
  await lockSupplier(tx, actor.orgId, supplierId)
  const bills = await billsOf(
    tx,
    actor.orgId,
    lines.map((l) => l.receiptId),
  )
  refuseFaults(faultsOf(lines, bills, { supplierId, method }))
  const accountId = method === 'cash' ? undefined : await accountOf(tx, actor.orgId, supplierId)
  if (method !== 'cash' && accountId === undefined) throw new Refusal('PAYMENT_NO_ACCOUNT', { supplier })
  const amountFen = lines.reduce((n, l) => n + l.amountFen, 0)
  const no = await documentNo(tx, actor, 'FK')
  const [row] = await tx<{ id: number }[]>`
    insert into payment.payment (org_id, no, supplier_id, account_id, method, paid_on, bank_no, amount_fen, note, made_by, made_at)
    values (${actor.orgId}, ${no}, ${supplierId}, ${accountId ?? null}, ${method}, ${paidOn}, ${bankNo}, ${amountFen}, ${note || null},
      ${actor.userId}, ${actor.at}) returning id`.catch((error: unknown) => {
    if (brokenConstraint(error) === 'payment_bank_no') throw new Refusal('PAYMENT_BANK_NO', { bankNo })
    throw error
  })
  assert(row, 'an insert returns its row')
  await tx`
    insert into payment.line (org_id, payment_id, receipt_id, invoice_no, amount_fen, due_fen)
    select ${actor.orgId}, ${row.id}, x.receipt, x.invoice, x.amount, x.due from unnest(${lines.map((l) => l.receiptId)}::bigint[],
      ${lines.map((l) => l.invoiceNo)}::text[], ${lines.map((l) => l.amountFen)}::bigint[],
      ${lines.map((l) => bills.get(l.receiptId)?.dueFen ?? 0)}::bigint[]) x (receipt, invoice, amount, due)`
  const data = { supplierId, method, paidOn, bankNo, amountFen, accountId: accountId ?? null, lines }
  tell(actor, { kind: 'payment', id: row.id, no }, data, { note })
  return { id: row.id, no }
}

/** Another person than the one who registered it, and only from these states. Refuses: PAYMENT_STATE, PAYMENT_OWN. */
async function step(tx: Tx, actor: Actor, id: number, from: readonly PaymentState[], act: string) {
  const payment = await lockPayment(tx, actor, id)
  if (!from.includes(payment.state))
    throw new Refusal('PAYMENT_STATE', { no: payment.no, state: paymentStateTitle[payment.state], act })
  if (payment.madeBy === actor.userId) throw new Refusal('PAYMENT_OWN', { no: payment.no, act })
  return payment
}

/** Goods may have gone back since it was registered: who checks compares with what is owed now. Refuses PAYMENT_OVER_NOW. */
async function checkStillOwed(tx: Tx, actor: Actor, id: number, no: string): Promise<void> {
  const lines = await tx<{ receiptId: number }[]>`
    select distinct receipt_id from payment.line where org_id = ${actor.orgId} and payment_id = ${id}`
  const bills = await billsOf(
    tx,
    actor.orgId,
    lines.map((l) => l.receiptId),
  )
  for (const bill of bills.values())
    if (bill.paidFen > bill.dueFen)
      throw new Refusal('PAYMENT_OVER_NOW', {
        no,
        receipt: bill.no,
        due: yuan(bill.dueFen),
        paid: yuan(bill.paidFen),
      })
}

export const paymentCommands: Route[] = [
  on(setAccount, async (tx, actor, { supplierId, holder, bank, accountNo, reason }) => {
    const supplier = await supplierName(tx, actor.orgId, supplierId)
    // Money goes to who delivered, not to somebody else's account.
    if (holder !== supplier) throw new Refusal('PAYMENT_HOLDER', { holder, supplier })
    const [row] = await tx<{ id: number }[]>`
      insert into payment.account (org_id, supplier_id, holder, bank, account_no, reason, set_by, set_at)
      values (${actor.orgId}, ${supplierId}, ${holder}, ${bank}, ${accountNo}, ${reason}, ${actor.userId}, ${actor.at}) returning id`
    assert(row, 'an insert returns its row')
    tell(
      actor,
      { kind: 'supplier', id: supplierId, no: supplier },
      { bank, accountNo, accountId: row.id },
      { reason },
    )
    return { accountId: row.id }
  }),

  on(registerPayment, register),

  on(checkPayment, async (tx, actor, { id }) => {
    const { no, amountFen } = await step(tx, actor, id, ['registered'], '复核')
    await checkStillOwed(tx, actor, id, no)
    await tx`
      update payment.payment set checked_by = ${actor.userId}, checked_at = ${actor.at} where org_id = ${actor.orgId} and id = ${id}`
    tell(actor, { kind: 'payment', id, no }, { amountFen })
    return { ok: true as const }
  }),

  on(voidPayment, async (tx, actor, { id, reason }) => {
    const { no, amountFen } = await step(tx, actor, id, ['registered', 'checked'], '作废')
    await tx`
      update payment.payment set voided_by = ${actor.userId}, voided_at = ${actor.at}, void_reason = ${reason}
      where org_id = ${actor.orgId} and id = ${id}`
    tell(actor, { kind: 'payment', id, no }, { amountFen }, { reason })
    return { ok: true as const }
  }),
]
