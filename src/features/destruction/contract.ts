import { z } from 'zod'
import {
  date,
  drugName,
  endpoint,
  id,
  instant,
  pageInput,
  pageOf,
  sha256,
  text,
  units,
} from '#core/contract.ts'

export const destructionMethods = ['砸碎', '剪碎', '水浸', '焚烧'] as const
/** Photographs of a destruction, in their order. */
export const destructionStages = ['毁前', '毁中', '毁后'] as const

export const destructionRow = z.object({
  id,
  orgId: id,
  no: z.string(),
  bin: z.string(),
  place: z.string(),
  method: z.string(),
  reason: z.string(),
  containers: z.int(),
  executedBy: z.string(),
  witnessedBy: z.string(),
  destroyedAt: instant,
  movementId: id,
  eventId: id,
  /** 红冲: the record was taken back. */
  reversed: z.boolean(),
})
export type DestructionRow = z.infer<typeof destructionRow>

/** The recoveries behind what is destroyed (R9), as far as its ampoules bear codes. */
export const destructionOrigin = z.object({
  recoveryId: id,
  no: z.string(),
  recoveredAt: instant,
  department: z.string().nullable(),
  lotId: id,
  lotNo: z.string(),
  containers: z.int(),
  returnedBy: z.string(),
  receivedBy: z.string(),
})

export const destructionDetail = destructionRow.extend({
  org: z.string(),
  executedTitle: z.string(),
  witnessTitle: z.string(),
  eventHash: sha256.nullable(),
  lines: z.array(
    drugName.extend({
      lotId: id,
      lotNo: z.string(),
      expiry: date,
      form: z.string().nullable(),
      manufacturer: z.string().nullable(),
      container: z.string(),
      units: z.int(),
      codes: z.array(z.string()),
    }),
  ),
  origins: z.array(destructionOrigin),
  photos: z.array(
    z.object({ stage: z.string(), sha256: z.string(), takenAt: instant, uploadedBy: z.string() }),
  ),
})
export type DestructionDetail = z.infer<typeof destructionDetail>

export const listDestructions = endpoint({
  name: 'destruction.list',
  method: 'GET',
  path: '/destructions',
  summary: '销毁记录',
  permission: 'destruction.read',
  refusals: [],
  input: z.object({ ...pageInput }),
  output: pageOf(destructionRow),
})

export const readDestruction = endpoint({
  name: 'destruction.read',
  method: 'GET',
  path: '/destructions/{id}',
  summary: '销毁单',
  permission: 'destruction.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: destructionDetail,
})

/** 空安瓿、废贴销毁: counted by a dedicated person, supervised, with place, method, reason and photographs (438号 Art 29). */
export const destroyContainers = endpoint({
  name: 'destruction.execute',
  method: 'POST',
  path: '/destructions',
  summary: '销毁空安瓿',
  permission: 'destruction.work',
  qualification: 'handle',
  witness: { permission: 'destruction.witness', qualification: 'handle', title: '监督' },
  refusals: ['NOT_FOUND', 'DESTRUCTION_OVER', 'EVIDENCE_INCOMPLETE', 'EVIDENCE_REUSED', 'WITNESS_REQUIRED'],
  input: z.object({
    binLocationId: id,
    items: z
      .array(z.object({ lotId: id, units }))
      .min(1)
      .max(200),
    place: text(60),
    method: z.enum(destructionMethods),
    reason: text(200),
    evidence: z.object({ 毁前: sha256, 毁中: sha256, 毁后: sha256 }),
  }),
  output: z.object({ id, no: z.string(), movementId: id, containers: z.int() }),
})
