import { breakageAbuse } from './breakageAbuse.ts'
import { buddyWitness } from './buddyWitness.ts'
import { chartedNotGiven } from './chartedNotGiven.ts'
import { hiddenBox } from './hiddenBox.ts'
import { lateSubstitution } from './lateSubstitution.ts'
import { lostInTransit } from './lostInTransit.ts'
import { nightDraws } from './nightDraws.ts'
import { oneBuyer } from './oneBuyer.ts'
import { otherEmpties } from './otherEmpties.ts'
import { overdraw } from './overdraw.ts'
import { wholeDose } from './wholeDose.ts'
import type { Scheme } from './scheme.ts'

/** What can be planted; one file each. */
export const schemes: Readonly<Record<string, Scheme>> = {
  overdraw,
  chartedNotGiven,
  wholeDose,
  lateSubstitution,
  buddyWitness,
  breakageAbuse,
  otherEmpties,
  oneBuyer,
  nightDraws,
  hiddenBox,
  lostInTransit,
}

export function schemeOf(code: string): Scheme {
  const found = schemes[code]
  if (!found) throw new Error(`no scheme is called ${code}`)
  return found
}
