import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { assert } from '#core/refusal.ts'
import { documentNo } from '#core/numbering.ts'
import type { Countable, CountAct, CountMode, Purpose } from '#core/countFirst/contract.ts'
import type { AccessRow } from './contract.ts'
import { platformRule } from './rules.ts'

export interface Place {
  readonly id: number
  readonly name: string
  readonly accountId: number
  readonly mode: CountMode
  readonly acts: CountAct[]
  readonly minutes: number
}

/** A place of one's own that holds whole drugs, with its rule. */
export async function placeOf(tx: Tx, actor: Actor, id: number): Promise<Place | undefined> {
  const [row] = await tx<Place[]>`
    select l.id, l.name, l.account_id, coalesce(r.mode, ${platformRule.mode}) as mode,
      coalesce(r.acts, ${platformRule.acts}::text[]) as acts, coalesce(r.minutes, ${platformRule.minutes})::int as minutes
    from place.location l left join drawer_access.rule_now r on r.org_id = l.org_id and r.location_id = l.id
    where l.org_id = ${actor.orgId} and l.id = ${id} and l.stopped_at is null and l.kind in ('store', 'cabinet', 'drawer', 'ward')`
  return row
}

export interface Access {
  readonly id: number
  readonly no: string
  readonly locationId: number
  readonly place: string
  readonly accountId: number
  readonly openedBy: number
  readonly openedAt: string
  readonly endsAt: string
  readonly closedAt: string | null
  readonly nullReason: string | null
  readonly movements: number
}

/** One's own opening; locked, so that two windows of one person do not count it twice. */
export async function ownAccess(tx: Tx, actor: Actor, id: number): Promise<Access | undefined> {
  await tx`select from drawer_access.access where org_id = ${actor.orgId} and id = ${id} for update`
  const [row] = await tx<Access[]>`
    select a.id, a.no, a.location_id, l.name as place, a.account_id, a.opened_by, a.opened_at, a.ends_at, a.closed_at, a.null_reason, a.movements
    from drawer_access.access_now a join place.location l on l.org_id = a.org_id and l.id = a.location_id
    where a.org_id = ${actor.orgId} and a.id = ${id} and a.opened_by = ${actor.userId}`
  return row
}

/** This person's opening of this place for the same purpose that is still going on, in which none of these drugs was counted. */
export async function goingOn(
  tx: Tx,
  actor: Actor,
  of: { readonly placeId: number; readonly purpose: Purpose; readonly drugIds: readonly number[] },
): Promise<{ id: number; no: string; endsAt: string } | undefined> {
  const [row] = await tx<{ id: number; no: string; endsAt: string }[]>`
    select a.id, a.no, a.ends_at from drawer_access.access a
    where a.org_id = ${actor.orgId} and a.opened_by = ${actor.userId} and a.location_id = ${of.placeId} and a.purpose = ${of.purpose}
      and a.closed_at is null and a.ends_at > ${actor.at}
      and not exists (select from drawer_access.count c where c.org_id = a.org_id and c.access_id = a.id and c.drug_id = any (${of.drugIds as number[]}::bigint[]))
    order by a.id desc limit 1`
  return row
}

/** Whoever opens anew, to count once more, has ended what went on there. */
export async function endOthers(tx: Tx, actor: Actor, placeId: number): Promise<void> {
  await tx`
    update drawer_access.access a set closed_at = ${actor.at}, closed_event_id = ${actor.eventId},
      null_reason = case when n.movements = 0 then 'lookOnly' end, null_note = case when n.movements = 0 then '重新清点' end
    from drawer_access.access_now n
    where n.org_id = a.org_id and n.id = a.id and a.org_id = ${actor.orgId} and a.opened_by = ${actor.userId}
      and a.location_id = ${placeId} and a.closed_at is null and a.ends_at > ${actor.at}`
}

