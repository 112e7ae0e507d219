import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import type { UnitRef } from '#core/ledger/contract.ts'
import type { Strength, UnitLot } from './rules.ts'

export interface HeldIssue {
  readonly id: number
  readonly no: string
  readonly accountId: number
  readonly holderId: number
  readonly holder: string
  readonly issuedAt: string
}

/** One's own organisation's issue. Refuses NOT_FOUND. */
export async function issueOf(tx: Tx, orgId: number, issueId: number): Promise<HeldIssue> {
  const [row] = await tx<HeldIssue[]>`
    select i.id, i.no, i.account_id, i.holder_id, u.name as holder, i.issued_at
    from issue.issue i join identity.app_user u on u.org_id = i.org_id and u.id = i.holder_id
    where i.org_id = ${orgId} and i.id = ${issueId}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

/** One's own organisation's issues, by number. */
export async function issuesOf(
  tx: Tx,
  orgId: number,
  ids: readonly number[],
): Promise<Map<number, HeldIssue>> {
  const rows = await tx<HeldIssue[]>`
    select i.id, i.no, i.account_id, i.holder_id, u.name as holder, i.issued_at
    from issue.issue i join identity.app_user u on u.org_id = i.org_id and u.id = i.holder_id
    where i.org_id = ${orgId} and i.id = any (${ids as number[]}::bigint[])`
  return new Map(rows.map((r) => [r.id, r]))
}

export type Resolved = UnitLot & Strength & { readonly drug: string; readonly unit: string }

/** What a reference means: drug, lot and strength. Refuses CODE_NEVER_RECEIVED, NOT_FOUND. */
export async function resolveUnit(tx: Tx, orgId: number, ref: UnitRef): Promise<Resolved> {
  const [row] =
    'code' in ref
      ? await tx<Resolved[]>`
          select c.drug_id, c.lot_id, c.code, d.content_per_unit, d.container, d.name || ' ' || d.spec as drug, d.unit from ledger.code_now c
          join ledger.drug d on d.org_id = c.org_id and d.id = c.drug_id where c.org_id = ${orgId} and c.code = ${ref.code}`
      : await tx<Resolved[]>`
          select l.drug_id, l.id as lot_id, '' as code, d.content_per_unit, d.container, d.name || ' ' || d.spec as drug, d.unit from ledger.lot l
          join ledger.drug d on d.org_id = l.org_id and d.id = l.drug_id where l.org_id = ${orgId} and l.id = ${ref.lotId}`
  if (!row)
    throw 'code' in ref ? new Refusal('CODE_NEVER_RECEIVED', { code: ref.code }) : new Refusal('NOT_FOUND')
  return row
}

/** Drug, lot and strength of codes, by code; those never received here are not in it. */
export async function resolveCodes(
  tx: Tx,
  orgId: number,
  codes: readonly string[],
): Promise<Map<string, Resolved>> {
  const rows = await tx<Resolved[]>`
    select c.drug_id, c.lot_id, c.code, d.content_per_unit, d.container, d.name || ' ' || d.spec as drug, d.unit
    from unnest(${codes as string[]}::text[]) w (code)
    cross join lateral (select x.org_id, x.drug_id, x.lot_id, x.code from ledger.code_now x where x.org_id = ${orgId} and x.code = w.code offset 0) c
    join ledger.drug d on d.org_id = c.org_id and d.id = c.drug_id`
  return new Map(rows.map((r) => [r.code, r]))
}

/** When the last of these ampoules was opened; undefined where none bears a code or none is open. */
export async function lastOpened(
  tx: Tx,
  orgId: number,
  issueId: number,
  codes: readonly string[],
): Promise<string | undefined> {
  const [row] = await tx<{ at: string | null }[]>`
    select max(m.occurred_at) as at from ledger.movement m
    join ledger.entry e on e.org_id = m.org_id and e.movement_id = m.id and e.recorded_at = m.recorded_at
    where m.org_id = ${orgId} and m.cause_kind = 'issue' and m.cause_id = ${issueId} and m.kind = 'open'
      and m.reverses_id is null and e.item = 'intact' and e.code <> '' and e.code = any (${codes as string[]}::text[])
      and not exists (select from ledger.movement r where r.org_id = m.org_id and r.reverses_id = m.id)`
  return row?.at ?? undefined
}
