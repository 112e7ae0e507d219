import { tell, witnessOf, type Actor } from '#core/actor.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { accountOf, sink } from '#core/ledger/accounts.ts'
import { pickLines } from '#core/ledger/picks.ts'
import { post } from '#core/ledger/post.ts'
import type { Line } from '#core/ledger/rules.ts'
import { documentNo } from '#core/numbering.ts'
import { assert, Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import {
  acceptWriteOff,
  applyWriteOff,
  approveWriteOff,
  attendWriteOff,
  executeWriteOff,
  rejectWriteOff,
  withdrawWriteOff,
} from './contract.ts'
import { checkFree } from './free.ts'
import { checkCounts, checkHands, checkState, checkVisit, dueAtOf } from './rules.ts'
import { hashOf, headOf, listedOf, lockOwn, supervisorOf, type Head } from './store.ts'

const about = (head: Pick<Head, 'id' | 'no'>) => ({ kind: 'writeOff', id: head.id, no: head.no })
const ok = { ok: true } as const

/** Lines out of waiting accounts towards `to`; other accounts are not found. Refuses: NOT_FOUND, CODE_SCANNED_TWICE. */
async function waitingLines(
  tx: Tx,
  actor: Actor,
  items: readonly { accountId: number; picks: Parameters<typeof pickLines>[2]['picks'] }[],
  to: number,
): Promise<Line[]> {
  const lines: Line[] = []
  for (const item of items) {
    const account = await accountOf(tx, actor, item.accountId)
    if (account.kind !== 'quarantine' && account.kind !== 'returned') throw new Refusal('NOT_FOUND')
    const want = { from: account.id, to, picks: item.picks, label: false, act: '申请报损' }
    lines.push(...(await pickLines(tx, actor, { ...want, expired: 'taken' })).lines)
  }
  const keys = lines.map((l) => `${l.from}|${l.lotId}|${l.code}`)
  const twice = lines.find((_, i) => keys.indexOf(keys[i] ?? '') !== i)
  if (twice) throw new Refusal('CODE_SCANNED_TWICE', { code: twice.code || '同一批号' })
  return lines
}

/** The application as its authority may decide on it. Refuses: NOT_FOUND, WRITE_OFF_OTHER_AUTHORITY. */
async function before(tx: Tx, actor: Actor, id: number): Promise<Head> {
  const head = await headOf(tx, id)
  if (head.authorityId !== actor.orgId)
    throw new Refusal('WRITE_OFF_OTHER_AUTHORITY', { authority: head.authority ?? '主管部门' })
  return head
}

async function close(
  tx: Tx,
  actor: Actor,
  head: Head,
  how: { as: 'rejected' | 'withdrawn'; reason: string },
): Promise<void> {
  await tx`
    update write_off.application set closed_as = ${how.as}, closed_by = ${actor.userId}, closed_at = ${actor.at}, closed_reason = ${how.reason}
    where org_id = ${actor.orgId} and id = ${head.id}`
  tell(actor, about(head), { as: how.as }, { reason: how.reason })
}

export const writeOffCommands: Route[] = [
  on(applyWriteOff, async (tx, actor, input) => {
    const destroyed = await sink(tx, actor, 'destroyed')
    const lines = await waitingLines(tx, actor, input.items, destroyed.id)
    await checkFree(tx, actor, lines)
    const no = await documentNo(tx, actor, 'BS')
    const [row] = await tx<{ id: number }[]>`
      insert into write_off.application (org_id, no, reason, created_by, created_at)
      values (${actor.orgId}, ${no}, ${input.reason}, ${actor.userId}, ${actor.at}) returning id`
    assert(row, 'an inserted application has a number')
    await tx`
      insert into write_off.line (org_id, application_id, account_id, drug_id, lot_id, code, units, reason)
      select ${actor.orgId}, ${row.id}, l.account_id, l.drug_id, l.lot_id, l.code, l.units, ${input.reason}
      from unnest(${lines.map((l) => l.from)}::bigint[], ${lines.map((l) => l.drugId)}::bigint[], ${lines.map((l) => l.lotId)}::bigint[],
        ${lines.map((l) => l.code)}::text[], ${lines.map((l) => l.quantity)}::int[]) as l (account_id, drug_id, lot_id, code, units)`
    const units = lines.reduce((n, l) => n + l.quantity, 0)
    const list = lines.map((l) => [l.from, l.drugId, l.lotId, l.code, l.quantity])
    tell(actor, about({ id: row.id, no }), { units, list }, { reason: input.reason })
    return { id: row.id, no, units }
  }),

  on(approveWriteOff, async (tx, actor, { id, authorityId }) => {
    const head = await lockOwn(tx, actor.orgId, id)
    checkState(head, ['applied'])
    checkHands(head, actor, '批准')
    const authority = await supervisorOf(tx, actor.orgId, authorityId)
    const hash = hashOf(head.no, await listedOf(tx, head))
    await tx`
      update write_off.application set approved_by = ${actor.userId}, approved_at = ${actor.at}, authority_id = ${authorityId}, list_hash = ${hash}
      where org_id = ${actor.orgId} and id = ${id}`
    tell(actor, about(head), { authority, listHash: hash.toString('hex') })
    return { dueAt: dueAtOf(actor.at) }
  }),

  on(rejectWriteOff, async (tx, actor, { id, reason }) => {
    const head = await lockOwn(tx, actor.orgId, id)
    checkState(head, ['applied'])
    await close(tx, actor, head, { as: 'rejected', reason })
    return ok
  }),

  on(withdrawWriteOff, async (tx, actor, { id, reason }) => {
    const head = await lockOwn(tx, actor.orgId, id)
    // Once the authority has taken the list, it is no longer the hospital's alone.
    checkState(head, ['applied', 'sent'])
    await close(tx, actor, head, { as: 'withdrawn', reason })
    return ok
  }),

  on(acceptWriteOff, async (tx, actor, { id, outcome, visitOn, note }) => {
    const head = await before(tx, actor, id)
    checkState(head, ['sent'])
    assert(head.approvedAt && head.listHash, 'what was sent has a time and a list')
    if (outcome === 'returned' && !note) throw new Refusal('REASON_REQUIRED')
    if (outcome === 'accepted') checkVisit(visitOn ?? '', head.approvedAt, actor.at)
    await tx`
      insert into write_off.acceptance (org_id, hospital_id, application_id, application_no, list_hash, outcome, visit_on, note,
        decided_by, decided_name, decided_at)
      values (${actor.orgId}, ${head.orgId}, ${head.id}, ${head.no}, ${Buffer.from(head.listHash, 'hex')}, ${outcome},
        ${outcome === 'accepted' ? (visitOn ?? null) : null}, ${note ?? null}, ${actor.userId}, ${actor.name}, ${actor.at})`.catch(
      (error: unknown) => {
        if (brokenConstraint(error) === 'acceptance_once')
          throw new Refusal('DOCUMENT_CLOSED', { no: head.no, state: '受理' })
        throw error
      },
    )
    const facts = { hospital: head.orgId, outcome, visitOn: visitOn ?? null, listHash: head.listHash }
    tell(actor, about(head), facts, { note })
    return ok
  }),

  on(attendWriteOff, async (tx, actor, input) => {
    const head = await before(tx, actor, input.id)
    checkState(head, ['accepted'])
    assert(head.acceptanceId !== null && head.decidedAt, 'what was accepted has its acceptance')
    const { first, second, arrivedAt } = input
    if (first.certificateNo === second.certificateNo || first.name === second.name)
      throw new Refusal('WRITE_OFF_TWO_INSPECTORS')
    if (Date.parse(arrivedAt) > Date.parse(actor.at)) throw new Refusal('TIME_IN_FUTURE')
    if (Date.parse(arrivedAt) < Date.parse(head.decidedAt)) throw new Refusal('WRITE_OFF_BEFORE_ACCEPTED')
    await tx`
      insert into write_off.attendance (org_id, hospital_id, application_id, acceptance_id, arrived_at, first_name, first_no,
        second_name, second_no, remark, recorded_by, recorded_at)
      values (${actor.orgId}, ${head.orgId}, ${head.id}, ${head.acceptanceId}, ${arrivedAt}, ${first.name}, ${first.certificateNo},
        ${second.name}, ${second.certificateNo}, ${input.remark ?? null}, ${actor.userId}, ${actor.at})`.catch(
      (error: unknown) => {
        if (brokenConstraint(error) === 'attendance_once')
          throw new Refusal('DOCUMENT_CLOSED', { no: head.no, state: '到场' })
        throw error
      },
    )
    const personal = { first, second, remark: input.remark }
    tell(actor, about(head), { hospital: head.orgId, listHash: head.listHash }, personal)
    return ok
  }),

  on(executeWriteOff, async (tx, actor, input) => {
    const head = await lockOwn(tx, actor.orgId, input.id)
    if (head.state === 'sent' || head.state === 'accepted') throw new Refusal('WRITE_OFF_NOT_ATTENDED')
    checkState(head, ['attended'])
    const witness = witnessOf(actor)
    checkHands(head, actor, '执行')
    checkHands(head, witness, '监督')
    const listed = await listedOf(tx, head)
    assert(hashOf(head.no, listed).toString('hex') === head.listHash, 'the list is the one that was accepted')
    checkCounts(listed, input.counts)
    const destroyed = await sink(tx, actor, 'destroyed')
    const lines = listed.map((l): Line => {
      const { drugId, lotId, code, accountId, units } = l
      return { item: 'intact', drugId, lotId, code, from: accountId, to: destroyed.id, quantity: units }
    })
    const cause = about(head)
    const movementId = await post(tx, actor, { kind: 'destroyStock', cause, lines, evidence: input.evidence })
    await tx`
      insert into write_off.destruction (org_id, id, application_id, place, method, executed_by, witnessed_by, destroyed_at, movement_id)
      overriding system value
      values (${actor.orgId}, ${actor.eventId}, ${head.id}, ${input.place}, ${input.method}, ${actor.userId}, ${witness.userId},
        ${actor.at}, ${movementId})`
    const units = lines.reduce((n, l) => n + l.quantity, 0)
    const facts = { method: input.method, units, acceptance: head.acceptanceId, listHash: head.listHash }
    tell(actor, cause, facts, { place: input.place })
    return { movementId, units }
  }),
]
