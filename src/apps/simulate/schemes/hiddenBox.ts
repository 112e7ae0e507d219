import type { Scheme } from './scheme.ts'

export const hiddenBox: Scheme = {
  title: '到货一盒，登记短少',
  source: '§10.1 苏某和: goods never entered the store; §10.3 D50',
  rules: ['D50'],
  role: 'keeper',
  intensity: [0.5, 0.9],
  supply: 'delivery',
}
