import type { Actor } from '#core/actor.ts'
import type { TraceCode } from '#core/codes/code.ts'
import type { Tx } from '#core/db.ts'
import { assert, Refusal } from '#core/refusal.ts'

export interface LotFacts {
  readonly drugId: number
  readonly lotNo: string
  readonly made?: string | null
  readonly expiry: string
}

/** The lot's row; made on first sight. A known lot with another expiry is refused: one of the two is misread. */
export async function lotOf(tx: Tx, actor: Actor, lot: LotFacts): Promise<number> {
  await tx`
    insert into ledger.lot (org_id, drug_id, lot_no, made, expiry)
    values (${actor.orgId}, ${lot.drugId}, ${lot.lotNo}, ${lot.made ?? null}, ${lot.expiry})
    on conflict on constraint lot_no do nothing`
  const [row] = await tx<{ id: number; expiry: string }[]>`
    select id, expiry from ledger.lot where org_id = ${actor.orgId} and drug_id = ${lot.drugId} and lot_no = ${lot.lotNo}`
  assert(row, 'a lot exists after it was made')
  if (row.expiry !== lot.expiry) throw new Refusal('LOT_MISMATCH', { lot: lot.lotNo, known: row.expiry })
  return row.id
}

export interface NewCode {
  readonly code: TraceCode
  readonly drugId: number
  readonly lotId: number
  readonly units: number
}

/**
 * Makes codes known here and takes them in the province's register. Codes that came before are left as they
 * were first seen. Refuses: CODE_HELD_ELSEWHERE.
 */
export async function registerCodes(tx: Tx, actor: Actor, codes: readonly NewCode[]): Promise<void> {
  const names = codes.map((c) => c.code.normalised)
  const [held] = await tx<
    { code: string }[]
  >`select code from ledger.claim_codes(${names}::text[], ${actor.at}) limit 1`
  if (held) throw new Refusal('CODE_HELD_ELSEWHERE', { code: held.code })
  await tx`
    insert into ledger.code (org_id, code, kind, raw, drug_id, lot_id, units, first_seen_at)
    select ${actor.orgId}, c.code, c.kind, c.raw, c.drug_id, c.lot_id, c.units, ${actor.at}::timestamptz
    from unnest(${names}::text[], ${codes.map((c) => c.code.kind)}::text[], ${codes.map((c) => c.code.raw)}::text[],
      ${codes.map((c) => c.drugId)}::bigint[], ${codes.map((c) => c.lotId)}::bigint[], ${codes.map((c) => c.units)}::int[])
      as c (code, kind, raw, drug_id, lot_id, units)
    on conflict do nothing`
}

export interface KnownCode {
  readonly code: string
  readonly kind: string
  readonly drugId: number
  readonly lotId: number
  readonly units: number
  readonly parent: string | null
  readonly unitNo: number | null
  readonly lotNo: string
  readonly expiry: string
}

/** Codes that this organisation has received, by normalised code. */
export async function findCodes(
  tx: Tx,
  orgId: number,
  codes: readonly string[],
): Promise<Map<string, KnownCode>> {
  const rows = await tx<KnownCode[]>`
    select c.code, c.kind, c.drug_id, c.lot_id, c.units, c.parent, c.unit_no, l.lot_no, l.expiry
    from ledger.code_now c join ledger.lot l on l.org_id = c.org_id and l.id = c.lot_id
    where c.org_id = ${orgId} and c.code = any (${codes as string[]}::text[])`
  return new Map(rows.map((r) => [r.code, r]))
}

/** One code, or the refusal that it was never received here. */
export async function knownCode(tx: Tx, orgId: number, code: string): Promise<KnownCode> {
  const found = (await findCodes(tx, orgId, [code])).get(code)
  if (!found) throw new Refusal('CODE_NEVER_RECEIVED', { code })
  return found
}
