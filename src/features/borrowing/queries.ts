import { contains, type Tx } from '#core/db.ts'
import { drugSumsIn, unitSumsIn } from '#core/ledger/drugs.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { arrivalOf } from './arrivals.ts'
import { listLoans, readArrival, readLoan, type LoanDetail, type LoanRow } from './contract.ts'

const columns = (tx: Tx) => tx`
  l.id, l.org_id, l.no, l.direction, l.partner, l.partner_kind, f.drugs, f.sums, w.sums as owed_sums,
  case when back.id is not null then 'reversed' when json_array_length(w.sums) > 0 then 'open' else 'returned' end as state, l.reason,
  p.name as location, l.borrowed_at, l.return_on, l.filing_due_at, g.filed, g.last_filed_at, u.name as handled_by, v.name as witnessed_by,
  l.location_id, p.account_id, l.own_units, l.movement_id, m.event_id`

/** What the movement `m` moved. */
const moved = (tx: Tx) => tx`
  select d.name, d.unit, e.quantity as units from ledger.entry e join ledger.drug d on d.org_id = e.org_id and d.id = e.drug_id
  where e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at`

/** What is still owed of the loan `l`. */
const owed = (tx: Tx) => tx`
  select d.unit, o.units from borrowing.owed o join ledger.drug d on d.org_id = o.org_id and d.id = o.drug_id
  where o.org_id = l.org_id and o.loan_id = l.id`

const tables = (tx: Tx) => tx`
  from borrowing.loan l
  join place.location p on p.org_id = l.org_id and p.id = l.location_id
  join ledger.movement m on m.org_id = l.org_id and m.id = l.movement_id
  join identity.app_user u on u.org_id = l.org_id and u.id = l.handled_by
  join identity.app_user v on v.org_id = l.org_id and v.id = l.witnessed_by
  left join ledger.movement back on back.org_id = l.org_id and back.reverses_id = l.movement_id
  cross join lateral (${drugSumsIn(tx, moved(tx))}) f
  cross join lateral (select ${unitSumsIn(tx, owed(tx))} as sums) w
  cross join lateral (
    select count(*)::int as filed, max(x.filed_at) as last_filed_at from borrowing.filing x where x.org_id = l.org_id and x.loan_id = l.id) g`

type Row = LoanRow & Pick<LoanDetail, 'locationId' | 'accountId' | 'ownUnits' | 'movementId' | 'eventId'>

async function partsOf(tx: Tx, of: Row): Promise<Pick<LoanDetail, 'lines' | 'owed' | 'returns' | 'filings'>> {
  const lines = await tx<LoanDetail['lines']>`
    select n.drug_id, n.name, n.spec, n.unit, n.drug_class, t.lot_no, t.expiry, sum(e.quantity)::int as units, count(*) filter (where e.code <> '')::int as codes
    from ledger.entry e join catalogue.drug_name n on n.org_id = e.org_id and n.drug_id = e.drug_id
    join ledger.lot t on t.org_id = e.org_id and t.id = e.lot_id
    where e.org_id = ${of.orgId} and e.movement_id = ${of.movementId}
    group by n.drug_id, n.name, n.spec, n.unit, n.drug_class, t.lot_no, t.expiry order by n.name, t.lot_no limit 200`
  const owed = await tx<LoanDetail['owed']>`
    select n.drug_id, n.name, n.spec, n.unit, n.drug_class, o.units from borrowing.owed o
    join catalogue.drug_name n on n.org_id = o.org_id and n.drug_id = o.drug_id
    where o.org_id = ${of.orgId} and o.loan_id = ${of.id} order by n.name limit 200`
  const returns = await tx<LoanDetail['returns']>`
    select g.movement_id, m.event_id, f.drugs, f.sums, g.returned_at as at, u.name as handled_by, w.name as witnessed_by,
      exists (select from ledger.movement b where b.org_id = m.org_id and b.reverses_id = m.id) as reversed
    from borrowing.giving_back g join ledger.movement m on m.org_id = g.org_id and m.id = g.movement_id
    join identity.app_user u on u.org_id = g.org_id and u.id = g.handled_by
    join identity.app_user w on w.org_id = g.org_id and w.id = g.witnessed_by
    cross join lateral (${drugSumsIn(tx, moved(tx))}) f
    where g.org_id = ${of.orgId} and g.loan_id = ${of.id} order by g.id limit 200`
  const filings = await tx<LoanDetail['filings']>`
    select x.receiver, x.filing_no, u.name as filed_by, x.filed_at from borrowing.filing x
    join identity.app_user u on u.org_id = x.org_id and u.id = x.filed_by
    where x.org_id = ${of.orgId} and x.loan_id = ${of.id} order by x.filed_at`
  return { lines: [...lines], owed: [...owed], returns: [...returns], filings: [...filings] }
}

export const borrowingQueries: Route[] = [
  on(listLoans, async (tx, _actor, input) => {
    const like = input.q ? contains(input.q) : null
    const rows = await tx<(Row & { total: number })[]>`
      select x.*, count(*) over () as total from (select ${columns(tx)} ${tables(tx)}) x
      where x.org_id = coalesce(${input.org ?? null}, core.current_org())
        and (${input.direction ?? null}::text is null or x.direction = ${input.direction ?? null})
        and (${input.state ?? null}::text is null or x.state = ${input.state ?? null})
        and (${like}::text is null or x.no ilike ${like} or x.partner ilike ${like} or x.drugs ilike ${like})
      order by x.borrowed_at desc, x.id desc limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    return {
      rows: rows.map(
        ({ total: _, locationId: _l, accountId: _a, ownUnits: _o, movementId: _m, eventId: _e, ...r }) => r,
      ),
      total: rows[0]?.total ?? 0,
    }
  }),

  on(readArrival, (tx, actor, { raw, loanId }) => arrivalOf(tx, actor, raw, loanId)),

  on(readLoan, async (tx, _actor, { id }) => {
    const [row] = await tx<(Row & { org: string })[]>`
      select ${columns(tx)}, o.name as org ${tables(tx)} join identity.org o on o.id = l.org_id where l.id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    return { ...row, ...(await partsOf(tx, row)) }
  }),
]
