import { withDrug } from '../mistakes.ts'
import type { Scheme } from './scheme.ts'
import { opioid } from './tools.ts'

export const otherEmpties: Scheme = {
  title: '拿别的空安瓿来交',
  source: '§10.3 D03: code of an empty not in the set issued',
  rules: ['D01', 'D03'],
  role: 'anaesthetist',
  intensity: [0.15, 0.35],
  bend(plan, { strengths }) {
    const at = opioid(plan)
    const drug = plan.drugs[at]
    if (!drug || drug.opened < 1) return undefined
    // One more ampoule is drawn and written down as opened and given; it leaves the house unopened.
    const more = { drawn: Math.max(drug.drawn, drug.opened + 1), opened: drug.opened + 1 }
    const given = drug.given + strengths(drug.drug)
    const bent = { ...withDrug(plan, at, { ...more, given }), strayEmpty: true, keptEmpties: 1 }
    return { plan: bent, acts: ['open', 'give', 'recover'], diverted: strengths(drug.drug) }
  },
}
