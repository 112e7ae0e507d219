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
  text,
  units,
} from '#core/contract.ts'
import { picks, unitSums } from '#core/ledger/contract.ts'

export const incidentKinds = ['theft', 'robbery', 'loss', 'fraud', 'falseClaim', 'diversion'] as const
export const incidentKind = z.enum(incidentKinds)
export type IncidentKind = z.infer<typeof incidentKind>
export const incidentKindTitle: Record<IncidentKind, string> = {
  theft: '被盗',
  robbery: '被抢',
  loss: '丢失',
  fraud: '骗取',
  falseClaim: '冒领',
  diversion: '其他流出',
}

export const incidentReceivers = ['police', 'drugAdmin', 'health'] as const
export const incidentReceiver = z.enum(incidentReceivers)
export type IncidentReceiver = z.infer<typeof incidentReceiver>
/** To whom the law wants the report (条例 Art 64). */
export const incidentReceiverTitle: Record<IncidentReceiver, string> = {
  police: '县级公安机关',
  drugAdmin: '药品监督管理部门',
  health: '卫生主管部门',
}

export const incidentOutcome = z.enum(['recovered', 'lost', 'cleared'])
export type IncidentOutcome = z.infer<typeof incidentOutcome>
export const incidentOutcomeTitle: Record<IncidentOutcome, string> = {
  recovered: '已追回',
  lost: '未追回',
  cleared: '查明未丢失',
}

export const incidentStepKind = z.enum(['note', 'measure', 'escalated', 'reported', 'acknowledged'])
export const incidentStepTitle: Record<z.infer<typeof incidentStepKind>, string> = {
  note: '记录',
  measure: '措施',
  escalated: '院内上报',
  reported: '报告',
  acknowledged: '回复',
}

export const incidentState = z.enum(['open', 'reported', 'closed'])
export const incidentStateTitle = { open: '待报告', reported: '已报告', closed: '已结案' } as const

export const incidentRow = z.object({
  id,
  orgId: id,
  org: z.string(),
  no: z.string(),
  kind: incidentKind,
  state: incidentState,
  drugs: z.string(),
  sums: unitSums,
  foundAt: instant,
  foundPlace: z.string(),
  openedBy: z.string(),
  openedAt: instant,
  escalateDueAt: instant,
  reportDueAt: instant,
  escalated: z.boolean(),
  /** Of the three receivers. */
  reported: z.int(),
  lastReportedAt: instant.nullable(),
  outcome: incidentOutcome.nullable(),
})
export type IncidentRow = z.infer<typeof incidentRow>

export const incidentDetail = incidentRow.extend({
  foundBy: z.string(),
  summary: z.string(),
  windowFrom: instant,
  clockVersion: z.int(),
  outcomeNote: z.string().nullable(),
  closedBy: z.string().nullable(),
  closedAt: instant.nullable(),
  lines: z.array(
    drugName.extend({
      lotNo: z.string().nullable(),
      code: z.string().nullable(),
      form: z.string().nullable(),
      manufacturer: z.string().nullable(),
      units: z.int(),
    }),
  ),
  steps: z.array(
    z.object({
      key: z.string(),
      kind: incidentStepKind,
      receiver: incidentReceiver.nullable(),
      text: z.string(),
      by: z.string(),
      at: instant,
    }),
  ),
  movements: z.array(
    z.object({
      movementId: id,
      eventId: id,
      from: z.string(),
      drugs: z.string(),
      sums: unitSums,
      at: instant,
      actor: z.string(),
      witness: z.string().nullable(),
      /** Found again: taken back. */
      reversed: z.boolean(),
    }),
  ),
  /** 证据冻结: how many records are on hold for this case, by kind. */
  held: z.array(z.object({ kind: z.string(), records: z.int() })),
  released: z.boolean(),
})
export type IncidentDetail = z.infer<typeof incidentDetail>

export const listIncidents = endpoint({
  name: 'incident.list',
  method: 'GET',
  path: '/incidents',
  summary: '丢失被盗事件',
  permission: 'incident.read',
  refusals: [],
  input: z.object({ ...pageInput, state: incidentState.optional() }),
  output: pageOf(incidentRow),
})

export const readIncident = endpoint({
  name: 'incident.read',
  method: 'GET',
  path: '/incidents/{id}',
  summary: '事件详情',
  permission: 'incident.read',
  refusals: ['NOT_FOUND'],
  input: z.object({ id }),
  output: incidentDetail,
})

