import type { Tx } from '#core/db.ts'
import type { Owed } from '#core/ledger/containers.ts'
import { ofPatient, type Identity } from './store.ts'

/** Containers of what a patient took home and has not brought back, by lot and label. */
export interface HomeOwed extends Owed {
  readonly name: string
  readonly spec: string
}

/** What one entry does to what a patient owes: +1 a unit taken home, −1 one brought back, empty or whole. */
const owes = (tx: Tx) => tx`
  case when e.item = 'container' then -e.quantity when e.item <> 'intact' then 0
    when t.kind = 'patient' then e.quantity when s.kind = 'patient' then -e.quantity else 0 end`

/**
 * Dispensed to this patient less what this patient brought back, empty or unused, over the movements that stand.
 */
export async function owedBy(tx: Tx, orgId: number, who: Identity): Promise<HomeOwed[]> {
  return tx<HomeOwed[]>`
    with mine as (
      select d.movement_id from prescription.prescription p
      join prescription.dispense d on d.org_id = p.org_id and d.prescription_id = p.id
      where p.org_id = ${orgId} and ${ofPatient(tx, who)}
      union all
      select e.movement_id from prescription.prescription p
      join prescription.empties e on e.org_id = p.org_id and e.prescription_id = p.id
      where p.org_id = ${orgId} and ${ofPatient(tx, who)}
      union all
      select r.movement_id from patient_return.receipt r
      where r.org_id = ${orgId} and r.issue_id is null and (r.record_no = ${who.recordNo} or r.patient_id_no = ${who.idNo}))
    select e.drug_id, e.lot_id, l.lot_no, e.code, d.container, d.name, d.spec, sum(${owes(tx)})::int as owed
    from mine
    join ledger.movement m on m.org_id = ${orgId} and m.id = mine.movement_id
    join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at
    join ledger.account s on s.org_id = e.org_id and s.id = e.source_id
    join ledger.account t on t.org_id = e.org_id and t.id = e.destination_id
    join ledger.drug d on d.org_id = e.org_id and d.id = e.drug_id and d.container is not null
    join ledger.lot l on l.org_id = e.org_id and l.id = e.lot_id
    where not exists (select from ledger.movement r where r.org_id = m.org_id and r.reverses_id = m.id)
    group by e.drug_id, e.lot_id, l.lot_no, e.code, d.container, d.name, d.spec
    having sum(${owes(tx)}) > 0
    order by d.name, l.lot_no, e.code limit 2000`
}

interface Owing {
  readonly prescriptionId: number
  readonly no: string
  readonly patientName: string
  readonly recordNo: string
  readonly longTermId: number | null
  readonly lastAt: string
  readonly name: string
  readonly spec: string
  readonly container: string
  readonly owed: number
}

/**
 * Who owes how many of which drug, the longest ago first. A patient is a number of a medical record here: what was
 * given under another one shows apart, and the station that takes it back counts both.
 */
export async function owingPatients(
  tx: Tx,
  q: { org?: number | undefined; q?: string | undefined; page: number; pageSize: number },
): Promise<{ rows: Owing[]; total: number }> {
  const rows = await tx<(Owing & { total: number })[]>`
    with moved as (
      select p.record_no, d.movement_id, p.id as prescription_id, d.dispensed_at as at, true as out from prescription.dispense d
      join prescription.prescription p on p.org_id = d.org_id and p.id = d.prescription_id
      where d.org_id = coalesce(${q.org ?? null}, core.current_org())
      union all
      select p.record_no, e.movement_id, p.id, e.received_at, false from prescription.empties e
      join prescription.prescription p on p.org_id = e.org_id and p.id = e.prescription_id
      where e.org_id = coalesce(${q.org ?? null}, core.current_org())
      union all
      select r.record_no, r.movement_id, null, r.received_at, false from patient_return.receipt r
      where r.org_id = coalesce(${q.org ?? null}, core.current_org()) and r.issue_id is null),
    owed as (
      select v.record_no, e.drug_id, max(v.prescription_id) filter (where v.out) as prescription_id, max(v.at) filter (where v.out) as last_at,
        sum(${owes(tx)})::int as owed
      from moved v
      join ledger.movement m on m.org_id = coalesce(${q.org ?? null}, core.current_org()) and m.id = v.movement_id
      join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at
      join ledger.account s on s.org_id = e.org_id and s.id = e.source_id
      join ledger.account t on t.org_id = e.org_id and t.id = e.destination_id
      where not exists (select from ledger.movement r where r.org_id = m.org_id and r.reverses_id = m.id)
      group by v.record_no, e.drug_id)
    select o.prescription_id, p.no, p.patient_name, p.record_no, p.long_term_id, o.last_at, d.name, d.spec, d.container, o.owed,
      count(*) over () as total
    from owed o
    join prescription.prescription p on p.org_id = coalesce(${q.org ?? null}, core.current_org()) and p.id = o.prescription_id
    join ledger.drug d on d.org_id = p.org_id and d.id = o.drug_id and d.container is not null
    where o.owed > 0 and (${q.q ?? null}::text is null or p.no = ${q.q ?? null} or p.record_no = ${q.q ?? null})
    order by o.last_at, o.prescription_id limit ${q.pageSize} offset ${(q.page - 1) * q.pageSize}`
  return { rows: rows.map(({ total: _total, ...r }) => r), total: rows[0]?.total ?? 0 }
}
