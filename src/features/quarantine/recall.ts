import { tell } from '#core/actor.ts'
import { classify } from '#core/codes/code.ts'
import type { Tx } from '#core/db.ts'
import { maskName, maskNumber } from '#core/privacy.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { moveOne } from './move.ts'
import { findLots, recallLot, whereIsLot, type PatientRow, type WhereRow } from './recallContract.ts'
import { spotOf, type Spot } from './store.ts'

/** A code as it is kept, or the text itself where it is no code. */
function normalised(q: string): string {
  try {
    return classify(q).normalised
  } catch {
    return q.trim()
  }
}

function whereRows(tx: Tx, of: { orgId: number; lotId: number }): Promise<WhereRow[]> {
  return tx<WhereRow[]>`
    select a.id as account_id, a.kind, a.title as account, u.name as holder, i.no as cause_no,
      coalesce(sum(b.quantity) filter (where b.item = 'intact'), 0)::bigint as units,
      coalesce(sum(b.quantity) filter (where b.item = 'content'), 0)::bigint as content,
      coalesce(sum(b.quantity) filter (where b.item = 'container'), 0)::bigint as containers,
      count(*) filter (where b.code <> '' and b.item = 'intact')::int as codes
    from ledger.balance b join ledger.account a on a.org_id = b.org_id and a.id = b.account_id
    left join identity.app_user u on u.org_id = a.org_id and u.id = a.holder_id
    left join issue.issue i on a.kind = 'custody' and i.org_id = a.org_id and i.account_id = a.id
    where b.org_id = ${of.orgId} and b.lot_id = ${of.lotId} and b.quantity > 0
      and a.kind in ('location', 'transit', 'custody', 'quarantine', 'returned', 'empties', 'sample', 'patient', 'disposed', 'destroyed', 'lost', 'borrowed')
    group by a.id, a.kind, a.title, u.name, i.no
    order by array_position(array['location', 'transit', 'custody', 'quarantine', 'returned', 'sample', 'patient', 'disposed', 'empties', 'lost', 'destroyed', 'borrowed'], a.kind), a.title
    limit 500`
}

/** Who got of this lot, at a bedside or over the counter: by issue and by prescription, from the movements that gave it. */
async function patientRows(tx: Tx, of: { orgId: number; lotId: number }): Promise<PatientRow[]> {
  const rows = await tx<PatientRow[]>`
    select m.cause_kind as kind, m.cause_id as subject_id, coalesce(i.no, p.no) as no, coalesce(i.patient_name, p.patient_name) as patient,
      coalesce(i.record_no, p.record_no) as record_no, d.name as doctor, max(m.occurred_at) as at,
      coalesce(sum(case when m.reverses_id is null then e.quantity else -e.quantity end) filter (where e.item = 'intact'), 0)::bigint as units,
      coalesce(sum(case when m.reverses_id is null then e.quantity else -e.quantity end) filter (where e.item = 'content'), 0)::bigint as content
    from ledger.lot l
    join ledger.entry e on e.org_id = l.org_id and e.drug_id = l.drug_id and e.lot_id = l.id
    join ledger.movement m on m.org_id = e.org_id and m.id = e.movement_id and m.recorded_at = e.recorded_at and m.kind in ('administer', 'dispense')
    join ledger.account a on a.org_id = e.org_id and a.id = case when m.reverses_id is null then e.destination_id else e.source_id end
      and a.kind = 'patient'
    left join issue.issue i on m.cause_kind = 'issue' and i.org_id = m.org_id and i.id = m.cause_id
    left join prescription.prescription p on m.cause_kind = 'prescription' and p.org_id = m.org_id and p.id = m.cause_id
    join identity.app_user d on d.org_id = m.org_id and d.id = case when i.id is null then p.prescriber_id else i.doctor_id end
    where l.org_id = ${of.orgId} and l.id = ${of.lotId}
    group by 1, 2, 3, 4, 5, 6
    having sum(case when m.reverses_id is null then e.quantity else -e.quantity end) > 0 order by at desc limit 1000`
  return rows.map((r) => ({ ...r, patient: maskName(r.patient), recordNo: maskNumber(r.recordNo) }))
}

