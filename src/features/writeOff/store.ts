import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { maxLines, type WriteOffState } from './contract.ts'

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

/** The authority that supervises us, by number. Refuses NOT_FOUND. */
export async function supervisorOf(tx: Tx, orgId: number, authorityId: number): Promise<string> {
  const [row] = await tx<{ name: string }[]>`
    select o.name from identity.supervision s join identity.org o on o.id = s.authority_id
    where s.institution_id = ${orgId} and s.authority_id = ${authorityId}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row.name
}
