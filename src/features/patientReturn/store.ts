import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import { openAccount } from '#core/ledger/accounts.ts'
import { Refusal } from '#core/refusal.ts'
import type { BoxRow } from './contract.ts'
import { rollUpDueAt, type Who } from './rules.ts'

export interface Spot {
  readonly id: number
  readonly name: string
  readonly tier: number
}

/** One's own store or pharmacy. Refuses NOT_FOUND. */
export async function spotOf(tx: Tx, orgId: number, locationId: number): Promise<Spot> {
  const [row] = await tx<Spot[]>`
    select id, name, tier from place.location
    where org_id = ${orgId} and id = ${locationId} and kind in ('store', 'cabinet', 'ward') and stopped_at is null`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

/** The account of what patients brought back to a place; made on first use, once. */
export async function boxOf(tx: Tx, actor: Actor, spot: Spot): Promise<number> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`patientReturn/${actor.orgId}/${spot.id}`}, 0))`
  const [known] = await tx<{ accountId: number }[]>`
    select account_id from patient_return.box where org_id = ${actor.orgId} and location_id = ${spot.id}`
  if (known) return known.accountId
  const account = await openAccount(tx, actor, {
    kind: 'returned',
    title: `${spot.name} 患者交回`,
    tier: spot.tier,
    cause: { kind: 'patientReturn', id: spot.id },
  })
  await tx`
    insert into patient_return.box (org_id, location_id, account_id) values (${actor.orgId}, ${spot.id}, ${account.id})`
  return account.id
}

/** Patient of an issue of ours. Refuses NOT_FOUND. */
export async function patientOf(tx: Tx, orgId: number, issueId: number): Promise<Who> {
  const [row] = await tx<Who[]>`
    select patient_name as name, record_no, patient_id_no as id_no from issue.issue where org_id = ${orgId} and id = ${issueId}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

/** Patient of what was dispensed over the counter. Refuses NOT_FOUND. */
export async function patientOfDispense(tx: Tx, orgId: number, dispenseId: number): Promise<Who> {
  const [row] = await tx<Who[]>`
    select p.patient_name as name, p.record_no, p.patient_id_no as id_no
    from prescription.dispense d join prescription.prescription p on p.org_id = d.org_id and p.id = d.prescription_id
    where d.org_id = ${orgId} and d.id = ${dispenseId}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

/** For each code: units with patients, and where the rest is. */
export async function givenOf(
  tx: Tx,
  orgId: number,
  patientAccount: number,
  codes: readonly { code: string; want: number }[],
) {
  return tx<{ code: string; want: number; given: number; place: string | null }[]>`
    select w.code, w.want, coalesce(p.quantity, 0)::bigint as given, e.title as place
    from unnest(${codes.map((c) => c.code)}::text[], ${codes.map((c) => c.want)}::bigint[]) as w (code, want)
    left join ledger.balance p on p.org_id = ${orgId} and p.account_id = ${patientAccount} and p.item = 'intact' and p.code = w.code and p.code <> '' and p.quantity <> 0
    left join lateral (
      select a.title from ledger.balance b join ledger.account a on a.org_id = b.org_id and a.id = b.account_id
      where b.org_id = ${orgId} and b.code = w.code and b.code <> '' and b.inside and b.quantity > 0 limit 1) e on true`
}

export async function boxRows(tx: Tx, org: number | undefined): Promise<BoxRow[]> {
  const rows = await tx<Omit<BoxRow, 'dueAt'>[]>`
    select n.drug_id, n.name, n.spec, n.unit, n.drug_class, p.id as location_id, p.name as location, p.tier, x.account_id, h.lot_id,
      l.lot_no, l.expiry, h.units, h.codes, h.since
    from patient_return.box x
    join place.location p on p.org_id = x.org_id and p.id = x.location_id
    join lateral (
      select b.drug_id, b.lot_id, sum(b.quantity)::bigint as units, count(*) filter (where b.code <> '')::int as codes, min(b.changed_at) as since
      from ledger.balance b where b.org_id = x.org_id and b.account_id = x.account_id and b.inside and b.quantity <> 0 group by 1, 2) h on true
    join ledger.lot l on l.org_id = x.org_id and l.id = h.lot_id
    join catalogue.drug_name n on n.org_id = x.org_id and n.drug_id = h.drug_id
    where x.org_id = coalesce(${org ?? null}::bigint, core.current_org())
    order by p.tier desc, p.name, h.since, n.name, l.lot_no limit 500`
  return rows.map((r) => ({ ...r, dueAt: r.tier === 1 ? null : rollUpDueAt(r.since) }))
}
