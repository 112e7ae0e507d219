import { Refusal } from '#core/refusal.ts'

/**
 * The first specimen may be older than the platform. One that replaces another begins today at the earliest: nobody
 * changes afterwards what a signature on a past prescription is compared with. Refuses: SPECIMEN_BACKDATED.
 */
export function checkValidFrom(validFrom: string, today: string, last: string | null): void {
  if (last !== null && validFrom < today) throw new Refusal('SPECIMEN_BACKDATED', { today, last })
}
