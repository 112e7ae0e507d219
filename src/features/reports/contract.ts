import { z } from 'zod'
import { drugName, endpoint, id } from '#core/contract.ts'

/** The closed loop of one drug: every unit that came in is somewhere, every microgram that was opened went somewhere. */
export const closureRow = drugName.extend({
  contentUnit: z.string(),
  received: z.int(),
  onHand: z.int(),
  inTransit: z.int(),
  inCustody: z.int(),
  quarantined: z.int(),
  opened: z.int(),
  handedOver: z.int(),
  /** 损溢: what counts took out of the books (below zero: what they brought in). */
  adjusted: z.int(),
  /** Any other account that holds units of it: destroyed, lost, borrowed. */
  otherUnits: z.int(),
  contentOpened: z.int(),
  contentGiven: z.int(),
  contentWasted: z.int(),
  contentLost: z.int(),
  /** Kept as samples, and what became of them: destroyed, or put right by what was measured. */
  contentSampled: z.int(),
  /** Of these, what is in samples still. */
  contentInSamples: z.int(),
  contentInCustody: z.int(),
  containersMade: z.int(),
  containersOwed: z.int(),
  containersInBin: z.int(),
  containersDestroyed: z.int(),
  containersAdjusted: z.int(),
  /** Brought back by patients who had taken units home: these were never opened in the house. */
  containersFromPatients: z.int(),
  /** Both sides of every equation agree. */
  equal: z.boolean(),
  /** Something is still on its way, in a hand, or owed. */
  open: z.boolean(),
})
export type ClosureRow = z.infer<typeof closureRow>

export const readClosure = endpoint({
  name: 'report.closure',
  method: 'GET',
  path: '/reports/closure',
  summary: '闭环核对表',
  permission: 'report.read',
  refusals: [],
  input: z.object({ org: id.optional() }),
  output: z.object({ rows: z.array(closureRow) }),
})
