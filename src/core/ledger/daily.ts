import { dayOf, endOfDay, startOfDay } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import type { Follower } from '#core/follow.ts'
import { insideKinds, type AccountKind, type Item, type KindCode } from './kinds.ts'

/** Sums what every day brought and took; `stockAt` and `turnover` read it and add what is not yet in it. */
export const daysFollower: Follower = {
  name: 'days',
  async handleMany(tx, orgId, events) {
    const ids = events.filter((e) => e.movements.length > 0).map((e) => e.id)
    if (ids.length > 0) await tx`select ledger.add_days(${orgId}, ${ids}::bigint[])`
  },
}

/** Which accounts and drugs: everything where a filter is absent. */
export interface Scope {
  readonly orgId: number
  readonly drugId?: number
  /** Places; hands, transfers and the outside have no account of their own here. */
  readonly accountIds?: readonly number[]
  readonly accountKinds?: readonly AccountKind[]
}

export interface StockAt {
  readonly accountKind: AccountKind
  /** 0 for everything that is no place: all hands together, all transfers together. */
  readonly accountId: number
  readonly item: Item
  readonly drugId: number
  readonly lotId: number
  /** Whole units, or content units. */
  readonly quantity: number
}

const chosen = (tx: Tx, scope: Scope) => tx`
  x.drug_id = coalesce(${scope.drugId ?? null}::bigint, x.drug_id)
  and (${scope.accountIds === undefined} or x.account_id = any (${(scope.accountIds ?? []) as number[]}::bigint[]))
  and (${scope.accountKinds === undefined} or x.account_kind = any (${(scope.accountKinds ?? []) as string[]}::text[]))`

/** Sides of entries recorded in [from, to), read from the entries themselves. */
const entriesBetween = (tx: Tx, scope: Scope, from: string, to: string) => tx`
  select a.kind as account_kind, case when a.kind in ('location', 'quarantine', 'empties') then a.id else 0 end as account_id, e.item, e.drug_id,
    e.lot_id, case when s.side = 1 then e.quantity else -e.quantity end as net
  from ledger.entry e cross join (values (1), (-1)) s (side)
  join ledger.account a on a.org_id = e.org_id and a.id = case when s.side = 1 then e.destination_id else e.source_id end
  where e.org_id = ${scope.orgId} and e.recorded_at >= ${from} and e.recorded_at < ${to}
    ${scope.drugId === undefined ? tx`` : tx`and e.drug_id = ${scope.drugId}`}`

/**
 * A subquery (account_kind, account_id, item, drug_id, lot_id, net) whose sum is what stood where just before an instant,
 * as the books knew it then: for a report that adds it up in its own statement. `at` is a UTC instant.
 */
export const netBefore = (tx: Tx, scope: Pick<Scope, 'orgId' | 'drugId'>, at: string) => {
  const day = dayOf(at)
  const drug = scope.drugId === undefined ? tx`` : tx`and drug_id = ${scope.drugId}`
  return tx`
    select account_kind, account_id, item, drug_id, lot_id, in_quantity - out_quantity as net from ledger.daily
    where org_id = ${scope.orgId} and day < ${day} ${drug}
    union all
    ${sinceLastDay(tx, scope, at)}`
}

/**
 * The same for the accounts inside only, from what stood there when the month began: it costs a month's days, however
 * many years lie before.
 */
export const heldBefore = (tx: Tx, scope: Pick<Scope, 'orgId' | 'drugId'>, at: string) => {
  const day = dayOf(at)
  const drug = scope.drugId === undefined ? tx`` : tx`and drug_id = ${scope.drugId}`
  // `coalesce` within: outside of the subquery it would keep the planner from the index by day (db/CONVENTIONS.md, Plans).
  const month = tx`(select coalesce(max(month), '-infinity'::date) from ledger.month_made where org_id = ${scope.orgId} and month <= ${day})`
  return tx`
    select account_kind, account_id, item, drug_id, lot_id, net from ledger.month_start
    where org_id = ${scope.orgId} and month = ${month} ${drug}
    union all
    select account_kind, account_id, item, drug_id, lot_id, in_quantity - out_quantity from ledger.daily
    where org_id = ${scope.orgId} and day >= ${month} and day < ${day} ${drug}
      and account_kind = any (${insideKinds as string[]}::text[])
    union all
    select * from (${sinceLastDay(tx, scope, at)}) s where account_kind = any (${insideKinds as string[]}::text[])`
}

