import { Refusal } from '#core/refusal.ts'
import { checklistOn, itemText, type InspectionKind } from './checklist.ts'
import { caseStateTitle, type CaseState } from './caseContract.ts'
import { mostDays, type ResultInput } from './contract.ts'

const dayMs = 86_400_000
const later = (day: string, days: number) =>
  new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10)

/** From today, `mostDays` at most. Refuses: INSPECTION_DUE_DAY. */
export function checkDue(dueOn: string, today: string): void {
  const last = later(today, mostDays)
  if (dueOn < today || dueOn > last) throw new Refusal('INSPECTION_DUE_DAY', { today, last })
}

export interface Failed {
  readonly item: string
  readonly finding: string
  readonly responsibleId: number
  readonly dueOn: string
}

interface Walked {
  readonly kind: InspectionKind
  readonly listVersion: number
  readonly results: readonly ResultInput[]
  readonly today: string
}

/**
 * Every item of the list in force, each once; what failed says what, who and until when, and becomes a rectification.
 * Refuses: INSPECTION_LIST_CHANGED, INSPECTION_INCOMPLETE, INSPECTION_FAIL_NEEDS, INSPECTION_DUE_DAY.
 */
export function failedOf({ kind, listVersion, results, today }: Walked): Failed[] {
  const list = checklistOn(kind, today)
  const known = new Set(list.items.map((i) => i.code))
  const seen = new Set(results.map((r) => r.item))
  const strange = results.some((r) => !known.has(r.item)) || seen.size !== results.length
  if (list.version !== listVersion || strange) throw new Refusal('INSPECTION_LIST_CHANGED')
  const missing = list.items.find((i) => !seen.has(i.code))
  if (missing)
    throw new Refusal('INSPECTION_INCOMPLETE', { item: missing.text, left: known.size - seen.size })
  return results.filter((r) => r.outcome === 'fail').map((r) => failure(r, today))
}

function failure(r: ResultInput, today: string): Failed {
  const { item, finding, responsibleId, dueOn } = r
  if (!finding || responsibleId === undefined || dueOn === undefined)
    throw new Refusal('INSPECTION_FAIL_NEEDS', { item: itemText(item) })
  checkDue(dueOn, today)
  return { item, finding, responsibleId, dueOn }
}

interface Standing {
  readonly no: string
  readonly state: CaseState
}

/** Refuses: INSPECTION_STATE. */
export function checkCaseState(of: Standing, allowed: readonly CaseState[]): void {
  if (!allowed.includes(of.state))
    throw new Refusal('INSPECTION_STATE', { no: of.no, state: caseStateTitle[of.state] })
}

interface Hands {
  readonly responsibleId: number | null
  readonly lastBy: number | null
}

/** Who is responsible, or did it, does not verify it. */
export const isOneOfTheirs = (of: Hands, userId: number): boolean =>
  of.responsibleId === userId || of.lastBy === userId
