import type { Tx } from '#core/db.ts'
import { drugSumsIn } from '#core/ledger/drugs.ts'
import type { IncidentDetail } from './contract.ts'

interface Of {
  readonly orgId: number
  readonly id: number
}

export function linesOf(tx: Tx, of: Of): Promise<IncidentDetail['lines']> {
  return tx<IncidentDetail['lines']>`
    select n.drug_id, n.name, n.spec, n.unit, n.drug_class, x.lot_no, x.code, f.form, f.manufacturer, x.units
    from incident.drug x join catalogue.drug_name n on n.org_id = x.org_id and n.drug_id = x.drug_id
    left join catalogue.formulary f on f.org_id = x.org_id and f.drug_id = x.drug_id
    where x.org_id = ${of.orgId} and x.incident_id = ${of.id} order by n.name, x.id limit 100`
}

/** The hospital's own steps and the authorities' acknowledgements, in one order. */
export function stepsOf(tx: Tx, of: Of): Promise<IncidentDetail['steps']> {
  return tx<IncidentDetail['steps']>`
    select * from (
      select 's' || s.id as key, s.kind, s.receiver, s.text, u.name as by, s.done_at as at
      from incident.step s join identity.app_user u on u.org_id = s.org_id and u.id = s.done_by
      where s.org_id = ${of.orgId} and s.incident_id = ${of.id}
      union all
      select 'a' || a.id, 'acknowledged', null, a.text, o.name || ' ' || a.done_name, a.done_at
      from incident.acknowledgement a join identity.org o on o.id = a.org_id
      where a.hospital_id = ${of.orgId} and a.incident_id = ${of.id}) x
    order by at, key limit 1000`
}

/** Entries of the movement `m` into what is lost, with drug and source. */
const lost = (tx: Tx) => tx`
  from ledger.entry e join ledger.account a on a.org_id = e.org_id and a.id = e.destination_id and a.kind = 'lost'
  join ledger.account s on s.org_id = e.org_id and s.id = e.source_id
  join ledger.drug d on d.org_id = e.org_id and d.id = e.drug_id
  where e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at`

export function movementsOf(tx: Tx, of: Of): Promise<IncidentDetail['movements']> {
  return tx<IncidentDetail['movements']>`
    select m.id as movement_id, m.event_id, x.from, f.drugs, f.sums, m.occurred_at as at, u.name as actor, w.name as witness,
      exists (select from ledger.movement b where b.org_id = m.org_id and b.reverses_id = m.id) as reversed
    from ledger.movement m
    join identity.app_user u on u.org_id = m.org_id and u.id = m.actor_id
    left join identity.app_user w on w.org_id = m.org_id and w.id = m.witness_id
    cross join lateral (${drugSumsIn(tx, tx`select d.name, d.unit, e.quantity as units ${lost(tx)}`)}) f
    cross join lateral (select min(s.title) as from ${lost(tx)}) x
    where m.org_id = ${of.orgId} and m.cause_kind = 'incident' and m.cause_id = ${of.id} and m.kind = 'lose' and m.reverses_id is null
    order by m.id limit 200`
}

/** 证据冻结 of the case: what is held by kind, and whether it was released. */
export async function heldOf(tx: Tx, of: Of): Promise<Pick<IncidentDetail, 'held' | 'released'>> {
  const held = await tx<IncidentDetail['held']>`
    select kind, count(*)::int as records from core.legal_hold
    where org_id = ${of.orgId} and cause_kind = 'incident' and cause_id = ${of.id} and released_at is null group by kind order by kind`
  const [any] = await tx`
    select 1 from core.legal_hold where org_id = ${of.orgId} and cause_kind = 'incident' and cause_id = ${of.id} limit 1`
  return { held: [...held], released: any !== undefined && held.length === 0 }
}
