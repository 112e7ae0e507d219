import type { Actor } from '#core/actor.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { bindFile } from '#core/files/bind.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import type { CaseState } from './caseContract.ts'
import type { InspectionKind } from './checklist.ts'
import type { ResultInput } from './contract.ts'
import type { Failed } from './rules.ts'

export interface NewRecord {
  readonly kind: InspectionKind
  readonly listVersion: number
  readonly beganAt: string
  readonly placeIds: readonly number[]
  readonly remark: string | undefined
  readonly secondId: number | null
}

function notFound(error: unknown): never {
  if (/location_id|responsible_id/.test(brokenConstraint(error) ?? '')) throw new Refusal('NOT_FOUND')
  throw error
}

/** Refuses: NOT_FOUND. */
export async function insertRecord(tx: Tx, actor: Actor, r: NewRecord): Promise<{ id: number; no: string }> {
  const no = await documentNo(tx, actor, r.kind === 'special' ? 'ZX' : 'XC')
  const [row] = await tx<{ id: number }[]>`
    insert into inspection.record (org_id, no, kind, list_version, began_at, remark, inspector_id, second_id, signed_at)
    values (${actor.orgId}, ${no}, ${r.kind}, ${r.listVersion}, ${r.beganAt}, ${r.remark || null}, ${actor.userId}, ${r.secondId}, ${actor.at})
    returning id`
  assert(row, 'an inserted record has a number')
  await tx`
    insert into inspection.record_place (org_id, record_id, location_id)
    select ${actor.orgId}, ${row.id}, p from unnest(${[...new Set(r.placeIds)]}::bigint[]) p`.catch(notFound)
  return { id: row.id, no }
}

/** Refuses: EVIDENCE_REUSED, EVIDENCE_INCOMPLETE. */
export async function insertResults(
  tx: Tx,
  actor: Actor,
  recordId: number,
  results: readonly ResultInput[],
): Promise<void> {
  await tx`
    insert into inspection.result (org_id, record_id, item, outcome, finding)
    select ${actor.orgId}, ${recordId}, r.item, r.outcome, nullif(r.finding, '')
    from unnest(${results.map((r) => r.item)}::text[], ${results.map((r) => r.outcome)}::text[],
      ${results.map((r) => (r.outcome === 'fail' ? (r.finding ?? '') : ''))}::text[]) as r (item, outcome, finding)`
  for (const { item, photos } of results) {
    for (const sha256 of photos) {
      await bindFile(tx, actor, sha256, '检查照片')
      await tx`
        insert into inspection.photo (org_id, record_id, item, sha256)
        values (${actor.orgId}, ${recordId}, ${item}, ${Buffer.from(sha256, 'hex')})`
    }
  }
}

/** One for each item that failed, numbered in the order of the list. Refuses: NOT_FOUND. */
export async function openRectifications(
  tx: Tx,
  actor: Actor,
  recordId: number,
  failed: readonly Failed[],
): Promise<string[]> {
  const numbers: string[] = []
  for (const f of failed) {
    const no = await documentNo(tx, actor, 'ZG')
    await tx`
      insert into inspection.rectification (org_id, no, record_id, item, problem, responsible_id, due_on, opened_by, opened_at)
      values (${actor.orgId}, ${no}, ${recordId}, ${f.item}, ${f.finding}, ${f.responsibleId}, ${f.dueOn}, ${actor.userId}, ${actor.at})`.catch(
      notFound,
    )
    numbers.push(no)
  }
  return numbers
}

export interface CaseHead {
  readonly id: number
  readonly no: string
  readonly hospitalId: number
  readonly ownerId: number
  readonly source: 'own' | 'authority'
  readonly responsibleId: number | null
  readonly lastBy: number | null
  readonly state: CaseState
}

/** A case as it stands, with everybody else's steps waiting behind this one. Refuses: NOT_FOUND. */
export async function lockCase(tx: Tx, id: number): Promise<CaseHead> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`inspection/${id}`}, 0))`
  const [row] = await tx<CaseHead[]>`
    select id, no, hospital_id, owner_id, source, responsible_id, last_by, state from inspection.case_now where id = ${id}`
  if (!row) throw new Refusal('NOT_FOUND')
  return row
}

export interface NewStep {
  readonly kind: 'measure' | 'return' | 'close'
  readonly text: string
  readonly proof?: string
}

export async function insertStep(tx: Tx, actor: Actor, head: CaseHead, step: NewStep): Promise<void> {
  if (step.proof !== undefined) await bindFile(tx, actor, step.proof, '整改证明')
  await tx`
    insert into inspection.step (org_id, hospital_id, case_id, kind, text, proof, done_by, done_name, done_at)
    values (${actor.orgId}, ${head.hospitalId}, ${head.id}, ${step.kind}, ${step.text},
      ${step.proof === undefined ? null : Buffer.from(step.proof, 'hex')}, ${actor.userId}, ${actor.name}, ${actor.at})`
}
