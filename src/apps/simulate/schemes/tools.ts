import type { CasePlan, Strengths } from '../plan.ts'

/** Content that was opened and, by the books, poured away. */
export const restOf = (plan: CasePlan, at: number, strengths: Strengths): number => {
  const drug = plan.drugs[at]
  return drug ? drug.opened * strengths(drug.drug) - drug.given : 0
}
/** Index of the first opioid that is drawn up from an ampoule; −1: none. */
export const opioid = (plan: CasePlan) => plan.drugs.findIndex((d) => d.drug.startsWith('NAR') && !d.whole)