/** What the days' sums do not hold of what was recorded before `at`: what is not read yet, and that day's own entries. */
const sinceLastDay = (tx: Tx, scope: Pick<Scope, 'orgId' | 'drugId'>, at: string) => {
  const midnight = startOfDay(dayOf(at))
  const drug = scope.drugId === undefined ? tx`` : tx`and drug_id = ${scope.drugId}`
  return tx`
    select account_kind, account_id, item, drug_id, lot_id, in_quantity - out_quantity as net
    from ledger.unread_sides(${scope.orgId}, '-infinity', ${midnight}) where true ${drug}
    ${midnight === at ? tx`` : tx`union all ${entriesBetween(tx, scope, midnight, at)}`}`
}

/**
 * A subquery (account_kind, account_id, item, drug_id, kind, net) of what came less what went in [from, to), two midnights
 * in China, for the accounts inside: whole months by their own sums, the days before and after them by theirs.
 */
export const netBetween = (
  tx: Tx,
  scope: Pick<Scope, 'orgId' | 'drugId'>,
  { from, to }: { from: string; to: string },
) => {
  const drug = scope.drugId === undefined ? tx`` : tx`and drug_id = ${scope.drugId}`
  const { days, months } = parts(dayOf(from), dayOf(to))
  const ofDays = days.map(
    (d) => tx`
    select account_kind, account_id, item, drug_id, kind, in_quantity - out_quantity as net from ledger.daily
    where org_id = ${scope.orgId} and day >= ${d.from} and day < ${d.to} ${drug} and account_kind = any (${insideKinds as string[]}::text[])
    union all`,
  )
  return tx`
    ${ofDays.reduce((all, one) => tx`${all} ${one}`, tx``)}
    select account_kind, account_id, item, drug_id, kind, in_quantity - out_quantity as net from ledger.monthly
    where org_id = ${scope.orgId} and month >= ${months.from} and month < ${months.to} ${drug}
    union all
    select account_kind, account_id, item, drug_id, kind, in_quantity - out_quantity
    from ledger.unread_sides(${scope.orgId}, ${from}, ${to}) where true ${drug} and account_kind = any (${insideKinds as string[]}::text[])`
}

interface Days {
  /** The first day, and the first one that is too late. */
  readonly from: string
  readonly to: string
}

/** [from, to) as whole months and the days on either side of them; `months` is empty where no month lies within. */
export function parts(from: string, to: string): { readonly days: readonly Days[]; readonly months: Days } {
  const [year = 0, month = 1] = from.split('-').map(Number)
  const first = from.endsWith('-01') ? from : new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10)
  const last = `${to.slice(0, 7)}-01`
  if (first >= last) return { days: [{ from, to }], months: { from, to: from } }
  const days = [
    { from, to: first },
    { from: last, to },
  ].filter((d) => d.from < d.to)
  return { days, months: { from: first, to: last } }
}

/**
 * What stood where at an instant, as the books knew it then (recorded_at < at): the sums of whole days before, and the
 * entries of that one day. Rows with nothing are left out. `at` is a UTC instant.
 */
export async function stockAt(tx: Tx, scope: Scope, at: string): Promise<StockAt[]> {
  return tx<StockAt[]>`
    select x.account_kind, x.account_id, x.item, x.drug_id, x.lot_id, sum(x.net)::bigint as quantity
    from (${netBefore(tx, scope, at)}) x
    where ${chosen(tx, scope)}
    group by 1, 2, 3, 4, 5 having sum(x.net) <> 0 order by 1, 2, 4, 5, 3 limit 100000`
}

export interface Turnover extends Omit<StockAt, 'quantity'> {
  readonly kind: KindCode
  readonly inQuantity: number
  readonly outQuantity: number
}

/** What each kind of movement brought and took on the days `from` to `to` (China, both included), exactly. */
export async function turnover(tx: Tx, scope: Scope, from: string, to: string): Promise<Turnover[]> {
  const end = endOfDay(to)
  return tx<Turnover[]>`
    select x.account_kind, x.account_id, x.item, x.drug_id, x.lot_id, x.kind, sum(x.in_quantity)::bigint as in_quantity,
      sum(x.out_quantity)::bigint as out_quantity from (
      select account_kind, account_id, item, drug_id, lot_id, kind, in_quantity, out_quantity from ledger.daily
      where org_id = ${scope.orgId} and day between ${from} and ${to}
      union all
      select account_kind, account_id, item, drug_id, lot_id, kind, in_quantity, out_quantity
      from ledger.unread_sides(${scope.orgId}, ${startOfDay(from)}, ${end})) x
    where ${chosen(tx, scope)}
    group by 1, 2, 3, 4, 5, 6 order by 1, 2, 4, 5, 3, 6 limit 100000`
}