export async function insertAccess(
  tx: Tx,
  actor: Actor,
  place: Place,
  purpose: Purpose,
): Promise<{ id: number; no: string; endsAt: string }> {
  const no = await documentNo(tx, actor, 'KG')
  const endsAt = new Date(Date.parse(actor.at) + place.minutes * 60_000).toISOString()
  const [row] = await tx<{ id: number }[]>`
    insert into drawer_access.access (org_id, no, location_id, account_id, purpose, opened_by, opened_at, ends_at, event_id)
    values (${actor.orgId}, ${no}, ${place.id}, ${place.accountId}, ${purpose}, ${actor.userId}, ${actor.at}, ${endsAt}, ${actor.eventId}) returning id`
  assert(row, 'an inserted access has a number')
  return { id: row.id, no, endsAt }
}

export interface LotHeld extends Countable {
  readonly book: number
}

/** Lots of these drugs that lie in the place, with the book. */
export async function lotsHeld(
  tx: Tx,
  actor: Actor,
  accountId: number,
  drugIds: readonly number[],
): Promise<LotHeld[]> {
  return tx<LotHeld[]>`
    select d.drug_id, d.name, d.spec, d.unit, d.drug_class, t.id as lot_id, t.lot_no, t.expiry, b.book from (
      select b.drug_id, b.lot_id, sum(b.quantity)::bigint as book from ledger.balance b
      where b.org_id = ${actor.orgId} and b.account_id = ${accountId} and b.item = 'intact' and b.drug_id = any (${drugIds as number[]}::bigint[])
      group by 1, 2 having sum(b.quantity) <> 0) b
    join ledger.lot t on t.org_id = ${actor.orgId} and t.id = b.lot_id
    join catalogue.drug_name d on d.org_id = ${actor.orgId} and d.drug_id = b.drug_id
    order by d.code, t.expiry, t.lot_no`
}

/** What a query gives before its state is worked out. */
export type AccessFields = Omit<AccessRow, 'state'> & { closedAt: string | null; total: number }

export interface AccessQuery {
  readonly org?: number | undefined
  readonly placeId?: number | undefined
  readonly openedBy?: number | undefined
  readonly state?: AccessRow['state'] | undefined
  readonly purpose?: Purpose | undefined
  readonly q?: string | undefined
  readonly page: number
  readonly pageSize: number
}

/** `state` is asked for in SQL as stateOf says it. */
export async function accesses(tx: Tx, at: string, query: AccessQuery): Promise<AccessFields[]> {
  const org = tx`coalesce(${query.org ?? null}::bigint, core.current_org())`
  const over = tx`case when a.closed_at is null then a.ends_at else a.closed_at end < ${at}::timestamptz`
  const states = {
    moved: tx`a.movements > 0`,
    null: tx`a.movements = 0 and a.null_reason is not null`,
    open: tx`a.movements = 0 and a.null_reason is null and not ${over}`,
    unexplained: tx`a.movements = 0 and a.null_reason is null and ${over}`,
  }
  const like = query.q ? `%${query.q}%` : null
  return tx<AccessFields[]>`
    select a.id, a.org_id, a.no, a.location_id as place_id, l.name as place, a.purpose, a.opened_by as opened_by_id, u.name as opened_by, a.opened_at,
      a.ends_at, a.closed_at, a.movements, a.counted, a.differences, a.null_reason, a.null_note, count(*) over () as total
    from drawer_access.access_now a
    join place.location l on l.org_id = a.org_id and l.id = a.location_id
    join identity.app_user u on u.org_id = a.org_id and u.id = a.opened_by
    where a.org_id = ${org} and (${query.placeId ?? null}::bigint is null or a.location_id = ${query.placeId ?? null})
      and (${query.openedBy ?? null}::bigint is null or a.opened_by = ${query.openedBy ?? null})
      and (${query.purpose ?? null}::text is null or a.purpose = ${query.purpose ?? null})
      and (${like}::text is null or a.no ilike ${like} or l.name ilike ${like} or u.name ilike ${like})
      ${query.state ? tx`and ${states[query.state]}` : tx``}
    order by a.opened_at desc, a.id desc limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`
}
