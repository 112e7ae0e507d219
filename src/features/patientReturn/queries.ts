import { contains, type Tx } from '#core/db.ts'
import { drugSumsIn } from '#core/ledger/drugs.ts'
import { maskName, maskNumber } from '#core/privacy.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  findGiven,
  listPatientReturns,
  listReturnBoxes,
  readPatientReturn,
  type PatientReturnDetail,
  type PatientReturnLine,
  type PatientReturnRow,
} from './contract.ts'
import { boxRows } from './store.ts'

const columns = (tx: Tx) => tx`
  r.id, r.org_id, r.no, p.name as location, r.patient_name as patient, r.record_no, r.agent_name as agent, r.issue_id, i.no as issue_no,
  f.drugs, f.sums, r.reason, u.name as received_by, w.name as witnessed_by, r.received_at, r.movement_id, m.event_id,
  back.id is not null as reversed`

/** What the movement `m` brought back. */
const returned = (tx: Tx) => tx`
  select d.name, d.unit, e.quantity as units from ledger.entry e join ledger.drug d on d.org_id = e.org_id and d.id = e.drug_id
  where e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at`

const tables = (tx: Tx) => tx`
  from patient_return.receipt r
  join place.location p on p.org_id = r.org_id and p.id = r.location_id
  join ledger.movement m on m.org_id = r.org_id and m.id = r.movement_id
  join identity.app_user u on u.org_id = r.org_id and u.id = r.received_by
  join identity.app_user w on w.org_id = r.org_id and w.id = r.witnessed_by
  left join issue.issue i on i.org_id = r.org_id and i.id = r.issue_id
  left join ledger.movement back on back.org_id = r.org_id and back.reverses_id = r.movement_id
  cross join lateral (${drugSumsIn(tx, returned(tx))}) f`

const masked = <R extends PatientReturnRow>(r: R): R => ({
  ...r,
  patient: maskName(r.patient),
  recordNo: maskNumber(r.recordNo),
  agent: r.agent === null ? null : maskName(r.agent),
})

function linesOf(tx: Tx, of: { orgId: number; movementId: number }): Promise<PatientReturnLine[]> {
  return tx<PatientReturnLine[]>`
    select n.drug_id, n.name, n.spec, n.unit, n.drug_class, e.lot_id, l.lot_no, l.expiry, f.form, e.code, e.quantity::int as units
    from ledger.entry e join catalogue.drug_name n on n.org_id = e.org_id and n.drug_id = e.drug_id
    join ledger.lot l on l.org_id = e.org_id and l.id = e.lot_id
    left join catalogue.formulary f on f.org_id = e.org_id and f.drug_id = e.drug_id
    where e.org_id = ${of.orgId} and e.movement_id = ${of.movementId} order by e.line limit 200`
}

/**
 * What went to patients with these movements, as far as it bears codes or lots, and has not come back: no more of it than the
 * books still have with patients, which is what `checkGiven` holds a return against.
 */
const given = (tx: Tx, movements: Given) => tx`
  select json_agg(json_build_object('drugId', x.drug_id, 'name', x.name, 'spec', x.spec, 'unit', x.unit, 'drugClass', x.drug_class,
    'lotId', x.lot_id, 'lotNo', x.lot_no, 'expiry', x.expiry, 'code', x.code, 'units', least(x.units, b.quantity))
    order by x.name, x.lot_no, x.code) as given
  from (
    select e.org_id, a.id as account_id, n.drug_id, n.name, n.spec, n.unit, n.drug_class, e.lot_id, l.lot_no, l.expiry, e.code,
      sum(e.quantity)::int as units
    from ledger.movement m join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at and e.item = 'intact'
    join ledger.account a on a.org_id = e.org_id and a.id = e.destination_id and a.kind = 'patient'
    join catalogue.drug_name n on n.org_id = e.org_id and n.drug_id = e.drug_id
    join ledger.lot l on l.org_id = e.org_id and l.id = e.lot_id
    where ${movements} and m.reverses_id is null
      and not exists (select from ledger.movement b where b.org_id = m.org_id and b.reverses_id = m.id)
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 limit 100) x
  join ledger.balance b on b.org_id = x.org_id and b.account_id = x.account_id and b.item = 'intact' and b.lot_id = x.lot_id
    and b.code = x.code and b.quantity > 0`

