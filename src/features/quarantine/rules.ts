import { startOfDay } from '#core/clock.ts'
import type { AccountKind } from '#core/ledger/kinds.ts'
import type { Drug, Line } from '#core/ledger/rules.ts'
import { Refusal } from '#core/refusal.ts'
import { heldReasonTitle, quarantineHours, type HeldReason, type QuarantineReason } from './contract.ts'

/** The instant by which an expired lot must be in quarantine: a day after its last day is over (D57). */
export const dueAtOf = (expiry: string): string =>
  new Date(Date.parse(startOfDay(expiry)) + 86_400_000 + quarantineHours * 3_600_000).toISOString()

interface Lot {
  readonly lotNo: string
  readonly expiry: string
}

/**
 * The reason must be true of every lot: 过期 only of what has expired, and what has expired under no milder word.
 * Refuses: QUARANTINE_NOT_EXPIRED, QUARANTINE_EXPIRED_LOT.
 */
export function checkReason(reason: QuarantineReason, lots: readonly Lot[], today: string): void {
  for (const { lotNo, expiry } of lots) {
    const expired = expiry < today
    if (reason === 'expired' && !expired) throw new Refusal('QUARANTINE_NOT_EXPIRED', { lot: lotNo, expiry })
    if (reason === 'nearExpiry' && expired)
      throw new Refusal('QUARANTINE_EXPIRED_LOT', { lot: lotNo, expiry })
  }
}

/** What an inspection can clear. Damage stays damage, an expiry stays past. */
const clearable: readonly HeldReason[] = ['quality', 'recall', 'nearExpiry']

export const releasable = (reason: HeldReason, expiry: string, today: string): boolean =>
  clearable.includes(reason) && expiry >= today

/**
 * May this account give stock back? 患者交回 never does (438号 Art 30, 严禁再次使用); the ledger has no such movement
 * either. Refuses: PATIENT_RETURN_NO_REUSE, QUARANTINE_NOT_RELEASABLE, LOT_EXPIRED.
 */
export function checkRelease(
  from: { readonly kind: AccountKind; readonly reason: HeldReason },
  lots: readonly Lot[],
  today: string,
): void {
  if (from.kind === 'returned' || from.reason === 'patientReturn')
    throw new Refusal('PATIENT_RETURN_NO_REUSE')
  if (!clearable.includes(from.reason))
    throw new Refusal('QUARANTINE_NOT_RELEASABLE', { reason: heldReasonTitle[from.reason] })
  const late = lots.find((l) => l.expiry < today)
  if (late) throw new Refusal('LOT_EXPIRED', { lot: late.lotNo, expiry: late.expiry, act: '解除待查' })
}

interface Broken {
  readonly opened: number
  readonly lost: number
  readonly bin: number
}

/**
 * What breaking does to units that went into `opened`: their content is lost to the last microgram, their fragments
 * lie in the bin. Refuses: BREAKAGE_NOT_TRACKED for what has no content to lose.
 */
export function fragmentsOf(intact: readonly Line[], drugs: ReadonlyMap<number, Drug>, to: Broken): Line[] {
  return intact.flatMap((line) => {
    const drug = drugs.get(line.drugId)
    if (!drug || drug.contentPerUnit === 0) throw new Refusal('BREAKAGE_NOT_TRACKED', { drug: drug?.name })
    const content: Line = {
      ...line,
      item: 'content',
      from: to.opened,
      to: to.lost,
      quantity: line.quantity * drug.contentPerUnit,
    }
    const container: Line = { ...line, item: 'container', from: to.opened, to: to.bin }
    return drug.container ? [content, container] : [content]
  })
}
