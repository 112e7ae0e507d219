import type { Scheme } from './scheme.ts'

export const lostInTransit: Scheme = {
  title: '签收少一盒，再无下文',
  source: '§10.3 D55, D08: what was sent is never received nor explained',
  rules: ['D55', 'D08'],
  role: 'theatrePharmacist',
  intensity: [0.3, 0.6],
  supply: 'transfer',
}