type Given = ReturnType<typeof byIssue>
const byIssue = (tx: Tx) =>
  tx`m.org_id = i.org_id and m.cause_kind = 'issue' and m.cause_id = i.id and m.kind = 'administer'`
const overCounter = (tx: Tx) => tx`m.org_id = d.org_id and m.id = d.movement_id and m.kind = 'dispense'`

/** Documents of one number that one patient may bring back from: nobody has more in one hand. */
const mostFound = 20

interface GivenRow {
  issueId: number | null
  dispenseId: number | null
  no: string
  refNo: string
  patient: string
  recordNo: string
  issuedAt: string
  given: PatientReturnLine[] | null
}

export const patientReturnQueries: Route[] = [
  on(listPatientReturns, async (tx, _actor, input) => {
    const like = input.q ? contains(input.q) : null
    const rows = await tx<(PatientReturnRow & { total: number })[]>`
      select ${columns(tx)}, count(*) over () as total ${tables(tx)}
      where r.org_id = coalesce(${input.org ?? null}, core.current_org())
        and (${like}::text is null or r.no ilike ${like} or i.no ilike ${like} or f.drugs ilike ${like} or p.name ilike ${like})
      order by r.received_at desc, r.id desc limit ${input.pageSize} offset ${(input.page - 1) * input.pageSize}`
    return { rows: rows.map(({ total: _, ...r }) => masked(r)), total: rows[0]?.total ?? 0 }
  }),

  on(readPatientReturn, async (tx, _actor, { id }) => {
    const [row] = await tx<(Omit<PatientReturnDetail, 'lines'> & PatientReturnRow)[]>`
      select ${columns(tx)}, o.name as org, u.title as received_title, w.title as witness_title, encode(v.hash, 'hex') as event_hash
      ${tables(tx)} join identity.org o on o.id = r.org_id
      left join audit.event v on v.org_id = m.org_id and v.id = m.event_id and v.recorded_at = m.recorded_at where r.id = ${id}`
    if (!row) throw new Refusal('NOT_FOUND')
    return { ...masked(row), lines: [...(await linesOf(tx, row))] }
  }),

  on(findGiven, async (tx, _actor, { q }) => {
    const rows = await tx<GivenRow[]>`
      select * from (
        (select i.id as issue_id, null::bigint as dispense_id, i.no, i.ref_no, i.patient_name as patient, i.record_no, i.issued_at, g.given
        from issue.issue i cross join lateral (${given(tx, byIssue(tx))}) g
        where i.org_id = core.current_org() and (i.no = ${q} or i.ref_no = ${q} or i.record_no = ${q})
        order by i.issued_at desc limit ${mostFound})
        union all
        (select null, d.id, d.no, p.no, p.patient_name, p.record_no, d.dispensed_at, g.given
        from prescription.dispense d
        join prescription.prescription p on p.org_id = d.org_id and p.id = d.prescription_id
        cross join lateral (${given(tx, overCounter(tx))}) g
        where d.org_id = core.current_org() and (d.no = ${q} or p.no = ${q} or p.record_no = ${q})
        order by d.dispensed_at desc limit ${mostFound})) f
      order by f.issued_at desc limit ${mostFound}`
    return {
      rows: rows.map((r) => ({
        ...r,
        patient: maskName(r.patient),
        recordNo: maskNumber(r.recordNo),
        given: r.given ?? [],
      })),
    }
  }),

  on(listReturnBoxes, async (tx, actor, { org }) => ({ rows: await boxRows(tx, org), now: actor.at })),
]
