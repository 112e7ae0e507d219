import type { Tx } from './db.ts'
import { Refusal } from './refusal.ts'

/** A place by the words on it; a drawer with its cabinet before it. `l` is the alias of place.location. */
export const placeTitle = (tx: Tx, l: string) => tx`
  coalesce((select c.name || ' ' from place.location c where c.org_id = ${tx(l)}.org_id and c.id = ${tx(l)}.parent_id), '') || ${tx(l)}.name`

/**
 * A drawer that is kept for some drugs takes no other, whoever puts it there; one without such a list takes any, and
 * several lots may lie in one. Asked where something is about to go into a place: a request, a transfer sent or
 * accepted, an ampoule brought back. Refuses: DRAWER_NOT_FOR_DRUG.
 */
export async function requireDrawerFits(
  tx: Tx,
  orgId: number,
  locationId: number,
  drugIds: Iterable<number>,
): Promise<void> {
  const wanted = [...new Set(drugIds)]
  const [wrong] = await tx<{ place: string; drug: string; kept: string }[]>`
    select p.name as place, d.name || ' ' || d.spec as drug, k.kept
    from place.location p
    cross join lateral (
      select string_agg(r.name || ' ' || r.spec, '、' order by r.code) as kept, array_agg(w.drug_id) as ids
      from place.drawer_drug w join ledger.drug r on r.org_id = w.org_id and r.id = w.drug_id
      where w.org_id = p.org_id and w.location_id = p.id) k
    join ledger.drug d on d.org_id = p.org_id and d.id = any (${wanted}::bigint[]) and d.id <> all (k.ids)
    where p.org_id = ${orgId} and p.id = ${locationId} and p.kind = 'drawer' order by d.code limit 1`
  if (wrong) throw new Refusal('DRAWER_NOT_FOR_DRUG', { ...wrong })
}
