import { z } from 'zod'
import {
  date,
  done,
  endpoint,
  id,
  instant,
  optionalText,
  pageInput,
  pageOf,
  sha256,
  text,
} from '#core/contract.ts'

export const caseStates = ['open', 'done', 'returned', 'closed'] as const
export const caseState = z.enum(caseStates)
export type CaseState = z.infer<typeof caseState>
export const caseStateTitle: Record<CaseState, string> = {
  open: '待整改',
  done: '待复查',
  returned: '退回重改',
  closed: '已销号',
}
export const caseSource = z.enum(['own', 'authority'])
export const caseSourceTitle = { own: '院内检查', authority: '上级检查' } as const
export const stepTitle = { measure: '整改', return: '退回', close: '销号' } as const

export const caseRow = z.object({
  caseId: id,
  /** The hospital that puts it right. */
  orgId: id,
  org: z.string(),
  no: z.string(),
  source: caseSource,
  /** Who opened it, and who alone may close it. */
  owner: z.string(),
  mine: z.boolean(),
  problem: z.string(),
  responsible: z.string().nullable(),
  openedName: z.string(),
  openedAt: instant,
  dueOn: date,
  overdue: z.boolean(),
  state: caseState,
  lastAt: instant.nullable(),
})
export type CaseRow = z.infer<typeof caseRow>

export const listCases = endpoint({
  name: 'inspection.cases',
  method: 'GET',
  path: '/rectifications',
  summary: '整改',
  permission: 'inspection.read',
  refusals: [],
  input: z.object({
    ...pageInput,
    state: z.enum([...caseStates, 'overdue']).optional(),
    source: caseSource.optional(),
  }),
  output: pageOf(caseRow),
})

export const caseDetail = caseRow.extend({
  /** The words of the checklist, or the clause that the authority names. */
  basis: z.string().nullable(),
  recordId: id.nullable(),
  recordNo: z.string().nullable(),
  photos: z.array(sha256),
  steps: z.array(
    z.object({
      key: z.string(),
      kind: z.enum(['measure', 'return', 'close']),
      text: z.string(),
      by: z.string(),
      at: instant,
      proof: sha256.nullable(),
    }),
  ),
  may: z.object({ measure: z.boolean(), verify: z.boolean(), end: z.boolean() }),
  /** Why this reader, who could verify others, may not verify this one. */
  why: z.string().nullable(),
})
export type CaseDetail = z.infer<typeof caseDetail>

export const readCase = endpoint({
  name: 'inspection.case',
  method: 'GET',
  path: '/rectifications/{caseId}',
  summary: '整改详情',
  permission: 'inspection.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ caseId: id }),
  output: caseDetail,
})

/** What was done, with its proof. The answer to an authority's finding is the same act. */
export const measureCase = endpoint({
  name: 'inspection.measure',
  method: 'POST',
  path: '/rectifications/{caseId}/measures',
  summary: '登记整改措施与证明',
  permission: 'inspection.work',
  refusals: ['NOT_FOUND', 'INSPECTION_STATE', 'EVIDENCE_REUSED', 'EVIDENCE_INCOMPLETE'],
  input: z.object({ caseId: id, text: text(1000), proof: sha256 }),
  output: done,
})

const ending = { caseId: id, outcome: z.enum(['close', 'return']), text: text(500) }

/** 复查: by somebody who neither is responsible nor did it. */
export const verifyCase = endpoint({
  name: 'inspection.verify',
  method: 'POST',
  path: '/rectifications/{caseId}/verify',
  summary: '复查整改',
  permission: 'inspection.verify',
  refusals: ['NOT_FOUND', 'INSPECTION_STATE', 'INSPECTION_SAME_PERSON', 'INSPECTION_OTHERS_CASE'],
  input: z.object(ending),
  output: done,
})

/** 上级检查 (药品管理法实施条例 Art 63): in the authority's own rows; the hospital must answer. */
export const openFinding = endpoint({
  name: 'inspection.openFinding',
  method: 'POST',
  path: '/findings',
  summary: '登记检查发现，责令整改',
  permission: 'inspection.supervise',
  refusals: ['NOT_FOUND', 'INSPECTION_DUE_DAY'],
  input: z.object({
    hospitalId: id.meta({ title: '医疗机构' }),
    place: text(100).meta({ title: '检查地点' }),
    basis: optionalText(200).meta({ title: '依据条款' }),
    problem: text(500).meta({ title: '发现的问题' }),
    dueOn: date.meta({ title: '整改期限' }),
  }),
  output: z.object({ caseId: id, no: z.string() }),
})

/** Only who found it says that it is put right. */
export const endFinding = endpoint({
  name: 'inspection.endFinding',
  method: 'POST',
  path: '/findings/{caseId}/end',
  summary: '复核上级检查的整改',
  permission: 'inspection.supervise',
  refusals: ['NOT_FOUND', 'INSPECTION_STATE', 'INSPECTION_OTHERS_CASE'],
  input: z.object(ending),
  output: done,
})
