import { contains, type Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { listRequisitions, listTransfers, readRequisition, readTransfer, type RequisitionDetail, type TransferDetail } from './contract.ts'
import { requisitionState, transferState } from './rules.ts'

const transferColumns = (tx: Tx) => tx`
  t.id, t.org_id, t.no, t.requisition_id, rq.no as requisition_no, t.source_location_id, s.name as source,
  t.destination_location_id, d.name as destination, t.account_id, t.note, t.sent_at, t.accepted_at,
  su.name as sent_by, cu.name as checked_by, au.name as accepted_by,
  (select coalesce(sum(e.quantity), 0)::int from ledger.entry e where e.org_id = t.org_id and e.destination_id = t.account_id) as sent_units,
  (select coalesce(sum(b.quantity), 0)::int from ledger.balance b where b.org_id = t.org_id and b.account_id = t.account_id) as in_transit_units`

const transferTables = (tx: Tx) => tx`
  from requisition.transfer t
  join place.location s on s.org_id = t.org_id and s.id = t.source_location_id
  join place.location d on d.org_id = t.org_id and d.id = t.destination_location_id
  join identity.app_user su on su.org_id = t.org_id and su.id = t.sent_by
  join identity.app_user cu on cu.org_id = t.org_id and cu.id = t.checked_by
  left join identity.app_user au on au.org_id = t.org_id and au.id = t.accepted_by
  left join requisition.requisition rq on rq.org_id = t.org_id and rq.id = t.requisition_id`

type TransferHead = Omit<TransferDetail, 'items' | 'state'>
const withState = <T extends TransferHead>(t: T) => ({ ...t, state: transferState(t) })

const requisitionColumns = (tx: Tx) => tx`
  r.id, r.org_id, r.no, r.location_id, l.name as location, r.source_location_id, s.name as source, r.needed_by, r.note,
  r.cancelled_at, u.name as created_by, r.created_at,
  (select count(*)::int from requisition.requisition_line x where x.org_id = r.org_id and x.requisition_id = r.id) as drugs,
  (select coalesce(sum(x.units), 0)::int from requisition.requisition_line x where x.org_id = r.org_id and x.requisition_id = r.id) as units,
  (select coalesce(sum(e.quantity), 0)::int from requisition.transfer t join ledger.entry e on e.org_id = t.org_id and e.destination_id = t.account_id
    where t.org_id = r.org_id and t.requisition_id = r.id) as sent_units,
  (select coalesce(sum(b.quantity), 0)::int from requisition.transfer t join ledger.balance b on b.org_id = t.org_id and b.account_id = t.account_id
    where t.org_id = r.org_id and t.requisition_id = r.id) as in_transit_units`

const requisitionTables = (tx: Tx) => tx`
  from requisition.requisition r
  join place.location l on l.org_id = r.org_id and l.id = r.location_id
  join place.location s on s.org_id = r.org_id and s.id = r.source_location_id
  join identity.app_user u on u.org_id = r.org_id and u.id = r.created_by`

type RequisitionHead = Omit<RequisitionDetail, 'lines' | 'transfers' | 'state'> & { cancelledAt: string | null; inTransitUnits: number }

async function linesOf(tx: Tx, r: RequisitionHead): Promise<RequisitionDetail['lines']> {
  return tx`
    select d.drug_id, d.name, d.spec, d.unit, d.drug_class, x.units,
      (select coalesce(sum(e.quantity), 0)::int from requisition.transfer t
        join ledger.entry e on e.org_id = t.org_id and e.destination_id = t.account_id and e.drug_id = x.drug_id
        where t.org_id = x.org_id and t.requisition_id = x.requisition_id) as sent_units,
      (select coalesce(sum(b.quantity), 0)::int from place.location p join ledger.balance b on b.org_id = p.org_id and b.account_id = p.account_id
        where p.org_id = x.org_id and p.id = ${r.sourceLocationId} and b.drug_id = x.drug_id and b.item = 'intact') as source_stock,
      (select coalesce(sum(b.quantity), 0)::int from place.location p join ledger.balance b on b.org_id = p.org_id and b.account_id = p.account_id
        where p.org_id = x.org_id and p.id = ${r.locationId} and b.drug_id = x.drug_id and b.item = 'intact') as own_stock
    from requisition.requisition_line x join catalogue.drug_name d on d.org_id = x.org_id and d.drug_id = x.drug_id
    where x.requisition_id = ${r.id} order by x.id`
}

export const requisitionQueries: Route[] = [
  on(listRequisitions, async (tx, _actor, input) => {
    const like = input.q ? contains(input.q) : null
    const found = tx`
      select q.*, count(*) over () as total from (select ${requisitionColumns(tx)} ${requisitionTables(tx)}
        where r.org_id = coalesce(${input.org ?? null}, core.current_org())
          and (${like}::text is null or r.no ilike ${like} or l.name ilike ${like} or s.name ilike ${like})) q
      where ${stateFilter(tx, input.state)}
      order by q.created_at desc, q.id desc limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    const rows = (await found) as unknown as (RequisitionHead & { total: number })[]
    return { rows: rows.map((r) => ({ ...r, state: requisitionState(r) })), total: rows[0]?.total ?? 0 }
  }),

  on(readRequisition, async (tx, _actor, { id }) => {
    const [row] = await tx<RequisitionHead[]>`select ${requisitionColumns(tx)} ${requisitionTables(tx)} where r.id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    const transfers = await tx<TransferHead[]>`
      select ${transferColumns(tx)} ${transferTables(tx)} where t.requisition_id = ${id} order by t.sent_at limit 200`
    return { ...row, state: requisitionState(row), lines: await linesOf(tx, row), transfers: transfers.map(withState) }
  }),

  on(listTransfers, async (tx, _actor, input) => {
    const like = input.q ? contains(input.q) : null
    const place = input.locationId ?? null
    const rows = (await tx`
      select q.*, count(*) over () as total from (select ${transferColumns(tx)} ${transferTables(tx)}
        where t.org_id = coalesce(${input.org ?? null}, core.current_org())
          and (${place}::bigint is null or t.source_location_id = ${place} or t.destination_location_id = ${place})
          and (${like}::text is null or t.no ilike ${like} or s.name ilike ${like} or d.name ilike ${like})) q
      where ${transferFilter(tx, input.state)}
      order by q.sent_at desc, q.id desc limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`) as unknown as (TransferHead & { total: number })[]
    return { rows: rows.map(withState), total: rows[0]?.total ?? 0 }
  }),

  on(readTransfer, async (tx, _actor, { id }) => {
    const [row] = await tx<TransferHead[]>`select ${transferColumns(tx)} ${transferTables(tx)} where t.id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    const items = await tx<TransferDetail['items']>`
      select d.drug_id, d.name, d.spec, d.unit, d.drug_class, e.lot_id, l.lot_no, l.expiry, e.code, e.sent_units,
        coalesce(b.quantity, 0)::int as in_transit_units
      from (select org_id, drug_id, lot_id, code, sum(quantity)::int as sent_units from ledger.entry
        where destination_id = ${row.accountId} group by 1, 2, 3, 4) e
      join catalogue.drug_name d on d.org_id = e.org_id and d.drug_id = e.drug_id
      join ledger.lot l on l.org_id = e.org_id and l.id = e.lot_id
      left join ledger.balance b on b.org_id = e.org_id and b.account_id = ${row.accountId} and b.item = 'intact' and b.lot_id = e.lot_id and b.code = e.code
      order by d.name, l.expiry, e.code limit 2000`
    return { ...withState(row), items: [...items] }
  }),
]

function stateFilter(tx: Tx, state: string | undefined) {
  if (state === 'cancelled') return tx`q.cancelled_at is not null`
  if (state === 'requested') return tx`q.cancelled_at is null and q.sent_units = 0`
  if (state === 'sent') return tx`q.cancelled_at is null and q.in_transit_units > 0`
  if (state === 'done') return tx`q.cancelled_at is null and q.sent_units > 0 and q.in_transit_units = 0`
  return tx`true`
}

function transferFilter(tx: Tx, state: string | undefined) {
  if (state === 'done') return tx`q.in_transit_units = 0`
  if (state === 'inTransit') return tx`q.in_transit_units > 0 and q.accepted_at is null`
  if (state === 'short') return tx`q.in_transit_units > 0 and q.accepted_at is not null`
  return tx`true`
}
