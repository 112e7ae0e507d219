import { dayOf } from '#core/clock.ts'
import { contains } from '#core/db.ts'
import { unitSumsIn } from '#core/ledger/drugs.ts'
import { on, type Route } from '#core/route.ts'
import { listHandoverPlaces, listHandovers, listMissed, readHandover, type HandoverRow } from './contract.ts'
import { linesOf, standingOf } from './lines.ts'
import { breaksOf, handoverPlaces } from './places.ts'
import { isBroken } from './rules.ts'
import {
  documentOf,
  flowRows,
  flowsOf,
  handsOf,
  headOf,
  rowColumns,
  rowTables,
  signedFlows,
  signedStanding,
  waitingFor,
} from './store.ts'

export const handoverQueries: Route[] = [
  on(listHandoverPlaces, async (tx, actor, input) => ({
    rows: await handoverPlaces(tx, actor.at, input.org ?? null),
    now: actor.at,
  })),

  on(listMissed, async (tx, actor, input) => {
    const rows = await breaksOf(tx, actor.at, input)
    return { rows: rows.slice(0, 500), total: rows.length }
  }),

  on(listHandovers, async (tx, _actor, input) => {
    const like = input.q ? contains(input.q) : null
    const counted = tx`
      select d.unit, n.counted_units as units from handover.line n join ledger.drug d on d.org_id = n.org_id and d.id = n.drug_id
      where n.org_id = h.org_id and n.handover_id = h.id and n.item = 'intact'`
    const rows = await tx<(HandoverRow & { total: number })[]>`
      with chosen as (
        select h.org_id, h.id, count(*) over () as total from handover.handover h
        join place.location l on l.org_id = h.org_id and l.id = h.location_id
        where h.org_id = coalesce(${input.org ?? null}::bigint, core.current_org()) and h.cancelled_at is null
          and (${input.kind ?? null}::text is null or h.kind = ${input.kind ?? null})
          and (${input.placeId ?? null}::bigint is null or h.location_id = ${input.placeId ?? null})
          and (${like}::text is null or h.no ilike ${like} or l.name ilike ${like})
          and (${input.differing ?? null}::text is null or exists (
            select from handover.line x where x.org_id = h.org_id and x.handover_id = h.id and x.difference_id is not null))
        order by h.signed_at is not null, h.signed_at desc, h.id desc limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize})
      select ${rowColumns(tx)}, x.lines, ${unitSumsIn(tx, counted)} as sums, x.differences, c.total ${rowTables(tx)}
      join chosen c on c.org_id = h.org_id and c.id = h.id
      cross join lateral (
        select count(*)::int as lines, (count(*) filter (where n.difference_id is not null))::int as differences
        from handover.line n where n.org_id = h.org_id and n.handover_id = h.id) x
      order by h.signed_at is not null, h.signed_at desc, h.id desc`
    return { rows: rows.map(({ total: _, ...r }) => r), total: rows[0]?.total ?? 0 }
  }),

  on(readHandover, async (tx, actor, { id }) => {
    const h = await headOf(tx, id)
    const { openHands: _, ...document } = await documentOf(tx, id)
    const open = h.signedAt === null && h.cancelledAt === null
    const standing = h.signedAt ? await signedStanding(tx, h) : open ? await standingOf(tx, h) : []
    // Blind: who counts does not see the books before the figure is written down.
    const lines = await linesOf(tx, h.orgId, standing, (s) => open && h.blind && s.counted === null)
    const flows = h.signedAt ? await signedFlows(tx, h) : open && !h.blind ? await flowsOf(tx, h) : []
    return {
      ...document,
      lines,
      flows: flowRows(flows),
      hands: [...(await handsOf(tx, h))],
      waitingPrescriptions: open ? await waitingFor(tx, h, dayOf(actor.at)) : document.waitingPrescriptions,
      differences: lines.filter(isBroken).length,
      now: actor.at,
    }
  }),
]
