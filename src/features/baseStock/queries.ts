import { dayOf, startOfDay } from '#core/clock.ts'
import { contains, type Tx } from '#core/db.ts'
import { maskName, maskNumber } from '#core/privacy.ts'
import { on, type Route } from '#core/route.ts'
import {
  listBaseRequests,
  listPositions,
  listUses,
  listWards,
  readExchange,
  readPlaceBase,
  type PositionRow,
  type UsedRow,
  type WardRow,
} from './contract.ts'
import { gapsOf, proposal } from './exchange.ts'
import { requestPage } from './requests.ts'
import { monthsOverdue, nearDays } from './rules.ts'
import { awaitingOf, baseOf, casesOf, placeOf, placesWithBase, sourcesOf, type Place } from './store.ts'

/** What the overview says of a place beside its equation. */
async function lifeOf(tx: Tx, at: string, place: Place) {
  const [row] = await tx<
    {
      usedToday: number
      lastUseAt: string | null
      lastHandoverAt: string | null
      months: string[]
      since: string
    }[]
  >`
    select
      (select count(*)::int from issue.issue i where i.org_id = ${place.orgId} and i.location_id = ${place.placeId}
        and i.issued_at >= ${startOfDay(dayOf(at))}) as used_today,
      (select max(i.issued_at) from issue.issue i where i.org_id = ${place.orgId} and i.location_id = ${place.placeId}) as last_use_at,
      (select max(h.signed_at) from handover.handover h where h.org_id = ${place.orgId} and h.location_id = ${place.placeId}
        and h.kind = 'shift') as last_handover_at,
      array(select distinct c.month::text from base_stock.month_check c where c.org_id = ${place.orgId} and c.location_id = ${place.placeId}) as months,
      (select min(f.since) from base_stock.in_force(${place.orgId}, ${at}) f where f.location_id = ${place.placeId}) as since`
  return row
}

async function wardOf(tx: Tx, at: string, place: Place): Promise<WardRow> {
  const { drugs, lots, now: _, ...head } = await baseOf(tx, at, place)
  const life = await lifeOf(tx, at, place)
  const sum = (pick: (d: PositionRow) => number) => drugs.reduce((n, d) => n + pick(d), 0)
  const months = [...(life?.months ?? [])].sort()
  return {
    ...head,
    drugs: drugs.filter((d) => d.baseUnits !== null).length,
    baseUnits: sum((d) => d.baseUnits ?? 0),
    inPlace: sum((d) => d.inPlace),
    outside: sum((d) => d.inHand + d.owed + d.proven + d.awaiting),
    low: drugs.filter((d) => d.low).length,
    near: lots.filter((l) => l.inPlace > 0 && l.daysLeft <= nearDays).length,
    broken: drugs.filter((d) => d.state === 'short' || d.state === 'over' || d.state === 'none').length,
    filling: drugs.filter((d) => d.state === 'filling').length,
    usedToday: life?.usedToday ?? 0,
    lastUseAt: life?.lastUseAt ?? null,
    lastHandoverAt: life?.lastHandoverAt ?? null,
    checkedMonth: months.at(-1) ?? null,
    checkDue: life?.since ? monthsOverdue(dayOf(life.since), new Set(months), dayOf(at)).length > 0 : false,
  }
}

type Show = 'low' | 'near' | 'broken' | 'over' | 'filling'

function fits(row: PositionRow, show: Show | undefined, today: string): boolean {
  if (show === undefined) return true
  if (show === 'low') return row.low
  if (show === 'over') return row.state === 'over' || row.state === 'none'
  if (show === 'broken') return ['short', 'over', 'none'].includes(row.state)
  if (show === 'filling') return row.state === 'filling'
  if (row.nextExpiry === null) return false
  return Date.parse(row.nextExpiry) - Date.parse(today) <= nearDays * 86_400_000
}

