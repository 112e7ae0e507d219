import { contains, type Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { carriageOf } from './carrierStore.ts'
import type { TransferDetail, TransferItem, TransferMovement } from './contract.ts'
import { transferState } from './rules.ts'

type Head = Omit<TransferDetail, 'items' | 'movements' | 'carriers' | 'state'>
const withState = <T extends Head>(t: T) => ({ ...t, state: transferState(t) })

/**
 * What the movements of a transfer `t` did with its account, units into it positive; a reversal (红冲) takes back what
 * it takes back. Found by the document and not by the account, so that only the month of each movement is read.
 */
const moved = (tx: Tx) => tx`
  select m.kind, e.drug_id, e.lot_id, e.code, case when e.destination_id = t.account_id then e.quantity else -e.quantity end as units
  from ledger.movement m
  join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at
  where m.org_id = t.org_id and m.cause_kind = 'transfer' and m.cause_id = t.id and t.account_id in (e.source_id, e.destination_id)`

const sums = (tx: Tx) => tx`
  coalesce(sum(x.units) filter (where x.kind = 'send'), 0)::int as sent_units,
  coalesce(-sum(x.units) filter (where x.kind = 'accept'), 0)::int as accepted_units,
  coalesce(-sum(x.units) filter (where x.kind = 'sendBack'), 0)::int as back_units,
  coalesce(sum(x.units), 0)::int as in_transit_units`

const places = (tx: Tx) => tx`
  join place.location s on s.org_id = t.org_id and s.id = t.source_location_id
  join place.location d on d.org_id = t.org_id and d.id = t.destination_location_id`

const figures = (tx: Tx) => tx`
  cross join lateral (select ${sums(tx)}, count(distinct x.drug_id)::int as drugs from (${moved(tx)}) x) f`

const heads = (tx: Tx) => tx`
  select t.id, t.org_id, t.no, t.requisition_id, rq.no as requisition_no, t.source_location_id, s.name as source,
    t.destination_location_id, d.name as destination, t.account_id, t.note, t.sent_at, t.accepted_at, t.sent_by as sent_by_id, t.checked_by as checked_by_id,
    su.name as sent_by, cu.name as checked_by, au.name as accepted_by, ca.name as carrier, cn.taken_at, cn.due_at as carry_due_at, f.*
  from requisition.transfer t ${places(tx)}
  join identity.app_user su on su.org_id = t.org_id and su.id = t.sent_by
  join identity.app_user cu on cu.org_id = t.org_id and cu.id = t.checked_by
  left join identity.app_user au on au.org_id = t.org_id and au.id = t.accepted_by
  left join lateral (select n.* from requisition.carrier_now n where n.org_id = t.org_id and n.transfer_id = t.id offset 0) cn on true
  left join identity.app_user ca on ca.org_id = cn.org_id and ca.id = cn.carrier_id
  left join requisition.requisition rq on rq.org_id = t.org_id and rq.id = t.requisition_id
  ${figures(tx)}`

export interface TransferQuery {
  readonly org?: number | undefined
  readonly q?: string | undefined
  readonly state?: 'inTransit' | 'short' | 'done' | 'returned' | undefined
  readonly locationId?: number | undefined
  readonly page: number
  readonly pageSize: number
}

function stateFilter(tx: Tx, state: TransferQuery['state']) {
  // The index on balances that are not zero leaves few transfers to add up.
  const moving = tx`exists (select from ledger.balance b where b.org_id = t.org_id and b.account_id = t.account_id and b.quantity <> 0)`
  if (state === 'inTransit') return tx`${moving} and f.accepted_units = 0`
  if (state === 'short') return tx`${moving} and f.accepted_units > 0`
  if (state === 'done') return tx`not ${moving} and f.accepted_units > 0`
  if (state === 'returned') return tx`not ${moving} and f.accepted_units = 0`
  return tx`true`
}

/** One page of transfers, newest first; the page is chosen before its figures are added up. */
export async function transferPage(
  tx: Tx,
  query: TransferQuery,
): Promise<{ rows: ReturnType<typeof withState<Head>>[]; total: number }> {
  const like = query.q ? contains(query.q) : null
  const place = query.locationId ?? null
  const chosen = await tx<{ id: number; total: number }[]>`
    select t.id, count(*) over () as total from requisition.transfer t ${places(tx)} ${query.state ? figures(tx) : tx``}
    where t.org_id = coalesce(${query.org ?? null}, core.current_org())
      and (${place}::bigint is null or t.source_location_id = ${place} or t.destination_location_id = ${place})
      and (${like}::text is null or t.no ilike ${like} or s.name ilike ${like} or d.name ilike ${like})
      and ${stateFilter(tx, query.state)}
    order by t.sent_at desc, t.id desc limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`
  const rows = await tx<
    Head[]
  >`${heads(tx)} where t.id = any (${chosen.map((c) => c.id)}::bigint[]) order by t.sent_at desc, t.id desc`
  return { rows: rows.map(withState), total: chosen[0]?.total ?? 0 }
}

/** What was sent for one requisition, in order. */
export async function transfersFor(tx: Tx, requisitionId: number) {
  const rows = await tx<
    Head[]
  >`${heads(tx)} where t.requisition_id = ${requisitionId} order by t.sent_at, t.id limit 200`
  return rows.map(withState)
}

const mostItems = 2000

/** By drug, lot and code: sent, accepted, sent back, still in transit. */
async function itemsOf(tx: Tx, transferId: number): Promise<TransferItem[]> {
  return tx<TransferItem[]>`
    select d.drug_id, d.name, d.spec, d.unit, d.drug_class, i.lot_id, l.lot_no, l.expiry, i.code, coalesce(c.units, 1) as pack_units,
      i.sent_units, i.accepted_units, i.back_units, i.in_transit_units
    from (select t.org_id, x.drug_id, x.lot_id, x.code, ${sums(tx)} from requisition.transfer t cross join lateral (${moved(tx)}) x
      where t.id = ${transferId} group by 1, 2, 3, 4) i
    join catalogue.drug_name d on d.org_id = i.org_id and d.drug_id = i.drug_id
    join ledger.lot l on l.org_id = i.org_id and l.id = i.lot_id
    left join ledger.code c on c.org_id = i.org_id and c.code = i.code
    order by d.name, d.spec, l.expiry, l.lot_no, i.code limit ${mostItems}`
}

/** The statement: every movement of the document, by drug, with the event that proves it. */
async function movementsOf(tx: Tx, transferId: number): Promise<TransferMovement[]> {
  return tx<TransferMovement[]>`
    select m.id as movement_id, m.event_id, m.kind, m.reverses_id is not null as reversal, m.recorded_at as at,
      min(a.title) as source, min(b.title) as destination, sum(e.quantity)::int as units, count(*) filter (where e.code <> '')::int as codes,
      d.drug_id, d.name, d.spec, d.unit, d.drug_class, u.name as actor, u.title as actor_title, w.name as witness, m.reason
    from requisition.transfer t
    join ledger.movement m on m.org_id = t.org_id and m.cause_kind = 'transfer' and m.cause_id = t.id
    join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at
    join ledger.account a on a.org_id = e.org_id and a.id = e.source_id
    join ledger.account b on b.org_id = e.org_id and b.id = e.destination_id
    join catalogue.drug_name d on d.org_id = e.org_id and d.drug_id = e.drug_id
    join identity.app_user u on u.org_id = m.org_id and u.id = m.actor_id
    left join identity.app_user w on w.org_id = m.org_id and w.id = m.witness_id
    where t.id = ${transferId}
    group by m.id, m.event_id, m.kind, m.reverses_id, m.recorded_at, d.drug_id, d.name, d.spec, d.unit, d.drug_class, u.name, u.title, w.name, m.reason
    order by m.id, d.name limit ${mostItems}`
}

/** Refuses NOT_FOUND where the row security shows no such transfer. */
export async function transferOf(tx: Tx, transferId: number): Promise<TransferDetail> {
  const [row] = await tx<Head[]>`${heads(tx)} where t.id = ${transferId}`
  if (!row) throw new Refusal('NOT_FOUND')
  return {
    ...withState(row),
    carriers: await carriageOf(tx, transferId),
    items: await itemsOf(tx, transferId),
    movements: await movementsOf(tx, transferId),
  }
}
