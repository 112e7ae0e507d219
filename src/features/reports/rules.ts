import type { ClosureRow } from './contract.ts'

type Figures = Omit<ClosureRow, 'equal' | 'open'>

/**
 * Received = on hand + in transit + in custody + quarantined + opened + handed over + adjusted + other; content and containers
 * of what was opened likewise (invariants 3, 4 and 5 of the ledger).
 */
export function closureOf(f: Figures, contentPerUnit: number, hasContainer: boolean): ClosureRow {
  const unitsEqual =
    f.received ===
    f.onHand + f.inTransit + f.inCustody + f.quarantined + f.opened + f.handedOver + f.adjusted + f.otherUnits
  const contentEqual =
    f.contentOpened === f.opened * contentPerUnit &&
    f.contentOpened ===
      f.contentGiven + f.contentWasted + f.contentLost + f.contentSampled + f.contentInCustody
  const containersEqual =
    f.containersMade === (hasContainer ? f.opened : 0) &&
    f.containersMade + f.containersFromPatients ===
      f.containersOwed + f.containersInBin + f.containersDestroyed + f.containersAdjusted &&
    f.containersFromPatients <= f.handedOver
  return {
    ...f,
    equal: unitsEqual && contentEqual && containersEqual,
    open: f.inTransit + f.inCustody + f.contentInCustody + f.contentInSamples + f.containersOwed > 0,
  }
}
