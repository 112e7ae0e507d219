import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'
import type { FilingKind, FilingState } from './contract.ts'
import type { Term } from './rules.ts'

export interface FilingHead {
  readonly id: number
  readonly orgId: number
  readonly no: string
  readonly kind: FilingKind
  readonly period: string
  readonly version: number
  readonly state: FilingState
  readonly preparedBy: number
  readonly fingerprint: Buffer
}

/** A filing as far as the reader may see it. Refuses: NOT_FOUND. */
export async function filingOf(tx: Tx, id: number): Promise<FilingHead> {
  const [row] = await tx<FilingHead[]>`
    select id, org_id, no, kind, period, version, state, prepared_by, fingerprint from filing.filing_now where id = ${id}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

/** One's own, locked: its steps have one order. Refuses: NOT_FOUND. */
export async function lockFiling(tx: Tx, orgId: number, id: number): Promise<FilingHead> {
  const [own] = await tx`select 1 from filing.filing where org_id = ${orgId} and id = ${id} for update`
  if (!own) throw new Refusal('NOT_FOUND')
  return filingOf(tx, id)
}

/** The term in force on the day. */
export async function termOf(tx: Tx, kind: FilingKind, at: string): Promise<Term> {
  const [row] = await tx<Term[]>`
    select months, due_day from filing.term where kind = ${kind} and from_on <= ${dayOf(at)} order by from_on desc limit 1`
  assert(row, 'the first term begins before anything was filed')
  return row
}

/** How often this period was sent already. */
export async function timesSent(tx: Tx, orgId: number, kind: FilingKind, period: string): Promise<number> {
  const [row] = await tx<{ sent: number }[]>`
    select count(*)::int as sent from filing.filing
    where org_id = ${orgId} and kind = ${kind} and period = ${period} and sent_at is not null`
  return row?.sent ?? 0
}

/** The authorities of this platform that supervise us. */
export async function supervisorsOf(tx: Tx, orgId: number): Promise<{ orgId: number; name: string }[]> {
  const rows = await tx<{ orgId: number; name: string }[]>`
    select o.id as org_id, o.name from identity.supervision s join identity.org o on o.id = s.authority_id
    where s.institution_id = ${orgId} order by o.name like '%卫生健康%' desc, o.name limit 50`
  return [...rows]
}

export interface DispatchHead {
  readonly id: number
  readonly authorityId: number | null
  readonly receiver: string
  readonly receiptNo: string | null
}

export async function dispatchesOf(tx: Tx, head: Pick<FilingHead, 'orgId' | 'id'>): Promise<DispatchHead[]> {
  const rows = await tx<DispatchHead[]>`
    select id, authority_id, receiver, receipt_no from filing.dispatch_now
    where org_id = ${head.orgId} and filing_id = ${head.id} order by id`
  return [...rows]
}
