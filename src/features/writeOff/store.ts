import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Actor } from '#core/actor.ts'
import type { Tx } from '#core/db.ts'
import type { Line } from '#core/ledger/rules.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { maxLines, type CandidateRow, type WriteOffState } from './contract.ts'

export interface Head {
  readonly orgId: number
  readonly id: number
  readonly no: string
  readonly state: WriteOffState
  readonly createdBy: number
  readonly approvedBy: number | null
  readonly approvedAt: string | null
  readonly authorityId: number | null
  readonly authority: string | null
  readonly listHash: string | null
  readonly acceptanceId: number | null
  readonly decidedAt: string | null
}

/** An application as far as the reader may see it. Refuses NOT_FOUND. */
export async function headOf(tx: Tx, id: number): Promise<Head> {
  const [row] = await tx<Head[]>`
    select a.org_id, a.id, a.no, a.state, a.created_by, a.approved_by, a.approved_at, a.authority_id, o.name as authority,
      encode(a.list_hash, 'hex') as list_hash, a.acceptance_id, a.decided_at
    from write_off.application_now a left join identity.org o on o.id = a.authority_id where a.id = ${id}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

/** One's own application, locked: its steps have one order. Refuses NOT_FOUND. */
export async function lockOwn(tx: Tx, orgId: number, id: number): Promise<Head> {
  const [own] =
    await tx`select 1 from write_off.application where org_id = ${orgId} and id = ${id} for update`
  if (!own) throw new Refusal('NOT_FOUND')
  return headOf(tx, id)
}

export interface Listed {
  readonly accountId: number
  readonly drugId: number
  readonly lotId: number
  readonly code: string
  readonly units: number
  readonly drug: string
  readonly lotNo: string
}

export async function listedOf(tx: Tx, of: { orgId: number; id: number }): Promise<Listed[]> {
  return tx<Listed[]>`
    select l.account_id, l.drug_id, l.lot_id, l.code, l.units, d.name || ' ' || d.spec as drug, t.lot_no
    from write_off.line l join ledger.drug d on d.org_id = l.org_id and d.id = l.drug_id
    join ledger.lot t on t.org_id = l.org_id and t.id = l.lot_id
    where l.org_id = ${of.orgId} and l.application_id = ${of.id} order by l.id limit ${maxLines}`
}

/** SHA-256 of the list as it is sent: number, and every line by drug, lot, code and units. */
export function hashOf(no: string, listed: readonly Listed[]): Buffer {
  const text = canonicalize({ no, lines: listed.map((l) => [l.drugId, l.lotId, l.code, l.units]) })
  assert(text !== undefined, 'a list is serialisable')
  return createHash('sha256').update(`zhuisu/writeOff/v1\0${text}`).digest()
}

/** What waits and stands on no open list, code by code, the first to have expired first. */
export async function candidates(tx: Tx): Promise<CandidateRow[]> {
  return tx<CandidateRow[]>`
    select n.drug_id, n.name, n.spec, n.unit, n.drug_class, a.id as account_id, a.title as account, b.lot_id, l.lot_no, l.expiry, b.code,
      (b.quantity - coalesce(p.units, 0))::bigint as units,
      case when a.kind = 'returned' then '患者交回' else coalesce(
        case r.reason_kind when 'expired' then '过期' when 'nearExpiry' then '近效期' when 'damaged' then '破损'
          when 'quality' then '质量问题' when 'recall' then '召回' end, '到货破损') end as reason
    from ledger.account a
    join ledger.balance b on b.org_id = a.org_id and b.account_id = a.id and b.item = 'intact' and b.inside and b.quantity <> 0
    join ledger.lot l on l.org_id = b.org_id and l.id = b.lot_id
    join catalogue.drug_name n on n.org_id = b.org_id and n.drug_id = b.drug_id
    left join quarantine.record r on r.org_id = a.org_id and r.account_id = a.id
    left join write_off.pending p on p.org_id = b.org_id and p.account_id = b.account_id and p.lot_id = b.lot_id and p.code = b.code
    where a.org_id = core.current_org() and a.kind in ('quarantine', 'returned') and b.quantity > coalesce(p.units, 0)
    order by l.expiry, n.name, l.lot_no, a.id, b.code limit ${maxLines}`
}

/**
 * What was picked must lie there and stand on no other open list: the lists of a hospital are made one at a time.
 * Refuses: BALANCE_SHORT, WRITE_OFF_TAKEN.
 */
export async function checkFree(tx: Tx, actor: Actor, lines: readonly Line[]): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`writeOff/${actor.orgId}`}, 0))`
  const rows = await tx<
    {
      code: string
      lotNo: string
      drug: string
      unit: string
      place: string
      have: number
      taken: number
      no: string | null
      want: number
    }[]
  >`
    select w.code, l.lot_no, d.name || ' ' || d.spec as drug, d.unit, a.title as place, coalesce(b.quantity, 0)::bigint as have,
      coalesce(p.units, 0)::bigint as taken, p.no, w.want
    from unnest(${lines.map((l) => l.from)}::bigint[], ${lines.map((l) => l.lotId)}::bigint[], ${lines.map((l) => l.code)}::text[],
      ${lines.map((l) => l.quantity)}::bigint[]) as w (account_id, lot_id, code, want)
    join ledger.account a on a.org_id = ${actor.orgId} and a.id = w.account_id
    join ledger.lot l on l.org_id = ${actor.orgId} and l.id = w.lot_id
    join ledger.drug d on d.org_id = ${actor.orgId} and d.id = l.drug_id
    left join ledger.balance b on b.org_id = ${actor.orgId} and b.account_id = w.account_id and b.item = 'intact' and b.lot_id = w.lot_id and b.code = w.code
    left join write_off.pending p on p.org_id = ${actor.orgId} and p.account_id = w.account_id and p.lot_id = w.lot_id and p.code = w.code`
  for (const r of rows) {
    if (r.have < r.want)
      throw new Refusal('BALANCE_SHORT', {
        place: r.place,
        drug: r.drug,
        have: `${r.have} ${r.unit}`,
        want: `${r.want} ${r.unit}`,
      })
    if (r.have - r.taken < r.want)
      throw new Refusal('WRITE_OFF_TAKEN', { drug: r.drug, lot: r.lotNo, no: r.no })
  }
}

/** The authority that supervises us, by number. Refuses NOT_FOUND. */
export async function supervisorOf(tx: Tx, orgId: number, authorityId: number): Promise<string> {
  const [row] = await tx<{ name: string }[]>`
    select o.name from identity.supervision s join identity.org o on o.id = s.authority_id
    where s.institution_id = ${orgId} and s.authority_id = ${authorityId}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row.name
}
