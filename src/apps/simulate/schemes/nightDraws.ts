import { wardOrders } from '../distributions.ts'
import { wardCase } from '../plan.ts'
import { onDuty } from '../roster.ts'
import type { Scheme } from './scheme.ts'

export const nightDraws: Scheme = {
  title: '下夜班前加开一支',
  source: '§10.3 D25, D72: draws in the last hour of a shift, on one nurse’s shifts only',
  rules: ['D25', 'D72'],
  role: 'wardNurse',
  intensity: [0.6, 1],
  invent: (context) => {
    const { planted, random, day, strengths } = context
    const crew = onDuty(planted.hospital, 'wardNurse', day, 'night')
    const witness = crew.find((p) => p !== planted.person)
    if (!crew.includes(planted.person) || !witness || !random.chance(planted.intensity)) return []
    const plan = wardCase(random, planted.hospital, day, `CF-Y${day}-1`, strengths, wardOrders[1])
    const drug = {
      drug: 'NAR025',
      drawn: 1,
      opened: 1,
      given: strengths('NAR025'),
      broken: 0,
      whole: false,
    }
    const at = 1_380 + random.int(0, 25)
    const shift = (n: number) => n - plan.at + at
    const times = {
      at,
      openAt: shift(plan.openAt),
      giveAt: shift(plan.giveAt),
      endAt: shift(plan.endAt),
      wasteAt: shift(plan.wasteAt),
      recoverAt: shift(plan.recoverAt),
    }
    const bent = { ...plan, ...times, holder: planted.person, witness, drugs: [drug] }
    return [{ plan: bent, acts: ['issue', 'give'], diverted: drug.given }]
  },
}
