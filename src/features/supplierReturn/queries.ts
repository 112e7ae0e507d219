import { contains, type Tx } from '#core/db.ts'
import { drugSumsIn } from '#core/ledger/drugs.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  listSupplierReturns,
  readSupplierReturn,
  type SupplierReturnDetail,
  type SupplierReturnRow,
} from './contract.ts'

const columns = (tx: Tx) => tx`
  r.id, r.org_id, r.no, s.name as supplier, a.title as account, r.reason_kind, r.reason, r.confirmation_no, r.confirmed_by,
  f.drugs, f.sums, u.name as returned_by, w.name as witnessed_by, r.returned_at, r.movement_id, m.event_id, back.id is not null as reversed`

/** What the movement `m` took to the supplier `s`. */
const returned = (tx: Tx) => tx`
  select d.name, d.unit, e.quantity as units from ledger.entry e join ledger.drug d on d.org_id = e.org_id and d.id = e.drug_id
  where e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at and e.destination_id = s.account_id`

const tables = (tx: Tx) => tx`
  from supplier_return.record r
  join partner.supplier s on s.org_id = r.org_id and s.id = r.supplier_id
  join ledger.account a on a.org_id = r.org_id and a.id = r.account_id
  join ledger.movement m on m.org_id = r.org_id and m.id = r.movement_id
  join identity.app_user u on u.org_id = r.org_id and u.id = r.returned_by
  join identity.app_user w on w.org_id = r.org_id and w.id = r.witnessed_by
  left join ledger.movement back on back.org_id = r.org_id and back.reverses_id = r.movement_id
  cross join lateral (${drugSumsIn(tx, returned(tx))}) f`

function linesOf(tx: Tx, of: SupplierReturnRow): Promise<SupplierReturnDetail['lines']> {
  return tx<SupplierReturnDetail['lines']>`
    select n.drug_id, n.name, n.spec, n.unit, n.drug_class, e.lot_id, l.lot_no, l.expiry, f.form, f.manufacturer, sum(e.quantity)::int as units,
      coalesce((array_agg(e.code order by e.code) filter (where e.code <> ''))[1:500], '{}') as codes
    from ledger.entry e join ledger.account a on a.org_id = e.org_id and a.id = e.destination_id and a.kind = 'supplier'
    join catalogue.drug_name n on n.org_id = e.org_id and n.drug_id = e.drug_id
    join ledger.lot l on l.org_id = e.org_id and l.id = e.lot_id
    left join catalogue.formulary f on f.org_id = e.org_id and f.drug_id = e.drug_id
    where e.org_id = ${of.orgId} and e.movement_id = ${of.movementId}
    group by n.drug_id, n.name, n.spec, n.unit, n.drug_class, e.lot_id, l.lot_no, l.expiry, f.form, f.manufacturer
    order by n.name, l.lot_no limit 500`
}

export const supplierReturnQueries: Route[] = [
  on(listSupplierReturns, async (tx, _actor, input) => {
    const like = input.q ? contains(input.q) : null
    const rows = await tx<(SupplierReturnRow & { total: number })[]>`
      select ${columns(tx)}, count(*) over () as total ${tables(tx)}
      where r.org_id = coalesce(${input.org ?? null}, core.current_org())
        and (${like}::text is null or r.no ilike ${like} or s.name ilike ${like} or f.drugs ilike ${like} or r.confirmation_no ilike ${like})
      order by r.returned_at desc, r.id desc limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    return { rows: rows.map(({ total: _, ...r }) => r), total: rows[0]?.total ?? 0 }
  }),

  on(readSupplierReturn, async (tx, _actor, { id }) => {
    const [row] = await tx<(SupplierReturnRow & Omit<SupplierReturnDetail, 'lines'>)[]>`
      select ${columns(tx)}, o.name as org, u.title as returned_title, w.title as witness_title, encode(v.hash, 'hex') as event_hash
      ${tables(tx)} join identity.org o on o.id = r.org_id
      left join audit.event v on v.org_id = m.org_id and v.id = m.event_id and v.recorded_at = m.recorded_at where r.id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    return { ...row, lines: [...(await linesOf(tx, row))] }
  }),
]
