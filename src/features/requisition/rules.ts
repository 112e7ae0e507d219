import { Refusal } from '#core/refusal.ts'

export interface Place {
  readonly id: number
  readonly name: string
  readonly tier: number
}

/** Stock moves between neighbouring tiers (一级库 ↔ 二级库 ↔ 三级库) or within one. Refuses TRANSFER_SAME_PLACE, TRANSFER_TIER. */
export function checkRoute(from: Place, to: Place): void {
  if (from.id === to.id) throw new Refusal('TRANSFER_SAME_PLACE')
  if (Math.abs(from.tier - to.tier) > 1) throw new Refusal('TRANSFER_TIER', { from: from.name, to: to.name })
}

export function transferState(t: { inTransitUnits: number; acceptedAt: string | null }): 'inTransit' | 'short' | 'done' {
  if (t.inTransitUnits === 0) return 'done'
  return t.acceptedAt === null ? 'inTransit' : 'short'
}

export function requisitionState(r: { cancelledAt: string | null; sentUnits: number; inTransitUnits: number }): 'requested' | 'sent' | 'done' | 'cancelled' {
  if (r.cancelledAt !== null) return 'cancelled'
  if (r.sentUnits === 0) return 'requested'
  return r.inTransitUnits > 0 ? 'sent' : 'done'
}
