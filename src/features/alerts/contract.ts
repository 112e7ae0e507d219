import { z } from 'zod'
import { endpoint, id, instant, pageInput, pageOf } from '#core/contract.ts'

export const severity = z.enum(['red', 'amber', 'grey'])
export type Severity = z.infer<typeof severity>
export const severityTitle: Record<Severity, string> = { red: '需立即处理', amber: '待处理', grey: '提示' }

export const alertKinds = [
  'CODE_HELD_ELSEWHERE',
  'CODE_IN_STOCK_HERE',
  'CODE_NEVER_RECEIVED',
  'EVIDENCE_REUSED',
  'WITNESS_IS_ACTOR',
  'WITNESS_FAILED',
  'WITNESS_UNQUALIFIED',
  'WITNESS_CONTENT_CHANGED',
  'WITNESS_SAME_AS_HOLDER',
  'UNQUALIFIED',
  'PRESCRIBER_UNQUALIFIED',
  'NOT_HOLDER',
  'LOT_EXPIRED',
  'RECEIPT_SHORT',
  'RECEIPT_DAMAGED',
  'RECEIPT_SURPLUS',
  'TRANSFER_SHORT',
  'COUNT_DIFFERENCE',
  'COUNT_OVERDUE',
  'COUNT_REPORT_DUE',
  'WRITE_OFF_NOT_ATTENDED',
  'WRITE_OFF_COUNT_DIFFERS',
  'WRITE_OFF_SAME_PERSON',
  'PATIENT_RETURN_NO_REUSE',
  'QUARANTINE_NOT_RELEASABLE',
  'QUALIFICATION_ENDS',
  'ACCESS_OUTSIDE',
  'WITNESS_OUTSIDE',
  'ACCESS_OWN',
  'TRAINING_OWN_RESULT',
] as const
export const alertKind = z.enum(alertKinds)
export type AlertKind = z.infer<typeof alertKind>
export const alertKindTitle: Record<AlertKind, string> = {
  CODE_HELD_ELSEWHERE: '一码两地',
  CODE_IN_STOCK_HERE: '重复收货',
  CODE_NEVER_RECEIVED: '来源不明的码',
  EVIDENCE_REUSED: '照片重复',
  WITNESS_IS_ACTOR: '一人两签',
  WITNESS_FAILED: '第二人认证失败',
  WITNESS_UNQUALIFIED: '第二人无资格',
  WITNESS_CONTENT_CHANGED: '签后改动',
  WITNESS_SAME_AS_HOLDER: '见证人同领用人',
  UNQUALIFIED: '无资格办理',
  PRESCRIBER_UNQUALIFIED: '医师无处方权',
  NOT_HOLDER: '非领用人操作',
  LOT_EXPIRED: '过期批号',
  RECEIPT_SHORT: '收货短少',
  RECEIPT_DAMAGED: '收货破损',
  RECEIPT_SURPLUS: '收货多送',
  TRANSFER_SHORT: '调拨短少',
  COUNT_DIFFERENCE: '账物不符',
  COUNT_OVERDUE: '差异超时未说明',
  COUNT_REPORT_DUE: '差异超时未上报',
  WRITE_OFF_NOT_ATTENDED: '无监督销毁',
  WRITE_OFF_COUNT_DIFFERS: '销毁数量不符',
  WRITE_OFF_SAME_PERSON: '报损经手重复',
  PATIENT_RETURN_NO_REUSE: '交回药品再用',
  QUARANTINE_NOT_RELEASABLE: '待查不能解除',
  QUALIFICATION_ENDS: '资格将到期',
  ACCESS_OUTSIDE: '超出授权范围',
  WITNESS_OUTSIDE: '第二人超范围',
  ACCESS_OWN: '改本人权限',
  TRAINING_OWN_RESULT: '登记本人成绩',
}

export const alertRow = z.object({
  id,
  orgId: id,
  org: z.string(),
  kind: alertKind,
  severity,
  text: z.string(),
  subjectKind: z.string().nullable(),
  subjectNo: z.string().nullable(),
  eventId: id,
  raisedAt: instant,
})
export type AlertRow = z.infer<typeof alertRow>

/** One's own alerts; for an authority those of every institution it supervises, or of one (`org`). */
export const listAlerts = endpoint({
  name: 'alerts.list',
  method: 'GET',
  path: '/alerts',
  summary: '预警列表',
  permission: 'alert.read',
  refusals: [],
  input: z.object({ ...pageInput, severity: severity.optional(), kind: alertKind.optional() }),
  output: pageOf(alertRow),
})
