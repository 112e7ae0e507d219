import { z } from 'zod'
import {
  done,
  drugName,
  endpoint,
  id,
  instant,
  optionalText,
  pageInput,
  pageOf,
  sha256,
  text,
} from '#core/contract.ts'
import { unitRef } from '#core/ledger/contract.ts'
import { method } from './planContract.ts'
import { sampleStates } from './rules.ts'

export const sampleState = z.enum(sampleStates)
export const destroyMethods = ['倒入下水道', '吸附后弃置', '焚烧', '其他'] as const
/** Photographs of a destruction, in their order. */
export const destroyStages = ['毁前', '毁中', '毁后'] as const

const content = z.int().min(1).max(1_000_000_000_000)

export const sampleRow = drugName.extend({
  id,
  orgId: id,
  no: z.string(),
  issueId: id,
  issueNo: z.string(),
  lotNo: z.string(),
  code: z.string(),
  content: z.int(),
  contentUnit: z.string(),
  sealNo: z.string(),
  storedAt: z.string(),
  /** Chosen by the plan; false: kept because somebody wanted it. */
  drawn: z.boolean(),
  method,
  keptBy: z.string(),
  keptWith: z.string(),
  keptAt: instant,
  testDueAt: instant,
  state: sampleState,
  within: z.boolean().nullable(),
  discrepancyId: id.nullable(),
  discrepancyNo: z.string().nullable(),
})
export type SampleRow = z.infer<typeof sampleRow>

export const listSamples = endpoint({
  name: 'assay.list',
  method: 'GET',
  path: '/assays',
  summary: '留样列表',
  permission: 'assay.read',
  refusals: [],
  input: z.object({ ...pageInput, state: sampleState.optional(), drugId: id.optional() }),
  output: pageOf(sampleRow).extend({
    /** How many wait at each step, whatever the list is narrowed to. */
    waiting: z.object({ toSample: z.int(), toTest: z.int(), case: z.int(), toDestroy: z.int() }),
  }),
})

export const chosenRow = drugName.extend({
  issueId: id,
  issueNo: z.string(),
  lotId: id,
  lotNo: z.string(),
  code: z.string(),
  contentLeft: z.int(),
  contentUnit: z.string(),
  holderId: id,
  holder: z.string(),
  chosenAt: instant,
  dueAt: instant,
})
export type ChosenRow = z.infer<typeof chosenRow>

/** 待留样: handed in, chosen, and no sample kept yet. What nobody handed in is not here, or the draw would be foreseen. */
export const listChosen = endpoint({
  name: 'assay.chosen',
  method: 'GET',
  path: '/assay-residues',
  summary: '抽中待留样的残余',
  permission: 'assay.read',
  refusals: [],
  input: z.object({ ...pageInput }),
  output: pageOf(chosenRow),
})

export const resultRow = z.object({
  seq: z.int(),
  sealIntact: z.boolean(),
  expectedMilli: z.int().nullable(),
  measuredMilli: z.int().nullable(),
  conforms: z.boolean().nullable(),
  instrument: z.string(),
  testedAt: instant,
  within: z.boolean(),
  reason: z.string().nullable(),
  sha256: sha256.nullable(),
  testedBy: z.string(),
  recordedAt: instant,
  eventId: id,
})
export type ResultRow = z.infer<typeof resultRow>

export const sampleDetail = sampleRow.extend({
  planId: id,
  tolerancePercent: z.int(),
  volumeUl: z.int().nullable(),
  expectedMilli: z.int().nullable(),
  /** What its account holds now. */
  held: z.int(),
  movementId: id,
  holder: z.string(),
  results: z.array(resultRow),
  /** What the last result says the books should hold. */
  counted: z.int().nullable(),
  discrepancyState: z.string().nullable(),
  discrepancyVersion: z.int().nullable(),
  destruction: z
    .object({
      no: z.string(),
      place: z.string(),
      method: z.string(),
      executedBy: z.string(),
      witnessedBy: z.string(),
      destroyedAt: instant,
      movementId: id,
    })
    .nullable(),
  photos: z.array(
    z.object({ stage: z.string(), sha256: z.string(), takenAt: instant, uploadedBy: z.string() }),
  ),
  /** Why this reader may not test it; null: nothing stands in the way but the right to. */
  whyNotTest: z.string().nullable(),
})
export type SampleDetail = z.infer<typeof sampleDetail>

export const readSample = endpoint({
  name: 'assay.read',
  method: 'GET',
  path: '/assays/{id}',
  summary: '留样与检测',
  permission: 'assay.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: sampleDetail,
})

