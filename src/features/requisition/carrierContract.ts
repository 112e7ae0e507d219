import { z } from 'zod'
import { done, endpoint, id, instant, text } from '#core/contract.ts'
import { person } from '#core/identity/contract.ts'

/** Whether the way between two places wants a named carrier (运送人), who signs for the parcel. */
export const carrierModes = ['off', 'required'] as const
export const carrierMode = z.enum(carrierModes)
export type CarrierMode = z.infer<typeof carrierMode>
export const carrierModeTitle: Record<CarrierMode, string> = {
  off: '不登记运送人',
  required: '须写运送人',
}

/** One who had the parcel, or is to have it. */
export const carriage = z.object({
  carrierId: id,
  carrier: z.string(),
  title: z.string(),
  namedBy: z.string(),
  namedAt: instant,
  /** Why another than the one before. */
  reason: z.string().nullable(),
  takenAt: instant.nullable(),
  handedBy: z.string().nullable(),
  dueAt: instant.nullable(),
})
export type Carriage = z.infer<typeof carriage>

/** Both places, or neither: the hospital's default. */
export const carrierRuleRow = z.object({
  sourceLocationId: id.nullable(),
  source: z.string().nullable(),
  destinationLocationId: id.nullable(),
  destination: z.string().nullable(),
  mode: carrierMode,
  minutes: z.int(),
  reason: z.string().nullable(),
  setBy: z.string().nullable(),
  setAt: instant.nullable(),
})
export type CarrierRuleRow = z.infer<typeof carrierRuleRow>

export const listCarrierRules = endpoint({
  name: 'transfer.carrierRules',
  method: 'GET',
  path: '/carrier-rules',
  summary: '运送规则',
  permission: 'requisition.read',
  refusals: [],
  input: z.object({ org: id.optional() }),
  output: z.object({ rows: z.array(carrierRuleRow) }),
})

export const setCarrierRule = endpoint({
  name: 'transfer.setCarrierRule',
  method: 'POST',
  path: '/carrier-rules',
  summary: '设定运送规则',
  permission: 'place.write',
  refusals: ['NOT_FOUND', 'TRANSFER_SAME_PLACE', 'TRANSFER_TIER', 'CARRIER_PAIR'],
  input: z.object({
    sourceLocationId: id.optional().meta({ title: '调出储位' }),
    destinationLocationId: id.optional().meta({ title: '调入储位' }),
    mode: carrierMode.meta({ title: '规则' }),
    minutes: z.int().min(5).max(480).default(30).meta({ title: '路上时限（分钟）' }),
    reason: text(200).meta({ title: '原因' }),
  }),
  output: done,
})

/** Who may carry now: at work, with 运送 in a role and the qualification to handle. */
export const listCarriers = endpoint({
  name: 'transfer.carriers',
  method: 'GET',
  path: '/carriers',
  summary: '可运送的人员',
  permission: 'requisition.send',
  refusals: [],
  input: z.object({}),
  output: z.object({ people: z.array(person) }),
})

/** 换运送人: before the parcel was taken, or on its way; who is named still has to take it over. */
export const nameCarrier = endpoint({
  name: 'transfer.nameCarrier',
  method: 'POST',
  path: '/transfers/{id}/carrier',
  summary: '换运送人',
  permission: 'requisition.send',
  qualification: 'handle',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'CARRIER_IS_CHECKER', 'UNQUALIFIED'],
  input: z.object({
    id,
    carrierId: id.meta({ title: '运送人' }),
    reason: text(200).meta({ title: '换人的原因' }),
  }),
  output: done,
})

/** 交给运送人: who has the parcel gives it, and the carrier signs for it with an own credential. */
export const handOver = endpoint({
  name: 'transfer.handOver',
  method: 'POST',
  path: '/transfers/{id}/hand-over',
  summary: '交给运送人',
  permission: 'requisition.carry',
  qualification: 'handle',
  witness: { permission: 'requisition.carry', qualification: 'handle', title: '运送' },
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CLOSED',
    'CARRIER_NONE',
    'CARRIER_TAKEN',
    'CARRIER_OTHER',
    'CARRIER_GIVER',
  ],
  input: z.object({ id }),
  output: z.object({ takenAt: instant, dueAt: instant }),
})
