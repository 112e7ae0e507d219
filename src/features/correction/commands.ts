import { tell } from '#core/actor.ts'
import { brokenConstraint, type Tx } from '#core/db.ts'
import { post } from '#core/ledger/post.ts'
import type { KindCode } from '#core/ledger/kinds.ts'
import { reverseOf, type Line } from '#core/ledger/rules.ts'
import { Refusal } from '#core/refusal.ts'
import { on, type Route } from '#core/route.ts'
import { reverseMovement } from './contract.ts'

interface Original {
  readonly kind: KindCode
  readonly causeKind: string
  readonly causeId: number
  readonly causeNo: string
  readonly reversesId: number | null
}

export const correctionCommands: Route[] = [
  on(reverseMovement, async (tx, actor, { id, reason }) => {
    const [original] = await tx<Original[]>`
      select kind, cause_kind, cause_id, cause_no, reverses_id from ledger.movement where org_id = ${actor.orgId} and id = ${id}`
    if (!original) throw new Refusal('NOT_FOUND')
    // A correction is corrected by doing the act again, not by taking the correction back.
    if (original.reversesId !== null) throw new Refusal('MOVEMENT_ALREADY_REVERSED')
    const lines = await tx<Line[]>`
      select item, drug_id, lot_id, code, source_id as "from", destination_id as "to", quantity
      from ledger.entry where org_id = ${actor.orgId} and movement_id = ${id} order by line`
    const cause = { kind: original.causeKind, id: original.causeId, no: original.causeNo }
    try {
      const movementId = await post(tx, actor, {
        kind: original.kind,
        cause,
        lines: reverseOf(lines),
        reverses: id,
        reason,
      })
      if (original.kind === 'receive' || original.kind === 'receiveDamaged')
        await release(tx, lines, actor.at)
      tell(actor, { kind: 'movement', id, no: original.causeNo }, { kind: original.kind })
      return { movementId }
    } catch (error) {
      if (brokenConstraint(error) === 'movement_reversed_once') throw new Refusal('MOVEMENT_ALREADY_REVERSED')
      // What has moved on since cannot be taken back from here: the later movement goes first.
      if (
        error instanceof Refusal &&
        ['BALANCE_SHORT', 'CODE_NOT_HERE', 'CONTENT_IN_PUMP'].includes(error.code)
      )
        throw new Refusal('MOVEMENT_NOT_REVERSIBLE')
      throw error
    }
  }),
]

/** Codes that were never really received may be received elsewhere. */
async function release(tx: Tx, lines: readonly Line[], at: string): Promise<void> {
  await tx`select ledger.release_codes(${lines.map((l) => l.code).filter((c) => c !== '')}::text[], ${at})`
}
