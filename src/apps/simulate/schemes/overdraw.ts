import { withDrug } from '../mistakes.ts'
import type { Scheme } from './scheme.ts'
import { opioid } from './tools.ts'

export const overdraw: Scheme = {
  title: '多领一支，记作弃去',
  source: '§10.1 Shanghai anaesthetists 2019: residual sold; drawn, used and discarded alone',
  rules: ['D10', 'D17'],
  role: 'anaesthetist',
  intensity: [0.35, 0.7],
  bend(plan, { strengths }) {
    const at = opioid(plan)
    const drug = plan.drugs[at]
    if (!drug) return undefined
    const more = { drawn: Math.max(drug.drawn, drug.opened + 1), opened: drug.opened + 1 }
    return { plan: withDrug(plan, at, more), acts: ['open', 'waste'], diverted: strengths(drug.drug) }
  },
}
