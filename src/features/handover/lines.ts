import type { Tx } from '#core/db.ts'
import type { HandoverItem, HandoverLine } from './contract.ts'

export interface Head {
  readonly id: number
  readonly no: string
  readonly orgId: number
  readonly kind: 'shift' | 'day'
  readonly placeId: number
  readonly place: string
  readonly placeKind: string
  readonly accountId: number
  readonly departmentId: number | null
  readonly previousId: number | null
  readonly startedAt: string | null
  readonly blind: boolean
  readonly version: number
  readonly signedAt: string | null
  readonly cancelledAt: string | null
}

/** What the books say of one lot now, beside what was signed last and counted now. */
export interface Standing {
  readonly item: HandoverItem
  readonly drugId: number
  readonly lotId: number
  readonly last: number | null
  readonly opening: number
  readonly in: number
  readonly out: number
  readonly book: number
  readonly counted: number | null
  readonly countedBook: number | null
  readonly counts: number
  readonly changed: number
  readonly caseId: number | null
  readonly carried: boolean
}

const most = 2000

/**
 * Units of a place by lot, in and out since the start: what a box gave to its own labels stayed in the place and is
 * neither. Containers: those in the bins of its department and, in a ward, those still in hands of issues from here.
 */
const figures = (tx: Tx, h: Head) => tx`
  stock as (
    select 'intact' as item, b.drug_id, b.lot_id, sum(b.quantity)::int as units from ledger.balance b
    where b.org_id = ${h.orgId} and b.account_id = ${h.accountId} and b.item = 'intact' and b.quantity <> 0 group by 2, 3
    union all
    select 'container', b.drug_id, b.lot_id, sum(b.quantity)::int from place.location l
    join ledger.balance b on b.org_id = l.org_id and b.account_id = l.account_id and b.item = 'container' and b.quantity <> 0
    where l.org_id = ${h.orgId} and l.kind = 'recovery' and l.department_id = ${h.departmentId} group by 2, 3
    union all
    select 'container', b.drug_id, b.lot_id, sum(b.quantity)::int from ledger.balance b
    join ledger.account a on a.org_id = b.org_id and a.id = b.account_id and a.kind = 'custody'
    join issue.issue i on i.org_id = b.org_id and i.account_id = b.account_id
    where ${h.placeKind === 'ward'} and b.org_id = ${h.orgId} and b.inside and b.quantity <> 0 and b.item = 'container'
      and i.location_id = ${h.placeId} group by 2, 3),
  book as (select s.item, s.drug_id, s.lot_id, sum(s.units)::int as units from stock s group by 1, 2, 3),
  flow as (
    select x.drug_id, x.lot_id, coalesce(sum(x.quantity) filter (where x.incoming), 0)::int as came,
      coalesce(sum(x.quantity) filter (where not x.incoming), 0)::int as went
    from ledger.moves_of(${h.orgId}, ${h.accountId}, ${h.startedAt}) x where x.item = 'intact' and x.other <> 'relabelled' group by 1, 2),
  before as (
    select p.item, p.drug_id, p.lot_id, p.book_units, p.counted_units, p.difference_id from handover.line p
    where p.org_id = ${h.orgId} and p.handover_id = ${h.previousId} and (p.book_units <> 0 or p.counted_units <> 0)),
  counts as (
    select distinct on (c.item, c.lot_id) c.item, c.drug_id, c.lot_id, c.counted_units, c.book_units,
      (count(*) over (partition by c.item, c.lot_id))::int as counts
    from handover.count c where c.org_id = ${h.orgId} and c.handover_id = ${h.id} order by c.item, c.lot_id, c.id desc),
  keys as (
    select item, drug_id, lot_id from book union select 'intact', drug_id, lot_id from flow
    union select item, drug_id, lot_id from before union select item, drug_id, lot_id from counts)`

