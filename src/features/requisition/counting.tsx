import { useState } from 'react'
import type { TransferDetail, TransferItem } from './contract.ts'
import { keyOf } from './sending.tsx'

/** What the receiving side has counted so far, by code: units. */
export function useCounting(t: TransferDetail) {
  const [counted, setCounted] = useState<ReadonlyMap<string, number>>(new Map())
  const waiting = t.items.filter((i) => i.inTransitUnits > 0)
  // Somebody at another desk may have taken in, or sent back, what was counted here.
  const unitsOf = (i: TransferItem) => Math.min(counted.get(keyOf(i)) ?? 0, i.inTransitUnits)
  const set = (i: TransferItem, units: number) => setCounted((all) => new Map(all).set(keyOf(i), units))
  const picks = waiting.flatMap((i) => {
    const units = unitsOf(i)
    if (units === 0) return []
    return [i.code ? { code: i.code, units } : { lotId: i.lotId, units }]
  })
  return {
    waiting,
    unitsOf,
    set,
    picks,
    countedCodes: waiting.filter((i) => unitsOf(i) > 0).length,
    missingUnits: waiting.reduce((n, i) => n + i.inTransitUnits - unitsOf(i), 0),
    countAll: () => setCounted(new Map(waiting.map((i) => [keyOf(i), i.inTransitUnits]))),
    clear: () => setCounted(new Map()),
  }
}

export type Counting = ReturnType<typeof useCounting>
