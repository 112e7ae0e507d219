import type { Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import { isDrawn, residueKey } from './draw.ts'

export interface ResidueOf {
  readonly drugId: number
  readonly lotId: number
  readonly code: string
}

interface Ruled extends ResidueOf {
  readonly planId: number
  readonly rate: number
  readonly secret: Uint8Array
  readonly lotNo: string
  readonly drug: string
  readonly sampled: boolean
}

/** Residues of an issue that a plan rules: that of the moment in which the issue was made, so that the answer never changes. */
async function ruled(
  tx: Tx,
  orgId: number,
  issue: { id: number; issuedAt: string },
  residues: readonly ResidueOf[],
): Promise<Ruled[]> {
  return tx<Ruled[]>`
    select r.drug_id, r.lot_id, r.code, p.id as plan_id, p.rate, p.secret, l.lot_no, d.name || ' ' || d.spec as drug,
      exists (select from assay.sample_now s where s.org_id = ${orgId} and s.issue_id = ${issue.id} and s.lot_id = r.lot_id
        and s.code = r.code and s.state <> 'void') as sampled
    from unnest(${residues.map((r) => r.drugId)}::bigint[], ${residues.map((r) => r.lotId)}::bigint[], ${residues.map((r) => r.code)}::text[])
      as r (drug_id, lot_id, code)
    join assay.plan p on p.org_id = ${orgId} and p.id = assay.plan_of(${orgId}, r.drug_id, ${issue.issuedAt})
    join ledger.lot l on l.org_id = ${orgId} and l.id = r.lot_id
    join ledger.drug d on d.org_id = ${orgId} and d.id = r.drug_id`
}

export interface Judged {
  readonly planId: number
  readonly drawn: boolean
}

/** By which plan a residue is sampled, and whether the plan chose it; undefined: no plan rules its drug. */
export async function judgeResidue(
  tx: Tx,
  orgId: number,
  issue: { id: number; no: string; issuedAt: string },
  residue: ResidueOf,
): Promise<Judged | undefined> {
  const [row] = await ruled(tx, orgId, issue, [residue])
  if (!row || row.rate === 0) return undefined
  return {
    planId: row.planId,
    drawn: isDrawn(row.secret, residueKey({ ...row, issueNo: issue.no }), row.rate),
  }
}

/**
 * A residue that the plan chose is poured away only after a sample of it was kept. Asked when the residue is on a picture, and
 * again with both persons present, so that nobody learns of it before handing the residue in. Refuses: ASSAY_SAMPLE_FIRST, recorded.
 */
export async function requireSampled(
  tx: Tx,
  orgId: number,
  issue: { id: number; no: string; issuedAt: string },
  residues: readonly ResidueOf[],
): Promise<void> {
  const rows = await ruled(tx, orgId, issue, residues)
  const chosen = rows.filter(
    (r) => !r.sampled && isDrawn(r.secret, residueKey({ ...r, issueNo: issue.no }), r.rate),
  )
  const [first] = chosen
  if (!first) return
  throw new Refusal('ASSAY_SAMPLE_FIRST', {
    drug: first.drug,
    which: first.code ? `单支码 …${first.code.slice(-9)}` : `批号 ${first.lotNo}`,
    code: first.code,
    more: chosen.length > 1 ? ` 等 ${chosen.length} 支` : '',
    issueId: issue.id,
    // Facts are words and numbers: what the worklist reads again stands in one of them.
    residues: JSON.stringify(
      chosen.map(({ drugId, lotId, code, planId }) => ({ drugId, lotId, code, planId })),
    ),
  })
}
