import { witnessOf, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import type { Pick } from '#core/ledger/contract.ts'
import { openAccount } from '#core/ledger/accounts.ts'
import { post } from '#core/ledger/post.ts'
import { takeLines } from '#core/ledger/takes.ts'
import { documentNo } from '#core/numbering.ts'
import type { QuarantineReason } from './contract.ts'
import { checkReason } from './rules.ts'
import { lotsOf, type Spot } from './store.ts'

export interface Move {
  /** Unique beforehand: record, account and movement name one another, and none may be changed afterwards. */
  readonly id: number
  readonly from: Spot
  readonly box: Spot
  readonly reasonKind: QuarantineReason
  readonly reason: string
  readonly picks: readonly Pick[]
}

/** One record: stock out of one place into an account of its own, before two people. */
export async function moveOne(tx: Tx, actor: Actor, move: Move) {
  const { id, from, box } = move
  const no = await documentNo(tx, actor, 'DC')
  const account = await openAccount(tx, actor, {
    kind: 'quarantine',
    title: `${box.name} ${no}`,
    tier: box.tier,
    cause: { kind: 'quarantine', id },
  })
  const want = { from: from.accountId, to: account.id, picks: move.picks, act: '移入待查' }
  const { lines, labels } = await takeLines(tx, actor, want)
  const moved = lines.filter((l) => l.to === account.id)
  const lots = await lotsOf(
    tx,
    actor.orgId,
    moved.map((l) => l.lotId),
  )
  checkReason(move.reasonKind, lots, dayOf(actor.at))
  const cause = { kind: 'quarantine', id, no }
  const movementId = await post(tx, actor, { kind: 'quarantine', cause, lines, reason: move.reason })
  await tx`
    insert into quarantine.record (org_id, id, no, reason_kind, reason, location_id, box_location_id, account_id, movement_id,
      moved_by, witnessed_by, moved_at)
    overriding system value
    values (${actor.orgId}, ${id}, ${no}, ${move.reasonKind}, ${move.reason}, ${from.id}, ${box.id}, ${account.id}, ${movementId},
      ${actor.userId}, ${witnessOf(actor).userId}, ${actor.at})`
  const units = moved.reduce((n, l) => n + l.quantity, 0)
  return { cause, movementId, units, labels: labels.map((l) => l.code) }
}
