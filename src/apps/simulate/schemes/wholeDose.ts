import { withDrug } from '../mistakes.ts'
import type { Scheme } from './scheme.ts'
import { opioid, restOf } from './tools.ts'

export const wholeDose: Scheme = {
  title: '每次都整支给完（多开少用）',
  source: '§10.3 D11; typology 最高检: 多开少用',
  rules: ['D11'],
  role: 'wardNurse',
  intensity: [0.8, 1],
  bend(plan, { strengths }) {
    const at = opioid(plan)
    const rest = restOf(plan, at, strengths)
    const drug = plan.drugs[at]
    if (!drug || rest < 1) return undefined
    return { plan: withDrug(plan, at, { given: drug.given + rest }), acts: ['give'], diverted: rest }
  },
}