/** 留样: taken off a residue in the holder's hand into an account of its own, sealed, signed by two. */
export const keepSample = endpoint({
  name: 'assay.keep',
  method: 'POST',
  path: '/assays',
  summary: '留样',
  permission: 'use.record',
  qualification: 'handle',
  witness: { permission: 'waste.witness', qualification: 'handle', title: '见证' },
  refusals: [
    'NOT_FOUND',
    'NOT_HOLDER',
    'CODE_NEVER_RECEIVED',
    'ASSAY_NO_PLAN',
    'ASSAY_SAMPLED',
    'ASSAY_NOTHING_LEFT',
    'CONTENT_IN_PUMP',
    'ALREADY_EXISTS',
    'WITNESS_REQUIRED',
  ],
  input: z.object({
    issueId: id,
    residue: unitRef,
    content: content.meta({ title: '留样量' }),
    volumeUl: z.int().min(1).max(1_000_000).optional().meta({ title: '体积，µl' }),
    sealNo: text(40).meta({ title: '封签号' }),
    storedAt: text(60).meta({ title: '存放处' }),
  }),
  output: z.object({ id, no: z.string(), movementId: id, drawn: z.boolean(), testDueAt: instant }),
})

/** 检测结果, by somebody who neither held nor witnessed it. A result stands; another follows it with its reason. */
export const recordResult = endpoint({
  name: 'assay.test',
  method: 'POST',
  path: '/assays/{id}/results',
  summary: '登记检测结果',
  permission: 'assay.test',
  qualification: 'handle',
  refusals: [
    'NOT_FOUND',
    'ASSAY_VOID',
    'ASSAY_GONE',
    'ASSAY_INVOLVED',
    'ASSAY_TEST_TIME',
    'ASSAY_RESULT_KIND',
    'ASSAY_RESULT_AGAIN',
    'EVIDENCE_REUSED',
    'EVIDENCE_INCOMPLETE',
  ],
  input: z.object({
    id,
    sealIntact: z.boolean().meta({ title: '封签完好' }),
    /** Thousandths of the content's unit in a millilitre: 48.6 μg/ml is 48 600. */
    measuredMilli: z
      .int()
      .min(0)
      .max(1_000_000_000_000)
      .optional()
      .meta({ title: '实测浓度，千分之一单位每毫升' }),
    conforms: z.boolean().optional().meta({ title: '定性符合' }),
    instrument: text(80).meta({ title: '仪器或检验机构' }),
    testedAt: instant.meta({ title: '检测时间' }),
    sha256: sha256.optional().meta({ title: '检测报告照片' }),
    reason: optionalText(300).meta({ title: '更正原因' }),
  }),
  output: z.object({
    seq: z.int(),
    within: z.boolean(),
    discrepancyId: id.nullable(),
    discrepancyNo: z.string().nullable(),
  }),
})

/** The books follow what was measured, once the case is explained and, where it must be, reported. */
export const settleSample = endpoint({
  name: 'assay.settle',
  method: 'POST',
  path: '/assays/{id}/settle',
  summary: '按检测结果调账',
  permission: 'discrepancy.manage',
  qualification: 'handle',
  witness: { permission: 'discrepancy.witness', qualification: 'handle', title: '见证' },
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CHANGED',
    'DOCUMENT_CLOSED',
    'DISCREPANCY_OWN',
    'DISCREPANCY_UNEXPLAINED',
    'DISCREPANCY_UNREPORTED',
    'DISCREPANCY_RECOUNT',
    'DISCREPANCY_WITNESS_INVOLVED',
    'WITNESS_REQUIRED',
  ],
  input: z.object({ id, version: z.int() }),
  output: z.object({ movementId: id }),
})

/** What is destroyed in one act. */
export const mostDestroyed = 100

/** 留样销毁: by two, with photographs; the accounts of the samples stand at zero afterwards. */
export const destroySamples = endpoint({
  name: 'assay.destroy',
  method: 'POST',
  path: '/assay-destructions',
  summary: '销毁留样',
  permission: 'assay.destroy',
  qualification: 'handle',
  witness: { permission: 'destruction.witness', qualification: 'handle', title: '监督' },
  refusals: [
    'NOT_FOUND',
    'ASSAY_VOID',
    'ASSAY_NOT_TESTED',
    'ASSAY_CASE_OPEN',
    'ASSAY_DESTROYED',
    'EVIDENCE_INCOMPLETE',
    'EVIDENCE_REUSED',
    'WITNESS_REQUIRED',
  ],
  input: z.object({
    sampleIds: z.array(id).min(1).max(mostDestroyed),
    place: text(60).meta({ title: '销毁地点' }),
    method: z.enum(destroyMethods).meta({ title: '方式' }),
    evidence: z.object({ 毁前: sha256, 毁中: sha256, 毁后: sha256 }),
  }),
  output: done.extend({ no: z.string(), movementId: id, samples: z.int() }),
})
