import { mistakeShares, variance } from './distributions.ts'
import type { ActName, CasePlan, DrugPlan, Mark } from './plan.ts'
import type { Random } from './random.ts'

type Bend = (plan: CasePlan, random: Random) => { plan: CasePlan; acts: readonly ActName[] } | undefined

const injected = (plan: CasePlan) => plan.drugs.findIndex((d) => !d.whole)
const wasted = (plan: CasePlan, strengths: (drug: string) => number) =>
  plan.drugs.some((d) => !d.whole && d.opened * strengths(d.drug) > d.given)

/** A copy with one drug changed. */
export const withDrug = (plan: CasePlan, at: number, change: Partial<DrugPlan>): CasePlan => ({
  ...plan,
  drugs: plan.drugs.map((d, i) => (i === at ? { ...d, ...change } : d)),
})

/** Honest mistakes: what people do who take nothing. Each says in which acts it shows. */
const bends = (strengths: (drug: string) => number): Readonly<Record<string, Bend>> => ({
  lateWaste: (plan, random) =>
    wasted(plan, strengths)
      ? { plan: shifted({ ...plan, wasteAt: plan.endAt + random.int(45, 130) }), acts: ['waste'] }
      : undefined,
  lateRecord: (plan, random) =>
    plan.drugs.some((d) => d.whole)
      ? undefined
      : { plan: late(plan, random.int(60, 300)), acts: ['open', 'give'] },
  wrongDose: (plan) =>
    injected(plan) < 0 ? undefined : { plan: { ...plan, wrongDose: true }, acts: ['give'] },
  lateEmpties: (plan, random) =>
    injected(plan) < 0
      ? undefined
      : { plan: { ...plan, recoverAt: plan.recoverAt + random.int(480, 1_500) }, acts: ['recover'] },
  breakage: (plan) => {
    const at = injected(plan)
    const drug = plan.drugs[at]
    return drug && { plan: withDrug(plan, at, { drawn: drug.drawn + 1, broken: 1 }), acts: ['breakage'] }
  },
  strayEmpty: (plan) =>
    injected(plan) < 0 ? undefined : { plan: { ...plan, strayEmpty: true }, acts: ['recover'] },
})

/** The empties go back after the rest was poured away. */
export const shifted = (plan: CasePlan): CasePlan => ({
  ...plan,
  recoverAt: Math.max(plan.recoverAt, plan.wasteAt + 12),
})

/** Written down after the fact: nothing can be wasted before it is on the books. */
function late(plan: CasePlan, minutes: number): CasePlan {
  const recorded = plan.giveAt + minutes
  return shifted({ ...plan, recordedLate: minutes, wasteAt: Math.max(plan.wasteAt, recorded + 8) })
}

/** Perhaps a mistake, as often as the surveys say; never more than one in a case. */
export function withMistake(plan: CasePlan, random: Random, strengths: (drug: string) => number): CasePlan {
  const rate = plan.kind === 'surgery' ? variance.anaesthetist : variance.nurse
  if (!random.chance(rate)) return plan
  const { code } = random.weighted(mistakeShares)
  const bent = bends(strengths)[code]?.(plan, random)
  if (!bent) return plan
  const mark: Mark = { kind: 'mistake', code, account: plan.holder.account, acts: bent.acts, diverted: 0 }
  return { ...bent.plan, marks: [...plan.marks, mark] }
}
