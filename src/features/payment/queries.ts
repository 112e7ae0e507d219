import { contains } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { orderBy } from '#core/sorting.ts'
import {
  dueDays,
  listAccounts,
  listDue,
  listPayments,
  readPayment,
  type BankAccount,
  type DueRow,
  type PaymentDetail,
  type PaymentRow,
} from './contract.ts'
import { linesOf, stateOf } from './store.ts'

export const paymentQueries: Route[] = [
  on(listDue, async (tx, actor, input) => {
    const like = input.q ? contains(input.q) : null
    const rows = await tx<(DueRow & { total: number; openFen: number; oldestDays: number })[]>`
      with due as (
        select r.id as receipt_id, r.org_id, r.no, r.signed_at, r.supplier_id, s.name as supplier, coalesce(b.orders, '') as orders, b.invoices,
          b.controlled, b.due_fen, payment.paid(r.org_id, r.id) as paid_fen,
          extract(day from ${actor.at}::timestamptz - r.signed_at)::int as days
        from receipt.receipt r
        join partner.supplier s on s.org_id = r.org_id and s.id = r.supplier_id
        cross join lateral payment.bill(r.org_id, r.id) b
        where r.org_id = coalesce(${input.org ?? null}, core.current_org()) and r.state = 'signed'
          and r.signed_at > ${actor.at}::timestamptz - make_interval(days => ${dueDays})
          and (${input.supplierId ?? null}::bigint is null or r.supplier_id = ${input.supplierId ?? null})
          and (${input.show} = 'all' or not payment.settled(r.org_id, r.id)))
      select d.*, count(*) over () as total, coalesce(sum(d.due_fen - d.paid_fen) over (), 0)::bigint as open_fen,
        coalesce(max(d.days) filter (where d.due_fen > d.paid_fen) over (), 0) as oldest_days
      from due d
      where (${input.show} = 'all' or d.due_fen > d.paid_fen)
        and (${like}::text is null or d.no ilike ${like} or d.supplier ilike ${like} or d.orders ilike ${like} or d.invoices ilike ${like})
      ${orderBy(tx, input.sort, { signedAt: 'd.signed_at', dueFen: 'd.due_fen' }, 'd.signed_at, d.receipt_id')}
      limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    const [first] = rows
    return {
      rows: rows.map(({ total: _, openFen: __, oldestDays: ___, ...r }) => r),
      total: first?.total ?? 0,
      openFen: first?.openFen ?? 0,
      oldestDays: first?.oldestDays ?? 0,
    }
  }),

  on(listAccounts, async (tx, _actor, { org }) => ({
    rows: await tx<BankAccount[]>`
      select distinct on (a.supplier_id) a.id as account_id, a.supplier_id, s.name as supplier, a.holder, a.bank, a.account_no,
        u.name as set_by, a.set_at
      from payment.account a
      join partner.supplier s on s.org_id = a.org_id and s.id = a.supplier_id
      join identity.app_user u on u.org_id = a.org_id and u.id = a.set_by
      where a.org_id = coalesce(${org ?? null}, core.current_org()) order by a.supplier_id, a.id desc limit 1000`,
  })),

  on(listPayments, async (tx, _actor, input) => {
    const like = input.q ? contains(input.q) : null
    const rows = await tx<(PaymentRow & { total: number })[]>`
      select p.id, p.org_id, p.no, p.paid_on, p.supplier_id, s.name as supplier, p.method, p.bank_no, p.amount_fen, l.receipts, l.invoices,
        ${stateOf(tx)} as state, u.name as made_by, c.name as checked_by, count(*) over () as total
      from payment.payment p
      join partner.supplier s on s.org_id = p.org_id and s.id = p.supplier_id
      join identity.app_user u on u.org_id = p.org_id and u.id = p.made_by
      left join identity.app_user c on c.org_id = p.org_id and c.id = p.checked_by
      cross join lateral (
        select string_agg(distinct r.no, '、') as receipts, string_agg(distinct x.invoice_no, '、') as invoices
        from payment.line x join receipt.receipt r on r.org_id = x.org_id and r.id = x.receipt_id
        where x.org_id = p.org_id and x.payment_id = p.id) l
      where p.org_id = coalesce(${input.org ?? null}, core.current_org())
        and (${input.supplierId ?? null}::bigint is null or p.supplier_id = ${input.supplierId ?? null})
        and (${input.state ?? null}::text is null or ${stateOf(tx)} = ${input.state ?? null})
        and (${like}::text is null or p.no ilike ${like} or s.name ilike ${like} or p.bank_no ilike ${like} or l.receipts ilike ${like}
          or l.invoices ilike ${like})
      order by p.paid_on desc, p.id desc limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    return { rows: rows.map(({ total: _, ...r }) => r), total: rows[0]?.total ?? 0 }
  }),

  on(readPayment, async (tx, actor, { id }) => {
    const [row] = await tx<Omit<PaymentDetail, 'lines' | 'receipts' | 'invoices'>[]>`
      select p.id, p.org_id, p.no, p.paid_on, p.supplier_id, s.name as supplier, p.method, p.bank_no, p.amount_fen, ${stateOf(tx)} as state,
        u.name as made_by, c.name as checked_by, v.name as voided_by, p.made_at, p.checked_at, p.voided_at, p.void_reason, p.note,
        a.holder, a.bank, a.account_no, p.org_id = ${actor.orgId} and p.made_by = ${actor.userId} as mine
      from payment.payment p
      join partner.supplier s on s.org_id = p.org_id and s.id = p.supplier_id
      join identity.app_user u on u.org_id = p.org_id and u.id = p.made_by
      left join identity.app_user c on c.org_id = p.org_id and c.id = p.checked_by
      left join identity.app_user v on v.org_id = p.org_id and v.id = p.voided_by
      left join payment.account a on a.org_id = p.org_id and a.id = p.account_id
      where p.id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    const lines = await linesOf(tx, row.orgId, id)
    const joined = (of: (l: (typeof lines)[number]) => string) => [...new Set(lines.map(of))].join('、')
    return { ...row, lines, receipts: joined((l) => l.receiptNo), invoices: joined((l) => l.invoiceNo) }
  }),
]
