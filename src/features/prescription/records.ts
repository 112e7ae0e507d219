import { Refusal } from '#core/refusal.ts'
import { monthsAfter } from './days.ts'

/** A long-term patient is seen again every three months (处方管理办法 Art 27). */
export const reviewMonths = 3

export type PaperKind = 'certificate' | 'patientId' | 'agentId' | 'consent'
export const paperTitle = {
  certificate: '二级以上医院诊断证明',
  patientId: '患者身份证明',
  agentId: '代办人身份证明',
  consent: '知情同意书',
} as const satisfies Record<PaperKind, string>

export interface RecordState {
  readonly no: string
  readonly closed: boolean
  readonly papers: readonly PaperKind[]
  readonly hasAgent: boolean
  /** The last time a doctor saw the patient: the first examination or a review. */
  readonly lastSeen: string
}

export const papersNeeded = (hasAgent: boolean): PaperKind[] => [
  'certificate',
  'patientId',
  'consent',
  ...(hasAgent ? (['agentId'] as const) : []),
]

export const missingPapers = (r: Pick<RecordState, 'papers' | 'hasAgent'>): PaperKind[] =>
  papersNeeded(r.hasAgent).filter((kind) => !r.papers.includes(kind))

export const reviewDue = (lastSeen: string): string => monthsAfter(lastSeen, reviewMonths)

/**
 * What a long-term patient's next prescription asks of the record: that there is one, that its papers are complete
 * (Art 21) and that a doctor has seen the patient within three months (Art 27).
 * Refuses RX_RECORD_MISSING, RX_RECORD_INCOMPLETE, RX_REVIEW_OVERDUE.
 */
export function checkRecord(r: RecordState | undefined, day: string): void {
  if (!r || r.closed) throw new Refusal('RX_RECORD_MISSING')
  const missing = missingPapers(r)
  if (missing.length > 0)
    throw new Refusal('RX_RECORD_INCOMPLETE', {
      no: r.no,
      missing: missing.map((k) => paperTitle[k]).join('、'),
    })
  if (day > reviewDue(r.lastSeen))
    throw new Refusal('RX_REVIEW_OVERDUE', { no: r.no, since: r.lastSeen, due: reviewDue(r.lastSeen) })
}
