import type { Scheme } from './scheme.ts'
import { opioid, restOf } from './tools.ts'

export const buddyWitness: Scheme = {
  title: '总由同一人见证，残余未倒',
  source: '§10.3 D13; patent class "wasting with another suspect"',
  rules: ['D13', 'D14'],
  role: 'anaesthetist',
  buddy: 'theatreNurse',
  intensity: [0.8, 1],
  bend(plan, { planted, strengths }) {
    const rest = restOf(plan, opioid(plan), strengths)
    if (rest < 1 || !planted.buddy) return undefined
    return { plan: { ...plan, witness: planted.buddy }, acts: ['waste'], diverted: rest }
  },
}
