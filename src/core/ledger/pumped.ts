import type { Actor } from '#core/actor.ts'
import { sqlState, type Tx } from '#core/db.ts'
import { Refusal } from '#core/refusal.ts'
import type { Account, Line } from './rules.ts'

interface Short {
  readonly pumpNo: string
  readonly keeper: string
  readonly drug: string
  readonly unit: string
  readonly held: number
  readonly have: number
}

/** The database undoes what would empty a pump by hand, and names the pump. Refuses: CONTENT_IN_PUMP. */
export function refuseShort(error: unknown): never {
  if (sqlState(error) !== 'ZS002') throw error
  const { pumpNo, unit, ...facts } = JSON.parse(String((error as { detail?: string }).detail)) as Short
  throw new Refusal('CONTENT_IN_PUMP', { ...facts, pump: pumpNo, unit: unit.replace('ug', 'μg') })
}

interface Taken {
  readonly movements: readonly { readonly lines: readonly Line[]; readonly fromPump?: true }[]
  readonly ids: readonly number[]
  readonly accounts: ReadonlyMap<number, Account>
}

/**
 * Content that leaves a hand otherwise than through a pump's reading: it comes first out of what this person's stopped pumps left
 * over, and never out of what is in a pump. Follows the balances that it judges. Refuses: CONTENT_IN_PUMP.
 */
export async function takeByHand(tx: Tx, actor: Actor, of: Taken): Promise<void> {
  const taken = of.movements.flatMap((m, i) =>
    m.fromPump
      ? []
      : m.lines
          .filter((l) => l.item === 'content' && of.accounts.get(l.from)?.kind === 'custody')
          .map((l) => ({ ...l, movement: of.ids[i] as number })),
  )
  if (taken.length === 0) return
  await tx`
    select infusion.take(${actor.orgId}, ${actor.userId}, ${taken.map((l) => l.movement)}::bigint[], ${taken.map((l) => l.from)}::bigint[],
      ${taken.map((l) => l.lotId)}::bigint[], ${taken.map((l) => l.code)}::text[], ${taken.map((l) => l.quantity)}::bigint[])`
    .execute()
    .catch(refuseShort)
}

interface Wanted {
  readonly lotId: number
  readonly code: string
  /** Absent: whatever there is of it. */
  readonly content?: number
}

/** Whether stopped pumps of an issue that this person took over left over all of this. */
export async function leftByPump(
  tx: Tx,
  actor: Pick<Actor, 'orgId' | 'userId'>,
  issueId: number,
  units: readonly Wanted[],
): Promise<boolean> {
  const rows = await tx<{ lotId: number; code: string; free: number }[]>`
    select h.lot_id, h.code, h.free from infusion.hand_of(${actor.orgId}, ${issueId}, ${actor.userId}) h where h.free > 0 limit 500`
  const wanted = (of: { lotId: number; code: string }) =>
    units.reduce((n, u) => (u.lotId === of.lotId && u.code === of.code ? n + (u.content ?? 0) : n), 0)
  const left = (u: Wanted) => rows.find((r) => r.lotId === u.lotId && r.code === u.code)?.free ?? 0
  return units.every((u) => left(u) > 0 && wanted(u) <= left(u))
}
