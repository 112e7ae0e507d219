import { tell, witnessOf, type Actor } from '#core/actor.ts'
import { dayOf } from '#core/clock.ts'
import type { Tx } from '#core/db.ts'
import { sink } from '#core/ledger/accounts.ts'
import { pickLines } from '#core/ledger/picks.ts'
import { post } from '#core/ledger/post.ts'
import type { Line } from '#core/ledger/rules.ts'
import { takeLines } from '#core/ledger/takes.ts'
import { documentNo } from '#core/numbering.ts'
import { on, type Route } from '#core/route.ts'
import { moveToQuarantine, recordStockBreakage, releaseFromQuarantine } from './contract.ts'
import { moveOne } from './move.ts'
import { checkRelease, fragmentsOf } from './rules.ts'
import { checkNotListed, drugsOf, lockHeld, lotsOf, spotOf } from './store.ts'

/** Whole units that arrive in `to`: what a movement is about, without the labels made on the way. */
const arriving = (lines: readonly Line[], to: number): readonly Line[] => lines.filter((l) => l.to === to)
const unitsOf = (lines: readonly Line[]): number => lines.reduce((n, l) => n + l.quantity, 0)

const lotsOfLines = (tx: Tx, actor: Actor, lines: readonly Line[]) =>
  lotsOf(
    tx,
    actor.orgId,
    lines.map((l) => l.lotId),
  )

export const quarantineCommands: Route[] = [
  on(moveToQuarantine, async (tx, actor, input) => {
    const from = await spotOf(tx, actor.orgId, input.locationId)
    const box = await spotOf(tx, actor.orgId, input.boxLocationId, ['quarantine'])
    const { reasonKind, reason, picks } = input
    const done = await moveOne(tx, actor, { id: actor.eventId, from, box, reasonKind, reason, picks })
    const { cause, movementId, units, labels } = done
    tell(actor, cause, { reasonKind, units }, { reason })
    return { id: cause.id, no: cause.no, movementId, units, labels }
  }),

  on(releaseFromQuarantine, async (tx, actor, input) => {
    const held = await lockHeld(tx, actor.orgId, input.accountId)
    const to = await spotOf(tx, actor.orgId, input.locationId)
    const want = { from: held.accountId, to: to.accountId, picks: input.picks, act: '解除待查' }
    const { lines } = await pickLines(tx, actor, { ...want, label: false, expired: 'taken' })
    checkRelease(held, await lotsOfLines(tx, actor, lines), dayOf(actor.at))
    await checkNotListed(tx, actor.orgId, lines)
    const id = actor.eventId
    const cause = { kind: 'quarantine', id: held.recordId ?? id, no: held.no ?? '—' }
    const movementId = await post(tx, actor, {
      kind: 'releaseQuarantine',
      cause,
      lines,
      reason: input.conclusion,
    })
    await tx`
      insert into quarantine.release (org_id, id, account_id, location_id, conclusion, report_no, movement_id, released_by, approved_by, released_at)
      overriding system value
      values (${actor.orgId}, ${id}, ${held.accountId}, ${to.id}, ${input.conclusion}, ${input.reportNo ?? null}, ${movementId},
        ${actor.userId}, ${witnessOf(actor).userId}, ${actor.at})`
    const units = unitsOf(lines)
    tell(actor, cause, { units }, { conclusion: input.conclusion, reportNo: input.reportNo })
    return { id, movementId, units }
  }),

  on(recordStockBreakage, async (tx, actor, input) => {
    const from = await spotOf(tx, actor.orgId, input.locationId)
    const bin = await spotOf(tx, actor.orgId, input.binLocationId, ['recovery'])
    const [opened, lost] = [await sink(tx, actor, 'opened'), await sink(tx, actor, 'lost')]
    const want = { from: from.accountId, to: opened.id, picks: input.picks, act: '登记破碎' }
    const { lines } = await takeLines(tx, actor, want)
    const broken = arriving(lines, opened.id)
    const drugs = await drugsOf(
      tx,
      actor.orgId,
      broken.map((l) => l.drugId),
    )
    const fragments = fragmentsOf(broken, drugs, { opened: opened.id, lost: lost.id, bin: bin.accountId })
    const id = actor.eventId
    const no = await documentNo(tx, actor, 'PS')
    const cause = { kind: 'stockBreakage', id, no }
    const movementId = await post(tx, actor, {
      kind: 'stockBreakage',
      cause,
      lines: [...lines, ...fragments],
      reason: input.reason,
      evidence: input.evidence,
    })
    await tx`
      insert into quarantine.breakage (org_id, id, no, location_id, bin_location_id, reason, movement_id, recorded_by, witnessed_by, recorded_at)
      overriding system value
      values (${actor.orgId}, ${id}, ${no}, ${from.id}, ${bin.id}, ${input.reason}, ${movementId},
        ${actor.userId}, ${witnessOf(actor).userId}, ${actor.at})`
    const units = unitsOf(broken)
    tell(actor, cause, { units }, { reason: input.reason })
    return { id, no, movementId, units }
  }),
]
