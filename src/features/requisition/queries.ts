import { dayOf } from '#core/clock.ts'
import { classify } from '#core/codes/code.ts'
import { contains, type Tx } from '#core/db.ts'
import { accountOf } from '#core/ledger/accounts.ts'
import { knownCode } from '#core/ledger/codes.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import type { DrugName } from '#core/contract.ts'
import {
  listRequisitions,
  listTransfers,
  lookCode,
  readRequisition,
  readTransfer,
  type RequisitionDetail,
} from './contract.ts'
import { requisitionState } from './rules.ts'
import { transferOf, transferPage, transfersFor } from './transfers.ts'

const requisitionColumns = (tx: Tx) => tx`
  r.id, r.org_id, r.no, r.location_id, l.name as location, r.source_location_id, s.name as source, r.needed_by, r.note,
  r.cancelled_at, u.name as created_by, r.created_at, a.drugs, a.units, f.sent_units, f.in_transit_units`

// Sent and not sent back; what a reversal (红冲) took back was never sent.
const requisitionTables = (tx: Tx) => tx`
  from requisition.requisition r
  join place.location l on l.org_id = r.org_id and l.id = r.location_id
  join place.location s on s.org_id = r.org_id and s.id = r.source_location_id
  join identity.app_user u on u.org_id = r.org_id and u.id = r.created_by
  cross join lateral (
    select count(*)::int as drugs, coalesce(sum(x.units), 0)::int as units from requisition.requisition_line x
    where x.org_id = r.org_id and x.requisition_id = r.id) a
  cross join lateral (
    select coalesce(sum(x.units) filter (where x.kind in ('send', 'sendBack')), 0)::int as sent_units, coalesce(sum(x.units), 0)::int as in_transit_units
    from (${movedFor(tx)}) x) f`

/** What transfers for a requisition `r` took into transit (positive) and out of it. */
const movedFor = (tx: Tx) => tx`
  select m.kind, e.drug_id, case when e.destination_id = t.account_id then e.quantity else -e.quantity end as units
  from requisition.transfer t
  join ledger.movement m on m.org_id = t.org_id and m.cause_kind = 'transfer' and m.cause_id = t.id
  join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at
    and t.account_id in (e.source_id, e.destination_id)
  where t.org_id = r.org_id and t.requisition_id = r.id`

type RequisitionHead = Omit<RequisitionDetail, 'lines' | 'transfers' | 'state'> & {
  cancelledAt: string | null
}

async function linesOf(tx: Tx, requisitionId: number): Promise<RequisitionDetail['lines']> {
  const stockAt = (place: 'r.source_location_id' | 'r.location_id') => tx`
    (select coalesce(sum(b.quantity), 0)::int from place.location p join ledger.balance b on b.org_id = p.org_id and b.account_id = p.account_id
      where p.org_id = r.org_id and p.id = ${tx.unsafe(place)} and b.drug_id = x.drug_id and b.item = 'intact')`
  return tx`
    select d.drug_id, d.name, d.spec, d.unit, d.drug_class, x.units, coalesce(f.units, 0)::int as sent_units,
      ${stockAt('r.source_location_id')} as source_stock, ${stockAt('r.location_id')} as own_stock
    from requisition.requisition r
    join requisition.requisition_line x on x.org_id = r.org_id and x.requisition_id = r.id
    join catalogue.drug_name d on d.org_id = x.org_id and d.drug_id = x.drug_id
    left join lateral (
      select sum(y.units) as units from (${movedFor(tx)}) y where y.drug_id = x.drug_id and y.kind in ('send', 'sendBack')) f on true
    where r.id = ${requisitionId} order by x.id`
}

function stateFilter(tx: Tx, state: string | undefined) {
  if (state === 'cancelled') return tx`r.cancelled_at is not null`
  if (state === 'requested') return tx`r.cancelled_at is null and f.sent_units = 0`
  if (state === 'sent') return tx`r.cancelled_at is null and f.in_transit_units > 0`
  if (state === 'done') return tx`r.cancelled_at is null and f.sent_units > 0 and f.in_transit_units = 0`
  return tx`true`
}

export const requisitionQueries: Route[] = [
  on(listRequisitions, async (tx, _actor, input) => {
    const like = input.q ? contains(input.q) : null
    const rows = await tx<(RequisitionHead & { total: number })[]>`
      select ${requisitionColumns(tx)}, count(*) over () as total ${requisitionTables(tx)}
      where r.org_id = coalesce(${input.org ?? null}, core.current_org())
        and (${like}::text is null or r.no ilike ${like} or l.name ilike ${like} or s.name ilike ${like})
        and ${stateFilter(tx, input.state)}
      order by r.created_at desc, r.id desc limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    return { rows: rows.map((r) => ({ ...r, state: requisitionState(r) })), total: rows[0]?.total ?? 0 }
  }),

  on(readRequisition, async (tx, _actor, { id }) => {
    const [row] = await tx<
      RequisitionHead[]
    >`select ${requisitionColumns(tx)} ${requisitionTables(tx)} where r.id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    return {
      ...row,
      state: requisitionState(row),
      lines: await linesOf(tx, id),
      transfers: await transfersFor(tx, id),
    }
  }),

  on(listTransfers, async (tx, _actor, input) => transferPage(tx, input)),

  on(readTransfer, async (tx, _actor, { id }) => transferOf(tx, id)),

  on(lookCode, async (tx, actor, { accountId, raw }) => {
    const account = await accountOf(tx, actor, accountId)
    const known = await knownCode(tx, actor.orgId, classify(raw).normalised)
    const [held] = await tx<(DrugName & { units: number })[]>`
      select d.drug_id, d.name, d.spec, d.unit, d.drug_class, coalesce(b.quantity, 0)::int as units
      from catalogue.drug_name d
      left join ledger.balance b on b.org_id = d.org_id and b.account_id = ${accountId} and b.item = 'intact' and b.lot_id = ${known.lotId} and b.code = ${known.code}
      where d.org_id = ${actor.orgId} and d.drug_id = ${known.drugId}`
    assert(held, 'a code that was received has its drug')
    if (held.units === 0) throw new Refusal('CODE_NOT_HERE', { code: known.code, place: account.title })
    // 近效期先出 begins with this: what has expired leaves no place, and nobody takes it in.
    if (known.expiry < dayOf(actor.at))
      throw new Refusal('LOT_EXPIRED', { lot: known.lotNo, expiry: known.expiry, act: '调拨' })
    return {
      ...held,
      code: known.code,
      lotId: known.lotId,
      lotNo: known.lotNo,
      expiry: known.expiry,
      packUnits: known.units,
    }
  }),
]
