import type { CasePlan, Strengths } from '../plan.ts'
import { randomOf } from '../random.ts'
import { schemeOf } from './all.ts'
import type { Bent, Planted } from './scheme.ts'

/** The day's cases as the thieves of the hospital leave them. */
export function withSchemes(
  cases: readonly CasePlan[],
  all: readonly Planted[],
  on: { readonly seed: number; readonly day: number; readonly strengths: Strengths },
): CasePlan[] {
  const active = all.filter((p) => on.day >= p.from)
  const contextOf = (planted: Planted) => ({
    planted,
    random: randomOf(on.seed, 'scheme', planted.person.account, planted.scheme, on.day),
    day: on.day,
    strengths: on.strengths,
  })
  const contexts = active.map(contextOf)
  const bent = cases.map((plan) => {
    for (const context of contexts) {
      const { planted, random } = context
      const scheme = schemeOf(planted.scheme)
      if (!scheme.bend || plan.holder !== planted.person || !random.chance(planted.intensity)) continue
      const out = scheme.bend(plan, context)
      if (out) return marked(out, planted)
    }
    return plan
  })
  const invented = contexts.flatMap((context) =>
    (schemeOf(context.planted.scheme).invent?.(context) ?? []).map((out) => marked(out, context.planted)),
  )
  return [...bent, ...invented].sort((a, b) => a.at - b.at || (a.refNo < b.refNo ? -1 : 1))
}

function marked({ plan, acts, diverted }: Bent, planted: Planted): CasePlan {
  const mark = {
    kind: 'scheme',
    code: planted.scheme,
    account: planted.person.account,
    acts,
    diverted,
  } as const
  return { ...plan, marks: [...plan.marks, mark] }
}
