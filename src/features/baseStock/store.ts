import type { Tx } from '#core/db.ts'
import { placeTitle } from '#core/drawers.ts'
import { dayOf } from '#core/clock.ts'
import { Refusal } from '#core/refusal.ts'
import type { DrugName } from '#core/contract.ts'
import type { LotRow, PlaceBase, Position, PositionRow, UseCase } from './contract.ts'
import { daysTo, differenceOf, freeToAsk, isLow, stateOf, totalOf } from './rules.ts'

/** A hospital has dozens of places with a base; the limit keeps a broken import from filling a page. */
export const mostPlaces = 500

export interface Place {
  readonly placeId: number
  readonly orgId: number
  readonly code: string
  readonly place: string
  readonly kind: string
  readonly tier: number
  readonly department: string | null
  readonly accountId: number
}

const placeColumns = (tx: Tx) => tx`
  l.id as place_id, l.org_id, l.code, ${placeTitle(tx, 'l')} as place, l.kind, l.tier, d.name as department, l.account_id`

/** A place that can hold stock, of one's own or of a supervised hospital. Refuses: NOT_FOUND. */
export async function placeOf(tx: Tx, placeId: number): Promise<Place> {
  const [row] = await tx<Place[]>`
    select ${placeColumns(tx)} from place.location l
    left join identity.department d on d.org_id = l.org_id and d.id = l.department_id
    where l.id = ${placeId} and l.kind in ('store', 'cabinet', 'drawer', 'ward')`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

/** Places that have a base in force. */
export async function placesWithBase(tx: Tx, at: string, org: number | null): Promise<Place[]> {
  return tx<Place[]>`
    select ${placeColumns(tx)} from place.location l
    left join identity.department d on d.org_id = l.org_id and d.id = l.department_id
    where l.org_id = coalesce(${org}::bigint, core.current_org()) and l.stopped_at is null
      and l.id in (select f.location_id from base_stock.in_force(l.org_id, ${at}) f)
    order by l.tier desc, l.code limit ${mostPlaces}`
}

type Raw = DrugName & Position

export async function positionsOf(tx: Tx, at: string, place: Place): Promise<Raw[]> {
  return tx<Raw[]>`
    select n.drug_id, n.name, n.spec, n.unit, n.drug_class, p.base_units, p.min_units, p.since, p.in_place, p.in_hand, p.owed, p.proven,
      p.awaiting, p.coming, p.asked, p.used
    from base_stock.position(${place.orgId}, ${at}, ${place.placeId}) p
    join catalogue.drug_name n on n.org_id = ${place.orgId} and n.drug_id = p.drug_id
    order by n.code`
}

/** Lots of a place, first to expire first: what is there, and what of the same lot is in hands, owed or to be exchanged. */
export async function lotsOf(tx: Tx, at: string, place: Place): Promise<LotRow[]> {
  const rows = await tx<Omit<LotRow, 'daysLeft' | 'first'>[]>`
    with stock as (
      select b.lot_id, sum(b.quantity)::int as units from ledger.balance b
      where b.org_id = ${place.orgId} and b.account_id = ${place.accountId} and b.item = 'intact' and b.quantity <> 0 group by 1),
    use as (
      select u.lot_id, sum(u.in_hand)::int as in_hand, sum(u.owed)::int as owed, sum(u.proven)::int as proven
      from base_stock.open_use(${place.orgId}, ${at}, ${place.placeId}) u group by 1)
    select l.drug_id, l.id as lot_id, l.lot_no, l.expiry, coalesce(s.units, 0) as in_place, coalesce(u.in_hand, 0) as in_hand,
      coalesce(u.owed, 0) as owed, coalesce(u.proven, 0) as proven
    from stock s full join use u on u.lot_id = s.lot_id
    join ledger.lot l on l.org_id = ${place.orgId} and l.id = case when s.lot_id is null then u.lot_id else s.lot_id end
    where coalesce(s.units, 0) + coalesce(u.in_hand, 0) + coalesce(u.owed, 0) + coalesce(u.proven, 0) <> 0
    order by l.drug_id, l.expiry, l.lot_no limit 2000`
  const today = dayOf(at)
  const seen = new Set<number>()
  return rows.map((r) => {
    const first = r.inPlace > 0 && r.expiry >= today && !seen.has(r.drugId)
    if (first) seen.add(r.drugId)
    return { ...r, daysLeft: daysTo(r.expiry, today), first }
  })
}

/** Every figure of the place's equation, drug by drug, and its lots. */
export async function baseOf(tx: Tx, at: string, place: Place): Promise<PlaceBase> {
  const lots = await lotsOf(tx, at, place)
  const drugs = (await positionsOf(tx, at, place)).map((p) => rowOf(place, p, lots))
  const { accountId: _, ...head } = place
  return { ...head, drugs, lots, now: at }
}

function rowOf(place: Place, p: Raw, lots: readonly LotRow[]): PositionRow {
  const next = lots.find((l) => l.drugId === p.drugId && l.first)
  return {
    ...p,
    placeId: place.placeId,
    place: place.place,
    total: totalOf(p),
    difference: differenceOf(p),
    state: stateOf(p),
    free: freeToAsk(p),
    low: isLow(p),
    nextLot: next?.lotNo ?? null,
    nextExpiry: next?.expiry ?? null,
  }
}

/** Issues and prescriptions out of this place that are not wholly replaced, oldest first. */
export async function casesOf(tx: Tx, at: string, place: Place): Promise<(UseCase & DrugName)[]> {
  return tx<(UseCase & DrugName)[]>`
    select u.case_kind, u.case_id, coalesce(i.no, d.no) as case_no, coalesce(i.ref_no, r.no) as ref_no, coalesce(h.name, t.name) as holder,
      coalesce(i.issued_at, d.dispensed_at) as issued_at, u.drug_id, u.lot_id, l.lot_no,
      u.out_units::int as out, u.in_hand::int, u.owed::int, u.exchanged::int, u.proven::int, n.name, n.spec, n.unit, n.drug_class
    from base_stock.open_use(${place.orgId}, ${at}, ${place.placeId}) u
    left join issue.issue i on u.case_kind = 'issue' and i.org_id = ${place.orgId} and i.id = u.case_id
    left join identity.app_user h on h.org_id = i.org_id and h.id = i.holder_id
    left join prescription.dispense d on u.case_kind = 'dispense' and d.org_id = ${place.orgId} and d.id = u.case_id
    left join prescription.prescription r on r.org_id = d.org_id and r.id = d.prescription_id
    left join identity.app_user t on t.org_id = d.org_id and t.id = d.dispensed_by
    join ledger.lot l on l.org_id = ${place.orgId} and l.id = u.lot_id
    join catalogue.drug_name n on n.org_id = ${place.orgId} and n.drug_id = u.drug_id
    order by issued_at, u.case_kind, u.case_id, n.code, l.lot_no limit 2000`
}

export async function awaitingOf(tx: Tx, place: Place) {
  return tx<
    {
      requisitionId: number
      requisitionNo: string
      source: string
      createdAt: string
      drugId: number
      asked: number
      accepted: number
    }[]
  >`
    select w.requisition_id, r.no as requisition_no, s.name as source, r.created_at, w.drug_id, w.asked::int, w.accepted::int
    from base_stock.awaiting(${place.orgId}, ${place.placeId}) w
    join requisition.requisition r on r.org_id = ${place.orgId} and r.id = w.requisition_id
    join place.location s on s.org_id = r.org_id and s.id = r.source_location_id
    order by r.created_at, r.id, w.drug_id limit 500`
}

/** The tier above: where a place may ask (一级库、二级库、三级库逐级调拨); who sent last stands first. */
export async function sourcesOf(tx: Tx, place: Place) {
  return tx<{ placeId: number; place: string; tier: number }[]>`
    select l.id as place_id, l.name as place, l.tier from place.location l
    where l.org_id = ${place.orgId} and l.tier = ${place.tier - 1} and l.kind in ('store', 'cabinet') and l.stopped_at is null
    order by (select max(t.sent_at) from requisition.transfer t where t.org_id = l.org_id and t.destination_location_id = ${place.placeId}
      and t.source_location_id = l.id) desc nulls last, l.kind desc, l.code limit 100`
}
