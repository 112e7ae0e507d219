import { Refusal } from '#core/refusal.ts'
import { rollUpDays } from './contract.ts'

/** The instant by which what came at `since` must have gone to the vault. */
export const rollUpDueAt = (since: string): string =>
  new Date(Date.parse(since) + rollUpDays * 86_400_000).toISOString()

interface Given {
  readonly code: string
  readonly want: number
  /** Units of this code that the books have with patients. */
  readonly given: number
  /** Where the rest of the code is. */
  readonly place: string | null
}

/**
 * A code that comes back from a patient must have gone to one: otherwise the books say that it lies elsewhere, and
 * somebody must find out which of the two is true. Refuses: PATIENT_RETURN_NOT_GIVEN.
 */
export function checkGiven(rows: readonly Given[]): void {
  const wrong = rows.find((r) => r.given < r.want)
  if (wrong)
    throw new Refusal('PATIENT_RETURN_NOT_GIVEN', {
      code: wrong.code,
      given: wrong.given,
      place: wrong.place ?? '别处',
    })
}

export interface Who {
  readonly name: string
  readonly recordNo: string
  readonly idNo: string | null
}

/** The issue's patient, or the one that was written down; one of the two. Refuses: PATIENT_RETURN_WHO. */
export function whoOf(issue: Who | undefined, written: Partial<Who> | undefined): Who {
  if (issue) return issue
  if (!written?.name || !written.recordNo) throw new Refusal('PATIENT_RETURN_WHO')
  return { name: written.name, recordNo: written.recordNo, idNo: written.idNo ?? null }
}
