import { dayOf, endOfDay } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { netBefore } from '#core/ledger/daily.ts'
import { on, type Route } from '#core/route.ts'
import { readClosure, type ClosureRow } from './contract.ts'
import { closureOf } from './rules.ts'

type Row = Omit<ClosureRow, 'equal' | 'open'> & { contentPerUnit: number; container: string | null }

/**
 * What stands in each kind of account, by drug and item, each sign turned so that it reads as an amount. From the sums of
 * days: what is outside (given, received, destroyed) has a balance for every ampoule that ever was.
 */
const closure = (tx: Tx, org: number, at: string) => tx<Row[]>`
  with held as (
    select n.drug_id, n.item, n.account_kind as kind, sum(n.net)::bigint as q from (${netBefore(tx, { orgId: org }, endOfDay(dayOf(at)))}) n
    group by 1, 2, 3)
  select d.drug_id, d.name, d.spec, d.unit, d.drug_class, d.content_unit, d.content_per_unit, d.container,
    -coalesce(sum(q) filter (where item = 'intact' and kind = 'supplier'), 0)::bigint as received,
    coalesce(sum(q) filter (where item = 'intact' and kind = 'location'), 0)::bigint as on_hand,
    coalesce(sum(q) filter (where item = 'intact' and kind = 'transit'), 0)::bigint as in_transit,
    coalesce(sum(q) filter (where item = 'intact' and kind = 'custody'), 0)::bigint as in_custody,
    coalesce(sum(q) filter (where item = 'intact' and kind in ('quarantine', 'returned')), 0)::bigint as quarantined,
    coalesce(sum(q) filter (where item = 'intact' and kind = 'opened'), 0)::bigint as opened,
    coalesce(sum(q) filter (where item = 'intact' and kind = 'patient'), 0)::bigint as handed_over,
    coalesce(sum(q) filter (where item = 'intact' and kind = 'adjustment'), 0)::bigint as adjusted,
    coalesce(sum(q) filter (where item = 'container' and kind = 'adjustment'), 0)::bigint as containers_adjusted,
    coalesce(sum(q) filter (where item = 'intact' and kind in ('destroyed', 'lost', 'borrowed', 'relabelled')), 0)::bigint as other_units,
    -coalesce(sum(q) filter (where item = 'content' and kind = 'opened'), 0)::bigint as content_opened,
    coalesce(sum(q) filter (where item = 'content' and kind = 'patient'), 0)::bigint as content_given,
    coalesce(sum(q) filter (where item = 'content' and kind = 'disposed'), 0)::bigint as content_wasted,
    coalesce(sum(q) filter (where item = 'content' and kind = 'lost'), 0)::bigint as content_lost,
    coalesce(sum(q) filter (where item = 'content' and kind in ('sample', 'destroyed', 'adjustment')), 0)::bigint as content_sampled,
    coalesce(sum(q) filter (where item = 'content' and kind = 'sample'), 0)::bigint as content_in_samples,
    coalesce(sum(q) filter (where item = 'content' and kind = 'custody'), 0)::bigint as content_in_custody,
    -coalesce(sum(q) filter (where item = 'container' and kind = 'opened'), 0)::bigint as containers_made,
    coalesce(sum(q) filter (where item = 'container' and kind = 'custody'), 0)::bigint as containers_owed,
    coalesce(sum(q) filter (where item = 'container' and kind = 'empties'), 0)::bigint as containers_in_bin,
    coalesce(sum(q) filter (where item = 'container' and kind = 'destroyed'), 0)::bigint as containers_destroyed,
    -coalesce(sum(q) filter (where item = 'container' and kind = 'patient'), 0)::bigint as containers_from_patients
  from held h join catalogue.drug_name d on d.drug_id = h.drug_id and d.org_id = ${org}
  group by d.drug_id, d.name, d.spec, d.unit, d.drug_class, d.content_unit, d.content_per_unit, d.container
  order by d.name, d.spec`

export const reportQueries: Route[] = [
  on(readClosure, async (tx, actor, { org }) => {
    const rows = await closure(tx, org ?? actor.orgId, actor.at)
    return {
      rows: rows.map(({ contentPerUnit, container, ...figures }) =>
        closureOf(figures, contentPerUnit, container !== null),
      ),
    }
  }),
]
