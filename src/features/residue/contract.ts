import { z } from 'zod'
import { done, endpoint, id, instant, optionalText, sha256, text, units } from '#core/contract.ts'
import { unitRef } from '#core/ledger/contract.ts'

/** Content in the drug's own smallest unit (µg, IU, µl): whole numbers only, because books do not round. */
export const content = z.int().min(1).max(1_000_000_000_000)
export const routes = [
  '静脉注射',
  '静脉泵注',
  '硬膜外',
  '鞘内注射',
  '肌内注射',
  '皮下注射',
  '口服',
  '贴皮',
  '其他',
] as const
export const wasteMethods = ['倒入下水道', '吸附后弃置', '其他'] as const

const posted = z.object({ movementId: id })
const at = { occurredAt: instant.optional() }

/** 开启: an intact unit becomes its exact content and one empty container, in the same hand. */
export const openUnits = endpoint({
  name: 'use.open',
  method: 'POST',
  path: '/issues/{id}/open',
  summary: '开启',
  permission: 'use.record',
  qualification: 'handle',
  refusals: [
    'NOT_FOUND',
    'NOT_HOLDER',
    'BALANCE_SHORT',
    'CODE_NOT_HERE',
    'CODE_NEVER_RECEIVED',
    'USE_NOT_OPENED',
    'USE_TIME_ORDER',
    'TIME_IN_FUTURE',
  ],
  input: z.object({ id, units: z.array(unitRef).min(1).max(100), ...at }),
  output: posted,
})

/** 给药: content goes to the patient; units that are given whole (tablets, patches) go intact. */
export const administer = endpoint({
  name: 'use.administer',
  method: 'POST',
  path: '/issues/{id}/administer',
  summary: '给药',
  permission: 'use.record',
  qualification: 'handle',
  refusals: [
    'NOT_FOUND',
    'NOT_HOLDER',
    'BALANCE_SHORT',
    'CONTENT_IN_PUMP',
    'CODE_NEVER_RECEIVED',
    'USE_OPEN_FIRST',
    'USE_TIME_ORDER',
    'TIME_IN_FUTURE',
  ],
  input: z.object({
    id,
    doses: z
      .array(z.intersection(unitRef, z.object({ content })))
      .max(100)
      .default([]),
    whole: z
      .array(z.intersection(unitRef, z.object({ units })))
      .max(100)
      .default([]),
    route: z.enum(routes),
    ...at,
  }),
  output: posted,
})

/** 弃去残余: two people, three photographs, line by line (国卫办医发〔2020〕13号). */
export const waste = endpoint({
  name: 'use.waste',
  method: 'POST',
  path: '/issues/{id}/waste',
  summary: '残余处理',
  permission: 'use.record',
  qualification: 'handle',
  witness: { permission: 'waste.witness', qualification: 'handle', title: '见证' },
  refusals: [
    'NOT_FOUND',
    'NOT_HOLDER',
    'BALANCE_SHORT',
    'CONTENT_IN_PUMP',
    'EVIDENCE_INCOMPLETE',
    'EVIDENCE_REUSED',
    'ASSAY_SAMPLE_FIRST',
    'USE_TIME_ORDER',
    'TIME_IN_FUTURE',
    'WITNESS_REQUIRED',
  ],
  input: z.object({
    id,
    items: z
      .array(z.intersection(unitRef, z.object({ content })))
      .min(1)
      .max(100),
    place: text(60),
    method: z.enum(wasteMethods),
    /** The film is for where no camera of the house looks on (国卫办医发〔2020〕13号). */
    evidence: z.object({ 弃前: sha256, 弃中: sha256, 弃后: sha256, 录像: sha256.optional() }),
    ...at,
  }),
  output: posted,
})

/**
 * 交出残余: the picture before anything is poured away, and whether it may be: what an assay's plan chose is kept as a sample
 * first. Whoever asks has handed it in; that they asked, with what picture, stays in an event.
 */
export const handIn = endpoint({
  name: 'use.handIn',
  method: 'POST',
  path: '/issues/{id}/hand-in',
  summary: '交出残余',
  permission: 'use.record',
  qualification: 'handle',
  refusals: ['NOT_FOUND', 'NOT_HOLDER', 'EVIDENCE_INCOMPLETE', 'ASSAY_SAMPLE_FIRST'],
  input: z.object({ id, units: z.array(unitRef).min(1).max(100), photo: sha256 }),
  output: done,
})

/** 破碎: two people and the fragments; the content is lost, the fragments stay owed as a container. */
export const recordBreakage = endpoint({
  name: 'use.breakage',
  method: 'POST',
  path: '/issues/{id}/breakage',
  summary: '登记破碎',
  permission: 'use.record',
  qualification: 'handle',
  witness: { permission: 'waste.witness', qualification: 'handle', title: '见证' },
  refusals: [
    'NOT_FOUND',
    'NOT_HOLDER',
    'BALANCE_SHORT',
    'CODE_NOT_HERE',
    'EVIDENCE_INCOMPLETE',
    'WITNESS_REQUIRED',
  ],
  input: z.object({
    id,
    unit: unitRef,
    place: text(60),
    reason: text(300),
    evidence: z.object({ 碎片: sha256 }),
    ...at,
  }),
  output: posted,
})

/** 整支退回: unopened units come back to the place (438号 Art 28); who brings them signs as the second person. */
export const returnUnopened = endpoint({
  name: 'use.return',
  method: 'POST',
  path: '/issues/{id}/return',
  summary: '整支退回',
  permission: 'return.accept',
  qualification: 'handle',
  witness: { permission: 'recovery.return', qualification: 'handle', title: '送回' },
  refusals: [
    'DRAWER_NOT_FOR_DRUG',
    'NOT_FOUND',
    'BALANCE_SHORT',
    'CODE_NOT_HERE',
    'CODE_NEVER_RECEIVED',
    'WITNESS_REQUIRED',
  ],
  input: z.object({
    id,
    locationId: id,
    items: z
      .array(z.intersection(unitRef, z.object({ units })))
      .min(1)
      .max(100),
    note: optionalText(200),
  }),
  output: posted,
})

/** One request takes at most this many acts: a ward's day, or what a cabinet kept while it was offline. */
export const mostUses = 500

const use = z.discriminatedUnion('act', [
  z.object({ act: z.literal('open'), issueId: id, code: text(120), ...at }),
  z.object({
    act: z.literal('administer'),
    issueId: id,
    code: text(120),
    content,
    route: z.enum(routes),
    ...at,
  }),
])
export type Use = z.infer<typeof use>

/**
 * 批量登记使用: many openings and administrations of one's own cases in one act, in their order, all or none; a
 * movement each. For coded units; waste and breakage want two people and photographs each, and are not here.
 */
export const recordUses = endpoint({
  name: 'use.batch',
  method: 'POST',
  path: '/uses',
  summary: '批量登记使用',
  permission: 'use.record',
  qualification: 'handle',
  refusals: [
    'NOT_FOUND',
    'NOT_HOLDER',
    'BALANCE_SHORT',
    'CONTENT_IN_PUMP',
    'CODE_NOT_HERE',
    'CODE_NEVER_RECEIVED',
    'USE_NOT_OPENED',
    'USE_OPEN_FIRST',
    'USE_TIME_ORDER',
    'TIME_IN_FUTURE',
  ],
  input: z.object({ uses: z.array(use).min(1).max(mostUses) }),
  output: z.object({ movementIds: z.array(id) }),
})
