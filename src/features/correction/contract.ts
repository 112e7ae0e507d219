import { z } from 'zod'
import { date, drugName, endpoint, id, instant, text } from '#core/contract.ts'

/** A movement as the correction page shows it: what would be taken back, and what stands in the way. */
export const reversal = z.object({
  id,
  orgId: id,
  kind: z.string(),
  title: z.string(),
  causeNo: z.string(),
  occurredAt: instant,
  actor: z.string(),
  actorTitle: z.string(),
  witness: z.string().nullable(),
  witnessTitle: z.string().nullable(),
  reason: z.string().nullable(),
  eventId: id,
  /** Set where this movement is itself a correction, or has one. */
  reversesId: id.nullable(),
  reversedById: id.nullable(),
  /** Units whose own labels go back into the box's code with it (拆零); they are not counted in the lines. */
  relabelledUnits: z.int(),
  /** One row per item, lot and direction; codes of the first 200. */
  lines: z.array(
    drugName.extend({
      item: z.enum(['intact', 'content', 'container']),
      quantityUnit: z.string(),
      lotNo: z.string(),
      expiry: date,
      source: z.string(),
      destination: z.string(),
      quantity: z.int(),
      codes: z.array(z.string()),
    }),
  ),
  /** Movements that have since taken the same units further; the latest first, as they must be taken back. */
  later: z.array(
    z.object({ id, title: z.string(), causeNo: z.string(), occurredAt: instant, actor: z.string() }),
  ),
})
export type Reversal = z.infer<typeof reversal>

export const readReversal = endpoint({
  name: 'correction.read',
  method: 'GET',
  path: '/movements/{id}/reversal',
  summary: '红冲前核对',
  permission: 'stock.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: reversal,
})

/** 红冲: the exact opposite of a movement, linked to it, with its reason, asked for by one and approved by another. */
export const reverseMovement = endpoint({
  name: 'correction.reverse',
  method: 'POST',
  path: '/movements/{id}/reverse',
  summary: '红冲',
  permission: 'correction.work',
  witness: { permission: 'correction.approve', title: '批准' },
  refusals: ['NOT_FOUND', 'MOVEMENT_ALREADY_REVERSED', 'MOVEMENT_NOT_REVERSIBLE', 'WITNESS_REQUIRED'],
  input: z.object({ id, reason: text(300) }),
  output: z.object({ movementId: id }),
})
