import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { countsFirst, type CountRule, type Taking } from './rules.ts'

/**
 * Where a place wants its drugs counted before this act takes them, whoever takes has counted each of them there a moment
 * ago (feature 35). A count holds for its minutes, whichever of the acts it was made for. What stood on paper left the place
 * hours ago: counting now, before the books know of it, would find a difference that is none; its downtime is counted by two
 * before it closes. Refuses COUNT_FIRST.
 */
export async function requireCount(
  tx: Tx,
  actor: Actor,
  of: { readonly locationId: number; readonly act: Taking; readonly drugIds: Iterable<number> },
): Promise<void> {
  if (actor.paper) return
  const [rule] = await tx<(CountRule & { minutes: number; place: string })[]>`
    select r.mode, r.acts, r.minutes, l.name as place from drawer_access.rule_now r
    join place.location l on l.org_id = r.org_id and l.id = r.location_id
    where r.org_id = ${actor.orgId} and r.location_id = ${of.locationId}`
  if (!rule || !countsFirst(rule, of.act)) return
  const since = new Date(Date.parse(actor.at) - rule.minutes * 60_000).toISOString()
  const [missing] = await tx<{ drug: string }[]>`
    select d.name as drug from ledger.drug d
    where d.org_id = ${actor.orgId} and d.id = any (${[...of.drugIds]}::bigint[]) and not exists (
      select from drawer_access.count c join drawer_access.access a on a.org_id = c.org_id and a.id = c.access_id
      where c.org_id = d.org_id and c.drug_id = d.id and c.counted_at >= ${since} and a.opened_by = ${actor.userId} and a.location_id = ${of.locationId})
    order by d.code limit 1`
  if (missing)
    throw new Refusal('COUNT_FIRST', { place: rule.place, drug: missing.drug, minutes: rule.minutes })
}