/** Places that hold the lot, with what they hold, code by code. */
async function inPlaces(tx: Tx, orgId: number, lotId: number) {
  const rows = await tx<(Spot & { code: string; units: number })[]>`
    select p.id, p.name, p.tier, p.account_id, b.code, b.quantity as units from ledger.balance b
    join place.location p on p.org_id = b.org_id and p.account_id = b.account_id and p.kind in ('store', 'cabinet', 'drawer', 'ward')
    where b.org_id = ${orgId} and b.lot_id = ${lotId} and b.item = 'intact' and b.inside and b.quantity > 0 order by p.id, b.code limit 2000`
  const spots = new Map<
    number,
    { spot: Spot; picks: ({ code: string; units: number } | { lotId: number; units: number })[] }
  >()
  for (const { code, units, ...spot } of rows) {
    const known = spots.get(spot.id) ?? { spot, picks: [] }
    known.picks.push(code ? { code, units } : { lotId, units })
    spots.set(spot.id, known)
  }
  return [...spots.values()]
}

export const recallRoutes: Route[] = [
  on(findLots, async (tx, _actor, { q, org }) => {
    const rows = await tx`
      select n.drug_id, n.name, n.spec, n.unit, n.drug_class, l.id as lot_id, l.lot_no, l.expiry, l.org_id, coalesce(h.units, 0)::bigint as inside_units
      from ledger.lot l join catalogue.drug_name n on n.org_id = l.org_id and n.drug_id = l.drug_id
      left join lateral (select sum(b.quantity) as units from ledger.balance b
        where b.org_id = l.org_id and b.drug_id = l.drug_id and b.lot_id = l.id and b.item = 'intact' and b.inside and b.quantity > 0) h on true
      where (${org ?? null}::bigint is null or l.org_id = ${org ?? null})
        and (l.lot_no = ${q.trim()} or exists (select from ledger.code_now c where c.org_id = l.org_id and c.code = ${normalised(q)} and c.lot_id = l.id))
      order by inside_units desc, l.expiry limit 50`
    return { rows: [...rows] as never }
  }),

  on(whereIsLot, async (tx, _actor, { lotId }) => {
    const [lot] = await tx`
      select l.org_id, n.drug_id, n.name, n.spec, n.unit, n.drug_class, n.content_unit, l.id as lot_id, l.lot_no, l.expiry,
        coalesce((select -sum(b.quantity) from ledger.balance b join ledger.account a on a.org_id = b.org_id and a.id = b.account_id and a.kind = 'supplier'
          where b.org_id = l.org_id and b.drug_id = l.drug_id and b.lot_id = l.id and b.item = 'intact'), 0)::bigint as received
      from ledger.lot l join catalogue.drug_name n on n.org_id = l.org_id and n.drug_id = l.drug_id where l.id = ${lotId}`
    if (!lot) throw new Refusal('NOT_FOUND')
    const of = { orgId: Number(lot['orgId']), lotId }
    return { ...lot, rows: [...(await whereRows(tx, of))], patients: await patientRows(tx, of) } as never
  }),

  on(recallLot, async (tx, actor, { lotId, boxLocationId, noticeNo }) => {
    const [lot] = await tx<{ lotNo: string }[]>`
      select lot_no from ledger.lot where org_id = ${actor.orgId} and id = ${lotId}`
    if (!lot) throw new Refusal('NOT_FOUND')
    const box = await spotOf(tx, actor.orgId, boxLocationId, ['quarantine'])
    const places = await inPlaces(tx, actor.orgId, lotId)
    if (places.length === 0) throw new Refusal('RECALL_NOTHING', { lot: lot.lotNo })
    const records: { id: number; no: string; location: string; units: number }[] = []
    for (const { spot, picks } of places) {
      const [next] = await tx<{ id: number }[]>`select nextval('audit.event_id') as id`
      assert(next, 'a sequence has a next value')
      const move = {
        id: next.id,
        from: spot,
        box,
        reasonKind: 'recall',
        reason: `召回 ${noticeNo}`,
        picks,
      } as const
      const { cause, units } = await moveOne(tx, actor, move)
      records.push({ id: cause.id, no: cause.no, location: spot.name, units })
    }
    const units = records.reduce((n, r) => n + r.units, 0)
    tell(
      actor,
      { kind: 'lot', id: lotId, no: lot.lotNo },
      { noticeNo, units, records: records.map((r) => r.no) },
    )
    return { units, records }
  }),
]
