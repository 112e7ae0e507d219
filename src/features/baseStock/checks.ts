import { tell, witnessOf, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import { contains, type Tx } from '#core/db.ts'
import { openDiscrepancy, recordCounts } from '#core/discrepancy/open.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  checkItems,
  listChecks,
  listChecksDue,
  readCheck,
  readCheckForm,
  signCheck,
  type CheckDetail,
  type CheckRow,
} from './checkContract.ts'
import { checkComplete } from './checkRules.ts'
import { monthOf, monthsOverdue } from './rules.ts'
import { placeOf, placesWithBase, type Place } from './store.ts'

type Line = Omit<CheckDetail['lines'][number], 'counted' | 'difference'>

/** What the books hold in the place, lot by lot, beside the base of its drug. */
const bookOf = (tx: Tx, at: string, place: Place) => tx<Line[]>`
  select n.drug_id, n.name, n.spec, n.unit, n.drug_class, l.id as lot_id, l.lot_no, l.expiry, f.units as base_units, s.units as book
  from (select b.drug_id, b.lot_id, sum(b.quantity)::int as units from ledger.balance b
    where b.org_id = ${place.orgId} and b.account_id = ${place.accountId} and b.item = 'intact' and b.quantity <> 0 group by 1, 2) s
  join ledger.lot l on l.org_id = ${place.orgId} and l.id = s.lot_id
  join catalogue.drug_name n on n.org_id = ${place.orgId} and n.drug_id = s.drug_id
  left join base_stock.in_force(${place.orgId}, ${at}) f on f.location_id = ${place.placeId} and f.drug_id = s.drug_id
  order by n.code, l.expiry, l.lot_no limit 500`

async function overdueOf(tx: Tx, at: string, place: Place): Promise<string[]> {
  const [row] = await tx<{ since: string | null; months: string[] }[]>`
    select (select min(f.since) from base_stock.in_force(${place.orgId}, ${at}) f where f.location_id = ${place.placeId}) as since,
      array(select distinct c.month::text from base_stock.month_check c where c.org_id = ${place.orgId} and c.location_id = ${place.placeId}) as months`
  return row?.since ? monthsOverdue(dayOf(row.since), new Set(row.months), dayOf(at)) : []
}

const columns = (tx: Tx) => tx`
  c.id, c.org_id, c.no, c.location_id as place_id, l.name as place, c.month, u.name as checked_by, w.name as witnessed_by, c.checked_at, c.found,
  (select count(*)::int from base_stock.month_check_item i where i.org_id = c.org_id and i.check_id = c.id and not i.good) as bad,
  (select count(*)::int from base_stock.month_check_line x where x.org_id = c.org_id and x.check_id = c.id
    and x.book_units <> x.counted_units) as differing`
const tables = (tx: Tx) => tx`
  from base_stock.month_check c
  join place.location l on l.org_id = c.org_id and l.id = c.location_id
  join identity.app_user u on u.org_id = c.org_id and u.id = c.checked_by
  join identity.app_user w on w.org_id = c.org_id and w.id = c.witnessed_by`

