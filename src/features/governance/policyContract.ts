import { z } from 'zod'
import { date, done, endpoint, id, instant, pageInput, pageOf, sha256, text } from '#core/contract.ts'
import { areas, versionStateTitle, type VersionState } from './rules.ts'

export const area = z.enum(areas)
export const versionState = z.enum(Object.keys(versionStateTitle) as [VersionState, ...VersionState[]])

/** Longest policy, in characters: some forty printed pages. */
export const policyMaxLength = 60_000

export const policyRow = z.object({
  policyId: id,
  no: z.string(),
  area,
  title: z.string(),
  /** In force today; null: not yet, or no more. */
  version: z.int().nullable(),
  effectiveOn: date.nullable(),
  reviewOn: date.nullable(),
  /** Where the newest version stands. */
  state: versionState,
  /** Of those who must know it, how many have read the version in force. */
  readBy: z.int(),
  readers: z.int(),
  /** The reader of this list has to read the version in force, and has not. */
  unread: z.boolean(),
})
export type PolicyRow = z.infer<typeof policyRow>

export const listPolicies = endpoint({
  name: 'governance.policies',
  method: 'GET',
  path: '/policies',
  summary: '制度',
  permission: 'governance.read',
  refusals: [],
  input: z.object({
    ...pageInput,
    area: area.optional(),
    state: z.enum(['current', 'draft', 'review', 'ended']).optional(),
  }),
  output: pageOf(policyRow),
})

export const policyVersion = z.object({
  version: z.int(),
  state: versionState,
  reason: z.string().nullable(),
  effectiveOn: date,
  reviewOn: date,
  draftedBy: z.string(),
  draftedAt: instant,
  approvedBy: z.string().nullable(),
  approvedAt: instant.nullable(),
  returnedBy: z.string().nullable(),
  returnReason: z.string().nullable(),
  sha256,
})
export type PolicyVersion = z.infer<typeof policyVersion>

export const policyDetail = z.object({
  policyId: id,
  orgId: id,
  no: z.string(),
  area,
  title: z.string(),
  endedOn: date.nullable(),
  endReason: z.string().nullable(),
  versions: z.array(policyVersion),
  /** The version that is shown: the one asked for, else the newest. */
  shown: z.int(),
  text: z.string(),
  /** Who must know it, with when they read the version that is shown; null: not yet. */
  people: z.array(
    z.object({ name: z.string(), department: z.string().nullable(), readAt: instant.nullable() }),
  ),
  may: z.object({
    read: z.boolean(),
    revise: z.boolean(),
    approve: z.boolean(),
    end: z.boolean(),
  }),
  /** Why this reader, who approves others, may not approve this one. */
  why: z.string().nullable(),
})
export type PolicyDetail = z.infer<typeof policyDetail>

export const readPolicy = endpoint({
  name: 'governance.policy',
  method: 'GET',
  path: '/policies/{policyId}',
  summary: '制度全文、版本与知悉',
  permission: 'governance.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ policyId: id, version: z.coerce.number().int().positive().optional() }),
  output: policyDetail,
})

const content = {
  text: text(policyMaxLength).meta({ title: '正文' }),
  effectiveOn: date.meta({ title: '执行日期' }),
  reviewOn: date.meta({ title: '复审日期' }),
}

export const draftPolicy = endpoint({
  name: 'governance.draft',
  method: 'POST',
  path: '/policies',
  summary: '起草制度',
  permission: 'governance.write',
  refusals: ['ALREADY_EXISTS', 'POLICY_DAYS'],
  input: z.object({
    area: area.meta({ title: '类别' }),
    title: text(100).meta({ title: '名称' }),
    ...content,
  }),
  output: z.object({ policyId: id, no: z.string() }),
})

/** A new version; what is in force stays so until it is approved and its day has come. */
export const revisePolicy = endpoint({
  name: 'governance.revise',
  method: 'POST',
  path: '/policies/{policyId}/versions',
  summary: '修订制度',
  permission: 'governance.write',
  refusals: ['NOT_FOUND', 'POLICY_DAYS', 'POLICY_DRAFT_EXISTS', 'POLICY_ENDED'],
  input: z.object({ policyId: id, reason: text(300).meta({ title: '修订原因' }), ...content }),
  output: z.object({ version: z.int() }),
})

const decided = { policyId: id, version: z.int().positive() }

/** By somebody who did not draft it. */
export const approvePolicy = endpoint({
  name: 'governance.approve',
  method: 'POST',
  path: '/policies/{policyId}/approval',
  summary: '批准制度',
  permission: 'governance.approve',
  refusals: ['NOT_FOUND', 'POLICY_NOT_DRAFT', 'POLICY_OWN_DRAFT', 'POLICY_DAYS'],
  input: z.object(decided),
  output: done,
})

export const returnPolicy = endpoint({
  name: 'governance.return',
  method: 'POST',
  path: '/policies/{policyId}/return',
  summary: '退回制度',
  permission: 'governance.approve',
  refusals: ['NOT_FOUND', 'POLICY_NOT_DRAFT'],
  input: z.object({ ...decided, reason: text(300) }),
  output: done,
})

/** 知悉: one's own reading of the version in force. */
export const acknowledgePolicy = endpoint({
  name: 'governance.acknowledge',
  method: 'POST',
  path: '/policies/{policyId}/readings',
  summary: '知悉制度',
  permission: 'governance.acknowledge',
  refusals: ['NOT_FOUND', 'POLICY_NOT_IN_FORCE'],
  input: z.object(decided),
  output: done,
})

export const endPolicy = endpoint({
  name: 'governance.end',
  method: 'POST',
  path: '/policies/{policyId}/end',
  summary: '废止制度',
  permission: 'governance.approve',
  refusals: ['NOT_FOUND', 'POLICY_ENDED'],
  input: z.object({ policyId: id, reason: text(300) }),
  output: done,
})
