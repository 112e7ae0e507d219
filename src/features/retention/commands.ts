import { createHash } from 'node:crypto'
import { tell, witnessOf, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { recordKinds, type RecordKind } from '#core/retention/rules.ts'
import { on, type Route } from '#core/route.ts'
import {
  addRule,
  applyBatch,
  approveBatch,
  batchStateTitle,
  endRule,
  executeBatch,
  rejectBatch,
  type BatchState,
} from './contract.ts'
import { passed } from './passed.ts'
import { checkHands, stateOf } from './rules.ts'
import { batches, type BatchHead } from './store.ts'

const about = (b: { id: number; no: string }) => ({ kind: 'retention', id: b.id, no: b.no })
const ok = { ok: true } as const

/** The batch, locked, in the state that the act wants. Refuses: NOT_FOUND, DOCUMENT_CLOSED. */
async function locked(tx: Tx, actor: Actor, id: number, want: BatchState): Promise<BatchHead> {
  await tx`select 1 from retention.batch where org_id = ${actor.orgId} and id = ${id} for update`
  const [batch] = await batches(tx, { org: actor.orgId, id, limit: 1, offset: 0 })
  if (!batch) throw new Refusal('NOT_FOUND')
  const state = stateOf(batch)
  if (state !== want) throw new Refusal('DOCUMENT_CLOSED', { no: batch.no, state: batchStateTitle[state] })
  return batch
}

export const retentionCommands: Route[] = [
  on(applyBatch, async (tx, actor, { record, reason }) => {
    const items = (await passed(tx, actor.orgId, record, actor.at)).filter((i) => !i.held)
    if (items.length === 0) throw new Refusal('RETENTION_NOTHING_PASSED', { record: recordKinds[record] })
    const no = await documentNo(tx, actor, 'QX')
    const list = items.map((i) => [i.kind, i.subjectId, i.no, i.day, i.keepUntil])
    const hash = createHash('sha256').update(JSON.stringify(list)).digest()
    const [row] = await tx<{ id: number }[]>`
      insert into retention.batch (org_id, no, record, reason, list_hash, applied_by, applied_at)
      values (${actor.orgId}, ${no}, ${record}, ${reason}, ${hash}, ${actor.userId}, ${actor.at}) returning id`
    assert(row, 'an inserted batch has a number')
    await tx`
      insert into retention.item (org_id, batch_id, kind, subject_id, no, day, keep_until)
      select ${actor.orgId}, ${row.id}, i.kind, i.subject_id, i.no, i.day, i.keep_until
      from unnest(${items.map((i) => i.kind)}::text[], ${items.map((i) => i.subjectId)}::bigint[], ${items.map((i) => i.no)}::text[],
        ${items.map((i) => i.day)}::text[]::date[], ${items.map((i) => i.keepUntil)}::text[]::date[]) as i (kind, subject_id, no, day, keep_until)`
    tell(
      actor,
      about({ id: row.id, no }),
      { record, records: items.length, listHash: hash.toString('hex') },
      { reason },
    )
    return { id: row.id, no, records: items.length }
  }),

  on(approveBatch, async (tx, actor, { id }) => {
    const batch = await locked(tx, actor, id, 'applied')
    checkHands([batch.appliedById], [actor.userId])
    await tx`
      update retention.batch set approved_by = ${actor.userId}, approved_at = ${actor.at} where org_id = ${actor.orgId} and id = ${id}`
    tell(actor, about(batch), { records: batch.records })
    return ok
  }),

  on(rejectBatch, async (tx, actor, { id, reason }) => {
    const batch = await locked(tx, actor, id, 'applied')
    await tx`
      update retention.batch set rejected_by = ${actor.userId}, rejected_at = ${actor.at}, reject_reason = ${reason}
      where org_id = ${actor.orgId} and id = ${id}`
    tell(actor, about(batch), {}, { reason })
    return ok
  }),

  on(executeBatch, async (tx, actor, { id, method, place }) => {
    const batch = await locked(tx, actor, id, 'approved')
    const second = witnessOf(actor)
    checkHands([batch.appliedById, batch.approvedById], [actor.userId, second.userId])
    await tx`
      update retention.batch set executed_by = ${actor.userId}, witnessed_by = ${second.userId}, executed_at = ${actor.at},
        method = ${method}, place = ${place} where org_id = ${actor.orgId} and id = ${id}`
    const erased = await tx`select kind, subject_id from retention.erase(${actor.orgId}, ${id}, ${actor.at})`
    tell(actor, about(batch), { method, place, erased: erased.length, held: batch.records - erased.length })
    return { erased: erased.length, held: batch.records - erased.length }
  }),

  on(addRule, async (tx, actor, rule) => {
    const today = dayOf(actor.at)
    const [row] = await tx<{ id: number }[]>`
      insert into retention.rule (org_id, record, base, years, basis, valid_from, created_by, created_at)
      values (${actor.orgId}, ${rule.record}, ${rule.base}, ${rule.years}, ${rule.basis}, ${today}, ${actor.userId}, ${actor.at}) returning id`
    assert(row, 'an inserted rule has a number')
    tell(actor, about({ id: row.id, no: recordKinds[rule.record as RecordKind] }), {
      ...rule,
      validFrom: today,
    })
    return ok
  }),

  on(endRule, async (tx, actor, { ruleId, reason }) => {
    const ended = await tx`
      update retention.rule set ended_on = ${dayOf(actor.at)} where org_id = ${actor.orgId} and id = ${ruleId} and ended_on is null returning 1`
    if (ended.length === 0) throw new Refusal('NOT_FOUND')
    tell(actor, about({ id: ruleId, no: `规则 ${ruleId}` }), { ended: true }, { reason })
    return ok
  }),
]
