import { z } from 'zod'
import { endpoint, id, text } from '#core/contract.ts'

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
