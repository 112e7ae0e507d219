import { withDrug } from '../mistakes.ts'
import type { Scheme } from './scheme.ts'
import { opioid, restOf } from './tools.ts'

export const chartedNotGiven: Scheme = {
  title: '记了给药，没有给',
  source: '§10.1 US modes: charted not given; typology 多开少用',
  rules: ['D10', 'D70'],
  role: 'anaesthetist',
  intensity: [0.5, 0.9],
  bend(plan, { strengths }) {
    const at = opioid(plan)
    const rest = restOf(plan, at, strengths)
    const drug = plan.drugs[at]
    if (!drug || rest < 1) return undefined
    const kept = Math.max(1, Math.floor(rest * 0.8))
    return { plan: withDrug(plan, at, { given: drug.given + kept }), acts: ['give'], diverted: kept }
  },
}
