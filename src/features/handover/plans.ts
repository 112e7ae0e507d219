import type { Tx } from '#core/db.ts'
import { dayOf } from '#core/clock.ts'
import { Refusal } from '#core/refusal.ts'
import type { Plan } from './rules.ts'

/** One's own place that holds stock. Refuses NOT_FOUND. */
export async function placeFor(
  tx: Tx,
  orgId: number,
  placeId: number,
): Promise<{ id: number; name: string }> {
  const [row] = await tx<{ id: number; name: string }[]>`
    select id, name from place.location
    where org_id = ${orgId} and id = ${placeId} and kind in ('store', 'cabinet', 'drawer', 'ward') and stopped_at is null`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

export interface StoredPlan extends Plan {
  readonly placeId: number
  readonly blind: boolean
}

/** All plans of one hospital, oldest first within a place. */
export async function plansOf(tx: Tx, org: number | null): Promise<StoredPlan[]> {
  return tx<StoredPlan[]>`
    select location_id as place_id, set_at, shift_names as names, shift_ends as ends, blind, settles from handover.plan
    where org_id = coalesce(${org}::bigint, core.current_org()) order by location_id, set_at, id limit 10000`
}

export async function newestPlan(tx: Tx, orgId: number, placeId: number): Promise<StoredPlan | undefined> {
  const [row] = await tx<StoredPlan[]>`
    select location_id as place_id, set_at, shift_names as names, shift_ends as ends, blind, settles from handover.plan
    where org_id = ${orgId} and location_id = ${placeId} order by id desc limit 1`
  return row
}

/** The first day on which a place is settled daily, counted from when it was last told to; null: it is not. */
export function settlesFrom(plans: readonly Plan[]): string | null {
  let since: string | null = null
  for (const plan of plans) {
    if (!plan.settles) since = null
    else since ??= dayOf(plan.setAt)
  }
  return since
}

export async function settlesSince(tx: Tx, orgId: number, placeId: number): Promise<string | null> {
  const plans = await plansOf(tx, orgId)
  return settlesFrom(plans.filter((p) => p.placeId === placeId))
}
