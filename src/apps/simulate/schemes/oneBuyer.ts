import { wardOrders } from '../distributions.ts'
import { patientOf } from '../names.ts'
import { wardCase } from '../plan.ts'
import { randomOf } from '../random.ts'
import type { Scheme } from './scheme.ts'

export const oneBuyer: Scheme = {
  title: '同一人反复取药',
  source: '§10.1 徐某, physician 2022–23: >50 sales of morphine injection to an addict',
  rules: ['D33', 'D42', 'D10'],
  role: 'doctor',
  intensity: [0.4, 0.9],
  invent: (context) => {
    const { planted, random, day, strengths } = context
    if (!random.chance(planted.intensity)) return []
    const order = wardOrders[0]
    const known = randomOf('buyer', planted.person.account)
    const plan = wardCase(random, planted.hospital, day, `CF-Z${day}-1`, strengths, order)
    const drug = {
      drug: 'NAR002',
      drawn: 2,
      opened: 2,
      given: 2 * strengths('NAR002'),
      broken: 0,
      whole: false,
    }
    const patient = patientOf(known, { low: 30, high: 50 })
    const own = { doctor: planted.person, holder: planted.person, patient, drugs: [drug] }
    return [{ plan: { ...plan, ...own }, acts: ['issue', 'give'], diverted: drug.given }]
  },
}
