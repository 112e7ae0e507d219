import { Refusal } from '#core/refusal.ts'

export interface Place {
  readonly id: number
  readonly name: string
  readonly tier: number
}

/** Stock moves between neighbouring tiers (一级库 ↔ 二级库 ↔ 三级库) or within one. */
export const mayRoute = (from: Place, to: Place): boolean =>
  from.id !== to.id && Math.abs(from.tier - to.tier) <= 1

/** Refuses TRANSFER_SAME_PLACE, TRANSFER_TIER. */
export function checkRoute(from: Place, to: Place): void {
  if (from.id === to.id) throw new Refusal('TRANSFER_SAME_PLACE')
  if (!mayRoute(from, to)) throw new Refusal('TRANSFER_TIER', { from: from.name, to: to.name })
}

/** From the ledger alone: a signature that was taken back (红冲) does not count. */
export function transferState(t: {
  inTransitUnits: number
  acceptedUnits: number
}): 'inTransit' | 'short' | 'done' | 'returned' {
  if (t.inTransitUnits > 0) return t.acceptedUnits > 0 ? 'short' : 'inTransit'
  return t.acceptedUnits > 0 ? 'done' : 'returned'
}

/** `sentUnits` without what came back: a request whose goods were all sent back waits again. */
export function requisitionState(r: {
  cancelledAt: string | null
  sentUnits: number
  inTransitUnits: number
}): 'requested' | 'sent' | 'done' | 'cancelled' {
  if (r.cancelledAt !== null) return 'cancelled'
  if (r.sentUnits === 0) return 'requested'
  return r.inTransitUnits > 0 ? 'sent' : 'done'
}

interface Some {
  readonly lotId: number
  /** '' for stock without a code. */
  readonly code: string
  /** Whole units. */
  readonly quantity: number
}

/**
 * What the other side counted against what is in transit. More of a code than is on its way is a miscount; less needs
 * a note, and the rest stays where it is. Refuses TRANSFER_OVER, REASON_REQUIRED. A code that is not in transit at all
 * is left to the ledger, which knows the account's name.
 */
export function checkCounted(
  counted: readonly Some[],
  held: readonly (Some & { readonly drug: string })[],
  note: string | undefined,
): void {
  const keyOf = (s: Some) => `${s.lotId}|${s.code}`
  const units = new Map<string, number>()
  for (const c of counted) units.set(keyOf(c), (units.get(keyOf(c)) ?? 0) + c.quantity)
  for (const h of held) {
    const n = units.get(keyOf(h)) ?? 0
    if (n > h.quantity) throw new Refusal('TRANSFER_OVER', { drug: h.drug, units: n, inTransit: h.quantity })
  }
  const sum = (all: readonly Some[]) => all.reduce((n, s) => n + s.quantity, 0)
  if (sum(counted) < sum(held) && !note) throw new Refusal('REASON_REQUIRED')
}

interface Taken {
  readonly lotNo: string
  readonly expiry: string
  readonly units: number
}

/**
 * The lot that the picks of one drug pass over, or undefined. `suggested` is first-expired-first for at least as many
 * units as are picked, so it names every lot that would have to go earlier. The server judges again.
 */
export function passedOver<S extends Taken>(
  suggested: readonly S[],
  picked: readonly Taken[],
): S | undefined {
  const takenOf = (lotNo: string) => picked.filter((p) => p.lotNo === lotNo).reduce((n, p) => n + p.units, 0)
  const wantedOf = (lotNo: string) =>
    suggested.filter((s) => s.lotNo === lotNo).reduce((n, s) => n + s.units, 0)
  const latest = picked.filter((p) => p.units > 0).reduce((d, p) => (p.expiry > d ? p.expiry : d), '')
  return suggested.find((s) => s.expiry < latest && takenOf(s.lotNo) < wantedOf(s.lotNo))
}

export interface Asked {
  readonly drugId: number
  readonly drug: string
  /** Asked for and not yet sent, net of what came back. */
  readonly left: number
}

/** A send that answers a request brings what was asked for and no more. Refuses TRANSFER_NOT_ASKED. */
export function checkAsked(asked: readonly Asked[], picked: ReadonlyMap<number, number>): void {
  for (const [drugId, units] of picked) {
    const line = asked.find((a) => a.drugId === drugId)
    if (units > (line?.left ?? 0)) {
      throw new Refusal('TRANSFER_NOT_ASKED', {
        drug: line?.drug ?? '没有这一品种，',
        left: line?.left ?? 0,
        units,
      })
    }
  }
}