/** Every line of a handover that is being counted, as the books and the counts stand now. */
export async function standingOf(tx: Tx, h: Head): Promise<Standing[]> {
  return tx<Standing[]>`
    with ${figures(tx, h)},
    known as (
      select k.item, k.drug_id, k.lot_id, coalesce(b.units, 0) as book, p.difference_id, p.book_units as was_book, p.counted_units as was_counted,
        case when k.item = 'intact' then coalesce(f.came, 0) else greatest(coalesce(b.units, 0) - coalesce(p.counted_units, b.units, 0), 0) end as came,
        case when k.item = 'intact' then coalesce(f.went, 0) else greatest(coalesce(p.counted_units, b.units, 0) - coalesce(b.units, 0), 0) end as went,
        c.counted_units, c.book_units as counted_book, coalesce(c.counts, 0) as counts
      from keys k
      left join book b on b.item = k.item and b.lot_id = k.lot_id
      left join flow f on k.item = 'intact' and f.lot_id = k.lot_id
      left join before p on p.item = k.item and p.lot_id = k.lot_id
      left join counts c on c.item = k.item and c.lot_id = k.lot_id),
    lines as (
      select k.*, k.book - k.came + k.went as opening,
        case when k.item = 'intact' and ${h.previousId !== null} then k.book - k.came + k.went - coalesce(k.was_book, 0) else 0 end as changed
      from known k)
    select l.item, l.drug_id, l.lot_id, case when ${h.previousId !== null} then coalesce(l.was_counted, 0) end as last, l.opening,
      l.came as in, l.went as out, l.book, l.counted_units as counted, l.counted_book, l.counts, l.changed,
      coalesce(d.id, case when l.changed = 0 and l.counted_units - l.book = l.was_counted - l.was_book and l.was_counted <> l.was_book
        and not exists (select from handover.difference o join ledger.discrepancy y on y.org_id = o.org_id and y.id = o.discrepancy_id
          where o.org_id = ${h.orgId} and o.id = l.difference_id and y.state = 'closed')
        then l.difference_id end) as case_id,
      d.id is null as carried
    from lines l
    left join lateral (
      select x.id from handover.difference x
      where x.org_id = ${h.orgId} and x.handover_id = ${h.id} and x.item = l.item and x.lot_id = l.lot_id
        and x.units = l.counted_units - l.book and x.changed_units = l.changed order by x.id desc limit 1) d on true
    limit ${most}`
}

type Named = Omit<HandoverLine, keyof Figures> & { item: HandoverItem; lotId: number }
type Figures = Pick<
  HandoverLine,
  | 'last'
  | 'opening'
  | 'in'
  | 'out'
  | 'book'
  | 'counted'
  | 'difference'
  | 'changed'
  | 'moved'
  | 'counts'
  | 'case'
>

/** Names of drugs, lots, makers and suppliers for the lines, in the order of the sheet. */
async function namesOf(tx: Tx, orgId: number, lotIds: readonly number[]) {
  return tx<Omit<Named, 'item'>[]>`
    select n.drug_id, n.name, n.spec, n.unit, n.drug_class, n.code as drug_code, l.id as lot_id, l.lot_no, l.expiry, f.manufacturer,
      (select string_agg(s.name, '、' order by s.name) from partner.supplier s where s.org_id = l.org_id and exists (
        select from ledger.entry e where e.org_id = l.org_id and e.source_id = s.account_id and e.drug_id = l.drug_id
          and e.lot_id = l.id)) as suppliers
    from ledger.lot l
    join catalogue.drug_name n on n.org_id = l.org_id and n.drug_id = l.drug_id
    left join catalogue.formulary f on f.org_id = l.org_id and f.drug_id = l.drug_id
    where l.org_id = ${orgId} and l.id = any (${lotIds as number[]}::bigint[])
    order by n.code, l.expiry, l.lot_no`
}

interface CaseRow extends NonNullable<HandoverLine['case']> {
  readonly id: number
}

async function casesById(tx: Tx, orgId: number, ids: readonly number[]): Promise<Map<number, CaseRow>> {
  const rows = await tx<Omit<CaseRow, 'carried'>[]>`
    select d.id, d.discrepancy_id, d.discrepancy_no, d.kind, d.reason, d.due_at, p.name as previous_by, f.name as found_by, d.found_at
    from handover.difference d
    left join identity.app_user p on p.org_id = d.org_id and p.id = d.previous_by
    join identity.app_user f on f.org_id = d.org_id and f.id = d.found_by
    where d.org_id = ${orgId} and d.id = any (${ids as number[]}::bigint[])`
  return new Map(rows.map((r) => [r.id, { ...r, carried: false }]))
}

/** Lines as a screen or a sheet shows them; the books stay hidden where `hides` says so. */
export async function linesOf(
  tx: Tx,
  orgId: number,
  standing: readonly Standing[],
  hides: (s: Standing) => boolean,
): Promise<HandoverLine[]> {
  const names = await namesOf(tx, orgId, [...new Set(standing.map((s) => s.lotId))])
  const cases = await casesById(
    tx,
    orgId,
    standing.flatMap((s) => (s.caseId === null ? [] : [s.caseId])),
  )
  const order = ['intact', 'container'] as const
  return order.flatMap((item) =>
    names.flatMap((n) => {
      const s = standing.find((x) => x.item === item && x.lotId === n.lotId)
      return s ? [{ ...n, item, ...figuresOf(s, hides(s), cases) }] : []
    }),
  )
}

function figuresOf(s: Standing, hidden: boolean, cases: ReadonlyMap<number, CaseRow>): Figures {
  const found = s.caseId === null ? undefined : cases.get(s.caseId)
  const shown = <T>(value: T): T | null => (hidden ? null : value)
  return {
    last: s.last,
    opening: shown(s.opening),
    in: shown(s.in),
    out: shown(s.out),
    book: shown(s.book),
    counted: s.counted,
    difference: s.counted === null ? null : s.counted - s.book,
    changed: hidden ? 0 : s.changed,
    moved: s.counted !== null && s.countedBook !== null && s.countedBook !== s.book,
    counts: s.counts,
    case: found ? { ...found, carried: s.carried } : null,
  }
}
