import { shifted } from '../mistakes.ts'
import type { Scheme } from './scheme.ts'
import { opioid, restOf } from './tools.ts'

export const lateSubstitution: Scheme = {
  title: '下班前集中弃去（以水代药）',
  source: '§10.3 D12: saline-substitution window; §10.1 US modes: substitution with saline',
  rules: ['D12'],
  role: 'anaesthetist',
  intensity: [0.5, 0.9],
  bend(plan, { random, strengths }) {
    const at = opioid(plan)
    const rest = restOf(plan, at, strengths)
    if (rest < 1 || plan.endAt > 1_000) return undefined
    const wasteAt = 1_062 + random.int(0, 7)
    return { plan: shifted({ ...plan, wasteAt }), acts: ['waste'], diverted: rest }
  },
}
