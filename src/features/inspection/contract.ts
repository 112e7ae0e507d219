import { z } from 'zod'
import { date, endpoint, id, instant, optionalText, pageInput, pageOf, sha256, text } from '#core/contract.ts'
import { inspectionKinds } from './checklist.ts'

export const inspectionKind = z.enum(inspectionKinds)
export const outcomes = ['pass', 'fail', 'none'] as const
export const outcome = z.enum(outcomes)
export type Outcome = z.infer<typeof outcome>
export const outcomeTitle: Record<Outcome, string> = { pass: '合格', fail: '不合格', none: '不适用' }
export const mostPhotos = 3
/** The longest term for putting something right; a longer one is set by a new case. */
export const mostDays = 180

export const inspectionRow = z.object({
  id,
  orgId: id,
  no: z.string(),
  kind: inspectionKind,
  beganAt: instant,
  signedAt: instant,
  places: z.string(),
  people: z.string(),
  items: z.int(),
  failed: z.int(),
  /** Of those that failed. */
  open: z.int(),
})
export type InspectionRow = z.infer<typeof inspectionRow>

export const listInspections = endpoint({
  name: 'inspection.list',
  method: 'GET',
  path: '/inspections',
  summary: '专项检查与值班巡查',
  permission: 'inspection.read',
  refusals: [],
  input: z.object({ ...pageInput, kind: inspectionKind.optional() }),
  output: pageOf(inspectionRow),
})

const result = z.object({
  item: z.string(),
  outcome,
  finding: z.string().nullable(),
  photos: z.array(sha256),
  rectification: z.object({ caseId: id, no: z.string() }).nullable(),
})

export const inspectionDetail = inspectionRow.extend({
  listVersion: z.int(),
  remark: z.string().nullable(),
  results: z.array(result),
})
export type InspectionDetail = z.infer<typeof inspectionDetail>

export const readInspection = endpoint({
  name: 'inspection.read',
  method: 'GET',
  path: '/inspections/{id}',
  summary: '检查记录',
  permission: 'inspection.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: inspectionDetail,
})

export const resultInput = z.object({
  item: text(8),
  outcome,
  /** Of what failed: what was found, who puts it right, until when. */
  finding: optionalText(500),
  responsibleId: id.optional(),
  dueOn: date.optional(),
  photos: z.array(sha256).max(mostPhotos).default([]),
})
export type ResultInput = z.infer<typeof resultInput>

const signed = {
  listVersion: z.int(),
  beganAt: instant,
  placeIds: z.array(id).min(1).max(50),
  remark: optionalText(500),
  results: z.array(resultInput).min(1).max(60),
}
const refusals = [
  'NOT_FOUND',
  'TIME_IN_FUTURE',
  'INSPECTION_LIST_CHANGED',
  'INSPECTION_INCOMPLETE',
  'INSPECTION_FAIL_NEEDS',
  'INSPECTION_DUE_DAY',
  'EVIDENCE_REUSED',
  'EVIDENCE_INCOMPLETE',
] as const
const signedOutput = z.object({ id, no: z.string(), opened: z.int() })

/** R16: two people walk and sign. What did not pass becomes a rectification in the same act. */
export const signSpecial = endpoint({
  name: 'inspection.signSpecial',
  method: 'POST',
  path: '/inspections/special',
  summary: '签字：专项检查',
  permission: 'inspection.work',
  witness: { permission: 'inspection.work', title: '同查' },
  refusals: [...refusals, 'WITNESS_REQUIRED'],
  input: z.object(signed),
  output: signedOutput,
})

/** R17: who is on duty walks alone. */
export const signPatrol = endpoint({
  name: 'inspection.signPatrol',
  method: 'POST',
  path: '/inspections/patrol',
  summary: '签字：值班巡查',
  permission: 'inspection.work',
  refusals: [...refusals],
  input: z.object(signed),
  output: signedOutput,
})

/** Who may be made responsible: everybody who works here. */
export const listPeople = endpoint({
  name: 'inspection.people',
  method: 'GET',
  path: '/inspections/people',
  summary: '可作责任人的本院人员',
  permission: 'inspection.work',
  refusals: [],
  input: z.object({}),
  output: z.object({ rows: z.array(z.object({ userId: id, name: z.string(), title: z.string() })) }),
})