export const baseStockChecks: Route[] = [
  on(readCheckForm, async (tx, actor, { placeId }) => {
    const place = await placeOf(tx, placeId)
    const overdue = await overdueOf(tx, actor.at, place)
    const { accountId: _, ...head } = place
    return {
      ...head,
      month: overdue[0] ?? monthOf(dayOf(actor.at)),
      overdue,
      lines: [...(await bookOf(tx, actor.at, place))],
    }
  }),

  on(signCheck, async (tx, actor, input) => {
    const place = await placeOf(tx, input.placeId)
    if (place.orgId !== actor.orgId) throw new Refusal('NOT_FOUND')
    const overdue = await overdueOf(tx, actor.at, place)
    if (input.month !== monthOf(dayOf(actor.at)) && !overdue.includes(input.month))
      throw new Refusal('BASE_CHECK_MONTH', { month: input.month.slice(0, 7) })
    const book = await bookOf(tx, actor.at, place)
    checkComplete(input.items, input.lines, new Map(book.map((l) => [l.lotId, l.book])), input.found)
    const no = await documentNo(tx, actor, 'JC')
    const [row] = await tx<{ id: number }[]>`
      insert into base_stock.month_check (org_id, no, location_id, month, checked_by, witnessed_by, checked_at, found)
      values (${actor.orgId}, ${no}, ${place.placeId}, ${input.month}, ${actor.userId}, ${witnessOf(actor).userId}, ${actor.at},
        ${input.found || null}) returning id`
    assert(row, 'an inserted check has a number')
    const counted = new Map(input.lines.map((l) => [l.lotId, l.counted]))
    const lines = book.map((l) => ({ ...l, counted: counted.get(l.lotId) ?? 0 }))
    await writeSheet(tx, actor, row.id, input.items, lines)
    const source = { kind: 'monthCheck', id: row.id, no }
    const figures = lines.map((l) => ({ ...l, accountId: place.accountId, item: 'intact' as const }))
    await recordCounts(tx, actor, source, figures)
    for (const f of figures.filter((x) => x.book !== x.counted))
      await openDiscrepancy(tx, actor, { ...f, source })
    const bad = input.items.filter((i) => !i.good).map((i) => i.item)
    const said = lines.map((l) => [l.lotId, l.book, l.counted])
    tell(
      actor,
      source,
      { placeId: place.placeId, month: input.month, bad, lines: said },
      { found: input.found },
    )
    return { id: row.id, no }
  }),

  on(listChecks, async (tx, _actor, input) => {
    const like = input.q ? contains(input.q) : null
    const rows = await tx<(CheckRow & { total: number })[]>`
      select ${columns(tx)}, count(*) over () as total ${tables(tx)}
      where c.org_id = coalesce(${input.org ?? null}::bigint, core.current_org())
        and (${input.placeId ?? null}::bigint is null or c.location_id = ${input.placeId ?? null})
        and (${like}::text is null or c.no ilike ${like} or l.name ilike ${like} or u.name ilike ${like})
      order by c.checked_at desc, c.id desc limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    return { rows: rows.map(({ total: _, ...r }) => r), total: rows[0]?.total ?? 0 }
  }),

  on(readCheck, async (tx, _actor, { id }) => {
    const [row] = await tx<Omit<CheckDetail, 'items' | 'lines'>[]>`
      select ${columns(tx)}, o.name as org, d.name as department, u.title as checked_title, w.title as witness_title, e.id as event_id,
        encode(e.hash, 'hex') as event_hash
      ${tables(tx)} join identity.org o on o.id = c.org_id
      left join identity.department d on d.org_id = l.org_id and d.id = l.department_id
      left join audit.event e on e.org_id = c.org_id and e.subject_kind = 'monthCheck' and e.subject_id = c.id
      where c.id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    const items = await tx<CheckDetail['items']>`
      select item, good, note from base_stock.month_check_item where check_id = ${id}
      order by array_position(${[...checkItems]}::text[], item)`
    const lines = await tx<CheckDetail['lines']>`
      select n.drug_id, n.name, n.spec, n.unit, n.drug_class, x.lot_id, l.lot_no, l.expiry, x.base_units, x.book_units as book,
        x.counted_units as counted, x.counted_units - x.book_units as difference
      from base_stock.month_check_line x join ledger.lot l on l.org_id = x.org_id and l.id = x.lot_id
      join catalogue.drug_name n on n.org_id = x.org_id and n.drug_id = x.drug_id
      where x.check_id = ${id} order by n.code, l.expiry, l.lot_no`
    return { ...row, items: [...items], lines: [...lines] }
  }),

  on(listChecksDue, async (tx, actor, input) => {
    const rows = []
    for (const place of await placesWithBase(tx, actor.at, input.org ?? null)) {
      const months = await overdueOf(tx, actor.at, place)
      const { accountId: _, ...head } = place
      if (months.length > 0) rows.push({ ...head, months })
    }
    return { rows, total: rows.length }
  }),
]

async function writeSheet(
  tx: Tx,
  actor: Actor,
  id: number,
  items: readonly { item: string; good: boolean; note?: string | undefined }[],
  lines: readonly (Line & { counted: number })[],
): Promise<void> {
  await tx`
    insert into base_stock.month_check_item (org_id, check_id, item, good, note)
    select ${actor.orgId}, ${id}, i.item, i.good = 1, nullif(i.note, '')
    from unnest(${items.map((i) => i.item)}::text[], ${items.map((i) => (i.good ? 1 : 0))}::int[], ${items.map((i) => i.note ?? '')}::text[])
      as i (item, good, note)`
  await tx`
    insert into base_stock.month_check_line (org_id, check_id, drug_id, lot_id, base_units, book_units, counted_units)
    select ${actor.orgId}, ${id}, l.drug_id, l.lot_id, nullif(l.base, -1), l.book, l.counted
    from unnest(${lines.map((l) => l.drugId)}::bigint[], ${lines.map((l) => l.lotId)}::bigint[], ${lines.map((l) => l.baseUnits ?? -1)}::int[],
      ${lines.map((l) => l.book)}::int[], ${lines.map((l) => l.counted)}::int[]) as l (drug_id, lot_id, base, book, counted)`
}
