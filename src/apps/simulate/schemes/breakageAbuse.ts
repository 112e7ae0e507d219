import { withDrug } from '../mistakes.ts'
import type { Scheme } from './scheme.ts'
import { opioid } from './tools.ts'

export const breakageAbuse: Scheme = {
  title: '谎报破碎',
  source: '§10.3 D09: frequent breakage is a sign',
  rules: ['D09'],
  role: 'anaesthetist',
  intensity: [0.06, 0.15],
  bend(plan, { strengths }) {
    const at = opioid(plan)
    const drug = plan.drugs[at]
    if (!drug) return undefined
    const bent = withDrug(plan, at, { drawn: drug.drawn + 1, broken: drug.broken + 1 })
    return { plan: bent, acts: ['breakage'], diverted: strengths(drug.drug) }
  },
}