/** 立案: clocks start, the report stands, and what was recorded in the window is frozen (条例 Art 64). */
export const openIncident = endpoint({
  name: 'incident.open',
  method: 'POST',
  path: '/incidents',
  summary: '登记丢失、被盗、被抢、骗取、冒领',
  permission: 'incident.open',
  refusals: ['NOT_FOUND', 'TIME_IN_FUTURE', 'INCIDENT_TOO_WIDE'],
  input: z.object({
    kind: incidentKind,
    foundAt: instant,
    foundPlace: text(100),
    foundBy: text(60),
    summary: text(2000),
    drugs: z
      .array(z.object({ drugId: id, lotNo: optionalText(40), code: optionalText(120), units }))
      .min(1)
      .max(100),
    /** How far back records are frozen. */
    windowHours: z.int().min(1).max(2160).default(72),
  }),
  output: z.object({ id, no: z.string(), reportDueAt: instant, held: z.int() }),
})

export const addIncidentStep = endpoint({
  name: 'incident.step',
  method: 'POST',
  path: '/incidents/{id}/steps',
  summary: '登记经过、措施、报告与回复',
  permission: 'incident.work',
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CLOSED',
    'INCIDENT_RECEIVER',
    'INCIDENT_REPORTED',
    'INCIDENT_NOT_YET_REPORTED',
  ],
  input: z.object({ id, kind: incidentStepKind, receiver: incidentReceiver.optional(), text: text(1000) }),
  output: done,
})

/** 记账损失: what is not found leaves the books, approved by the head. */
export const loseStock = endpoint({
  name: 'incident.lose',
  method: 'POST',
  path: '/incidents/{id}/losses',
  summary: '记账丢失药品',
  permission: 'incident.work',
  qualification: 'handle',
  witness: { permission: 'incident.approve', title: '批准' },
  refusals: [
    'NOT_FOUND',
    'DOCUMENT_CLOSED',
    'CODE_NEVER_RECEIVED',
    'CODE_NOT_HERE',
    'CODE_SCANNED_TWICE',
    'BALANCE_SHORT',
    'WITNESS_REQUIRED',
  ],
  input: z.object({ id, accountId: id, picks, reason: text(300) }),
  output: z.object({ movementId: id, units: z.int() }),
})

/** 追回: the loss is taken back, exactly as it was written. */
export const recoverStock = endpoint({
  name: 'incident.recover',
  method: 'POST',
  path: '/incidents/{id}/recoveries',
  summary: '登记追回',
  permission: 'incident.work',
  qualification: 'handle',
  witness: { permission: 'incident.approve', title: '批准' },
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'MOVEMENT_ALREADY_REVERSED', 'WITNESS_REQUIRED'],
  input: z.object({ id, movementId: id, reason: text(300) }),
  output: z.object({ movementId: id }),
})

export const closeIncident = endpoint({
  name: 'incident.close',
  method: 'POST',
  path: '/incidents/{id}/close',
  summary: '结案',
  permission: 'incident.approve',
  refusals: ['NOT_FOUND', 'DOCUMENT_CLOSED', 'INCIDENT_NOT_REPORTED', 'INCIDENT_OUTCOME'],
  input: z.object({ id, outcome: incidentOutcome, note: text(1000) }),
  output: done,
})

/** 解除冻结: after the case is closed, with a reason; until then nothing of it may be deleted. */
export const releaseIncidentHold = endpoint({
  name: 'incident.release',
  method: 'POST',
  path: '/incidents/{id}/release',
  summary: '解除证据冻结',
  permission: 'incident.approve',
  refusals: ['NOT_FOUND', 'INCIDENT_OPEN'],
  input: z.object({ id, reason: text(300) }),
  output: z.object({ released: z.int() }),
})

/** 签收报告: an authority acknowledges in its own rows. */
export const acknowledgeIncident = endpoint({
  name: 'incident.acknowledge',
  method: 'POST',
  path: '/incidents/{id}/acknowledge',
  summary: '主管部门签收事件报告',
  permission: 'incident.supervise',
  refusals: ['NOT_FOUND', 'INCIDENT_OWN'],
  input: z.object({ id, text: text(500) }),
  output: done,
})