export const baseStockQueries: Route[] = [
  on(listWards, async (tx, actor, input) => {
    const rows: WardRow[] = []
    for (const place of await placesWithBase(tx, actor.at, input.org ?? null))
      rows.push(await wardOf(tx, actor.at, place))
    return { rows, now: actor.at }
  }),

  on(listPositions, async (tx, actor, input) => {
    const all: PositionRow[] = []
    for (const place of await placesWithBase(tx, actor.at, input.org ?? null))
      all.push(...(await baseOf(tx, actor.at, place)).drugs)
    const q = input.q?.toLowerCase()
    const rows = all.filter(
      (r) =>
        fits(r, input.show, dayOf(actor.at)) &&
        (!q || `${r.name} ${r.spec} ${r.place}`.toLowerCase().includes(q)),
    )
    const start = (input.page - 1) * input.pageSize
    return { rows: rows.slice(start, start + input.pageSize), total: rows.length }
  }),

  on(readPlaceBase, async (tx, actor, { placeId }) => baseOf(tx, actor.at, await placeOf(tx, placeId))),

  on(readExchange, async (tx, actor, { placeId }) => {
    const place = await placeOf(tx, placeId)
    const cases = await casesOf(tx, actor.at, place)
    const { drugs } = await baseOf(tx, actor.at, place)
    return {
      lines: proposal(cases),
      cases: cases.map(({ name: _n, spec: _s, unit: _u, drugClass: _c, ...rest }) => rest),
      awaiting: [...(await awaitingOf(tx, place))],
      gaps: gapsOf(drugs),
      sources: [...(await sourcesOf(tx, place))],
    }
  }),

  on(listUses, async (tx, _actor, input) => {
    const place = await placeOf(tx, input.placeId)
    const like = input.q ? contains(input.q) : null
    const rows = await tx<(UsedRow & { total: number })[]>`
      select n.drug_id, n.name, n.spec, n.unit, n.drug_class, m.id as movement_id, i.id as issue_id, i.no as issue_no, m.occurred_at as at,
        m.kind, l.lot_no, e.code, sum(e.quantity) filter (where e.item = 'intact')::int as units,
        coalesce(sum(e.quantity) filter (where e.item = 'content' and d.kind in ('patient', 'disposed', 'lost', 'sample')), 0)::bigint as content,
        n.content_unit, i.patient_name as patient, i.record_no, u.route, h.name as holder, w.name as witness, count(*) over () as total
      from issue.issue i
      join residue.use_record u on u.org_id = i.org_id and u.issue_id = i.id
      join ledger.movement m on m.org_id = u.org_id and m.id = u.movement_id
      join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at
      join ledger.account d on d.org_id = e.org_id and d.id = e.destination_id
      join ledger.lot l on l.org_id = e.org_id and l.id = e.lot_id
      join catalogue.drug_name n on n.org_id = e.org_id and n.drug_id = e.drug_id
      join identity.app_user h on h.org_id = i.org_id and h.id = i.holder_id
      left join identity.app_user w on w.org_id = m.org_id and w.id = m.witness_id
      where i.org_id = ${place.orgId} and i.location_id = ${place.placeId}
        and (${input.drugId ?? null}::bigint is null or e.drug_id = ${input.drugId ?? null})
        and (${like}::text is null or n.name ilike ${like} or l.lot_no ilike ${like} or i.no ilike ${like} or h.name ilike ${like})
        and not exists (select from ledger.movement x where x.org_id = m.org_id and x.reverses_id = m.id)
      group by n.drug_id, n.name, n.spec, n.unit, n.drug_class, n.content_unit, m.id, i.id, i.no, m.occurred_at, m.kind, l.lot_no, e.code,
        i.patient_name, i.record_no, u.route, h.name, w.name
      order by m.occurred_at desc, m.id desc, l.lot_no, e.code
      limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    return {
      rows: rows.map(({ total: _, ...r }) => ({
        ...r,
        units: r.units ?? 0,
        patient: maskName(r.patient),
        recordNo: maskNumber(r.recordNo),
      })),
      total: rows[0]?.total ?? 0,
    }
  }),

  on(listBaseRequests, async (tx, _actor, input) => requestPage(tx, input)),
]
